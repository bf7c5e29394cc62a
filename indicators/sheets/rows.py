"""The rows of a body: group lines, and for every data row what its stub cells say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from indicators.sheets.areas import indent_of
from indicators.sheets.columns import Column, is_age_word
from indicators.sheets.dims import Profile, Reader, Token, profile
from indicators.sheets.factors import coded, combine, only_used
from indicators.sheets.facts import BLANK, Facts
from indicators.sheets.facts import as_text as facts_text
from indicators.sheets.groups import CODE_DIMS, Layout, find_groups, group_contexts
from indicators.sheets.lexicon import fold, nfkc
from indicators.sheets.paths import label_parents
from indicators.sheets.row_places import indents_of, is_place, read_where
from indicators.sheets.sections import find_sections, wrapped_rows
from indicators.sheets.years import Period, number_period

_LABELS = ("indicator", "indicator_part", "area", "")
"""Stub columns under which the columns right of them start afresh."""
MOST_ROWS = 20_000
"""Longer bodies are lists of areas or records: their rows stand for themselves."""


@dataclass(slots=True)
class RowInfo:
    """Data rows and codes into what they say: indicator side, period, area (path, is a total)."""

    rows: np.ndarray
    what: np.ndarray
    whats: list[Profile]
    when: np.ndarray
    whens: list[Period | None]
    where: np.ndarray
    wheres: list[tuple[str | None, bool]]
    groups: dict[int, str] = field(default_factory=dict)
    skipped: dict[int, str] = field(default_factory=dict)


def stub_texts(
    facts: Facts, rows: list[int], column: int, fill: bool, outer: Sequence[list[str]] = ()
) -> list[str]:
    """A stub column's texts row by row; cells of a merged range repeat its text, blanks repeat if `fill`.

    A blank does not repeat the text above where one of the `outer` columns says something new.
    """
    cells, last = facts.grid.rows, ""
    values = [cells[row][column] for row in rows]
    if not facts.covered and set(map(type, values)) == {str} and all(map(str.strip, values)):  # type: ignore[arg-type]
        return values  # type: ignore[return-value]
    known = {value: facts_text(value) for value in dict.fromkeys(values)}
    if not facts.covered and all(text.strip() for text in known.values()):
        return [known[value] for value in values]
    out: list[str] = []
    for at, row in enumerate(rows):
        value = cells[row][column]
        text = value if type(value) is str else facts.text(row, column)
        if not text.strip():
            lead = facts.covered.get((row, column))
            fresh = at and any(texts[at] != texts[at - 1] for texts in outer)
            text = facts.text(*lead) if lead else (last if fill and not fresh else "")
        out.append(text)
        last = text
    return out


def read_rows(facts: Facts, body: list[int], layout: Layout, reader: Reader, hinted: set[int]) -> RowInfo:
    """Read all data rows of a body: labels with their parents, periods, areas with their paths."""
    body, ends = _whole_rows(facts, body, layout)
    groups = find_groups(facts, body, layout, reader, hinted)
    rows = [row for row in body if row not in groups]
    context, contexts = group_contexts(facts, body, groups, reader, _label_columns(layout))
    columns = {c.index: c for c in layout.stubs}
    texts: dict[int, list[str]] = {}
    for index, column in columns.items():
        above = layout.stubs if column.dim in _LABELS else ()
        outer = [texts[c.index] for c in above if c.index in texts and c.dim in _LABELS]
        texts[index] = stub_texts(facts, rows, index, _fills(facts, rows, index, layout), outer)
    parts = _tidy(texts, rows, ends, layout, reader, len(contexts) == 1)
    what, whats = _read_what(facts, rows, layout, reader, texts, context, contexts, parts)
    when, whens = _read_when(layout, reader, texts, context, contexts, columns, len(rows))
    skipped = _not_observed(rows, layout, reader, texts, what, whats)
    where, wheres = read_where(facts, rows, layout, reader, texts, context, contexts)
    if skipped:
        kept = np.array([row not in skipped for row in rows])
        rows = [row for row in rows if row not in skipped]
        what, whats = only_used(what[kept], whats)
        when, whens = only_used(when[kept], whens)
        where, wheres = only_used(where[kept], wheres)
    whole = np.array(rows, dtype=np.int32)
    return RowInfo(whole, what, whats, when, whens, where, wheres, groups, skipped)


def _not_observed(
    rows: list[int], layout: Layout, reader: Reader, texts: dict[int, list[str]], what: np.ndarray,
    whats: list[Profile],
) -> dict[int, str]:  # fmt: skip
    """Rows of targets, plans, forecasts and changes, and why each is no figure of its year."""
    found = {}
    if any(profile.skip for profile in whats):
        found = {row: skip for row, code in zip(rows, what, strict=True) if (skip := whats[code].skip)}
    for column in layout.of("year", "breakdown"):
        reasons = {text: profile([reader.token(text)]).skip for text in dict.fromkeys(texts[column])}
        if any(reasons.values()):
            found |= {
                row: skip for row, text in zip(rows, texts[column], strict=True) if (skip := reasons[text])
            }
    return found


def _whole_rows(facts: Facts, body: list[int], layout: Layout) -> tuple[list[int], dict[int, str]]:
    """The body without rows that only end the name of the row above; those ends by the row above."""
    labels, data = _label_columns(layout), [column.index for column in layout.data]
    if not labels or not data or len(body) > MOST_ROWS:
        return body, {}
    wrapped = wrapped_rows(facts, body, labels, data)
    filled = facts.kinds[np.ix_(body, [c.index for c in layout.stubs] + data)] != BLANK
    inside = (
        [any((row, c) in facts.covered for c in labels) for row in body]
        if facts.covered
        else [False] * len(body)
    )
    kept = [
        row for row, said, merged in zip(body, filled.any(axis=1), inside, strict=True)
        if row not in wrapped and (said or merged)
    ]  # fmt: skip
    return kept, {above: facts.text(row, labels[-1]).strip() for row, above in wrapped.items()}


def _label_columns(layout: Layout) -> list[int]:
    return [c.index for c in layout.stubs if c.dim not in (*CODE_DIMS, "unit")]


def _tidy(
    texts: dict[int, list[str]],
    rows: list[int],
    ends: dict[int, str],
    layout: Layout,
    reader: Reader,
    alone: bool,
) -> list[tuple[str, str] | None] | None:
    """Complete names written over two rows; the part each row is of, where a list is repeated for parts."""
    labels = _label_columns(layout)
    if not labels or len(rows) > MOST_ROWS:
        return None
    main = labels[-1]
    if ends:
        texts[main] = [text + ends.get(row, "") for text, row in zip(texts[main], rows, strict=True)]
    found = find_sections(texts[main], reader) if alone else None
    if found is None:
        return None
    texts[main] = found.texts
    return found.parts


def _fills(facts: Facts, rows: list[int], index: int, layout: Layout) -> bool:
    """Whether blanks of a stub column repeat the label above: for all but the innermost label column."""
    labels = _label_columns(layout)
    if not labels or index not in labels:
        return False
    return index != labels[-1]


def _read_what(
    facts: Facts, rows: list[int], layout: Layout, reader: Reader, texts: dict[int, list[str]],
    context: np.ndarray, contexts: list[tuple[str, ...]], of: list[tuple[str, str] | None] | None = None,
) -> tuple[np.ndarray, list[Profile]]:  # fmt: skip
    labels = (
        layout.of("indicator", "indicator_part", "")
        if layout.text_is != "area"
        else layout.of("indicator", "indicator_part")
    )
    others = layout.of("unit", "breakdown")
    parents = None
    if labels:
        heads = [indent_of(labels[-1]) if labels else 0 for labels in contexts]
        starts = [(int(code), heads[code]) for code in context]
        parents = label_parents(texts[labels[-1]], indents_of(facts, rows, labels[-1]), reader, starts)
    arrays = [context, coded(parents, len(rows)), coded(of, len(rows))]
    arrays += [coded(texts[c], len(rows)) for c in (*labels, *others)]
    if not rows:
        return np.zeros(0, dtype=np.int32), []
    inverse, first = combine(arrays)
    words = {c.index: c.word for c in layout.stubs}
    whats = []
    for at in first:
        tokens = [t for t in (reader.token(x) for x in contexts[context[at]]) if _is_label(t, layout)]
        tokens += [reader.token(x) for x in (parents[at] if parents else ())]
        tokens += [_label_token(reader, texts[c][at]) for c in labels]
        found = profile([t for t in tokens if t.dim != "period"])
        for column in others:
            _add_other(found, reader.token(texts[column][at]), words[column], column in layout.of("unit"))
        if of is not None and (part := of[at]) is not None:
            found.breakdown[part[0]] = part[1]
        whats.append(found)
    return inverse, whats


def _label_token(reader: Reader, text: str) -> Token:
    token = reader.token(text)
    if token.dim in ("period", "area", "whole", "unit"):
        return Token("text", token.text, token.unit if token.dim != "unit" else None)
    return token


def _is_label(token: Token, layout: Layout) -> bool:
    """Whether a heading names an indicator (or a part of one) rather than an area or a period."""
    if token.dim in ("area", "whole", "period"):
        return False
    return not is_place(token, layout)


def _add_other(found: Profile, token: Token, word: str, is_unit: bool) -> None:
    if is_unit:
        found.unit = token.unit or (token.text or None) if token.dim != "blank" else found.unit
    elif token.part is not None:
        found.breakdown[token.part[0]] = token.part[1]
    elif token.dim not in ("whole", "blank", "value"):
        found.breakdown["年龄" if is_age_word(word) else word] = token.text


def _read_when(
    layout: Layout, reader: Reader, texts: dict[int, list[str]], context: np.ndarray, contexts: list[tuple[str, ...]],  # noqa: E501
    columns: dict[int, Column], n: int,
) -> tuple[np.ndarray, list[Period | None]]:  # fmt: skip
    years = layout.of("year")
    if not n:
        return np.zeros(0, dtype=np.int32), []
    inverse, first = combine([context, *(coded(texts[c], n) for c in years)])
    whens: list[Period | None] = []
    for at in first:
        found = profile(
            [t for t in (reader.token(x) for x in contexts[context[at]]) if t.period is not None]
        ).period
        for column in years:
            text = texts[column][at]
            period = reader.token(text).period or _bare_year(text, columns[column].word)
            if period is not None:
                found = profile(
                    [Token("period", text, period=found), Token("period", text, period=period)]
                ).period
        whens.append(found)
    return inverse, whens


def _bare_year(text: str, word: str) -> Period | None:
    """A year in a column headed as years: 112 under 民国年, or any other words as a period label."""
    plain = fold(text)
    if not plain:
        return None
    if plain.isdigit() and 60 <= int(plain) <= 150 and re.search(r"民[国國]|年[度别別]?$", word):
        return Period(1911 + int(plain))
    if plain.replace(".", "", 1).isdigit():
        return number_period(float(plain))
    return Period(None, label=nfkc(text).strip())
