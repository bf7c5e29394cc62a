"""Texts that say when: years in all writings, months, terms, as-of dates."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

from indicators.sheets.lexicon import fold, lexicon, nfkc
from indicators.sheets.numeral_years import with_figures

_YEAR = r"(?:19|20)\d{2}"
_DASH = r"[-~至到/]"
_LIKE = r"(?=年\d+月|[./]\d+[./]|-\d+-)"  # 2024年1-9 is no date
_FULL = re.compile(
    rf"(?:公元|西元)?({_YEAR})(?:\.0+)?(?:年度|年|fy)?(?:[((](?:快报|初步|快报数|调整|年)[))])?"
)
_LOOSE = re.compile(
    rf"({_YEAR})年?(?:度)?(?:末|底|基期值?|基数|基准值?|基线值?|实际值?|数据?|完成值?|实绩|完成情况|实际完成|监测值|数值|值|情况)"
)
_ROC = re.compile(r"(?:中[华華])?民[国國](\d{2,3})年?(?:度|底)?|(1[0-3]\d)年(?:度|底)?")
"""A year of the republic; without 民国 only where it can be nothing else (112年)."""
_ROC_PART = re.compile(r"(?:中[华華])?民[国國](\d{2,3})年(.*\d.*|.*季.*|.*半年.*)")
_SCHOOL = re.compile(rf"({_YEAR})年?{_DASH}({_YEAR}|\d{{2}})年?(?:学年|學年)(?:度|初|末)?")
_TWO = re.compile(rf"({_YEAR})年?度?{_DASH}+({_YEAR}|\d{{2}})年?度?")
_MONTH = re.compile(rf"({_YEAR})(?:年|[-./])(1[0-2]|0?[1-9])月?(?:份|末|底)?")
_MONTHS = re.compile(rf"({_YEAR})年?(1[0-2]|[1-9])月?{_DASH}(1[0-2]|[1-9])月(?:份)?")
_PART = re.compile(
    rf"({_YEAR})年?(上半年|下半年|全年|年末|年底|[一二三四1-4]季度|第[一二三四]季度|q[1-4]|前三季度)"
)
_BARE_MONTHS = re.compile(
    rf"(1[0-2]|[1-9])月?{_DASH}(1[0-2]|[1-9])月(?:份)?|上半年|下半年|前三季度|第?[一二三四]季度|(1[0-2]|[1-9])月份?|[本当]月|本季度?"
)
_DATE = re.compile(
    rf"(?:截至|截止|截止到|截至到|至|as ?of)?({_YEAR}){_LIKE}[年./-](1[0-2]|0?[1-9])[月./-](3[01]|[12]\d|0?[1-9])日?(?:止|底)?(?:00:00:00)?"  # noqa: E501
)
_TERM = re.compile(r"第[一二三四五六七八九十百\d]+(?:届|轮|次|批|期)[\u4e00-\u9fff]{0,8}|20xx年?|当前|当期")
_FIND = re.compile(rf"(?<!\d)({_YEAR})(?!\d)")
_FIND_RANGE = re.compile(rf"(?<!\d){_YEAR}年?{_DASH}+(?:{_YEAR}|\d{{2}})(?!\d)年?")
_FIND_PART = re.compile(
    rf"(?<!\d)({_YEAR})年?度?\s*(?:(?:1[0-2]|[1-9])月?{_DASH}(?:1[0-2]|[1-9])月份?|上半年|下半年|前三季度|第?[一二三四]季度)"
)
_DASHES = str.maketrans("—–－～−", "-----")
_FIND_SCHOOL = re.compile(rf"(?<!\d){_YEAR}年?{_DASH}(?:{_YEAR}|\d{{2}})年?学年(?:度|初|末)?")
_FIND_ROC = re.compile(r"民[国國]\s*(\d{2,3})\s*年")
_FIND_DATE = re.compile(rf"(?<!\d)({_YEAR}){_LIKE}[年./-](1[0-2]|0?[1-9])[月./-](3[01]|[12]\d|0?[1-9])日?")
_PLAN = re.compile(
    rf"(?:规划|纲要|计划|两规|两纲)\s*[((]?\s*{_YEAR}\s*年?\s*{_DASH}+\s*{_YEAR}\s*年?\s*[))]?"
)


@dataclass(frozen=True, slots=True)
class Period:
    """When a figure holds: a year, and where it is not yearly a label and an as-of date.

    `offset` is set instead of `year` for 本年 (0) and 上年 (-1), to be counted from the file's year.
    """

    year: int | None
    as_of: dt.date | None = None
    label: str | None = None
    offset: int | None = None


@lru_cache(maxsize=16384)
def parse_period(text: str) -> Period | None:
    """A whole cell's text as a period, or None: 2018年, 2018.0, 民国112, 2016/2017, 2024年11月 …"""
    plain = fold(with_figures(text.strip()))
    if not plain or len(plain) > 24:
        return None
    if republic := _ROC_PART.fullmatch(plain):
        plain = f"{1911 + int(republic[1])}年{republic[2]}"
    return _plain_year(plain) or _parts(plain, nfkc(text).strip()) or _relative(plain, text)


def _plain_year(plain: str) -> Period | None:
    if match := (_FULL.fullmatch(plain) or _LOOSE.fullmatch(plain)):
        return Period(int(match[1]))
    if match := _ROC.fullmatch(plain):
        return Period(1911 + int(match[1] or match[2]))
    return None


def _parts(plain: str, label: str) -> Period | None:
    if match := _DATE.fullmatch(plain):
        date = _date(match)
        return Period(date.year, date, label) if date else None
    if match := _SCHOOL.fullmatch(plain):
        return Period(int(match[1]), label=label)
    if (
        (match := _MONTHS.fullmatch(plain))
        or (match := _MONTH.fullmatch(plain))
        or (match := _PART.fullmatch(plain))
    ):
        return Period(int(match[1]), label=None if match[2] == "全年" else label)
    if match := _TWO.fullmatch(plain):
        last = int(match[2]) if len(match[2]) == 4 else int(match[1][:2] + match[2])
        return Period(last, label=label) if last >= int(match[1]) else None
    return None


def _date(match: re.Match[str]) -> dt.date | None:
    try:
        return dt.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def _relative(plain: str, text: str) -> Period | None:
    words = lexicon().words
    bare = re.sub(r"[((].*?[))]$", "", plain)
    if bare in words["this_year"]:
        return Period(None, offset=0)
    if bare in words["last_year"]:
        return Period(None, offset=-1)
    if _BARE_MONTHS.fullmatch(plain) or _TERM.fullmatch(plain):
        return Period(None, label=nfkc(text).strip())
    return None


def number_period(number: float) -> Period | None:
    """A numeric cell as a year: whole, 1900 to 2100 (or a date number such as 201803)."""
    if number == int(number) and 1900 <= number <= 2100:
        return Period(int(number))
    return None


@lru_cache(maxsize=4096)
def years_in(text: str) -> tuple[Period, ...]:
    """Single years named inside a longer text (a title, a sheet or file name); ranges do not count."""
    text = with_figures(text)
    plain = nfkc(text).translate(_DASHES)
    found: list[Period] = []
    for match in _FIND_PART.finditer(plain):
        found.append(Period(int(match[1]), label=re.sub(r"\s+", "", match[0])))
    if found:
        return tuple(dict.fromkeys(found))
    for match in _FIND_DATE.finditer(plain):
        date = _date(match)
        if date:
            found.append(Period(date.year, date, match[0]))
    if found:
        return tuple(dict.fromkeys(found))
    school = [parse_period(match[0]) for match in _FIND_SCHOOL.finditer(fold(text))]
    if any(school):
        return tuple(dict.fromkeys(period for period in school if period))
    plain = _FIND_RANGE.sub(" ", _PLAN.sub(" ", plain))
    found += [Period(int(match[1])) for match in _FIND.finditer(plain)]
    found += [Period(1911 + int(match[1])) for match in _FIND_ROC.finditer(plain)]
    return tuple(dict.fromkeys(found))
