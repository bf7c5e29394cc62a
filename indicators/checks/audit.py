"""The gathering of findings: which rows are wrong, what is said of them, which figures they block."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from indicators.findings import Finding, after_figure, finding, kinds
from indicators.model import Place, Severity

MOST_PER_SHEET = 1000
"""Findings of one kind told cell by cell in one sheet; the rest are counted in one finding."""

CELLS_SHOWN = 3


def number_text(value: float | None) -> str:
    """A number as a person writes it: no float noise, no trailing zeros."""
    if value is None or not np.isfinite(value):
        return ""
    return f"{value:.10g}" if abs(value) < 1e10 else f"{value:.0f}"


def cells_text(cells: Sequence[object]) -> str:
    """The first few addresses and how many there are in all: B3、B4、B5等12处."""
    named = [str(cell) for cell in cells if isinstance(cell, str) and cell]
    shown = "、".join(named[:CELLS_SHOWN])
    return f"{shown}等{len(cells)}处" if len(cells) > CELLS_SHOWN else shown


@dataclass
class Audit:
    """The findings on one working frame.

    `work` has columns file, sheet, cell, label, name, area, year (0: none), raw (see `frame.prepare`).
    Rows that an error names are blocked: they give no observation.
    """

    work: pd.DataFrame
    blocked: np.ndarray = field(init=False)
    order: np.ndarray = field(init=False)
    found: list[tuple[float, Finding]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.blocked = np.zeros(len(self.work), dtype=bool)
        self.order = np.arange(len(self.work), dtype="float64")

    def findings(self) -> list[Finding]:
        """All findings in the order of the cells they speak of."""
        return [item for _, item in sorted(self.found, key=lambda pair: pair[0])]

    def extend(self, rows: pd.DataFrame, after: np.ndarray) -> None:
        """Append rows to the frame, each to be told of right after the row it was made from."""
        self.work = pd.concat([self.work, rows], ignore_index=True)
        self.blocked = np.append(self.blocked, self.blocked[after])
        self.order = np.append(self.order, self.order[after] + 0.5)

    def each(self, code: str, wrong: np.ndarray, **words: object) -> None:
        """One finding for each wrong row; arrays and functions among the words give its own."""
        rows = np.flatnonzero(wrong)
        if kinds()[code].severity is Severity.ERROR:
            self.blocked[rows] = True
        for told, left in self._by_sheet(rows):
            for row in told:
                self._tell(code, int(row), words)
            if len(left):
                self._tell_rest(code, left)

    def grouped(
        self,
        code: str,
        wrong: np.ndarray,
        by: Sequence[str],
        words: Callable[[pd.DataFrame], Mapping[str, object]] | None = None,
    ) -> None:
        """One finding for the wrong rows of a sheet that agree in `by`, with their number and first cells."""
        rows = np.flatnonzero(wrong)
        if not len(rows):
            return
        if kinds()[code].severity is Severity.ERROR:
            self.blocked[rows] = True
        part = self.work.iloc[rows]
        keys = [part[name].astype("object").fillna("") for name in ("file", "sheet", *by)]
        for _, group in part.groupby(keys, sort=False, observed=True):
            extra = dict(words(group)) if words else {}
            cells = cells_text(group["cell"].tolist())
            self._tell(code, int(group.index[0]), {"count": len(group), "cells": cells, **extra})

    def _by_sheet(self, rows: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
        if len(rows) <= MOST_PER_SHEET:
            return [(rows, rows[:0])]
        part = self.work.iloc[rows]
        groups = part.groupby(["file", "sheet"], sort=False, observed=True, dropna=False).indices
        return [(rows[at[:MOST_PER_SHEET]], rows[at[MOST_PER_SHEET:]]) for at in groups.values()]

    def _tell(self, code: str, row: int, words: Mapping[str, Any]) -> None:
        spoken = {name: _at(value, row) for name, value in words.items()}
        if spoken.get("unit"):
            spoken["unit"] = after_figure(str(spoken["unit"]))
        item = finding(code, self.place(row), **{**self._subject(row), **spoken})
        self.found.append((float(self.order[row]), item))

    def _tell_rest(self, code: str, rows: np.ndarray) -> None:
        place = replace(self.place(int(rows[0])), cell=None)
        severity = kinds()[code].severity
        item = finding("more_of_the_same", place, severity=severity, count=len(rows))
        self.found.append((float(self.order[rows[0]]), item))

    def place(self, row: int) -> Place:
        """Where a row stands in the file."""
        return Place(self._text("file", row), self._text("sheet", row), self._text("cell", row))

    def _subject(self, row: int) -> dict[str, Any]:
        year = self.work["year"].iat[row]
        return {
            "indicator": self._text("name", row) or self._text("label", row),
            "area": self._text("area", row),
            "year": int(year) or None,
            "value": self._text("raw", row),
        }

    def _text(self, column: str, row: int) -> str | None:
        value = self.work[column].iat[row]
        return value if isinstance(value, str) and value else None


def _at(value: Any, row: int) -> object:
    if isinstance(value, pd.Series | np.ndarray | list):
        value = value.iloc[row] if isinstance(value, pd.Series) else value[row]
    elif callable(value):
        value = value(row)
    if isinstance(value, float | np.floating):
        return number_text(float(value))
    return value
