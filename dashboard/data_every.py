"""What the store says, whoever asks: for caches, and for the cuts that are made for a person (`own`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pandas as pd

from dashboard import data_store
from dashboard.data_store import figures_version, store
from dashboard.memo import kept
from dashboard.rows import Row
from dashboard.units import Report, units_of
from dashboard.watch import key_of
from indicators.assess import assess_years
from indicators.model import Assessment, Submission
from indicators.office import own_plan, unit_status

KEEP = 64
SPANS = 32
"""So many areas' verdicts of a plan's years are kept."""


@kept(SPANS, "正在评估…")
def _span(version: str, first: int, last: int, area: str) -> Mapping[int, tuple[Assessment, ...]]:
    found: dict[int, list[Assessment]] = {year: [] for year in range(first, last + 1)}
    for item in assess_years(store(), first, last, area):
        found[item.year].append(item)
    return {year: tuple(items) for year, items in found.items()}


def _assessments(version: str, year: int, area: str) -> tuple[Assessment, ...]:
    """The verdicts of a year, made with those of its plan's other years: many cost little more than one."""
    start, end = data_store.period_of(year)
    known = [one for one in data_store.years() if start <= one <= end]
    span = (known[-1], known[0]) if year in known else (year, year)
    return _span(version, *span, area)[year]


def every_assessment(year: int, area: str) -> tuple[Assessment, ...]:
    """The verdicts of an area in a year by its seat's own plan; for caches."""
    return tuple(own_plan(store(), _assessments(figures_version(), year, area), area))


@kept(KEEP)
def _rows_above(version: str, year: int, area: str) -> tuple[Row, ...]:
    own, known = set(map(key_of, every_assessment(year, area))), data_store.indicators()
    items = _assessments(version, year, area)
    return tuple(Row(item, known.get(item.code)) for item in items if key_of(item) not in own)


def every_row_above(year: int, area: str) -> tuple[Row, ...]:
    """The verdicts of an area in a year by the plans of the seats above; for caches."""
    return _rows_above(figures_version(), year, area)


@kept(KEEP)
def _rows(version: str, year: int, area: str) -> tuple[Row, ...]:
    known = data_store.indicators()
    past = every_assessment(year - 1, area) if year - 1 in data_store.years() else ()
    before = {key_of(item): item for item in past}
    whole = area == data_store.district().path
    return tuple(
        Row(item, known.get(item.code), before.get(key_of(item)))
        for item in every_assessment(year, area)
        if whole or _ever_reported(item)
    )


def _ever_reported(item: Assessment) -> bool:
    """Whether an area below the district has ever had a figure: towns do not owe the county's figures."""
    return item.attainment != "no_data" or item.basis.figure_year is not None


def every_row(year: int, area: str) -> tuple[Row, ...]:
    """The verdicts of an area in a year, each with its definition and the year before; for caches."""
    return _rows(figures_version(), year, area)


@kept(16, "正在逐年评估…")
def _verdicts_since(version: str, first: int, last: int, area: str) -> tuple[Assessment, ...]:
    judged = [item for item in assess_years(store(), first, last, area) if item.attainment != "monitored"]
    return tuple(own_plan(store(), judged, area))


def every_verdict_since(first: int, last: int, area: str) -> tuple[Assessment, ...]:
    """The verdicts of an area in each year of a span, of whatever has a target in that year; for caches."""
    return _verdicts_since(figures_version(), first, last, area)


@kept(8)
def _submissions(version: str) -> tuple[Submission, ...]:
    return tuple(store().submissions())


def every_submission() -> tuple[Submission, ...]:
    """All submissions, the newest first; for what is said of the store as a whole."""
    return _submissions(figures_version())


@kept(16, "正在汇总报送情况…")
def _reporting(version: str, year: int, today: dt.date) -> pd.DataFrame:
    return unit_status(store(), year, today=today, home=data_store.district().path)


def every_report(year: int) -> pd.DataFrame:
    """Every unit that owes something for a year, with its state; see `indicators.office.unit_status`."""
    return _reporting(figures_version(), year, dt.date.today())


@kept(512)
def _unit_called(version: str, name: str) -> str:
    from indicators.intake.offices import unit_named

    return unit_named(store(), [name], store().office_of(data_store.district().path))[0] or name


def unit_called(name: str) -> str:
    """The department that a name means, as register or plan write it: 民政局 is 某县民政局."""
    return _unit_called(figures_version(), name)


@kept(8)
def _coop(version: str) -> Mapping[str, tuple[str, ...]]:
    goals = store().plans.goals(data_store.district().path)
    if goals:
        return {goal.code: goal.coop for goal in goals if goal.coop}
    return {code: item.coop for code, item in data_store.indicators().items() if item.coop}


def every_coop() -> Mapping[str, tuple[str, ...]]:
    """The units that help, by the indicator's code."""
    return _coop(figures_version())


@kept(8)
def _codes(version: str, year: int) -> Mapping[str, frozenset[str]]:
    rows = every_row(year, data_store.district().path)
    known: dict[str, Report | None] = dict.fromkeys(every_report(year)["unit"])
    found = units_of(rows, known, every_coop(), {}, unit_called)
    return {one.name: frozenset(row.item.code for row in (*one.rows, *one.coop)) for one in found}


def every_unit_codes() -> Mapping[str, frozenset[str]]:
    """The codes of the indicators that each unit leads or helps with, in the newest year with figures."""
    newest = data_store.years()[:1]
    return _codes(figures_version(), newest[0]) if newest else {}
