"""Arithmetic evidence of totals: lines whose figures add up other lines' figures; parts and wholes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

_FARTHEST = 60
_COLUMNS = 8
_NEAR = 0.0015
_MOST = 0.7
"""Share of the rows that a whole and its parts must agree in."""


def telling(numbers: np.ndarray) -> np.ndarray:
    """The columns (of a lines x columns array of truths) with most figures, at most a handful."""
    many = numbers.sum(axis=0)
    best = np.argsort(-many, kind="stable")[:_COLUMNS]
    return np.sort(best[many[best] >= 3])


def sums(figures: np.ndarray, indents: np.ndarray) -> np.ndarray:
    """How a line's figures add up others': 0 not, 1 those below, 2 those above, 3 the deeper-set ones below.

    `figures` (lines x columns) holds nan where a cell is no number; `indents` the depth of each line's
    label. Two or more lines must be added up, in most of the columns looked at. Linear in the lines.
    """
    n = len(figures)
    out = np.zeros(n, dtype=int)
    if n < 3 or not figures.size:
        return out
    filled = np.nan_to_num(figures)
    known = ~np.isnan(figures)
    for code, step in ((1, 1), (2, -1)):
        found = _runs(filled[::step], known[::step])
        out[(out == 0) & found[::step]] = code
    out[_children(filled, known, indents)] = 3
    return out


def _runs(filled: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Lines equal to the sum of the two or more lines that follow, up to some line."""
    n = len(filled)
    found = np.zeros(n, dtype=bool)
    running = np.zeros_like(filled)
    seen = np.zeros(filled.shape, dtype=int)
    for step in range(1, min(_FARTHEST, n - 1) + 1):
        running[: n - step] += filled[step:]
        seen[: n - step] += known[step:]
        found[: n - step] |= _equal(filled, known, running, seen)[: n - step]
    return found


def _equal(filled: np.ndarray, known: np.ndarray, running: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """Lines whose figures equal the running sums in most columns, and not only by being zero."""
    looked = known & (seen >= 2)
    same = looked & (np.abs(filled - running) <= _NEAR * np.abs(filled) + 1e-9) & (filled != 0)
    zero = looked & (filled == 0) & (running == 0)
    hits, all_ = same.sum(axis=1), (looked & ~zero).sum(axis=1)
    least = np.where(known.sum(axis=1) > 1, 2, 1)
    return (hits >= least) & (hits >= 0.7 * all_)


def _children(filled: np.ndarray, known: np.ndarray, indents: np.ndarray) -> np.ndarray:
    """Lines equal to the sum of the lines set one step deeper right below them."""
    n = len(filled)
    running, seen = np.zeros_like(filled), np.zeros(filled.shape, dtype=int)
    for i in range(n):
        depth = None
        for j in range(i + 1, min(i + 1 + _FARTHEST, n)):
            if indents[j] <= indents[i]:
                break
            depth = indents[j] if depth is None else min(depth, indents[j])
            if indents[j] == depth:
                running[i] += filled[j]
                seen[i] += known[j]
    return _equal(filled, known, running, seen)


def adds_to(whole: np.ndarray, parts: Sequence[np.ndarray]) -> bool:
    """Whether a column's figures are the sums of other columns' figures, in most rows."""
    total = np.sum(parts, axis=0)
    known = ~np.isnan(total + whole) & ~((total == 0) & (whole == 0))
    near = np.abs(total - whole) <= _NEAR * np.abs(whole) + 1e-9
    return bool(known.any() and near[known].mean() >= _MOST)


def lies_among(whole: np.ndarray, parts: Sequence[np.ndarray]) -> bool:
    """Whether a column's figures lie between two or more others', as means do, wherever all are known."""
    known = ~np.isnan(np.sum(parts, axis=0) + whole)
    low, high = np.min(parts, axis=0), np.max(parts, axis=0)
    return len(parts) > 1 and bool(((whole >= low) & (whole <= high))[known].all())


def within(whole: np.ndarray, parts: Sequence[np.ndarray]) -> bool:
    """Whether other columns' figures together never pass a column's, as some of its parts do not."""
    total = np.sum(parts, axis=0)
    known = ~np.isnan(total + whole)
    return bool((total <= whole * (1 + _NEAR) + 1e-9)[known].all())
