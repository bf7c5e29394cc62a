"""The decisions drawn back on the sheet: the role of every cell and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from indicators.sheets.facts import BLANK, Facts
from indicators.sheets.grid import address
from indicators.sheets.roles import HEADER, NAMES, TITLE, LineRoles
from indicators.sheets.rows import RowInfo
from indicators.sheets.tables import Table


class RoleRow(NamedTuple):
    """One cell's role, as in `read --explain`."""

    sheet: str
    cell: str
    role: str
    reason: str


def cell_roles(
    facts: Facts, lines: LineRoles | None, tables: Sequence[tuple[Table, RowInfo]]
) -> dict[tuple[int, int], tuple[str, str]]:
    """Role and reason of every non-blank cell by (row, column)."""
    out: dict[tuple[int, int], tuple[str, str]] = {}
    if lines is None:
        return out
    for row in range(facts.n_rows):
        role = int(lines.roles[row])
        if role < 0:
            continue
        reason = lines.reason(row)
        for column in np.flatnonzero(facts.kinds[row] != BLANK):
            out[row, int(column)] = (NAMES[role], reason)
    for table, info in tables:
        _table_roles(facts, table, info, out)
    return out


def _table_roles(
    facts: Facts, table: Table, info: RowInfo, out: dict[tuple[int, int], tuple[str, str]]
) -> None:
    for cell, role in table.context.lines.items():
        if cell in out:
            out[cell] = (role, "单位行" if role == "unit" else out[cell][1])
    ignored = {c.index: c.reason for c in table.columns if c.use == "ignored"} | table.skipped
    stubs = {c.index: c for c in table.columns if c.use == "stub"}
    first, last = table.block.columns
    totals = np.array([total for _, total in info.wheres] or [False])[info.where] if len(info.rows) else []
    for at, row in enumerate(info.rows.tolist()):
        for column in range(first, last + 1):
            if facts.kinds[row, column] == BLANK:
                continue
            out[row, column] = _body_role(column, stubs, ignored, bool(totals[at]))
    for row in info.groups:
        for column in range(first, last + 1):
            if (row, column) in out:
                out[row, column] = ("group", "本行没有数据,统领下面各行")
    for row in table.block.headers:
        for column in range(first, last + 1):
            if (row, column) in out and facts.kinds[row, column] != BLANK:
                out[row, column] = ("header", out[row, column][1])


def _body_role(column: int, stubs: dict, ignored: dict[int, str], total: bool) -> tuple[str, str]:
    if column in ignored:
        return "ignored", ignored[column]
    if column in stubs:
        return "stub", stubs[column].reason
    return ("total", "合计行") if total else ("data", "数据列")


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


__all__ = ["HEADER", "TITLE", "RoleRow", "cell_roles", "sheet_roles"]
