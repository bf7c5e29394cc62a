"""A sheet of words only (封面) that says for the sheets after it which year and area they are of."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from indicators.sheets.areas import area_name
from indicators.sheets.context import Context, leading_area
from indicators.sheets.dims import Reader, clean_label
from indicators.sheets.facts import BLANK, TEXT, Facts
from indicators.sheets.lexicon import fold
from indicators.sheets.years import parse_period, years_in

_MOST_LINES = 60
_FILED = re.compile(r"日期|报出|填表|填报时间|印发|制定|规划?[((]?\d{4}|联系|电话|文件|[〔\[]\d{4}")


@dataclass(slots=True)
class Cover:
    """What the cover of a workbook says: years (one is taken, several are offered) and the area."""

    years: tuple[int, ...] = ()
    area: str | None = None


def read_cover(facts: Facts, reader: Reader) -> Cover:
    """Years and the district's area that a sheet of words names; days of filing do not count."""
    rows = np.flatnonzero((facts.kinds != BLANK).any(axis=1))[:_MOST_LINES]
    years: list[int] = []
    area = None
    for row in rows.tolist():
        for column in np.flatnonzero(facts.kinds[row] == TEXT).tolist():
            text = clean_label(facts.text(row, column))
            named = leading_area(text, reader)
            if area is None and named and fold(area_name(named)) in reader.areas:
                area = area_name(named)
            if not _FILED.search(text):
                years += _years(text)
    return Cover(tuple(dict.fromkeys(years)), area)


def _years(text: str) -> list[int]:
    """Years that a line gives figures; a line that is a date is none."""
    whole = parse_period(text)
    if whole is not None and (whole.as_of is not None or whole.label is not None):
        return []
    return [period.year for period in years_in(text) if period.year and period.as_of is None]


def take_cover(context: Context, cover: Cover) -> None:
    """Let the cover say what nothing nearer says; a file name of another year makes it a question."""
    context.area = context.area or cover.area
    weak = "year_from_file_name" in context.flags
    if not cover.years or (context.period is not None and context.period.year is not None and not weak):
        return
    named = [context.period.year] if weak and context.period and context.period.year else []
    context.flags = tuple(flag for flag in context.flags if flag != "year_from_file_name")
    years = tuple(dict.fromkeys([*cover.years, *named]))
    single = years_in(f"{years[0]}年")[0] if len(years) == 1 else None
    context.period = single or (context.period if context.period and not weak else None)
    context.years = context.years or years
    if single:
        context.flags = (*context.flags, "year_from_cover")
