"""The target line: what is asked in each year."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from indicators.model import Change, Direction, Milestone, Target, TargetKind
from indicators.targets.numbers import plain

AROUND_TOLERANCE = 0.05
_WITHOUT_LINE = {TargetKind.RISE, TargetKind.FALL, TargetKind.SLOWER_GROWTH, TargetKind.YES_NO,
                 TargetKind.QUALITATIVE, TargetKind.NONE, TargetKind.VERSUS, TargetKind.SPLIT}  # fmt: skip


def resolve(
    target: Target,
    *,
    base_year: int | None = None,
    base_value: float | None = None,
    period: tuple[int, int] = (2021, 2030),
) -> Target:
    """The same target with absolute milestones and every year filled in.

    A year that was not said becomes the plan's last. Changes from a base (relative, yearly step) become
    levels: 下降20% from 50 asks for <= 40; 每年降低0.5个百分点 asks for base - 0.5 in the first year after
    the base, base - 1 in the second, and so on to the plan's last year; yearly percentages compound
    (年均增长5%). The range 0.5到1 counts from its smaller end. The base year is the phrase's own, else
    `base_year`, else the year before the plan; without a base value such a target keeps no milestones.
    Parts are resolved alike.
    """
    year = target.base_year if target.base_year is not None else base_year
    year = period[0] - 1 if year is None else year
    value = target.base_value if target.base_value is not None else base_value
    parts = tuple(resolve(part, base_year=year, base_value=value, period=period) for part in target.parts)
    stones = tuple(replace(stone, year=stone.year or period[1]) for stone in target.milestones)
    if target.change:
        stones = _levels(target, stones, year, value, period[1])
    return replace(target, milestones=stones, base_year=year, base_value=value, parts=parts)


def _levels(
    target: Target, stones: tuple[Milestone, ...], year: int, value: float | None, last: int
) -> tuple[Milestone, ...]:
    change = target.change
    if value is None or change is None:
        return ()
    base = Decimal(repr(value))
    if not change.per_year:
        return tuple(_moved(stone, base, Decimal(repr(stone.value))) for stone in stones)
    op = "<=" if change.amount < 0 else ">="
    return tuple(
        _level(Milestone(at, op, 0.0), _after(base, change, at - year)) for at in range(year + 1, last + 1)
    )


def _moved(stone: Milestone, base: Decimal, amount: Decimal) -> Milestone:
    level = base * (1 + amount / 100) if stone.unit == "percent" else base + amount
    return _level(replace(stone, unit=None), level)


def _after(base: Decimal, change: Change, years: int) -> Decimal:
    amount = Decimal(repr(change.amount))
    return base * (1 + amount / 100) ** years if change.unit == "percent" else base + amount * years


def _level(stone: Milestone, level: Decimal) -> Milestone:
    level = level.quantize(Decimal("1e-10"))
    return replace(stone, value=float(level), text=plain(level))


def required_value(
    target: Target,
    year: int,
    *,
    base_year: int | None = None,
    base_value: float | None = None,
    period: tuple[int, int] = (2021, 2030),
    tolerance: float = AROUND_TOLERANCE,
) -> float | None:
    """What the target line asks in `year` (序时进度): straight from the base through every milestone, flat
    after the last. Base 10, 50 in 2025 and 70 in 2030 ask for 54 in 2026.

    None where there is no line: kinds without a level of their own (rise, fall, versus, yes/no …), years
    before the base, and years before the first milestone when the base value is unknown. Around targets
    are aimed at the nearer edge of `tolerance` (a share of the value); hold targets already met at the
    base ask for their level at once. A yearly quota asks for the same in every year, a cumulative one counts
    from 0 unless a base value is given. Strictness plays no part.
    """
    if target.kind is TargetKind.CONDITIONAL:
        target = target.parts[0] if target.parts else target
    if target.kind in _WITHOUT_LINE:
        return None
    if target.kind is TargetKind.QUOTA and base_value is None:
        base_value = 0.0  # what is built or held is counted from the plan's first day
    full = resolve(target, base_year=base_year, base_value=base_value, period=period)
    start, value = full.base_year, full.base_value
    if not full.milestones or start is None or year < start:
        return None
    points = [(stone.year or period[1], _aim(stone, full, value, tolerance)) for stone in full.milestones]
    points = [point for point in sorted(points) if point[0] > start] or points[-1:]
    if value is None:
        return _along(points, year)
    met = full.hold and _meets(full.milestones[0], value, points[0][1])
    if points[0][0] > start and (met or (full.kind is TargetKind.QUOTA and not full.cumulative)):
        points = [(start + 1, points[0][1]), *points]  # asked for from the first year on
    return _along([(start, value), *points], year)


def _aim(stone: Milestone, target: Target, base: float | None, tolerance: float) -> float:
    if stone.op != "~=":
        return stone.value
    width = abs(stone.value) * tolerance
    low, high = stone.value - width, stone.value + width
    if base is None:
        return stone.value
    if target.direction is Direction.LOWER:
        return min(base, high)
    if target.direction is Direction.HIGHER:
        return max(base, low)
    return min(max(base, low), high)


def _meets(stone: Milestone, value: float, aim: float) -> bool:
    if stone.op == "~=":
        return value == aim
    return value >= stone.value if stone.op.startswith(">") else value <= stone.value


def _along(points: list[tuple[int, float]], year: int) -> float | None:
    if year < points[0][0]:
        return None
    for (start, low), (end, high) in pairwise(points):
        if start <= year <= end and end > start:
            return low + (high - low) * (year - start) / (end - start)
    return points[-1][1]
