"""What the overview and the warnings page read beyond the verdicts; keyed by the data version."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from dashboard import data, data_office, own
from dashboard import format as fmt
from dashboard.data import refresh, store, version
from dashboard.guard import needs
from dashboard.memo import kept
from dashboard.rights import Right
from dashboard.watch import Key, Lag, Revision, Since, changed, key_of, lags
from indicators.model import Assessment
from indicators.store import Flag, Published


@kept(16, "正在回看以前各年…")
def _lags(version: str, year: int, area: str) -> Mapping[Key, Lag]:
    now = data.every_assessment(year, area)
    first, known = data.period_of(year)[0], set(data.years())
    last = year
    while last - 1 >= first and last - 1 in known:
        last -= 1
    if last == year:
        return lags(now, ())
    past: list[Sequence[Assessment]] = [data.every_assessment(year - 1, area)]
    found = lags(now, past)
    if last < year - 1 and any(lag.years > 1 for lag in found.values()):
        past += [data.every_assessment(at, area) for at in range(year - 2, last - 1, -1)]
        found = lags(now, past)
    return found


def every_lag(year: int, area: str) -> Mapping[Key, Lag]:
    """How long each indicator on the lagging list has been there, within the plan's period.

    The years before the last one are looked at only where some indicator lagged then too.
    A year without any figure ends the look back. For caches.
    """
    return _lags(version(), year, area)


@own.placed
def lags_of(year: int, area: str) -> Mapping[Key, Lag]:
    """The same of the indicators that the person at the page may see."""
    return {key: lag for key, lag in every_lag(year, area).items() if own.indicator(key[0])}


@kept(16)
def _since(version: str, year: int, area: str) -> Since | None:
    result = last_published(year, area)
    rows = data.every_row(year, area)
    if result is not None:
        day = f"{result.at.astimezone():%Y-%m-%d}"
        given = {
            key_of(item): item for item in data_office.published_verdicts(result.id) if item.area == area
        }
        met, lagging = changed(rows, given)
        moment = result.at.astimezone(dt.UTC).replace(tzinfo=None)
        revised = _revised(area, moment, data.period_of(year)[0] - 1, year)
        return Since(f"上次发布以来的变化（{result.title}，{day}）", tuple(met), tuple(lagging), revised)
    before = {key_of(row.item): row.before for row in rows if row.before is not None}
    if not before:
        return None
    met, lagging = changed(rows, before)
    revised = _revised(area, None, year - 1, year)
    return Since(f"与{year - 1}年相比的变化", tuple(met), tuple(lagging), revised)


@needs(Right.VIEW)
@own.placed
def since(year: int, area: str) -> Since | None:
    """What is not as at the last published result; as the year before where nothing is published."""
    return _since(version(), year, area)


@needs(Right.VIEW)
@own.placed
def last_published(year: int, area: str) -> Published | None:
    """The newest result given out of this area, of this year or an earlier one."""
    made = (item for item in data_office.published_results() if item.year <= year)
    return next((item for item in made if item.area in (None, area) and own.here(item.area, None)), None)


def _revised(area: str, moment: dt.datetime | None, first: int, last: int) -> tuple[Revision, ...]:
    asked = {"area": area, "moment": moment, "first": first, "last": last}
    frame = store().query(data.sql("revised"), asked)
    return tuple(
        Revision(
            row.code, row.indicator, int(row.year),
            fmt.breakdown_words(row.breakdown) if row.breakdown else "",
            fmt.joined(str(row.old_text or fmt.number(row.old_value)), row.unit),
            fmt.joined(str(row.text or fmt.number(row.value)), row.unit), row.uploader,
        )
        for row in frame.itertuples()
    )  # fmt: skip


@kept(8)
def _flags(version: str, area: str) -> tuple[Flag, ...]:
    return tuple(store().flags.every(area))


@own.placed
def flags(area: str) -> Sequence[Flag]:
    """Warnings raised by hand and marks of an area, those taken back too, the newest first."""
    return [flag for flag in _flags(version(), area) if own.indicator(flag.code)]


@needs(Right.WARN)
@own.placed
def raise_alert(code: str, area: str, year: int, level: str, note: str, by: str) -> Flag:
    """Warn of an indicator by hand. Raises StoreError."""
    try:
        return store().flags.raise_alert(code, area, year, level, note, by=by)
    finally:
        refresh()


@needs(Right.WARN)
@own.placed
def mark_seen(code: str, area: str, year: int, level: str, note: str, by: str) -> Flag:
    """Record that the office knows of a warning. Raises StoreError."""
    try:
        return store().flags.mark_seen(code, area, year, level, note, by=by)
    finally:
        refresh()


@needs(Right.WARN)
def retract_flag(number: str, by: str) -> Flag:
    """Take a warning raised by hand or a mark back. Raises StoreError."""
    own.require_one(number, store().flags.every(), lambda one: one.area)
    try:
        return store().flags.retract(number, reason="", by=by)
    finally:
        refresh()
