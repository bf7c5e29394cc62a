"""The rows of a body: group lines, and for every data row what its stub cells say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
import pandas as pd

from indicators.sheets.areas import area_name, area_names, indent_of, is_area_total
from indicators.sheets.columns import Column, is_age_word
from indicators.sheets.dims import Profile, Reader, Token, is_measure, profile
from indicators.sheets.facts import BLANK, Facts
from indicators.sheets.facts import as_text as facts_text
from indicators.sheets.groups import CODE_DIMS, Layout, find_groups, group_contexts
from indicators.sheets.lexicon import fold, nfkc
from indicators.sheets.paths import area_paths, label_parents, rank
from indicators.sheets.sections import find_sections, wrapped_rows
from indicators.sheets.years import Period, number_period

_LABELS = ("indicator", "indicator_part", "area", "")
"""Stub columns under which the columns right of them start afresh."""
_T = TypeVar("_T")
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
    where, wheres = _read_where(facts, rows, layout, reader, texts, context, contexts)
    if skipped:
        kept = np.array([row not in skipped for row in rows])
        rows = [row for row in rows if row not in skipped]
        what, whats = _only_used(what[kept], whats)
        when, whens = _only_used(when[kept], whens)
        where, wheres = _only_used(where[kept], wheres)
    whole = np.array(rows, dtype=np.int32)
    return RowInfo(whole, what, whats, when, whens, where, wheres, groups, skipped)


def _only_used(codes: np.ndarray, table: list[_T]) -> tuple[np.ndarray, list[_T]]:
    """Codes and the part of their table that they still point into."""
    used, codes = np.unique(codes, return_inverse=True)
    return codes.astype(np.int32), [table[code] for code in used]


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


def _codes(values: Sequence[object] | None, n: int) -> np.ndarray:
    """A small integer for each distinct content (all 0 where there are none)."""
    if values is None:
        return np.zeros(n, dtype=np.int64)
    table = np.empty(n, dtype=object)
    table[:] = values
    return pd.factorize(table)[0].astype(np.int64)


def _combine(arrays: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Codes of the distinct combinations of several code arrays, and for each the first row that has it."""
    joint = arrays[0].astype(np.int64)
    for array in arrays[1:]:
        joint = joint * (int(array.max(initial=0)) + 1) + array
    _, first, inverse = np.unique(joint, return_index=True, return_inverse=True)
    return inverse.astype(np.int32), first


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
        parents = label_parents(texts[labels[-1]], _indents(facts, rows, labels[-1]), reader, starts)
    arrays = [context, _codes(parents, len(rows)), _codes(of, len(rows))]
    arrays += [_codes(texts[c], len(rows)) for c in (*labels, *others)]
    if not rows:
        return np.zeros(0, dtype=np.int32), []
    inverse, first = _combine(arrays)
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
    return not _is_place(token, layout)


def _is_place(token: Token, layout: Layout) -> bool:
    """Whether an open heading of an area stub is an area too, and not the name of a measure."""
    open_text = token.dim == "text" and not token.unit and not token.period and layout.text_is == "area"
    return open_text and not is_measure(token.text)


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
    inverse, first = _combine([context, *(_codes(texts[c], n) for c in years)])
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


def _read_where(
    facts: Facts, rows: list[int], layout: Layout, reader: Reader, texts: dict[int, list[str]],
    context: np.ndarray, contexts: list[tuple[str, ...]],
) -> tuple[np.ndarray, list[tuple[str | None, bool]]]:  # fmt: skip
    columns = layout.of("area", "") if layout.text_is == "area" else layout.of("area")
    codes = layout.of("area_code")
    if not rows:
        return np.zeros(0, dtype=np.int32), []
    if not columns:
        columns, codes = codes[-1:], []
    columns = _by_rank(columns, texts)
    above = [_group_areas(labels, layout, reader) for labels in contexts]
    if not columns:
        return context, [("/".join(a) or None, bool(a) and is_area_total(a[-1])) for a in above]
    above = [[step for step in steps if not is_area_total(step)] for steps in above]
    main = columns[-1]
    only = len(contexts) == 1 and not layout.of("indicator", "indicator_part", "year", "breakdown")
    paths = area_paths(
        texts[main],
        _indents(facts, rows, main),
        texts[codes[0]] if codes else None,
        alone=only and len(columns) == 1,
    )
    n = len(rows)
    arrays = [context, _codes(paths or texts[main], n), *(_codes(texts[c], n) for c in columns[:-1])]
    inverse, first = _combine(arrays)
    outer, own = [texts[column] for column in columns[:-1]], texts[main]
    if not (outer or paths or any(above)):
        names = area_names([own[at] for at in first.tolist()])
        return inverse, [(name or None, is_area_total(name)) for name in names]
    wheres = []
    for at, group in zip(first.tolist(), context[first].tolist(), strict=True):
        path = [*above[group], *(area_name(column[at]) for column in outer if column[at].strip())]
        path += paths[at] if paths else (area_name(own[at]),)
        wheres.append(_where(path))
    return inverse, wheres


def _where(path: list[str]) -> tuple[str | None, bool]:
    """A path as one text, steps said twice in a row once; and whether it ends in a total."""
    steps = [step for i, step in enumerate(path) if step and (i == 0 or step != path[i - 1])]
    return "/".join(steps) or None, bool(steps) and is_area_total(steps[-1])


def _by_rank(columns: list[int], texts: dict[int, list[str]]) -> list[int]:
    """Area columns with the higher ones first (村, 乡镇 -> 乡镇, 村), where the names tell."""
    if len(columns) < 2:
        return columns
    ranks = {}
    for column in columns:
        seen = {rank(text) for text in texts[column][:200] if text.strip() and not is_area_total(text)}
        if len(seen) != 1 or 9 in seen:
            return columns
        ranks[column] = seen.pop()
    return sorted(columns, key=lambda column: ranks[column])


def _group_areas(labels: tuple[str, ...], layout: Layout, reader: Reader) -> list[str]:
    tokens = [reader.token(label) for label in labels]
    return [
        area_name(t.text) for t in tokens
        if t.dim in ("area", "whole") or _is_place(t, layout)
    ]  # fmt: skip


def _indents(facts: Facts, rows: list[int], column: int) -> list[int] | None:
    """Indent of every row's label in a column; None where none is indented."""
    cells, given = facts.grid.rows, facts.grid.indents
    values = [cells[row][column] for row in rows]
    begins = {value[:1] for value in values if type(value) is str}
    if not given and not any(map(indent_of, begins)):
        return None
    known = {value: indent_of(value) if type(value) is str else 0 for value in dict.fromkeys(values)}
    return [known[value] + 2 * given.get((row, column), 0) for row, value in zip(rows, values, strict=True)]
