"""The office's year for the pages: read through the store's caches, written through the desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.data import refresh, store, version
from indicators.findings import Finding
from indicators.intake import Intake
from indicators.intake.by_hand import Entry
from indicators.model import ReportingUnit, ReportingYear
from indicators.office import figure_status, latest_year, read_units, unit_status, without_data
from indicators.store import Desk


@st.cache_resource(max_entries=8, show_spinner=False)
def _years(version: str) -> tuple[ReportingYear, ...]:
    return tuple(store().desk.years())


def years() -> tuple[ReportingYear, ...]:
    """The reporting years, the newest first."""
    return _years(version())


@st.cache_resource(max_entries=8, show_spinner=False)
def _latest(version: str) -> int | None:
    return latest_year(store())


def latest() -> int | None:
    """The year being collected; None where there is neither a year nor a figure."""
    return _latest(version())


@st.cache_resource(max_entries=16, show_spinner="正在汇总报送情况…")
def _units(version: str, year: int, today: dt.date) -> pd.DataFrame:
    return unit_status(store(), year, today=today)


def units(year: int) -> pd.DataFrame:
    """Every unit that owes something for a year, with its state; see `indicators.office.unit_status`."""
    return _units(version(), year, dt.date.today())


@st.cache_resource(max_entries=16, show_spinner=False)
def _figures(version: str, year: int) -> pd.DataFrame:
    return figure_status(store(), year)


def figures(year: int, unit: str) -> pd.DataFrame:
    """The figures a unit owes for a year, with what came of each."""
    frame = _figures(version(), year)
    return frame[frame["unit"] == unit]


@st.cache_resource(max_entries=16, show_spinner=False)
def _without(version: str, year: int) -> pd.DataFrame:
    return without_data(store(), year)


def without(year: int) -> pd.DataFrame:
    """Indicators nobody could supply for years."""
    return _without(version(), year)


@st.cache_resource(max_entries=8, show_spinner=False)
def _conflicts(version: str) -> pd.DataFrame:
    return store().desk.conflicts()


def conflicts() -> pd.DataFrame:
    """Figures that wait for a decision."""
    return _conflicts(version())


@st.cache_resource(max_entries=8, show_spinner=False)
def _decisions(version: str) -> pd.DataFrame:
    return store().desk.decisions()


def decisions() -> pd.DataFrame:
    """Decisions made, the oldest first."""
    return _decisions(version())


@st.cache_resource(max_entries=8, show_spinner=False)
def _register(version: str) -> tuple[ReportingUnit, ...]:
    return tuple(store().desk.units())


def register() -> tuple[ReportingUnit, ...]:
    """The register of responsible units."""
    return _register(version())


@st.cache_resource(max_entries=8, show_spinner=False)
def _self_assessments(version: str, year: int) -> pd.DataFrame:
    return store().desk.self_assessments(year)


def self_assessments(year: int) -> pd.DataFrame:
    """What the units say of their own work in a year."""
    return _self_assessments(version(), year)


def write(work: Callable[[Desk], Any]) -> Any:
    """Do something at the store's desk; the page then shows the new state. Raises StoreError."""
    try:
        return work(store().desk)
    finally:
        refresh()


def units_in(name: str, content: bytes) -> tuple[list[ReportingUnit], list[Finding]]:
    """The register in an uploaded list, and what is wrong with it; nothing is stored."""
    return read_units(content, name, store().areas())


def enter(entry: Entry, by: str, reason: str) -> Intake:
    """Keep a figure entered by hand; `reason` explains its warnings, if any."""
    from indicators.intake.by_hand import check_entry, enter

    try:
        seen = check_entry(store(), entry, decisions={"*": "new"})
        codes = {item.code for item in seen.findings if item.severity == "warning"}
        told = dict.fromkeys(codes, reason) if reason else {}
        return enter(store(), entry, by=by, explanations=told, decisions={"*": "new"})
    finally:
        refresh()


def check_hand(entry: Entry) -> Sequence[Finding]:
    """What speaks against an entry; nothing is stored."""
    from indicators.intake.by_hand import check_entry

    return check_entry(store(), entry, decisions={"*": "new"}).findings
