"""A district's areas as a list become a tree of paths, or findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from indicators.catalog.area_rows import SEPARATOR as _SEPARATOR
from indicators.catalog.area_rows import Row as _Row
from indicators.catalog.area_rows import kind_of, rows_of, text_rows
from indicators.catalog.listing import read_listings
from indicators.findings import Finding, finding
from indicators.model import Area, AreaLevel, Place

_LEVELS = tuple(AreaLevel)


def read_areas(
    data: bytes,
    name: str,
    *,
    district: str | None = None,
    places: dict[str, Place] | None = None,
    level: AreaLevel = AreaLevel.COUNTY,
) -> tuple[list[Area], list[Finding]]:
    """Read areas from csv, xlsx or xls: parents before children, each with its path and level.

    `district`: the name of the district, put above areas that name no parent (or one common parent
    that is not in the list). A line whose parent is unknown, that is its own ancestor, or that
    stands twice is left out with everything below it, and said. Who lies below whom is told by a column
    of parents, by a column for each level, by division codes (6, 9, 12 digits), or by indents. Levels: as
    written, else from the code, else one below the parent's; the district's own is `level`. `places` is given
    the cell of each path.
    """
    lists = read_listings(data, name, "areas", ("name", "town", "village"))
    findings = lists.findings
    if not lists.listings:
        bare = lists.without + lists.hidden
        return [], findings + [
            finding("areas_no_heading", place, sheet_name=place.sheet or place.file or name) for place in bare
        ]
    rows = rows_of([line for listing in lists.listings for line in listing.lines], findings)
    return _placed(rows, district, findings, places, level)


def read_area_text(
    text: str, *, district: str | None = None, places: dict[str, Place] | None = None
) -> tuple[list[Area], list[Finding]]:
    """Read areas typed or pasted, one a line; villages are indented or stand behind a colon (城关镇：东街村).

    A division code may stand before a name. Text that begins with a heading is read as a table.
    """
    lines = text.splitlines()
    first = next((line for line in lines if line.strip()), "")
    if any(word in first for word in ("名称", "代码", "name", "code")):
        table = "\n".join(",".join(line.split("\t")) for line in lines) if "\t" in first else text
        return read_areas(table.encode(), PASTED + ".csv", district=district, places=places)
    findings: list[Finding] = []
    rows = text_rows(lines, PASTED, findings)
    if not rows and not findings:
        findings.append(finding("areas_without_names", Place(PASTED)))
    return _placed(rows, district, findings, places)


PASTED = "粘贴的文字"


def _placed(
    rows: dict[str, _Row],
    district: str | None,
    findings: list[Finding],
    places: dict[str, Place] | None,
    level: AreaLevel = AreaLevel.COUNTY,
) -> tuple[list[Area], list[Finding]]:
    if district:
        findings += _other_top(district, rows)
        rows = _under(district, rows, level)
    tree = _tree(rows, findings)
    if places is not None:
        places.update((area.path, rows[area.code].place) for area in tree if area.code in rows)
    return tree, findings


def _other_top(district: str, rows: Mapping[str, _Row]) -> list[Finding]:
    """A warning where the list has one top of another name with all the rest below it.

    That is nearly always the district itself under a second name, and every figure would then be
    filed one level below the district, whose own pages stay empty.
    """
    tops = [row for row in rows.values() if not row.parent]
    if len(rows) < 2 or len(tops) != 1 or tops[0].name == district or kind_of(tops[0].name):
        return []
    if any(row.parent and row.parent not in rows for row in rows.values()):
        return []
    return [finding("areas_other_top", tops[0].place, value=tops[0].name, district=district)]


def _under(district: str, rows: dict[str, _Row], level: AreaLevel) -> dict[str, _Row]:
    """Put the district above all that name no parent; it may stand in the list already."""
    own = [row for row in rows.values() if row.name == district]
    above = {row.parent for row in rows.values() if row.parent and row.parent not in rows}
    if len(above) > 1 or any(row.parent for row in own):
        return rows
    if own:
        top = replace(own[0], level=own[0].level or level)
    else:
        top = _Row(above.pop() if above else district, district, "", level, None, Place())
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
