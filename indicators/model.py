"""The nouns of the product, frozen and typed; nothing here reads, computes or stores."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How grave a finding is: an error blocks its figure, a warning wants a written reason."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Direction(StrEnum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"
    AROUND = "around"
    NONE = "none"


class Frequency(StrEnum):
    """How often a figure comes into being; between two, the last one stands."""

    ANNUAL = "annual"
    TERM = "term"
    CENSUS = "census"
    SURVEY = "survey"


class PlanKind(StrEnum):
    """The plan an indicator belongs to; grassroots are the figures of towns and villages."""

    WOMEN = "women"
    CHILDREN = "children"
    GRASSROOTS = "grassroots"


class Missing(StrEnum):
    """Why a cell holds no figure; kept apart from zero."""

    BLANK = "blank"
    NOT_COLLECTED = "not_collected"
    NOT_CARRIED_OUT = "not_carried_out"
    NOT_APPLICABLE = "not_applicable"
    NOT_PUBLISHED = "not_published"
    SUPPRESSED = "suppressed"
    UNREADABLE = "unreadable"


class Qualifier(StrEnum):
    """How exact a figure is: 85% 以上 is at_least, 约 300 is about."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    ABOUT = "about"


class AreaLevel(StrEnum):
    """Where an area stands in the tree."""

    NATION = "nation"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWN = "town"
    VILLAGE = "village"


class TargetKind(StrEnum):
    """What sort of thing a plan asks (see the methods page, section 1)."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    HOLD = "hold"
    AROUND = "around"
    FULL = "full"
    RISE = "rise"
    FALL = "fall"
    RELATIVE = "relative"
    YEARLY_STEP = "yearly_step"
    QUOTA = "quota"
    EVERY_AREA = "every_area"
    SPLIT = "split"
    AT_LEAST_ONE = "at_least_one"
    GAP = "gap"
    VERSUS = "versus"
    SLOWER_GROWTH = "slower_growth"
    BALANCE = "balance"
    YES_NO = "yes_no"
    QUALITATIVE = "qualitative"
    CONDITIONAL = "conditional"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file, a sheet in it, a cell (A1 style) or a key."""

    file: str | None = None
    sheet: str | None = None
    cell: str | None = None


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


@dataclass(frozen=True, slots=True)
class Area:
    """A county, town or village; identity is `path` (names from the top joined by "/")."""

    code: str
    name: str
    path: str
    level: AreaLevel
    parent_code: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class AreaEvent:
    """A change of areas on a day: rename, merge, split or move of areas `sources` into `targets` (paths).

    `moved` are the areas below that went along, (old path, new path). `carried` figures go on under the
    areas that follow, `unfilled` could not be made (rates without numerators). `undone`: taken back.
    """

    id: str
    kind: str
    happened: dt.date
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    moved: tuple[tuple[str, str], ...]
    note: str
    by: str
    at: dt.datetime
    carried: int = 0
    unfilled: int = 0
    undone: bool = False


@dataclass(frozen=True, slots=True)
class NameEntry:
    """One indicator as the reader knows it: every label that means it, and its unit.

    `breakdown` is not empty where the labels mean a part only (城市孕产妇死亡率: 城乡 = 城市); a
    figure under such a label belongs to that breakdown, never to the whole.
    """

    code: str
    name: str
    unit: str
    labels: tuple[str, ...] = ()
    breakdown: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All the reader needs to know of catalogue and district to name what it reads.

    `components` are labels of numerators and denominators (实查人数, 活产数): known, but not
    indicators by themselves unless also listed in `indicators`.
    """

    indicators: tuple[NameEntry, ...] = ()
    components: tuple[str, ...] = ()
    areas: tuple[Area, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """One thing the reader could not decide; `answers` are ranked (value, what it means, score).

    `key` goes into `--answer key=value`; `signature` identifies the file layout, so that an answer
    can be remembered for the same form next year.
    """

    key: str
    kind: str
    text: str
    place: Place
    answers: tuple[tuple[str, str, float], ...] = ()
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One value as read from a cell (see the contract's `read`); one row of a reading."""

    file: str
    sheet: str
    cell: str
    indicator: str | None
    code: str | None = None
    score: float | None = None
    area: str | None = None
    year: int | None = None
    as_of: dt.date | None = None
    period_label: str | None = None
    breakdown: Mapping[str, str] = field(default_factory=dict)
    value: float | None = None
    missing: Missing | None = None
    qualifier: Qualifier = Qualifier.EXACT
    unit: str | None = None
    raw: str = ""
    flags: tuple[str, ...] = ()
    component: str | None = None


@dataclass(frozen=True, slots=True)
class Observation:
    """An accepted figure: indicator x area x period x breakdown, with its origin.

    `text` is the figure as reported (decimal text); `value` the same as a float in the
    indicator's unit. Either a value or a reason for having none.
    """

    code: str
    area: str
    year: int
    value: float | None
    text: str = ""
    missing: Missing | None = None
    qualifier: Qualifier = Qualifier.EXACT
    numerator: float | None = None
    denominator: float | None = None
    breakdown: Mapping[str, str] = field(default_factory=dict)
    as_of: dt.date | None = None
    period_label: str | None = None
    place: Place = Place()
    raw: str = ""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Submission:
    """One uploaded file as accepted: identity (UUIDv7), bytes by hash, who, when, how much.

    `repeat`: the same file was sent once more and not kept again; this is the earlier submission.
    `held`: figures that contradict accepted ones and still wait for a decision. `purged`: the bytes
    and the figures were removed for good.
    """

    id: str
    file: str
    sha256: str
    size: int
    uploader: str
    at: dt.datetime
    unit: str | None = None
    area: str | None = None
    year: int | None = None
    accepted: int = 0
    blocked: int = 0
    withdrawn: bool = False
    repeat: bool = False
    held: int = 0
    note: str = ""
    purged: bool = False


@dataclass(frozen=True, slots=True)
class ReportingUnit:
    """A responsible unit of the office's register, with its liaison.

    `area` is the path of the town whose unit it is, None for a department of the district; `aliases`
    are its other names in plans and files.
    """

    name: str
    liaison: str = ""
    telephone: str = ""
    area: str | None = None
    aliases: tuple[str, ...] = ()
    note: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True)
class ReportingYear:
    """A year for which figures are collected: until when, and whether it is closed."""

    year: int
    deadline: dt.date | None
    closed: bool
    opened_at: dt.datetime
    closed_at: dt.datetime | None = None
    reason: str = ""


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
    `confidence`, `worsening_figures`, `slower_figures`: constants that the sentence names.
    """

    kind: str = "none"
    target_set: str | None = None
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
