"""A block -> a table: which column names what, what the head says of each figure column."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from indicators.model import Place
from indicators.sheets.bilingual import set_twins_aside, without_twins
from indicators.sheets.blocks import Block
from indicators.sheets.columns import Column, find_columns
from indicators.sheets.context import Context
from indicators.sheets.declined import decline, lists_people
from indicators.sheets.dims import NOT_OBSERVED, Profile, Reader, Token, is_measure, profile
from indicators.sheets.facts import BLANK, Facts
from indicators.sheets.flat_heads import UNCLEAR, ask_parents, find_parents
from indicators.sheets.grid import address
from indicators.sheets.groups import Layout
from indicators.sheets.head_labels import head_tokens, share_labels
from indicators.sheets.heads import Head, heads
from indicators.sheets.lexicon import fold
from indicators.sheets.line_words import is_numbering
from indicators.sheets.numeral_years import with_figures
from indicators.sheets.planned_titles import planned_columns, says_target, tell_plan
from indicators.sheets.questions import Asker, digest
from indicators.sheets.series_lines import series_columns

_KINDS = re.compile(r"[^地区區域].*(?:区分|區分|类型|類型|性质|性質)$")
"""Heads of columns that sort what the rows count: 世帯区分, 办学类型."""


@dataclass(slots=True)
class Table:
    """One understood table: its columns by use, the profile of each figure column, its surroundings."""

    facts: Facts
    block: Block
    layout: Layout
    columns: list[Column]
    heads: dict[int, Head]
    profiles: dict[int, Profile]
    context: Context
    place: Place
    signature: str
    skipped: dict[int, str] = field(default_factory=dict)
    named: bool = False


def build_table(
    facts: Facts,
    block: Block,
    context: Context,
    reader: Reader,
    asker: Asker,
    place: Place,
    earlier: Table | None,
) -> Table | None:
    """Understand one block, or say what is missing (a finding and a question) and return None."""
    first, last = block.columns
    named = [row for row in block.headers if not is_numbering(facts, row)]
    top = without_twins(facts, heads(facts, named, first, last, _stub_end(facts, block)))
    if lists_people(facts, block, top):
        where = Place(place.file, place.sheet, _corner(block))
        decline(facts, block, context, asker, where, people=True)
        return None
    columns = find_columns(facts, _data_lines(facts, block), first, last, top, reader, block.others)
    set_twins_aside(columns, facts, _data_lines(facts, block)[:400])
    if (
        not block.headers
        and earlier is not None
        and earlier.block.columns == block.columns
        and not block.others
    ):
        columns, top = earlier.columns, earlier.heads
    _take_corner_year(facts, columns, top, context, reader)
    data = [column for column in columns if column.use == "data"]
    where = Place(place.file, place.sheet, _corner(block))
    if not data or not block.body:
        decline(facts, block, context, asker, where)
        return None
    tokens = {c.index: head_tokens(facts, top, c.index, reader) for c in data}
    share_labels(top, tokens)
    said = says_target(columns, tokens, facts, block.body, reader)
    planned = planned_columns(context, place, tokens, said)
    if len(planned) == len(data):
        title = context.title or place.sheet or place.file or ""
        tell_plan(facts, block.body, sorted(planned), title, where, asker)
        return None
    signature = _signature(facts, columns, tokens, context)
    title = context.title or place.sheet or place.file or ""
    known = bool(reader.matcher.match(context.indicator or "").code)
    unclear = find_parents(facts, _data_lines(facts, block), tokens, known)
    open_columns = ask_parents(tokens, unclear, asker, (signature, title), where)
    settled = _settle(columns, tokens, context, reader, asker, where, signature, title, facts, block)
    if settled is None:
        return None
    stub_text, column_text = settled
    layout = Layout([c for c in columns if c.use == "stub"], data, stub_text)
    profiles = {c.index: profile(tokens[c.index], column_text) for c in data}
    _of_which(data, tokens, profiles, column_text)
    skipped = {index: found.skip for index, found in profiles.items() if found.skip}
    skipped |= series_columns(tokens)
    skipped |= dict.fromkeys(open_columns, UNCLEAR) | dict.fromkeys(planned, NOT_OBSERVED)
    layout.data[:] = [c for c in data if c.index not in skipped]
    return Table(facts, block, layout, columns, top, profiles, context, where, signature, skipped)


def _take_corner_year(
    facts: Facts, columns: list[Column], top: dict[int, Head], context: Context, reader: Reader
) -> None:
    """A year in the head of a stub column of other things (2023年 over towns) is the table's year."""
    for column in columns:
        if column.use != "stub" or column.dim == "year":
            continue
        periods = [reader.token(facts.text(*cell)).period for cell in _cells(top, column.index)]
        said = [period for period in periods if period is not None and period.year is not None]
        if len(said) == 1:
            context.period = said[0]
            context.flags = tuple(flag for flag in context.flags if flag != "year_from_file_name")


def _cells(top: dict[int, Head], column: int) -> tuple[tuple[int, int], ...]:
    head = top.get(column)
    return head.cells if head else ()


def _corner(block: Block) -> str:
    lines = block.headers or block.body or block.lines
    return address(lines[0], max(block.columns[0], 0)) if lines else "A1"


def _stub_end(facts: Facts, block: Block) -> int:
    """Last of the leading columns that hold no figures below the head."""
    first, last = block.columns
    rows = block.body[:200]
    if not rows:
        return first
    for column in range(first, last + 1):
        kinds = facts.kinds[rows, column]
        filled = (kinds != BLANK).sum()
        numbers = ((kinds >= 2) & (kinds != 5) & ~facts.yearish[rows, column]).sum()
        if filled and numbers >= 0.5 * filled and column > first:
            return column - 1
    return first


def _data_lines(facts: Facts, block: Block) -> list[int]:
    """Body lines that are more than one label."""
    counts = (facts.kinds[block.body] != BLANK).sum(axis=1) if block.body else []
    lines = [row for row, count in zip(block.body, counts, strict=True) if count > 1]
    return lines or block.body


def _signature(facts: Facts, columns: list[Column], tokens: dict[int, list[Token]], context: Context) -> str:
    """Fingerprint of a layout without its years, so that next year's form is known again."""
    words = [fold(c.word) for c in columns if c.use != "data"]
    labels = [fold(t.text) for path in tokens.values() for t in path if t.dim not in ("period", "blank")]
    return digest(*words, "|", *labels, "|", re.sub(r"\d+", "", fold(with_figures(context.title))))


def _settle(
    columns: list[Column], tokens: dict[int, list[Token]], context: Context, reader: Reader, asker: Asker,
    where: Place, signature: str, title: str, facts: Facts, block: Block,
) -> tuple[str, str] | None:  # fmt: skip
    """Decide what open stub texts and open head texts stand for: (stub, head), each area or indicator."""
    stubs = [c for c in columns if c.use == "stub"]
    for column in stubs:
        if not column.dim:
            column.dim = _corner_dim(facts, column, tokens, block) or _split_by(column, title)
    names = [
        token
        for path in tokens.values()
        for token in path
        if token.dim in ("text", "area", "indicator", "component")
    ]
    distinct = list({token.text: token for token in names}.values())
    dims = {c.dim for c in stubs}
    n = max(len(distinct), 1)
    area_share = sum(token.dim == "area" for token in distinct) / n
    known = [t for t in distinct if t.dim in ("indicator", "component") or t.unit or is_measure(t.text)]
    if "area" in dims or "area_code" in dims:
        return _with_open(stubs, "area"), "indicator"
    open_stub = [c for c in stubs if not c.dim]
    if "indicator" in dims or (not open_stub and area_share >= 0.6):
        return _with_open(stubs, "indicator"), _columns_are(
            distinct, known, area_share, dims, asker, where, signature, title
        )
    if not open_stub:
        return "indicator", "area" if area_share >= 0.6 else "indicator"
    if area_share >= 0.6:
        return _with_open(stubs, "indicator"), "area"
    if known and len(known) >= 0.3 * n:
        return _with_open(stubs, "area"), "indicator"
    if not distinct and (context.named or reader.matcher.match(context.indicator or "").code):
        return _with_open(stubs, "area"), "indicator"
    return _ask_rows(open_stub, asker, where, signature, title, facts, block)


def _split_by(column: Column, title: str) -> str:
    """A stub whose word the title says the figures are split by (分行业, 按原因分): parts of the whole."""
    word = fold(column.word)
    if _KINDS.search(word):
        return "breakdown"
    split = len(word) >= 2 and re.search(rf"[分按].{{0,20}}{re.escape(word)}", fold(title))
    return "breakdown" if split else ""


def _with_open(stubs: list[Column], what: str) -> str:
    """Give open stub columns the side already found for the rows; those before it are its parents."""
    main = [i for i, c in enumerate(stubs) if c.dim == what]
    for i, column in enumerate(stubs):
        if column.dim:
            continue
        if what == "indicator" and main and i < main[0]:
            column.dim = "indicator_part"
        elif what == "area" and main and i > main[-1]:
            column.dim = "indicator"
        else:
            column.dim = what
    return what


def _columns_are(
    distinct: list[Token], known: list[Token], area_share: float, dims: set[str], asker: Asker,
    where: Place, signature: str, title: str,
) -> str:  # fmt: skip
    if area_share >= 0.5:
        return "area"
    strange = [t for t in distinct if t not in known and t.dim in ("text", "area")]
    if len(strange) < 2 or len(strange) < 0.5 * len(distinct):
        return "indicator"
    answers = (("area", "地区名称", 0.5), ("indicator", "指标名称（或指标的一部分）", 0.5))
    given = asker.ask("columns", [signature], where, signature, answers, title=title, example=strange[0].text)
    return given if given in ("area", "indicator") else "indicator"


def _ask_rows(
    open_stub: list[Column],
    asker: Asker,
    where: Place,
    signature: str,
    title: str,
    facts: Facts,
    block: Block,
) -> tuple[str, str] | None:
    index = open_stub[-1].index
    example = next((facts.text(row, index) for row in block.body if facts.kinds[row, index] != BLANK), "")
    answers = (("area", "地区名称", 0.5), ("indicator", "指标名称", 0.5))
    given = asker.ask("rows", [signature], where, signature, answers, title=title, example=example.strip())
    if given not in ("area", "indicator"):
        return None
    for column in open_stub:
        column.dim = given
    return given, "indicator"


def _corner_dim(facts: Facts, column: Column, tokens: dict[int, list[Token]], block: Block) -> str:
    """Dimension of a stub under a two-worded corner (地区\\年份): the one the head does not hold."""
    from indicators.sheets.columns import head_word

    head = Head(
        column.index,
        tuple((row, column.index) for row in block.headers if facts.kinds[row, column.index] != BLANK),
    )
    _, dim = head_word(facts, head)
    if not dim.startswith("corner:"):
        return ""
    held = {t.dim for path in tokens.values() for t in path}
    names = {"year": "period", "area": "area", "indicator": "indicator"}
    left = [d for d in dim[7:].split(",") if names.get(d, d) not in held]
    return left[-1] if left else ""


def _of_which(
    data: list[Column], tokens: dict[int, list[Token]], profiles: dict[int, Profile], text_is: str
) -> None:
    """A head 其中 stands for the labels of the column before its group."""
    base: list[Token] = []
    for column in data:
        path = tokens[column.index]
        at = next((i for i, token in enumerate(path) if token.dim == "of_which"), None)
        own = next((i for i, t in enumerate(path) if re.match(r"^(?:其中|#)[::]?\S", t.text)), None)
        if at is not None:
            profiles[column.index] = profile([*path[:at], *base[at:], *path[at + 1 :]], text_is)
        elif own is not None and base:
            inner = [*path[:own], *base[own:], *path[own:]]
            profiles[column.index] = profile(inner, text_is)
        else:
            base = path
