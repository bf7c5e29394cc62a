"""A district's areas as a list (code, name, parent_code) become a tree of paths, or findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from indicators.catalog.listing import Line, read_listings, word_of
from indicators.findings import Finding, finding
from indicators.model import Area, AreaLevel, Place

_KINDS = ("街道", "社区", "镇", "乡", "苏木", "村", "嘎查", "居委会")
_LEVELS = tuple(AreaLevel)
_SEPARATOR = "/"


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of the list, before it has a place in the tree."""

    code: str
    name: str
    parent: str
    level: AreaLevel | None
    kind: str | None
    place: Place


def read_areas(data: bytes, name: str, *, district: str | None = None) -> tuple[list[Area], list[Finding]]:
    """Read areas from csv, xlsx or xls: parents before children, each with its path and level.

    `district`: the name of the district, put above areas that name no parent (or one common parent
    that is not in the list). A line whose parent is unknown, that is its own ancestor, or that
    stands twice is left out with everything below it, and said. Levels: as written, else from the
    length of the division code (6, 9, 12 digits), else one below the parent's.
    """
    lists = read_listings(data, name, "areas", ("name",))
    findings = lists.findings
    if not lists.listings:
        places = lists.without + lists.hidden
        return [], findings + [
            finding("areas_no_heading", place, sheet_name=place.sheet or place.file or name)
            for place in places
        ]
    rows = _rows([line for listing in lists.listings for line in listing.lines], findings)
    if district:
        findings += _other_top(district, rows)
        rows = _under(district, rows)
    return _tree(rows, findings), findings


def _rows(lines: list[Line], findings: list[Finding]) -> dict[str, _Row]:
    """Rows by code (by name where the list has no codes); the second with a code is said and dropped."""
    rows: dict[str, _Row] = {}
    for line in lines:
        name = line.get("name")
        place = line.place("name")
        if not name:
            findings.append(finding("area_no_name", place, value=line.get("code")))
            continue
        if _SEPARATOR in name:
            findings.append(finding("area_bad_name", place, value=name))
            continue
        code = line.get("code") or name
        level = _level(line, findings)
        row = _Row(code, name, line.get("parent"), level, line.get("kind") or _kind(name), place)
        if code in rows:
            other = rows[code].name
            findings.append(finding("area_twice", place, value=code, name=name, other=other))
            continue
        rows[code] = row
    return rows


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
    if not code.isdigit() or len(code) not in (6, 9, 12):
        return None
    if code[6:].strip("0"):
        return AreaLevel.VILLAGE if code[9:].strip("0") else AreaLevel.TOWN
    if code[4:6] != "00":
        return AreaLevel.COUNTY
    return AreaLevel.CITY if code[2:4] != "00" else AreaLevel.PROVINCE


def _kind(name: str) -> str | None:
    return next((kind for kind in _KINDS if name.endswith(kind)), None)


def _other_top(district: str, rows: Mapping[str, _Row]) -> list[Finding]:
    """A warning where the list has one top of another name with all the rest below it.

    That is nearly always the district itself under a second name, and every figure would then be
    filed one level below the district, whose own pages stay empty.
    """
    tops = [row for row in rows.values() if not row.parent]
    if len(rows) < 2 or len(tops) != 1 or tops[0].name == district:
        return []
    if any(row.parent and row.parent not in rows for row in rows.values()):
        return []
    return [finding("areas_other_top", tops[0].place, value=tops[0].name, district=district)]


def _under(district: str, rows: dict[str, _Row]) -> dict[str, _Row]:
    """Put the district above all that name no parent; it may stand in the list already."""
    own = [row for row in rows.values() if row.name == district]
    above = {row.parent for row in rows.values() if row.parent and row.parent not in rows}
    if len(above) > 1 or any(row.parent for row in own):
        return rows
    if own:
        top = own[0]
    else:
        top = _Row(above.pop() if above else district, district, "", AreaLevel.COUNTY, None, Place())
    moved = {code: row if row.parent else replace(row, parent=top.code) for code, row in rows.items()}
    return {top.code: top} | {code: row for code, row in moved.items() if code != top.code}


def _tree(rows: Mapping[str, _Row], findings: list[Finding]) -> list[Area]:
    """Areas with paths, parents first; what hangs in the air is said and left out."""
    areas: dict[str, Area] = {}
    paths: set[str] = set()
    bad: set[str] = set()
    for code in rows:
        for row in _ancestry(code, rows, areas, bad, findings):
            area = _area(row, areas)
            if area.path in paths:
                bad.add(row.code)
                findings.append(finding("area_path_twice", row.place, value=area.path))
                break
            paths.add(area.path)
            areas[row.code] = area
    return list(areas.values())


def _ancestry(
    code: str, rows: Mapping[str, _Row], areas: Mapping[str, Area], bad: set[str], findings: list[Finding]
) -> list[_Row]:
    """The row and those above it that are not in the tree yet, top first; none if it hangs in the air."""
    chain: list[_Row] = []
    while code and code not in areas:
        row = rows[code]
        if code in bad or row in chain:
            if row in chain:
                names = " → ".join(one.name for one in [*chain[chain.index(row) :], row])
                findings.append(finding("area_cycle", row.place, value=names))
            bad.update(one.code for one in chain)
            return []
        chain.append(row)
        if row.parent and row.parent not in rows:
            findings.append(finding("area_unknown_parent", row.place, value=row.parent, name=row.name))
            bad.update(one.code for one in chain)
            return []
        code = row.parent
    return chain[::-1]


def _area(row: _Row, areas: Mapping[str, Area]) -> Area:
    parent = areas.get(row.parent)
    level = row.level
    if level is None:
        below = _LEVELS.index(parent.level) + 1 if parent else _LEVELS.index(AreaLevel.COUNTY)
        level = _LEVELS[min(below, len(_LEVELS) - 1)]
    path = f"{parent.path}{_SEPARATOR}{row.name}" if parent else row.name
    return Area(row.code, row.name, path, level, row.parent or None, row.kind)
