"""Words that name areas, totals over areas, and the level an indent or a code shows."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from indicators.sheets.lexicon import fold, lexicon, nfkc

_CODE = re.compile(r"\d{2}(?:\d{2}){0,2}(?:\d{3}){0,2}")
_ENDS_LIKE_MEASURE = re.compile(
    r"(?:率|比例|比重|占比|人数|总数|数量|户数|覆盖|面积|数|建设|情况|寿命|年限)$"
)


@lru_cache(maxsize=65536)
def looks_like_area(text: str) -> bool:
    """Whether a name has an area's form (an ending such as 镇, or a province's short name)."""
    plain = fold(text)
    words = lexicon()
    if plain in words.short_areas or plain in words.words["area_total"]:
        return True
    if not 2 <= len(plain) <= 24 or plain in words.not_areas or not re.search(r"[\u4e00-\u9fff]", plain):
        return False
    bare = re.sub(r"\([^)]*\)$", "", plain)
    return (
        bare.endswith(words.area_endings)
        and bare not in words.not_areas
        and not re.search(r"[::;;。??]", bare)
    )


def is_area_total(text: str) -> bool:
    """Whether a row label sums up areas (合计, 全县)."""
    first = text[:1]
    if "\u4e00" <= first <= "\u9fff" and first not in _total_begins():  # folding leaves such a letter alone
        return False
    return _is_area_total(text)


@lru_cache(maxsize=65536)
def _is_area_total(text: str) -> bool:
    return fold(text) in lexicon().words["area_total"]


@cache
def _total_begins() -> frozenset[str]:
    return frozenset(word[:1] for word in lexicon().words["area_total"])


@lru_cache(maxsize=65536)
def area_name(text: str) -> str:
    """An area's name as shown: NFKC, padding between the characters of a short name taken out."""
    plain = nfkc(text).strip()
    if plain.isalnum() and not plain.startswith("其中"):
        return plain
    if re.search(r"[\u4e00-\u9fff]\s+[\u4e00-\u9fff]", plain):
        plain = re.sub(r"(?<=[\u4e00-\u9fff)])\s+(?=[\u4e00-\u9fff(])", "", plain)
    return re.sub(r"[::]$", "", re.sub(r"^(?:[#※*●○◎☆★△▲■□◆]+|其中[::]?)\s*", "", plain)).strip()


def area_names(texts: list[str]) -> list[str]:
    """Many areas' names as shown; plain ones need no look at each."""
    whole = "\0".join(texts)
    plain = whole.count("\0") == len(texts) - 1 and whole.replace("\0", "").isalnum() and "其中" not in whole
    return texts if plain and nfkc(whole) == whole else [area_name(text) for text in texts]


def indent_of(text: str) -> int:
    """Width of the white space a label begins with (a full-width space counts two)."""
    width = 0
    for char in text:
        if char == "\u3000":
            width += 2
        elif char in " \xa0\t":
            width += 4 if char == "\t" else 1
        else:
            break
    return width


def code_level(code: str) -> int | None:
    """Level of a division code by its length and trailing zeros: 110000 -> 0, 110100 -> 1, 110101 -> 2."""
    if not _CODE.fullmatch(code):
        return None
    digits = code.ljust(6, "0")
    if len(digits) >= 9:
        return 4 if len(digits) >= 12 and digits[9:12] != "000" else 3 if digits[6:9] != "000" else 2
    return 0 if digits[2:6] == "0000" else 1 if digits[4:6] == "00" else 2
