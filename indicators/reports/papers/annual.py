"""年度监测报告: the annual monitoring report of one plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from indicators.reports.papers import charts, cite, remarks, tables, totals
from indicators.reports.papers.blocks import Block, Fill, Heading, Paper, Para, Turn
from indicators.reports.papers.matter import PLAN_NAMES, Item, Matter, by_urgency, is_lagging
from indicators.reports.papers.said import Text, given, joined, listing, plain, quoted, say, text
from indicators.reports.papers.words import head, paragraph


def annual(matter: Matter, plan: str) -> Paper:
    """The report: lead paragraph, chapter by chapter one headed paragraph per indicator, what is not met."""
    year = given(matter.year, "year")
    name = PLAN_NAMES.get(plan, plan)
    items = matter.of_plan(plan)
    blocks: list[Block] = [
        *opening(matter, plan, items),
        Heading(1, ("分领域监测情况",)),
        *chapters(matter, plan),
        Heading(1, ("未达标和未报送的指标",)),
        *shortfall(items),
        Turn(True),
        Para((), lead=("附表",), style="left"),
        tables.full(
            say("{year}年{name}监测指标一览表", year=year, name=name), items, matter
        ),
    ]  # fmt: skip
    title = say("{year}年{district}{name}监测报告", year=year, district=totals.place(matter), name=name)
    return Paper(plain(title), title, tuple(blocks))


def source_line(matter: Matter) -> Text:
    """What the figures are: the live state, or a published result."""
    if matter.result is None:
        return ()
    return say("（数据以“{title}”定稿时为准）", title=quoted(matter.result.title, "result", matter.result.id))


def opening(matter: Matter, plan: str, items: Sequence[Item]) -> list[Block]:
    """The lead paragraph, the table and the chart of the chapters."""
    first = say(
        "根据《{plan}》（以下简称《规划》）和各责任单位报送的数据，对{district}{year}年度实施情况进行了监测{source}。",
        plan=totals.plan_title(matter, plan), district=totals.place(matter),
        year=given(matter.year, "year"), source=source_line(matter),
    )  # fmt: skip
    blocks: list[Block] = [
        Para(text(first, totals.lead(items, matter), remarks.general(matter))),
        Heading(1, ("总体情况",)),
        Para(standing(matter, plan)),
        totals.chapters_table(plan, matter),
    ]
    if any(item.verdict.target for item in items):
        blocks.append(totals.chapters_chart(plan, matter))
    return blocks


def standing(matter: Matter, plan: str) -> Text:
    """The chapters in which everything judged is met, and those in which most is not."""
    judged = ("met", "nearly_met", "not_met")
    done, behind = [], []
    for name, mine in matter.domains(plan).items():
        goals = [item for item in mine if item.verdict.attainment in judged]
        late = [item for item in goals if is_lagging(item)]
        if goals and all(item.verdict.attainment in ("met", "nearly_met") for item in goals):
            done.append((quoted(name, "domain", plan),))
        elif late:
            behind.append(
                say("{name}（{n}项）", name=quoted(name, "domain", plan), n=totals.count(late, "lagging"))
            )
    said = []
    if done:
        said.append(say("{names}领域可评定的指标均已达标或基本达标", names=listing(done)))
    if behind:
        said.append(say("需要重点关注的指标分布在{names}", names=listing(behind)))
    return joined(said, "；", "。") or ("各领域情况见下表。",)


def chapters(matter: Matter, plan: str) -> list[Block]:
    """Chapter by chapter one headed paragraph per indicator; the lagging ones with their trend."""
    blocks: list[Block] = []
    for name, mine in matter.domains(plan).items():
        blocks.append(Heading(2, (quoted(name, "domain", plan),)))
        for item in mine:
            blocks.append(Para(paragraph(item, matter), lead=head(item), numbered=True))
            blocks += charts.drawn(item, matter) if is_lagging(item) else []
    return blocks


def shortfall(items: Sequence[Item]) -> list[Block]:
    """Indicators not met, those without data, and whose words are wanted on them."""
    unmet = sorted((item for item in items if item.verdict.attainment == "not_met"), key=by_urgency)
    lacking = [item for item in items if item.verdict.attainment == "no_data"]
    waiting = [item for item in items if item.verdict.attainment == "awaiting"]
    blocks: list[Block] = [Heading(2, ("未达标的指标",))]
    if unmet:
        count = totals.count(unmet, "not_met")
        blocks += [
            Para(text(say("尚未达到目标的指标有{n}项", n=count), "，差距见下表。")),
            tables.unmet(("未达标指标及差距",), unmet),
        ]
    else:
        blocks.append(Para(("没有未达标的指标。",)))
    blocks.append(Heading(2, ("未报送和待评定的指标",)))
    blocks += list(unreported(lacking, waiting))
    blocks += [Heading(2, ("原因和下一步工作",)), Fill("妇儿工委办", "未达标的主要原因和下一步措施")]
    return blocks


def unreported(lacking: Sequence[Item], waiting: Sequence[Item]) -> Iterable[Block]:
    """Which indicators nobody gave figures for, with the unit; which wait for a judgement."""
    for mine, word in ((lacking, "没有可用数据的指标"), (waiting, "尚待评定的指标")):
        if mine:
            names = listing(_with_unit(item) for item in mine)
            yield Para(say("{word}有{n}项：{names}。", word=word, n=totals.count(mine, word), names=names))
    if not lacking and not waiting:
        yield Para(("各项指标均有数据。",))


def _with_unit(item: Item) -> Text:
    if not item.lead:
        return text(cite.name(item))
    return say("{name}（{unit}）", name=cite.name(item), unit=quoted(item.lead, "unit", item.lead))
