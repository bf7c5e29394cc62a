"""What a label speaks of: an indicator, an area, a period, a part of the whole, a unit …"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from indicators.sheets.areas import area_name, is_area_total, looks_like_area
from indicators.sheets.labels import Matcher
from indicators.sheets.lexicon import fold, lexicon, nfkc
from indicators.sheets.units import as_unit, split_unit
from indicators.sheets.year_notes import note_below
from indicators.sheets.years import Period, parse_period

_LATIN_TAIL = re.compile(r"^(?P<head>.*[\u4e00-\u9fff)）%‰])\s+[A-Za-z][A-Za-z0-9 ,.&'/()\-:%]*$", re.S)
_YEAR_HEAD = re.compile(r"^(?P<year>(?:19|20)\d{2}年度?)(?:度)?[的\s]*(?P<rest>[\u4e00-\u9fff].{2,})$", re.S)
_YEAR_TAIL = re.compile(r"^(?P<rest>.*[\u4e00-\u9fff)])[\s(]*(?P<year>(?:19|20)\d{2}年度?)\)?$", re.S)
_AGE = re.compile(r"^\d+(?:[-~至]\d+)?岁(?:及?以上|及?以下|以内|组)?$|^\d+[-~]\d+$|^[<>≥≤]\d+岁?$")
_PART_TAIL = re.compile(r"^(?P<rest>.{2,}?)\s*[((](?P<part>[^()()]{1,6})[))]$", re.S)
_DASHED = re.compile(r"^(?P<rest>.{2,}?)[-_—–－](?P<part>[\u4e00-\u9fff]{1,4})$", re.S)
_PLANNED = re.compile(
    r"^(?P<when>.*?)[的\s(\-]*(?:预计|预测|预期|预估|计划|规划|目标|拟)+(?:任务|要求|完成|达到|实现|年)*"
    r"(?:值|数|量|率|情况|指标|水平|比例|人数)?(?P<after>[)]?\s*.*)$"
)
_ACHIEVED = re.compile(r"(?:目标|计划|规划|任务)完成(?!$)")
_TERMS = frozenset(
    ("十三五", "十四五", "十五五", "终期", "中期", "阶段", "年度", "当年", "全年", "本年", "下年", "明年")
)
NOT_OBSERVED = "目标、计划或预计数，不是实际数据"
"""Why figures under the words for targets, plans and forecasts are left aside."""
_OF_WHICH = re.compile(r"^(?:#|其中|of which)[::]?\s*")


@dataclass(frozen=True, slots=True)
class Token:
    """One label cell as understood: its dimension, its clean text, and what was split off it."""

    dim: str
    text: str
    unit: str | None = None
    period: Period | None = None
    part: tuple[str, str] | None = None


class Reader:
    """Understands single labels with the help of a vocabulary; remembers each."""

    def __init__(self, matcher: Matcher, areas: frozenset[str] = frozenset()) -> None:
        """`areas` are the folded names of the district's own areas."""
        self.matcher = matcher
        self.areas = areas
        self._known: dict[str, Token] = {}

    def token(self, text: str) -> Token:
        """Understand one label by itself."""
        if text not in self._known:
            self._known[text] = self._understand(text)
        return self._known[text]

    def is_area(self, text: str) -> bool:
        """Whether a name is one of the district's areas or has an area's form."""
        return fold(area_name(text)) in self.areas or looks_like_area(text)

    def _understand(self, text: str) -> Token:
        label = clean_label(text)
        plain = fold(label)
        if not plain:
            return Token("blank", "")
        period = parse_period(label) or note_below(label)
        if period is not None:
            return Token("period", label, period=period)
        unit = as_unit(label.strip("()[]（）【】"))
        if unit is not None and plain not in lexicon().column:
            return Token("unit", label, unit=unit)
        bare, unit = split_unit(label)
        return self._of_words(bare, unit) or self._of_form(bare, unit)

    def _of_words(self, bare: str, unit: str | None) -> Token | None:
        plain, words = fold(bare), lexicon()
        if plain in words.words["of_which"]:
            return Token("of_which", bare, unit)
        rest = fold(_OF_WHICH.sub("", nfkc(bare)))
        if rest in words.breakdown:
            return Token("part", bare, unit, part=words.breakdown[rest])
        if _AGE.match(rest):
            return Token("part", bare, unit, part=("年龄", rest))
        if plain in words.words["whole"]:
            return Token("whole", bare, unit)
        dim = words.column.get(plain)
        if dim != "remark" and _is_planned(bare):
            return Token("target", bare, unit, parse_period(_PLANNED.sub(r"\g<when>", nfkc(bare))))
        if dim in ("value", "target", "change", "numerator", "denominator"):
            return Token(dim, bare, unit)
        period = parse_period(bare)
        if period is not None:
            return Token("period", bare, unit, period)
        return None

    def _of_form(self, bare: str, unit: str | None) -> Token:
        if self.matcher.knows(bare):
            return Token("indicator", bare, unit)
        component = self.matcher.is_component(bare)
        if component is not None:
            return Token("component", bare, unit)
        tail = _PART_TAIL.match(nfkc(bare))
        if tail and fold(tail["part"]) in lexicon().breakdown:
            inner = self.token(tail["rest"])
            if inner.part is None and inner.dim in ("text", "indicator"):
                return Token(
                    inner.dim,
                    inner.text,
                    unit or inner.unit,
                    inner.period,
                    lexicon().breakdown[fold(tail["part"])],
                )
        dashed = _DASHED.match(nfkc(bare))
        if dashed and (
            fold(dashed["part"]) in lexicon().breakdown or fold(dashed["part"]) in lexicon().words["whole"]
        ):
            inner = self.token(dashed["rest"])
            part = lexicon().breakdown.get(fold(dashed["part"]))
            if inner.part is None and inner.dim in ("text", "indicator"):
                return Token(inner.dim, inner.text, unit or inner.unit, inner.period, part)
        for pattern in (_YEAR_HEAD, _YEAR_TAIL):
            match = pattern.match(bare)
            if match:
                period = parse_period(match["year"])
                rest = match["rest"].strip("() ")
                inner = self.token(rest)
                return Token(inner.dim, inner.text, unit or inner.unit, period, inner.part)
        if fold(area_name(bare)) in self.areas or (unit is None and looks_like_area(bare)):
            return Token("area", bare, unit)
        return Token("text", bare, unit)


def _is_planned(label: str) -> bool:
    """Whether a label is nothing but words for a plan or forecast, a year apart (2024年预计, 目标值)."""
    match = _PLANNED.match(nfkc(label).strip())
    if match is None or _ACHIEVED.search(fold(label)):
        return False
    rest = [re.sub(r"^[到至]|末$", "", fold(part).strip("()")) for part in (match["when"], match["after"])]
    return all(not part or part in _TERMS or parse_period(part) is not None for part in rest)


@lru_cache(maxsize=16384)
def clean_label(text: str) -> str:
    """A label without line breaks, padding between characters, footnote marks and its English twin."""
    lines = [line.strip() for line in re.split(r"[\r\n]+", text) if line.strip()]
    chinese = [line for line in lines if re.search(r"[\u4e00-\u9fff]", line)]
    kept = (
        [line for line in lines if line in chinese or not re.search(r"[A-Za-z]{3}", line)]
        if chinese
        else lines
    )
    joined = "".join(kept) if chinese else " ".join(kept)
    plain = nfkc(joined).strip()
    match = _LATIN_TAIL.match(plain)
    if match:
        plain = match["head"].strip()
    if re.search(r"[\u4e00-\u9fff]\s+[\u4e00-\u9fff]", plain):
        plain = re.sub(r"(?<=[\u4e00-\u9fff）)])\s+(?=[\u4e00-\u9fff（(])", "", plain)
    return re.sub(r"\s+", " ", plain)


_MEASURE = re.compile(
    r"(?:率|比例|比重|占比|数|量|值|额|比|水平|收入|支出|标准|增长|增减|增幅|速度|排名|位次|面积|寿命|年限|指数|得分|里程|产量|人口|户籍人口|经费|金额|时间|人次|件次|密度|程度)$"
)


def is_measure(text: str) -> bool:
    """Whether a label ends like the name of something measured (…率, …数)."""
    return bool(_MEASURE.search(fold(text)))


@dataclass(slots=True)
class Profile:
    """What the labels of one row or column add up to."""

    parts: tuple[str, ...] = ()
    period: Period | None = None
    area: tuple[str, ...] = ()
    area_total: bool = False
    breakdown: dict[str, str] = field(default_factory=dict)
    unit: str | None = None
    component: str | None = None
    skip: str | None = None
    clash: bool = False
    said: tuple[str, ...] = ()

    def key(self) -> tuple[object, ...]:
        """Hashable identity of what it says of the indicator."""
        return (self.parts, tuple(sorted(self.breakdown.items())), self.unit, self.component, self.said)


def merge_period(old: Period | None, new: Period | None) -> Period | None:
    """Two statements of when made one: a year and a month label complete each other."""
    if old is None or new is None:
        return new or old
    if old.year is None and new.year is not None:
        return Period(new.year, new.as_of, new.label or old.label)
    if new.year is None and new.offset is None:
        label = (
            f"{old.year}年{new.label}" if old.year and new.label and "20xx" not in new.label else new.label
        )
        return Period(old.year, old.as_of, label or old.label, old.offset)
    return new


def profile(tokens: list[Token], text_is: str = "indicator") -> Profile:
    """Add up a path of tokens, outermost first; tokens of unknown text count as `text_is`."""
    found = Profile()
    parts: list[str] = []
    for token in tokens:
        if token.period is not None:
            found.period = merge_period(found.period, token.period)
        if token.unit is not None:
            found.unit = token.unit
        if token.dim in ("part", "whole"):
            found.said = (*found.said, token.text)
        if token.part:
            if token.part[0] in found.breakdown:
                found.clash = True
            found.breakdown[token.part[0]] = token.part[1]
        if token.dim in ("numerator", "denominator"):
            found.component = token.text
        elif token.dim == "place":
            found.area, found.area_total = (*found.area, area_name(token.text)), is_area_total(token.text)
        elif token.dim == "component":
            found.component = token.text
            parts.append(token.text)
        elif token.dim == "target":
            found.skip = NOT_OBSERVED
        elif token.dim == "change":
            found.skip = "与上年或上期相比的增减，不是本期的数"
        elif (token.dim == "area" and text_is == "area") or (
            token.dim in ("text", "indicator") and text_is == "area"
        ):
            found.area = (*found.area, area_name(token.text))
            found.area_total = is_area_total(token.text)
        elif token.dim == "whole" and text_is == "area":
            found.area, found.area_total = (*found.area, area_name(token.text)), True
        elif token.dim in ("text", "indicator", "area") and (not parts or parts[-1] != token.text):
            parts.append(token.text)
    found.parts = tuple(parts)
    return found
