"""What plans ask of areas -> rows of `target` and `milestone`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from indicators.catalog import Catalog, PlanGoal
from indicators.model import Indicator, Place, Target, TargetText
from indicators.store.errors import UnknownName
from indicators.store.keys import NATION, area_key, key
from indicators.targets import parse_target

OWN = "本级规划"


@dataclass(frozen=True, slots=True)
class Demand:
    """One target of one plan for one area, before it becomes rows."""

    target: Target
    phrase: str
    code: str
    indicator: int
    area: int
    plan: str
    period: tuple[int, int]
    target_set: str
    target_version: str
    in_force_from: int
    origin: str
    source: str | None = None
    grade: str | None = None
    lead: str | None = None
    coop: str | None = None
    detail: str | None = None


def from_catalog(
    catalog: Catalog, keys: Mapping[str, int], areas: Sequence[tuple[int, str, str]]
) -> Iterator[Demand]:
    """The catalogue's own targets, each for the area whose scope it names; examples are left out.

    国家 is the nation. Any other scope is the path or the name (borne by one area only) of an area in
    the store; the targets of other areas judge nobody here.
    """

    scopes = _scopes(areas)
    for item in catalog.indicators:
        for text in item.targets:
            area = scopes.get(text.scope)
            if area is None or text.example:
                continue
            parsed = parse_target(text.phrase, unit=item.unit, direction=item.direction, period=text.period)
            for plan in (text.plan,) if text.plan else item.plans:
                yield _of_text(item, text, parsed.target, str(plan), keys[item.code], area)


def _scopes(areas: Sequence[tuple[int, str, str]]) -> dict[str, int]:
    borne = Counter(name for _, _, name in areas)
    single = {name: area for area, _, name in areas if borne[name] == 1}
    nation = area_key(NATION)
    return single | {path: area for area, path, _ in areas} | {NATION: nation, "国家": nation}


def _of_text(
    item: Indicator, text: TargetText, target: Target, plan: str, indicator: int, area: int
) -> Demand:
    return Demand(
        target=target,
        phrase=text.phrase,
        code=item.code,
        indicator=indicator,
        area=area,
        plan=plan,
        period=text.period,
        target_set=text.set_name or text.scope,
        target_version=f"规划{text.period[0]}",
        in_force_from=text.period[0],
        origin="catalog",
        source=text.source or None,
        grade=text.grade or None,
        lead=item.lead,
        coop="、".join(item.coop) or None,
    )


def from_goals(goals: Iterable[PlanGoal], keys: Mapping[str, int], area: str | None) -> Iterator[Demand]:
    """A district's own goals, for its area alone. Raises UnknownName for a code not in the catalogue."""
    for goal in goals:
        if area is None:
            raise ValueError("goals need the area whose plan they are")
        if goal.code not in keys:
            raise UnknownName(what="指标", name=goal.code)
        yield Demand(
            target=goal.target,
            phrase=goal.phrase,
            code=goal.code,
            indicator=keys[goal.code],
            area=area_key(area),
            plan=str(goal.plan),
            period=goal.period,
            target_set=goal.set_name or OWN,
            target_version=f"调整{goal.version}" if goal.version else f"规划{goal.period[0]}",
            in_force_from=int(goal.version) if goal.version.isdigit() else goal.period[0],
            origin="goals",
            source=_written_at(goal.place),
            lead=goal.lead,
            coop="、".join(goal.coop) or None,
            detail=_detail(goal),
        )


def _detail(goal: PlanGoal) -> str:
    """What `target` has no column for, as JSON."""
    place = [goal.place.file, goal.place.sheet, goal.place.cell]
    whole = {"domain": goal.domain, "place": place, "said": asdict(goal.said)}
    return json.dumps(whole, ensure_ascii=False)


def _written_at(place: Place) -> str | None:
    return " ".join(part for part in (place.file, place.sheet, place.cell) if part) or None


def rows_of(
    demand: Demand, version: int, ordinal: int, text: Callable[[Target], str]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Rows of `target` (the whole, then its parts) and of `milestone` for one demand."""
    targets: list[dict[str, Any]] = []
    milestones: list[dict[str, Any]] = []

    def add(target: Target, parent: int | None, trail: str) -> None:
        identity = (version, demand.area, demand.target_set, demand.plan, demand.code, ordinal, trail)
        number = key("target", repr(identity))
        targets.append(_target_row(demand, target, number, parent, ordinal, text(target)))
        milestones.extend(_milestone_rows(target, number, demand.period[1]))
        for position, part in enumerate(target.parts):
            add(part, number, f"{trail}.{position}")

    add(demand.target, None, "")
    return targets, milestones


def _target_row(
    demand: Demand, target: Target, number: int, parent: int | None, ordinal: int, parsed: str
) -> dict[str, Any]:
    change = target.change
    return {
        "target": number,
        "parent": parent,
        "target_set": demand.target_set,
        "plan": demand.plan,
        "indicator": demand.indicator,
        "area": demand.area,
        "period_start": demand.period[0],
        "period_end": demand.period[1],
        "target_version": demand.target_version,
        "in_force_from": demand.in_force_from,
        "origin": demand.origin,
        "phrase": target.phrase if parent else demand.phrase,
        "kind": str(target.kind),
        "direction": str(target.direction),
        "base_year": target.base_year,
        "base_value": target.base_value,
        "change_amount": change.amount if change else None,
        "change_upper": change.upper if change else None,
        "change_unit": change.unit if change else None,
        "change_per_year": change.per_year if change else None,
        "hold": target.hold,
        "every": target.every,
        "breakdown": target.breakdown,
        "comparator": target.comparator,
        "condition": target.condition,
        "cumulative": target.cumulative,
        "parsed": parsed,
        "source": demand.source,
        "grade": demand.grade,
        "lead": demand.lead,
        "coop": demand.coop,
        "ordinal": ordinal,
    }


def _milestone_rows(target: Target, number: int, last_year: int) -> list[dict[str, Any]]:
    return [
        {
            "target": number,
            "ordinal": ordinal,
            "year": last_year if milestone.year is None else milestone.year,
            "op": milestone.op,
            "value": milestone.value,
            "unit": milestone.unit,
            "text": milestone.text,
        }
        for ordinal, milestone in enumerate(target.milestones)
    ]
