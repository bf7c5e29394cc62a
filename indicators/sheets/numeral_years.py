"""Years in Chinese numerals (二〇二四年, 二零二四年十二月, 民國一百一十二年) written in figures."""

from __future__ import annotations

import re
from functools import lru_cache

_DIGITS = {
    sign: digit for digit, signs in enumerate(("〇零○oOоＯ0", *"一二三四五六七八九")) for sign in signs
}
_SIGNS = "".join(_DIGITS)
_YEAR = re.compile(rf"(?<![{_SIGNS}\d])[一二][{_SIGNS}]{{3}}(?=\s*(?:学?年|學年|[-—–~～至到/.]|$))")
_MONTH = re.compile(r"(?<=\d年)(?P<number>十[一二]?|[一二三四五六七八九])(?=月)")
_DAY = re.compile(r"(?<=\d月)(?P<number>三?十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])(?=日)")
_REPUBLIC = re.compile(r"(?P<lead>民[国國])(?P<number>[一二三四五六七八九十百零〇]{1,6})(?=年)")


@lru_cache(maxsize=16384)
def with_figures(text: str) -> str:
    """A text with its years in numerals, and the months and days after them, in figures; else itself."""
    if "年" not in text and not _YEAR.search(text):
        return text
    out = _YEAR.sub(_year, text)
    out = _REPUBLIC.sub(lambda match: match["lead"] + str(_number(match["number"])), out)
    if out == text:
        return text
    out = _MONTH.sub(lambda match: str(_number(match["number"])), out)
    return _DAY.sub(lambda match: str(_number(match["number"])), out)


def _year(match: re.Match[str]) -> str:
    year = "".join(str(_DIGITS[sign]) for sign in match[0])
    return year if "1900" <= year <= "2100" else match[0]


def _number(numeral: str) -> int:
    """A numeral below a thousand: 十二 is 12, 一百一十二 is 112, 一〇一 is 101."""
    if not re.search("[十百]", numeral):
        return int("".join(str(_DIGITS[sign]) for sign in numeral))
    hundreds, _, rest = numeral.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    total = 100 * _DIGITS.get(hundreds or "零", 0)
    total += 10 * (_DIGITS.get(tens.strip("零〇"), 1) if ten else 0)
    return total + _DIGITS.get(ones.strip("零〇"), 0)
