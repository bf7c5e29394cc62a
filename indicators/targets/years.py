"""Years as plans name them: 2025年底, 十四五末, 规划期末, 上年."""

from __future__ import annotations

import re

from indicators.targets.lexer import Token
from indicators.targets.numbers import numeral

# The last year of each national five-year plan.
FIVE_YEAR = {"十一五": 2010, "十二五": 2015, "十三五": 2020, "十四五": 2025, "十五五": 2030, "十六五": 2035}


def plain_year(text: str, period: tuple[int, int]) -> int | None:
    """The year that words name, or None: 2025年底 -> 2025, 十四五末 -> 2025, 规划期末 -> period[1],
    中期 -> the middle of the period, 上年 and 现有 -> the year before the period."""
    digits = re.search(r"(?:19|20)\d\d", text)
    if digits:
        return int(digits[0])
    for name, year in FIVE_YEAR.items():
        if name in text:
            return year
    spelled = re.search(r"二〇[二三].", text)
    if spelled:
        return int(numeral(spelled[0]))
    if "中期" in text:
        return sum(period) // 2
    if "期末" in text or "末期" in text or "结束" in text or "期内" in text:
        return period[1]
    return None


def year_of(token: Token, period: tuple[int, int]) -> int | None:
    """The year of a year token; of a range (2021-2025年) its last."""
    spelled = re.findall(r"(?:19|20)\d\d", token.value)
    if len(spelled) > 1:
        return int(spelled[-1])
    return plain_year(token.value, period)


def base_year(text: str, period: tuple[int, int]) -> int:
    """The base year that words name; 基期, 现状, 上年 and the like mean the year before the plan."""
    return plain_year(text.replace("期末", "末"), period) or period[0] - 1
