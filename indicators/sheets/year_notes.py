"""Sentences that say of which year figures are: 注：以下为2023年数据, 乳腺癌筛查率为2022年数."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from indicators.sheets.lexicon import fold
from indicators.sheets.numeral_years import with_figures
from indicators.sheets.years import Period, parse_period, years_in

_LEAD = re.compile(
    r"^(?:(?:注释?|说明|附注|备注|注意|填表说明|特别说明)\d{0,2}[::.、]?)?(?:[((]?\d{1,2}[)).、]|[*#※★☆]+)?"
)
_VERB = re.compile(r"均?(?:为|是|系|采用|取自|使用|沿用|截至|截止到?|[::])的?")
_BARE = re.compile(r"^(?P<when>.{4,12}?)(?:的?统计|监测|年报)?的?(?:数据|数字|数)$")
_TAIL = re.compile(
    r"(?:的|统计|监测|普查|调查|年报|实际|最新|初步|快报|年末|年底|上报|数据|数字|资料|情况|口径|结果|数|值|止)+$"
)
_WHOLE = re.compile(
    r"^(?:本表|该表|此表|表中|表内|全表|所列|所有|全部|各项|指标|统计|监测|填报|数据|数字|资料|时间|时点|时期|期间|年份|年度|范围|中|内|的|均|都|各)*$"
)
_BELOW = re.compile(r"^(?:自?此?以下|下列|下述|下面|下方|下表)")
_ABOVE = re.compile(r"^(?:以上|上述|上列|上面|上方|上表)")
_REST = re.compile(
    r"^(?:各?行|各?项|部分|内容|表格|表|统计|监测|指标|数据|数字|数|资料|情况|均|都|全部|皆|的|各)*$"
)
_OPENS = re.compile(r"^(?:自?此?以下|下列|下述|下面|下方|下表).*(?:数据|数字|数|情况|资料|指标)$|.*如下$")
_NO_FIGURES = re.compile(r"日期|时间|简称|目标|基期|基数|联系|依据|文件|规划|纲要")
_SPLIT = re.compile(r"[、,和及与]")
_CLAUSES = re.compile(r"[。;\n]|,(?!\d)")
BELOW, ABOVE, WHOLE, PART = "below", "above", "whole", "part"


@dataclass(frozen=True, slots=True)
class YearNote:
    """One statement: `what` it speaks of (below, above, whole, part) and the period; `subjects` of a part."""

    what: str
    period: Period
    subjects: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def year_notes(text: str) -> tuple[YearNote, ...]:
    """All statements of a year in a note's sentences; a year mentioned in passing is none."""
    text = with_figures(text)
    if len(text) > 400 or not re.search(r"\d\d\s*年|\d{4}", text):
        return ()
    found = []
    for clause in _CLAUSES.split(fold(text)):
        note = _note(_LEAD.sub("", clause, count=1).strip(":()"))
        if note is not None:
            found.append(note)
    return tuple(found)


def _note(clause: str) -> YearNote | None:
    """One clause as a statement of a year, if it is nothing else."""
    if not 4 < len(clause) <= 60:
        return None
    bare = _BARE.match(clause)
    if bare and (period := _when(bare["when"])):
        return YearNote(WHOLE, period)
    for verb in _VERB.finditer(clause):
        period = _when(_TAIL.sub("", clause[verb.end() :])) or _when(clause[verb.end() :])
        if period is not None:
            return _of(clause[: verb.start()], period)
    opens = _OPENS.match(clause) and "简称" not in clause
    years = years_in(clause) if opens else ()
    return YearNote(BELOW, years[0]) if len(years) == 1 and len(clause) <= 24 else None


def _when(text: str) -> Period | None:
    period = parse_period(text)
    return period if period is not None and period.year is not None else None


def _of(who: str, period: Period) -> YearNote | None:
    """The statement about what stands before the verb."""
    for what, pattern in ((BELOW, _BELOW), (ABOVE, _ABOVE)):
        match = pattern.match(who)
        if match:
            return YearNote(what, period) if _REST.match(who[match.end() :]) else None
    if _WHOLE.match(who):
        return YearNote(WHOLE, period)
    subject = re.sub(r"^(?:其中[::]?|表中|本表)|(?:的?(?:数据|数字|数值|指标|统计))+$", "", who)
    subjects = tuple(part for part in _SPLIT.split(subject) if part)
    fits = subjects and len(subject) >= 2 and not _NO_FIGURES.search(subject)
    return YearNote(PART, period, subjects) if fits else None


def note_below(text: str) -> Period | None:
    """The period that a line gives to the rows under it, or None."""
    return next((note.period for note in year_notes(text) if note.what == BELOW), None)
