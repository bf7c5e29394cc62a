"""中期评估报告 and 终期评估报告: the evaluation of one plan halfway and at its end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from indicators.reports.papers import annual, charts, cite, remarks, tables, totals
from indicators.reports.papers.blocks import Block, Fill, Heading, Paper, Para, Turn
from indicators.reports.papers.matter import PLAN_NAMES, Item, Matter, by_urgency, is_lagging
from indicators.reports.papers.said import Text, computed, counted, given, joined, listing, quoted, say, text
from indicators.reports.papers.words import head, paragraph

STAGES = {"midterm": "中期", "final": "终期"}
_WIDE_GAP = 0.2
"""Areas lie far apart where the lowest is a fifth below the highest."""


def evaluation(matter: Matter, plan: str, stage: str) -> Paper:
    """摘要, 评估过程, 指标完成情况, 主要问题及原因, 对策建议, 附录 with the table of all indicators."""
    items = matter.of_plan(plan)
    word = STAGES[stage]
    blocks: list[Block] = [
        Heading(1, ("摘要",), numbered=False),
        *_summary(matter, plan, items),
        Heading(1, ("评估过程",)),
        *_process(matter, plan, items),
        Heading(1, ("指标完成情况",)),
        *_completion(matter, plan, items),
        Heading(1, ("主要问题及原因",)),
        *_problems(matter, items),
        Heading(1, ("对策建议",)),
        *_measures(items),
        Turn(True),
        Para((), lead=("附录",), style="left"),
        tables.full(say("{name}指标完成情况一览表", name=PLAN_NAMES.get(plan, plan)), items, matter),
    ]
    title = say("《{plan}》{word}评估报告", plan=totals.plan_title(matter, plan), word=word)
    name = f"{matter.district}{PLAN_NAMES.get(plan, plan)}{word}评估报告（{matter.year}年）"
    return Paper(name, title, tuple(blocks))


def _summary(matter: Matter, plan: str, items: Sequence[Item]) -> list[Block]:
    first = say("截至{year}年，", year=given(matter.year, "year"))
    worst = sorted((item for item in items if is_lagging(item)), key=by_urgency)
    blocks: list[Block] = [
        Para(text(first, _since_base(items), totals.lead(items, matter), remarks.general(matter)))
    ]
    if worst:
        names = listing((cite.name(item) for item in worst), 8)
        blocks.append(
            Para(say("需要重点关注的指标有{n}项：{names}。", n=totals.count(worst, "lagging"), names=names))
        )
    blocks.append(Para(annual.standing(matter, plan)))
    return blocks


def _since_base(items: Sequence[Item]) -> Text:
    """How many indicators are better than at the base, how many worse."""
    better: list[Item] = []
    worse: list[Item] = []
    same: list[Item] = []
    for item in items:
        verdict = item.verdict
        if verdict.value is None or verdict.base_value is None or item.better not in ("higher", "lower"):
            continue
        if verdict.base_year == item.figure_year:
            continue
        rise = verdict.value - verdict.base_value
        good = rise if item.better == "higher" else -rise
        (same if rise == 0 else better if good > 0 else worse).append(item)
    compared = [*better, *worse, *same]
    if not compared:
        return ()
    return say(
        "与基期相比，可比的{n}项指标中有{better}项向好、{same}项持平、{worse}项变差。",
        n=totals.count(compared, "compared"),
        better=totals.count(better, "better"),
        same=totals.count(same, "same"),
        worse=totals.count(worse, "worse"),
    )


def _process(matter: Matter, plan: str, items: Sequence[Item]) -> list[Block]:
    leads = dict.fromkeys(item.lead for item in items if item.lead)
    known = computed(str(matter.figures), float(matter.figures), "figures")
    files = computed(str(matter.files), float(matter.files), "files")
    return [
        Para(
            say(
                "本次评估依据《{plan}》设定的目标，采用各责任单位报送并审核入库的数据，涉及责任单位{units}个；"
                "{year}年的数据来自{files}个报送批次，历年数据共{figures}个。每项指标按规划原文的目标逐项评定，"
                "并与基期、上年和阶段目标比较{source}。",
                plan=totals.plan_title(matter, plan),
                units=counted(leads, "leads"),
                files=files,
                figures=known,
                source=annual.source_line(matter),
                year=given(matter.year, "year"),
            )
        ),
        Fill("妇儿工委办", "评估的组织领导、工作安排、实地督查和专家论证情况"),
    ]


def _completion(matter: Matter, plan: str, items: Sequence[Item]) -> list[Block]:
    blocks: list[Block] = [Heading(2, ("总体情况",)), Para(totals.lead(items, matter))]
    blocks.append(totals.chapters_table(plan, matter))
    if any(item.verdict.target for item in items):
        blocks.append(totals.chapters_chart(plan, matter))
    for name, mine in matter.domains(plan).items():
        blocks.append(Heading(2, (quoted(name, "domain", plan),)))
        blocks.append(Para(text(_chapter(name, plan, mine, matter))))
        for item in mine:
            blocks.append(Para(paragraph(item, matter), lead=head(item), numbered=True))
            blocks += charts.drawn(item, matter) if is_lagging(item) else []
    return blocks


def _chapter(name: str, plan: str, mine: Sequence[Item], matter: Matter) -> Text:
    share, met, whole = totals.rate(mine, matter)
    count = totals.count(mine, "items")
    said = say("{name}领域共监测{n}项指标", name=quoted(name, "domain", plan), n=count)
    if not whole.value:
        return text(said, "。")
    return say(
        "{said}，可评定的{whole}项中{met}项{good}，占{share}。",
        said=said,
        whole=whole,
        met=met,
        share=share,
        good="达标或基本达标" if matter.settings.nearly_counts else "达标",
    )


_PROBLEMS: tuple[tuple[str, Callable[[Item], bool]], ...] = (
    ("到期仍未达标", lambda item: item.verdict.word == "未达标"),
    ("按现有趋势难以达标", lambda item: item.verdict.word == "达标困难"),
    ("曾经达标又退回目标之外", lambda item: item.verdict.pace == "slipped"),
    ("与目标方向相反", lambda item: item.verdict.pace == "moving_away"),
    ("无数据或数据不足以判断", lambda item: item.verdict.word in ("无数据", "数据不足")),
)


def _problems(matter: Matter, items: Sequence[Item]) -> list[Block]:
    blocks: list[Block] = []
    for word, belongs in _PROBLEMS:
        mine = [item for item in items if belongs(item)]
        if not mine:
            continue
        blocks.append(Heading(2, say("{word}的指标{n}项", word=word, n=totals.count(mine, word))))
        blocks.append(Para(text(listing(_owned(item) for item in mine), "。")))
        blocks.append(Fill("、".join(_few_leads(mine)), "主要原因"))
    apart = [item for item in items if _far_apart(item)]
    if apart:
        blocks.append(Heading(2, say("地区之间差距较大的指标{n}项", n=totals.count(apart, "apart"))))
        blocks += [Para(text(_spread(item, matter))) for item in apart]
        blocks.append(Fill("妇儿工委办", "差距较大的原因"))
    return blocks or [Para(("各项指标进展正常，没有发现突出问题。",))]


def _few_leads(items: Iterable[Item]) -> list[str]:
    names = list(dict.fromkeys(item.lead for item in items if item.lead))
    return [*names[:3], *(["有关责任单位"] if len(names) > 3 or not names else [])]


def _owned(item: Item) -> Text:
    if not item.lead:
        return text(cite.name(item))
    return say("{name}（{unit}）", name=cite.name(item), unit=quoted(item.lead, "unit", item.lead))


def _far_apart(item: Item) -> bool:
    values = [one.value for one in item.below if one.value is not None]
    if len(values) < 3 or item.random_events or cite.is_count(item.verdict.unit):
        return False
    return max(values) > 0 and max(values) - min(values) >= _WIDE_GAP * max(values)


def _spread(item: Item, matter: Matter) -> Text:
    from indicators.reports.papers.words_more import areas

    return say("{name}：{areas}", name=cite.name(item), areas=areas(item, matter))


def _measures(items: Sequence[Item]) -> list[Block]:
    """Chapters with something behind want a person's proposals; the goals stand beside the gaps."""
    late = sorted((item for item in items if is_lagging(item)), key=by_urgency)
    chapters: dict[str, list[Item]] = {}
    for item in late:
        chapters.setdefault(item.verdict.domain or "其他", []).append(item)
    blocks: list[Block] = []
    for name, mine in chapters.items():
        blocks.append(Heading(2, (quoted(name, "domain"), "领域")))
        blocks.append(Para(joined([_owed(item) for item in mine], "；", "。")))
        blocks.append(Fill("、".join(_few_leads(mine)), "措施、项目、责任人和完成时限"))
    if not blocks:
        blocks.append(Para(("各项指标达标或进展正常，下一步以巩固为主。",)))
    blocks.append(Heading(2, ("工作保障",)))
    blocks.append(Fill("妇儿工委办", "机制、经费、数据和宣传等方面的建议"))
    return blocks


def _owed(item: Item) -> Text:
    """What is still wanted: 婚前医学检查率距2025年70%以上的目标尚差3.6个百分点."""
    verdict = item.verdict
    if verdict.value is None or verdict.milestone_value is None or verdict.basis.trend:
        return say("{name}（目标为“{phrase}”）", name=cite.name(item), phrase=cite.phrase(item))
    gap = cite.apart(item, cite.level(item), cite.bare_demand(item))
    return say(
        "{name}现为{value}，与{year}年{demand}的目标相差{gap}",
        name=cite.name(item),
        value=cite.level(item),
        year=cite.year_of(item, "milestone_year", verdict.milestone_year),
        demand=cite.demand(item),
        gap=gap,
    )
