"""The words that the product's nouns are made of: small closed lists."""

from __future__ import annotations

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
