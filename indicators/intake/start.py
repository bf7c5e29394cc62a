"""A new office: its store with areas, catalogue and plan."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from indicators.catalog import PlanGoal, builtin, read_areas, read_plan, with_goals
from indicators.findings import Finding, finding, has_errors
from indicators.model import Area, AreaLevel, Place, Severity
from indicators.store import Store

NamedFile = tuple[str, bytes]


def init_store(
    path: Path | str,
    district: str,
    *,
    areas: NamedFile | None = None,
    plan: NamedFile | None = None,
    by: str = "",
    one_top: bool = False,
    level: AreaLevel = AreaLevel.COUNTY,
) -> list[Finding]:
    """Make the store of a district at `path` (which must not exist yet); returns all findings.

    `areas` and `plan` are files as (name, bytes): the list of areas (code, name, parent_code) and the
    plan's targets. A line of the plan that cannot be read is left out and said. Where the list of
    areas has an error, or no line of the plan can be used, nothing is made. `one_top`: a list of areas
    whose own top has another name than the district is an error too, not only a warning. `level`:
    whether it is a county's store, a city's or a province's. Raises StoreError.
    """
    tree, found = _areas(district, areas, level)
    if one_top:
        found = [
            replace(item, severity=Severity.ERROR) if item.code == "areas_other_top" else item
            for item in found
        ]
    if has_errors(found):
        return found
    catalog = builtin()
    goals: list[PlanGoal] = []
    if plan is not None:
        goals, told = read_plan(plan[1], plan[0], catalog)
        found = [*found, *told]
        catalog = with_goals(catalog, goals)
        if not goals:
            return found if has_errors(told) else [*found, finding("plan_without_goals", Place(plan[0]))]
    with Store.create(path) as store:
        store.put_areas(tree, by=by)
        store.put_catalog(catalog, goals=goals, area=tree[0].path, source=plan[0] if plan else "", by=by)
    return found


def _areas(district: str, areas: NamedFile | None, level: AreaLevel) -> tuple[list[Area], list[Finding]]:
    if areas is None:
        return [Area(district, district, district, level)], []
    tree, found = read_areas(areas[1], areas[0], district=district, level=level)
    if not tree and not has_errors(found):
        found = [*found, finding("areas_without_names", Place(areas[0]))]
    return tree, found
