"""What a responsible unit may see: itself alone. Everybody else sees all.

Caches hold what everybody may see together; these cuts come after them, for the person at the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

import pandas as pd

from dashboard import data_every
from dashboard.data_store import version
from dashboard.guard import own_unit
from dashboard.memo import kept
from dashboard.messages import UserError
from dashboard.rows import Row
from indicators.model import Assessment

T = TypeVar("T")


def unit(name: str | None) -> bool:
    """Whether what belongs to a department may be seen."""
    mine = own_unit()
    return mine is None or (bool(name) and _same(str(name), mine))


def _same(name: str, mine: str) -> bool:
    return bool(mine) and (name == mine or data_every.unit_called(name) == data_every.unit_called(mine))


def frame(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """The rows whose department in `column` may be seen."""
    mine = own_unit()
    if mine is None or rows.empty:
        return rows
    known = {name: _same(str(name), mine) for name in rows[column].dropna().unique()}
    return rows[rows[column].map(known).fillna(False).astype(bool)]


@kept(64)
def _codes(version: str, mine: str) -> frozenset[str]:
    every = data_every.every_unit_codes()
    return frozenset().union(*(codes for name, codes in every.items() if _same(name, mine)))


def codes(mine: str) -> frozenset[str]:
    """Codes of the indicators that a unit leads or helps with."""
    return _codes(version(), mine)


def indicator(code: str) -> bool:
    """Whether an indicator's figures may be seen."""
    mine = own_unit()
    return mine is None or code in codes(mine)


def rows(every: Iterable[Row]) -> tuple[Row, ...]:
    """The verdicts that may be seen."""
    mine = own_unit()
    if mine is None:
        return tuple(every)
    found = codes(mine)
    return tuple(row for row in every if row.item.code in found)


def verdicts(every: Iterable[Assessment]) -> tuple[Assessment, ...]:
    """The same of verdicts without their definitions."""
    mine = own_unit()
    if mine is None:
        return tuple(every)
    found = codes(mine)
    return tuple(item for item in every if item.code in found)


def _batches() -> set[str]:
    return {item.id for item in data_every.every_submission() if unit(item.unit)}


def batches(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of batches that may be seen (column submission)."""
    return rows if own_unit() is None else rows[rows["submission"].isin(_batches())]


def by_batch(every: Mapping[str, T]) -> Mapping[str, T]:
    """The values of batches that may be seen, by their numbers."""
    if own_unit() is None:
        return every
    mine = _batches()
    return {number: value for number, value in every.items() if number in mine}


def records(rows: pd.DataFrame) -> pd.DataFrame:
    """Of a figure's records those of batches that may be seen, and what counts."""
    return rows if own_unit() is None else rows[rows["submission"].isin(_batches()) | rows["counts"]]


def require_batch(number: str) -> None:
    """Raise UserError for a batch that may not be seen."""
    if own_unit() is not None and number not in _batches():
        raise UserError("没有这一批，或它不是本单位报送的。")
