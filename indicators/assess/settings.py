"""Every constant of the method, in one frozen object (methods page; each has its published default)."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from statistics import NormalDist
from typing import Any


@dataclass(frozen=True, slots=True)
class Settings:
    """The constants of the assessment. Shares are fractions (0.01 is 1 %), spans are years.

    Attainment: `near_miss` (of the target, or of the required change), `around_tolerance` (of the
    value), `stale_*` (how long a figure stands, by frequency), `base_neighbour` (how far from the
    base year a figure may stand in for it). Pace: lower bounds of the ratio; `pace_min_change`:
    below this share of the target between base and target there is no ratio. Second opinion: lower
    bounds with a target, and of yearly growth without one. Outlook: figures used, figures needed,
    their greatest age, the quantiles of the slopes. Intervals: `confidence`, `byar_from` events.
    Rate of attainment: what counts above and below the line.
    """

    near_miss: float = 0.01
    around_tolerance: float = 0.05
    stale_after: int = 2
    stale_term: int = 5
    stale_census: int = 10
    stale_survey: int = 5
    base_neighbour: int = 1
    pace_ahead: float = 1.30
    pace_on_schedule: float = 0.95
    pace_slow: float = 0.60
    pace_behind: float = 0.0
    pace_min_change: float = 0.01
    worsening_figures: int = 3
    second_on_track: float = 0.95
    second_moderate: float = 0.60
    second_limited: float = 0.0
    second_free_on_track: float = 0.015
    second_free_moderate: float = 0.005
    limit_exponent: float = 4.44
    target_zero: float = 0.001
    outlook_window: int = 6
    outlook_min: int = 3
    outlook_years: int = 10
    outlook_low: float = 0.10
    outlook_high: float = 0.90
    word_pace: float = 0.95
    confidence: float = 0.95
    byar_from: int = 10
    pooled_years: int = 3
    no_data_in_denominator: bool = False
    nearly_counts: bool = True

    @property
    def z(self) -> float:
        """The two-sided normal quantile of `confidence` (1.959964 for 95 %)."""
        return NormalDist().inv_cdf(0.5 + self.confidence / 2)

    def to_json(self) -> str:
        """All constants as JSON, to be kept with a published result."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Settings:
        """Constants from `to_json`; those it does not name keep their defaults.

        Raises ValueError for an unknown name or a value of another sort.
        """
        given: dict[str, Any] = json.loads(text)
        known = {item.name: item for item in fields(cls)}
        for name, value in given.items():
            if name not in known:
                raise ValueError(f"unknown setting {name!r}; known: {', '.join(sorted(known))}")
            default = known[name].default
            if isinstance(default, bool) != isinstance(value, bool) or not isinstance(value, int | float):
                raise ValueError(f"setting {name!r} must be like {default!r}, not {value!r}")
        return cls(**given)
