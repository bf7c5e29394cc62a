"""Figures beyond a limit: the power of ten by which they probably slipped."""

from __future__ import annotations

import numpy as np
import pandas as pd

from indicators.checks.audit import number_text
from indicators.checks.frame import group_codes
from indicators.checks.table import Table

TENS = (10.0, 100.0, 1000.0, 10000.0)
NEAR = 2.0
"""A figure within this factor of its series' median stands among its own years."""


def likely_slips(
    work: pd.DataFrame, table: Table, wrong: np.ndarray, history: pd.DataFrame | None
) -> np.ndarray:
    """What to say of each wrong row: "；除以10是36.5%，与往年相当", "" where no power of ten explains it.

    The other years of its series (in the file within the limits, or in `history`: code, area, breakdown,
    value) decide; without any, the smallest power that brings the figure within the limits.
    """
    said = np.full(len(work), "", dtype=object)
    rows = np.flatnonzero(wrong)
    if not len(rows):
        return said
    place, value = work["ind"].to_numpy(), work["value"].to_numpy()
    series = group_codes(work, ["ind", "area", "breakdown"])
    for row in rows:
        at, low, high = place[row], table.lower[place[row]], table.upper[place[row]]
        own = value[(series == series[row]) & ~wrong & (value > 0)]
        usual = np.concatenate([own, _earlier(work, table, row, history)])
        fits = [tens for tens in TENS if low <= value[row] / tens <= high]
        if len(usual):
            median = float(np.median(usual))
            fits = [tens for tens in fits if 1 / NEAR <= value[row] / tens / median <= NEAR]
        if fits:
            like = "，与往年相当" if len(usual) else ""
            said[row] = f"；除以{fits[0]:.0f}是{number_text(value[row] / fits[0])}{table.unit[at]}{like}"
    return said


def _earlier(work: pd.DataFrame, table: Table, row: int, history: pd.DataFrame | None) -> np.ndarray:
    """Figures of the row's series that are accepted already."""
    if history is None or not len(history):
        return np.empty(0)
    same = (history["code"] == table.code[work["ind"].iat[row]]) & (history["area"] == work["area"].iat[row])
    same &= (history["breakdown"] == work["breakdown"].iat[row]) & (history["value"] > 0)
    return history.loc[same, "value"].to_numpy(dtype="float64")
