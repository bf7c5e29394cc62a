"""What of the seat looked at a person may see: a responsible unit itself alone, everybody else all.

Whose account is bound to an area never gets further than that area, whatever the address asks for.

Caches hold what everybody may see together; these cuts come after them, for the person at the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from inspect import signature
from typing import Any, ParamSpec, TypeVar

import pandas as pd

from dashboard import data_every, data_store
from dashboard.data_store import Elsewhere, figures_version
from dashboard.guard import own_unit
from dashboard.memo import kept
from dashboard.messages import UserError
from dashboard.rows import Row
from indicators.model import Assessment, Submission

P = ParamSpec("P")
T = TypeVar("T")

AREA_NAMES = ("area", "top")


def placed(work: Callable[P, T]) -> Callable[P, T]:
    """Marks a door that is asked for an `area` or a `top`: it refuses one out of reach with Elsewhere."""
    names = list(signature(work).parameters)
    at = next(place for place, name in enumerate(names) if name in AREA_NAMES)

    @wraps(work)
    def asked(*args: P.args, **named: P.kwargs) -> T:
        require_area(args[at] if at < len(args) else named.get(names[at]))
        return work(*args, **named)

    asked.__dict__["placed"] = True
    return asked


def require_area(path: Any) -> None:
    """Raise Elsewhere for an area that the person at the page may not see."""
    if not data_store.may_see(path):
        raise Elsewhere


def require_areas(paths: Iterable[str]) -> None:
    """The same of several."""
    for path in paths:
        require_area(path)


def bound() -> bool:
    """Whether the person at the page sees a part of the store only: one unit's, or one area's."""
    return own_unit() is not None or data_store.reach() is not None


def require_whole() -> None:
    """Raise Elsewhere where what is to be done concerns the whole store, and the person sees a part of it."""
    if not data_store.whole():
        raise Elsewhere


def require_figures(seen: Any) -> None:
    """Raise UserError for a file, as checked, with figures of areas that the person may not see."""
    if data_store.reach() is None:
        return
    frames = [seen.checked.observations, *([seen.revision.conflicts] if seen.revision is not None else [])]
    paths = {str(path) for frame in frames if "area" in frame for path in frame["area"].dropna().unique()}
    paths |= {told.area for told in seen.findings if told.area}  # these may quote figures of other files
    other = sorted(path for path in paths if not data_store.may_see(path))
    if other:
        more = f"等{len(other)}个地区" if len(other) > 3 else ""
        raise UserError(f"文件里有您账号管辖范围以外的数：{'、'.join(other[:3])}{more}。请只报本地的数。")


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
    return _codes(figures_version(), mine)


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


def here(area: str | None, name: str | None) -> bool:
    """Whether a file of an area and a department belongs to the seat looked at."""
    if not data_store.many():
        return True
    if area is not None or not data_store.seats_of_unit(name):
        return data_store.within(area)
    return data_store.unit_here(name)


def registered(name: str) -> bool:
    """Whether a department belongs to the seat looked at, and may be seen."""
    return unit(name) and (not data_store.many() or data_store.unit_here(name))


def areas(rows: pd.DataFrame, column: str = "area") -> pd.DataFrame:
    """The rows of areas of the seat looked at."""
    if rows.empty or not data_store.many():
        return rows
    return rows[rows[column].map(lambda path: data_store.within(path or None))]


def submissions() -> tuple[Submission, ...]:
    """The submissions of the seat looked at that may be seen, the newest first."""
    every = data_every.every_submission()
    return tuple(item for item in every if unit(item.unit) and here(item.area, item.unit))


def _batches() -> set[str]:
    return {item.id for item in submissions()}


def require_unit(name: str) -> None:
    """Raise UserError for a department that only other seats have in the register, or not to be seen."""
    if not registered(name):
        raise UserError(f"“{name}”是其他地区的单位，或者不在您账号的管辖范围内。")


def require_one(number: str, every: Iterable[T], area: Callable[[T], str | None]) -> None:
    """Raise Elsewhere for a record, by its number among `every`, of an area that may not be seen."""
    if data_store.reach() is not None:
        found = next((one for one in every if getattr(one, "id", None) == number), None)
        require_area(None if found is None else area(found))


class Reached:
    """A part of the store for who sees a part of it: each method asks first, what is not named is refused."""

    def __init__(self, held: object, checks: Mapping[str, Callable[..., None]]) -> None:
        self._held, self._checks = held, checks

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name not in self._checks:
            raise Elsewhere

        def asked(*args: Any, **named: Any) -> Any:
            self._checks[name](*args, **named)
            return getattr(self._held, name)(*args, **named)

        return asked


def cut() -> bool:
    """Whether a page shows less than the whole store."""
    return own_unit() is not None or data_store.many()


def batches(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of batches that may be seen (column submission)."""
    return rows if not cut() else rows[rows["submission"].isin(_batches())]


def by_batch(every: Mapping[str, T]) -> Mapping[str, T]:
    """The values of batches that may be seen, by their numbers."""
    if not cut():
        return every
    mine = _batches()
    return {number: value for number, value in every.items() if number in mine}


def records(rows: pd.DataFrame) -> pd.DataFrame:
    """Of a figure's records those of batches that may be seen, and what counts."""
    return rows if not bound() else rows[rows["submission"].isin(_batches()) | rows["counts"]]


def require_batch(number: str) -> None:
    """Raise UserError for a batch that may not be seen."""
    if bound() and number not in _batches():
        raise UserError("没有这一批，或它不是本单位报送的。")
