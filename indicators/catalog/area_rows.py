"""Lists of areas in the forms offices keep them -> rows that know who lies above them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from indicators.catalog.listing import Line, word_of
from indicators.findings import Finding, finding
from indicators.model import AreaLevel, Place
from indicators.sheets.areas import indent_of

SEPARATOR = "/"
_KINDS = ("街道", "社区", "镇", "乡", "苏木", "村", "嘎查", "居委会", "村委会", "居民委员会", "村民委员会")
_TOWN_ENDS = ("街道", "街道办事处", "镇", "乡", "苏木")
_STEPS = ("county", "town", "village", "name")
_CODES = (6, 9, 12)
_CODED = re.compile(r"^(\d{6}(?:\d{3}){0,2})[\s,\uff0c:\uff1a]*(?=\D|$)")
_BETWEEN = re.compile(r"[、,;\uff0c\uff1b]+")


@dataclass(frozen=True, slots=True)
class Row:
    """One area of the list before it has a place in the tree; `parent` is the `code` of the row above it."""

    code: str
    name: str
    parent: str
    level: AreaLevel | None
    kind: str | None
    place: Place


def rows_of(lines: Sequence[Line], findings: list[Finding]) -> dict[str, Row]:
    """Rows by code; the form of the list is told by its columns, codes and indents."""
    steps = [step for step in _STEPS if any(line.get(step) for line in lines)]
    if any(step in ("town", "village") for step in steps):
        return _by_steps(lines, steps, findings)
    named_above = any(line.get("parent") or line.get("code") for line in lines)
    if not named_above and len({line.indent for line in lines}) > 1:
        return _by_indent(lines, findings)
    rows = _coded(lines, findings)
    if any(row.parent for row in rows.values()):
        return _named_parents(rows)
    if rows and all(_division(row.code) for row in rows.values()):
        return above_by_code(rows)
    return rows


def _coded(lines: Sequence[Line], findings: list[Finding]) -> dict[str, Row]:
    """Rows by code (by name where the list has no codes); the second with a code is said and dropped."""
    rows: dict[str, Row] = {}
    for line in lines:
        name, place = line.get("name"), line.place("name")
        if not _fit(name, line, place, findings):
            continue
        code = line.get("code") or name
        row = Row(
            code, name, line.get("parent"), _level(line, findings), _kind_of(line, name, findings), place
        )
        if code in rows:
            other = rows[code].name
            findings.append(finding("area_twice", place, value=code, name=name, other=other))
            continue
        rows[code] = row
    return rows


def _fit(name: str, line: Line, place: Place, findings: list[Finding]) -> bool:
    if not name:
        findings.append(finding("area_no_name", place, value=line.get("code")))
    elif SEPARATOR in name:
        findings.append(finding("area_bad_name", place, value=name))
    return bool(name) and SEPARATOR not in name


def _named_parents(rows: dict[str, Row]) -> dict[str, Row]:
    """A parent given by a name that one row bears becomes that row's code."""
    names: dict[str, list[str]] = {}
    for row in rows.values():
        names.setdefault(row.name, []).append(row.code)
    return {
        code: replace(row, parent=names[row.parent][0])
        if row.parent not in rows and len(names.get(row.parent, ())) == 1
        else row
        for code, row in rows.items()
    }


def above_by_code(rows: dict[str, Row]) -> dict[str, Row]:
    """Parents from division codes: the nearest listed area whose digits the code begins with."""
    known = {_division(row.code): code for code, row in rows.items()}
    found = {}
    for code, row in rows.items():
        digits = _division(row.code)
        heads = [digits[:9], digits[:6], digits[:4], digits[:2]]
        above = (known.get(head.ljust(12, "0")) for head in heads if head.ljust(12, "0") != digits)
        found[code] = replace(row, parent=next((one for one in above if one), ""))
    return found


def _division(code: str) -> str:
    """A division code in twelve digits; "" for anything else."""
    return code.ljust(12, "0") if code.isdigit() and len(code) in _CODES else ""


def _by_steps(lines: Sequence[Line], steps: Sequence[str], findings: list[Finding]) -> dict[str, Row]:
    """A column for each level: what stands in one lies below what stands left of it.

    A cell left blank beside a filled one below it repeats the cell above. Each area is made once, with
    the code of the line in which it is the last step.
    """
    rows: dict[str, Row] = {}
    current: dict[str, str] = {}
    for line in lines:
        given = {step: line.get(step) for step in steps if line.get(step)}
        if not given:
            findings.append(finding("area_no_name", line.place(steps[-1]), value=line.get("code")))
            continue
        if any(not _fit(name, line, line.place(step), findings) for step, name in given.items()):
            continue
        first = min(steps.index(step) for step in given)
        current = {step: name for step, name in current.items() if steps.index(step) < first} | given
        _steps_of(line, [(step, current[step]) for step in steps if step in current], rows, findings)
    return _recoded(rows)


def _steps_of(
    line: Line, trail: list[tuple[str, str]], rows: dict[str, Row], findings: list[Finding]
) -> None:
    path = ""
    for step, name in trail:
        parent, path = path, f"{path}{SEPARATOR}{name}" if path else name
        last = step == trail[-1][0]
        level = AreaLevel(step) if step != "name" else None
        code = line.get("code") if last else ""
        known = rows.get(path)
        if known is None:
            kind = _kind_of(line, name, findings) if last else kind_of(name)
            rows[path] = Row(code or path, name, parent, level, kind, line.place(step))
        elif last and known.code == path and code:
            rows[path] = replace(known, code=code, place=line.place(step))
        elif last:
            findings.append(
                finding("area_twice", line.place(step), value=code or path, name=name, other=known.name)
            )


def _recoded(rows: dict[str, Row]) -> dict[str, Row]:
    """Rows keyed by path -> by code, parents too."""
    codes = {path: row.code for path, row in rows.items()}
    return {row.code: replace(row, parent=codes.get(row.parent, "")) for row in rows.values()}


def _by_indent(lines: Sequence[Line], findings: list[Finding]) -> dict[str, Row]:
    entries = []
    for line in lines:
        name, place = line.get("name"), line.place("name")
        if _fit(name, line, place, findings):
            kind = _kind_of(line, name, findings)
            entries.append((line.indent, line.get("code"), name, kind, _level(line, findings), place))
    return _nested(entries, findings)


_Entry = tuple[int, str, str, str | None, AreaLevel | None, Place]


def _nested(entries: Sequence[_Entry], findings: list[Finding]) -> dict[str, Row]:
    """Entries with indents -> rows: each lies below the last one that stands further left."""
    rows: dict[str, Row] = {}
    stack: list[tuple[int, str]] = []
    for indent, code, name, kind, level, place in entries:
        while stack and stack[-1][0] >= indent:
            stack.pop()
        parent = stack[-1][1] if stack else ""
        path = f"{parent}{SEPARATOR}{name}" if parent else name
        if path in rows:
            findings.append(finding("area_twice", place, value=path, name=name, other=name))
            continue
        rows[path] = Row(code or path, name, parent, level, kind, place)
        stack.append((indent, path))
    return _recoded(rows)


def text_rows(lines: Sequence[str], file: str, findings: list[Finding]) -> dict[str, Row]:
    """Typed lines -> rows. Villages are indented, stand behind a colon, or follow the line of their town."""
    entries: list[_Entry] = []
    indented = len({indent_of(line) for line in lines if line.strip()}) > 1
    for number, line in enumerate(lines, 1):
        place = Place(file, None, f"A{number}")
        match = _CODED.match(line.strip())
        code = match[1] if match else ""
        text = line.strip()[match.end() if match else 0 :].strip().replace("\t", " ")
        head, _, rest = re.sub(r"[:\uff1a]", ":", text).partition(":")
        if not head:
            continue
        if SEPARATOR in text:
            findings.append(finding("area_bad_name", place, value=text))
            continue
        below = 0 if head.endswith(_TOWN_ENDS) or rest else 1
        at = 4 * indent_of(line) if indented else 4 * below
        entries.append((at, code, head.strip(), kind_of(head.strip()), _level_of_code(code), place))
        for name in filter(None, (part.strip() for part in _BETWEEN.split(rest))):
            entries.append((at + 2, "", name, kind_of(name), None, place))
    if entries and all(entry[1] for entry in entries):
        coded = {entry[1]: Row(entry[1], entry[2], "", entry[4], entry[3], entry[5]) for entry in entries}
        return above_by_code(coded)
    return _nested(entries, findings)


def _level(line: Line, findings: list[Finding]) -> AreaLevel | None:
    text = line.get("level")
    if not text:
        return _level_of_code(line.get("code"))
    word = word_of("level", text)
    if word is None:
        findings.append(finding("area_bad_level", line.place("level"), value=text))
    return AreaLevel(word) if word else None


def _level_of_code(code: str) -> AreaLevel | None:
    """The level that a statistical division code of 6, 9 or 12 digits tells by its zeros."""
    if not _division(code):
        return None
    if code[6:].strip("0"):
        return AreaLevel.VILLAGE if code[9:].strip("0") else AreaLevel.TOWN
    if code[4:6] != "00":
        return AreaLevel.COUNTY
    return AreaLevel.CITY if code[2:4] != "00" else AreaLevel.PROVINCE


def _kind_of(line: Line, name: str, findings: list[Finding]) -> str | None:
    """As written, else as the name ends, else town or country by the urban-rural code (1xx, 2xx)."""
    urban = line.get("urban")
    if urban and not urban.isdigit():
        return line.get("kind") or kind_of(name) or urban
    word = {"1": "城镇", "2": "乡村"}.get(urban[:1]) if re.fullmatch(r"[12]\d\d", urban) else None
    if urban and word is None:
        findings.append(finding("area_bad_urban", line.place("urban"), value=urban, name=name))
    return line.get("kind") or kind_of(name) or word


def kind_of(name: str) -> str | None:
    """What sort of place a name's ending tells: 镇, 街道, 村 …"""
    return next((kind for kind in _KINDS if name.endswith(kind)), None)
