"""A sheet as cells: what the container readers deliver and everything after them works on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

CellValue = None | str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta
Span = tuple[int, int, int, int]
"""first row, first column, last row, last column; 0-based, both ends included."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet, from A1, rectangular, row by row.

    `rows[r][c]` is the cell's value (None: blank; whole floats of the file are kept as floats).
    `merges` are the merged ranges. `formats` holds per cell an index into `format_codes`
    (shape rows x columns), or is None where every cell shows its value as it is. `errors` holds
    the text of error cells (#DIV/0!), `uncached` the cells whose formula has no stored result.
    `hidden` is True for a hidden sheet; hidden rows and columns are listed by index.
    `text_quoted` are cells marked as text by a leading apostrophe.
    """

    name: str
    rows: list[list[CellValue]]
    merges: tuple[Span, ...] = ()
    formats: np.ndarray | None = None
    format_codes: tuple[str, ...] = ()
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    uncached: frozenset[tuple[int, int]] = frozenset()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    text_quoted: frozenset[tuple[int, int]] = frozenset()
    indents: Mapping[tuple[int, int], int] = field(default_factory=dict)

    @property
    def n_rows(self) -> int:
        """Number of rows, blank ones included."""
        return len(self.rows)

    @property
    def n_columns(self) -> int:
        """Number of columns, blank ones included."""
        return len(self.rows[0]) if self.rows else 0


@dataclass(frozen=True, slots=True)
class Workbook:
    """One file's sheets in their order; `file` is the name shown to the user (zip members: a.zip/b.xls)."""

    file: str
    grids: tuple[Grid, ...]
    container: str = ""


def column_letters(column: int) -> str:
    """Letters of a 0-based column: 0 -> A, 26 -> AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """A1-style address of a 0-based cell."""
    return f"{column_letters(column)}{row + 1}"
