"""The head of a table: for every column the label cells above it, outermost first."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.sheets.facts import BLANK, Facts
from indicators.sheets.lexicon import fold, lexicon

Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Head:
    """One column's label cells (row, column of the leading cell), outermost first."""

    column: int
    cells: tuple[Cell, ...]


def heads(facts: Facts, rows: list[int], first: int, last: int, stub_end: int) -> dict[int, Head]:
    """Label cells above each column from `first` to `last`; `stub_end` is the last stub column.

    A blank cell takes the label to its left where a merged range says so, or where the merge was
    lost in copying: both stand over labels of their own, and under the same parent.
    """
    table = [[_leader(facts, row, column) for column in range(first, last + 1)] for row in rows]
    merged = any(row in rows and right > column for (row, column), (_, right) in facts.span.items())
    for level in range(len(rows) - 1):
        _fill_right(facts, table, level, max(stub_end + 1 - first, 0), merged)
    out = {}
    for offset in range(last - first + 1):
        cells = [line[offset] for line in table]
        path = [cell for i, cell in enumerate(cells) if cell and cell not in cells[:i]]
        out[first + offset] = Head(first + offset, tuple(cell for cell in path if cell))
    return out


def _leader(facts: Facts, row: int, column: int) -> Cell | None:
    cell = facts.covered.get((row, column), (row, column))
    if cell[0] < facts.n_rows and facts.kinds[cell] != BLANK:
        return cell
    return None


def _fill_right(facts: Facts, table: list[list[Cell | None]], level: int, start: int, merged: bool) -> None:
    """Give the blank cells of one header row the label to their left, where that is what was meant."""
    line = table[level]
    own: Cell | None = None
    at = -1
    for offset in range(start, len(line)):
        cell = line[offset]
        if cell is not None:
            own, at = cell, offset
            continue
        if (
            own is None
            or not _below(table, level, offset)
            or not _reaches(facts, own, offset, merged, table, level)
        ):
            continue
        word = fold(facts.text(*own))
        if not _below(table, level, at) and word not in lexicon().words["of_which"]:
            continue
        if level and table[level - 1][offset] != table[level - 1][at]:
            own = None
            continue
        line[offset] = own


def _below(table: list[list[Cell | None]], level: int, offset: int) -> bool:
    above = table[level][offset]
    return any(line[offset] is not None and line[offset] != above for line in table[level + 1 :])


def _reaches(
    facts: Facts, own: Cell, offset: int, merged: bool, table: list[list[Cell | None]], level: int
) -> bool:
    """Whether a label may stretch beyond its own cell: never past the end of its merged range."""
    span = facts.span.get(own)
    if span is not None and span[1] > own[1]:
        return False
    if not merged:
        return True
    above = table[level - 1][offset] if level else None
    return above is None
