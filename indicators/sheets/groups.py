"""Group lines: rows without figures that head the rows below them."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from indicators.sheets.areas import indent_of
from indicators.sheets.columns import Column
from indicators.sheets.dims import Reader, is_measure
from indicators.sheets.facts import BLANK, TEXT, Facts
from indicators.sheets.lexicon import nfkc
from indicators.sheets.paths import rank
from indicators.sheets.year_notes import note_below

_STYLES = (
    re.compile(r"^[一二三四五六七八九十]+[、.]"), re.compile(r"^[((][一二三四五六七八九十]+[))]"),
    re.compile(r"^\d+[、.]"), re.compile(r"^[((]\d+[))]"),
)  # fmt: skip
CODE_DIMS = ("area_code", "indicator_code", "serial")


@dataclass(frozen=True, slots=True)
class Layout:
    """What is needed to read rows: the columns by use, and what open texts of the stub stand for."""

    stubs: list[Column]
    data: list[Column]
    text_is: str

    def of(self, *dims: str) -> list[int]:
        """Stub columns of the given dimensions."""
        return [column.index for column in self.stubs if column.dim in dims]


def find_groups(
    facts: Facts, body: list[int], layout: Layout, reader: Reader, hinted: set[int]
) -> dict[int, str]:
    """Rows that only head the rows below them (row -> label); `hinted` are those whose line looks so."""
    data = [column.index for column in layout.data]
    labels = [c.index for c in layout.stubs if c.dim not in (*CODE_DIMS, "unit")]
    units = layout.of("unit")
    empty = (
        ~(facts.kinds[np.ix_(body, data)] != BLANK).any(axis=1) if data else np.zeros(len(body), dtype=bool)
    )
    found = _notes_within(facts, sorted(hinted.intersection(body)))
    for at in np.flatnonzero(empty):
        row = body[at]
        if row in found:
            continue
        columns = np.flatnonzero(facts.kinds[row] != BLANK)
        if not columns.size or any(facts.kinds[row, c] != BLANK for c in units):
            continue
        texts = [facts.text(row, int(c)) for c in (labels or columns) if facts.kinds[row, c] != BLANK]
        named = (facts.kinds[row] == TEXT) | facts.yearish[row]
        texts = texts or [facts.text(row, int(c)) for c in columns if named[c]]
        following = [r for r in body[at + 1 :] if r not in found][:1]
        after = next(
            (facts.text(r, c) for r in following for c in labels[-1:] if facts.kinds[r, c] != BLANK), ""
        )
        if texts and _heads(
            texts[-1] if len(texts) == 1 else texts[0], after, layout, reader, row in hinted, len(texts)
        ):
            found[row] = texts[0]
    return found


def _notes_within(facts: Facts, rows: list[int]) -> dict[int, str]:
    """Rows whose one text, in whatever column, gives the rows under it a year."""
    found = {}
    for row in rows:
        texts = {facts.text(row, int(c)) for c in np.flatnonzero(facts.kinds[row] != BLANK)}
        if len(texts) == 1 and note_below(text := texts.pop()):
            found[row] = text
    return found


def _heads(label: str, after: str, layout: Layout, reader: Reader, hinted: bool, n: int) -> bool:
    """Whether a row without figures heads what follows, rather than being a row whose figures are missing."""
    token, following = reader.token(label), reader.token(after)
    bare = nfkc(label).strip()
    if n > 1 or not after.strip():
        return False
    if bare.endswith(":") or (any(style.match(bare) for style in _STYLES) and not reader.matcher.knows(bare)):
        return True
    if indent_of(after) != indent_of(label):
        return indent_of(after) > indent_of(label)
    if token.dim in ("part", "of_which") and layout.text_is == "indicator":
        return False
    if following.dim in ("part", "of_which") and token.dim in ("indicator", "text"):
        return False
    if token.dim != "period" and token.period is not None and following.period is None:
        return True
    if token.dim == "whole":
        return following.dim in ("period", "indicator", "component") or is_measure(following.text)
    if (
        token.dim == "text"
        and following.dim == "area"
        and layout.text_is == "area"
        and not is_measure(token.text)
    ):
        return hinted
    if token.dim != following.dim:
        return not (token.dim == "indicator" and layout.text_is == "indicator" and following.dim == "text")
    if token.dim == "area" and layout.text_is == "area":
        return rank(label) < rank(after)
    if token.dim == "indicator" and layout.text_is == "indicator":
        return False
    return hinted


def group_contexts(
    facts: Facts, body: list[int], groups: dict[int, str], reader: Reader, columns: list[int] | None = None
) -> tuple[np.ndarray, list[tuple[str, ...]]]:
    """For every data row the headings it stands under (codes into a list of label tuples).

    Where the rows below a heading are set in, a row that is not (by its cell in the last of the
    label `columns`) stands under it no more.
    """
    if not groups:
        return np.zeros(len(body), dtype=np.int32), [()]
    stack: list[tuple[tuple[object, ...], str]] = []
    contexts: dict[tuple[str, ...], int] = {(): 0}
    codes: list[int] = []
    fresh, now, note, set_in = False, 0, "", False
    for row in body:
        label = groups.get(row)
        if label is None:
            depth = _depth(facts, row, columns) if columns and stack else None
            if fresh and stack:
                set_in = depth is not None and depth > indent_of(stack[-1][1])
            elif set_in and depth is not None and depth <= indent_of(stack[-1][1]):
                stack = [entry for entry in stack if indent_of(entry[1]) < depth]
                set_in = bool(stack)
                now = contexts.setdefault(_said(note, stack), len(contexts))
            codes.append(now)
            fresh = False
            continue
        if note_below(label):  # holds for all rows under it, whatever heads them, until another year is named
            note, stack = label, [entry for entry in stack if entry[0][0] != "period"]
            now = contexts.setdefault(_said(note, stack), len(contexts))
            continue
        key = _group_key(label, reader)
        note = "" if reader.token(label).period is not None else note
        keys = [entry[0] for entry in stack]
        if key in keys:
            stack = stack[: keys.index(key)]
        elif not fresh and not _deeper(key, keys):
            stack = []
        stack.append((key, label))
        fresh = True
        now = contexts.setdefault(_said(note, stack), len(contexts))
    return np.array(codes, dtype=np.int32), list(contexts)


def _said(note: str, stack: list[tuple[tuple[object, ...], str]]) -> tuple[str, ...]:
    """The headings in force, after the note that holds for them all."""
    labels = tuple(entry[1] for entry in stack)
    return (note, *labels) if note else labels


def _depth(facts: Facts, row: int, labels: list[int]) -> int | None:
    """How far a row's label is set in; None without a label."""
    text = facts.text(row, labels[-1])
    return indent_of(text) if text.strip() else None


def _group_key(label: str, reader: Reader) -> tuple[object, ...]:
    bare = nfkc(label).strip()
    style = next((i + 1 for i, pattern in enumerate(_STYLES) if pattern.match(bare)), 0)
    dim = reader.token(label).dim
    return (dim if dim in ("period", "area", "unit") else "label", indent_of(label), style)


def _deeper(key: tuple[object, ...], keys: list[tuple[object, ...]]) -> bool:
    """Whether a heading of a new kind goes below the ones in force instead of replacing them."""
    return bool(keys) and (key[1], key[2]) > (keys[-1][1], keys[-1][2])  # type: ignore[operator]
