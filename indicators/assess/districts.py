"""Offices of one store beside each other: on an indicator, and on how much of what was asked they reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from indicators.assess.rate import rate_of
from indicators.assess.settings import Settings
from indicators.assess.stored import assess_frame, latest_year, settings_in_force
from indicators.office import is_within, seat, seats

if TYPE_CHECKING:
    from indicators.office import Seat
    from indicators.store import Store

CHANCE = "差别可能是随机波动"


def verdicts_of_seats(
    store: Store, year: int | None = None, at: str | None = None, *, settings: Settings | None = None
) -> pd.DataFrame:
    """The verdicts of the office at the path `at` (by default the store's own) and of those below it.

    A frame as `assess_frame` gives it, with `own`: whether the target stands in the area's own plan. Raises
    UnknownName for an area without an office, StoreError kinds.
    """
    top, below = _wanted(store, at)
    deepest = max((one.path.count("/") for one in below), default=top.path.count("/"))
    frame = assess_frame(
        store, year=year, area=top.path, below=deepest - top.path.count("/"), settings=settings
    )
    frame = frame[frame["area"].isin([top.path, *(one.path for one in below)])].reset_index(drop=True)
    return frame.assign(own=frame["target_area"] == frame["area"])


def _wanted(store: Store, at: str | None) -> tuple[Seat, list[Seat]]:
    top = seat(store, at)
    return top, [one for one in seats(store) if one.path != top.path and is_within(one.path, top.path)]


def compare_indicator(
    store: Store, code: str, year: int | None = None, at: str | None = None, *, level: str | None = None
) -> pd.DataFrame:
    """The offices below `at` on one indicator, the best first, those without a figure last.

    Columns: area, name, level, value, unit, figure_year, numerator, denominator, low, high (limits of chance,
    where the indicator counts rare events), rolled (put together from below), parts_reported, parts_asked,
    whole (the figure of `at` itself), against (its distance), caution (why the distance may mean nothing, or
    ""), word and alert (by the own plan), above_word (by the plan of `at`). `level`: only offices of this
    level. Raises as `verdicts_of_seats`.
    """
    frame = verdicts_of_seats(store, year, at)
    frame = frame[frame["code"] == code]
    top, below = _wanted(store, at)
    whole = frame.loc[(frame["area"] == top.path) & frame["value"].notna(), "value"]
    middle = float(whole.iloc[0]) if len(whole) else None
    rows = [
        _row(one, frame[frame["area"] == one.path], top.path, middle)
        for one in below
        if level is None or one.level == level
    ]
    found = pd.DataFrame(rows, columns=_COLUMNS)
    ways = frame["direction"].dropna()
    rising = len(ways) > 0 and str(ways.iloc[0]) == "lower"
    return found.sort_values("value", ascending=rising, na_position="last", kind="stable", ignore_index=True)


_COLUMNS = [
    "area", "name", "level", "value", "unit", "figure_year", "numerator", "denominator", "low", "high",
    "rolled", "parts_reported", "parts_asked", "whole", "against", "caution", "word", "alert", "above_word",
]  # fmt: skip
_TAKEN = (
    "value", "unit", "figure_year", "numerator", "denominator", "low", "high", "rolled", "parts_reported",
    "parts_asked",
)  # fmt: skip


def _row(one: Seat, frame: pd.DataFrame, above: str, whole: float | None) -> dict[str, object]:
    row: dict[str, object] = {"area": one.path, "name": one.name, "level": str(one.level), "caution": ""}
    if not len(frame):
        return row | {"rolled": False}
    given = frame.sort_values("own", ascending=False, kind="stable").iloc[0]
    row |= {name: given[name] for name in _TAKEN} | {"whole": whole}
    own, theirs = frame[frame["own"]], frame[frame["target_area"] == above]
    row |= {name: own.iloc[0][name] if len(own) else None for name in ("word", "alert")}
    row["above_word"] = theirs.iloc[0]["word"] if len(theirs) else None
    if whole is not None and pd.notna(given["value"]):
        row["against"] = round(float(given["value"]) - whole, 9)
        inside = pd.notna(given["low"]) and given["low"] < whole < given["high"]
        row["caution"] = CHANCE if inside else ""
    return row


def compare_rates(
    store: Store, year: int | None = None, at: str | None = None, *, settings: Settings | None = None
) -> pd.DataFrame:
    """The offices at and below `at` by the rate of attainment, each by its own plan and by the plan of `at`.

    Columns: area, name, level, year, met, judged, share (percent, null where nothing is judged), above_met,
    above_judged, above_share, no_data. The rate is never without its two numbers; few judged indicators make
    it jump, so compare numbers, too. Raises as `verdicts_of_seats`.
    """
    settings = settings or settings_in_force(store)
    year = year if year is not None else latest_year(store)
    frame = verdicts_of_seats(store, year, at, settings=settings)
    top, below = _wanted(store, at)
    rows = []
    for one in (top, *below):
        mine = frame[frame["area"] == one.path]
        own = rate_of(mine.loc[mine["own"], "attainment"], settings)
        theirs = rate_of(mine.loc[mine["target_area"] == top.path, "attainment"], settings)
        rows.append(
            {
                "area": one.path, "name": one.name, "level": str(one.level), "year": year,
                "met": own.met, "judged": own.judged, "share": own.share,
                "above_met": theirs.met, "above_judged": theirs.judged, "above_share": theirs.share,
                "no_data": int((mine.loc[mine["own"], "attainment"] == "no_data").sum()),
            }
        )  # fmt: skip
    return pd.DataFrame(rows)
