"""From single demands to one Target: milestones, parts per breakdown, further conditions."""

from __future__ import annotations

from dataclasses import dataclass, replace

from indicators.model import Direction, Milestone, Target, TargetKind
from indicators.targets.context import Context, Demand
from indicators.targets.labels import part_name

_LEVELS = {TargetKind.AT_LEAST, TargetKind.AT_MOST, TargetKind.HOLD, TargetKind.FULL, TargetKind.AROUND,
           TargetKind.AT_LEAST_ONE, TargetKind.QUOTA, TargetKind.RELATIVE, TargetKind.VERSUS}  # fmt: skip
_WEIGHTY = _LEVELS | {TargetKind.YEARLY_STEP, TargetKind.EVERY_AREA}
SOFT = {TargetKind.QUALITATIVE, TargetKind.YES_NO}


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
    firm = [item for item in known if item.target.kind not in SOFT]
    if not firm:
        return known[0].target
    if len(firm) < len(known):
        prose = next(item for item in known if item.target.kind in SOFT)
        context.complain("target_prose_left_out", prose.start, prose.end)
    return joined(groups_of(firm, every), context)


def _complain_unknown(item: Demand, others: bool, context: Context) -> None:
    context.complain("target_left_over" if others else "target_unreadable", item.start, item.end)


@dataclass(frozen=True, slots=True)
class Group:
    """Demands on one thing: its name ("" when the phrase has none), where they stand in the text, and
    whether the phrase itself sets name and number side by side."""

    name: str
    target: Target
    named: bool = False
    start: int = 0
    end: int = 0


def groups_of(firm: list[Demand], every: str | None) -> list[Group]:
    """The demands of a text by what they are said of, in order."""
    groups = [Group(part_name(item), item.target, item.named, item.start, item.end) for item in firm]
    groups = _grouped(_pointed(groups))
    return [replace(group, target=_per_area(group.target, every)) for group in groups] if every else groups


def _pointed(groups: list[Group]) -> list[Group]:
    """Without a rise or fall that the number behind it only spells out (逐步提高参保率,达到95%以上)."""
    kept: list[Group] = []
    vague: Group | None = None
    for group in groups:
        spelled_out = (
            vague is not None
            and bool(group.target.milestones or group.target.change)
            and group.name in ("", vague.name)
            and group.target.direction is vague.target.direction
        )
        if spelled_out and vague is not None:
            kept.remove(vague)
            group = replace(group, name=vague.name)  # noqa: PLW2901
        kept.append(group)
        vague = group if group.target.kind in (TargetKind.RISE, TargetKind.FALL) else None
    return kept


def _per_area(target: Target, every: str) -> Target:
    if target.kind not in _LEVELS:
        return target
    return replace(target, kind=TargetKind.EVERY_AREA, every=every)


def _grouped(groups: list[Group]) -> list[Group]:
    """Demands on the same thing in different years become one target with several milestones."""
    merged: list[Group] = []
    for group in groups:
        for index, earlier in reversed(list(enumerate(merged))):
            if group.name in ("", earlier.name) and _same(earlier.target, group.target):
                break
            if group.name in ("", earlier.name) and _follows(earlier.target, group.target):
                together = _merged(earlier.target, group.target)
                merged[index] = replace(earlier, target=together, end=max(earlier.end, group.end))
                break
        else:
            merged.append(group)
    return merged


def _same(earlier: Target, later: Target) -> bool:
    """Whether a demand only says the same again (达到100%,做到应救尽救)."""
    said = earlier.kind is later.kind and earlier.change == later.change
    return said and bool(later.milestones) and earlier.milestones == later.milestones


def _follows(earlier: Target, later: Target) -> bool:
    if not {earlier.kind, later.kind} <= _LEVELS or not (earlier.milestones and later.milestones):
        return False
    same = earlier.milestones[0].op[0] == later.milestones[0].op[0]
    same = same and bool(earlier.change) == bool(later.change) and earlier.comparator == later.comparator
    years = {stone.year for stone in earlier.milestones}
    fresh = all(stone.year not in years for stone in later.milestones)
    return same and fresh and earlier.scope == (later.scope or earlier.scope)


def _merged(earlier: Target, later: Target) -> Target:
    stones = tuple(sorted((*earlier.milestones, *later.milestones), key=_order))
    kind = earlier.kind if earlier.kind is later.kind else _common_kind(stones, earlier, later)
    base = earlier.base_year if earlier.base_year is not None else later.base_year
    parts = (*earlier.parts, *later.parts)
    if len(parts) == 2 and _follows(*parts):
        parts = (_merged(*parts),)
    return replace(
        earlier,
        kind=kind,
        milestones=stones,
        hold=earlier.hold or later.hold,
        change=later.change,
        base_year=base,
        parts=parts,
    )


def _order(stone: Milestone) -> int:
    return stone.year if stone.year is not None else 9999


def _common_kind(stones: tuple[Milestone, ...], earlier: Target, later: Target) -> TargetKind:
    if TargetKind.HOLD in (earlier.kind, later.kind) or earlier.hold or later.hold:
        return TargetKind.HOLD
    return TargetKind.AT_LEAST if stones[-1].op.startswith(">") else TargetKind.AT_MOST


def joined(groups: list[Group], context: Context) -> Target:
    """One target of all groups: a split where each number has its name, else a main one with parts."""
    if len(groups) == 1:
        return groups[0].target
    weighty = [group for group in groups if group.target.kind in _WEIGHTY]
    if len(weighty) > 1 and all(group.name for group in weighty):
        return _split(groups)
    whole = [group for group in weighty if not group.name and group.target.scope]  # 城区98%,农村95%,全县96.5%
    main = whole[0] if len(whole) == 1 else (weighty or groups)[0]
    further = tuple(_part(group) for group in groups if group is not main)
    own = main.target.milestones[:1]
    for part in further:
        alike = (main.target.kind is TargetKind.QUOTA) == (part.kind is TargetKind.QUOTA)
        if alike and not part.breakdown and _repeats(own, part.milestones):
            context.complain("target_two_values", 0, len(context.source.text))
    return replace(main.target, parts=(*main.target.parts, *further))


def _split(groups: list[Group]) -> Target:
    parts = tuple(_part(group) for group in groups)
    directions = {part.direction for part in parts}
    direction = directions.pop() if len(directions) == 1 else Direction.NONE
    scopes = {part.scope for part in parts if part.scope}
    scope = scopes.pop() if len(scopes) == 1 else ()
    return Target(
        "", TargetKind.SPLIT, direction, parts=tuple(replace(part, scope=()) for part in parts), scope=scope
    )


def _part(group: Group) -> Target:
    if group.target.kind is TargetKind.GAP:
        return group.target
    return replace(group.target, breakdown=group.name or None)


def _repeats(own: tuple[Milestone, ...], other: tuple[Milestone, ...]) -> bool:
    """Whether two unnamed demands bound the same side in the same year."""
    return any(mine.op[0] == theirs.op[0] and mine.year == theirs.year for mine in own for theirs in other)
