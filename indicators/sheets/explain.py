"""The decisions drawn back on the sheet: the role of every cell and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from indicators.sheets.cells import CELL_NAMES, CellFeatures, cell_scores
from indicators.sheets.columns import Column
from indicators.sheets.facts import BLANK, Facts
from indicators.sheets.grid import address, column_letters
from indicators.sheets.lexicon import fold, lexicon
from indicators.sheets.line_signs import DATA, GROUP, HEADER, NOTE, TITLE, TOTAL
from indicators.sheets.roles import NAMES, LineRoles
from indicators.sheets.rows import RowInfo
from indicators.sheets.tables import Table

_CELL_NOTE, _CELL_TITLE = CELL_NAMES.index("note"), CELL_NAMES.index("title")
_TRUST = 3.1
"""How much more a cell's own scores count than its line's, where a line above a table begins as notes do."""
_ENOUGH = 600
"""Data lines that show what the columns of a long table hold; the others are taken to be alike."""
_VOTERS, _MOST = 3, 0.6
"""Cells of a column that must be alike, and the share of them that decides for the others."""
_BODY = 20
"""Lines below a head that make it the head of a table rather than a line of a form."""
_FEW, _SOME = 2, 4
"""Lines below a head of years, and of other heads, that make the label left of them their corner."""
_MOST_YEARS = 0.5
"""Share of a line's years that must look like heads by themselves for the others to be heads too."""
_NUMBERING = ("栏号行", "甲乙丙栏号行")
_MOST_LINES = 4000
_ROLES = (*NAMES, "stub", "unit", "ignored")
_CODE = {name: code for code, name in enumerate(_ROLES)}
_OF_CELL = np.array([_CODE[name] for name in CELL_NAMES], dtype=np.int8)


class RoleRow(NamedTuple):
    """One cell's role, as in `read --explain`."""

    sheet: str
    cell: str
    role: str
    reason: str


@dataclass(slots=True)
class Roles:
    """Role and reason of every cell as codes (rows x columns; -1 where blank)."""

    codes: np.ndarray
    why: np.ndarray
    reasons: list[str] = field(default_factory=list)

    def reason(self, text: str) -> int:
        """Number of a reason."""
        self.reasons.append(text)
        return len(self.reasons) - 1

    def set(self, rows: np.ndarray, column: int, role: str, why: int) -> None:
        """Give the cells of `rows` in a column a role, blank ones left out."""
        rows = rows[self.codes[rows, column] >= 0]
        self.codes[rows, column] = _CODE[role]
        self.why[rows, column] = why

    def __iter__(self) -> Iterator[tuple[int, int, str, str]]:
        """(row, column, role, reason) of every cell in reading order."""
        for row, line in enumerate(self.codes):
            for column in np.flatnonzero(line >= 0).tolist():
                yield row, column, _ROLES[line[column]], self.reasons[self.why[row, column]]


def cell_roles(facts: Facts, lines: LineRoles | None, tables: Sequence[tuple[Table, RowInfo]]) -> Roles:
    """Role and reason of every non-blank cell."""
    out = Roles(np.full(facts.kinds.shape, -1, dtype=np.int8), np.zeros(facts.kinds.shape, dtype=np.int32))
    if lines is None:
        return out
    rows = np.flatnonzero(lines.roles >= 0)
    _by_lines(facts, lines, rows, out)
    looked_at = _worth_scores(lines, rows)
    if len(looked_at):
        _by_scores(facts, lines, looked_at, out)
        _outvoted(facts, lines, looked_at, out)
        _whole_heads(facts, lines, rows, out)
        if len(looked_at) < len(rows):
            _by_columns(facts, np.setdiff1d(rows, looked_at), looked_at, lines, out)
    for table, info in tables:
        _of_table(table, info, out)
    return out


def _worth_scores(lines: LineRoles, rows: np.ndarray) -> np.ndarray:
    """Lines whose cells are decided singly: all but the inner data lines of a long table."""
    data = rows[lines.roles[rows] == DATA]
    odd = rows[lines.roles[rows] != DATA][:_MOST_LINES]
    half = _ENOUGH // 2
    return np.sort(np.concatenate([odd, data[:half], data[max(half, len(data) - half) :]]))


def _by_lines(facts: Facts, lines: LineRoles, rows: np.ndarray, out: Roles) -> None:
    """Every cell takes its line's role."""
    texts = [lines.reason(row) for row in rows.tolist()]
    distinct = {text: out.reason(text) for text in dict.fromkeys(texts)}
    out.why[rows] = np.array([distinct[text] for text in texts], dtype=np.int32)[:, None]
    out.codes[rows] = np.where(facts.kinds[rows] == BLANK, -1, lines.roles[rows][:, None])


def _by_scores(facts: Facts, lines: LineRoles, rows: np.ndarray, out: Roles) -> None:
    """Cells by their own scores inside the role of their line."""
    features = CellFeatures(facts, rows, lines.roles[rows])
    if not len(features.at):
        return
    scores = cell_scores(features)
    at, column = rows[features.at], features.column
    line = lines.roles[at]
    own = _OF_CELL[scores.argmax(axis=1)]
    own = np.where((line == TOTAL) & (own == _CODE["data"]), TOTAL, own)
    found = np.where(np.isin(line, (TITLE, GROUP, NOTE)), line, own)
    place = np.minimum(np.searchsorted(lines.rows, at), max(len(lines.rows) - 1, 0))
    for_title = lines.scores[place, TITLE] - lines.scores[place, NOTE]
    for_note = _TRUST * (scores[:, _CELL_NOTE] - scores[:, _CELL_TITLE])
    begins = lines.features.table["note"][place] > 0
    out.codes[at, column] = np.where((line == TITLE) & begins & (for_note > for_title), NOTE, found)


def _outvoted(facts: Facts, lines: LineRoles, rows: np.ndarray, out: Roles) -> None:
    """Cells of body lines follow the like cells of their column where most of those are of one role."""
    rows = rows[np.isin(lines.roles[rows], (DATA, TOTAL))]
    figures = facts.numeric[rows]
    for column in range(facts.n_columns):
        own = np.isin(out.codes[rows, column], (DATA, TOTAL, _CODE["stub"]))
        for alike in (rows[own & figures[:, column]], rows[own & ~figures[:, column]]):
            if len(alike) < _VOTERS:
                continue
            codes = np.where(out.codes[alike, column] == TOTAL, DATA, out.codes[alike, column])
            usual = int(np.bincount(codes).argmax())
            if (codes == usual).mean() >= _MOST:
                totals = (lines.roles[alike] == TOTAL) & (usual == DATA)
                out.codes[alike, column] = np.where(totals, TOTAL, usual)


def _whole_heads(facts: Facts, lines: LineRoles, rows: np.ndarray, out: Roles) -> None:
    """Head lines over a long body and lines of numbering are heads in every cell; others have a corner."""
    roles = lines.roles[rows]
    for at in np.flatnonzero((roles[:-1] == HEADER) & (roles[1:] != HEADER)).tolist():
        start = int(np.flatnonzero(np.append(True, roles[:at] != HEADER))[-1])
        below = np.isin(np.append(roles[at + 1 : at + 1 + _BODY], NOTE), (DATA, TOTAL, GROUP)).argmin()
        for row in rows[start : at + 1].tolist():
            found = lines.evidence.get(row, [])
            numbered = any(role == HEADER and why in _NUMBERING for why, role, _ in found)
            if below >= _BODY or numbered:
                own = np.isin(out.codes[row], (_CODE["stub"], DATA))
                out.codes[row] = np.where(own, HEADER, out.codes[row])
            else:
                _corner(facts, row, int(below), out)


def _corner(facts: Facts, row: int, below: int, out: Roles) -> None:
    """A stub left of nothing but heads is their corner, over several body lines or beside years."""
    others = np.flatnonzero(out.codes[row] >= 0)[1:]
    heads = out.codes[row, others] == HEADER
    share, least = (_MOST_YEARS, _FEW) if facts.yearish[row, others].all() else (1.0, _SOME)
    if len(others) > 1 and heads.mean() >= share and below >= least:
        labels = np.isin(out.codes[row], (_CODE["stub"], DATA))
        out.codes[row] = np.where(labels, HEADER, out.codes[row])


def _by_columns(facts: Facts, rows: np.ndarray, known: np.ndarray, lines: LineRoles, out: Roles) -> None:
    """Cells of further data lines take the role that most like cells of their column have."""
    rows, known = rows[lines.roles[rows] == DATA], known[lines.roles[known] == DATA]
    for column in range(facts.n_columns):
        for kind in np.unique(facts.kinds[rows, column]):
            alike = known[facts.kinds[known, column] == kind]
            if kind != BLANK and len(alike):
                usual = np.bincount(out.codes[alike, column]).argmax()
                out.codes[rows[facts.kinds[rows, column] == kind], column] = usual


def _of_table(table: Table, info: RowInfo, out: Roles) -> None:
    """What the table made of its cells: units, totals; where it named indicators, stubs and headings too."""
    for (row, column), role in table.context.lines.items():
        if role == "unit":
            out.set(np.array([row]), column, "unit", out.reason("单位行"))
    columns = {c.index: c for c in table.columns}
    totals = np.array([total for _, total in info.wheres] or [False])[info.where] if len(info.rows) else None
    first, last = table.block.columns
    for column in range(first, last + 1):
        if totals is not None:
            _of_body(table, columns.get(column), column, info.rows, totals, out)
        if table.named:
            heads = np.array(table.block.headers, dtype=int)
            out.codes[heads, column] = np.where(out.codes[heads, column] >= 0, _CODE["header"], -1)
            why = out.reason("本行没有数据，统领下面各行")
            out.set(np.array(list(info.groups), dtype=int), column, "group", why)


def _of_body(
    table: Table, column: Column | None, index: int, rows: np.ndarray, totals: np.ndarray, out: Roles
) -> None:
    """The body cells of one column, as the table took them."""
    if column is None or column.use == "ignored" or index in table.skipped:
        reason = table.skipped.get(index, column.reason) if column else ""
        if table.named and reason and column is not None and column.dim in ("remark", "reason", "target"):
            out.set(rows, index, "ignored", out.reason(reason))
    elif column.use == "stub":
        if table.named or column.dim == "year" or fold(column.word) in lexicon().column:
            out.set(rows, index, "stub", out.reason(column.reason))
    else:
        summed = totals | (out.codes[rows, index] == TOTAL)
        out.set(rows[summed], index, "total", out.reason("合计行"))
        if table.named:
            out.set(rows[~summed], index, "data", out.reason(column.reason))


def sheet_roles(
    facts: Facts, lines: LineRoles | None, tables: Sequence[tuple[Table, RowInfo]], *, aside: str = ""
) -> Iterator[RoleRow]:
    """Roles of a whole sheet in reading order; `aside` says why all its cells are ignored."""
    name = facts.grid.name
    if aside:
        for row, column in zip(*np.nonzero(facts.kinds != BLANK), strict=True):
            yield RoleRow(name, address(int(row), int(column)), "ignored", aside)
        return
    letters = [column_letters(column) for column in range(facts.n_columns)]
    for row, column, role, reason in cell_roles(facts, lines, tables):
        yield RoleRow(name, f"{letters[column]}{row + 1}", role, reason)
