"""What the results workbook shows, gathered from a store or from a published result."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from indicators.assess import (
    Settings,
    VerdictChange,
    View,
    assess,
    changes,
    latest_year,
    settings_in_force,
    settings_of,
)
from indicators.assess.disclosure import for_publication
from indicators.exports.sdmx import long_table
from indicators.model import Assessment
from indicators.office.owed import home_of
from indicators.office.seats import is_within, own_plan, seats
from indicators.store import Published, Store


@dataclass(frozen=True, slots=True)
class Results:
    """The verdicts of a district in a year, its figures with their origins, and how they came about.

    `figures`, `findings`: see `sdmx.Long.of_area`, `sdmx.Long.findings`. `compared`: title of the result
    compared with, and what changed since.
    """

    home: str
    year: int
    settings: Settings
    items: tuple[Assessment, ...]
    figures: tuple[dict[str, Any], ...]
    findings: tuple[dict[str, Any], ...]
    data_version: str
    catalog_version: int | None
    result: Published | None
    public: bool
    compared: tuple[str, Sequence[VerdictChange]] | None = None


def gather(
    store: Store,
    *,
    year: int | None = None,
    result: Published | None = None,
    public: bool = False,
    compare: str | None = None,
    home: str | None = None,
) -> Results:
    """The matter of the workbook. `result`: as it was given out, with the figures of that moment.

    `public`: what may be given out, without origins and findings. `compare`: number of an earlier published
    result. `home`: whose results, by default the district the store was made for; what is told of files is
    then told of that area and those below it alone. Raises StoreError kinds.
    """
    home = result.area if result and result.area else home or home_of(store)
    chosen = result.year if result else year if year is not None else latest_year(store)
    settings = settings_of(result) if result else settings_in_force(store)
    if result:
        items = store.published_verdicts(result.id)
    else:
        items = own_plan(store, assess(store, year=chosen, area=home, settings=settings), home)
        items = for_publication(items, store, settings) if public else items
    moment = result.at if result else dt.datetime.now(dt.UTC)
    cursor = store.cursor().cursor()
    try:
        cursor.begin()
        table = long_table(cursor, store, result=result, public=public)
        figures = table.of_area(home, chosen)
        told = [] if public else table.findings(moment.astimezone(dt.UTC).replace(tzinfo=None))
        if len(seats(store)) > 1:
            told = [row for row in told if is_within(row["area"] or "", home)]
        newest = cursor.execute("SELECT max(version) FROM catalog_version").fetchall()[0][0]
    finally:
        cursor.close()
    return Results(
        home,
        chosen,
        settings,
        tuple(item for item in items if item.area == home),
        tuple(figures),
        tuple(told),
        result.data_version if result else store.data_version(),
        result.catalog_version if result else newest,
        result,
        public,
        _compared(store, compare, result, chosen) if compare else None,
    )


def _compared(
    store: Store, compare: str, result: Published | None, year: int
) -> tuple[str, Sequence[VerdictChange]]:
    earlier = store.published(compare)
    later = View(result=result.id) if result else View(year=year)
    return f"{earlier.title}（{earlier.year}年）", changes(store, View(result=compare), later)
