"""Chance limits of counts and shares (methods page, section 6)."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache


def chance_limits(
    events: float, of: float, multiplier: float, *, z: float, confidence: float, byar_from: int
) -> tuple[float, float] | None:
    """Between what a figure made of `events` in `of`, times `multiplier`, could lie by chance alone.

    As 60_interval.sql: Wilson for percentages strictly between 0 and 100, for other rates exact Poisson
    limits below `byar_from` events and Byar's from there. None where the method gives none.
    """
    if of <= 0 or events < 0 or events >= of:
        return None
    if multiplier == 100:
        return _wilson(events, of, z) if events > 0 else None
    if events < byar_from:
        if events != int(events):
            return None
        ends = poisson_limits(int(events), confidence)
    else:
        ends = _byar(events, z)
    return ends[0] / of * multiplier, ends[1] / of * multiplier


def _wilson(n: float, d: float, z: float) -> tuple[float, float]:
    """Wilson's limits of a share, in percent."""
    room = z * math.sqrt(z * z + 4 * n * (1 - n / d))
    low, high = ((2 * n + z * z + side * room) / (2 * (d + z * z)) * 100 for side in (-1, 1))
    return low, high


def _byar(n: float, z: float) -> tuple[float, float]:
    """Byar's limits of a count of ten or more."""
    low = n * (1 - 1 / (9 * n) - z / (3 * math.sqrt(n))) ** 3
    return low, (n + 1) * (1 - 1 / (9 * (n + 1)) + z / (3 * math.sqrt(n + 1))) ** 3


def poisson_limits(events: int, confidence: float = 0.95) -> tuple[float, float]:
    """Exact two-sided limits of a Poisson mean after `events` events (Garwood 1936).

    After no events the upper limit at 95 % is 3.6889. Raises ValueError for a negative count.
    """
    if events < 0:
        raise ValueError("a count cannot be negative")
    tail = (1 - confidence) / 2
    low = 0.0 if events == 0 else _solve(lambda mean: 1 - _at_most(events - 1, mean), tail, events, up=True)
    return low, _solve(lambda mean: _at_most(events, mean), tail, events, up=False)


def _at_most(events: int, mean: float) -> float:
    """The chance of at most `events` when `mean` are expected."""
    if mean == 0:
        return 1.0
    return math.fsum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(events + 1))


def _solve(chance: Callable[[float], float], goal: float, events: int, *, up: bool) -> float:
    """The mean at which a monotone chance equals `goal`, by halving down to the last digits."""
    low, high = 0.0, events + 40 + 20 * math.sqrt(events + 1)
    for _ in range(200):
        middle = (low + high) / 2
        if (chance(middle) < goal) == up:
            low = middle
        else:
            high = middle
    return (low + high) / 2


@cache
def poisson_table(below: int, confidence: float) -> tuple[tuple[int, float, float], ...]:
    """(events, low, high) for every count below `below`: the table the SQL looks counts up in."""
    return tuple((events, *poisson_limits(events, confidence)) for events in range(below))
