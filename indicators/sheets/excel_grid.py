"""calamine's rows and a scan's facts put together: the Grids of .xlsx and .xls."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import numpy as np

from indicators.findings import Finding, finding
from indicators.model import Place
from indicators.sheets.assemble import clean_rows, clip_merges, decode_rows, index_array, long_texts
from indicators.sheets.cage import CageError, Worker
from indicators.sheets.clean import clean_text
from indicators.sheets.faults import caged
from indicators.sheets.grid import CellValue, Grid
from indicators.sheets.limits import Limits
from indicators.sheets.sheet_facts import SheetFacts, Styles


@dataclass(slots=True)
class RawSheet:
    """One worksheet as the cage sent it."""

    name: str
    hidden: bool = False
    rows: list[list[CellValue]] = field(default_factory=list)
    long: bool = False


def ask_calamine(worker: Worker, data: bytes, unpacked: int, limits: Limits) -> None:
    """Have the worker start reading. Raises Refused."""
    try:
        worker.ask("excel", data, memory=limits.allowance(unpacked), seconds=limits.seconds)
    except CageError as error:
        raise caged(error) from error


def collect(worker: Worker, file: str) -> tuple[list[RawSheet], list[Finding]]:
    """The worksheets that the worker sends, and a finding for each it could not read. Raises Refused."""
    sheets: list[RawSheet] = []
    findings: list[Finding] = []
    try:
        for message, raw in worker.replies():
            kind = message[0]
            if kind == "sheet":
                sheets.append(RawSheet(message[1], message[2]))
            elif kind == "rows":
                sheets[-1].rows += decode_rows(message, raw)
                sheets[-1].long |= long_texts(message, raw)
            elif kind == "broken":
                findings.append(finding("sheet_damaged", Place(file, clean_text(message[1]))))
    except CageError as error:
        raise caged(error) from error
    return sheets, findings


def build_grid(
    sheet: RawSheet, facts: SheetFacts, styles: Styles, *, epoch_1904: bool, limits: Limits
) -> tuple[Grid, int]:
    """The Grid of one worksheet, and how many of its texts had to be cleaned."""
    rows = _stretched(sheet.rows, [*facts.errors, *facts.uncached])
    for row, column in facts.uncached:
        rows[row][column] = None
    height, width = len(rows), len(rows[0]) if rows else 0
    styled = _inside(facts, height, width, len(styles.format_of))
    _chinese_dates(rows, styled, styles, epoch_1904)
    changed = clean_rows(rows, limits.text_length) if facts.dirty or sheet.long else 0
    formats, indents, quoted = _style_facts(styled, styles, height, width)
    grid = Grid(
        name=clean_text(sheet.name, length=100),
        rows=rows,
        merges=clip_merges(facts.merges, height, width),
        formats=formats,
        format_codes=styles.codes if formats is not None else (),
        errors={at: text for at, text in facts.errors.items() if at[0] < height and at[1] < width},
        uncached=frozenset(at for at in facts.uncached if at[0] < height and at[1] < width),
        hidden=sheet.hidden,
        hidden_rows=frozenset(row for row in facts.hidden_rows if 0 <= row < height),
        hidden_columns=frozenset(column for column in facts.hidden_columns if column < width),
        text_quoted=quoted,
        indents=indents,
    )
    return grid, changed


def cleaned_finding(grid: Grid, changed: int, file: str) -> list[Finding]:
    """A note on the texts that were cleaned, if any."""
    return [finding("characters_removed", Place(file, grid.name), value=changed)] if changed else []


def _stretched(rows: list[list[CellValue]], places: list[tuple[int, int]]) -> list[list[CellValue]]:
    """The rows made to reach error cells and formulas without a result, which calamine leaves out."""
    width = max([len(rows[0]) if rows else 0, *(column + 1 for _, column in places)])
    height = max([len(rows), *(row + 1 for row, _ in places)])
    if rows and width > len(rows[0]):
        for row in rows:
            row.extend([None] * (width - len(row)))
    rows.extend([None] * width for _ in range(height - len(rows)))
    return rows


def _inside(facts: SheetFacts, height: int, width: int, n_styles: int) -> np.ndarray:
    if not facts.styled:
        return np.zeros((3, 0), dtype=np.int32)
    styled = np.concatenate(facts.styled, axis=1)
    inside = (styled[0] < height) & (styled[1] < width) & (styled.min(axis=0) >= 0) & (styled[2] < n_styles)
    return styled if inside.all() else styled[:, inside]


def _style_facts(
    styled: np.ndarray, styles: Styles, height: int, width: int
) -> tuple[np.ndarray | None, dict[tuple[int, int], int], frozenset[tuple[int, int]]]:
    if not styled.size:
        return None, {}, frozenset()
    row, column, style = styled
    format_of = np.array(styles.format_of)[style]
    formats = None
    if format_of.any():
        formats = index_array(len(styles.codes), height, width)
        formats[row, column] = format_of
    indent_of = np.array(styles.indent_of)[style]
    at = np.flatnonzero(indent_of)
    places = zip(row[at].tolist(), column[at].tolist(), strict=True)
    indents = dict(zip(places, indent_of[at].tolist(), strict=True))
    quoted: frozenset[tuple[int, int]] = frozenset()
    if styles.quoted:
        at = np.flatnonzero(np.isin(style, list(styles.quoted)))
        quoted = frozenset(zip(row[at].tolist(), column[at].tolist(), strict=True))
    return formats, indents, quoted


def _chinese_dates(rows: list[list[CellValue]], styled: np.ndarray, styles: Styles, epoch_1904: bool) -> None:
    """Turn serial numbers into dates where only Chinese Excel's built-in formats say that they are."""
    if not styles.dates or not styled.size:
        return
    epoch = dt.datetime(1904, 1, 1) if epoch_1904 else dt.datetime(1899, 12, 30)
    at = np.flatnonzero(np.isin(styled[2], list(styles.dates)))
    for row, column in styled[:2, at].T.tolist():
        value = rows[row][column]
        if type(value) in {int, float} and 1 <= value < 2_958_466:  # type: ignore[operator]
            moment = epoch + dt.timedelta(days=value)  # type: ignore[arg-type]
            rows[row][column] = moment.date() if moment.time() == dt.time() else moment
