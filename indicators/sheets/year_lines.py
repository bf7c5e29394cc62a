"""Lines that run through the years one by one: they are the body, however few of their figures are filled."""

from __future__ import annotations

import numpy as np

from indicators.sheets.facts import BLANK, Facts
from indicators.sheets.years import parse_period

_LEAST = 3
"""So many lines in a row make a run of years."""
_MOST = 2000
"""Lines looked at; a longer run of years there is not."""


def year_lines(facts: Facts, rows: np.ndarray) -> tuple[set[int], set[int]]:
    """Indexes into `rows` of the lines of a run of years down the side, and of the lines that head them.

    Lines of a run hold, in the same of the first three columns, years that rise or fall line by
    line, and some of them figures beside. The line above is its head if it holds no figure and
    nothing but names of the columns beside.
    """
    body: set[int] = set()
    above: set[int] = set()
    lines = rows[:_MOST]
    for column in range(min(3, facts.n_columns)):
        years = [_year(facts, int(row), column) for row in lines]
        for start, end in _runs(years):
            if body & set(range(start, end)) or not _has_figures(facts, lines[start:end], column):
                continue
            body |= set(range(start, end))
            if start and _names_beside(facts, int(lines[start - 1]), column):
                above.add(start - 1)
    return body, above


def _year(facts: Facts, row: int, column: int) -> int | None:
    if facts.kinds[row, column] == BLANK or not facts.yearish[row, column]:
        return None
    period = parse_period(facts.text(row, column))
    return period.year if period is not None and period.label is None else None


def _runs(years: list[int | None]) -> list[tuple[int, int]]:
    """Stretches (start, end) of years that step up or down by the same small amount."""
    found, start = [], 0
    for at in range(1, len(years) + 1):
        if at < len(years) and _goes_on(years, start, at):
            continue
        if at - start >= _LEAST:
            found.append((start, at))
        start = at
    return found


def _goes_on(years: list[int | None], start: int, at: int) -> bool:
    before, here = years[at - 1], years[at]
    if before is None or here is None or not 1 <= abs(here - before) <= 10:
        return False
    if at - start < 2:
        return True
    first, second = years[start], years[start + 1]
    return first is not None and second is not None and (second > first) == (here > before)


def _has_figures(facts: Facts, rows: np.ndarray, column: int) -> bool:
    """Whether some lines of a run hold figures that are no years themselves, right of the years."""
    figures = facts.numeric[rows, column + 1 :] & ~facts.yearish[rows, column + 1 :]
    return bool(figures.any())


def _names_beside(facts: Facts, row: int, column: int) -> bool:
    filled = facts.kinds[row] != BLANK
    figures = facts.numeric[row] & ~facts.yearish[row]
    return bool(filled[column + 1 :].any()) and not figures.any() and not filled[column]
