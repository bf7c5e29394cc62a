"""A list with a heading row, as an office keeps it: grids become lines whose cells have a role.

A line is one row below the heading; it knows the place of each of its cells. Vertically merged
cells count for every row they cover. Rows above the heading are the sheet's title.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from indicators.catalog.labels import label_key
from indicators.findings import Finding
from indicators.model import Place

if TYPE_CHECKING:  # the readers load numpy, which a start-up that reads no list need not
    from indicators.sheets.grid import CellValue, Grid

HEADING_DEPTH = 30
"""Rows from the top among which the heading is looked for."""
_YEAR = re.compile(r"((?:19|20)\d\d)年?")
_ONLY_YEAR = re.compile(r"到?((?:19|20)\d\d)年?底?(?:目标|目标值|指标值)?")
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|(?:19|20)\d\d年?底?|^到")


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a sheet (rows `top` to `row`): role -> column, and year -> target column.

    `base_year` is the year that the heading of the base column names (2020年基期值).
    """

    top: int
    row: int
    columns: Mapping[str, int]
    years: Mapping[int, int] = field(default_factory=dict)
    base_year: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One row below the heading."""

    file: str
    sheet: str
    row: int
    cells: Mapping[str, str]
    columns: Mapping[str, int]
    by_year: Mapping[int, str] = field(default_factory=dict)
    everything: tuple[str, ...] = ()
    base_year: int | None = None
    indent: int = 0

    def get(self, role: str) -> str:
        """Text of the cell in a role; "" where there is none."""
        return self.cells.get(role, "")

    def place(self, role: str) -> Place:
        """Where the cell of a role stands (the row's first cell where the role has no column)."""
        from indicators.sheets.grid import address

        return Place(self.file, self.sheet, address(self.row, self.columns.get(role, 0)))


@dataclass(frozen=True, slots=True)
class Listing:
    """One sheet read as a list: what stands above the heading, and the lines below it."""

    file: str
    sheet: str
    title: str
    lines: tuple[Line, ...]


@cache
def _vocabulary() -> dict:
    text = (resources.files("indicators.catalog") / "headers.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _roles(kind: str) -> dict[str, str]:
    columns: dict[str, list[str]] = _vocabulary()[kind]
    return {label_key(word): role for role, words in columns.items() for word in words}


@cache
def word_of(kind: str, text: str) -> str | None:
    """What a cell's word means among the words of a kind (plan, direction, level); None if unknown."""
    key = label_key(text)
    for meaning, words in _vocabulary()["words"][kind].items():
        if key in map(label_key, words):
            return meaning
    return None


@dataclass(frozen=True, slots=True)
class Lists:
    """The sheets of a file that hold a list, those without a heading, the hidden ones, and findings."""

    listings: list[Listing]
    without: list[Place]
    hidden: list[Place]
    findings: list[Finding]


def read_listings(data: bytes, name: str, kind: str, needed: tuple[str, ...]) -> Lists:
    """The sheets that hold a list of a kind (plan, areas).

    `needed`: a heading counts when it has one of these roles and at least two columns in all.
    """
    from indicators.sheets.container import open_bytes

    opened = open_bytes(data, name)
    found = Lists([], [], [], list(opened.findings))
    for workbook in opened.workbooks:
        for grid in workbook.grids:
            if not any(map(any, grid.rows)):
                continue
            place = Place(workbook.file, grid.name)
            heading = None if grid.hidden else find_heading(grid, kind, needed)
            if heading:
                found.listings.append(_listing(grid, heading, workbook.file))
            else:
                (found.hidden if grid.hidden else found.without).append(place)
    return found


def _listing(grid: Grid, heading: Heading, file: str) -> Listing:
    above = (cell for row in grid.rows[: heading.top] for cell in map(_plain, row))
    return Listing(file, grid.name, " ".join(filter(None, above)), tuple(_lines(grid, heading, file)))


def find_heading(grid: Grid, kind: str, needed: tuple[str, ...]) -> Heading | None:
    """The first row that names enough columns; years may stand in a second row under 目标值."""
    roles = _roles(kind)
    for number, row in enumerate(grid.rows[:HEADING_DEPTH]):
        columns, years, base = _named_columns(row, roles)
        below = {} if years or "target" not in columns else _years_below(grid, number, columns)
        years |= below
        if not years and "target" not in columns and "base" not in columns:
            years, base = _bare_years(grid, number, columns, base)
        units = _units_below(grid, number, kind)
        columns |= units
        if years and columns.get("target") in (None, *years.values()):
            columns["target"] = min(years.values())
        alone = kind == "areas" and len(columns) == 1 == sum(map(bool, map(_plain, row)))
        if (len(columns) > 1 or alone) and any(role in columns for role in needed):
            return Heading(number, number + bool(below or units), columns, years, base)
    return None


def _named_columns(
    row: list[CellValue], roles: Mapping[str, str]
) -> tuple[dict[str, int], dict[int, int], int | None]:
    """Role -> column, year -> target column, and the year of the base column."""
    columns: dict[str, int] = {}
    years: dict[int, int] = {}
    base = None
    for column, cell in enumerate(row):
        role, year = _role(cell, roles)
        if role == "target" and year is not None:
            years.setdefault(year, column)
        elif role and role not in columns:
            columns[role] = column
            base = year if role == "base" else base
    return columns, years, base


def _bare_years(
    grid: Grid, number: int, columns: dict[str, int], base: int | None
) -> tuple[dict[int, int], int | None]:
    """Columns headed by nothing but a plan's years (2025年, 2030年) in a sheet that speaks of targets.

    The year before the plan (2020年) is then the base.
    """
    above = "".join(_plain(cell) for row in grid.rows[:number] for cell in row) + grid.name
    if not ("目标" in above or "规划" in above):
        return {}, base
    found = {}
    for column, cell in enumerate(grid.rows[number]):
        match = _YEAR.fullmatch(label_key(_plain(cell)))
        if match:
            found[int(match[1])] = column
    early = {year for year in found if year % 10 == 0 and year + 5 in found}
    if any(year % 5 for year in found) or len(early) > 1:
        return {}, base
    if early and len(found) > 1:
        base = early.pop()
        columns["base"] = found.pop(base)
    return found, base


def _units_below(grid: Grid, number: int, kind: str) -> dict[str, int]:
    """牵头 and 配合 in the row under a common 责任单位, where that row holds heading words only."""
    words = {label_key(word): role for role, all_ in _vocabulary().get(f"{kind}_below", {}).items()
             for word in all_}  # fmt: skip
    if number + 1 >= grid.n_rows or not words:
        return {}
    roles = _roles(kind)
    found: dict[str, int] = {}
    for column, cell in enumerate(grid.rows[number + 1]):
        key = label_key(_plain(cell))
        role = words.get(key) or roles.get(key)
        if not key or key == label_key(_plain(grid.rows[number][column])) or _ONLY_YEAR.fullmatch(key):
            continue
        if role not in ("lead", "coop"):
            return {}
        found.setdefault(role, column)
    return found


def _years_below(grid: Grid, number: int, columns: Mapping[str, int]) -> dict[int, int]:
    """Years in the row under a target heading, up to the next heading: 目标值 over 2025年 and 2030年."""
    if number + 1 >= grid.n_rows:
        return {}
    start = columns["target"]
    end = min((column for column in columns.values() if column > start), default=grid.n_columns)
    cells = {column: label_key(_plain(grid.rows[number + 1][column])) for column in range(start, end)}
    found = {column: _ONLY_YEAR.fullmatch(text) for column, text in cells.items() if text}
    if not all(found.values()):
        return {}
    return {int(match[1]): column for column, match in found.items() if match}


def _role(cell: CellValue, roles: Mapping[str, str]) -> tuple[str | None, int | None]:
    if not isinstance(cell, str):
        return None, None
    key = label_key(cell)
    year = _YEAR.search(key)
    role = roles.get(key) or roles.get(_ASIDE.sub("", key))
    return role, int(year[1]) if year else None


def _lines(grid: Grid, heading: Heading, file: str) -> Iterator[Line]:
    filled = _merged_down(grid)
    for number in range(heading.row + 1, grid.n_rows):
        texts = {role: _text(grid, number, column, filled) for role, column in heading.columns.items()}
        by_year = {year: _text(grid, number, column, filled) for year, column in heading.years.items()}
        everything = tuple(text for text in map(_plain, grid.rows[number]) if text)
        if everything:
            columns, base = heading.columns, heading.base_year
            indent = _indent(grid, number, columns.get("name"))
            yield Line(file, grid.name, number, texts, columns, by_year, everything, base, indent)


def _indent(grid: Grid, row: int, column: int | None) -> int:
    """How far the name is moved in, by spaces or by the cell's own indent."""
    from indicators.sheets.areas import indent_of

    if column is None:
        return 0
    value = grid.rows[row][column]
    return 2 * grid.indents.get((row, column), 0) + (indent_of(value) if isinstance(value, str) else 0)


def _merged_down(grid: Grid) -> dict[tuple[int, int], tuple[int, int]]:
    """For each cell under the first one of a vertical merge, the cell that holds its text."""
    return {
        (row, left): (top, left)
        for top, left, bottom, right in grid.merges
        if right == left
        for row in range(top + 1, bottom + 1)
    }


def _text(grid: Grid, row: int, column: int, filled: Mapping[tuple[int, int], tuple[int, int]]) -> str:
    row, column = filled.get((row, column), (row, column))
    value = grid.rows[row][column]
    if isinstance(value, float | int) and not isinstance(value, bool) and grid.formats is not None:
        code = grid.format_codes[grid.formats[row, column]]
        if "%" in code:
            return f"{value * 100:.10g}%"
    return _plain(value)


def _plain(value: CellValue) -> str:
    """A cell as text; whole floats without their ".0"."""
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value).replace("\u3000", " ").strip()
