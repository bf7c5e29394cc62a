"""The years that notes give to a table, to a part of it or to a row: taken where none is said, else told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from indicators.sheets.context import Context
from indicators.sheets.facts import BLANK, Facts
from indicators.sheets.grid import address
from indicators.sheets.lexicon import fold
from indicators.sheets.questions import Asker
from indicators.sheets.records import Chunk
from indicators.sheets.rows import RowInfo
from indicators.sheets.series_lines import describes_series
from indicators.sheets.tables import Table
from indicators.sheets.year_notes import ABOVE, PART, WHOLE, YearNote, year_notes

Said = tuple[tuple[int, int], str, YearNote]
"""A note's cell, its text, and one statement in it."""
_MOST_ROWS = 5000


def said_below(facts: Facts, rows: list[int]) -> list[Said]:
    """What the note lines of a block say of years."""
    found = []
    for row in rows:
        if describes_series(facts, row):
            continue
        for column in np.flatnonzero(facts.kinds[row] != BLANK)[:8].tolist():
            text = facts.text(row, column).strip()
            found += [((row, column), text, note) for note in year_notes(text)]
    return found


def take_whole(context: Context, said: list[Said]) -> None:
    """Take the year that notes give the whole table; against the title's it is left to a question."""
    for _, _, note in said:
        if note.what not in (WHOLE, ABOVE):
            continue
        if context.period is None or context.period.year is None or "year_from_file_name" in context.flags:
            context.period = note.period
            context.flags = tuple(flag for flag in context.flags if flag != "year_from_file_name")
        elif context.period.year != note.period.year:
            context.years = (note.period.year or 0, context.period.year)
            context.period = None


def take_parts(table: Table, info: RowInfo, said: list[Said]) -> None:
    """Give the rows and columns that a note names its year, in a table without years of its own."""
    notes = [note for _, _, note in said if note.what == PART]
    if not notes or any(info.whens) or any(profile.period for profile in table.profiles.values()):
        return
    for note in notes:
        for profile in table.profiles.values():
            if _named(note, (*profile.parts[-1:], "".join(profile.parts), *profile.area[-1:])):
                profile.period = note.period
        whats = [_named(note, (*what.parts[-1:], "".join(what.parts))) for what in info.whats]
        wheres = [_named(note, ((path or "").rsplit("/", 1)[-1],)) for path, _ in info.wheres]
        rows = np.zeros(len(info.rows), dtype=bool)
        for codes, hits in ((info.what, whats), (info.where, wheres)):
            if any(hits):
                rows |= np.array(hits)[codes]
        if rows.any():
            info.whens.append(note.period)
            info.when = np.where(rows, len(info.whens) - 1, info.when)


def _named(note: YearNote, labels: tuple[str, ...]) -> bool:
    return any(fold(label) in note.subjects for label in labels if label)


def tell_years(table: Table, chunk: Chunk, said: list[Said], asker: Asker) -> None:
    """Say where a note's year is not the year that figures were read with."""
    years = _years(chunk)
    for cell, text, note in said if None not in years else ():
        if note.period.year not in (*years, *table.context.years):
            _tell(table, cell, text, note, years, asker)
    remarks = [column.index for column in table.columns if column.dim == "remark"]
    if not remarks or len(table.block.body) > _MOST_ROWS:
        return
    for row in table.block.body:
        for column in remarks:
            text = table.facts.text(row, column).strip()
            notes = year_notes(text) if text else ()
            if not notes or not (here := chunk.rows == row).any():
                continue
            for note in notes:
                if note.what == WHOLE and note.period.year not in (own := _years(chunk, here)) and any(own):
                    _tell(table, (row, column), text, note, own, asker)


def _years(chunk: Chunk, where: np.ndarray | None = None) -> list[int | None]:
    codes = np.unique(chunk.period if where is None else chunk.period[where])
    periods = [chunk.periods[int(code)] for code in codes]
    return list(dict.fromkeys(period.year if period else None for period in periods))


def _tell(
    table: Table, cell: tuple[int, int], text: str, note: YearNote, years: list[int | None], asker: Asker
) -> None:
    place = replace(table.place, cell=address(*cell))
    read = "、".join(f"{year}年" for year in years if year)
    asker.tell("note_year_differs", place, note=text[:60], said=note.period.year, read=read)
