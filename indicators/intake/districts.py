"""A further district in a store: its areas below the parent's, its plan, and the office that goes with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from indicators.catalog import read_areas
from indicators.findings import Finding, finding, has_errors
from indicators.intake.plan import check_plan, load_plan
from indicators.intake.start import NamedFile
from indicators.model import Area, AreaLevel, Place
from indicators.store import Store, UnknownName

SEPARATOR = "/"


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a district: its path, how many areas and goals were recorded, and all findings.

    `path` is "" where nothing was recorded.
    """

    path: str
    areas: int
    goals: int
    findings: list[Finding]


def add_district(
    store: Store,
    name: str,
    *,
    parent: str | None = None,
    level: AreaLevel = AreaLevel.COUNTY,
    areas: NamedFile | None = None,
    plan: NamedFile | None = None,
    by: str = "",
) -> Added:
    """Put a district (or a city, a province) into a store, below the area at the path `parent`, if any.

    `areas` and `plan` are files as (name, bytes), read as for a new store; the plan's goals count for
    this district alone. A district that is there already gets what is new. Where the list of areas has an
    error, or no line of the plan can be used, nothing is recorded. Raises UnknownName for a parent not
    held, StoreError.
    """
    name = name.strip()
    known = {area.path: area for area in store.areas()}
    if not name or SEPARATOR in name:
        return Added("", 0, 0, [finding("area_bad_name", Place(), value=name)])
    if parent is not None and parent not in known:
        raise UnknownName(what="地区", name=parent)
    path = f"{parent}{SEPARATOR}{name}" if parent else name
    tree, found = _tree(name, path, level, areas)
    if has_errors(found):
        return Added("", 0, 0, found)
    if plan is not None:
        seen = check_plan(store, plan[1], plan[0], area=path)
        if not seen.reading.goals:
            return Added("", 0, 0, [*found, *seen.findings])
    count = store.put_areas(_with_own_codes(tree, known.values()), by=by)
    if plan is None:
        return Added(path, count, 0, found)
    loaded = load_plan(store, plan[1], plan[0], area=path, by=by)
    return Added(path, count, len(loaded.reading.goals), [*found, *loaded.findings])


def _tree(
    name: str, path: str, level: AreaLevel, areas: NamedFile | None
) -> tuple[list[Area], list[Finding]]:
    """The district and what lies below it, with paths as the store will have them."""
    if areas is None:
        return [Area(path, name, path, level)], []
    tree, found = read_areas(areas[1], areas[0], district=name, level=level)
    if not tree and not has_errors(found):
        found = [*found, finding("areas_without_names", Place(areas[0]))]
    kept = []
    for area in tree:
        steps = area.path.split(SEPARATOR)
        if name in steps:  # what the list has above the district is the store's own business
            below = SEPARATOR.join([path, *steps[steps.index(name) + 1 :]])
            kept.append(replace(area, path=below))
    return kept, found


def _with_own_codes(tree: Sequence[Area], known: Iterable[Area]) -> list[Area]:
    """Areas whose code no other area of the store bears; the path stands for one that does."""
    taken = {area.code: area.path for area in known}
    return [
        area if taken.get(area.code, area.path) == area.path else replace(area, code=area.path)
        for area in tree
    ]
