"""Figures against their neighbours: the same cell given twice, a year that is out by a power of ten."""

from __future__ import annotations

import numpy as np
import pandas as pd

from indicators.checks.audit import Audit
from indicators.checks.parts import KEY, group_codes
from indicators.checks.table import Table
from indicators.checks.units import slip_words, unit_scale

STEADY = 1.6
"""A series is steady where all its years but one lie within this factor of the median."""
LEAST_YEARS = 3
"""Steady years needed beside the doubtful one."""


def report_twice(audit: Audit, is_figure: np.ndarray, decimals: np.ndarray) -> np.ndarray:
    """Report figures given more than once; returns the rows to leave out though nothing is wrong with them.

    Equal up to the rounding of the coarser one: a note, the more precise figure stays. A missing
    mark beside a figure: a note, the figure stays. Different figures: an error on every one.
    """
    work = audit.work
    rows = np.flatnonzero(
        is_figure & (work["area"].cat.codes.to_numpy() >= 0) & work["year"].notna().to_numpy()
    )
    spare = np.zeros(len(work), dtype=bool)
    if not len(rows):
        return spare
    key = group_codes(work, ["ind", *KEY])[rows]
    _, first, inverse, count = np.unique(key, return_index=True, return_inverse=True, return_counts=True)
    if len(first) == len(rows):
        return spare
    again = rows[count[inverse] > 1]
    groups = pd.Series(again).groupby(key[count[inverse] > 1]).groups
    for places in groups.values():
        _judge_group(audit, again[np.asarray(places)], decimals, spare)
    return spare


def _judge_group(audit: Audit, rows: np.ndarray, decimals: np.ndarray, spare: np.ndarray) -> None:
    value = audit.work["value"].to_numpy()[rows]
    figures = rows[np.isfinite(value)]
    if not len(figures):
        spare[rows[1:]] = True
        return
    known = audit.work["value"].to_numpy()[figures]
    best = figures[np.argmax(decimals[figures])]
    room = 0.5 * 10.0 ** -float(decimals[figures].min()) * (1 + 1e-9)
    equal = np.ptp(known) == 0 or bool((np.abs(known - audit.work["value"].iloc[best]) <= room).all())
    if not equal:
        _tell_all(audit, "given_twice_different", figures)
        spare[rows] = True
        return
    spare[rows[rows != best]] = True
    told = np.zeros(len(audit.work), dtype=bool)
    told[rows[rows != best]] = True
    audit.each("given_twice_equal", told, other=_where(audit, best), shown=audit.work["value"])


def _tell_all(audit: Audit, code: str, rows: np.ndarray) -> None:
    for row in rows:
        others = [other for other in rows if other != row]
        told = np.zeros(len(audit.work), dtype=bool)
        told[row] = True
        values = audit.work["value"]
        words = "、".join(f"{_where(audit, other)} 为{values.iloc[other]:.10g}" for other in others[:3])
        audit.each(code, told, other=words, shown=values)


def _where(audit: Audit, row: int) -> str:
    place = audit.place(int(row))
    return f"工作表“{place.sheet}”{place.cell}" if place.sheet else str(place.cell)


def report_series_slips(audit: Audit, table: Table, looked: np.ndarray, history: pd.DataFrame | None) -> None:
    """Warn of a share or rate that is out by 10, 100 or 1000 against the steady other years of its area.

    `history` holds figures accepted earlier: columns code, area, year, breakdown, value.
    """
    work = audit.work
    rate = np.array([_is_rate(unit) for unit in table.unit])
    place = work["ind"].to_numpy()
    rows = np.flatnonzero(looked & rate[place] & (work["value"].to_numpy() > 0))
    points = pd.DataFrame(
        {
            "ind": place[rows],
            "area": work["area"].astype("object").to_numpy()[rows],
            "breakdown": work["breakdown"].astype("object").to_numpy()[rows],
            "value": work["value"].to_numpy()[rows],
            "row": rows,
        }
    )
    if history is not None and len(history) and len(points):
        points = pd.concat([points, _earlier(history, table, points)], ignore_index=True)
    if len(points) <= LEAST_YEARS:
        return
    distance = np.log10(points["value"].to_numpy() / _steady_median(points).to_numpy())
    power = np.round(distance)
    out = (np.abs(distance - power) < np.log10(STEADY)) & (np.abs(power) >= 1) & (np.abs(power) <= 3)
    hit = points.assign(times=10.0**power)[out & (points["row"] >= 0).to_numpy()]
    wrong = np.zeros(len(work), dtype=bool)
    wrong[hit["row"].to_numpy(dtype="int64")] = True
    said = pd.Series([""] * len(work), dtype=object)
    for row, factor in zip(hit["row"], hit["times"], strict=True):
        said.iloc[row] = slip_words(str(table.unit[place[row]]), float(factor))
    audit.each("series_slip", wrong, what=said, shown=work["value"])


def _is_rate(unit: object) -> bool:
    scale = unit_scale(str(unit or ""))
    return bool(scale and scale[0] == "share")


def _earlier(history: pd.DataFrame, table: Table, points: pd.DataFrame) -> pd.DataFrame:
    place = history["code"].map(table.places())
    known = history[place.notna() & (history["value"] > 0)].assign(ind=place, row=-1)
    return known[known["ind"].isin(points["ind"])][["ind", "area", "breakdown", "value", "row"]]


def _steady_median(points: pd.DataFrame) -> pd.Series:
    """Median of each series, NaN where the series is short or unsteady."""
    groups = points.groupby(["ind", "area", "breakdown"], observed=True, sort=False)["value"]
    median = groups.transform("median")
    inside = points["value"].between(median / STEADY, median * STEADY)
    keys = [points["ind"], points["area"], points["breakdown"]]
    steady = inside.groupby(keys, observed=True, sort=False).transform("sum")
    size = groups.transform("size")
    return median.where((steady >= LEAST_YEARS) & (steady >= size - 1))
