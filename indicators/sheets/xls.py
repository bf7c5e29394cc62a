"""Bytes of a .xls or .et -> Grids: values by calamine in the cage, all else by a scan of the records.

Workbooks that calamine does not read well (before BIFF 8, or written in unusual ways) are read by xlrd.
"""

from __future__ import annotations

import sys

from indicators.findings import Finding, finding
from indicators.model import Place
from indicators.sheets.biff_scan import BiffBook, LockedBookError, OldBookError, scan_workbook
from indicators.sheets.cage import CageError, ask_once, borrowed
from indicators.sheets.caged_sheets import read_caged
from indicators.sheets.excel_grid import RawSheet, ask_calamine, build_grid, cleaned_finding, collect
from indicators.sheets.faults import Refused, caged
from indicators.sheets.grid import Grid
from indicators.sheets.limits import Limits

_SIDE_BY_SIDE = 1 << 20
_GROWTH = 4  # a BIFF cell of 10 to 14 bytes against one of XML


def read_xls(data: bytes, file: str, limits: Limits) -> tuple[list[Grid], list[Finding]]:
    """All worksheets, and findings on single sheets. Raises Refused for the file."""
    try:
        return _by_either_reader(data, file, limits)
    except LockedBookError:
        opened = decrypt(data, limits)
    try:
        grids, findings = _by_either_reader(opened, file, limits)
    except LockedBookError as error:
        raise Refused("file_has_password") from error
    return grids, [finding("default_password", Place(file)), *findings]


def _by_either_reader(data: bytes, file: str, limits: Limits) -> tuple[list[Grid], list[Finding]]:
    try:
        return _read(data, file, limits)
    except OldBookError:
        pass
    except Refused as refusal:
        if refusal.code != "file_damaged":
            raise
    return read_caged("biff", data, file, limits)


def decrypt(data: bytes, limits: Limits) -> bytes:
    """The file opened with Excel's default password. Raises Refused if it has one of its own."""
    try:
        frames = ask_once("decrypt", data, memory=limits.allowance(10 * len(data)), seconds=limits.seconds)
    except CageError as error:
        raise caged(error) from error
    return frames[0][1]


def _read(data: bytes, file: str, limits: Limits) -> tuple[list[Grid], list[Finding]]:
    with borrowed() as worker:
        early = len(data) > _SIDE_BY_SIDE and sys.platform == "linux"
        if early:
            ask_calamine(worker, data, _GROWTH * len(data), limits)
        book = scan_workbook(data, limits)
        if not early:
            ask_calamine(worker, data, _GROWTH * len(data), limits)
        sheets, findings = collect(worker, file)
    if len(sheets) != len(book.sheets):
        raise OldBookError
    grids, more = _grids(sheets, book, file, limits)
    return grids, findings + more


def _grids(
    sheets: list[RawSheet], book: BiffBook, file: str, limits: Limits
) -> tuple[list[Grid], list[Finding]]:
    grids: list[Grid] = []
    findings: list[Finding] = []
    for sheet, facts, hidden in zip(sheets, book.sheets, book.hidden, strict=True):
        sheet.hidden = hidden
        grid, changed = build_grid(sheet, facts, book.styles, epoch_1904=book.epoch_1904, limits=limits)
        grids.append(grid)
        findings += cleaned_finding(grid, changed, file)
    return grids, findings
