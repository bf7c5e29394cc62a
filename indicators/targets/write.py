"""From a Target back to words: the canonical phrase, and the readings shown to a person."""

from __future__ import annotations

import re

from indicators.model import Change, Direction, Milestone, Target, TargetKind
from indicators.targets.numbers import canonical_unit
from indicators.targets.words import UNIT

_UNIT = re.compile(UNIT)
_LEVELS = {TargetKind.AT_LEAST, TargetKind.AT_MOST, TargetKind.HOLD, TargetKind.FULL, TargetKind.AROUND,
           TargetKind.EVERY_AREA, TargetKind.AT_LEAST_ONE}  # fmt: skip


def write_target(target: Target) -> str:
    """The target in canonical words, such that reading them gives the same target again
    (its `phrase` apart). Yes/no and qualitative demands are their own words."""
    if target.kind in (TargetKind.YES_NO, TargetKind.QUALITATIVE):
        return target.phrase
    if target.kind is TargetKind.NONE:
        return target.phrase or "无"
    if target.kind is TargetKind.CONDITIONAL:
        return f"{target.condition}：" + "".join(write_target(part) for part in target.parts)
    if target.kind is TargetKind.SPLIT:
        parts = (
            (f"{part.breakdown}：" if has_name(part) else "") + write_target(part) for part in target.parts
        )
        return "".join(target.scope) + "；".join(parts)
    words = "".join(target.scope) + _own_words(target)
    for part in target.parts[is_band(target) :]:
        words += "，" + (part.breakdown or "" if has_name(part) else "") + write_target(part)
    return words


def has_name(part: Target) -> bool:
    """Whether a part is said of something by name; a gap carries its own (城乡差距)."""
    return bool(part.breakdown) and part.kind is not TargetKind.GAP


def _own_words(target: Target) -> str:
    kind = target.kind
    if kind is TargetKind.RISE or kind is TargetKind.FALL:
        return _base(target) + ("逐步提高" if kind is TargetKind.RISE else "逐步降低")
    if kind is TargetKind.SLOWER_GROWTH:
        return f"增幅{_base(target)}{_moved(target.change)}" if target.change else "上升趋势得到有效控制"
    if kind is TargetKind.BALANCE:
        return "男女比例保持均衡"
    if kind is TargetKind.GAP:
        return _gap_words(target)
    if target.change:
        return _change_words(target)
    if target.base_value is not None and target.milestones and not target.change:
        return _from_words(target)
    if is_band(target):
        return _band_words(target)
    lead = f"以{target.every}为单位" if target.every else ""
    return lead + "，".join(_year(stone) + _stone_words(stone, target) for stone in target.milestones)


def _from_words(target: Target) -> str:
    """从2020年的60%提高到80%以上: the phrase itself gives the base value."""
    at = f"{target.base_year}年的" if target.base_year is not None else ""
    lead = f"从{at}{plain_number(target.base_value or 0)}{_unit(target.milestones[0].unit)}"
    up = target.direction is Direction.HIGHER
    verb, bound = ("提高到", "以上") if up else ("下降到", "以下")
    stones = target.milestones
    words = "，".join(
        _year(stone) + (verb if not i else "") + _counted(stone) + bound for i, stone in enumerate(stones)
    )
    year = _year(stones[0])
    return f"{year}{lead}{words.removeprefix(year)}"


def is_band(target: Target) -> bool:
    """Whether a target asks for both ends of a band (控制在103-107之间): a floor, and as its first part
    the ceiling."""
    if not (target.milestones and target.parts and target.parts[0].milestones):
        return False
    ends = target.milestones[0].op, target.parts[0].milestones[0].op
    return ends == (">=", "<=") and target.direction is Direction.AROUND


def _band_words(target: Target) -> str:
    keep = "稳定在" if target.hold else "控制在"
    pairs = zip(target.milestones, target.parts[0].milestones, strict=False)
    return "，".join(f"{_year(low)}{keep}{number(low)}-{_counted(high)}之间" for low, high in pairs)


def _year(stone: Milestone) -> str:
    return f"{stone.year}年" if stone.year is not None else ""


def _base(target: Target) -> str:
    if target.base_value is not None:
        at = f"{target.base_year}年" if target.base_year is not None else "基期"
        return f"比{at}的{plain_number(target.base_value)}"
    return f"在{target.base_year}年基础上" if target.base_year is not None else ""


def number(stone: Milestone) -> str:
    """The milestone's number as printed, without its unit."""
    return stone.text or plain_number(stone.value)


def plain_number(value: float) -> str:
    """A float as decimal text: 70.0 -> 70."""
    text = repr(value)
    return text.removesuffix(".0")


def _unit(unit: str | None) -> str:
    if unit is None or not _UNIT.fullmatch(unit):
        return ""
    return unit if canonical_unit(unit) == unit or unit == "百分点" else ""


def _counted(stone: Milestone) -> str:
    return number(stone) + ("个百分点" if stone.unit == "百分点" else _unit(stone.unit))


def _stone_words(stone: Milestone, target: Target) -> str:
    amount = _counted(stone)
    if target.kind is TargetKind.VERSUS:
        return _versus_words(stone, target)
    if target.kind is TargetKind.QUOTA:
        return ("累计建成" if target.cumulative else "每年新建") + amount
    if stone.op == "~=":
        return _around_words(amount, target)
    if target.kind is TargetKind.AT_LEAST_ONE:
        return f"至少{amount}"
    keep = "稳定在" if target.hold else ""
    if target.kind is TargetKind.FULL:
        return "保持全覆盖" if target.hold else "实现全覆盖"
    if stone.op == ">=":
        return f"{keep or '达到'}{amount}以上"
    if stone.op == "<=":
        return f"{keep or '控制在'}{amount}以下"
    keep = "保持" if target.hold else ""
    return keep + ("高于" if stone.op == ">" else "低于") + amount


def _around_words(amount: str, target: Target) -> str:
    verbs = {
        (Direction.LOWER, False): "控制在",
        (Direction.LOWER, True): "稳定控制在",
        (Direction.HIGHER, False): "提高到",
    }
    verb = verbs.get((target.direction, target.hold)) or ("保持在" if target.hold else "达到")
    return f"{verb}{amount}左右"


def _versus_words(stone: Milestone, target: Target) -> str:
    verb = {">": "高于", ">=": "不低于", "<": "低于", "<=": "不高于"}[stone.op]
    if not stone.value:
        return f"{verb}{target.comparator}"
    verb = "高于" if stone.op.startswith(">") else "低于"
    return f"{verb}{target.comparator}{_counted(stone).lstrip('-')}" + ("以上" if "=" in stone.op else "")


def _gap_words(target: Target) -> str:
    lead = f"{target.breakdown or ''}差距"
    if target.milestones:
        return lead + "，".join(
            _year(stone) + ("控制在" if stone.op == "<=" else "低于") + _counted(stone)
            + ("以内" if stone.op == "<=" else "")
            for stone in target.milestones
        )  # fmt: skip
    return lead + "逐步缩小"


def _change_words(target: Target) -> str:
    change = target.change
    assert change is not None  # noqa: S101 - narrows the type: callers have made sure
    if change.per_year:
        return f"{_base(target)}每年{_moved(change)}"
    steps = (_year(stone) + _moved(step_of(stone, target)) for stone in target.milestones)
    return _base(target) + "，".join(steps)


def step_of(stone: Milestone, target: Target) -> Change:
    """The change that one milestone of a relative target demands."""
    change = target.change
    assert change is not None  # noqa: S101 - narrows the type: callers have made sure
    if len(target.milestones) == 1:
        return change
    return Change(stone.value, stone.unit or change.unit, text=stone.text.lstrip("-"))


def _moved(change: Change) -> str:
    verb = "下降" if change.amount < 0 else "提高"
    text = change.text or plain_number(abs(change.amount))
    upper = f"到{plain_number(abs(change.upper))}" if change.upper is not None else ""
    return f"{verb}{text}{upper}{change_unit(change)}"


def change_unit(change: Change) -> str:
    """The unit of a change in words: % of the base, 个百分点, or the printed one."""
    if change.unit == "percent":
        return "" if "/" in change.text else "%"
    return {"point": "个百分点", "千分点": "个千分点"}.get(change.unit, change.unit)
