"""Pure: the catalogue as a readable handbook, one entry an indicator, and as a table to take away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from dashboard import format as fmt
from dashboard import markup
from dashboard.rows import asked_by, initials
from indicators.model import Assessment, Direction, Frequency, Indicator, PlanKind

h = fmt.html
WAYS = {
    Direction.HIGHER: "越高越好", Direction.LOWER: "越低越好",
    Direction.AROUND: "适中为好", Direction.NONE: "只作监测，不分高低",
}  # fmt: skip
OFTEN = {
    Frequency.ANNUAL: "每年", Frequency.TERM: "每届（换届年）",
    Frequency.CENSUS: "普查年", Frequency.SURVEY: "调查年",
}  # fmt: skip
NO_FORMULA = "来源未给出分子、分母，照主管部门公布的数填报"
NO_CALIBER = "来源未给出口径"
NO_TARGET = "本地规划没有定目标"
Goals = Mapping[tuple[str, str], Sequence[str]]


def goals_of(items: Sequence[Assessment]) -> dict[tuple[str, str], list[str]]:
    """(code, plan) -> the targets in force in the plan's own words; a programme's carries its name."""
    found: dict[tuple[str, str], list[str]] = {}
    for item in items:
        if item.target and item.plan:
            other = asked_by(item)["set"]
            name = f"（{other}）" if other else ""
            said = found.setdefault((item.code, item.plan), [])
            if f"{item.target}{name}" not in said:
                said.append(f"{item.target}{name}")
    return found


def chapters(
    items: Sequence[Indicator], plan: str, domains: Sequence[str] = (), search: str = ""
) -> dict[str, list[Indicator]]:
    """A plan's indicators under its domains, in the catalogue's order; empty filters keep everything."""
    found: dict[str, list[Indicator]] = {}
    for item in items:
        domain = item.domain_in(plan) if PlanKind(plan) in item.plans else ""
        if domain and (not domains or domain in domains) and matches(item, search):
            found.setdefault(domain, []).append(item)
    return found


def matches(item: Indicator, search: str) -> bool:
    """Whether every word of the search is in a name, code, meaning, unit responsible or pinyin initials."""
    names = [item.name, *item.aliases, *(part.label for part in item.parts)]
    hay = [*names, *map(initials, names), item.code, *item.old_codes, item.meaning or "", item.lead or ""]
    return all(word in " ".join(hay).casefold() for word in search.casefold().split())


def formula(item: Indicator) -> str:
    """The reckoning in words: 分子 ÷ 分母 × 乘数; what a count or an unsourced share says instead."""
    if item.numerator and item.denominator:
        times = {None: "", 1.0: "", 100.0: " × 100%", 1000.0: " × 1000‰" if item.unit == "‰" else " × 1000"}
        factor = times.get(item.multiplier, f" × {fmt.number(item.multiplier)}")
        return f"{item.numerator} ÷ {item.denominator}{factor}"
    if item.unit in ("是/否", "定性"):
        return "由人按依据评定"
    if item.unit in ("%", "‰", "1/万", "1/10万", "百分点", "比值"):
        return NO_FORMULA
    return "直接填报"


def entry(item: Indicator, plan: str, goals: Goals, href: str, open_href: str) -> str:
    """One indicator's article: name and code, meaning, reckoning, caliber, and who answers for it."""
    said = goals.get((item.code, plan), ())
    target = "<br>".join(map(h, said)) or f'<span class="tp-quiet">{NO_TARGET}</span>'
    caliber = h(item.caliber) or f'<span class="tp-quiet">{NO_CALIBER}</span>'
    duty = h(f"牵头 {item.lead or '未定'}" + (f"；配合 {'、'.join(item.coop)}" if item.coop else ""))
    terms = [
        ("含义", h(item.meaning)),
        ("计算方法", h(formula(item))),
        ("口径", caliber),
        ("本地目标", target),
        ("单位", h(f"{item.unit} · {WAYS[item.direction]} · {OFTEN[item.frequency]}")),
        ("分组", h("、".join(item.breakdowns))),
        ("数据来源", h(item.data_source)),
        ("责任单位", duty),
        ("又名", h("、".join(item.aliases))),
        ("说明", h(item.note)),
    ]
    inner = "".join(f"<dt>{term}</dt><dd>{text}</dd>" for term, text in terms if text)
    return (
        f'<article class="tp-entry" id="{h(item.code)}">'
        f'<h3><a class="tp-go" href="{h(href)}" title="只看这一项，网址可以发给同事">{h(item.name)}</a>'
        f' <span class="tp-quiet tp-small">{h(item.code)}</span>'
        f'<a class="tp-go tp-text tp-small tp-open" href="{h(open_href)}">看数据 →</a></h3>'
        f"<dl>{inner}</dl></article>"
    )


def table(items: Sequence[Indicator], goals: Goals) -> pd.DataFrame:
    """The handbook as a table: one line an indicator and plan."""
    return pd.DataFrame(
        [
            {
                "规划": fmt.PLANS_SHORT.get(plan, plan), "领域": item.domain_in(plan), "编号": item.code,
                "指标": item.name, "单位": item.unit, "方向": WAYS[item.direction],
                "频率": OFTEN[item.frequency], "含义": item.meaning or "", "计算方法": formula(item),
                "口径": item.caliber or NO_CALIBER,
                "本地目标": "；".join(goals.get((item.code, plan), ())) or NO_TARGET,
                "分组": "、".join(item.breakdowns), "数据来源": item.data_source or "",
                "牵头单位": item.lead or "", "配合单位": "、".join(item.coop),
                "又名": "、".join(item.aliases), "说明": item.note or "",
            }
            for item in items
            for plan in item.plans
        ]
    )  # fmt: skip


def contents(counts: Mapping[str, int], links: Mapping[str, str]) -> str:
    """The domains of a plan as a line of links, each with how many indicators it holds."""
    found = "".join(
        f'<a class="tp-go tp-text" href="{h(links[domain])}">{h(domain)}（{count}）</a>'
        for domain, count in counts.items()
    )
    return markup.wrap(f'<nav class="tp-contents" aria-label="领域">{found}</nav>')
