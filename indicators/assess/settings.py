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
    below this share of the target between base and target there is no ratio; `worsening_figures`: over
    how many figures a met one may not grow worse; `slower_figures`: how many slower growth needs.
    Second opinion: lower bounds with a target, and of yearly growth without one. Outlook: figures used,
    figures needed, their greatest age, the quantiles of the slopes. Intervals: `confidence`, `byar_from`
    events. `disclose_from`: smaller counts of sensitive indicators are not published.
    `rollup_share`: from what share of its parts on a rate put together from them stands for an area above.
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
    slower_figures: int = 3
    second_on_track: float = 0.95
    second_moderate: float = 0.60
    second_limited: float = 0.0
    second_free_on_track: float = 0.015
    second_free_moderate: float = 0.005
    second_free_limited: float = 0.0
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
    disclose_from: int = 5
    rollup_share: float = 0.9
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
            kinds = int if isinstance(default, int) else (int, float)
            if isinstance(default, bool) != isinstance(value, bool) or not isinstance(value, kinds):
                raise ValueError(f"setting {name!r} must be like {default!r}, not {value!r}")
        return cls(**given).checked()

    def checked(self) -> Settings:
        """These constants, where each lies within its limits and the grades do not cross.

        Raises ValueError, which names the constant.
        """
        for name, (least, most) in LIMITS.items():
            if not least <= getattr(self, name) <= most:
                raise ValueError(f"setting {name!r} must lie between {least} and {most}")
        for names in ORDERED:
            values = [getattr(self, name) for name in names]
            if values != sorted(values):
                raise ValueError(f"setting {names[0]!r} and the next must rise: {', '.join(names)}")
        return self

    def differing(self) -> dict[str, Any]:
        """The constants that are not the defaults, by name."""
        return {
            item.name: value for item in fields(self) if (value := getattr(self, item.name)) != item.default
        }


LIMITS: dict[str, tuple[float, float]] = {
    "near_miss": (0, 0.2), "around_tolerance": (0, 0.5), "stale_after": (0, 20), "stale_term": (0, 30),
    "stale_census": (0, 30), "stale_survey": (0, 30), "base_neighbour": (0, 5), "pace_ahead": (0, 10),
    "pace_on_schedule": (0, 10), "pace_slow": (0, 10), "pace_behind": (-10, 10), "pace_min_change": (0, 0.5),
    "worsening_figures": (2, 10), "slower_figures": (3, 20), "second_on_track": (0, 10),
    "second_moderate": (0, 10), "second_limited": (-10, 10), "second_free_on_track": (0, 1),
    "second_free_moderate": (0, 1), "second_free_limited": (-1, 1), "limit_exponent": (0.1, 50),
    "target_zero": (1e-9, 1), "outlook_window": (3, 30), "outlook_min": (3, 30), "outlook_years": (1, 50),
    "outlook_low": (0, 0.5), "outlook_high": (0.5, 1), "word_pace": (0, 10), "confidence": (0.5, 0.999),
    "byar_from": (1, 100), "pooled_years": (1, 10), "disclose_from": (1, 100), "rollup_share": (0.5, 1),
}  # fmt: skip
"""Between which values the office may set a constant."""

ORDERED = (
    ("pace_behind", "pace_slow", "pace_on_schedule", "pace_ahead"),
    ("second_limited", "second_moderate", "second_on_track"),
    ("second_free_limited", "second_free_moderate", "second_free_on_track"),
    ("outlook_min", "outlook_window"),
)
"""Constants that must not cross: none greater than the next."""
