"""Figures against their neighbours: the same cell given twice, a year that is out by a power of ten."""

from __future__ import annotations

import numpy as np
import pandas as pd

from indicators.checks.audit import Audit
from indicators.checks.frame import group_codes
from indicators.checks.measures import slip_words, unit_scale
from indicators.checks.parts import KEY
from indicators.checks.table import Table

STEADY = 1.6
"""A series is steady where all its years but one lie within this factor of the median."""
LEAST_YEARS = 3
"""Steady years needed beside the doubtful one."""

FEW_THINGS = 10
"""Where counts and amounts usually lie below this, a power of ten says nothing."""

OTHERS_SHOWN = 3


def report_twice(audit: Audit, is_figure: np.ndarray, decimals: np.ndarray) -> np.ndarray:
    """Report figures given more than once; returns the rows to leave out though nothing is wrong with them.

    Equal up to the rounding of the coarser one: a note, the more precise figure stays. A missing
    mark beside a figure: a note, the figure stays. Different figures: an error on every one.
    """
    work = audit.work
    spare = np.zeros(len(work), dtype=bool)
    rows = np.flatnonzero(
        is_figure & (work["area"].cat.codes.to_numpy() >= 0) & (work["year"].to_numpy() != 0)
    )
    _, group, count = np.unique(
        group_codes(work, ["ind", *KEY])[rows], return_inverse=True, return_counts=True
    )
    rows, group = rows[count[group] > 1], group[count[group] > 1]
    if not len(rows):
        return spare
    order = np.argsort(group, kind="stable")
    rows, group = rows[order], np.unique(group[order], return_inverse=True)[1]
    best, equal = _best_of_groups(work["value"].to_numpy()[rows], decimals[rows], group)
    figure = np.isfinite(work["value"].to_numpy()[rows])
    other = np.full(len(work), -1, dtype="int64")
    repeats = equal[group] & (np.arange(len(rows)) != best[group])
    other[rows[repeats]] = rows[best[group[repeats]]]
    spare[rows[repeats | ~equal[group]]] = True
    _tell_different(audit, rows[~equal[group] & figure], group[~equal[group] & figure])

    def words(told: pd.DataFrame) -> dict[str, object]:
        return {"other": _where(audit, int(other[told.index[0]]))}

    audit.grouped("given_twice_equal", other >= 0, ["ind"], words)
    return spare


def _best_of_groups(
    value: np.ndarray, decimals: np.ndarray, group: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """For each group (0, 1, … in order) the place of its most precise figure (its first row where it
    has none), and whether all its figures are that one at the coarsest rounding."""
    figure = np.isfinite(value)
    rank = np.where(figure, decimals.astype("int64"), -1)
    order = np.lexsort((np.arange(len(group)), -rank, group))
    best = order[np.unique(group[order], return_index=True)[1]]
    coarse = np.full(len(best), 99, dtype="int64")
    np.minimum.at(coarse, group[figure], decimals[figure].astype("int64"))
    room = 0.5 * 10.0 ** -coarse.astype("float64") * (1 + 1e-9)
    away = figure & (np.abs(value - value[best[group]]) > room[group])
    return best, np.bincount(group, weights=away, minlength=len(best)) == 0


def _tell_different(audit: Audit, rows: np.ndarray, group: np.ndarray) -> None:
    """An error on every one of the rows; each names the others of its group."""
    wrong = np.zeros(len(audit.work), dtype=bool)
    wrong[rows] = True
    place = np.full(len(audit.work), -1, dtype="int64")
    place[rows] = np.arange(len(rows))
    value = audit.work["value"]

    def others(row: int) -> str:
        mine = group[place[row]]
        first, last = np.searchsorted(group, mine), np.searchsorted(group, mine, side="right")
        named = [one for one in rows[first:last] if one != row][:OTHERS_SHOWN]
        return "、".join(f"{_where(audit, one)} 为{value.iloc[one]:.10g}" for one in named)

    audit.each("given_twice_different", wrong, other=others, shown=value)


def _where(audit: Audit, row: int) -> str:
    place = audit.place(int(row))
    return f"工作表“{place.sheet}”{place.cell}" if place.sheet else str(place.cell)


def report_series_slips(audit: Audit, table: Table, looked: np.ndarray, history: pd.DataFrame | None) -> None:
    """Warn of a figure that is out by 10, 100, 1,000 or 10,000 against the steady other years of its area.

    Counts below `FEW_THINGS` are left alone: ten times one is chance.

    `history` holds figures accepted earlier: columns code, area, year, breakdown, value.
    """
    work = audit.work
    least = np.array([0.0 if _is_rate(unit) else FEW_THINGS for unit in table.unit])
    place, value = work["ind"].to_numpy(), work["value"].to_numpy()
    rows = np.flatnonzero(looked & (value > 0))
    if not len(rows):
        return
    series, points = group_codes(work, ["ind", "area", "breakdown"])[rows], value[rows]
    if history is not None and len(history):
        series, points = _with_earlier(work, table, rows, history)
    median = _steady_median(series, points)[: len(rows)]
    distance = np.log10(value[rows] / median)
    power = np.round(distance)
    out = (np.abs(distance - power) < np.log10(STEADY)) & (np.abs(power) >= 1) & (np.abs(power) <= 4)
    out &= median >= least[place[rows]]
    wrong = np.zeros(len(work), dtype=bool)
    wrong[rows[out]] = True
    said = np.full(len(work), "", dtype=object)
    for row, times in zip(rows[out], 10.0 ** power[out], strict=True):
        said[row] = slip_words(str(table.unit[place[row]]), float(times))
    audit.each("series_slip", wrong, what=said, shown=work["value"])


def report_fractions(audit: Audit, table: Table, looked: np.ndarray) -> None:
    """Warn of an indicator in % whose figures in the file are all below 1: 0.958 where 95.8 is meant.

    Only where higher is better: shares that ought to be small may well be that small.
    """
    work = audit.work
    place, value = work["ind"].to_numpy(), work["value"].to_numpy()
    percent = np.array([unit == "%" for unit in table.unit]) & table.rising & (table.upper == 100)
    rows = looked & percent[place] & (value > 0)
    large = np.zeros(len(table) + 1, dtype=bool)
    large[place[rows & (value > 1)]] = True
    wrong = rows & (value < 1) & ~large[place]
    audit.grouped("share_as_fraction", wrong, ["ind"], lambda told: {"example": told["raw"].iloc[0]})


def _is_rate(unit: object) -> bool:
    scale = unit_scale(str(unit or ""))
    return bool(scale and scale[0] == "share")


def _with_earlier(
    work: pd.DataFrame, table: Table, rows: np.ndarray, history: pd.DataFrame
) -> tuple[np.ndarray, np.ndarray]:
    """Series and figures of the rows, followed by the earlier figures of the same series."""
    names = ["code", "area", "breakdown"]
    now = pd.DataFrame(
        {
            "code": table.code[work["ind"].to_numpy()[rows]],
            "area": work["area"].to_numpy(dtype=object)[rows],
            "breakdown": work["breakdown"].to_numpy(dtype=object)[rows],
            "value": work["value"].to_numpy()[rows],
        }
    )
    before = history[history["value"] > 0]
    every = pd.concat([now, before[[*names, "value"]].astype(now.dtypes.to_dict())], ignore_index=True)
    return every.groupby(names, sort=False).ngroup().to_numpy(), every["value"].to_numpy()


def _steady_median(series: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Each point's series' median (the lower one of an even number); NaN where short or unsteady."""
    _, inverse, size = np.unique(series, return_inverse=True, return_counts=True)
    order = np.lexsort((points, inverse))
    first = np.concatenate([[0], np.cumsum(size)[:-1]])
    median = points[order][first + (size - 1) // 2][inverse]
    inside = (points >= median / STEADY) & (points <= median * STEADY)
    steady = np.bincount(inverse, weights=inside)
    known = (steady >= LEAST_YEARS) & (steady >= size - 1)
    return np.where(known[inverse], median, np.nan)
