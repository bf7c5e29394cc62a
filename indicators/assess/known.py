"""The figures behind verdicts, as they are known now or were at a moment."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd

from indicators.assess import engine
from indicators.assess.stored import choose_source
from indicators.store.keys import area_key

if TYPE_CHECKING:
    from indicators.store import Store


def known_figures(store: Store, area: str, year: int, *, moment: dt.datetime | None = None) -> pd.DataFrame:
    """Figures of an area and of the areas right below it, up to a year; with `moment` as known then.

    One row per indicator, area, year and breakdown, with columns code, area (path), level, year,
    breakdown (JSON, "" = whole), value, text, decimals, numerator, denominator, missing.
    """
    cursor = store.cursor().cursor()
    try:
        choose_source(cursor, moment)
        found = cursor.execute(engine.script("known_figures.sql"), {"home": area_key(area), "year": year})
        return found.to_arrow_table().to_pandas()
    finally:
        cursor.close()
