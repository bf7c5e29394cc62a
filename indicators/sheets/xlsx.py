"""Bytes of an .xlsx -> Grids: values by calamine in the cage, all else by a scan of the XML here.

On Linux, where the cage's memory is limited, the two run side by side; elsewhere the scan (which
refuses hostile files) comes first.
"""

from __future__ import annotations

import sys

from indicators.findings import Finding
from indicators.sheets.cage import borrowed
from indicators.sheets.clean import clean_text, suspicious
from indicators.sheets.excel_grid import ask_calamine, build_grid, cleaned_finding, collect
from indicators.sheets.faults import Refused
from indicators.sheets.grid import Grid
from indicators.sheets.limits import Limits
from indicators.sheets.package import Package
from indicators.sheets.sheet_facts import SheetFacts
from indicators.sheets.xlsx_parts import Parts, read_parts
from indicators.sheets.xlsx_scan import scan

_SIDE_BY_SIDE = 4 << 20
_PIECE = 1 << 20


def read_xlsx(data: bytes, package: Package, file: str, limits: Limits) -> tuple[list[Grid], list[Finding]]:
    """All worksheets of the package, and findings on single sheets. Raises Refused for the file."""
    parts = read_parts(package)
    with borrowed() as worker:
        if package.unpacked > _SIDE_BY_SIDE and sys.platform == "linux":
            ask_calamine(worker, data, package.unpacked, limits)
            facts = _scan_all(package, parts, limits)
        else:
            facts = _scan_all(package, parts, limits)
            ask_calamine(worker, data, package.unpacked, limits)
        sheets, findings = collect(worker, file)
    member = {part.name: part.member for part in parts.sheets}
    grids = []
    for sheet in sheets:
        found = facts.get(member.get(sheet.name, ""), SheetFacts())
        grid, changed = build_grid(sheet, found, parts.styles, epoch_1904=parts.epoch_1904, limits=limits)
        grids.append(grid)
        findings += cleaned_finding(grid, changed, file)
    return grids, findings


def _scan_all(package: Package, parts: Parts, limits: Limits) -> dict[str, SheetFacts]:
    """Facts by member. Raises Refused if any part is hostile or damaged."""
    dirty = False
    if parts.shared_strings:
        for piece in package.pieces(parts.shared_strings, _PIECE):
            if b"!" in piece and (b"<!DOCTYPE" in piece or b"<!ENTITY" in piece):
                raise Refused("unsafe_markup")
            dirty = dirty or suspicious(piece)
    facts = {}
    for part in parts.sheets:
        try:
            facts[part.member] = scan(package.pieces(part.member, _PIECE), parts.styles, limits)
        except Refused as refusal:
            refusal.sheet = refusal.sheet or clean_text(part.name)
            raise
        facts[part.member].dirty |= dirty
    return facts
