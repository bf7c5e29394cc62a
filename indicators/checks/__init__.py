"""Raw records to clean observations and findings: what may be accepted, what is wrong with the rest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

import pandas as pd

from indicators.checks.agree import judge_pairs
from indicators.checks.audit import Audit
from indicators.checks.contract import report_contract
from indicators.checks.frame import decimal_texts, prepare
from indicators.checks.names import Places, home_path, mark_parts, name_areas, name_indicators, report_names
from indicators.checks.outcome import OBSERVATION_COLUMNS, observations
from indicators.checks.remarks import is_missing, report_missing, report_unused, report_years
from indicators.checks.scale import combine
from indicators.checks.series import report_fractions, report_series_slips, report_twice
from indicators.checks.table import CatalogLike, Table
from indicators.findings import Finding
from indicators.model import Area, Missing, Question

__all__ = ["OBSERVATION_COLUMNS", "Checked", "check_frame", "check_reading"]


@dataclass(frozen=True)
class Checked:
    """What the checks made of a file.

    `observations`: one row a figure in order (see OBSERVATION_COLUMNS). `blocked`: how many
    figures an error holds back. `findings` in the order of their cells.
    """

    observations: pd.DataFrame
    findings: list[Finding]
    blocked: int = 0


class _Records(Protocol):
    def frame(self) -> pd.DataFrame: ...


class ReadingLike(Protocol):
    """What the checks need of a reading."""

    @property
    def records(self) -> _Records:
        """The records read."""
        ...

    @property
    def file(self) -> str:
        """Name of the file."""
        ...

    @property
    def questions(self) -> Sequence[Question]:
        """What the reader could not decide."""
        ...


def check_reading(
    reading: ReadingLike,
    catalog: CatalogLike,
    areas: Sequence[Area],
    *,
    default_area: str | None = None,
    expected_years: Collection[int] | None = None,
    history: pd.DataFrame | None = None,
) -> Checked:
    """Check a reading against catalogue and district; every finding at once.

    `default_area` (path, code or unique name) is the area of rows that name none, by default the
    district itself. `expected_years`: other years are warned of. `history`: figures accepted
    earlier (code, area, year, breakdown, value), against which slips of scale show.
    An error blocks its figure, never the file.
    """
    return check_frame(
        reading.records.frame(),
        catalog,
        areas,
        default_area=default_area,
        expected_years=expected_years,
        history=history,
        questions=reading.questions,
    )


def check_frame(
    frame: pd.DataFrame,
    catalog: CatalogLike,
    areas: Sequence[Area],
    *,
    default_area: str | None = None,
    expected_years: Collection[int] | None = None,
    history: pd.DataFrame | None = None,
    this_year: int | None = None,
    questions: Sequence[Question] = (),
) -> Checked:
    """`check_reading` on the records' frame.

    `this_year` is the last year a figure may be of; `questions` are those the reader left open.
    """
    table = Table.of(catalog.indicators)
    places = Places(areas, home_path(areas, default_area))
    work = prepare(frame)
    work["ind"] = name_indicators(work, catalog, table)
    work["name"] = table.name[work["ind"].to_numpy()]
    work["area"] = name_areas(work, places)
    work["part"] = mark_parts(work, table)
    audit = Audit(work)
    report_names(audit, catalog, places, questions)
    links = combine(audit, table)
    work = audit.work
    parts = work["part"].to_numpy()
    figures = ~parts & (work["ind"].to_numpy() >= 0)
    text, decimals = decimal_texts(work)
    links, explained = judge_pairs(audit, table, links, decimals)
    report_unused(audit, links)
    report_contract(audit, table, figures | parts, explained, this_year or dt.date.today().year, history)
    report_series_slips(audit, table, figures & ~audit.blocked, history)
    blank = is_missing(work, Missing.BLANK)
    spare = report_twice(audit, figures & ~audit.blocked & ~blank, decimals)
    report_fractions(audit, table, figures & ~audit.blocked)
    report_years(audit, figures & ~spare, expected_years)
    report_missing(audit, figures & ~spare)
    kept = figures & ~audit.blocked & ~spare & ~blank
    blocked = int((audit.blocked & ~parts).sum())
    return Checked(
        observations(work, table, links, text=text, decimals=decimals, kept=kept),
        audit.findings(),
        blocked,
    )
