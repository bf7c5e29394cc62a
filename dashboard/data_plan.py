"""Plan and areas for the pages: what stands now, what a file would change, and the writes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from dashboard import data, data_store
from dashboard.guard import needs
from dashboard.memo import kept
from dashboard.rights import Right
from indicators.catalog import Move, PlanGoal, Step, export_plan, plan_move
from indicators.findings import Finding
from indicators.intake.areas import AreaCheck, check_areas, load_areas
from indicators.intake.plan import PlanCheck, check_plan, load_plan
from indicators.model import Area, AreaEvent
from indicators.store import PlanVersion


@kept(8)
def _goals(version: str, number: int | None) -> tuple[PlanGoal, ...]:
    return tuple(data.store().plans.goals(data.district().path, number))


@needs(Right.PLAN)
def goals(number: int | None = None) -> tuple[PlanGoal, ...]:
    """The district's goals now, or as of a version."""
    return _goals(data.version(), number)


@kept(4)
def _versions(version: str) -> tuple[PlanVersion, ...]:
    known = data.store().plans.versions()
    if not data.many():
        return tuple(known)
    return tuple(item for item in known if not item.areas or data.district().path in item.areas)


@needs(Right.PLAN)
def versions() -> tuple[PlanVersion, ...]:
    """All versions of catalogue and plan, the newest first."""
    return _versions(data.version())


@needs(Right.PLAN)
def plan_book(number: int | None = None) -> Callable[[], bytes]:
    """Makes the plan as a workbook, once it is wanted."""
    found, name = goals(number), data.district().name
    return lambda: export_plan(found, name)


@needs(Right.PLAN)
def duties_book() -> Callable[[], bytes]:
    """Makes the duties by unit as a workbook, once it is wanted."""
    from indicators.reports.duties import duties_book as made

    aliases = {alias: unit.name for unit in data_store.desk().units() for alias in unit.aliases}
    found, name = goals(), data.district().name
    return lambda: made(found, name, aliases)


@needs(Right.PLAN)
def check(content: bytes, name: str, answers: Mapping[str, str], from_year: int | None) -> PlanCheck:
    """A plan as it would be understood; nothing is stored."""
    home = data.district().path
    return check_plan(data.store(), content, name, answers=answers, from_year=from_year, area=home)


@needs(Right.PLAN)
def load(content: bytes, name: str, answers: Mapping[str, str], from_year: int | None, by: str) -> PlanCheck:
    """Make a plan the district's."""
    home = data.district().path
    try:
        return load_plan(data.store(), content, name, answers=answers, from_year=from_year, area=home, by=by)
    finally:
        data.refresh()


@needs(Right.PLAN)
def restore(number: int, reason: str, by: str) -> int:
    """Go back to a version of the plan; the number of the new one. The plans of other seats stay."""
    home = data.district().path if data.many() else None
    try:
        return data.store().plans.restore(number, reason=reason, by=by, area=home)
    finally:
        data.refresh()


@needs(Right.AREAS)
def check_list(content: bytes | str, name: str) -> AreaCheck:
    """A list of areas as it would be understood; nothing is stored."""
    return check_areas(data.store(), content, name)


@needs(Right.AREAS)
def load_list(content: bytes | str, name: str, by: str) -> AreaCheck:
    """Record what is new or changed in a list of areas."""
    try:
        return load_areas(data.store(), content, name, by=by)
    finally:
        data.refresh()


@kept(4)
def _events(version: str) -> tuple[AreaEvent, ...]:
    known = data.store().area_changes.events()
    return tuple(one for one in known if any(map(data_store.within, (*one.sources, *one.targets))))


def events() -> tuple[AreaEvent, ...]:
    """Every change of areas, the newest first."""
    return _events(data.version())


@needs(Right.AREAS)
def plan_change(move: Move) -> tuple[list[Step], list[Finding]]:
    """What a change of areas would do."""
    return plan_move(data_store.all_areas(), move)


@needs(Right.AREAS)
def record_change(steps: list[Step], happened: dt.date, note: str, by: str) -> AreaEvent:
    """Record a change of areas."""
    try:
        return data.store().area_changes.record(steps, happened, note=note, by=by)
    finally:
        data.refresh()


@needs(Right.AREAS)
def undo_change(event: str, reason: str, by: str) -> None:
    """Take a change of areas back."""
    try:
        data.store().area_changes.undo(event, reason=reason, by=by)
    finally:
        data.refresh()


def change_notes(area: str, *, below: bool = False) -> list[str]:
    """What to say under a chart of an area: the changes it went through, with `below` those below it, too."""
    found = []
    for event in events():
        paths = {*event.sources, *event.targets, *(path for pair in event.moved for path in pair)}
        if not event.undone and any(
            path == area or (below and path.startswith(f"{area}/")) for path in paths
        ):
            found.append(event_words(event))
    return found


KINDS: Mapping[str, str] = {"rename": "改名", "merge": "合并", "split": "拆分", "move": "划转"}


def event_words(event: AreaEvent) -> str:
    """A change of areas in one sentence."""
    old = "、".join(path.rpartition("/")[2] for path in event.sources)
    new = "、".join(path.rpartition("/")[2] for path in event.targets)
    day = f"{event.happened.year}年{event.happened.month}月{event.happened.day}日"
    what: dict[str, Any] = {
        "rename": f"{old}改名为{new}，以前的数接续使用",
        "merge": f"{old}合并为{new}，以前的数按合并后计算",
        "split": f"{old}拆分为{new}，数从拆分起另算，不与以前相连",
        "move": f"{old}划转到{'/'.join(event.targets[0].split('/')[1:-1]) or '本级'}，以前的数接续使用",
    }
    return f"{day}，{what[event.kind]}。"


def tree(areas: list[Area]) -> dict[str, list[Area]]:
    """Areas by the path above them, in their order."""
    found: dict[str, list[Area]] = {}
    for area in areas:
        found.setdefault(area.path.rpartition("/")[0], []).append(area)
    return found
