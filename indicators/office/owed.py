"""What every responsible unit owes for a year."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from indicators.office.queries import queries
from indicators.office.seats import seats
from indicators.store import Store, UnknownName, area_key
from indicators.store.whereabouts import named


def home_of(store: Store) -> str:
    """Path of the district the store is for: its first area without one above. Raises UnknownName."""
    top = next((area.path for area in store.areas() if "/" not in area.path), None)
    if top is None:
        raise UnknownName(what="地区", name="")
    return top


def owed(store: Store, year: int, *, home: str | None = None) -> pd.DataFrame:
    """The figures each unit owes for `year`, in the order of the register and of the plan.

    One row per unit, indicator, area and breakdown. Columns: unit, registered (is it in the
    register?), code, indicator, plans (list), domain, measure (unit of the figure), area (path),
    level, breakdown (JSON, "" = whole), target (the plan's words), frequency, due (false where a
    figure is welcome but not owed every year: terms, censuses, surveys, breakdowns), and of the last
    figure of the two years before: last_year, last_value, last_text, last_missing, last_numerator,
    last_denominator. Who owes is whom the plan names first, put right by `store.desk.put_duty`. `home`:
    the path of another area with an office of its own (see `seats`), whose plan and units are meant.
    """
    home = home or home_of(store)
    return of_office(store, "owed", home, year)


def of_office(store: Store, name: str, home: str, year: int) -> pd.DataFrame:
    """What office.sql says about an office's own areas, asked of the submissions with records of them."""
    place = {"home": home, "seat": seat_key(store, home)}
    areas, paths = store.kept(("office areas", home), lambda: _areas_of(store, place))
    numbers = store.whereabouts.of(store.cursor(), areas)
    text = queries()[name].replace("{office_areas}", _GIVEN)
    text = text.replace("{among}", "TRUE" if numbers is None else named(numbers))
    told = {**place, "year": year, "areas": areas, "paths": paths}
    return store.query(text, {key: value for key, value in told.items() if f"${key}" in text})


_GIVEN = "SELECT unnest(CAST($areas AS BIGINT[])) AS area, unnest(CAST($paths AS VARCHAR[])) AS path"


def _areas_of(store: Store, place: Mapping[str, object]) -> tuple[list[int], list[str]]:
    """Keys and paths of an office's areas; among 25,000 villages finding them takes longer than their use."""
    found = store.query(queries()["office_areas"], dict(place))
    return found["area"].tolist(), found["path"].tolist()


def office(store: Store, home: str | None) -> str | None:
    """Path of the office whose units and years hold for an area; None: that of the store's own district."""
    if home is None or home == home_of(store):
        return None
    return home if any(one.path == home for one in seats(store)) else store.office_of(home)


def seat_key(store: Store, home: str) -> int | None:
    """The key under which the store keeps that office's units and years; None for its own district's."""
    path = office(store, home)
    return area_key(path) if path else None
