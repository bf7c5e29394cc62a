"""The office's year for the pages: read once a data version, written through the desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

import pandas as pd

from dashboard import data, data_store, own
from dashboard.data import refresh, store, version
from dashboard.data_every import every_report
from dashboard.guard import needs
from dashboard.memo import kept
from dashboard.rights import Right
from indicators.findings import Finding
from indicators.intake import Intake
from indicators.intake.by_hand import Entry
from indicators.model import ReportingUnit, ReportingYear
from indicators.office import figure_status, latest_year, read_units, without_data
from indicators.store import Desk


@kept(8)
def _years(version: str) -> tuple[ReportingYear, ...]:
    return tuple(data_store.desk().years())


def years() -> tuple[ReportingYear, ...]:
    """The reporting years, the newest first."""
    return _years(version())


@kept(8)
def _latest(version: str) -> int | None:
    return latest_year(store(), home=data.district().path)


def latest() -> int | None:
    """The year being collected; None where there is neither a year nor a figure."""
    return _latest(version())


def units(year: int) -> pd.DataFrame:
    """Every unit that owes something for a year, with its state; see `indicators.office.unit_status`."""
    return own.frame(every_report(year), "unit")


@kept(16)
def _figures(version: str, year: int) -> pd.DataFrame:
    return figure_status(store(), year, home=data.district().path)


def figures(year: int, unit: str) -> pd.DataFrame:
    """The figures a unit owes for a year, with what came of each."""
    frame = own.frame(_figures(version(), year), "unit")
    return frame[frame["unit"] == unit]


@kept(16)
def _without(version: str, year: int) -> pd.DataFrame:
    return without_data(store(), year, home=data.district().path)


@needs(Right.DESK)
def without(year: int) -> pd.DataFrame:
    """Indicators nobody could supply for years."""
    return _without(version(), year)


@kept(8)
def _conflicts(version: str) -> pd.DataFrame:
    return store().desk.conflicts()


def conflicts() -> pd.DataFrame:
    """Figures that wait for a decision."""
    return own.areas(own.frame(_conflicts(version()), "from_unit"))


@kept(8)
def _decisions(version: str) -> pd.DataFrame:
    return store().desk.decisions()


def decisions() -> pd.DataFrame:
    """Decisions made, the oldest first."""
    return own.batches(_decisions(version()))


@kept(8)
def _register(version: str) -> tuple[ReportingUnit, ...]:
    return tuple(data_store.desk().units())


def register() -> tuple[ReportingUnit, ...]:
    """The register of responsible units; a unit sees its own entry."""
    return tuple(
        item for item in _register(version()) if own.unit(item.name) and own.here(item.area, item.name)
    )


@kept(8)
def _self_assessments(version: str, year: int) -> pd.DataFrame:
    return data_store.desk().self_assessments(year)


def self_assessments(year: int) -> pd.DataFrame:
    """What the units say of their own work in a year."""
    return own.frame(_self_assessments(version(), year), "unit")


@kept(8)
def _leads(version: str) -> tuple[str, ...]:
    from indicators.intake.earlier import plan_leads

    of_catalog = sorted({row.lead or "" for row in data.indicators().values()} - {""})
    return tuple(dict.fromkeys([*plan_leads(store(), store().office_of(data.district().path)), *of_catalog]))


def leads() -> tuple[str, ...]:
    """Departments responsible for an indicator: in the district's plan, then in the definitions."""
    return _leads(version())


def desk() -> Desk:
    """The store's desk; for a person who sees a part of the store, with that part of it in reach."""
    held = data_store.desk()
    return held if data_store.whole() else cast(Desk, own.Reached(held, DESK))


def _units_here(units: Sequence[ReportingUnit], **more: Any) -> None:
    own.require_areas(unit.area for unit in units if unit.area is not None)


def _of_the_seat(*rest: object, **more: object) -> None:
    """Years mean something within one office alone: the desk of the seat looked at has no others."""


DESK: Mapping[str, Callable[..., None]] = {
    "decide": lambda submission, *rest, **more: own.require_batch(submission),
    "purge": lambda submission, **more: own.require_batch(submission),
    "put_self_assessment": lambda unit, *rest, **more: own.require_unit(unit),
    "put_duty": lambda unit, *rest, **more: own.require_unit(unit),
    "put_units": _units_here,
    **dict.fromkeys(("open_year", "move_deadline", "close_year", "reopen_year"), _of_the_seat),
}
"""What an account bound to an area may do at the desk, each with what must be in its reach."""


@needs(Right.DESK)
def write(work: Callable[[Desk], Any]) -> Any:
    """Do something at the store's desk; the page then shows the new state. Raises StoreError."""
    try:
        return work(desk())
    finally:
        refresh()


@needs(Right.DESK)
def units_in(name: str, content: bytes) -> tuple[list[ReportingUnit], list[Finding]]:
    """The register in an uploaded list, and what is wrong with it; nothing is stored."""
    home = data.district().path if data.many() else None
    return read_units(content, name, store().areas(), home=home)


@needs(Right.DESK)
def enter(entry: Entry, by: str, reason: str) -> Intake:
    """Keep a figure entered by hand; `reason` explains its warnings, if any."""
    from indicators.intake.by_hand import check_entry, enter

    own.require_area(entry.area)
    try:
        seen = check_entry(store(), entry, decisions={"*": "new"})
        codes = {item.code for item in seen.findings if item.severity == "warning"}
        told = dict.fromkeys(codes, reason) if reason else {}
        return enter(store(), entry, by=by, explanations=told, decisions={"*": "new"})
    finally:
        refresh()


@needs(Right.DESK)
def check_hand(entry: Entry) -> Sequence[Finding]:
    """What speaks against an entry; nothing is stored."""
    from indicators.intake.by_hand import check_entry

    own.require_area(entry.area)
    return check_entry(store(), entry, decisions={"*": "new"}).findings


@kept(8)
def _remembered(version: str) -> tuple[Any, ...]:
    from indicators.intake.earlier import remembered_of_all

    return tuple(remembered_of_all(store()))


def remembered() -> tuple[Any, ...]:
    """Answers that come back for the same form, the latest last; see `indicators.intake.earlier`."""
    return tuple(item for item in _remembered(version()) if own.registered(item.unit))


@needs(Right.DESK)
def forget(unit: str | None, key: str, by: str) -> None:
    """Ask a question again that was answered before."""
    from indicators.intake.earlier import forget_answer

    if unit is None or not own.registered(unit):
        own.require_whole()
    try:
        forget_answer(store(), unit, key, by=by)
    finally:
        refresh()


@kept(32)
def _history(version: str, code: str, area: str, year: int) -> pd.DataFrame:
    return store().history(code, area, year)


@own.placed
def history(code: str, area: str, year: int) -> pd.DataFrame:
    """Every record ever made of an indicator in an area and year; see `Store.history`.

    A unit sees of others only what counts, and that of its own indicators.
    """
    frame = _history(version(), code, area, year)
    return own.records(frame) if own.indicator(code) else frame.head(0)


@kept(32)
def _batch_findings(version: str, number: str) -> tuple[Finding, ...]:
    return tuple(store().findings(number))


def batch_findings(number: str) -> tuple[Finding, ...]:
    """The findings kept with a batch. Raises UserError for one that is not the person's to see."""
    own.require_batch(number)
    return _batch_findings(version(), number)


@kept(32)
def _batch_figures(version: str, number: str) -> pd.DataFrame:
    return store().query(data.sql("batch_figures"), [number])


def batch_figures(number: str) -> pd.DataFrame:
    """The figures of a batch in the file's order, those that wait or were left out too."""
    own.require_batch(number)
    return _batch_figures(version(), number)


def batch_explanations(number: str) -> list[tuple[str, str, str, dt.datetime]]:
    """(finding, text, by whom, when) for each explanation of a batch."""
    own.require_batch(number)
    return store().explanations(number)


def batch_file(number: str) -> Callable[[], bytes]:
    """Gives the bytes of a batch's file, once asked for. Raises UserError for one of somebody else."""
    own.require_batch(number)
    held = store()
    return lambda: held.file_bytes(number)[1]


@kept(8)
def _unexplained(version: str) -> Mapping[str, int]:
    frame = store().query(data.sql("unexplained"))
    return dict(zip(frame["submission"], frame["count"], strict=True))


def unexplained() -> Mapping[str, int]:
    """How many warnings of each standing batch nobody explained."""
    return own.by_batch(_unexplained(version()))


@kept(8)
def _batch_years(version: str) -> Mapping[str, tuple[int, ...]]:
    found = {number: set(known) for number, known in store().whereabouts.years_of(store().cursor()).items()}
    for row in store().query(data.sql("waiting_years")).itertuples():
        found.setdefault(str(row.submission), set()).add(int(row.year))
    return {number: tuple(sorted(known)) for number, known in found.items()}


def batch_years() -> Mapping[str, tuple[int, ...]]:
    """The years that each batch has figures of."""
    return own.by_batch(_batch_years(version()))


@kept(8)
def _purges(version: str) -> pd.DataFrame:
    return store().desk.purges()


def purges() -> pd.DataFrame:
    """What was removed for good, by whom and why."""
    return own.batches(_purges(version()))


@needs(Right.DESK)
def explain(number: str, name: str, text: str, by: str) -> None:
    """Keep an explanation that comes after the file. Raises StoreError."""
    own.require_batch(number)
    try:
        store().explain(number, name, text, by=by)
    finally:
        refresh()
