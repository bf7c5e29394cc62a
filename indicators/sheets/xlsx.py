"""Bytes of an .xlsx -> Grids: a scan of the XML finds the facts and, in plain sheets, the values too.

Sheets that are not plain have their values from calamine in the cage. On Linux, where the cage's
memory is limited, it starts beside the scan; elsewhere the scan (which refuses hostile files) ends
first.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import ExitStack

import numpy as np

from indicators.findings import Finding
from indicators.sheets.cage import Worker, borrowed
from indicators.sheets.clean import clean_text, suspicious
from indicators.sheets.excel_grid import RawSheet, ask_calamine, build_grid, cleaned_finding, collect
from indicators.sheets.faults import Refused
from indicators.sheets.grid import Grid
from indicators.sheets.limits import Limits
from indicators.sheets.package import Package
from indicators.sheets.sheet_facts import SheetFacts
from indicators.sheets.xlsx_parts import Parts, read_parts
from indicators.sheets.xlsx_scan import scan
from indicators.sheets.xlsx_values import Values, shared_texts

_SIDE_BY_SIDE = 4 << 20
_PIECE = 1 << 20
_MOST_SHARED = 512 << 20


def read_xlsx(data: bytes, package: Package, file: str, limits: Limits) -> tuple[list[Grid], list[Finding]]:
    """All worksheets of the package, and findings on single sheets. Raises Refused for the file."""
    parts = read_parts(package)
    with ExitStack() as stack:
        cage = _Cage(stack, data, package, limits)
        scanned = _scan_all(package, parts, limits, cage.start_early)
        sheets, findings = _sheets(parts, scanned, cage, file)
    member = {part.name: part.member for part in parts.sheets}
    grids = []
    for sheet in sheets:
        found, _ = scanned.get(member.get(sheet.name, ""), (SheetFacts(), None))
        grid, changed = build_grid(sheet, found, parts.styles, epoch_1904=parts.epoch_1904, limits=limits)
        grids.append(grid)
        findings += cleaned_finding(grid, changed, file)
    return grids, findings


class _Cage:
    """calamine in a child, begun as soon as it is known to be needed."""

    def __init__(self, stack: ExitStack, data: bytes, package: Package, limits: Limits) -> None:
        self._stack, self._data, self._package, self._limits = stack, data, package, limits
        self._worker: Worker | None = None

    def start_early(self) -> None:
        """Begin beside the scan where the child's memory is limited and it is worth the while."""
        if self._worker is None and sys.platform == "linux" and self._package.unpacked > _SIDE_BY_SIDE:
            self.worker()

    def worker(self) -> Worker:
        """The worker that reads the file."""
        if self._worker is None:
            self._worker = self._stack.enter_context(borrowed())
            ask_calamine(self._worker, self._data, self._package.unpacked, self._limits)
        return self._worker


def _sheets(
    parts: Parts, scanned: dict[str, tuple[SheetFacts, Values]], cage: _Cage, file: str
) -> tuple[list[RawSheet], list[Finding]]:
    if all(values.good for _, values in scanned.values()) and parts.sheets:
        return [RawSheet(p.name, p.hidden, scanned[p.member][1].rows()) for p in parts.sheets], []
    return collect(cage.worker(), file)


def _scan_all(
    package: Package, parts: Parts, limits: Limits, on_unusual: Callable[[], None]
) -> dict[str, tuple[SheetFacts, Values]]:
    """Facts and values by member. Raises Refused if any part is hostile or damaged."""
    shared, dirty = _shared(package, parts)
    scanned: dict[str, tuple[SheetFacts, Values]] = {}
    for part in parts.sheets:
        values = Values(shared, parts.styles, on_unusual)
        try:
            pieces = package.pieces(part.member, _PIECE)
            facts = scan(pieces, parts.styles, limits, values, unreckoned=parts.unreckoned)
        except Refused as refusal:
            refusal.sheet = refusal.sheet or clean_text(part.name)
            raise
        facts.dirty |= dirty
        scanned[part.member] = facts, values
    return scanned


def _shared(package: Package, parts: Parts) -> tuple[np.ndarray | None, bool]:
    """The shared texts (None: unusual) and whether they need cleaning."""
    if not parts.shared_strings:
        return np.empty(0, dtype=object), False
    data = package.read(parts.shared_strings, most=_MOST_SHARED)
    if b"!" in data and (b"<!DOCTYPE" in data or b"<!ENTITY" in data):
        raise Refused("unsafe_markup")
    return shared_texts(data), suspicious(data) or data.find(b"\r", 200) >= 0
