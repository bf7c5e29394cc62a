"""One column of row labels read as it was meant: repeated sections (男, 女) and names over two rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indicators.sheets.areas import indent_of, looks_like_area
from indicators.sheets.dims import Reader, Token
from indicators.sheets.facts import BLANK, Facts
from indicators.sheets.lexicon import fold

_ALIKE = 0.8
"""Share of a section's labels that must stand in the others too."""


@dataclass(frozen=True, slots=True)
class Sections:
    """Row labels with their sections' own lines named as the whole, and every row's part (or None)."""

    texts: list[str]
    parts: list[tuple[str, str] | None]


def find_sections(texts: Sequence[str], reader: Reader) -> Sections | None:
    """Sections of one list of rows repeated for parts of the whole: 合计, a, b, 男, a, b, 女, a, b.

    The rows below 男 are all of 男, up to the next part. None where no such list is repeated.
    """
    tokens = {text: reader.token(text) for text in dict.fromkeys(texts)}
    counts: dict[str, int] = {}
    for text in texts:
        part = tokens[text].part
        if part is not None and tokens[text].dim == "part":
            counts[part[0]] = counts.get(part[0], 0) + 1
    for question, count in counts.items():
        if 2 <= count <= 0.3 * len(texts):
            found = _cut(texts, tokens, question)
            if found is not None:
                return found
    return None


def _cut(texts: Sequence[str], tokens: dict[str, Token], question: str) -> Sections | None:
    of = [tokens[text].part if tokens[text].dim == "part" else None for text in texts]
    starts = [i for i, part in enumerate(of) if part is not None and part[0] == question]
    if len({of[i] for i in starts}) < len(starts):
        return None
    ends = [*starts[1:], len(texts)]
    below = [[fold(text) for text in texts[a + 1 : b]] for a, b in zip(starts, ends, strict=True)]
    first = [fold(text) for text in texts[: starts[0]]]
    model = below[0]
    if len(model) < 2 or not all(_alike(model, other) for other in below[1:]):
        return None
    headed = _alike(model, first[1:]) and len(first) > 1
    if first and not headed and not _alike(model, first):
        return None
    whole = texts[0] if headed else "合计"
    out = list(texts)
    parts: list[tuple[str, str] | None] = [None] * starts[0]
    for a, b in zip(starts, ends, strict=True):
        out[a] = whole
        parts += [of[a]] * (b - a)
    return Sections(out, parts)


def _alike(one: list[str], other: list[str]) -> bool:
    """Whether two lists hold nearly the same labels, each once in the same order."""
    if not one or not other:
        return False
    shared = set(one) & set(other)
    same_order = [x for x in one if x in shared] == [x for x in other if x in shared]
    return same_order and len(shared) >= _ALIKE * max(len(one), len(other))


def wrapped_rows(facts: Facts, body: list[int], labels: list[int], data: list[int]) -> dict[int, int]:
    """Rows that only end the name of the row above (row -> that row).

    Such a row is set in, has no figures, and stands straight below; no row set in like it has
    figures, so that it cannot be a part of the one above whose figures are missing.
    """
    if not labels or not data:
        return {}
    column = labels[-1]
    empty = ~(facts.kinds[np.ix_(body, data)] != BLANK).any(axis=1)
    if not empty.any() or not (~empty).any():
        return {}
    texts = [facts.text(row, column) for row in body]
    depth = [
        indent_of(t) + 2 * facts.grid.indents.get((r, column), 0) for t, r in zip(texts, body, strict=True)
    ]
    full = {d for d, none, text in zip(depth, empty, texts, strict=True) if not none and text.strip()}
    found: dict[int, int] = {}
    for i in range(1, len(body)):
        if not empty[i] or empty[i - 1] or body[i] != body[i - 1] + 1:
            continue
        if not texts[i].strip():
            continue
        after = depth[i + 1] if i + 1 < len(body) else 0
        set_in = depth[i] > depth[i - 1] and depth[i] not in full and after < depth[i]
        if set_in and not looks_like_area(texts[i]) and texts[i - 1].strip():
            found[body[i]] = body[i - 1]
    return found
