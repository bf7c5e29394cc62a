"""The words of lexicon.toml, folded once, and the folding itself."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from indicators.model import Missing

_SPACES = re.compile(r"[\s\u200b\u200e\u200f\ufeff]+")
_DASHES = str.maketrans({"—": "-", "–": "-", "―": "-", "−": "-", "‐": "-", "－": "-", "～": "~", "：": ":"})


def nfkc(text: str) -> str:
    """NFKC with circled and raised digits left out first (they are footnote marks, not digits)."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", _RAISED.sub("", text))


_RAISED = re.compile(r"[①-⑳⑴-⒇❶-❿⓵-⓾⁰¹²³⁴-⁹ⁱ†‡]")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """A label as compared with the lexicon: NFKC, no white space, one kind of dash, lower case."""
    plain = nfkc(text)
    if plain.isalnum():  # most labels: no space and no dash in them
        return plain.lower()
    return _SPACES.sub("", plain).translate(_DASHES).lower()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The folded words; `missing` maps a mark to its reason, `breakdown` a word to (question, part)."""

    missing: dict[str, Missing]
    column: dict[str, str]
    breakdown: dict[str, tuple[str, str]]
    words: dict[str, frozenset[str]]
    roles: dict[str, tuple[str, ...]]
    letters: tuple[str, ...]
    short_areas: frozenset[str]
    area_endings: tuple[str, ...]
    not_areas: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """The shipped lexicon. Raises KeyError if its file lacks a section."""
    text = (resources.files("indicators.sheets") / "lexicon.toml").read_text(encoding="utf-8")
    raw = tomllib.loads(text)
    column: dict[str, str] = {}
    for dim, words in raw["column"].items():
        for word in words:
            column.setdefault(fold(word), dim)
    return Lexicon(
        missing={fold(w): Missing(reason) for reason, words in raw["missing"].items() for w in words},
        column=column,
        breakdown={
            fold(word): (question, part)
            for question, parts in raw["breakdown"].items()
            for word, part in parts.items()
        },
        words={name: frozenset(map(fold, words)) for name, words in raw["words"].items()},
        roles={name: tuple(dict.fromkeys(words)) for name, words in raw["roles"].items()},
        letters=tuple(raw["form"]["letters"]),
        short_areas=frozenset(map(fold, raw["areas"]["short"])),
        area_endings=tuple(map(fold, raw["areas"]["endings"])),
        not_areas=frozenset(map(fold, raw["areas"]["not_areas"])),
    )
