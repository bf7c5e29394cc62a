"""The catalogue as arrays: what the checks look up for every row at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from indicators.checks.frame import squeeze
from indicators.checks.measures import unit_scale
from indicators.model import Area, Direction, Indicator, Vocabulary


class CatalogLike(Protocol):
    """What the checks need of a catalogue."""

    @property
    def indicators(self) -> Sequence[Indicator]:
        """All indicators."""
        ...

    def find(self, code: str) -> Indicator | None:
        """The indicator of a code, old codes included."""
        ...

    def vocabulary(self, areas: Sequence[Area] = ()) -> Vocabulary:
        """The labels that mean an indicator."""
        ...


@dataclass(frozen=True)
class Table:
    """One array a field, one place an indicator; the last place (-1) stands for "unknown".

    `wanted` tells who asks for a part of a given label: (place, is it the numerator). `known` are
    the labels of all indicators, `thousands` the size of a count's unit (10000 for 万人),
    `rising` whether higher is better.
    """

    code: np.ndarray
    name: np.ndarray
    unit: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    multiplier: np.ndarray
    decimals: np.ndarray
    thousands: np.ndarray
    rising: np.ndarray
    labels: tuple[frozenset[str], ...]
    known: frozenset[str]
    wanted: dict[str, tuple[tuple[int, bool], ...]]
    places: dict[str, int]

    @classmethod
    def of(cls, indicators: Sequence[Indicator]) -> Table:
        """The arrays of a catalogue's indicators; made once for the same tuple of them."""
        held = _LAST[:1]  # another thread may put its own there meanwhile
        if held and held[0][0] is indicators:
            return held[0][1]
        made = cls._made(indicators)
        _LAST[:] = [(indicators, made)]
        return made

    @classmethod
    def _made(cls, rows: Sequence[Indicator]) -> Table:
        def numbers(values: list[float | None]) -> np.ndarray:
            return np.array([np.nan if item is None else item for item in [*values, None]], dtype="float64")

        def texts(values: list[str | None]) -> np.ndarray:
            return np.array([*values, None], dtype=object)

        labels = tuple(frozenset(squeeze(name) for name in (row.name, *row.aliases)) for row in rows)
        return cls(
            code=texts([row.code for row in rows]),
            name=texts([row.name for row in rows]),
            unit=texts([row.unit for row in rows]),
            lower=numbers([row.lower for row in rows]),
            upper=numbers([row.upper for row in rows]),
            multiplier=numbers([row.multiplier for row in rows]),
            decimals=numbers([row.decimals for row in rows]),
            thousands=np.array([*(_count_size(row.unit) for row in rows), 1.0]),
            rising=np.array([*(row.direction is Direction.HIGHER for row in rows), False]),
            labels=labels,
            known=frozenset().union(*labels),
            wanted=_wanted(rows),
            places={row.code: at for at, row in enumerate(rows)},
        )

    def __len__(self) -> int:
        return len(self.code) - 1


_LAST: list[tuple[Sequence[Indicator], Table]] = []


def _wanted(rows: Sequence[Indicator]) -> dict[str, tuple[tuple[int, bool], ...]]:
    wanted: dict[str, tuple[tuple[int, bool], ...]] = {}
    for place, row in enumerate(rows):
        for label, top in ((row.numerator, True), (row.denominator, False)):
            if label:
                key = squeeze(label)
                wanted[key] = (*wanted.get(key, ()), (place, top))
    return wanted


def _count_size(unit: str) -> float:
    scale = unit_scale(unit)
    return scale[1] if scale and scale[0] not in ("share", "元", "美元") else 1.0
