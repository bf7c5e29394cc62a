"""Tables in two languages: the foreign twin of a head, a stub column or a unit line says nothing new."""

from __future__ import annotations

import re
from collections.abc import Callable

from indicators.sheets.columns import Column
from indicators.sheets.facts import BLANK, Facts
from indicators.sheets.groups import CODE_DIMS
from indicators.sheets.heads import Cell, Head
from indicators.sheets.lexicon import fold
from indicators.sheets.units import as_unit, unit_row

_OWN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_WORD = re.compile(r"[A-Za-z]{3}")
_ENOUGH = 0.6
"""Share of the Chinese heads that must have a foreign twin before any is left out."""
_TWIN = 0.9
"""Share of a column's texts that must be foreign, and have one and the same native text beside them."""


def is_foreign(text: str) -> bool:
    """Whether a text is written in words of Latin letters only."""
    return _WORD.search(text) is not None and _OWN.search(text) is None


def without_twins(facts: Facts, top: dict[int, Head]) -> dict[int, Head]:
    """The heads without their foreign twins (男 over Male), where every column stays told apart.

    A foreign word that alone tells columns apart (HPV, BCG under 接种率) is no twin and is kept.
    """
    texts = {cell: facts.text(*cell) for head in top.values() for cell in head.cells}
    native = {column: head for column, head in top.items() if any(_OWN.search(texts[c]) for c in head.cells)}
    foreign_rows = _foreign_rows(texts)
    kept = {column: _native_cells(head, texts, foreign_rows) for column, head in native.items()}
    changed = sum(len(kept[column]) < len(head.cells) for column, head in native.items())
    if changed < 2 or changed < _ENOUGH * len(native):
        return top
    before = {tuple(fold(texts[c]) for c in head.cells) for head in native.values()}
    after = {tuple(fold(texts[c]) for c in cells) for cells in kept.values()}
    if len(after) < len(before):
        return top
    return {column: Head(column, kept.get(column, head.cells)) for column, head in top.items()}


def _foreign_rows(texts: dict[Cell, str]) -> set[int]:
    """Head rows without a native word but with foreign ones: translations, figures in them included."""
    rows: dict[int, list[str]] = {}
    for (row, _), text in texts.items():
        rows.setdefault(row, []).append(text)
    return {
        row for row, line in rows.items() if any(map(is_foreign, line)) and not _OWN.search(" ".join(line))
    }


def _native_cells(head: Head, texts: dict[Cell, str], foreign_rows: set[int]) -> tuple[Cell, ...]:
    return tuple(
        cell
        for cell in head.cells
        if as_unit(texts[cell].strip("() （）")) or not (is_foreign(texts[cell]) or cell[0] in foreign_rows)
    )


def set_twins_aside(found: list[Column], facts: Facts, sample: list[int]) -> None:
    """Leave out a stub column of foreign names beside one that has the same names in Chinese."""
    stubs = [c for c in found if c.use == "stub" and c.dim not in (*CODE_DIMS, "unit", "year")]
    texts = {c.index: [facts.text(row, c.index).strip() for row in sample] for c in stubs}
    own = [c for c in stubs if _share(texts[c.index], lambda text: bool(_OWN.search(text))) >= 0.8]
    for column in stubs:
        if column in own or _share(texts[column.index], is_foreign) < _TWIN:
            continue
        if any(_translates(texts[other.index], texts[column.index]) for other in own):
            column.use, column.dim, column.reason = "ignored", "remark", "外文对照栏"


def _share(texts: list[str], test: Callable[[str], bool]) -> float:
    filled = [text for text in texts if text]
    return sum(map(test, filled)) / max(len(filled), 1)


def _translates(own: list[str], foreign: list[str]) -> bool:
    """Whether nearly every native text always has one and the same foreign text beside it."""
    beside: dict[str, set[str]] = {}
    both = 0
    for left, right in zip(own, foreign, strict=True):
        if left and right:
            both += 1
            beside.setdefault(fold(left), set()).add(fold(right))
    either = sum(bool(left or right) for left, right in zip(own, foreign, strict=True))
    single = sum(len(others) == 1 for others in beside.values())
    return both >= 0.7 * either > 0 and single >= _TWIN * len(beside)


def beside_unit_line(facts: Facts, row: int, column: int) -> bool:
    """Whether a title cell is the foreign twin of a unit line in the same row: (person) beside 单位：人."""
    if not is_foreign(facts.text(row, column)):
        return False
    return any(unit_row(facts.text(row, c)) for c in range(facts.n_columns) if facts.kinds[row, c] != BLANK)
