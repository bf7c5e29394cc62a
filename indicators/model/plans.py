"""Indicators, and what a plan asks of them."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.model.words import Direction, Frequency, PlanKind, TargetKind


@dataclass(frozen=True, slots=True)
class Milestone:
    """One demand: in `year` (None: the plan's last year) the figure stands `op` `value`.

    `text` is the number as printed, so that comparisons are decimal and not float noise.
    `op` is one of >=, >, <=, <, ~=.
    """

    year: int | None
    op: str
    value: float
    unit: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A demand measured from the base: `amount` of `unit`, downward when negative.

    `unit` is "percent" (of the base); anything else is added to the base: "point" (percentage points, or
    the indicator's own unit), or the unit as printed (个, ‰).
    `per_year` is True for yearly steps. `upper` is the far end of a range (0.5到1个百分点).
    """

    amount: float
    unit: str
    per_year: bool = False
    upper: float | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """A plan's demand on one indicator, as written (`phrase`) and as read (the rest)."""

    phrase: str
    kind: TargetKind
    direction: Direction = Direction.NONE
    milestones: tuple[Milestone, ...] = ()
    base_year: int | None = None
    base_value: float | None = None
    change: Change | None = None
    hold: bool = False
    every: str | None = None
    breakdown: str | None = None
    parts: tuple[Target, ...] = ()
    comparator: str | None = None
    condition: str | None = None
    cumulative: bool = False
    scope: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TargetText:
    """A target in the plan's own words, with where it holds and where it was found.

    `scope` names the area that set it (国家, 福州市 …); a target applies in its scope only.
    `period` is (first year, last year). `example` marks another area's target, shown, never applied.
    `set_name` names the programme that asks it where it is not the plan itself ("" = the plan).
    `quoted`: the words stand so in the source; otherwise they are put round a sourced value.
    """

    phrase: str
    scope: str
    period: tuple[int, int]
    source: str = ""
    grade: str = ""
    example: bool = False
    plan: PlanKind | None = None
    set_name: str = ""
    quoted: bool = True


@dataclass(frozen=True, slots=True)
class PartLabel:
    """A name that means an indicator for a part only: 城市孕产妇死亡率 is 孕产妇死亡率, 城乡 = 城市."""

    label: str
    breakdown: tuple[tuple[str, str], ...]
    old_code: str | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """One measured quantity.

    `multiplier`: value = numerator / denominator * multiplier. `lower`, `upper`: natural limits of
    the value in `unit` (None: none; gross enrolment may exceed 100). `meaning` says what is measured,
    `caliber` (口径) whom and what it counts, where a source says so. `random_events`: deaths and
    cases, whose yearly count varies by chance. `sensitive`: published as district totals only,
    small counts kept back, for `sensitive_reason` (with its legal source).
    `domain` is the chapter in the first of `plans`; `domains` names it where another plan's differs.
    """

    code: str
    name: str
    unit: str
    plans: tuple[PlanKind, ...]
    domain: str
    direction: Direction
    aliases: tuple[str, ...] = ()
    numerator: str | None = None
    denominator: str | None = None
    multiplier: float | None = None
    lower: float | None = None
    upper: float | None = None
    decimals: int | None = None
    frequency: Frequency = Frequency.ANNUAL
    random_events: bool = False
    sensitive: bool = False
    sensitive_reason: str | None = None
    breakdowns: tuple[str, ...] = ()
    lead: str | None = None
    coop: tuple[str, ...] = ()
    data_source: str | None = None
    meaning: str | None = None
    caliber: str | None = None
    note: str | None = None
    old_codes: tuple[str, ...] = ()
    targets: tuple[TargetText, ...] = ()
    domains: tuple[tuple[PlanKind, str], ...] = ()
    parts: tuple[PartLabel, ...] = ()

    def domain_in(self, plan: PlanKind | str | None) -> str:
        """The chapter under which a plan lists the indicator."""
        return dict(self.domains).get(PlanKind(plan), self.domain) if plan else self.domain
