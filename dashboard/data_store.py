"""What all data modules rest on: the store of this server, its version, its areas and definitions.

What is kept is shared by all sessions: it is frozen, or frames that nobody changes.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Container, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from dashboard import runtime, state
from dashboard.memo import kept
from dashboard.messages import UserError
from indicators import office
from indicators.assess import Settings, settings_in_force
from indicators.model import Area, Indicator, Role
from indicators.office import Seat, is_within
from indicators.store import Approvals, Desk, Store

_run = threading.local()


def store() -> Store:
    """The store of this server process. Raises StoreError with a sentence."""
    return runtime.shared_store(state.store_path())


def ready() -> bool:
    """Whether there is a store with a district in it."""
    return runtime.exists(state.store_path()) and bool(all_areas())


def store_version() -> str:
    """Changes with every write; the key of what is kept of the store as a whole. One run sees one version."""
    seen = getattr(_run, "version", None)
    return seen if seen is not None else f"{state.store_path()}|{store().data_version()}"


def version() -> str:
    """The same with the seat looked at: the key of whatever is kept here, as all of it speaks of one seat."""
    return f"{store_version()}|{seat().path}" if many() else store_version()


def figures_version() -> str:
    """The same, but unchanged by what changes no figure, verdict or finding: a file handed in, an action.

    The key of what takes long to make and rests on these alone.
    """
    seen = getattr(_run, "figures", None) or _figures_seen()
    return f"{seen}|{seat().path}" if many() else seen


def _figures_seen() -> str:
    return f"{state.store_path()}|{store().figures_version()}"


def refresh() -> None:
    """Begin a run: look up the version once, so that a page is of one piece and asks only once."""
    _run.version = _run.figures = None
    state.begin_run()
    if runtime.exists(state.store_path()):
        _run.figures = _figures_seen()  # first: a write between the two makes nothing old look new
        _run.version = store_version()


def forget_run() -> None:
    """Outside a page's run: look the version up at each question."""
    _run.version = _run.figures = _run.seat = None
    state.forget_run()


class Elsewhere(UserError):  # noqa: N818 - the name says what is the matter
    """An area was asked for that the store does not hold, or that the person at the page may not see."""

    def __init__(self) -> None:
        super().__init__("没有这个地区，或者它不在您账号的管辖范围内。")


def many() -> bool:
    """Whether the store holds several areas with an office of their own."""
    return runtime.exists(state.store_path()) and len(office.seats(store())) > 1


def reach() -> str | None:
    """The area that the person at the page reaches no further than; None: the whole store.

    A unit's account without an area of its own reaches as far as the seat that its unit belongs to.
    """
    person = state.person()
    if person.area is None and person.role is Role.UNIT and many():
        known = seats_of_unit(person.unit)
        return next(iter(known)) if len(known) == 1 else ""  # of two that it could be, neither
    return person.area


@kept(8)
def _unit_seats(version: str) -> Mapping[str, frozenset[str]]:
    top = office.seat(store()).path
    found: dict[str, set[str]] = {}
    for row in store().query(sql("unit_seats")).itertuples():
        found.setdefault(str(row.name), set()).add(str(row.path or top))
    return {name: frozenset(paths) for name, paths in found.items()}


def seats_of_unit(name: str | None) -> frozenset[str]:
    """The seats that have a unit of this name in their register: two districts may both have a 教育局."""
    return _unit_seats(store_version()).get(name or "", frozenset())


def unit_here(name: str | None) -> bool:
    """Whether a unit is the seat's that is looked at; one in no register may be."""
    known = seats_of_unit(name)
    return not known or seat().path in known


def desk() -> Desk:
    """The desk of the seat looked at: its register, its years."""
    return store().desk_of(seat().path if many() else None)


def approvals() -> Approvals:
    """The files handed in of all seats, with the locks of the seat looked at."""
    return store().approvals_of(seat().path if many() else None)


def seats() -> tuple[Seat, ...]:
    """The areas with an office that the person at the page may look at, in the areas' order."""
    bound = reach()
    return tuple(one for one in office.seats(store()) if bound is None or is_within(one.path, bound))


def offices_below(path: str) -> tuple[Seat, ...]:
    """The seats below an area, in the areas' order."""
    every = office.seats(store())
    return tuple(one for one in every if one.path != path and is_within(one.path, path))


def seat() -> Seat:
    """The seat that this page speaks of: the one the address names, else the person's own.

    Raises Elsewhere for one that the person may not look at.
    """
    seen = getattr(_run, "seat", None)
    if seen is None:
        wanted, known = state.asked_seat() if many() else None, seats()
        found = next((one for one in known if wanted in (None, one.path)), None)
        if found is None:
            raise Elsewhere
        seen = found
        if getattr(_run, "version", None) is not None:
            _run.seat = seen
    return seen


def look_at(path: str) -> None:
    """From here on this run speaks of another seat: the one just chosen. Raises Elsewhere."""
    found = next((one for one in seats() if one.path == path), None)
    if found is None:
        raise Elsewhere
    _run.seat = found


def within(path: str | None) -> bool:
    """Whether an area belongs to the seat looked at; what is said of no area belongs to the store's own."""
    return not many() or is_within(path or office.seat(store()).path, seat().path)


def whole() -> bool:
    """Whether the person at the page may see every area of the store."""
    return reach() is None or may_see(office.seat(store()).path)


def may_see(path: str | None) -> bool:
    """Whether the person at the page may see an area."""
    bound = reach()
    return bound is None or (path is not None and is_within(path, bound))


@cache
def _queries() -> dict[str, str]:
    text = (Path(__file__).resolve().parent / "queries.sql").read_text(encoding="utf-8")
    parts = re.split(r"^-- name: (\w+)\n", text, flags=re.M)[1:]
    found = dict(zip(parts[::2], (part.strip().rstrip(";") for part in parts[1::2]), strict=True))
    shared = found.pop("figures_below")
    return {name: part.replace("{figures_below}", shared) for name, part in found.items()}


def sql(name: str) -> str:
    """One of the pages' queries."""
    return _queries()[name]


@kept(8)
def _areas(version: str) -> tuple[Area, ...]:
    return tuple(store().areas())


def all_areas() -> tuple[Area, ...]:
    """All areas of the store, whoever asks."""
    return _areas(store_version())


@kept(32)
def _areas_of(version: str, top: str) -> tuple[Area, ...]:
    return tuple(item for item in all_areas() if is_within(item.path, top))


def areas() -> tuple[Area, ...]:
    """The areas of the seat looked at, itself first; in a store of one seat all areas."""
    return _areas_of(version(), seat().path) if many() else all_areas()


def district() -> Area:
    """The area that pages speak of: the seat looked at; in a store of one the first without a parent."""
    known = all_areas()
    if many():
        at = seat().path
        return next(item for item in known if item.path == at)
    if not may_see(known[0].path):
        raise Elsewhere
    codes = {item.path for item in known}
    return next((item for item in known if item.path.rpartition("/")[0] not in codes), known[0])


def is_sample() -> bool:
    """Whether the store holds the fictional sample district."""
    return ready() and "sample" in store().settings()


@kept(16)
def _area_labels(version: str) -> Mapping[str, str]:
    top = district().path
    offices = {one.path for one in office.seats(store()) if one.above == top}
    tree = sorted(
        (item for item in areas() if item.path.startswith(f"{top}/") and not _below_one(item.path, offices)),
        key=lambda a: a.path.count("/"),
    )
    order = {item.path: number for number, item in enumerate(areas())}

    def place(item: Area) -> tuple[int, ...]:
        steps = item.path.split("/")
        return tuple(order.get("/".join(steps[: i + 1]), -1) for i in range(len(steps)))

    labels = {district().name: top}
    for item in sorted(tree, key=place):
        labels[" / ".join(item.path[len(top) + 1 :].split("/"))] = item.path
    others = [item for item in areas() if item.path != top and not item.path.startswith(f"{top}/")]
    return labels | {item.path: item.path for item in others} | _ended_labels(top)


def _below_one(path: str, offices: Container[str]) -> bool:
    steps = path.split("/")
    return any("/".join(steps[:end]) in offices for end in range(1, len(steps) + 1))


def _ended_labels(top: str) -> dict[str, str]:
    """Areas that were split: their figures of the years before stay with them."""
    ended = store().area_changes.followed()
    split = [(path, day) for path, (kind, day, _) in ended.items() if kind == "split" and within(path)]
    return {
        f"{' / '.join(path[len(top) + 1 :].split('/'))}（{day.year}年拆分前）": path for path, day in split
    }


def area_labels() -> Mapping[str, str]:
    """Labels of all areas (town / village), the district first -> paths.

    What lies below a seat below is not among them: it is seen from there.
    """
    return _area_labels(version())


@kept(8)
def _years(version: str) -> list[int]:
    return store().whereabouts.years(store().cursor())


def years() -> list[int]:
    """Years with figures, the newest first."""
    return _years(store_version())


@kept(8)
def _catalog(version: str) -> Any:
    return store().catalog()


def indicators() -> Mapping[str, Indicator]:
    """The definitions in force by code."""
    return _catalog(store_version()).by_code


@kept(8)
def _settings(version: str) -> Settings:
    return settings_in_force(store())


def settings() -> Settings:
    """The method's constants in force; the defaults where there is no store yet."""
    return _settings(store_version()) if ready() else Settings()


def period_of(year: int) -> tuple[int, int]:
    """The ten-year plan that a year belongs to: 2024 -> (2021, 2030), 2020 -> (2011, 2020)."""
    start = (year - 1) // 10 * 10 + 1
    return start, start + 9
