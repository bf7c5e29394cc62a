"""The decisions drawn back on the sheet: the role of every cell and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from indicators.sheets.cells import CELL_NAMES, CellFeatures, cell_scores
from indicators.sheets.columns import Column
from indicators.sheets.facts import BLANK, Facts
from indicators.sheets.grid import address
from indicators.sheets.roles import GROUP, NAMES, NOTE, TITLE, TOTAL, LineRoles
from indicators.sheets.rows import RowInfo
from indicators.sheets.tables import Table

_CELL_NOTE, _CELL_TITLE = CELL_NAMES.index("note"), CELL_NAMES.index("title")
_TRUST = 3.1
"""How much more a cell's own scores count than its line's, between title and note."""
_MOST_LINES = 4000

Roles = dict[tuple[int, int], tuple[str, str]]


class RoleRow(NamedTuple):
    """One cell's role, as in `read --explain`."""

    sheet: str
    cell: str
    role: str
    reason: str


def cell_roles(facts: Facts, lines: LineRoles | None, tables: Sequence[tuple[Table, RowInfo]]) -> Roles:
    """Role and reason of every non-blank cell by (row, column)."""
    out: Roles = {}
    if lines is None:
        return out
    rows = np.flatnonzero(lines.roles >= 0)
    if len(rows) <= _MOST_LINES:
        _by_scores(facts, lines, rows, out)
    else:
        _by_lines(facts, lines, rows, out)
    for table, info in tables:
        _of_table(facts, table, info, out)
    return out


def _by_lines(facts: Facts, lines: LineRoles, rows: np.ndarray, out: Roles) -> None:
    """Every cell of a very long sheet takes its line's role."""
    for row in rows.tolist():
        reason = lines.reason(row)
        for column in np.flatnonzero(facts.kinds[row] != BLANK).tolist():
            out[row, column] = (NAMES[lines.roles[row]], reason)


def _by_scores(facts: Facts, lines: LineRoles, rows: np.ndarray, out: Roles) -> None:
    """Cells by their own scores inside the role of their line."""
    features = CellFeatures(facts, rows, lines.roles[rows])
    scores = cell_scores(features)
    reasons = {int(row): lines.reason(int(row)) for row in rows}
    for at, (index, column) in enumerate(zip(features.at, features.column, strict=True)):
        row = int(rows[index])
        out[row, int(column)] = (_settled(lines, row, scores[at]), reasons[row])


def _settled(lines: LineRoles, row: int, scores: np.ndarray) -> str:
    """One cell's role: its line's where the line stands for itself, else its own."""
    line = int(lines.roles[row])
    if line == TITLE:
        at = int(np.searchsorted(lines.rows, row))
        for_title = lines.scores[at][TITLE] - lines.scores[at][NOTE]
        if _TRUST * (scores[_CELL_NOTE] - scores[_CELL_TITLE]) > for_title:
            return "note"
    if line in (TITLE, GROUP, NOTE):
        return NAMES[line]
    name = CELL_NAMES[int(scores.argmax())]
    return "total" if line == TOTAL and name == "data" else name


def _of_table(facts: Facts, table: Table, info: RowInfo, out: Roles) -> None:
    """What the table made of its cells: units, totals; where it named indicators, stubs and headings too."""
    for cell, role in table.context.lines.items():
        if cell in out and role == "unit":
            out[cell] = ("unit", "单位行")
    columns = {c.index: c for c in table.columns}
    first, last = table.block.columns
    totals = np.array([total for _, total in info.wheres] or [False])[info.where] if len(info.rows) else []
    for at, row in enumerate(info.rows.tolist()):
        for column in range(first, last + 1):
            if (row, column) in out:
                found = _body_role(columns.get(column), table.skipped, bool(totals[at]), out[row, column][0])
                if found and (table.named or found[0] == "total"):
                    out[row, column] = found
    for row in table.block.headers if table.named else ():
        for column in range(first, last + 1):
            if (row, column) in out:
                out[row, column] = ("header", out[row, column][1])
    for row in info.groups if table.named else ():
        for column in range(first, last + 1):
            if (row, column) in out:
                out[row, column] = ("group", "本行没有数据,统领下面各行")


def _body_role(
    column: Column | None, skipped: dict[int, str], total: bool, now: str
) -> tuple[str, str] | None:
    if column is None or column.use == "ignored" or column.index in skipped:
        reason = skipped.get(column.index, column.reason) if column else ""
        return (
            ("ignored", reason) if reason and (column is None or column.dim in ("remark", "target")) else None
        )
    if column.use == "stub":
        return ("stub", column.reason)
    return ("total", "合计行") if total or now == "total" else ("data", column.reason)


def sheet_roles(
    facts: Facts, lines: LineRoles | None, tables: Sequence[tuple[Table, RowInfo]], *, hidden: bool = False
) -> Iterator[RoleRow]:
    """Roles of a whole sheet in reading order; a hidden sheet's cells are all ignored."""
    if hidden:
        for row, column in zip(*np.nonzero(facts.kinds != BLANK), strict=True):
            yield RoleRow(facts.grid.name, address(int(row), int(column)), "ignored", "隐藏的工作表")
        return
    for (row, column), (role, reason) in sorted(cell_roles(facts, lines, tables).items()):
        yield RoleRow(facts.grid.name, address(row, column), role, reason)
