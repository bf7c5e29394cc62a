"""The district's own plan on its way into the store: read, compare with what stands, accept as a version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from indicators.catalog import (
    Catalog,
    Difference,
    GoalChange,
    PlanReading,
    differences,
    goal_changes,
    question_key,
    read_plan_lines,
)
from indicators.checks.names import home_path
from indicators.findings import Finding, finding, has_errors
from indicators.model import Place
from indicators.store import Store, UnknownName


@dataclass(frozen=True, slots=True)
class PlanCheck:
    """A plan as understood: the reading, what it changes, where it differs from the catalogue.

    `version` is the number under which it was accepted, None while it is only looked at.
    """

    reading: PlanReading
    changes: list[GoalChange]
    differences: list[Difference]
    findings: list[Finding]
    version: int | None = None


def check_plan(
    store: Store,
    data: bytes,
    name: str,
    *,
    answers: Mapping[str, str] | None = None,
    from_year: int | None = None,
    area: str | None = None,
) -> PlanCheck:
    """Read a plan and compare it with the one in force; nothing is stored.

    `answers` answers the questions of the reading (an indicator's code, or `new`), and may change any
    line's match; under its definition key, `plan` takes the plan's own definition. `from_year`: a
    mid-term revision that holds from that year on; the wording before it is kept. `area`: whose plan,
    by default the district's. Raises StoreError.
    """
    home = plan_area(store, area)
    version = str(from_year) if from_year else ""
    reading = read_plan_lines(
        data, name, store.catalog(), answers=answers, version=version,
        kept=_kept(store, home), in_use=_in_use(store, answers or {}),
    )  # fmt: skip
    found = list(reading.findings)
    if not reading.goals and not has_errors(found):
        found.append(finding("plan_without_goals", Place(name)))
    changes = goal_changes(store.plans.goals(home), reading.goals)
    return PlanCheck(reading, changes, differences(reading.lines), found)


def _kept(store: Store, home: str) -> dict[str, str]:
    """The codes that names of the plan in force were tied to, by question key; a name of several has none."""
    found: dict[str, set[str]] = {}
    for goal in store.plans.goals(home):
        if goal.said.indicator:
            found.setdefault(question_key(goal.said.indicator), set()).add(goal.code)
    return {key: codes.pop() for key, codes in found.items() if len(codes) == 1}


def _in_use(store: Store, answers: Mapping[str, str]) -> frozenset[str]:
    """Codes that have figures; looked up only where a definition is to be changed."""
    if not any(key.endswith(":definition") for key in answers):
        return frozenset()
    return store.plans.in_use()


def load_plan(
    store: Store,
    data: bytes,
    name: str,
    *,
    answers: Mapping[str, str] | None = None,
    from_year: int | None = None,
    area: str | None = None,
    by: str = "",
) -> PlanCheck:
    """Read a plan and make it the district's; lines that were not understood are left out and said.

    A plan without any goal is not accepted (`version` stays None). Raises StoreError.
    """
    seen = check_plan(store, data, name, answers=answers, from_year=from_year, area=area)
    if not seen.reading.goals:
        return seen
    goals = seen.reading.goals
    catalog: Catalog = store.plans.base()
    number = store.put_catalog(catalog, goals=goals, area=plan_area(store, area), source=name, by=by)
    return PlanCheck(seen.reading, seen.changes, seen.differences, seen.findings, number)


def plan_area(store: Store, area: str | None = None) -> str:
    """Path of the area whose plan is meant: the one named, else the district. Raises UnknownName."""
    path = home_path(store.areas(), area)
    if path is None:
        raise UnknownName(what="地区", name=area or "")
    return path
