"""Texts that plainly are no figure, mark or period, or plainly are a figure: known at first sight.

A sheet of 100,000 villages has 100,000 different names and codes; reading each of them as a value
and as a period costs more than reading the file. The rules here never differ from the full ones
(`parse_text`, `parse_period`); they only leave most texts out of them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from indicators.sheets.lexicon import lexicon

_FIGURE = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{1,12})?|[0-9]{5,24}")
_BEGIN_VALUES = "约近大达超不至"
_BEGIN_PERIODS = "公西民截至上下前一二三四本当"
_LABELLED = re.compile("[:\uff1a\ufe55\ufe13\u2a74]")
"""Colons in all forms: a figure may stand behind its label."""
_IN_TERMS = re.compile("[届轮次批期季]")


def plain_word(text: str) -> bool:
    """Whether a text (stripped, not blank) is no figure, no mark for a missing one and no period."""
    first = text[0]
    if not "\u4e00" <= first <= "\u9fff" or first in _telling() or _LABELLED.search(text):
        return False
    return first != "第" or _no_term(text)


def _no_term(text: str) -> bool:
    """Whether a text that begins with 第 names no term or quarter (第八届, 第三季度), whatever its form."""
    return unicodedata.is_normalized("NFKC", text) and not _IN_TERMS.search(text)


def plain_figure(text: str) -> bool:
    """Whether a text is a figure and no period: 12, -3.5, 110101001; not 2018, 2018.5 or 1,200."""
    return _FIGURE.fullmatch(text) is not None and text not in lexicon().missing


def all_plain_words(texts: list[str]) -> bool:
    """Whether each of many texts is a plain word; may say no where a look at each would say yes."""
    begins = {text[:1] for text in texts}
    if not begins.isdisjoint(_telling()):
        return False
    if "第" in begins and not _no_term("\0".join(texts)):
        return False
    if _LABELLED.search("".join(texts)):
        return False
    return all("\u4e00" <= first <= "\u9fff" for first in begins)


def all_plain_figures(texts: list[str]) -> bool:
    """Whether each of many texts is a number of 5 to 24 digits, such as a code."""
    sizes = set(map(len, texts))
    return (
        min(sizes) >= 5
        and max(sizes) <= 24
        and all(map(str.isascii, texts))
        and all(map(str.isdecimal, texts))
        and lexicon().missing.keys().isdisjoint(texts)
    )


@cache
def _telling() -> frozenset[str]:
    """First characters of the texts that mean a missing figure, begin one, or begin a period."""
    words = lexicon().words
    said = [*lexicon().missing, *words["this_year"], *words["last_year"]]
    return frozenset({*(word[0] for word in said), *_BEGIN_VALUES, *_BEGIN_PERIODS})
