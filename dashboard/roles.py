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


def grids(content: bytes, name: str, reading: Any) -> dict[str, str]:
    """Each visible sheet of a file as an HTML table whose cells carry their role; hover tells why."""
    taken: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    for sheet, cell, role, reason in reading.roles():
        taken[sheet][cell] = (role, reason)
    books = open_bytes(content, name).workbooks
    found: dict[str, str] = {}
    for book in books:
        for sheet in book.grids:
            title = sheet.name if len(books) == 1 else f"{book.file} {sheet.name}".strip()
            if not sheet.hidden and sheet.rows:
                found[title] = draw(sheet, taken.get(sheet.name) or taken.get(title) or {})
    return found


def draw(grid: Grid, taken: Taken) -> str:
    """One sheet's first rows and columns as HTML; what is cut off is said."""
    rows, columns = min(grid.n_rows, ROWS), min(grid.n_columns, COLUMNS)
    head = "".join(f"<th>{column_letters(column)}</th>" for column in range(columns))
    body = "".join(
        f"<tr><th>{row + 1}</th>{''.join(_cells(grid, row, columns, taken))}</tr>" for row in range(rows)
    )
    cut = grid.n_rows > rows or grid.n_columns > columns
    said = f"只画出前{rows}行、前{columns}列，共{grid.n_rows}行、{grid.n_columns}列。" if cut else ""
    note = f'<div class="tp tp-quiet tp-small">{said}</div>' if said else ""
    table = f"<table><thead><tr><th></th>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="tp tp-grid">{table}</div>{note}'


def _cells(grid: Grid, row: int, columns: int, taken: Taken) -> Iterable[str]:
    for column in range(columns):
        role, reason = taken.get(address(row, column), ("", ""))
        mark = f' class="tp-role-{role}" title="{fmt.html(_why(role, reason))}"' if role in fmt.ROLES else ""
        yield f"<td{mark}>{fmt.html(shown(grid.rows[row][column]))}</td>"


def _why(role: str, reason: str) -> str:
    return f"{fmt.ROLES[role]}:{reason}" if reason else fmt.ROLES[role]


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
