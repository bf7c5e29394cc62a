"""Bytes of an .xlsx -> Grids: values by calamine in the cage, all else by a scan of the XML here.

On Linux, where the cage's memory is limited, the two run side by side; elsewhere the scan (which
refuses hostile files) comes first.
"""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import dataclass, field

import numpy as np

from indicators.findings import Finding, finding
from indicators.model import Place
from indicators.sheets.assemble import clean_rows, clip_merges, decode_rows, index_array, long_texts
from indicators.sheets.cage import CageError, Worker, borrowed
from indicators.sheets.clean import clean_text, suspicious
from indicators.sheets.faults import Refused, caged
from indicators.sheets.grid import CellValue, Grid
from indicators.sheets.limits import Limits
from indicators.sheets.package import Package
from indicators.sheets.xlsx_parts import Parts, SheetPart, Styles, read_parts
from indicators.sheets.xlsx_scan import SheetFacts, scan

_SIDE_BY_SIDE = 4 << 20
_PIECE = 1 << 20


@dataclass(slots=True)
class _Sheet:
    name: str
    rows: list[list[CellValue]] = field(default_factory=list)
    long: bool = False


def read_xlsx(data: bytes, package: Package, file: str, limits: Limits) -> tuple[list[Grid], list[Finding]]:
    """All worksheets of the package, and findings on single sheets. Raises Refused for the file."""
    parts = read_parts(package)
    with borrowed() as worker:
        big = package.unpacked > _SIDE_BY_SIDE
        if big and sys.platform == "linux":
            _start(worker, data, package, limits)
            facts = _scan_all(package, parts, limits)
        else:
            facts = _scan_all(package, parts, limits)
            _start(worker, data, package, limits)
        try:
            sheets, findings = _collect(worker, file)
        except CageError as error:
            raise caged(error) from error
    known = _by_name(parts)
    grids = []
    for sheet in sheets:
        part = known.get(sheet.name)
        found = facts.get(part.member, SheetFacts()) if part else SheetFacts()
        grids.append(_grid(sheet, part, found, parts, limits))
        findings += _text_findings(sheet, grids[-1], found, file, limits)
    return grids, findings


def _start(worker: Worker, data: bytes, package: Package, limits: Limits) -> None:
    try:
        worker.ask("excel", data, memory=limits.allowance(package.unpacked), seconds=limits.seconds)
    except CageError as error:
        raise caged(error) from error


def _scan_all(package: Package, parts: Parts, limits: Limits) -> dict[str, SheetFacts]:
    dirty = False
    if parts.shared_strings:
        for piece in package.pieces(parts.shared_strings, _PIECE):
            if b"<!DOCTYPE" in piece or b"<!ENTITY" in piece:
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


def _collect(worker: Worker, file: str) -> tuple[list[_Sheet], list[Finding]]:
    sheets: list[_Sheet] = []
    findings: list[Finding] = []
    for message, raw in worker.replies():
        kind = message[0]
        if kind == "sheet":
            sheets.append(_Sheet(message[1]))
        elif kind == "rows":
            sheets[-1].rows += decode_rows(message, raw)
            sheets[-1].long |= long_texts(message, raw)
        elif kind == "broken":
            findings.append(finding("sheet_damaged", Place(file, clean_text(message[1]))))
    return sheets, findings


def _by_name(parts: Parts) -> dict[str, SheetPart]:
    return {part.name: part for part in parts.sheets}


def _grid(sheet: _Sheet, part: SheetPart | None, facts: SheetFacts, parts: Parts, limits: Limits) -> Grid:
    rows = sheet.rows
    height, width = len(rows), len(rows[0]) if rows else 0
    styled = _inside(facts, height, width)
    _chinese_dates(rows, styled, parts)
    formats, indents, quoted = _style_facts(styled, parts.styles, height, width)
    return Grid(
        name=clean_text(sheet.name, length=100),
        rows=rows,
        merges=clip_merges(facts.merges, height, width),
        formats=formats,
        format_codes=parts.styles.codes if formats is not None else (),
        errors={
            place: text for place, text in facts.errors.items() if place[0] < height and place[1] < width
        },
        uncached=frozenset(facts.uncached),
        hidden=bool(part and part.hidden),
        hidden_rows=frozenset(row for row in facts.hidden_rows if 0 <= row < height),
        hidden_columns=frozenset(column for column in facts.hidden_columns if column < width),
        text_quoted=quoted,
        indents=indents,
    )


def _inside(facts: SheetFacts, height: int, width: int) -> np.ndarray:
    if not facts.styled:
        return np.zeros((3, 0), dtype=np.int32)
    styled = np.concatenate(facts.styled, axis=1)
    inside = (styled[0] < height) & (styled[1] < width) & (styled[0] >= 0) & (styled[1] >= 0)
    return styled if inside.all() else styled[:, inside]


def _style_facts(
    styled: np.ndarray, styles: Styles, height: int, width: int
) -> tuple[np.ndarray | None, dict[tuple[int, int], int], frozenset[tuple[int, int]]]:
    if not styled.size:
        return None, {}, frozenset()
    row, column, style = styled
    format_of = np.array([*styles.format_of, 0])[style]
    formats = None
    if format_of.any():
        formats = index_array(len(styles.codes), height, width)
        formats[row, column] = format_of
    indent_of = np.array([*styles.indent_of, 0])[style]
    at = np.flatnonzero(indent_of)
    places = zip(row[at].tolist(), column[at].tolist(), strict=True)
    indents = dict(zip(places, indent_of[at].tolist(), strict=True))
    quoted: frozenset[tuple[int, int]] = frozenset()
    if styles.quoted:
        at = np.flatnonzero(np.isin(style, list(styles.quoted)))
        quoted = frozenset(zip(row[at].tolist(), column[at].tolist(), strict=True))
    return formats, indents, quoted


def _chinese_dates(rows: list[list[CellValue]], styled: np.ndarray, parts: Parts) -> None:
    """Turn serial numbers into dates where only Chinese Excel's built-in formats say that they are."""
    if not parts.styles.dates or not styled.size:
        return
    epoch = dt.datetime(1904, 1, 1) if parts.epoch_1904 else dt.datetime(1899, 12, 30)
    at = np.flatnonzero(np.isin(styled[2], list(parts.styles.dates)))
    for row, column in styled[:2, at].T.tolist():
        value = rows[row][column]
        if type(value) in {int, float} and 1 <= value < 2_958_466:  # type: ignore[operator]
            moment = epoch + dt.timedelta(days=value)  # type: ignore[arg-type]
            rows[row][column] = moment.date() if moment.time() == dt.time() else moment


def _text_findings(sheet: _Sheet, grid: Grid, facts: SheetFacts, file: str, limits: Limits) -> list[Finding]:
    if not (facts.dirty or sheet.long):
        return []
    changed = clean_rows(grid.rows, limits.text_length, escapes=True)
    return [finding("characters_removed", Place(file, grid.name), value=changed)] if changed else []
