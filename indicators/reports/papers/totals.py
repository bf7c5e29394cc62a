"""What the papers say of all indicators together: counts, the rate of attainment, chapters side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from indicators.assess import attainment_rate
from indicators.reports.papers.blocks import Chart, Column, Series, Table
from indicators.reports.papers.matter import PLAN_NAMES, Item, Matter
from indicators.reports.papers.said import Said, Text, computed, counted, given, joined, quoted, say, text

GROUPS: tuple[tuple[str, str, Callable[[Item], bool]], ...] = (
    ("met", "达标", lambda item: item.verdict.attainment == "met"),
    ("nearly", "基本达标", lambda item: item.verdict.attainment == "nearly_met"),
    ("unmet", "未达标", lambda item: item.verdict.attainment == "not_met"),
    ("no_data", "无数据", lambda item: item.verdict.attainment == "no_data"),
    ("other", "不评定", lambda item: item.verdict.attainment in ("awaiting", "not_applicable", "monitored")),
)
_UNMET = ("预期可达标", "达标困难", "未达标", "数据不足")
_OTHER = (("awaiting", "待评定"), ("not_applicable", "不适用"), ("monitored", "仅作监测"))


LAGGING: Text = ("注：需要重点关注的指标，指到期未达标、达标困难和红色、橙色预警的指标。",)
"""What `is_lagging` means, below the tables that list such indicators."""


def plan_title(matter: Matter, plan: str) -> Text:
    """示例县妇女发展规划（2021—2030年）."""
    first, last = matter.period
    return say(
        "{district}{plan}（{first}—{last}年）",
        district=place(matter),
        plan=PLAN_NAMES.get(plan, plan),
        first=given(first, "period"),
        last=given(last, "period"),
    )


def place(matter: Matter) -> Said:
    """The district's name."""
    return quoted(matter.district, "area", matter.home)


def count(items: Iterable[Item], what: str) -> Said:
    """How many indicators, with which they are."""
    return counted((item.key for item in items), what)


def rate(items: Sequence[Item], matter: Matter) -> tuple[Said, Said, Said]:
    """The rate of attainment with its numerator and denominator, as the settings count them."""
    made = attainment_rate((item.verdict for item in items), matter.settings)
    good = ("met", "nearly_met") if made.nearly_counts else ("met",)
    judged = ("met", "nearly_met", "not_met", *(("no_data",) if made.no_data_in_denominator else ()))
    met = count((item for item in items if item.verdict.attainment in good), "met")
    whole = count((item for item in items if item.verdict.attainment in judged), "judged")
    share = "—" if made.share is None else f"{made.share:.1f}%"
    return computed(share, made.share, "share", met, whole), met, whole


def lead(items: Sequence[Item], matter: Matter) -> Text:
    """How many are followed, how many met, the rate with both numbers, what stands against it."""
    share, met, whole = rate(items, matter)
    judged = [item for item in items if item.verdict.attainment in ("met", "nearly_met", "not_met")]
    goals = [item for item in items if item.verdict.target]
    nearly = "达标和基本达标" if matter.settings.nearly_counts else "达标"
    base = "（含无数据的指标）" if matter.settings.no_data_in_denominator else ""
    first = say(
        "{year}年共监测{n}项指标，其中有目标的{goals}项、有数据可评定的{judged}项",
        n=count(items, "items"),
        year=given(matter.year, "year"),
        goals=count(goals, "goals"),
        judged=count(judged, "with_data"),
    )
    if not judged:
        return text(first, "。")
    second = say(
        "其中{groups}；{nearly}的指标占可评定指标{base}的{share}（{met}/{whole}）",
        groups=_groups(items, ("met", "nearly")),
        nearly=nearly,
        base=base,
        share=share,
        met=met,
        whole=whole,
    )
    return text(joined([first, second], "，"), "。", against(items))


def against(items: Sequence[Item]) -> Text:
    """Those not met by their word, without data, awaiting a judgement, only watched."""
    said = []
    unmet = [item for item in items if item.verdict.attainment == "not_met"]
    if unmet:
        words = [(word, [item for item in unmet if item.verdict.word == word]) for word in _UNMET]
        each = [
            say("{word}{n}项", word="到期未达标" if word == "未达标" else word, n=count(mine, word))
            for word, mine in words
            if mine
        ]
        said.append(
            say("尚未达到目标的{n}项，其中{each}", n=count(unmet, "not_met"), each=joined(each, "、"))
        )
    lacking = [item for item in items if item.verdict.attainment == "no_data"]
    if lacking:
        said.append(say("无数据{n}项", n=count(lacking, "no_data")))
    for attainment, word in _OTHER:
        mine = [item for item in items if item.verdict.attainment == attainment]
        if mine:
            said.append(say("{word}{n}项", word=word, n=count(mine, attainment)))
    return joined(said, "；", "。")


def _groups(items: Sequence[Item], wanted: Sequence[str]) -> Text:
    said = []
    for name, word, belongs in GROUPS:
        mine = [item for item in items if belongs(item)]
        if name in wanted:
            said.append(say("{word}{n}项", word=word, n=count(mine, name)))
    return joined(said, "、")


def _cell(items: Sequence[Item], what: str) -> Text:
    return (count(items, what),)


def chapters_table(plan: str, matter: Matter) -> Table:
    """Chapters down, verdict groups across, the rate with its two numbers at the end."""
    columns = (
        Column("领域", 0.21, "left"),
        *(Column(word, 0.03 * len(word)) for _, word, _ in GROUPS),
        Column("合计", 0.08),
        Column("达标率", 0.2),
    )
    rows = [(text(quoted(name, "domain", plan)), mine) for name, mine in matter.domains(plan).items()]
    rows.append((("合计",), matter.of_plan(plan)))
    return Table(
        ("各领域指标评定情况",),
        columns,
        tuple((name, *_counts(mine), _rate_cell(mine, matter)) for name, mine in rows),
        rate_note(matter),
    )


def _counts(items: Sequence[Item]) -> tuple[Text, ...]:
    cells = [_cell([item for item in items if belongs(item)], name) for name, _, belongs in GROUPS]
    return (*cells, _cell(items, "items"))


def _rate_cell(items: Sequence[Item], matter: Matter) -> Text:
    share, met, whole = rate(items, matter)
    return say("{share}（{met}/{whole}）", share=share, met=met, whole=whole) if whole.value else ("—",)


def rate_note(matter: Matter) -> Text:
    """How the rate was reckoned."""
    above = "达标和基本达标" if matter.settings.nearly_counts else "达标"
    below = "有目标的指标（含无数据）" if matter.settings.no_data_in_denominator else "有目标且有数据的指标"
    return (f"注：达标率＝{above}的指标数÷{below}数；“不评定”为待评定、不适用和仅作监测的指标。",)


def chapters_chart(plan: str, matter: Matter) -> Chart:
    """A stacked bar for each chapter: how many are met, nearly met, not met, without data."""
    chapters = {
        name: mine for name, mine in matter.domains(plan).items() if any(item.verdict.target for item in mine)
    }
    series = [
        Series(
            word, tuple(_bar([i for i in mine if belongs(i)], name) for mine in chapters.values()), role=name
        )
        for name, word, belongs in GROUPS[:4]
    ]
    names = tuple(quoted(name, "domain", plan) for name in chapters)
    return Chart(
        ("各领域有目标指标的评定情况（项）",), "bars", names, tuple(series), height=30 + 9.0 * len(names)
    )


def _bar(items: Sequence[Item], what: str) -> Said | None:
    """A piece of a bar; none of a kind leave nothing to draw or to write on."""
    return count(items, what) if items else None
