"""What cells look like at a glance: good enough to tell the parts of a table, never read as values."""

from __future__ import annotations

import re
from functools import cache, lru_cache

import numpy as np

from indicators.sheets.facts import MARK, NUMBER_TEXT, TEXT, Facts
from indicators.sheets.lexicon import lexicon
from indicators.sheets.values import parse_text

_FIGURE = re.compile(
    r"[~≈<>≤≥±+\-−–(\[]*\s*[$£€¥￥]?\s*[-−–]?\d[\d\s,.'’]*(?!(?:st|nd|rd|th)\b)"
    r"\s*(?:[%‰]|[a-zA-Z/°℃㎡²³μΩ]{1,5})?[*)\]†‡%\s]*"
)
_MARK = re.compile(r"[\[(][a-zA-Z]{1,4}[\])]|\\\d+|[(\[]\\?\d{1,2}[)\]]|\*\d*%?")
_LONGEST = 16


@lru_cache(maxsize=65536)
def _glance(text: str) -> int:
    """Kind of one short text at a glance."""
    bare = text.strip()
    return MARK if _MARK.fullmatch(bare) else NUMBER_TEXT if _FIGURE.fullmatch(bare) else TEXT


def shapes(facts: Facts, rows: np.ndarray) -> np.ndarray:
    """Kinds of the cells of `rows`; texts that look like figures (£5, 8 kW) or marks ([c]) count as such."""
    kinds = facts.kinds[rows].copy()
    short = (kinds == TEXT) & (facts.lengths[rows] <= _LONGEST) & ~facts.yearish[rows]
    for at, column in zip(*np.nonzero(short), strict=True):
        kinds[at, column] = _glance(facts.text(int(rows[at]), int(column)))
    return kinds


def figures(facts: Facts, rows: np.ndarray, column: int) -> np.ndarray:
    """Figures of a column's cells in `rows`, numbers kept as text included; nan elsewhere."""
    out = facts.floats[rows, column]
    for at in np.flatnonzero(facts.kinds[rows, column] == NUMBER_TEXT).tolist():
        value = parse_text(facts.text(int(rows[at]), column)).value
        out[at] = np.nan if value is None else value
    return out


def introduces(name: str, text: str) -> bool:
    """Whether a text begins with a word of the list and a colon (Source: …, 注2：…)."""
    found = word_pattern(name).match(text.lstrip(" \t\u3000([（【*"))
    return found is not None and re.match(r"\s*\d{0,2}\s*[:：]", found.string[found.end() :]) is not None


@cache
def word_pattern(name: str) -> re.Pattern[str]:
    """The words of a list of the lexicon as one pattern: whole words in Latin letters, anywhere in others."""
    words = sorted(lexicon().roles[name], key=len, reverse=True)
    latin = "|".join(re.escape(word) for word in words if word.isascii() or word[0] < "\u0250")
    other = "|".join(re.escape(word) for word in words if not (word.isascii() or word[0] < "\u0250"))
    return re.compile(rf"(?<![^\W\d_])(?:{latin})(?![^\W\d_])|{other}", re.I)


def says(name: str, text: str, start: bool = False) -> bool:
    """Whether a text holds (`start`: begins with) a word of the list."""
    pattern = word_pattern(name)
    return bool(pattern.match(text.lstrip(" \t\u3000([（【*\"'")) if start else pattern.search(text))
