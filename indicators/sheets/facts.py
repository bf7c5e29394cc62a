"""What can be said of each cell by itself, as arrays: the ground on which roles are decided."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from indicators.sheets.glance import all_plain_figures, all_plain_words, plain_figure, plain_word
from indicators.sheets.grid import CellValue, Grid
from indicators.sheets.values import parse_text, shown
from indicators.sheets.years import parse_period

BLANK, TEXT, NUMBER, NUMBER_TEXT, MARK, DATE, ERROR = range(7)
"""Kinds of cells: text, a number, a number stored as text, a missing mark, a date, an error or uncached formula."""  # noqa: E501

_FEW = 50
_TYPES: dict[type, int] = {
    type(None): BLANK, float: NUMBER, int: NUMBER, str: TEXT, bool: TEXT,
    dt.date: DATE, dt.datetime: DATE, dt.time: TEXT, dt.timedelta: TEXT,
}  # fmt: skip


@dataclass(slots=True)
class Facts:
    """One sheet's cells as arrays (rows x columns, trimmed to what is used).

    `kinds` holds the kind of each cell, `yearish` whether it could name a period, `lengths` the
    length of its text; `floats` the numeric cells' figures (else nan). `span` maps the first cell
    of a merged range to its last row and column; `covered` marks the other cells of
    merged ranges.
    """

    grid: Grid
    kinds: np.ndarray
    yearish: np.ndarray
    lengths: np.ndarray
    floats: np.ndarray
    span: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    covered: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    numeric: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        """Mark the cells that hold a figure or a mark for a missing one."""
        self.numeric = (self.kinds >= NUMBER) & (self.kinds != DATE)

    @property
    def n_rows(self) -> int:
        """Rows up to the last used one."""
        return self.kinds.shape[0]

    @property
    def n_columns(self) -> int:
        """Columns up to the last used one."""
        return self.kinds.shape[1]

    def raw(self, row: int, column: int) -> CellValue:
        """The cell's value as the file holds it."""
        return self.grid.rows[row][column]

    def text(self, row: int, column: int) -> str:
        """The cell's value as text, leading spaces kept ("" when blank)."""
        return as_text(self.grid.rows[row][column])


def as_text(value: CellValue) -> str:
    """A cell's value as text: whole floats without .0, dates in ISO form, None as ""."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float):
        return shown(float(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def gather(grid: Grid) -> Facts:
    """Classify every cell of a grid; linear in the cells, with work on texts done once per distinct text."""
    columns = list(zip(*grid.rows, strict=True)) if grid.rows and grid.rows[0] else []
    n_rows, n_columns = len(grid.rows), len(columns)
    kinds = np.zeros((n_rows, n_columns), dtype=np.uint8)
    yearish = np.zeros((n_rows, n_columns), dtype=bool)
    lengths = np.zeros((n_rows, n_columns), dtype=np.int32)
    floats = np.full((n_rows, n_columns), np.nan)
    for index, column in enumerate(columns):
        _column_facts(column, kinds[:, index], yearish[:, index], lengths[:, index], floats[:, index])
    for r, c in [*grid.errors, *grid.uncached]:
        if r < n_rows and c < n_columns:
            kinds[r, c] = ERROR
    for r in grid.hidden_rows:
        kinds[r : r + 1] = BLANK
    for c in grid.hidden_columns:
        kinds[:, c : c + 1] = BLANK
    bottom, right = _used(kinds)
    used = np.s_[:bottom, :right]
    facts = Facts(grid, kinds[used], yearish[used], lengths[used], floats[used])
    _add_merges(facts)
    return facts


def _column_facts(
    column: tuple[CellValue, ...],
    kinds: np.ndarray,
    yearish: np.ndarray,
    lengths: np.ndarray,
    floats: np.ndarray,
) -> None:
    """Fill one column's slices."""
    types = set(map(type, column))
    if len(types) == 1:
        codes = np.full(len(column), _TYPES.get(types.pop(), TEXT), dtype=np.uint8)
    else:
        codes = np.fromiter(map(_TYPES.get, map(type, column)), dtype=np.uint8, count=len(column))
    kinds[:] = codes
    numbers = np.flatnonzero(codes == NUMBER)
    if numbers.size:
        figures = np.array(
            column if numbers.size == len(column) else [column[i] for i in numbers.tolist()], dtype=float
        )
        kinds[numbers[np.isnan(figures)]] = BLANK
        floats[numbers] = figures
        yearish[numbers] = (figures >= 1900) & (figures <= 2100) & (figures == np.floor(figures))
        lengths[numbers] = 5
    yearish[codes == DATE] = True
    texts = np.flatnonzero(codes == TEXT)
    if texts.size:
        values = np.empty(texts.size, dtype=object)
        values[:] = column if texts.size == len(column) else [column[i] for i in texts.tolist()]
        codes, distinct = pd.factorize(values)
        table = _texts_facts(distinct.tolist())[codes]
        kinds[texts], yearish[texts], lengths[texts] = table[:, 0], table[:, 1], table[:, 2]


def _texts_facts(distinct: list[CellValue]) -> np.ndarray:
    """Kind, year-likeness and length of distinct texts (texts x 3); many plain ones all at once."""
    first, rest = distinct[:_FEW], distinct[_FEW:]  # heads first, then names or codes by the thousand
    facts = [_text_facts(value) for value in first]
    if rest and set(map(type, rest)) == {str}:
        bare = [text.strip() for text in rest]  # type: ignore[union-attr]
        kind = TEXT if all_plain_words(bare) else NUMBER_TEXT if all_plain_figures(bare) else None
        if kind is not None:
            facts += [(kind, False, length) for length in map(len, bare)]
            rest = []
    return np.array(facts + [_text_facts(value) for value in rest], dtype=np.int64)


def _text_facts(value: CellValue) -> tuple[int, bool, int]:
    """Kind, year-likeness and length of one text."""
    if not isinstance(value, str):
        return TEXT, False, 4
    bare = value.strip()
    if not bare:
        return BLANK, False, 0
    if len(bare) > 24 or plain_word(bare):
        return TEXT, False, len(bare)
    if plain_figure(bare):
        return NUMBER_TEXT, False, len(bare)
    read = parse_text(value)
    if read.value is not None or read.suggestion is not None:
        kind = NUMBER_TEXT
    else:
        kind = MARK if read.missing is not None and not read.flags else TEXT
    return kind, parse_period(value) is not None, len(bare)


def _used(kinds: np.ndarray) -> tuple[int, int]:
    """Number of rows and columns up to the last non-blank cell."""
    filled = kinds != BLANK
    rows, columns = np.flatnonzero(filled.any(axis=1)), np.flatnonzero(filled.any(axis=0))
    return (int(rows[-1]) + 1, int(columns[-1]) + 1) if rows.size else (0, 0)


def _add_merges(facts: Facts) -> None:
    """Note which cells lead merged ranges and which are covered by one."""
    for top, left, low, far in facts.grid.merges:
        bottom, right = min(low, facts.n_rows - 1), min(far, facts.n_columns - 1)
        if top >= facts.n_rows or left >= facts.n_columns:
            continue
        facts.span[top, left] = (bottom, right)
        if (bottom - top + 1) * (right - left + 1) > 10_000:
            continue
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                if (row, column) != (top, left):
                    facts.covered[row, column] = (top, left)
