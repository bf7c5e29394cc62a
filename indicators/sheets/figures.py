"""One column's cells -> figures, reasons for missing ones, qualifiers, own units and flags, as arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from indicators.model import Missing
from indicators.sheets.facts import BLANK, DATE, ERROR, MARK, NUMBER, NUMBER_TEXT, TEXT, Facts
from indicators.sheets.records import MISSING, QUALIFIERS
from indicators.sheets.values import Value, is_percent_format, parse_text

MISSING_CODE = {reason: code for code, reason in enumerate(MISSING)}
QUALIFIER_CODE = {qualifier: code for code, qualifier in enumerate(QUALIFIERS)}
"""Codes of the reasons and qualifiers in the arrays."""


class Interner:
    """Small integers for distinct contents, in order of first sight."""

    def __init__(self, *first: object) -> None:
        """Begin with the given contents."""
        self.items: list[object] = list(first)
        self._codes = {item: code for code, item in enumerate(first)}

    def code(self, item: object) -> int:
        """The code of one content."""
        if item not in self._codes:
            self._codes[item] = len(self.items)
            self.items.append(item)
        return self._codes[item]


@dataclass(slots=True)
class Figures:
    """One column's figures over the data rows."""

    value: np.ndarray
    missing: np.ndarray
    qualifier: np.ndarray
    unit: np.ndarray
    flags: np.ndarray
    kept: np.ndarray


def column_figures(facts: Facts, rows: np.ndarray, column: int, units: Interner, flags: Interner) -> Figures:
    """One column's cells as figures, missing reasons, qualifiers, own units and flags."""
    n = len(rows)
    kinds = facts.kinds[rows, column]
    value = np.full(n, np.nan)
    missing, qualifier = np.zeros(n, dtype=np.int8), np.zeros(n, dtype=np.int8)
    unit, flag = np.zeros(n, dtype=np.int32), np.zeros(n, dtype=np.int32)
    out = Figures(value, missing, qualifier, unit, flag, np.ones(n, dtype=bool))
    missing[kinds == BLANK] = MISSING_CODE[Missing.BLANK]
    numbers = np.flatnonzero(kinds == NUMBER)
    cells = facts.grid.rows
    if numbers.size:
        value[numbers] = np.round(facts.floats[rows[numbers], column], 10)
        _percent(facts, rows, column, numbers, out, units, flags)
    known: dict[object, Value] = {}
    for i in np.flatnonzero((kinds == NUMBER_TEXT) | (kinds == MARK) | (kinds == TEXT) | (kinds == DATE)):
        raw = cells[rows[i]][column]
        read = known.get(raw)
        if read is None:
            read = known[raw] = parse_text(facts.text(int(rows[i]), column))
        _put(out, int(i), read, units, flags)
    for i in np.flatnonzero(kinds == ERROR):
        cell = (int(rows[i]), column)
        text = facts.grid.errors.get(cell)
        _put(
            out,
            int(i),
            Value(None, Missing.UNREADABLE, flags=(f"error:{text}" if text else "uncached_formula",)),
            units,
            flags,
        )
    if facts.covered:
        for i in np.flatnonzero(kinds == BLANK):
            out.kept[i] = (int(rows[i]), column) not in facts.covered
    return out


def _put(out: Figures, i: int, read: Value, units: Interner, flags: Interner) -> None:
    out.value[i] = np.nan if read.value is None else read.value
    out.missing[i] = MISSING_CODE[read.missing]
    out.qualifier[i] = QUALIFIER_CODE[read.qualifier]
    out.unit[i] = units.code(read.unit)
    out.flags[i] = flags.code(read.flags)


def _percent(
    facts: Facts,
    rows: np.ndarray,
    column: int,
    numbers: np.ndarray,
    out: Figures,
    units: Interner,
    flags: Interner,
) -> None:
    """Figures under a per-cent number format: times 100, unit %."""
    formats = facts.grid.formats
    if formats is None:
        return
    percent = np.array([is_percent_format(code) for code in facts.grid.format_codes] or [False])
    shown = numbers[percent[formats[rows[numbers], column]]]
    if shown.size:
        out.value[shown] = np.round(out.value[shown] * 100, 10)
        out.unit[shown] = units.code("%")
        out.flags[shown] = flags.code(("percent_format",))


def all_labelled(figure: Figures, flags: Interner) -> bool:
    """Whether every figure of a column says itself what it counts."""
    labelled = [any(tag.startswith("label:") for tag in tags) for tags in flags.items]  # type: ignore[attr-defined]
    filled = ~np.isnan(figure.value)
    return any(labelled) and bool(filled.any() and np.array(labelled)[figure.flags[filled]].all())
