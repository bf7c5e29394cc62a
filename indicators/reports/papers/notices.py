"""Papers that go out: 督办单, 通报, 数据催报通知, 重难点指标清单."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from indicators.reports.papers import acts, annual, cite, tables, totals
from indicators.reports.papers.acts import day
from indicators.reports.papers.blocks import Block, Column, Fill, Heading, Paper, Para, Table, Turn
from indicators.reports.papers.matter import Item, Matter, UnitYear, by_urgency, is_hard, is_lagging
from indicators.reports.papers.said import (
    Text,
    counted,
    given,
    joined,
    listing,
    plain,
    quoted,
    say,
    text,
)
from indicators.reports.papers.words import head, paragraph

Deadlines = Mapping[str, dt.date]
"""By when an indicator (its code) is to be mended; "" for all that have none of their own."""


def signed(matter: Matter) -> list[Block]:
    """The office that signs; the day of issue is a person's."""
    return [
        Para((), style="right"),
        Para(text(quoted(matter.office, "office")), style="right"),
        Para(("【发文日期由经办人填写】",), style="right"),
    ]


def due_words(deadlines: Deadlines, code: str) -> Text:
    """By when: the indicator's own day, else the notice's, else a person's to say."""
    found = deadlines.get(code) or deadlines.get("")
    return text(day(found, "due")) if found else ("【完成时限由妇儿工委办填写】",)


def wanted(matter: Matter, unit: str) -> tuple[list[Item], list[Item], UnitYear | None]:
    """What a notice to a unit is about: its lagging indicators, those without data, what it still owes."""
    led = matter.led_by(unit)
    late = sorted((item for item in led if is_lagging(item)), key=by_urgency)
    lacking = [item for item in led if item.verdict.attainment == "no_data"]
    return late, lacking, next((one for one in matter.units if one.unit == unit and one.missing), None)


def is_wanted(matter: Matter, unit: str) -> bool:
    """Whether a unit has something to mend, to hand in or to finish."""
    return any(wanted(matter, unit)) or bool(acts.of_unit(matter, unit)[0])


def supervision(matter: Matter, unit: str, deadlines: Deadlines | None = None) -> Paper:
    """督办单: a unit's lagging and unreported indicators, each with its verdict sentence and deadline."""
    due = deadlines or {}
    late, lacking, owing = wanted(matter, unit)
    blocks: list[Block] = [
        Para(text(quoted(unit, "unit", unit), "："), style="left"),
        Para(_why(matter, unit, late, lacking, owing)),
    ]
    if late:
        blocks.append(Heading(1, ("需要整改的指标",)))
        for item in late:
            said = text(
                paragraph(item, matter), "请于", due_words(due, item.verdict.code), "前报送整改情况。"
            )
            blocks.append(Para(said, lead=head(item), numbered=True))
    if lacking or owing:
        blocks.append(Heading(1, ("需要报送的数据",)))
        blocks += _owing(matter, lacking, owing)
    blocks += acts.section(matter, unit)
    if not (late or lacking or owing or any(acts.of_unit(matter, unit))):
        blocks.append(Para(("目前没有需要督办的事项。",)))
    blocks += [Heading(1, ("整改反馈",)), _feedback(late, unit), *signed(matter)]
    title = say("{district}两规划指标督办单", district=totals.place(matter))
    return Paper(f"督办单_{unit}_{matter.year}年", title, tuple(blocks))


def _why(
    matter: Matter, unit: str, late: Sequence[Item], lacking: Sequence[Item], owing: UnitYear | None
) -> Text:
    parts = []
    if late:
        parts.append(say("{n}项指标进展落后", n=totals.count(late, "lagging")))
    if lacking:
        parts.append(say("{n}项指标没有可用数据", n=totals.count(lacking, "no_data")))
    elif owing:
        parts.append(say("{n}项指标尚未报送", n=counted(owing.missing, "missing")))
    what = joined(parts, "，") or ("没有落后的指标",)
    return say(
        "根据{year}年两规划监测结果{source}，你单位牵头的指标中，{what}{running}。为确保规划目标如期实现，"
        "请对照下列事项研究原因、落实措施，并按时反馈。",
        year=given(matter.year, "year"),
        source=annual.source_line(matter),
        what=what,
        running=text("；另有", running) if (running := acts.summary(matter, unit)) else (),
    )


def _owing(matter: Matter, lacking: Sequence[Item], owing: UnitYear | None) -> list[Block]:
    blocks: list[Block] = [Para(paragraph(item, matter), lead=head(item), numbered=True) for item in lacking]
    told = {item.verdict.indicator for item in lacking}
    others = [name for name in (owing.missing if owing else ()) if name not in told]
    if others:
        names = listing(quoted(name, "name", name) for name in others)
        also = "另有" if lacking else "还有"
        blocks.append(
            Para(say("{also}{n}项未报：{names}。", also=also, n=counted(others, "missing"), names=names))
        )
    until = text("请于", day(matter.deadline, "deadline"), "前") if matter.deadline else ("请尽快",)
    blocks.append(Para(text(until, "报送；如确无数据，请注明原因（未统计、未开展、未公布、不适用）。")))
    return blocks


def _feedback(late: Sequence[Item], unit: str) -> Block:
    """Where the unit writes its answer, a line for each indicator."""
    if not late:
        return Fill(unit, "办理情况")
    columns = (
        ("指标", 0.28, "left", _bare_name),
        ("原因", 0.24, "left", tables.blank),
        ("措施和项目", 0.26, "left", tables.blank),
        ("责任人", 0.11, "left", tables.blank),
        ("完成时间", 0.11, "left", tables.blank),
    )
    return tables.table(("整改反馈表",), late, columns, (f"（由{_plain_name(unit)}填写后盖章反馈）",))


def _plain_name(unit: str) -> str:
    return "责任单位" if any(sign.isdigit() for sign in unit) else unit


def _bare_name(item: Item, at: int) -> Text:
    del at
    return text(cite.name(item))


def circular(matter: Matter) -> Paper:
    """通报: how the year stands by unit, who is behind, who has not reported."""
    items = matter.items
    blocks: list[Block] = [
        Para(("各责任单位，各乡镇（街道）：",), style="left"),
        Para(
            say(
                "现将{district}{year}年妇女儿童发展规划监测情况通报如下{source}。",
                district=totals.place(matter),
                year=given(matter.year, "year"),
                source=annual.source_line(matter),
            )
        ),
        Heading(1, ("总体情况",)),
        Para(totals.lead(items, matter)),
        Heading(1, ("各责任单位情况",)),
        _by_unit(matter),
        *_named(matter),
        *acts.circular(matter),
        Heading(1, ("工作要求",)),
        Fill("妇儿工委办", "对落后指标和未报数据的整改要求"),
        *signed(matter),
    ]
    title = say("关于{year}年两规划监测情况的通报", year=given(matter.year, "year"))
    return Paper(f"通报_{matter.year}年两规划监测情况", title, tuple(blocks))


def _by_unit(matter: Matter) -> Table:
    rows = []
    known = {one.unit: one for one in matter.units}
    for unit in matter.leads:
        led = matter.led_by(unit)
        if not any(item.verdict.target for item in led):
            continue
        late = totals.count([item for item in led if is_lagging(item)], "lagging")
        lacking = totals.count([item for item in led if item.verdict.attainment == "no_data"], "no_data")
        share, met, whole = totals.rate(led, matter)
        done = say("{share}（{met}/{whole}）", share=share, met=met, whole=whole) if whole.value else ("—",)
        unsent = text(counted(known[unit].missing, "missing")) if unit in known else ("—",)
        rows.append(
            (
                text(quoted(unit, "unit", unit)),
                text(totals.count(led, "led")),
                done,
                text(late),
                text(lacking),
                unsent,
            )
        )
    columns = (
        Column("责任单位", 0.28, "left"),
        Column("牵头指标", 0.12),
        Column("达标率", 0.22),
        Column("重点关注", 0.12),
        Column("无数据", 0.12),
        Column("未报送", 0.14),
    )
    note = text(*totals.LAGGING, "“未报送”指本年度应报未报的指标。")
    return Table(("各责任单位牵头指标情况",), columns, tuple(rows), note)


def _named(matter: Matter) -> list[Block]:
    late = sorted((item for item in matter.items if is_lagging(item)), key=by_urgency)
    blocks: list[Block] = [Heading(1, ("需要重点关注的指标",))]
    if late:
        blocks.append(tables.unmet((), late))
    else:
        blocks.append(Para(("没有需要重点关注的指标。",)))
    owing = [one for one in matter.units if one.missing]
    blocks.append(Heading(1, ("未按要求报送数据的单位",)))
    if not owing:
        blocks.append(Para(("各单位均已报送。",)))
    for one in owing:
        names = listing(quoted(name, "name", name) for name in one.missing)
        blocks.append(
            Para(
                say(
                    "{unit}：{n}项未报（{names}）。",
                    unit=quoted(one.unit, "unit", one.unit),
                    n=counted(one.missing, "missing"),
                    names=names,
                )
            )
        )
    return blocks


def reminder(matter: Matter, unit: str) -> Paper:
    """数据催报通知: what a unit still owes, in the words of the reminder."""
    known = next((one for one in matter.units if one.unit == unit), UnitYear(unit))
    words = known.reminder or f"{unit}：{matter.year}年两规划监测数据已全部报送。"
    blocks: list[Block] = [Para(text(quoted(words, "reminder", unit)))]
    if known.missing:
        names = tuple(
            (text(given(at, "line")), text(quoted(name, "name", name)), ())
            for at, name in enumerate(known.missing, start=1)
        )
        columns = (Column("序号", 0.1), Column("未报指标", 0.55, "left"), Column("数据或无数据原因", 0.35))
        blocks.append(Table((), columns, names))
    title = say("关于报送{year}年两规划监测数据的通知", year=given(matter.year, "year"))
    return Paper(f"催报_{unit}_{matter.year}年", title, (*blocks, *signed(matter)))


def hard_list(matter: Matter) -> Paper:
    """重难点指标清单: for the yearly meeting; causes, measures and deadlines are for people."""
    items = sorted((item for item in matter.items if is_hard(item)), key=by_urgency)
    title = say(
        "{year}年{district}两规划重难点指标清单",
        year=given(matter.year, "year"),
        district=totals.place(matter),
    )
    late = [item for item in items if is_lagging(item)]
    first = say(
        "列入清单的指标共{n}项，其中需要重点关注的{late}项，无数据的{none}项{source}。",
        n=totals.count(items, "hard"),
        late=totals.count(late, "lagging"),
        source=annual.source_line(matter),
        none=totals.count([i for i in items if i.verdict.attainment == "no_data"], "no_data"),
    )
    table = tables.table(
        (),
        items,
        (
            ("序号", 0.05, "center", tables.number),
            ("指标（单位）", 0.16, "left", tables.name),
            ("目标", 0.14, "left", tables.target),
            ("现值", 0.08, "center", tables.now),
            ("差距", 0.1, "center", tables.gap),
            ("评定", 0.08, "center", tables.word),
            ("牵头单位", 0.11, "left", tables.lead),
            ("配合单位", 0.1, "left", tables.coop),
            ("原因、措施、时限", 0.18, "left", tables.blank),
        ),
        ("注：“原因、措施、时限”由责任单位填写，会议研判后确定。",),
    )
    blocks: tuple[Block, ...] = (Turn(True), Para(first), table)
    return Paper(plain(title), title, blocks)
