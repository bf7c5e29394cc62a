"""The catalogue as arrays: what the checks look up for every row at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from indicators.checks.frame import squeeze
from indicators.model import Area, Indicator, Vocabulary


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
    """One array a field, one place an indicator; the last place (-1) stands for "unknown"."""

    code: np.ndarray
    name: np.ndarray
    unit: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    multiplier: np.ndarray
    decimals: np.ndarray
    random_events: np.ndarray
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    labels: tuple[frozenset[str], ...]

    @classmethod
    def of(cls, indicators: Iterable[Indicator]) -> Table:
        """The arrays of a catalogue's indicators."""
        rows = list(indicators)

        def numbers(values: list[float | None]) -> np.ndarray:
            return np.array([np.nan if item is None else item for item in [*values, None]], dtype="float64")

        return cls(
            code=np.array([row.code for row in rows] + [None], dtype=object),
            name=np.array([row.name for row in rows] + [None], dtype=object),
            unit=np.array([row.unit for row in rows] + [""], dtype=object),
            lower=numbers([row.lower for row in rows]),
            upper=numbers([row.upper for row in rows]),
            multiplier=numbers([row.multiplier for row in rows]),
            decimals=numbers([row.decimals for row in rows]),
            random_events=np.array([row.random_events for row in rows] + [False]),
            numerator=tuple(squeeze(row.numerator or "") for row in rows),
            denominator=tuple(squeeze(row.denominator or "") for row in rows),
            labels=tuple(frozenset(squeeze(name) for name in (row.name, *row.aliases)) for row in rows),
        )

    def __len__(self) -> int:
        return len(self.code) - 1

    def places(self) -> dict[str, int]:
        """Place of every code."""
        return {code: at for at, code in enumerate(self.code[:-1])}
