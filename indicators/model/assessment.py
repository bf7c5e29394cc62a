"""A verdict, with what it was made from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a target that asks several things (城市95%、农村85%), with its own verdict."""

    label: str | None
    phrase: str | None
    attainment: str
    word: str
    value: float | None
    decimals: int | None
    op: str | None
    demand: float | None


@dataclass(frozen=True, slots=True)
class Basis:
    """What a verdict was reached from, beyond the contract's fields; all its sentence needs.

    `figure_*`: the last figure known, whether or not it is too old; `aim_*`: the demand the outlook
    looks to; `final_*`: the plan's last demand; `*_slope`: median change a year over `slope_figures`
    figures; `needed`: change a year from now on that would meet the aim; `pooled`: the rate over
    `pooled_years` years; `failing`, `lacking`: areas of an every-area target; `softened`: the alert
    would be red but for chance; `would_break`: met, but one more change like the last ends it.
    `judgement`: what people said last (yes, partly, no), in `judgement_year`, with its evidence, and
    whether it still stands; `applies`: whether a `conditional` target holds the area (None: no answer);
    `target_area`: path of the area whose plan the target stands in (None: a nation's, or none).
    `rolled`: the figure is what the areas below add up to, `rolled_value` that sum or rate (beside a figure
    of the area's own, too, which it may differ from: `rolled_differs`), made by `rolled_way` (rate, sum);
    of `parts_asked` areas (of `parts_level`, "" where levels differ) `parts_reported` gave theirs,
    `parts_partly` have parts missing themselves, `parts_uncounted` gave rates without counts.
    `confidence`, `worsening_figures`, `slower_figures`: constants that the sentence names.
    """

    kind: str = "none"
    target_set: str | None = None
    target_area: str | None = None
    op: str | None = None
    direction: str | None = None
    breakdown: str | None = None
    frequency: str | None = None
    base_wanted: int | None = None
    base_given: bool = False
    figure_year: int | None = None
    figure_value: float | None = None
    decimals: int | None = None
    missing: str | None = None
    due: bool = False
    hold: bool = False
    trend: str | None = None
    aim_year: int | None = None
    aim_value: float | None = None
    aim_op: str | None = None
    final_year: int | None = None
    final_value: float | None = None
    final_outlook: float | None = None
    recent_slope: float | None = None
    slope_figures: int | None = None
    needed: float | None = None
    would_break: bool = False
    softened: bool = False
    previous_value: float | None = None
    previous_year: int | None = None
    numerator: float | None = None
    denominator: float | None = None
    pooled: float | None = None
    pooled_years: int | None = None
    judgement: str | None = None
    judgement_year: int | None = None
    judgement_stands: bool = False
    evidence: str | None = None
    evidence_file: str | None = None
    judged_by: str | None = None
    judged_at: dt.datetime | None = None
    conditional: bool = False
    applies: bool | None = None
    applies_why: str | None = None
    confidence: float = 0.95
    worsening_figures: int = 3
    slower_figures: int = 3
    children: int | None = None
    rolled: bool = False
    rolled_value: float | None = None
    rolled_way: str | None = None
    rolled_differs: bool = False
    parts_asked: int | None = None
    parts_reported: int | None = None
    parts_partly: int | None = None
    parts_uncounted: int | None = None
    parts_level: str | None = None
    failing: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """One verdict and everything that went into it (fields as in the contract)."""

    code: str
    indicator: str
    plan: str | None
    domain: str | None
    area: str | None
    year: int
    value: float | None
    unit: str | None
    base_year: int | None = None
    base_value: float | None = None
    target: str | None = None
    target_version: str | None = None
    milestone_year: int | None = None
    milestone_value: float | None = None
    required: float | None = None
    attainment: str = "no_data"
    pace: str | None = None
    pace_ratio: float | None = None
    second: str | None = None
    second_ratio: float | None = None
    outlook: str | None = None
    outlook_value: float | None = None
    outlook_low: float | None = None
    outlook_high: float | None = None
    small_number: bool = False
    low: float | None = None
    high: float | None = None
    word: str = "无数据"
    alert: str = "grey"
    reasons: tuple[str, ...] = ()
    sentence: str = ""
    lead_unit: str | None = None
    basis: Basis = Basis()
