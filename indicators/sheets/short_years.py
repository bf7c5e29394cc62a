"""Years of two digits (23年, '23; 99年 before 100年): written out in heads and stubs, else only offered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from indicators.sheets.grid import CellValue, Grid
from indicators.sheets.lexicon import fold, lexicon, nfkc
from indicators.sheets.years import parse_period

_SHORT = re.compile(r"(?:['‘’′`](?P<bare>\d\d)年?|(?P<year>\d\d)年度?)")
_IN_TEXT = re.compile(
    r"(?<![\d.近前后过去来满每第这])(?P<year>[0-4]\d)年(?![龄级以内来间期轮制前后限代计级])"
)
_REPUBLIC = re.compile(r"\s*(?P<year>\d{2,3})\s*年(?P<end>度|底)?\s*")
_LATEST_REPUBLIC = 139
_LATEST = 40
_MOST_ROWS, _MOST_COLUMNS = 30, 6
_LONGEST = 6


def with_full_years(grid: Grid) -> Grid:
    """The grid with the two-digit years of a head line or a leading column written out; itself if none.

    Only years in order count, with nothing else beside them but the names of stubs (指标, 单位):
    12年 and 13年 of schooling stand behind a label of their own.
    """
    rows = list(grid.rows)
    changed = False
    for at, row in enumerate(rows[:_MOST_ROWS]):
        texts = [(c, value) for c, value in enumerate(row) if value not in (None, "")]
        years = [(c, year) for c, value in texts if (year := _short(value, (at, c) in grid.text_quoted))]
        meant = {c for c, _ in years}
        others = [value for c, value in texts if c not in meant]
        if years and _is_run([year for _, year in years], bool(others)) and _all_stub_names(others):
            rows[at] = _written(row, years)
            changed = True
    for column in range(min(grid.n_columns, _MOST_COLUMNS)) if len(rows) <= 400 else ():
        run = _column_run(rows, column)
        if run:
            for at, year in run:
                rows[at] = _written(rows[at], [(column, year)])
            changed = True
    changed |= _write_republic(rows, grid)
    return replace(grid, rows=rows) if changed else grid


def _write_republic(rows: list[list[CellValue]], grid: Grid) -> bool:
    """Write 民國 before the years of a run that passes from 99年 to 100年, in lines and columns."""
    changed = False
    for at, row in enumerate(rows[:_MOST_ROWS]):
        run = _republic_run(list(enumerate(row)))
        if run:
            rows[at] = _replaced(row, run)
            changed = True
    for column in range(min(grid.n_columns, _MOST_COLUMNS)) if len(rows) <= 400 else ():
        for at, text in _republic_run([(at, row[column]) for at, row in enumerate(rows)]):
            rows[at] = _replaced(rows[at], [(column, text)])
            changed = True
    return changed


def _republic_run(cells: Sequence[tuple[int, CellValue]]) -> list[tuple[int, str]]:
    """The cells that hold such years, each with its text under 民國; none where no run passes 100年."""
    found = [
        (at, match) for at, value in cells if type(value) is str and (match := _REPUBLIC.fullmatch(value))
    ]
    years = [int(match["year"]) for _, match in found]
    steps = {b - a for a, b in pairwise(years)}
    if len(years) < 2 or len(steps) != 1 or abs(next(iter(steps))) not in (1, 2, 5):
        return []
    if not min(years) < 100 <= max(years) <= _LATEST_REPUBLIC:
        return []
    return [(at, f"民國{match['year']}年{match['end'] or ''}") for at, match in found]


def short_years_in(text: str) -> tuple[int, ...]:
    """Years of two digits named inside a text (示例县23年监测), to offer as answers."""
    found = (2000 + int(match["year"]) for match in _IN_TEXT.finditer(nfkc(text)))
    return tuple(dict.fromkeys(year for year in found if year <= 2000 + _LATEST))


def _short(value: CellValue, quoted: bool = False) -> int | None:
    """The year a cell may mean by two digits; `quoted`: a leading apostrophe was taken off it."""
    if type(value) is not str or len(value) > _LONGEST:
        return None
    if quoted and re.fullmatch("[1-4]\\d", value):
        return 2000 + int(value)
    match = _SHORT.fullmatch(re.sub(r"\s+", "", value))
    number = int(match["bare"] or match["year"]) if match else _LATEST + 1
    return 2000 + number if number <= _LATEST else None


def _is_run(years: Sequence[int], beside: bool) -> bool:
    """Whether years rise or fall one by one (or by the same few years); a lone one only `beside` a name."""
    steps = {b - a for a, b in pairwise(years)}
    return (beside and len(years) == 1) or (len(steps) == 1 and abs(next(iter(steps))) in (1, 2, 5))


def _all_stub_names(values: Sequence[CellValue]) -> bool:
    words = lexicon().column
    return all(isinstance(value, str) and (fold(value) in words or parse_period(value)) for value in values)


def _column_run(rows: list[list[CellValue]], column: int) -> list[tuple[int, int]]:
    """Rows of a column under a year's head (年份, 年度) that go through the years, if it does."""
    head = next((r for r, row in enumerate(rows[:_MOST_ROWS]) if _is_year_head(row[column])), None)
    if head is None:
        return []
    below = [
        (r, row[column]) for r, row in enumerate(rows[head + 1 :], head + 1) if row[column] not in (None, "")
    ]
    years = [(r, year) for r, value in below if (year := _short(value))]
    return years if years and len(years) >= 0.6 * len(below) else []


def _is_year_head(value: CellValue) -> bool:
    return isinstance(value, str) and lexicon().column.get(fold(value)) == "year"


def _replaced(row: list[CellValue], texts: Sequence[tuple[int, str]]) -> list[CellValue]:
    out = list(row)
    for column, text in texts:
        out[column] = text
    return out


def _written(row: list[CellValue], years: Sequence[tuple[int, int]]) -> list[CellValue]:
    return _replaced(row, [(column, f"{year}年") for column, year in years])
