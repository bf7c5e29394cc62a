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
    earlier = _earlier(history)
    keys = [work[name].astype("object").to_numpy() for name in ("area", "breakdown")]
    for row, own in zip(map(int, rows), _own_years(work, rows, ~wrong & (value > 0)), strict=True):
        at, low, high = place[row], table.lower[place[row]], table.upper[place[row]]
        usual = [*own, *earlier.get((table.code[at], *(key[row] for key in keys)), ())]
        fits = [tens for tens in TENS if not (value[row] / tens < low or value[row] / tens > high)]
        if usual:
            median = float(np.median(usual))
            fits = [tens for tens in fits if 1 / NEAR <= value[row] / tens / median <= NEAR]
        if fits:
            like = "，与往年相当" if usual else ""
            said[row] = f"；除以{fits[0]:.0f}是{number_text(value[row] / fits[0])}{table.unit[at]}{like}"
    return said


def _own_years(work: pd.DataFrame, rows: np.ndarray, good: np.ndarray) -> list[np.ndarray]:
    """For each of the rows the good figures of its series in the file."""
    series, value = group_codes(work, ["ind", "area", "breakdown"]), work["value"].to_numpy()
    order = np.argsort(series[good], kind="stable")
    keys, figures = series[good][order], value[good][order]
    first, last = (np.searchsorted(keys, series[rows], side=side) for side in ("left", "right"))
    return [figures[start:end] for start, end in zip(first, last, strict=True)]


def _earlier(history: pd.DataFrame | None) -> dict[tuple, list[float]]:
    """The accepted figures of each series (code, area, breakdown)."""
    found: dict[tuple, list[float]] = {}
    if history is not None and len(history):
        kept = history[history["value"] > 0]
        for *key, figure in kept[["code", "area", "breakdown", "value"]].itertuples(index=False):
            found.setdefault(tuple(key), []).append(float(figure))
    return found
