"""What a plan changes of the plan in force, and where it differs from the catalogue's definitions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indicators.catalog.base import same_unit
from indicators.catalog.definitions import builtin
from indicators.catalog.goals import PlanGoal
from indicators.catalog.handbook import DIRECTION_WORDS
from indicators.catalog.labels import label_key
from indicators.catalog.listing import word_of
from indicators.catalog.plans import PlanLine
from indicators.model import Direction, Indicator, Place, PlanKind

ADDED, REMOVED, TARGET, REVISED, LEAD, COOP, DOMAIN, BASE = (
    "added", "removed", "target", "revised", "lead", "coop", "domain", "base",
)  # fmt: skip


_NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class GoalChange:
    """One change of one goal; `kind` is one of the module's constants, `before` and `after` are words.

    `revised`: a wording that holds from a later year on; the earlier one is kept and holds until then.
    """

    kind: str
    code: str
    name: str
    plan: PlanKind
    before: str
    after: str
    place: Place = _NOWHERE
    version: str = ""
    set_name: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the plan differs from the built-in definition: what (单位, 方向, 定义), and both sides.

    `taken`: the district's catalogue has, or with this plan gets, the plan's. `written`: the line's name.
    """

    what: str
    code: str
    name: str
    plan_says: str
    catalog_says: str
    place: Place = _NOWHERE
    taken: bool = False
    written: str = ""


def goal_changes(old: Iterable[PlanGoal], new: Sequence[PlanGoal]) -> list[GoalChange]:
    """What the goals `new` change of the goals `old` that stand.

    Goals are removed only from plans, sets and wordings that `new` has: a file with the children's
    plan alone leaves the women's plan as it is.
    """
    standing = {_wording(goal): goal for goal in old}
    parts = {_part(goal) for goal in new}
    found: list[GoalChange] = []
    for goal in new:
        before = standing.get(_wording(goal))
        if before is None and goal.version:
            before = _earlier(goal, standing.values())
            kind = REVISED if before else ADDED
            if before and before.phrase == goal.phrase and before.lead == goal.lead:
                continue
            found.append(_change(kind, goal, before.phrase if before else "", goal.phrase))
        elif before is None:
            found.append(_change(ADDED, goal, "", goal.phrase))
        else:
            found += _altered(before, goal)
    given = {_wording(goal) for goal in new}
    gone = (goal for key, goal in standing.items() if _part(goal) in parts and key not in given)
    return found + [_change(REMOVED, goal, goal.phrase, "") for goal in gone]


def _wording(goal: PlanGoal) -> tuple[str, ...]:
    return (goal.code, *_part(goal))


def _part(goal: PlanGoal) -> tuple[str, ...]:
    return (str(goal.plan), goal.set_name, goal.version, str(goal.period[0]))


def _earlier(goal: PlanGoal, standing: Iterable[PlanGoal]) -> PlanGoal | None:
    """The wording in force before a revision of the same goal."""
    same = [
        one
        for one in standing
        if (one.code, one.plan, one.set_name, one.period[0])
        == (goal.code, goal.plan, goal.set_name, goal.period[0])
        and one.version < goal.version
    ]
    return max(same, key=lambda one: one.version, default=None)


def _altered(before: PlanGoal, goal: PlanGoal) -> list[GoalChange]:
    pairs = (
        (TARGET, before.phrase, goal.phrase),
        (LEAD, before.lead or "", goal.lead or ""),
        (COOP, "、".join(before.coop), "、".join(goal.coop)),
        (DOMAIN, before.domain, goal.domain),
        (BASE, before.said.base, goal.said.base),
    )
    return [_change(kind, goal, old, new) for kind, old, new in pairs if old != new]


def _change(kind: str, goal: PlanGoal, before: str, after: str) -> GoalChange:
    return GoalChange(
        kind, goal.code, goal.name, goal.plan, before, after, goal.place, goal.version, goal.set_name
    )


def differences(lines: Iterable[PlanLine]) -> list[Difference]:
    """Where a line's unit, direction or definition is not the built-in one, in the order of the lines."""
    found: list[Difference] = []
    for line in lines:
        if line.subject is None or line.subject.own:
            continue
        now = line.subject.indicator
        item = builtin().by_code.get(now.code, now)
        left = {what for what, _, _ in _compared(line, now)}
        for what, plan_says, catalog_says in _compared(line, item):
            found.append(
                Difference(
                    what,
                    item.code,
                    item.name,
                    plan_says,
                    catalog_says,
                    line.place,
                    what not in left,
                    line.name,
                )
            )
    return found


def _compared(line: PlanLine, item: Indicator) -> list[tuple[str, str, str]]:
    return [*_unit(line, item), *_way(line, item), *_formula(line, item)]


def _unit(line: PlanLine, item: Indicator) -> list[tuple[str, str, str]]:
    if not line.said.unit or same_unit(line.said.unit, item.unit):
        return []
    return [("单位", line.said.unit, item.unit)]


def _way(line: PlanLine, item: Indicator) -> list[tuple[str, str, str]]:
    """The direction as the line says, else as its target's words imply."""
    word = word_of("direction", line.said.direction) if line.said.direction else None
    told = Direction(word) if word else _implied(line)
    both = {Direction.HIGHER, Direction.LOWER}
    if told is None or told is item.direction or not {told, item.direction} <= both:
        return []
    return [("方向", DIRECTION_WORDS[told], DIRECTION_WORDS[item.direction])]


def _implied(line: PlanLine) -> Direction | None:
    ways = {goal.target.direction for goal in line.goals} - {Direction.NONE, Direction.AROUND}
    return ways.pop() if len(ways) == 1 else None


def _formula(line: PlanLine, item: Indicator) -> list[tuple[str, str, str]]:
    known = "；".join(filter(None, (formula_words(item), item.meaning)))
    plan, both = label_key(line.said.formula), label_key(known)
    if not plan or not both or plan in both:
        return []
    return [("定义", line.said.formula, known)]


def formula_words(item: Indicator) -> str:
    """The formula in words; "" where numerator and denominator are not defined."""
    if not (item.numerator and item.denominator):
        return ""
    times = "" if item.multiplier in (None, 1.0) else f" × {item.multiplier:g}"
    return f"{item.numerator} ÷ {item.denominator}{times}"
