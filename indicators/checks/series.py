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


def report_twice(audit: Audit, is_figure: np.ndarray, decimals: np.ndarray) -> np.ndarray:
    """Report figures given more than once; returns the rows to leave out though nothing is wrong with them.

    Equal up to the rounding of the coarser one: a note, the more precise figure stays. A missing
    mark beside a figure: a note, the figure stays. Different figures: an error on every one.
    """
    work = audit.work
    rows = np.flatnonzero(
        is_figure & (work["area"].cat.codes.to_numpy() >= 0) & (work["year"].to_numpy() != 0)
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
    kept = np.full(len(work), -1, dtype="int64")
    for places in groups.values():
        _judge_group(audit, again[np.asarray(places)], decimals, spare, kept)

    def words(group: pd.DataFrame) -> dict[str, object]:
        return {"other": _where(audit, int(kept[group.index[0]]))}

    audit.grouped("given_twice_equal", kept >= 0, ["ind"], words)
    return spare


def _judge_group(
    audit: Audit, rows: np.ndarray, decimals: np.ndarray, spare: np.ndarray, kept: np.ndarray
) -> None:
    """Mark the rows of one figure that are left out; `kept` tells for equal ones which row stays."""
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
    kept[rows[rows != best]] = best


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
    place, value = work["ind"].to_numpy(), work["value"].to_numpy()
    rows = np.flatnonzero(looked & rate[place] & (value > 0))
    if not len(rows):
        return
    series, points = group_codes(work, ["ind", "area", "breakdown"])[rows], value[rows]
    if history is not None and len(history):
        series, points = _with_earlier(work, table, rows, history)
    distance = np.log10(points / _steady_median(series, points))[: len(rows)]
    power = np.round(distance)
    out = (np.abs(distance - power) < np.log10(STEADY)) & (np.abs(power) >= 1) & (np.abs(power) <= 3)
    wrong = np.zeros(len(work), dtype=bool)
    wrong[rows[out]] = True
    said = np.full(len(work), "", dtype=object)
    for row, times in zip(rows[out], 10.0 ** power[out], strict=True):
        said[row] = slip_words(str(table.unit[place[row]]), float(times))
    audit.each("series_slip", wrong, what=said, shown=work["value"])


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
