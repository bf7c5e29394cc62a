"""A goal of a district's plan: which indicator, what is asked of it, and by whom."""

from __future__ import annotations

from dataclasses import dataclass, field

from indicators.model import Indicator, Place, PlanKind, Target


@dataclass(frozen=True, slots=True)
class PlanWords:
    """What a line of the plan says beside target and units, as written ("" where it says nothing).

    `base` begins with its year where the heading gives one (2020年45.2%). `by_year`: the target's words
    column by column, where the plan has a column for each year.
    """

    indicator: str = ""
    unit: str = ""
    direction: str = ""
    base: str = ""
    source: str = ""
    note: str = ""
    formula: str = ""
    by_year: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PlanGoal:
    """One line of a district's plan, tied to an indicator of the catalogue or defining its own.

    `set_name` tells apart several sets of targets ("" = the district's own plan; 省规划 …).
    `version` is the year in which this wording came into force ("" = with the plan). `period` is
    the plan's first and last year. `target` is the phrase as read: kind `none` when the line asks
    for monitoring only, `qualitative` (with an error finding) when the phrase could not be read.
    `definition` is the district's own indicator, absent from the catalogue it was read with.
    """

    code: str
    name: str
    plan: PlanKind
    phrase: str
    target: Target
    domain: str = ""
    lead: str | None = None
    coop: tuple[str, ...] = ()
    set_name: str = ""
    version: str = ""
    period: tuple[int, int] = (2021, 2030)
    unit: str | None = None
    place: Place = field(default_factory=Place)
    definition: Indicator | None = None
    said: PlanWords = PlanWords()
