"""From single demands to one Target: milestones, parts per breakdown, further conditions."""

from __future__ import annotations

import re
from dataclasses import replace

from indicators.model import Direction, Milestone, Target, TargetKind
from indicators.targets.context import Context, Demand
from indicators.targets.words import BREAKDOWNS, SCOPES, listed

_LEVELS = {TargetKind.AT_LEAST, TargetKind.AT_MOST, TargetKind.HOLD, TargetKind.FULL, TargetKind.AROUND,
           TargetKind.AT_LEAST_ONE, TargetKind.QUOTA, TargetKind.RELATIVE, TargetKind.VERSUS}  # fmt: skip
_SOFT = {TargetKind.QUALITATIVE, TargetKind.YES_NO}
_IDLE = listed("""
    逐步 不断 明显 显著 持续 稳步 有效 大幅 进一步 基本 逐年 力争 争取 确保 努力 总体 全面 切实
""")
_BEFORE = "|".join([*SCOPES, *_IDLE, *listed("到 至 其中 使 将 的 并 且 以及 同时 把"), "[:、和及与]"])
_BEHIND = "|".join([*_IDLE, *listed("要 均 都 应 分别 各 的 得到 有 水平"), "[:、和及与]"])
_TRIM = re.compile(rf"^(?:{_BEFORE})+|(?:{_BEHIND})+$")


def label(subject: str) -> str:
    """The words a number is said of, without scope and filling words."""
    return _TRIM.sub("", subject)


def assemble(demands: list[Demand], every: str | None, context: Context, at: int = 0) -> Target:
    """One target of all demands of a phrase. Unknown clauses and left-out prose become findings."""
    known = [item for item in demands if item.target.kind is not TargetKind.NONE]
    for item in demands:
        if item.target.kind is TargetKind.NONE:
            _complain_unknown(item, bool(known), context)
    if not known:
        if not demands:
            context.complain("target_unreadable", at, max(len(context.source.text), at + 1))
        return Target("", TargetKind.QUALITATIVE)
    firm = [item for item in known if item.target.kind not in _SOFT]
    if not firm:
        return known[0].target
    if len(firm) < len(known):
        prose = next(item for item in known if item.target.kind in _SOFT)
        context.complain("target_prose_left_out", prose.start, prose.end)
    groups = _grouped(_named(firm), context)
    if every:
        groups = [(name, _per_area(target, every)) for name, target in groups]
    return _joined(groups, context)


def _complain_unknown(item: Demand, others: bool, context: Context) -> None:
    context.complain("target_left_over" if others else "target_unreadable", item.start, item.end)


def _named(firm: list[Demand]) -> list[tuple[str, Target]]:
    return [(label(item.subject), item.target) for item in firm]


def _per_area(target: Target, every: str) -> Target:
    if target.kind in (TargetKind.RISE, TargetKind.FALL, TargetKind.GAP):
        return target
    return replace(target, kind=TargetKind.EVERY_AREA, every=every)


def _grouped(named: list[tuple[str, Target]], context: Context) -> list[tuple[str, Target]]:
    """Demands on the same thing in different years become one target with several milestones."""
    groups: list[tuple[str, Target]] = []
    for name, target in named:
        for index, (other, earlier) in enumerate(groups):
            if (name == other or not name) and _follows(earlier, target):
                groups[index] = (other, _merged(earlier, target))
                break
        else:
            groups.append((name, target))
    return groups


def _follows(earlier: Target, later: Target) -> bool:
    if (
        earlier.kind not in _LEVELS
        or later.kind not in _LEVELS
        or not (earlier.milestones and later.milestones)
    ):
        return False
    same = earlier.milestones[0].op[0] == later.milestones[0].op[0] and bool(earlier.change) == bool(
        later.change
    )
    years = {stone.year for stone in earlier.milestones}
    fresh = all(stone.year not in years for stone in later.milestones)
    return (
        same
        and fresh
        and earlier.comparator == later.comparator
        and earlier.scope == (later.scope or earlier.scope)
    )


def _merged(earlier: Target, later: Target) -> Target:
    stones = tuple(sorted((*earlier.milestones, *later.milestones), key=_order))
    kind = earlier.kind if earlier.kind is later.kind else _common_kind(stones, earlier, later)
    base = earlier.base_year if earlier.base_year is not None else later.base_year
    hold = earlier.hold or later.hold
    return replace(earlier, kind=kind, milestones=stones, hold=hold, change=later.change, base_year=base)


def _order(stone: Milestone) -> int:
    return stone.year if stone.year is not None else 9999


def _common_kind(stones: tuple[Milestone, ...], earlier: Target, later: Target) -> TargetKind:
    if TargetKind.HOLD in (earlier.kind, later.kind):
        return TargetKind.HOLD
    return TargetKind.AT_LEAST if stones[-1].op.startswith(">") else TargetKind.AT_MOST


def _joined(groups: list[tuple[str, Target]], context: Context) -> Target:
    if len(groups) == 1:
        return groups[0][1]
    if all(name in BREAKDOWNS for name, _ in groups) or _apart(groups, context):
        parts = tuple(replace(target, breakdown=name) for name, target in groups)
        directions = {part.direction for part in parts}
        direction = directions.pop() if len(directions) == 1 else Direction.NONE
        return Target("", TargetKind.SPLIT, direction, parts=parts)
    main = next(
        (index for index, (_, target) in enumerate(groups) if target.kind in _LEVELS or target.change), 0
    )
    further = [
        replace(target, breakdown=target.breakdown or name or None)
        for index, (name, target) in enumerate(groups)
        if index != main
    ]
    if all(not part.breakdown and part.milestones and part.kind in _LEVELS for part in further) and further:
        context.complain("target_two_values", 0, len(context.source.text))
    return replace(groups[main][1], parts=tuple(further))


def _apart(groups: list[tuple[str, Target]], context: Context) -> bool:
    return "分别" in context.source.text and all(name for name, _ in groups)
