"""指标卡: everything about one indicator on a card."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from indicators.catalog.handbook import FREQUENCY_WORDS
from indicators.reports.papers import charts, cite, remarks, totals
from indicators.reports.papers.blocks import Block, Column, Fill, Heading, Paper, Para, Table
from indicators.reports.papers.matter import PLAN_NAMES, Item, Matter, is_lagging
from indicators.reports.papers.said import Text, given, plain, quoted, say, text
from indicators.reports.papers.words import head, paragraph

_WAYS = {"higher": "越高越好", "lower": "越低越好", "around": "适度", "none": "不分高低"}


def card(matter: Matter, items: Sequence[Item]) -> Paper:
    """The card of one indicator; `items` are its verdicts (one a plan and target set)."""
    first = items[0]
    blocks: list[Block] = [_facts(matter, items)]
    for item in items:
        word = PLAN_NAMES.get(item.verdict.plan or "", "")
        if len(items) > 1:
            blocks.append(Heading(1, (word or "指标",)))
        blocks.append(Para(paragraph(item, matter), lead=head(item)))
        blocks += _reasons(item)
    drawn = charts.drawn(first, matter, height=62.0)
    blocks += drawn
    blocks += _tables(first, matter, drawn=bool(drawn))
    if any(is_lagging(item) for item in items):
        blocks.append(Fill(first.lead or "责任单位", "原因、措施、项目和完成时限"))
    title = say("{name}", name=cite.name(first))
    name = f"{first.verdict.code}_{plain(title)}_{matter.year}年"
    subtitle = say(
        "{district}指标卡（{year}年）", district=totals.place(matter), year=given(matter.year, "year")
    )
    return Paper(name, title, tuple(blocks), subtitle, compact=True)


def _facts(matter: Matter, items: Sequence[Item]) -> Table:
    first = items[0]
    known = first.indicator
    rows: list[tuple[str, Text]] = [
        ("所属规划", text(quoted("；".join(_places(items)), "plan", first.verdict.code))),
        ("目标", _goals(items)),
        ("责任单位", _duty(first)),
        ("计量单位", text(quoted(first.verdict.unit or "—", "unit", first.verdict.code))),
        ("方向", (_WAYS.get(first.better, "不分高低"),)),
    ]
    if known is not None:
        formula = f"{known.numerator}÷{known.denominator}" if known.numerator and known.denominator else ""
        for word, said in (
            ("含义", known.meaning), ("计算方法", formula), ("口径", known.caliber),
            ("数据来源", known.data_source),
            ("报送频率", FREQUENCY_WORDS.get(known.frequency, "")),
        ):  # fmt: skip
            if said:
                rows.append((word, text(quoted(said, "definition", known.code))))
    columns = (Column("项目", 0.17), Column("内容", 0.83, "left"))
    return Table((), columns, tuple(((word,), said) for word, said in rows))


def _places(items: Iterable[Item]) -> Iterable[str]:
    for item in items:
        plan = PLAN_NAMES.get(item.verdict.plan or "", "")
        yield f"{plan}·{item.verdict.domain}" if item.verdict.domain else plan


def _goals(items: Sequence[Item]) -> Text:
    goals = list(dict.fromkeys(item.verdict.target for item in items if item.verdict.target))
    if not goals:
        return ("没有设定目标，仅作监测",)
    return text(quoted("；".join(f"“{goal}”" for goal in goals), "target", items[0].verdict.code))


def _duty(item: Item) -> Text:
    coop = f"；配合：{'、'.join(item.coop)}" if item.coop else ""
    return text(quoted(f"牵头：{item.lead or '未写明'}{coop}", "unit", item.lead))


def _reasons(item: Item) -> list[Block]:
    reasons = [quoted(reason, "reason", *item.key).text for reason in item.verdict.reasons]
    if not reasons:
        return []
    return [Para(text("评定依据：", cite.of_verdict(item, "reasons", "；".join(reasons)), "。"))]


def _tables(item: Item, matter: Matter, *, drawn: bool) -> list[Block]:
    blocks: list[Block] = []
    figures = item.series[-10:]
    parts = [one.numerator is not None or one.denominator is not None for one in figures]
    if figures:
        columns = [Column("年份", 0.2), Column("数值", 0.3)]
        columns += [Column("分子", 0.25), Column("分母", 0.25)] if any(parts) else []
        rows = []
        for one in figures:
            row = [text(given(one.year, "line")), text(cite.observed(one, item.verdict.unit))]
            for field in ("numerator", "denominator") if any(parts) else ():
                number = getattr(one, field)
                row.append(text(cite.observed(one, "", field)) if number is not None else ("—",))
            rows.append(tuple(row))
        blocks.append(Table(("历年数据",), tuple(columns), tuple(rows)))
        if not drawn:
            blocks += remarks.below(item, matter, {one.year for one in figures})
    if item.below:
        told = sorted(item.below, key=lambda one: one.value or 0.0, reverse=item.better != "lower")
        rows = [
            (text(given(at, "rank")), text(quoted(one.area.rpartition("/")[2], "area", one.area)),
             text(cite.observed(one, item.verdict.unit)))
            for at, one in enumerate(told, start=1)
        ]  # fmt: skip
        title = say("{year}年各{kind}数据", year=given(item.figure_year, "year"), kind=matter.below_word)
        areas = (Column("序号", 0.2), Column("地区", 0.45), Column("数值", 0.35))
        blocks.append(Table(title, areas, tuple(rows)))
    return blocks
