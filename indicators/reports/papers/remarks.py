"""Remarks on years (口径调整, 疫情影响) where the papers show those years."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from indicators.reports.papers.blocks import Block, Para
from indicators.reports.papers.matter import Item, Matter
from indicators.reports.papers.said import Said, Source, Text, joined, quoted, say, text
from indicators.store import Annotation

WORDS = {"method": "口径调整", "epidemic": "疫情影响"}


def told(item: Item, matter: Matter) -> Text:
    """A sentence on the indicator's own remarks of the years its paragraph speaks of; () without any."""
    return _sentence(_own(item, matter, paragraph_years(item)), "需要说明的是，")


def general(matter: Matter) -> Text:
    """A sentence on what was said of every indicator, of the year and the one before it."""
    years = (matter.year - 1, matter.year)
    found = [
        one for one in matter.remarks if one.code is None and one.area == matter.home and one.year in years
    ]
    return _sentence(found, "全部指标需要说明的是，")


def below(item: Item, matter: Matter, years: Collection[int]) -> list[Block]:
    """The note below a chart or table of these years; what the paragraph says at length is only named."""
    said = paragraph_years(item)
    found = [_one(one, short=one.code is not None and one.year in said) for one in _all(item, matter, years)]
    return [Para(text("注：", joined(found, "；"), "。"), style="note")] if found else []


def paragraph_years(item: Item) -> set[int]:
    """The years whose figures the indicator's paragraph tells."""
    basis = item.verdict.basis
    years = (item.figure_year, basis.previous_year, item.verdict.base_year, item.verdict.year)
    return {year for year in years if year is not None}


def _all(item: Item, matter: Matter, years: Collection[int]) -> list[Annotation]:
    return [
        one
        for one in matter.remarks
        if one.code in (None, item.verdict.code) and one.area == item.area and one.year in years
    ]


def _own(item: Item, matter: Matter, years: Collection[int]) -> list[Annotation]:
    return [one for one in _all(item, matter, years) if one.code is not None]


def _sentence(found: Iterable[Annotation], opening: str) -> Text:
    said = joined((_one(one) for one in found), "；", "。")
    return text(opening, said) if said else ()


def _one(remark: Annotation, *, short: bool = False) -> Text:
    """2024年口径调整：改为常住人口口径."""
    year = Said(str(remark.year), Source("remark", (remark.id, "year")), float(remark.year))
    words = quoted(remark.text.strip().rstrip("。；;."), "remark", remark.id)
    kind = WORDS.get(remark.kind, "")
    if short and kind:
        return say("{year}年{kind}", year=year, kind=kind)
    return say("{year}年{kind}{words}", year=year, kind=f"{kind}：" if kind else "，", words=words)
