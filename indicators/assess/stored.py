"""Assessing what a store holds."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa

from indicators.assess import engine, records
from indicators.assess.settings import Settings
from indicators.checks.additive import Way, way_of
from indicators.model import Assessment
from indicators.store.keys import area_key
from indicators.store.statements import statements
from indicators.store.whereabouts import Whereabouts, named

if TYPE_CHECKING:
    import duckdb

    from indicators.store import Store

_EVERY_LEVEL = 99
_ROLLED_YEARS = 50  # so many years back figures are put together: the oldest base of a plan is nearer
# Plans in the order of the interface, then the chapters' own order, then area and target set.
_ORDER = """CASE plan WHEN 'women' THEN 0 WHEN 'children' THEN 1 ELSE 2 END, ordinal, code, area, target_set,
    case_id"""


def assess(
    store: Store,
    *,
    year: int | None = None,
    area: str | None = None,
    below: bool | int = False,
    settings: Settings | None = None,
    moment: dt.datetime | None = None,
) -> list[Assessment]:
    """Every verdict of a year: each target in force for each area it holds, and what is only watched.

    `year`: the newest year with a figure unless given. `area`: the path of one area, judged by its own
    plan and by those of the areas above it; without it every area that has a plan of its own. `below`
    adds the areas under it, as a number only so many levels of them. `moment` asks for what the store said
    then (with a time zone, or UTC): its figures and targets recorded by that time. Raises StoreError kinds;
    LookupError for an area not held.
    """
    settings = settings or settings_in_force(store, moment)
    with _judged(store, year, area, below, settings, moment) as cursor:
        return records.fetch(cursor, _ORDER)


def assess_years(
    store: Store, first: int, last: int, area: str, *, settings: Settings | None = None
) -> list[Assessment]:
    """The verdicts of an area in each of several years, the earliest first.

    The same as `assess` of every year one after the other, in as few runs as there are stretches of years
    with the same areas. Raises as `assess` does.
    """
    settings = settings or settings_in_force(store)
    found: list[Assessment] = []
    for start, end in _stretches(store, first, last):
        with _judged(store, end, area, False, settings, since=start) as cursor:
            found += records.fetch(cursor, f"year, {_ORDER}")
    return found


def _stretches(store: Store, first: int, last: int) -> list[tuple[int, int]]:
    """A span of years parted where areas begin or end: one run judges by the areas of its last year."""
    known = store.cursor().execute(
        "SELECT first_year FROM current_area UNION SELECT last_year + 1 FROM current_area"
    )
    begun = {int(year) for (year,) in known.fetchall() if year is not None and first < year <= last}
    starts = [first, *sorted(begun)]
    return list(zip(starts, [*(year - 1 for year in starts[1:]), last], strict=True))


def assess_frame(
    store: Store,
    *,
    year: int | None = None,
    area: str | None = None,
    below: bool | int = False,
    settings: Settings | None = None,
    reported: bool = False,
) -> pd.DataFrame:
    """The same verdicts as a frame, without sentences and reasons: for many areas at once.

    `reported`: only where the area, or one directly below it, has a figure by that year. Most
    indicators are never asked of towns and villages, and need no row for each of them.
    """
    settings = settings or settings_in_force(store)
    with _judged(store, year, area, below, settings, reported=reported) as cursor:
        return records.fetch_frame(cursor, _ORDER)


def settings_in_force(store: Store, moment: dt.datetime | None = None) -> Settings:
    """The constants as the office set them, now or as known at a moment; else the defaults.

    Names that this program does not know (a newer one's) are passed over.
    """
    known = {item.name for item in fields(Settings)}
    given = store.method(None if moment is None else _utc(moment))
    return Settings.from_json(json.dumps({name: value for name, value in given.items() if name in known}))


def latest_year(store: Store) -> int:
    """The newest year for which the store holds a figure, never a future one; without any, this year."""
    this = dt.date.today().year
    return next((year for year in store.whereabouts.years(store.cursor()) if year <= this), this)


@contextmanager
def _judged(
    store: Store,
    year: int | None,
    area: str | None,
    below: bool | int,
    settings: Settings,
    moment: dt.datetime | None = None,
    reported: bool = False,
    since: int | None = None,
) -> Iterator[duckdb.DuckDBPyConnection]:
    cursor = store.cursor().cursor()  # one of its own, so that its temporary tables go with it
    try:
        choose_source(cursor, moment)
        wanted = year if year is not None else latest_year(store)
        prepare_store(
            cursor, wanted, area, below, since, ways=ways_of(store), lying=store.whereabouts
        )  # fmt: skip
        if reported:
            cursor.execute(engine.script("only_reported.sql"))
        engine.run(cursor, settings, sizes=sizes_of(cursor), begun=True)
        yield cursor
    finally:
        cursor.close()


def sizes_of(cursor: duckdb.DuckDBPyConnection) -> list[tuple[int, int]]:
    """How many figures a run reads of each indicator, or the store holds if it reads all: (key, count)."""
    kind = "SELECT count(*) FROM duckdb_tables() WHERE temporary AND table_name = 'a_series'"
    read = "a_series" if cursor.execute(kind).fetchall()[0][0] else "observation"
    found = cursor.execute(f"SELECT indicator, count(*) FROM {read} GROUP BY indicator").fetchall()  # noqa: S608 - one of two names
    return [(int(key), int(count)) for key, count in found]


def choose_source(cursor: duckdb.DuckDBPyConnection, moment: dt.datetime | None) -> None:
    """Make the views over what the store says now, or said at a moment (s_observation, s_target, …)."""
    if moment is None:
        cursor.execute(engine.script("source_now.sql"))
        return
    at_moment(cursor, moment)


def at_moment(cursor: duckdb.DuckDBPyConnection, moment: dt.datetime) -> None:
    """Let the views s_observation, s_target, … of a cursor show what the store said at a moment."""
    cursor.execute(f"SET VARIABLE as_moment = TIMESTAMP '{_utc(moment).isoformat(sep=' ')}'")
    cursor.execute(engine.script("source_then.sql"))


def _utc(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(dt.UTC).replace(tzinfo=None) if moment.tzinfo else moment


def prepare_store(
    cursor: duckdb.DuckDBPyConnection,
    year: int,
    area: str | None,
    below: bool | int,
    since: int | None = None,
    lying: Whereabouts | None = None,
    ways: Sequence[Way] = (),
    rolled: str = "seats",
    rolled_since: int = 0,
) -> None:
    """Make the input relations over the store that `cursor` is on.

    `ways`: how figures of several places become one, by indicator; `rolled`: for which areas that is
    done (`seats` above others, or `every` area asked for), in the years from `rolled_since` on.
    """
    number = None if area is None else area_key(area)
    if number is not None:
        found = cursor.execute("SELECT count(*) FROM current_area WHERE area = ?", [number]).fetchone()
        if not found or not found[0]:
            raise LookupError(area)
    cursor.execute(f"SET VARIABLE as_year = {int(year)}")
    cursor.execute(f"SET VARIABLE as_since = {int(year if since is None else since)}")
    cursor.execute(f"SET VARIABLE as_area = {'NULL' if number is None else number}::BIGINT")
    levels = _EVERY_LEVEL if below is True else int(below)
    cursor.execute(f"SET VARIABLE as_below = {levels}")
    cursor.execute(f"SET VARIABLE as_rolled = '{'every' if rolled == 'every' else 'seats'}'")
    oldest = max(int(rolled_since), (year if since is None else since) - _ROLLED_YEARS)
    cursor.execute(f"SET VARIABLE roll_since = {oldest}")
    cursor.execute(engine.script("inputs_store.sql"))
    _put_ways(cursor, ways)
    read_figures(cursor, lying)


def read_figures(cursor: duckdb.DuckDBPyConnection, lying: Whereabouts | None = None) -> None:
    """Make a_series: of the areas that the run needs, or of all where these are most of the store's.

    A few areas' figures become a table of their own, read in one look at the records; those of most
    areas stay a view, so that they can be judged in turns. `lying` tells in which submissions to look.
    """
    cursor.execute(engine.steps()[0][1])  # formulas that say what targets speak of
    cursor.execute(engine.script("wanted.sql"))
    found = cursor.execute(
        "SELECT (SELECT count(*) FROM a_wanted) + (SELECT count(*) FROM a_wanted_of)"
        " / (SELECT count(*) + 1 FROM a_indicator), count(*) FROM a_area"
    ).fetchall()
    wanted, every = found[0]
    if 2 * wanted >= every:
        cursor.execute(engine.script("series_all.sql"))
        return
    text = engine.script("series_some.sql")
    for name, table in (("among", "a_wanted"), ("among_of", "a_wanted_of"), ("among_under", "a_under")):
        text = text.replace(f"{{{name}}}", _among(cursor, table, lying))
    _put_used(cursor, lying)
    cursor.execute(text)


def _put_used(cursor: duckdb.DuckDBPyConnection, lying: Whereabouts | None) -> None:
    """Make a_held: which breakdowns the submissions have figures of, and since when."""
    if lying is None:
        told = statements("whereabouts")["breakdowns"].replace("{which}", "TRUE")
        cursor.execute(f"CREATE OR REPLACE TEMP TABLE a_held AS {told}")
        return
    cursor.register("incoming_held", lying.breakdowns(cursor))
    cursor.execute("CREATE OR REPLACE TEMP TABLE a_held AS FROM incoming_held")
    cursor.unregister("incoming_held")


def _among(cursor: duckdb.DuckDBPyConnection, table: str, lying: Whereabouts | None) -> str:
    """A condition that names the submissions with records of a table's areas; TRUE where they are many."""
    if lying is None:
        return "TRUE"
    areas = cursor.execute(f"SELECT DISTINCT area FROM {table}").fetchall()  # noqa: S608 - one of three names
    numbers = lying.of(cursor, [area for (area,) in areas])
    if numbers is None:
        return "TRUE"
    return named(numbers)


def _put_ways(cursor: duckdb.DuckDBPyConnection, ways: Sequence[Way]) -> None:
    """Make a_way, by the keys of the indicators."""
    columns = [[getattr(way, name) for way in ways] for name in ("code", "way", "factor", "decimals")]
    kinds = (pa.string(), pa.string(), pa.float64(), pa.int32())
    cursor.register("incoming_way", pa.table([pa.array(c, k) for c, k in zip(columns, kinds, strict=True)],
                    names=["code", "way", "factor", "decimals"]))  # fmt: skip
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE a_way AS SELECT DISTINCT i.indicator, w.way, w.factor, w.decimals"
        " FROM incoming_way AS w JOIN a_indicator AS i USING (code)"
    )
    cursor.unregister("incoming_way")


def ways_of(store: Store) -> tuple[Way, ...]:
    """How the figures of several places become one, for the indicators of the catalogue that have a way."""

    def make() -> tuple[Way, ...]:
        return tuple(way for item in store.catalog().indicators if (way := way_of(item)))

    return store.kept("ways", make)
