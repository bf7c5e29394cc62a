"""Lines with roles -> blocks: one header with the lines above and below that belong to it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from indicators.sheets.areas import looks_like_area
from indicators.sheets.facts import BLANK, TEXT, Facts
from indicators.sheets.lexicon import fold, lexicon
from indicators.sheets.line_signs import DATA, GROUP, HEADER, NOTE, TITLE, TOTAL
from indicators.sheets.line_words import is_surrounding
from indicators.sheets.units import unit_row
from indicators.sheets.year_notes import ABOVE, year_notes

_WATERMARK = re.compile(r"www\.|https?:|bbs|论坛|更多数据|仅供参考|水印|版权|公众号|下载", re.I)


_NUMBERING = ("area_code", "indicator_code", "serial")
"""What columns of numbers name that hold no figures."""


@dataclass(slots=True)
class Block:
    """One table's lines by role, and the columns (first, last) it takes up."""

    titles: list[int] = field(default_factory=list)
    headers: list[int] = field(default_factory=list)
    body: list[int] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)
    columns: tuple[int, int] = (0, -1)
    others: frozenset[int] = frozenset()
    """Columns between these two that belong to other tables."""

    @property
    def lines(self) -> list[int]:
        """All its rows in order."""
        return sorted({*self.titles, *self.headers, *self.body, *self.notes})


def cut_blocks(facts: Facts, roles: np.ndarray) -> list[Block]:
    """Cut a sheet's lines into blocks where a title or header follows a body."""
    blocks = [Block()]
    lines = [int(row) for row in np.flatnonzero(roles >= 0)]
    kinds = roles[lines] if lines else roles[:0]
    turns: np.ndarray = np.flatnonzero((kinds[1:] != DATA) | (kinds[:-1] != DATA)) + 1
    steps = [0, *map(int, turns), len(lines)] if lines else []
    for at, end in pairwise(steps):
        row = lines[at]
        role = int(roles[row])
        if end - at > 1:
            blocks[-1].body += lines[at:end]
            continue
        if (
            role == GROUP
            and at + 1 < len(lines)
            and roles[lines[at + 1]] in (TITLE, HEADER)
            and blocks[-1].body
        ):
            role = TITLE
        if (
            role in (TITLE, HEADER)
            and blocks[-1].headers
            and _heads_rows(facts, blocks[-1].headers, lines, at, roles)
        ):
            role = GROUP
        if role in (TITLE, HEADER) and blocks[-1].body:
            blocks.append(Block())
        if role == TITLE:
            blocks[-1].titles.append(row)
        elif role == HEADER:
            blocks[-1].headers.append(row)
        elif role == NOTE:
            blocks[-1].notes.append(row)
            if blocks[-1].body and _closes(facts, row, lines[at + 1 :], roles):
                blocks.append(Block())
        elif role in (DATA, TOTAL, GROUP):
            blocks[-1].body.append(row)
    for block in blocks:
        _drop_strays(facts, block)
        _extend_head(facts, block)
    return [part for block in blocks for part in _side_by_side(facts, block)]


def _closes(facts: Facts, row: int, after: list[int], roles: np.ndarray) -> bool:
    """Whether a note speaks of the rows above it only, and more rows follow."""
    if not after or roles[after[0]] not in (DATA, TOTAL, GROUP):
        return False
    texts = [facts.text(row, int(column)) for column in np.flatnonzero(facts.kinds[row] != BLANK)[:8]]
    return any(note.what == ABOVE for text in texts for note in year_notes(text))


def _heads_rows(facts: Facts, headers: list[int], lines: list[int], at: int, roles: np.ndarray) -> bool:
    """Whether a lone label at the left, under a head that already names its column, heads the rows below."""
    row = lines[at]
    filled = np.flatnonzero(facts.kinds[row] != BLANK)
    if len(filled) != 1 or at + 1 >= len(lines) or roles[lines[at + 1]] not in (DATA, TOTAL, GROUP):
        return False
    column = int(filled[0])
    above = [fold(facts.text(top, column)) for top in headers if facts.kinds[top, column] != BLANK]
    if facts.span.get((headers[-1], column), (0, 0))[0] >= row:
        return False
    if not above and not any(_lone(facts, later, column) for later in lines[at + 1 : at + 400]):
        return False
    label = facts.text(row, column)
    whole = "".join(above[-1:]) + fold(label)
    return whole not in lexicon().column and unit_row(label) is None and not is_surrounding(label)


def _lone(facts: Facts, row: int, column: int) -> bool:
    """Whether a row's only cell stands in this column."""
    filled = facts.kinds[row] != BLANK
    return bool(filled[column]) and int(filled.sum()) == 1


def _side_by_side(facts: Facts, block: Block) -> list[Block]:
    """Split a block at columns where a second stub begins."""
    rows = block.headers + block.body
    if not rows:
        return [block]
    sample = _sampled(block)
    used = np.flatnonzero((facts.kinds[rows] != BLANK).any(axis=0))
    if not used.size:
        return [block]
    shared = _sharing(facts, block, [int(column) for column in used])
    if shared:
        return shared
    starts = [int(used[0])]
    for column in used[1:]:
        if _second_stub(facts, sample, starts[0], int(column)) and column - starts[-1] >= 2:
            starts.append(int(column))
    ends = [start - 1 for start in starts[1:]] + [int(used[-1])]
    if len(starts) == 1:
        block.columns = (starts[0], ends[0])
        return [block]
    return [
        _band(facts, block, start, end, index == 0)
        for index, (start, end) in enumerate(zip(starts, ends, strict=True))
    ]


def _sharing(facts: Facts, block: Block, used: list[int]) -> list[Block]:
    """Panels side by side that share the first columns: 年份, 地区, figures, 地区, figures.

    The same name of a column of areas or indicators stands over two or more columns of texts, with
    figures between them, but not over the first column. [] where it is not so.
    """
    names = [_top_label(facts, block.headers, column) for column in used]
    rows = block.body[:200]
    if not rows or names.count(names[0]) > 1:
        return []
    for name in dict.fromkeys(names[1:4]):
        starts = [column for column, label in zip(used, names, strict=True) if label == name]
        if lexicon().column.get(name) not in ("area", "indicator") or len(starts) < 2 or used[0] in starts:
            continue
        ends = [*(start - 1 for start in starts[1:]), used[-1]]
        texts = all((facts.kinds[rows, start] == TEXT).mean() > 0.6 for start in starts)
        figures = all(facts.numeric[rows, a + 1 : b + 1].any() for a, b in zip(starts, ends, strict=True))
        if texts and figures:
            everything = frozenset(range(starts[0], used[-1] + 1))
            return [
                Block(
                    list(block.titles),
                    list(block.headers),
                    list(block.body),
                    list(block.notes),
                    (used[0], end),
                    everything - frozenset(range(start, end + 1)),
                )
                for start, end in zip(starts, ends, strict=True)
            ]
    return []


def _sampled(block: Block) -> Block:
    """The block with only the ends of a very long body."""
    if len(block.body) <= 800:
        return block
    return Block(block.titles, block.headers, [*block.body[:400], *block.body[-400:]], block.notes)


def _second_stub(facts: Facts, block: Block, first: int, column: int) -> bool:
    """Whether a column repeats the first stub: by its head, or by texts after a blank column."""
    if not block.body or column + 1 >= facts.n_columns:
        return False
    body = facts.kinds[block.body]
    filled = body[:, column] != BLANK
    if not filled.any():
        return False
    heads = [_top_label(facts, block.headers, c) for c in (first, column, first + 1, column + 1)]
    if heads[0] == heads[1] and heads[0] in lexicon().column:
        return True
    texts = ((body[:, column] == TEXT) | facts.yearish[block.body, column]) & filled
    if texts.sum() < 0.7 * filled.sum():
        return False
    if heads[0] == heads[1] and (heads[0] or (heads[2] and heads[2] == heads[3])):
        return True
    gap = not (facts.kinds[block.headers + block.body, column - 1] != BLANK).any()
    named = [lexicon().column.get(_top_label(facts, block.headers, c)) for c in range(first, column)]
    figures = [c for c, dim in zip(range(first, column), named, strict=True) if dim not in _NUMBERING]
    left = facts.numeric[block.body][:, figures]
    right = facts.numeric[block.body][:, column + 1 :]
    return gap and bool(left.any()) and bool(right.any()) and texts.sum() >= 0.3 * len(block.body)


def _top_label(facts: Facts, headers: list[int], column: int) -> str:
    """The uppermost head label of a column, folded ("" if none)."""
    return next((fold(facts.text(row, column)) for row in headers if facts.kinds[row, column] != BLANK), "")


def _band(facts: Facts, block: Block, start: int, end: int, leading: bool) -> Block:
    """The part of a block between two columns; lines without a cell there are left out."""

    def within(rows: list[int], also: bool = False) -> list[int]:
        return [row for row in rows if also or (facts.kinds[row, start : end + 1] != BLANK).any()]

    titles, headers, body = within(block.titles), within(block.headers), within(block.body)
    while (
        len(headers) > 1
        and body
        and _only(facts, headers[-1], start, end)
        and _named_above(facts, headers, start)
    ):
        body.insert(0, headers.pop())
    titles = titles or ([] if leading else list(block.titles))
    while len(headers) > 1 and _only(facts, headers[0], start, end) and _stub_named(facts, headers[1], start):
        titles.append(headers.pop(0))
    return Block(
        titles,
        headers,
        body,
        within(block.notes, leading),
        (start, end),
    )


def _only(facts: Facts, row: int, start: int, end: int) -> bool:
    """Whether a row's only cell between two columns stands in the first of them."""
    filled = facts.kinds[row, start : end + 1] != BLANK
    return bool(filled[0]) and int(filled.sum()) == 1


def _stub_named(facts: Facts, row: int, column: int) -> bool:
    """Whether a head row has the name of a stub column (乡镇, 指标) in this column."""
    return lexicon().column.get(fold(facts.text(row, column))) in ("area", "indicator", "year", "serial")


def _named_above(facts: Facts, headers: list[int], column: int) -> bool:
    """Whether a head label stands above the last head row in its column."""
    return any(facts.kinds[row, column] != BLANK for row in headers[:-1])


def _extend_head(facts: Facts, block: Block) -> None:
    """Add to the head the first lines without figures that stand under its corner, or beside none.

    Long labels run down over many lines; below the corner (merged, or blank) they are still the head.
    """
    if not block.headers or len(block.body) < 2:
        return
    corner = int(np.flatnonzero((facts.kinds[block.headers + block.body] != BLANK).any(axis=0))[0])
    reach = max((facts.span.get((row, corner), (row, 0))[0] for row in block.headers), default=-1)
    while len(block.body) > 1:
        row = block.body[0]
        filled = np.flatnonzero(facts.kinds[row] != BLANK)
        texts = facts.kinds[row, filled] == TEXT
        beside = row == block.headers[-1] + 1 and _numbers_below(facts, block, filled)
        if not texts.all() or filled[0] == corner or not (row <= reach or beside):
            return
        block.headers.append(block.body.pop(0))


def _numbers_below(facts: Facts, block: Block, columns: np.ndarray) -> bool:
    """Whether nearly every cell further down in these columns is a figure."""
    below = facts.kinds[block.body[1:200]][:, columns]
    return bool((below != BLANK).any()) and bool((below == TEXT).sum() <= 0.1 * (below != BLANK).sum())


def _drop_strays(facts: Facts, block: Block) -> None:
    """Move lone texts that trail behind a gap after the body (watermarks, signatures) to the notes."""
    while len(block.body) > 1:
        row, before = block.body[-1], block.body[-2]
        filled = np.flatnonzero(facts.kinds[row] != BLANK)
        text = facts.text(row, int(filled[0])) if len(filled) == 1 else ""
        stray = bool(text) and (row - before > 1 or _WATERMARK.search(text) is not None)
        if not stray or looks_like_area(text) or facts.kinds[row, filled[0]] != TEXT:
            return
        block.notes.append(block.body.pop())
