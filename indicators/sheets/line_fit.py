"""How a line sits among the others: cells of the kind their columns hold or not, runs of like lines."""

from __future__ import annotations

import numpy as np
import pandas as pd

from indicators.sheets.facts import BLANK, DATE, NUMBER, TEXT, Facts


def coarse(kinds: np.ndarray) -> np.ndarray:
    """0 blank, 1 a text or date, 2 a figure or a mark for a missing one."""
    return np.where(kinds == BLANK, 0, np.where((kinds >= NUMBER) & (kinds != DATE), 2, 1))


def fits(shape: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Share of each line's cells of the kind that most cells below (above) them in their columns are of.

    A cell with nothing below (above) it counts half.
    """
    numbers, filled = (shape == 2).astype(np.int32), (shape > 0).astype(np.int32)
    n = np.maximum(filled.sum(axis=1), 1)
    out = []
    for step in (-1, 1):
        numbers_there = np.cumsum(numbers[::step], axis=0)[::step] - numbers
        filled_there = np.cumsum(filled[::step], axis=0)[::step] - filled
        share = np.where(filled_there > 0, numbers_there / np.maximum(filled_there, 1), 0.5)
        like = np.where(shape == 2, share, 1 - share) * filled
        out.append(like.sum(axis=1) / n)
    return out[0], out[1]


def runs(like_previous: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How many lines in unbroken order right above (below) each are like the one before them."""
    n = len(like_previous)
    above = np.zeros(n, dtype=int)
    for i in range(1, n):
        above[i] = above[i - 1] + 1 if like_previous[i] else 0
    below = np.zeros(n, dtype=int)
    for i in range(n - 2, -1, -1):
        below[i] = below[i + 1] + 1 if like_previous[i + 1] else 0
    return above, below


def repeated(facts: Facts, rows: np.ndarray) -> np.ndarray:
    """Share of each line's texts that stand elsewhere in their columns too."""
    texts = facts.kinds[rows] == TEXT
    again = np.zeros(len(rows), dtype=int)
    for column in np.flatnonzero(texts.any(axis=0)):
        at = np.flatnonzero(texts[:, column])
        values = [str(facts.grid.rows[int(rows[i])][column]) for i in at]
        codes = pd.factorize(np.array(values, dtype=object))[0]
        again[at] += np.bincount(codes)[codes] > 1
    return again / np.maximum(texts.sum(axis=1), 1)


def distances(marked: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Lines from each line up (down) to the nearest marked one; a large number where there is none."""
    n = len(marked)
    order = np.arange(n)
    last = np.maximum.accumulate(np.where(marked, order, -n - 99))
    following = np.minimum.accumulate(np.where(marked, order, 2 * n + 99)[::-1])[::-1]
    return order - last, following - order
