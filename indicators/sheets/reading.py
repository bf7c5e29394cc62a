"""Bytes -> reading: the whole way from a file to raw records, findings and questions."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np

from indicators.findings import Finding
from indicators.model import Place, Question, Severity, Vocabulary
from indicators.sheets.areas import area_name
from indicators.sheets.blocks import cut_blocks
from indicators.sheets.container import open_bytes
from indicators.sheets.context import Context, name_context, read_context
from indicators.sheets.cover import Cover, read_cover, take_cover
from indicators.sheets.declined import ask_head_row, tell_not_a_table, what_is_missing
from indicators.sheets.dims import Reader
from indicators.sheets.explain import RoleRow, sheet_roles
from indicators.sheets.extract import extract, mute_not_carried_out, read_yes_no
from indicators.sheets.facts import Facts, gather
from indicators.sheets.grid import Grid, Workbook, address
from indicators.sheets.labels import Matcher
from indicators.sheets.lexicon import fold
from indicators.sheets.line_signs import GROUP
from indicators.sheets.naming import Namer
from indicators.sheets.offices import offices_named
from indicators.sheets.planned import tell_planned
from indicators.sheets.questions import Asker
from indicators.sheets.records import Chunk, Records
from indicators.sheets.roles import LineRoles, line_roles
from indicators.sheets.row_words import explains, take_words
from indicators.sheets.rows import RowInfo, read_rows
from indicators.sheets.said_years import said_below, take_parts, take_whole, tell_years
from indicators.sheets.short_years import short_years_in, with_full_years
from indicators.sheets.tables import Table, build_table
from indicators.sheets.unnamed_rows import name_rows
from indicators.sheets.years import Period, years_in

_MOST_WORDS = 100
"""Lines of a sheet of words that are searched for the department."""


@dataclass(slots=True)
class SheetView:
    """One sheet as understood: its facts, line roles, tables and their rows (for drawing it back)."""

    file: str
    facts: Facts
    lines: LineRoles | None
    tables: list[tuple[Table, RowInfo]] = field(default_factory=list)
    hidden: bool = False
    aside: str = ""


@dataclass(slots=True)
class Reading:
    """What a file says: raw records, findings, open questions, the role of every cell, who reports it."""

    file: str
    sha256: str
    records: Records
    findings: list[Finding]
    questions: list[Question]
    sheets: list[SheetView] = field(default_factory=list)
    offices: list[str] = field(default_factory=list)

    def roles(self) -> Iterator[RoleRow]:
        """Role and reason of every non-blank cell: (sheet, cell, role, reason)."""
        for view in self.sheets:
            aside = "隐藏的工作表" if view.hidden else view.aside
            yield from sheet_roles(view.facts, view.lines, view.tables, aside=aside)


def read_file(
    data: bytes, name: str, vocabulary: Vocabulary, *,
    area: str | None = None, year: int | None = None, answers: Mapping[str, str] | None = None,
) -> Reading:  # fmt: skip
    """Read any spreadsheet file (or zip of them). Never raises for what is in the file.

    `area` and `year` stand in where the file names none; `answers` are answers to earlier questions
    by key. What could not be read is a finding; what could not be decided is a question.
    """
    with _without_collector():
        opened = open_bytes(data, name)
        reading = read_workbooks(opened.workbooks, name, vocabulary, area=area, year=year, answers=answers)
    reading.sha256 = hashlib.sha256(data).hexdigest()
    reading.findings[:0] = opened.findings
    return reading


@contextmanager
def _without_collector() -> Iterator[None]:
    """Pause the garbage collector: millions of new cells make it search in vain (a third of the time)."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def read_workbooks(
    workbooks: tuple[Workbook, ...], name: str, vocabulary: Vocabulary, *,
    area: str | None = None, year: int | None = None, answers: Mapping[str, str] | None = None,
) -> Reading:  # fmt: skip
    """Read opened workbooks; see `read_file`."""
    names = frozenset(fold(area_name(item.name)) for item in vocabulary.areas)
    reader = Reader(Matcher(vocabulary), names)
    reading = Reading(name, "", Records(), [], [])
    for workbook in workbooks:
        asker = Asker(workbook.file, answers or {})
        defaults = Defaults(area, year)
        for grid in workbook.grids:
            _read_sheet(reading, workbook, grid, reader, asker, defaults)
        _tell_wordy(defaults, asker, read=any(v.tables for v in reading.sheets if v.file == workbook.file))
        reading.findings += asker.findings
        reading.questions += asker.questions.values()
    return reading


@dataclass(slots=True)
class Defaults:
    """Area and year that stand in where a file names none; and what its cover said, once it was read.

    `wordy` are the sheets that hold no table, with whether they said anything of use and what they lack.
    """

    area: str | None
    year: int | None
    cover: Cover = field(default_factory=Cover)
    wordy: list[tuple[Place, bool, str]] = field(default_factory=list)


def _tell_wordy(defaults: Defaults, asker: Asker, *, read: bool) -> None:
    """Say which sheets hold no table: a warning if no sheet does, no word of a cover that was of use."""
    for place, useful, missing in defaults.wordy:
        if not (read and useful):
            grade = {"severity": Severity.NOTE} if read else {}
            asker.tell("not_a_table", place, title=place.sheet or place.file, missing=missing, **grade)


def _read_sheet(
    reading: Reading, workbook: Workbook, grid: Grid, reader: Reader, asker: Asker, defaults: Defaults
) -> None:  # fmt: skip
    sheet = grid.name
    place = Place(workbook.file, sheet)
    grid = with_full_years(grid)
    facts = gather(grid)
    if not facts.n_rows:
        return
    if grid.hidden:
        asker.tell("hidden_sheet", place)
        reading.sheets.append(SheetView(workbook.file, facts, None, hidden=True))
        return
    if explains(facts):
        asker.tell("explanation_sheet", place)
        if not reading.sheets:  # the first sheet may be the cover too
            _take_words(facts, reader, defaults, place, wordy=False)
        reading.sheets.append(SheetView(workbook.file, facts, None, aside="填报说明或选项，不是数据"))
        return
    _tell_hidden(grid, facts, asker, place)
    lines = line_roles(facts, reader.matcher.knows)
    view = SheetView(workbook.file, facts, lines)
    reading.sheets.append(view)
    told = len(asker.findings), len(asker.questions)
    _read_blocks(reading, view, workbook.file, reader, asker, defaults)
    if view.tables or len(asker.questions) > told[1]:
        return
    declined = asker.findings[told[0] :]
    if not declined and not (facts.numeric & ~facts.yearish).any():
        reading.offices += offices_named(facts, list(range(min(facts.n_rows, _MOST_WORDS))))
        _take_words(facts, reader, defaults, place)
    elif all(item.code == "not_a_table" for item in declined):
        again = ask_head_row(facts, lines, asker, place)
        if again is not None:
            del asker.findings[told[0] :]
            _read_blocks(reading, view, workbook.file, reader, asker, defaults)
        asked = again is not None and len(asker.questions) > told[1]
        if not view.tables and not asked and len(asker.findings) == told[0]:
            tell_not_a_table(facts, list(range(facts.n_rows)), asker, place, sheet or workbook.file)


def _read_blocks(
    reading: Reading, view: SheetView, file: str, reader: Reader, asker: Asker, defaults: Defaults
) -> None:  # fmt: skip
    """Read the tables of one sheet, its lines' roles being known."""
    facts, roles = view.facts, view.lines.roles if view.lines else np.zeros(0, dtype=np.int8)
    sheet = facts.grid.name
    place = Place(file, sheet)
    hinted = {row for row in range(facts.n_rows) if roles[row] == GROUP}
    contexts: list[Context] = []
    for block in cut_blocks(facts, roles):
        context = read_context(facts, block.titles, block.columns, reader)
        _inherit(context, contexts or (_before(reading, file) if context.continued else []))
        contexts.append(context)
        reading.offices += offices_named(facts, [*block.titles, *block.notes])
        own = Context(**{slot: getattr(context, slot) for slot in Context.__slots__})
        said = said_below(facts, block.notes)
        take_whole(own, said)
        name_context(own, sheet, file, reader)
        take_cover(own, defaults.cover)
        _defaults(own, defaults)
        earlier = view.tables[-1][0] if view.tables else None
        table = build_table(facts, block, own, reader, asker, place, earlier)
        if table is None:
            continue
        before = view.tables[-1] if view.tables else _last_table(reading, file)
        info = read_rows(facts, block.body, table.layout, reader, hinted)
        named = name_rows(table, info, before, reader, asker)
        if named is None:
            continue
        take_parts(table, named, said)
        view.tables.append((table, named))
        tell_planned(table, named, reader, asker)
        chunk = _records(table, named, reader, asker, sheet, file)
        if chunk is not None:
            tell_years(table, chunk, said, asker)
            reading.records.chunks.append(chunk)


def _take_words(
    facts: Facts, reader: Reader, defaults: Defaults, place: Place, *, wordy: bool = True
) -> None:
    """A sheet without a table: it may be the cover that says of what year the sheets after it are."""
    cover = read_cover(facts, reader)
    useful = bool(cover.years or cover.area)
    if wordy:
        defaults.wordy.append((place, useful, what_is_missing(facts, list(range(facts.n_rows)))))
    if useful:
        defaults.cover = cover


def _tell_merged(table: Table, info: RowInfo, asker: Asker) -> None:
    """Say where one figure is merged over several rows or columns: only its first cell holds it."""
    rows, columns = set(info.rows.tolist()), {column.index for column in table.layout.data}
    facts = table.facts
    inside = [lead for cell, lead in facts.covered.items() if cell[0] in rows and cell[1] in columns]
    leads = [lead for lead in inside if facts.numeric[lead] and lead[0] in rows and lead[1] in columns]
    if leads:
        first = min(leads)
        place = Place(table.place.file, table.place.sheet, address(*first))
        asker.tell("merged_figures", place, count=len(set(leads)), blank=len(leads))


def _tell_hidden(grid: Grid, facts: Facts, asker: Asker, place: Place) -> None:
    rows = [
        row
        for row in sorted(grid.hidden_rows)
        if row < len(grid.rows) and any(v not in (None, "") for v in grid.rows[row])
    ]
    columns = [
        c
        for c in sorted(grid.hidden_columns)
        if any(len(r) > c and r[c] not in (None, "") for r in grid.rows)
    ]
    if rows or columns:
        asker.tell("hidden_cells", place, rows=len(rows), columns=len(columns))


def _last_table(reading: Reading, file: str) -> tuple[Table, RowInfo] | None:
    """The last table of an earlier sheet of the same file."""
    tables = [table for view in reading.sheets if view.file == file for table in view.tables]
    return tables[-1] if tables else None


def _before(reading: Reading, file: str) -> list[Context]:
    """What was said around the last table of an earlier sheet of the same file."""
    last = _last_table(reading, file)
    return [last[0].context] if last else []


def _inherit(context: Context, earlier: list[Context]) -> None:
    """A continued table, or one without lines of its own above it, keeps what was said before."""
    if not earlier or (context.title and not context.continued):
        return
    before = earlier[-1]
    for slot in ("title", "indicator", "named", "units", "unit", "period", "area"):
        if not getattr(context, slot):
            setattr(context, slot, getattr(before, slot))
    context.breakdown = {**before.breakdown, **context.breakdown}


def _defaults(context: Context, defaults: Defaults) -> None:
    weak = "year_from_file_name" in context.flags
    if defaults.year is not None and (context.period is None or context.period.year is None or weak):
        context.period = Period(defaults.year)
        context.flags = tuple(flag for flag in context.flags if flag != "year_from_file_name")
    if context.area is None:
        context.area = defaults.area


def _records(
    table: Table, info: RowInfo, reader: Reader, asker: Asker, sheet: str, file: str
) -> Chunk | None:
    """The records of one table; asks for the year if any of them has none."""
    namer = Namer(reader.matcher, asker, table.context, table.place, table.signature)
    chunk = extract(table, info, namer, sheet, file)
    if chunk is None:
        return None
    if any(period is None or period.year is None for period in chunk.periods):
        title = table.context.title or sheet or file
        named = [p.year for text in (title, sheet, file) for p in years_in(text) if p.year]
        named += [year for text in (title, sheet, file) for year in short_years_in(text)]
        near = dict.fromkeys([*table.context.years, *named])
        answers = [(str(year), f"{year}年", 0.5) for year in near]
        wording = "years" if len(set(table.context.years)) > 1 else ""
        given = asker.ask(
            "year", [table.signature], table.place, table.signature, answers, wording, title=title
        )
        if given and given.isdigit():
            table.context.period = Period(int(given))
            chunk = extract(table, info, namer, sheet, file)
    if chunk is not None:
        _tell_merged(table, info, asker)
        mute_not_carried_out(chunk)
        take_words(table, chunk, asker)
        read_yes_no(chunk, {entry.code for entry in reader.matcher.entries if entry.unit == "是/否"})
        table.named = any(named.code for named in chunk.names)
    return chunk
