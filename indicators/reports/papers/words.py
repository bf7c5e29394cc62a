"""What the papers say of one indicator, in the style of the published monitoring reports."""

from __future__ import annotations

from decimal import Decimal

from indicators.assess import judged_by_people
from indicators.assess.sentence import MISSING, VERDICT
from indicators.reports.papers import cite, remarks, words_more
from indicators.reports.papers.matter import Item, Matter
from indicators.reports.papers.said import Said, Text, counted, joined, quoted, say, text

_HEADS = {
    "预期可达标": "尚未达标，预期可达标", "未达标": "到期未达标",
    "数据不足": "尚未达标，数据不足以判断能否达标",
    "达标困难": "达标困难", "仅监测": "（监测）", "不适用": "不适用", "无数据": "无数据", "待评定": "待评定",
}  # fmt: skip


def head(item: Item) -> Text:
    """The finding that opens the paragraph: 适龄妇女宫颈癌人群筛查率提前达标。"""
    word = item.verdict.word
    if item.verdict.attainment == "no_data" and item.verdict.value is not None:
        return say("{name}暂不能评定。", name=cite.name(item))
    return say("{name}{word}。", name=cite.name(item), word=_HEADS.get(word, word))


def paragraph(item: Item, matter: Matter, *, brief: bool = False) -> Text:
    """Level, change from last year and from the base, against the target, where areas differ, remarks."""
    said = _paragraph(item, matter, brief)
    return said if brief else text(said, remarks.told(item, matter))


def _paragraph(item: Item, matter: Matter, brief: bool) -> Text:
    verdict = item.verdict
    if verdict.attainment == "no_data" and verdict.value is None:
        return _nothing(item)
    if judged_by_people(verdict):
        return _by_people(item)
    if verdict.attainment == "not_applicable":
        return _excused(item)
    if verdict.value is None:  # kept back, or a yes/no not judged yet
        return _without_figure(item)
    first = joined([_level(item, matter), change(item), _base_change(item)], "，")
    if verdict.attainment == "monitored":
        return text(first, "。没有设定目标，仅作监测。" if not brief else "。")
    target = _against_target(item)
    if brief:
        return text(joined([first, target], "，"), "。")
    said = [
        text(joined([first, target], "，")),
        words_more.parts(item),
        words_more.pace(item),
        words_more.chance(item),
        words_more.outlook(item),
    ]
    areas = words_more.areas(item, matter)
    return text(joined(said), "。", *areas)


def _where(item: Item, matter: Matter) -> str:
    if item.area == matter.home:
        return matter.whole
    return item.area.rpartition("/")[2]


def _level(item: Item, matter: Matter) -> Text:
    verdict, basis = item.verdict, item.verdict.basis
    year = cite.year_of(item, "figure_year", item.figure_year)
    what: Text = (cite.name(item),)
    if basis.kind == "gap":
        what = text(cite.name(item), "的差距")
    elif basis.breakdown:
        what = text(quoted(basis.breakdown, "breakdown", verdict.code), cite.name(item))
    elif basis.kind == "every_area" and basis.children:
        worst = "最低" if item.better != "lower" else "最高"
        what = text(cite.name(item), f"{worst}的{matter.below_word}")
    said = say("{year}年，{where}{what}为{value}", year=year, where=_name(_where(item, matter)), what=what,
               value=cite.level(item))  # fmt: skip
    if item.figure_year == verdict.year:
        return said
    now = cite.year_of(item, "year", verdict.year)
    return say("{said}（此后无新数据，沿用至{now}年）", said=said, now=now)


def _name(where: str) -> Said:
    return quoted(where, "area", where)


def change(item: Item) -> Text:
    """The change from the figure before: 比上年提高4.7个百分点."""
    basis = item.verdict.basis
    if basis.previous_value is None or item.verdict.value is None:
        first = [one.year for one in item.series] == [item.figure_year] and cite.is_own(item)
        return text("为首次有数据的年份") if first else ()
    if basis.previous_year == item.figure_year - 1:
        than: Text = ("上年",)
    else:
        than = say("{year}年", year=cite.year_of(item, "previous_year", basis.previous_year))
    return moved(item, cite.level(item), cite.previous(item), than)


def _base_change(item: Item) -> Text:
    verdict = item.verdict
    if verdict.base_value is None or verdict.base_year is None or verdict.basis.kind == "none":
        return ()
    if verdict.base_year in (verdict.basis.previous_year, item.figure_year):
        return ()
    than = say("{year}年", year=cite.year_of(item, "base_year", verdict.base_year))
    return moved(item, cite.level(item), cite.base(item), than)


def moved(item: Item, now: Said, before: Said, than: Text) -> Text:
    """How a figure moved: 比2020年下降2.1个百分点, 与上年持平, 比上年增加120人."""
    if now.value == before.value:
        return say("与{than}持平", than=than)
    rising = (now.value or 0.0) > (before.value or 0.0)
    return say("比{than}{verb}{size}", than=than, verb=verb(item, rising), size=cite.apart(item, now, before))


def verb(item: Item, rising: bool) -> str:
    """提高 of what should rise, 上升 of what should not, 增加 and 减少 of what is counted."""
    basis = item.verdict.basis
    if basis.kind == "gap":
        return "扩大" if rising else "缩小"
    if cite.is_count(item.verdict.unit):
        return "增加" if rising else "减少"
    if not rising:
        return "下降"
    return "提高" if item.better == "higher" else "上升"


def _against_target(item: Item) -> Text:
    verdict, basis = item.verdict, item.verdict.basis
    if verdict.attainment == "no_data":
        return _not_enough(item)
    if verdict.milestone_value is None:
        return say("目标为“{phrase}”", phrase=cite.phrase(item))
    if basis.trend and verdict.base_year == item.figure_year:
        return say("目标为“{phrase}”（以{year}年的{base}为基数）", phrase=cite.phrase(item),
                   year=cite.year_of(item, "base_year", verdict.base_year), base=cite.base(item))  # fmt: skip
    if basis.trend:
        verbs = (
            "，符合" if verdict.attainment == "met" else "，未达到",
            "高于" if basis.trend == "up" else "低于",
        )
        return say(
            "{met}“{phrase}”的目标（要求{way}{year}年的{base}）", met=verbs[0].removeprefix("，"),
            phrase=cite.phrase(item), way=verbs[1], year=cite.year_of(item, "base_year", verdict.base_year),
            base=cite.base(item),
        )  # fmt: skip
    return joined([_distance(item), _finally(item)], "，")


def _not_enough(item: Item) -> Text:
    """There is a figure, and yet no verdict."""
    basis = item.verdict.basis
    if basis.lacking:
        places = [quoted(name, "area", name) for name in basis.lacking]
        return say("还有{n}个地区缺数据，无法判断是否达到“{phrase}”", n=counted(places, "lacking"),
                   phrase=cite.phrase(item))  # fmt: skip
    if item.verdict.base_value is None and basis.base_wanted and basis.kind != "versus":
        return say("目标为“{phrase}”，缺少{year}年基期数据，无法判断", phrase=cite.phrase(item),
                   year=cite.year_of(item, "base_wanted", basis.base_wanted))  # fmt: skip
    return say("目标为“{phrase}”，现有数据不足以判断", phrase=cite.phrase(item))


def _asked(item: Item) -> Text:
    year = cite.year_of(item, "milestone_year", item.verdict.milestone_year)
    if item.verdict.basis.kind in ("relative", "yearly_step", "versus", "slower_growth"):
        return say("“{phrase}”即{year}年{demand}的目标", phrase=cite.phrase(item), year=year,
                   demand=cite.demand(item))  # fmt: skip
    return say("{year}年{demand}的目标", year=year, demand=cite.demand(item))


def _distance(item: Item) -> Text:
    verdict, basis = item.verdict, item.verdict.basis
    now, wanted = cite.level(item), cite.bare_demand(item)
    asked = _asked(item)
    same = now.value == wanted.value
    if (basis.op or "").startswith("~"):
        if same:
            return say("正好等于{asked}", asked=asked)
        inside = "在允许范围内" if verdict.attainment == "met" else "超出允许范围"
        return say(
            "与{asked}相差{gap}，{inside}", asked=asked, gap=cite.apart(item, now, wanted), inside=inside
        )
    if verdict.attainment == "met":
        if same:
            return say("达到{asked}", asked=asked)
        return say("优于{asked}{gap}", asked=asked, gap=cite.apart(item, now, wanted))
    if same:
        return say("等于{asked}的界限值，按要求不算达到", asked=asked)
    if _reached(now, wanted, basis.op):  # its own figure is good enough; a part of the demand is not
        return say("对照{asked}，{word}", asked=asked, word=verdict.word)
    return say("距{asked}尚差{gap}", asked=asked, gap=cite.apart(item, now, wanted))


def _reached(now: Said, wanted: Said, op: str | None) -> bool:
    one, other = Decimal(repr(now.value)), Decimal(repr(wanted.value))
    return {">=": one >= other, "<=": one <= other, ">": one > other, "<": one < other}.get(op or "", False)


def _finally(item: Item) -> Text:
    """The plan's last demand, where a milestone before it is in force."""
    verdict, basis = item.verdict, item.verdict.basis
    if basis.final_value is None or basis.final_year in (None, verdict.milestone_year):
        return ()
    if basis.final_value == verdict.milestone_value or (basis.op or "").startswith("~"):
        return ()
    wanted = cite.last_demand(item)
    now = cite.level(item)
    year = cite.year_of(item, "final_year", basis.final_year)
    if _reached(now, wanted, basis.op):
        return say("并已达到{year}年{demand}的目标", year=year, demand=wanted)
    return say(
        "距{year}年{demand}的目标还差{gap}", year=year, demand=wanted, gap=cite.apart(item, now, wanted)
    )


def _nothing(item: Item) -> Text:
    verdict, basis = item.verdict, item.verdict.basis
    why = MISSING.get(basis.missing or "", "")
    said = say(
        "{year}年无数据{why}", year=cite.year_of(item, "year", verdict.year), why=f"（{why}）" if why else ""
    )
    if basis.figure_value is not None and basis.figure_year is not None:
        said = say("{said}，最近一次为{year}年的{value}", said=said, value=cite.level(item),
                   year=cite.year_of(item, "figure_year", basis.figure_year))  # fmt: skip
    if verdict.target:
        said = say("{said}，目标为“{phrase}”", said=said, phrase=cite.phrase(item))
    return text(said, "。")


def _by_people(item: Item) -> Text:
    verdict, basis = item.verdict, item.verdict.basis
    year = cite.year_of(item, "year", verdict.year)
    goal = say("目标为“{phrase}”", phrase=cite.phrase(item))
    if verdict.attainment == "awaiting":
        why = "尚未答复该目标是否适用" if basis.conditional and basis.applies is None else "尚无评定意见"
        return say("{goal}，截至{year}年{why}。", goal=goal, year=year, why=why)
    if verdict.attainment == "not_applicable":
        return _excused(item)
    done = "已经做到" if verdict.attainment == "met" else "尚未做到"
    if basis.judgement and basis.judgement_stands:
        done = VERDICT[basis.judgement].replace(",", "，")
        evidence = quoted((basis.evidence or "").rstrip("。"), "evidence", *item.key)
        return say(
            "{goal}，截至{year}年{done}（依据：{evidence}）。",
            goal=goal,
            year=year,
            done=done,
            evidence=evidence,
        )
    return say("{goal}，截至{year}年{done}。", goal=goal, year=year, done=done)


def _excused(item: Item) -> Text:
    verdict = item.verdict
    why = quoted(f"（{verdict.basis.applies_why}）" if verdict.basis.applies_why else "", "why", *item.key)
    if not verdict.target:
        return ("该指标在本地区不适用，不作评估。",)
    return say(
        "目标为“{phrase}”，本地区不在该目标的适用范围内{why}，不作评估。", phrase=cite.phrase(item), why=why
    )


def _without_figure(item: Item) -> Text:
    """The assessment's own sentence: a figure kept back, or nothing judged yet."""
    return text(cite.of_verdict(item, "sentence", quoted(item.verdict.sentence).text))
