"""One page for a leader: how many are met, what needs attention, who has to do it."""

from __future__ import annotations

from indicators.reports.papers import annual, tables, totals
from indicators.reports.papers.blocks import Block, Chart, Paper, Para, Series
from indicators.reports.papers.matter import PLAN_NAMES, Item, Matter, by_urgency, is_lagging
from indicators.reports.papers.said import Text, given, plain, quoted, say, text

MOST = 8
"""So many indicators that need attention fit on the page."""


def brief(matter: Matter, plan: str | None = None) -> Paper:
    """The page: the rate of each plan, a chart, the indicators that need attention, no data."""
    plans = [plan] if plan else [one for one in matter.plans if one != "grassroots"]
    items = tuple(item for one in plans for item in matter.of_plan(one))
    late = sorted((item for item in items if is_lagging(item)), key=by_urgency)
    blocks: list[Block] = [Para(_plan_line(one, matter)) for one in plans]
    chart = _chart(plans, matter)
    blocks += [chart] if chart else []
    if late:
        blocks += [
            Para(_attention(late)),
            tables.table(
                ("需要重点关注的指标",),
                late[:MOST],
                (
                    ("指标（单位）", 0.36, "left", tables.name),
                    ("现值", 0.14, "center", tables.now),
                    ("目标", 0.26, "left", tables.target),
                    ("牵头单位", 0.24, "left", tables.lead),
                ),
                totals.LAGGING,
            ),
        ]
    else:
        blocks.append(Para(("没有需要重点关注的指标。",)))
    title = say(
        "{district}{what}{year}年进展简报",
        district=totals.place(matter),
        year=given(matter.year, "year"),
        what=PLAN_NAMES[plans[0]] if plan and plan in PLAN_NAMES else "妇女儿童发展规划",
    )
    return Paper(plain(title), title, tuple(blocks), compact=True)


def _plan_line(plan: str, matter: Matter) -> Text:
    items = matter.of_plan(plan)
    share, met, whole = totals.rate(items, matter)
    lacking = totals.count([i for i in items if i.verdict.attainment == "no_data"], "no_data")
    late = totals.count([i for i in items if is_lagging(i)], "lagging")
    good = "达标和基本达标" if matter.settings.nearly_counts else "达标"
    name = PLAN_NAMES.get(plan, plan)
    if not whole.value:
        return say("{name}：还没有可评定的指标。", name=name)
    return say(
        "{name}：可评定的{whole}项指标中，{good}{met}项，占{share}（{met}/{whole}）；需要重点关注{late}项，"
        "无数据{lacking}项{source}。",
        name=name,
        whole=whole,
        good=good,
        met=met,
        share=share,
        late=late,
        lacking=lacking,
        source=annual.source_line(matter),
    )


def _attention(late: list[Item]) -> Text:
    leads = dict.fromkeys(item.lead for item in late if item.lead)
    first = next(iter(sorted(leads, key=lambda unit: -sum(item.lead == unit for item in late))), "")
    said = say("需要重点关注的{n}项指标", n=totals.count(late, "lagging"))
    if first:
        mine = [item for item in late if item.lead == first]
        said = say(
            "{said}中，{unit}牵头的最多（{n}项）",
            said=said,
            unit=quoted(first, "unit", first),
            n=totals.count(mine, "led"),
        )
    shown = "" if len(late) <= MOST else "，下表列出最紧要的"
    return text(said, shown, "。")


def _chart(plans: list[str], matter: Matter) -> Chart | None:
    rows = [(PLAN_NAMES.get(one, one), matter.of_plan(one)) for one in plans]
    rows = [(name, mine) for name, mine in rows if any(item.verdict.target for item in mine)]
    if not rows:
        return None
    series = []
    for role, word, belongs in totals.GROUPS[:4]:
        groups = [[item for item in mine if belongs(item)] for _, mine in rows]
        series.append(
            Series(word, tuple(totals.count(one, role) if one else None for one in groups), role=role)
        )
    names = tuple(quoted(name, "plan", name) for name, _ in rows)
    title: Text = ("有目标指标的评定情况（项）",)
    return Chart(title, "bars", names, tuple(series), height=22 + 9.0 * len(names))
