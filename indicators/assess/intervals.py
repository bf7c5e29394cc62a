"""Chance limits of counts and shares (methods page, section 6)."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache


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
