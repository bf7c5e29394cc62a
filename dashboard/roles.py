"""Pure: a file's cells coloured by what the reader took them for."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from dashboard import format as fmt
from indicators.sheets.container import open_bytes
from indicators.sheets.grid import CellValue, Grid, address, column_letters

ROWS, COLUMNS = 40, 24
Taken = Mapping[str, tuple[str, str]]
Sheet = tuple[Grid, Taken]


def sheets(content: bytes, name: str, reading: Any) -> dict[str, Sheet]:
    """Each visible sheet of a file with what its cells were taken for."""
    taken: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    for sheet, cell, role, reason in reading.roles():
        taken[sheet][cell] = (role, reason)
    books = open_bytes(content, name).workbooks
    found: dict[str, Sheet] = {}
    for book in books:
        for sheet in book.grids:
            title = sheet.name if len(books) == 1 else f"{book.file} {sheet.name}".strip()
            if not sheet.hidden and sheet.rows:
                found[title] = (sheet, taken.get(sheet.name) or taken.get(title) or {})
    return found


def parts(grid: Grid) -> tuple[int, int]:
    """How many pages a sheet takes: downwards, and to the right."""
    return max(1, -(-grid.n_rows // ROWS)), max(1, -(-grid.n_columns // COLUMNS))


def part_words(grid: Grid, down: int, right: int) -> str:
    """Which rows and columns a page shows, in words; empty where it shows all."""
    if parts(grid) == (1, 1):
        return ""
    last = min(grid.n_rows, (down + 1) * ROWS)
    end = min(grid.n_columns, (right + 1) * COLUMNS)
    rows = f"第{down * ROWS + 1}—{last}行（共{grid.n_rows}行）"
    first, final = column_letters(right * COLUMNS), column_letters(end - 1)
    return f"{rows}，{first}—{final}列（共{grid.n_columns}列）"


def draw(grid: Grid, taken: Taken, down: int = 0, right: int = 0) -> str:
    """One page of a sheet as HTML; hover tells why a cell was taken so."""
    rows = range(down * ROWS, min(grid.n_rows, (down + 1) * ROWS))
    columns = range(right * COLUMNS, min(grid.n_columns, (right + 1) * COLUMNS))
    head = "".join(f"<th>{column_letters(column)}</th>" for column in columns)
    body = "".join(f"<tr><th>{row + 1}</th>{''.join(_cells(grid, row, columns, taken))}</tr>" for row in rows)
    table = f"<table><thead><tr><th></th>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="tp tp-grid">{table}</div>'


def _cells(grid: Grid, row: int, columns: range, taken: Taken) -> Iterable[str]:
    for column in columns:
        role, reason = taken.get(address(row, column), ("", ""))
        mark = f' class="tp-role-{role}" title="{fmt.html(_why(role, reason))}"' if role in fmt.ROLES else ""
        yield f"<td{mark}>{fmt.html(shown(grid.rows[row][column]))}</td>"


def _why(role: str, reason: str) -> str:
    return f"{fmt.ROLES[role]}：{reason}" if reason else fmt.ROLES[role]


def shown(value: CellValue) -> str:
    """A cell's value as short text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return fmt.number(value).replace("−", "-") if abs(value) < 1e15 else str(value)
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%d}"
    return str(value)
