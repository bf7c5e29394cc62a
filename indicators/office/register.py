"""The register of responsible units as a list that an office keeps -> units, or findings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indicators.catalog.listing import Line, read_listings
from indicators.findings import Finding, finding
from indicators.model import Area, Place, ReportingUnit

_SPLIT = re.compile(r"[、,,;;/\n]+")
_SUM = re.compile(r"合\s*计|总\s*计|注[::]")


def read_units(
    data: bytes, name: str, areas: Sequence[Area], *, home: str | None = None
) -> tuple[list[ReportingUnit], list[Finding]]:
    """Read the register from csv, xlsx or xls: one unit a line, with liaison and telephone.

    Columns as offices name them (责任单位, 简称, 联络员, 联系电话, 乡镇, 备注); only the unit is needed. A
    unit of a town names the town; one whose name begins with a town's name is that town's. A line
    without a unit, a unit given twice and a town that `areas` does not have are said. `home`: the path of the
    office whose register it is, of whose areas alone the towns are; by default the store's own district.
    """
    if home is not None:
        areas = [area for area in areas if f"{area.path}/".startswith(f"{home}/")]
    lists = read_listings(data, name, "units", ("unit",))
    findings = lists.findings
    if not lists.listings:
        places = lists.without or lists.hidden or [Place(name)]
        return [], [
            *findings,
            *(finding("units_no_heading", place, sheet_name=place.sheet or name) for place in places),
        ]
    found: dict[str, ReportingUnit] = {}
    for line in (line for listing in lists.listings for line in listing.lines):
        unit = _unit(line, areas, findings)
        if unit is None:
            continue
        if unit.name in found:
            findings.append(finding("unit_twice", line.place("unit"), value=unit.name))
            continue
        found[unit.name] = unit
    if not found and not any(item.severity == "error" for item in findings):
        findings.append(finding("units_none", Place(name)))
    return list(found.values()), findings


def _unit(line: Line, areas: Sequence[Area], findings: list[Finding]) -> ReportingUnit | None:
    name = line.get("unit")
    if not name:
        if not _SUM.search(line.everything[0]):
            findings.append(finding("unit_without_name", line.place("unit"), value=line.everything[0]))
        return None
    aliases = tuple(
        sorted({part.strip() for part in _SPLIT.split(line.get("alias")) if part.strip()} - {name})
    )
    return ReportingUnit(
        name,
        line.get("liaison"),
        line.get("telephone"),
        _area(line, name, areas, findings),
        aliases,
        line.get("note"),
    )


def _area(line: Line, unit: str, areas: Sequence[Area], findings: list[Finding]) -> str | None:
    """Path of the town a unit belongs to; None for a department of the district."""
    said = line.get("area")
    top = min((area.path.count("/") for area in areas), default=0)
    below = [area for area in areas if area.path.count("/") > top]
    if said:
        for area in areas:
            if said in (area.path, area.name, area.code):
                return area.path if area.path.count("/") > top else None
        findings.append(finding("unit_unknown_area", line.place("area"), value=said, name=unit))
        return None
    return next((area.path for area in below if area.level == "town" and unit.startswith(area.name)), None)
