"""Towns and villages on their way into a store that has its district already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from indicators.catalog import read_areas
from indicators.catalog.areas import read_area_text
from indicators.findings import Finding, finding
from indicators.model import Area, AreaLevel, Place
from indicators.store import Store, UnknownName

NEW, CHANGED, SAME = "new", "changed", "same"
NAMED = 12
"""How many absent areas are named; the rest are counted."""


@dataclass(frozen=True, slots=True)
class AreaCheck:
    """A list of areas as understood: every area with its state (new, changed, same), and all findings.

    `written` counts what was recorded, None while the list is only looked at.
    """

    areas: list[tuple[Area, str]]
    findings: list[Finding]
    written: int | None = None


def check_areas(store: Store, data: bytes | str, name: str) -> AreaCheck:
    """Read a list of areas (a file's bytes, or typed text) and compare it with the store; nothing is stored.

    Raises StoreError.
    """
    known = store.areas()
    home = next((area for area in known if "/" not in area.path), None)
    if home is None:
        raise UnknownName(what="地区", name="")
    places: dict[str, Place] = {}
    if isinstance(data, str):
        tree, found = read_area_text(data, district=home.name, places=places)
    else:
        tree, found = read_areas(data, name, district=home.name, places=places)
    tree, more = _under_home(tree, home, name, places)
    tree = [_with_known_code(area, known) for area in tree]
    kept, doubts = _without_moved(tree, known, store, places)
    stated = [(area, _state(area, known)) for area in kept]
    absent = _absent([area for area, _ in stated], known, name) if kept else []
    return AreaCheck(stated, [*found, *more, *doubts, *absent])


def load_areas(store: Store, data: bytes | str, name: str, *, by: str = "") -> AreaCheck:
    """Read a list and record the areas that are new or changed; lines with an error are left out.

    Raises StoreError.
    """
    seen = check_areas(store, data, name)
    fresh = [area for area, state in seen.areas if state != SAME]
    return replace(seen, written=store.put_areas(fresh, by=by) if fresh else 0)


def _as_home(area: Area, home: Area) -> Area:
    """The district as the store has it, with a division code where the list gives one."""
    return replace(home, code=area.code if area.code.isdigit() else home.code)


def _under_home(
    tree: Sequence[Area], home: Area, file: str, places: dict[str, Place]
) -> tuple[list[Area], list[Finding]]:
    """The areas at and below the district, with paths as the store has them; the others are counted."""
    found: list[Area] = []
    outside = 0
    for area in tree:
        steps = area.path.split("/")
        if home.name not in steps:
            outside += 1
            continue
        at = steps.index(home.name)
        path = "/".join([home.path, *steps[at + 1 :]])
        places[path] = places.get(area.path, Place(file))
        found.append(_as_home(area, home) if path == home.path else replace(area, path=path))
    above = {area.path for area in tree if area.level in (AreaLevel.PROVINCE, AreaLevel.CITY)}
    outside -= sum(1 for path in above if home.name not in path.split("/"))
    note = [finding("areas_outside", Place(file), count=outside, district=home.name)] if outside > 0 else []
    return found, note


def _without_moved(
    tree: Sequence[Area], known: Sequence[Area], store: Store, places: Mapping[str, Place]
) -> tuple[list[Area], list[Finding]]:
    """Without areas whose code another area bears, or that ended; and what hangs below them."""
    by_code = {area.code: area for area in known if area.code}
    paths = {area.path for area in known}
    ended = store.area_changes.followed()
    kept: list[Area] = []
    findings: list[Finding] = []
    bad: list[str] = []
    for area in tree:
        if any(area.path.startswith(f"{path}/") for path in bad):
            continue
        other = by_code.get(area.code)
        if area.path not in paths and area.path in ended:
            day = ended[area.path][1].isoformat()
            place = places.get(area.path)
            findings.append(finding("area_closed", place, area=area.path, value=area.name, date=day))
            bad.append(area.path)
        elif other is not None and area.path not in paths and other.path != area.path:
            place, old = places.get(area.path), other.path
            findings.append(
                finding("area_code_moved", place, area=area.path, value=area.code, old=old, name=area.path)
            )
            bad.append(area.path)
        else:
            kept.append(area)
    return kept, findings


def _with_known_code(area: Area, known: Sequence[Area]) -> Area:
    """An area without a code in the list keeps the code, and the kind, that the store has for it."""
    old = next((one for one in known if one.path == area.path), None)
    if area.code.rpartition("/")[2] != area.name:
        return replace(area, kind=area.kind or (old.kind if old else None))
    if old is None:
        return replace(area, code=area.path)
    return replace(area, code=old.code, kind=area.kind or old.kind)


def _state(area: Area, known: Sequence[Area]) -> str:
    old = next((one for one in known if one.path == area.path), None)
    if old is None:
        return NEW
    same = (old.code, old.name, old.level, old.kind) == (area.code, area.name, area.level, area.kind)
    return SAME if same else CHANGED


def _absent(listed: Sequence[Area], known: Sequence[Area], file: str) -> list[Finding]:
    """Areas of the store that the list lacks, on the levels that it has."""
    paths = {area.path for area in listed}
    above = {area.path.rpartition("/")[0] for area in listed}
    gone = [area for area in known if area.path not in paths and area.path.rpartition("/")[0] in above]
    if not gone:
        return []
    names = "、".join(area.name for area in gone[:NAMED]) + ("等" if len(gone) > NAMED else "")
    return [finding("areas_absent", Place(file), count=len(gone), names=names)]
