"""What the units page reads; keyed by the data version."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from dashboard import data, data_every, data_watch, own
from dashboard.data import version
from dashboard.memo import kept
from dashboard.units import Unit, report_of, units_of


@kept(8)
def _units(version: str, year: int, today: dt.date) -> tuple[Unit, ...]:
    home = data.district().path
    reports = {line.unit: report_of(line) for line in data_every.every_report(year).itertuples()}
    found = units_of(
        data_every.every_row(year, home),
        reports,
        data_every.every_coop(),
        data_watch.every_lag(year, home),
        data_every.unit_called,
    )
    return tuple(found)


def every_unit(year: int) -> Sequence[Unit]:
    """The district's responsible units in the register's order, with indicators and reporting; for caches."""
    return _units(version(), year, dt.date.today())


def units(year: int) -> Sequence[Unit]:
    """The same as the person at the page may see them: a unit itself alone."""
    return [unit for unit in every_unit(year) if own.unit(unit.name)]
