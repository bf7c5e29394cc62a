"""What stands in words beside a row's figures: why there is none, and what the unit says of them."""

from __future__ import annotations

import numpy as np

from indicators.model import Missing, Place
from indicators.sheets.facts import NUMBER, Facts
from indicators.sheets.grid import address
from indicators.sheets.lexicon import fold, lexicon
from indicators.sheets.questions import Asker
from indicators.sheets.records import MISSING, Chunk
from indicators.sheets.tables import Table

_FEW_ROWS = 5000
_BLANK = MISSING.index(Missing.BLANK)


def explains(facts: Facts) -> bool:
    """Whether a sheet only explains a form or holds its lists: it is named so and has no number in it."""
    named = fold(facts.grid.name) in lexicon().words["explanation_sheet"]
    return named and not (facts.kinds == NUMBER).any()


def take_words(table: Table, chunk: Chunk, asker: Asker) -> None:
    """Take in the columns 无数据原因 and 说明 of a table, row by row, for the newest figures of each row.

    A known reason beside a blank figure becomes the reason for its missing. A reason beside a figure,
    and one whose words are not known, is told; the figure (or the blank) stays.
    """
    words = lexicon().words["explanation_column"]
    reasons = [c.index for c in table.columns if c.dim == "reason"]
    notes = [c.index for c in table.columns if c.dim == "remark" and fold(c.word) in words]
    if not (reasons or notes) or len(np.unique(chunk.rows)) > _FEW_ROWS:
        return
    for row, figures in _newest(chunk).items():
        for column in reasons:
            if text := table.facts.text(row, column).strip():
                _reason(table, chunk, figures, (row, column), text, asker)
        text = "；".join(said for column in notes if (said := table.facts.text(row, column).strip()))
        if text:
            chunk.remarks.update(((row, int(chunk.columns[at])), text) for at in figures)


def _newest(chunk: Chunk) -> dict[int, list[int]]:
    """By row, the records (no numerators or denominators) of the latest year of the row."""
    years = np.array([(p.year or 0) if p else 0 for p in chunk.periods] or [0])[chunk.period]
    whole = np.array([named.component is None for named in chunk.names])[chunk.name]
    found: dict[int, list[int]] = {}
    for row in np.unique(chunk.rows).tolist():
        here = np.flatnonzero((chunk.rows == row) & whole)
        if here.size:
            found[row] = here[years[here] == years[here].max()].tolist()
    return found


def _reason(
    table: Table, chunk: Chunk, figures: list[int], cell: tuple[int, int], text: str, asker: Asker
) -> None:
    place = Place(table.place.file, table.place.sheet, address(*cell))
    blanks = [at for at in figures if chunk.missing[at] == _BLANK]
    if any(not np.isnan(chunk.value[at]) for at in figures):
        asker.tell("reason_beside_figure", place, value=text)
        return
    known = lexicon().missing.get(fold(text))
    if known is None:
        asker.tell("reason_unknown", place, value=text)
        return
    for at in blanks:
        chunk.missing[at] = MISSING.index(known)
        chunk.said[cell[0], int(chunk.columns[at])] = text
