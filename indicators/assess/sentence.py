"""The sentence by which an assessment explains itself (methods page, section 8)."""

from __future__ import annotations

from indicators.assess.sentence_pace import chance, disagreement, ending, pace, recent
from indicators.assess.wording import amount, bound, count_word, difference
from indicators.model import Assessment, Basis, Part

MISSING = {
    "blank": "未填报",
    "not_collected": "未统计",
    "not_carried_out": "未开展该项工作",
    "not_applicable": "不适用",
    "not_published": "未公布",
    "suppressed": "不公开",
    "unreadable": "原表看不清",
}


def sentence(item: Assessment) -> str:
    """What an assessment says of its indicator, in one Chinese sentence, from nothing but itself."""
    clauses = _clauses(item)
    return "；".join(clause for clause in clauses if clause) + "。"


def _clauses(item: Assessment) -> list[str]:
    if item.attainment == "no_data":
        return [_nothing(item), _parts(item)]
    if item.attainment == "not_applicable":
        return _excused(item)
    if item.attainment == "awaiting":
        return [f"目标为“{item.target}”", *_last_said(item), f"截至{item.year}年{_awaited(item)}，待评定"]
    if judged_by_people(item):
        return [f"目标为“{item.target}”，{_said(item)}", _fallen_back(item), item.word]
    if item.attainment == "monitored":
        return [
            _level(item) if item.value is not None else _nothing(item),
            recent(item),
            "没有设定目标，仅作监测",
        ]
    body = [f"{_level(item)}，{_goal(item)}", _parts(item), _children(item), pace(item), chance(item)]
    return [*body, disagreement(item), ending(item)]


def _missing(item: Assessment) -> str:
    return MISSING.get(item.basis.missing or "", "")


def judged_by_people(item: Assessment) -> bool:
    """Whether a yes or no is asked and no figure: the words have no number to reach."""
    kind = item.basis.kind
    return kind in ("yes_no", "qualitative") or (kind == "conditional" and item.milestone_value is None)


def _excused(item: Assessment) -> list[str]:
    if item.basis.applies is False:
        why = f"（{item.basis.applies_why}）" if item.basis.applies_why else ""
        return [f"目标为“{item.target}”", f"本地区不在该目标的适用范围内{why}，不作评估"]
    return [f"{item.year}年{_missing(item) or '不适用'}", "该指标在本地区不适用，不作评估"]


def _awaited(item: Assessment) -> str:
    if item.basis.applies is None and item.basis.conditional:
        return "尚未答复该目标是否适用于本地区"
    return "需要重新评定" if item.basis.judgement else "尚无评定意见"


VERDICT = {"yes": "已经做到", "partly": "部分做到，按要求不算达到", "no": "尚未做到"}


def _said(item: Assessment) -> str:
    """截至2024年已经做到(依据:政发〔2024〕3号,附件“文件.pdf”)."""
    basis = item.basis
    if not (basis.judgement and basis.judgement_stands):
        return f"{_in_year(item)}{'已经做到' if item.attainment == 'met' else '尚未做到'}"
    year = "" if basis.judgement_year == item.year else f"，{basis.judgement_year}年评定"
    return f"{_in_year(item)}{VERDICT[basis.judgement]}（{_evidence(item)}{year}）"


def _evidence(item: Assessment) -> str:
    basis = item.basis
    file = f"，附件“{basis.evidence_file}”" if basis.evidence_file else ""
    return f"依据：{(basis.evidence or '').rstrip('。')}{file}"


def _last_said(item: Assessment) -> list[str]:
    """What was said too long ago to stand."""
    basis = item.basis
    if not basis.judgement or basis.judgement_year is None or basis.judgement_stands:
        return []
    age = item.year - basis.judgement_year
    return [f"最近一次评定是{basis.judgement_year}年（{VERDICT[basis.judgement]}），已过去{age}年"]


def _fallen_back(item: Assessment) -> str:
    return "此前曾经做到，现又没有做到" if item.pace == "slipped" else ""


def _nothing(item: Assessment) -> str:
    """Why there is no verdict: nothing reported, too old, parts missing, or no base to judge from."""
    basis = item.basis
    if item.value is not None and basis.lacking:
        return f"{_level(item)}（已报地区中最差的一个），{_goal(item)}；{_children(item)}；数据不全，无法判断"
    if item.value is not None and basis.kind == "versus":
        return f"{_level(item)}，但缺少用来对比的数据（{item.target}），无法判断"
    if item.value is not None and basis.kind == "slower_growth":
        years = count_word(basis.slower_figures)
        return f"{_level(item)}，目标为“{item.target}”，需要至少{years}年数据才能判断"
    if item.value is not None and item.base_value is None and item.target:
        return f"{_level(item)}，目标为“{item.target}”，缺少{basis.base_wanted}年基期数据，无法判断"
    reason = f"（{_missing(item)}）" if _missing(item) else ""
    text = f"{item.year}年无数据{reason}{_below(item)}"
    if basis.figure_value is not None:
        age = item.year - (basis.figure_year or item.year)
        last = amount(basis.figure_value, item.unit, basis.decimals, keep=True)
        text += f"，最近一次为{basis.figure_year}年的{last}" + (
            f"，已过去{age}年，不作评估依据" if age > 0 else ""
        )
    return text


_PART_WORDS = {"city": "个市", "county": "个区县", "town": "个乡镇街道", "village": "个村社区"}


def coverage(basis: Basis) -> str:
    """How many of the areas below gave their figure: 98/100个区县,另有1个不全."""
    word = _PART_WORDS.get(basis.parts_level or "", "个下级地区")
    partly = f"，另有{basis.parts_partly}个不全" if basis.parts_partly else ""
    bare = f"，另有{basis.parts_uncounted}个没有分子分母" if basis.parts_uncounted else ""
    return f"{basis.parts_reported or 0}/{basis.parts_asked or 0}{word}{partly}{bare}"


def _below(item: Assessment) -> str:
    """Why what the areas below gave does not stand in: parts are missing, so that a sum is a lower bound."""
    basis = item.basis
    if basis.parts_asked is None or basis.rolled:
        return ""
    if basis.rolled_value is None:
        return f"，下级也没有能汇总的数（{coverage(basis)}）"
    shown = amount(basis.rolled_value, item.unit)
    what = "已报部分合计" if basis.rolled_way == "sum" else "已报部分为"
    return f"，下级汇总不全（{coverage(basis)}，{what}{shown}），不作评估依据"


def _in_year(item: Assessment) -> str:
    return f"截至{item.year}年"


def _level(item: Assessment) -> str:
    """2024年为58.3%; says so where the figure is an earlier year's."""
    value = item.value if item.value is not None else item.basis.figure_value
    if value is None:
        return f"{item.year}年无数据"
    shown = _figure(item, value)
    year = item.basis.figure_year or item.year
    prefix = f"{item.basis.breakdown}" if item.basis.breakdown and item.basis.kind != "gap" else ""
    what = "差距" if item.basis.kind == "gap" else ""
    shown += f"（由下级汇总，{coverage(item.basis)}）" if item.basis.rolled else ""
    if year == item.year:
        return f"{prefix}{year}年{what}为{shown}"
    return f"{prefix}{year}年{what}为{shown}（此后无新数据，沿用至{item.year}年）"


def _figure(item: Assessment, value: float) -> str:
    """A figure of the indicator; the gap between two shares is in percentage points."""
    if item.basis.kind == "gap":
        return difference(value, item.unit, item.basis.decimals)
    return amount(value, item.unit, item.basis.decimals, keep=True)


def _goal(item: Assessment) -> str:
    """目标为2030年70%以上,尚差11.7个百分点."""
    if item.milestone_value is None:
        return f"目标为“{item.target}”"
    if item.basis.trend:
        way = "高于" if item.basis.trend == "up" else "低于"
        base = f"{item.base_year}年（{_figure(item, item.base_value or 0.0)}）"
        return f"目标为{way}{base}，{_against_base(item)}"
    op = None if item.basis.kind == "full" else item.basis.op
    demand = f"{item.milestone_year}年{bound(op, item.milestone_value, item.unit)}"
    if item.basis.kind in ("relative", "yearly_step", "versus", "slower_growth"):
        demand = f"“{item.target}”，即{demand}"
    return f"目标为{demand}，{_distance(item)}"


def _against_base(item: Assessment) -> str:
    value, base = item.value or 0.0, item.base_value or 0.0
    if value == base:
        return "目前与基期持平"
    return f"目前{'提高' if value > base else '降低'}{difference(value - base, item.unit)}"


def _distance(item: Assessment) -> str:
    value, demand, op = item.value or 0.0, item.milestone_value or 0.0, item.basis.op or ">="
    gap = difference(value - demand, item.unit)
    if op.startswith("~"):
        inside = item.attainment == "met"
        return f"相差{gap}，{'在允许范围内' if inside else '超出允许范围'}" if value != demand else "正好相等"
    if item.attainment == "met":
        return f"已优于目标{gap}" if value != demand else "正好达到"
    return f"尚差{gap}" if value != demand else "等于界限值，按要求不算达到"


def _parts(item: Assessment) -> str:
    return "，".join(_part(part, item.unit) for part in item.basis.parts)


def _part(part: Part, unit: str | None) -> str:
    name = part_name(part, unit)
    if part.value is None:
        return f"{name}：{part.word}"
    return f"{name}：{amount(part.value, unit, part.decimals, keep=True)}（{part.word}）"


def part_name(part: Part, unit: str | None) -> str:
    """What one part asks: 农村85%以上."""
    if part.op is None or part.demand is None:
        return part.label or part.phrase or "另一项要求"
    return (part.label or "") + bound(part.op, part.demand, unit)


def _children(item: Assessment) -> str:
    """Of a target that every area below must meet: which fail, which have not reported."""
    failing, lacking = item.basis.failing, item.basis.lacking
    if not (failing or lacking):
        return ""
    said = []
    if failing:
        said.append(f"{item.basis.children}个地区中{len(failing)}个未达标（{_some(failing)}）")
    if lacking:
        said.append(f"{len(lacking)}个地区缺数据（{_some(lacking)}）")
    return "，".join(said)


def _some(names: tuple[str, ...]) -> str:
    return "、".join(names[:5]) + ("等" if len(names) > 5 else "")
