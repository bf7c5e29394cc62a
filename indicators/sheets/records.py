"""Raw records, columnar: integer codes into small tables of distinct contents."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from indicators.model import Missing, Place, Qualifier, Record
from indicators.sheets.facts import as_text
from indicators.sheets.grid import Grid, address, column_letters
from indicators.sheets.years import Period

COLUMNS = (
    "file", "sheet", "cell", "indicator", "code", "score", "area", "year", "as_of", "period_label", "breakdown",  # noqa: E501
    "value", "missing", "qualifier", "unit", "raw", "flags", "component",
)  # fmt: skip
MISSING = (None, *Missing)
QUALIFIERS = tuple(Qualifier)


@dataclass(frozen=True, slots=True)
class Named:
    """What a value's labels came to: path, catalogue code, score, parts, component."""

    indicator: str | None
    code: str | None = None
    score: float | None = None
    breakdown: str = ""
    component: str | None = None


@dataclass(slots=True)
class Chunk:
    """Records of one table: arrays of equal length and the tables their codes point into."""

    file: str
    grid: Grid
    rows: np.ndarray
    columns: np.ndarray
    name: np.ndarray
    names: list[Named]
    period: np.ndarray
    periods: list[Period | None]
    area: np.ndarray
    areas: list[str | None]
    value: np.ndarray
    missing: np.ndarray
    qualifier: np.ndarray
    unit: np.ndarray
    units: list[str | None]
    flags: np.ndarray
    flag_sets: list[tuple[str, ...]]
    sheet: str = ""
    said: dict[tuple[int, int], str] = field(default_factory=dict)
    """Words beside a blank cell that say why it is blank, by (row, column)."""
    remarks: dict[tuple[int, int], str] = field(default_factory=dict)
    """What the row's 说明 says of a figure, by (row, column)."""

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(slots=True)
class Records:
    """All records of a file; length, iteration over `Record`, and a DataFrame."""

    chunks: list[Chunk] = field(default_factory=list)

    def __len__(self) -> int:
        return sum(len(chunk) for chunk in self.chunks)

    def __iter__(self) -> Iterator[Record]:
        for chunk in self.chunks:
            for at in range(len(chunk)):
                yield _record(chunk, at)

    def remarks(self) -> Iterator[tuple[Place, str]]:
        """What the rows' own 说明 say of their figures: each figure's place and the words."""
        for chunk in self.chunks:
            for (row, column), text in chunk.remarks.items():
                yield Place(chunk.file, chunk.sheet, address(row, column)), text

    def frame(self) -> pd.DataFrame:
        """The records as a DataFrame: one row a value, columns as in `COLUMNS` (objects; value float64)."""
        columns = {name: np.concatenate([_column(chunk, name) for chunk in self.chunks] or [np.zeros(0, object)])  # noqa: E501
                   for name in COLUMNS}  # fmt: skip
        frame = pd.DataFrame(
            {name: pd.Series(values, dtype=object) for name, values in columns.items() if name != "value"}
        )
        frame.insert(COLUMNS.index("value"), "value", columns["value"].astype(float))
        return frame


def _record(chunk: Chunk, at: int) -> Record:
    named, period = chunk.names[chunk.name[at]], chunk.periods[chunk.period[at]]
    row, column = int(chunk.rows[at]), int(chunk.columns[at])
    value = float(chunk.value[at])
    return Record(
        file=chunk.file, sheet=chunk.sheet, cell=f"{column_letters(column)}{row + 1}",
        indicator=named.indicator, code=named.code, score=named.score, area=chunk.areas[chunk.area[at]],
        year=period.year if period else None, as_of=period.as_of if period else None,
        period_label=period.label if period else None,
        breakdown=json.loads(named.breakdown) if named.breakdown else {},
        value=None if np.isnan(value) else value, missing=MISSING[chunk.missing[at]],
        qualifier=QUALIFIERS[chunk.qualifier[at]], unit=chunk.units[chunk.unit[at]],
        raw=_raw(chunk, row, column),
        flags=chunk.flag_sets[chunk.flags[at]], component=named.component,
    )  # fmt: skip


def _taken(values: Sequence[object], codes: np.ndarray) -> np.ndarray:
    table = np.empty(max(len(values), 1), dtype=object)
    for at, value in enumerate(values):
        table[at] = value
    return table[codes]


def _column(chunk: Chunk, name: str) -> np.ndarray:
    n = len(chunk)
    if name in ("file", "sheet"):
        return np.full(n, getattr(chunk, name), dtype=object)
    if name in ("indicator", "code", "score", "breakdown", "component"):
        return _taken([getattr(item, name) for item in chunk.names], chunk.name)
    if name in ("year", "as_of", "period_label"):
        key = {"period_label": "label"}.get(name, name)
        return _taken([getattr(item, key) if item else None for item in chunk.periods], chunk.period)
    simple: dict[str, tuple[Sequence[object], np.ndarray]] = {
        "area": (chunk.areas, chunk.area), "unit": (chunk.units, chunk.unit), "flags": (chunk.flag_sets, chunk.flags),  # noqa: E501
        "missing": ([None if m is None else str(m) for m in MISSING], chunk.missing),
        "qualifier": ([str(q) for q in QUALIFIERS], chunk.qualifier),
    }  # fmt: skip
    if name in simple:
        return _taken(*simple[name])
    if name == "value":
        return chunk.value
    return _cells(chunk) if name == "cell" else _raws(chunk)


def _cells(chunk: Chunk) -> np.ndarray:
    letters = {int(c): column_letters(int(c)) for c in np.unique(chunk.columns)}
    out = np.empty(len(chunk), dtype=object)
    out[:] = [
        f"{letters[c]}{r + 1}" for c, r in zip(chunk.columns.tolist(), chunk.rows.tolist(), strict=True)
    ]
    return out


def _raws(chunk: Chunk) -> np.ndarray:
    out = np.empty(len(chunk), dtype=object)
    pairs = zip(chunk.rows.tolist(), chunk.columns.tolist(), strict=True)
    out[:] = [_raw(chunk, r, c) for r, c in pairs]
    return out


def _raw(chunk: Chunk, row: int, column: int) -> str:
    """A cell's text; of a blank one what stands beside it as the reason."""
    text = as_text(chunk.grid.rows[row][column]).strip()
    return text or chunk.grid.errors.get((row, column), "") or chunk.said.get((row, column), "")
