"""Seats: the areas of a store that have an office of their own."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

from indicators.model import Area, AreaLevel, Assessment
from indicators.store import Store, UnknownName, UnknownSeat

_WITH_OFFICE = (AreaLevel.PROVINCE, AreaLevel.CITY, AreaLevel.COUNTY)


@dataclass(frozen=True, slots=True)
class Seat:
    """An area with an office of its own: it has a plan, units and a reporting year of its own.

    `above` is the path of the next seat above, None for one at the top.
    """

    path: str
    name: str
    level: AreaLevel
    above: str | None = None


def seats(store: Store) -> tuple[Seat, ...]:
    """The seats of a store in the order of its areas, the store's own district first.

    A province, a city and a county have an office; so has whatever area stands at the top. A store of
    one county has one seat.
    """
    return store.kept("seats", lambda: _seats(store.areas()))


def _seats(areas: list[Area]) -> tuple[Seat, ...]:
    own = {area.path for area in areas if area.level in _WITH_OFFICE or "/" not in area.path}
    return tuple(
        Seat(area.path, area.name, area.level, _nearest(area.path.rpartition("/")[0], own))
        for area in areas
        if area.path in own
    )


def seat_of(store: Store, path: str) -> Seat:
    """The seat that an area belongs to: its own, else the next above it. Raises UnknownName."""
    by_path = {seat.path: seat for seat in seats(store)}
    found = _nearest(path, by_path.keys())
    if found is None:
        raise UnknownName(what="地区", name=path)
    return by_path[found]


def seat(store: Store, path: str | None = None) -> Seat:
    """The seat at `path`, by default the district the store was made for. Raises UnknownSeat."""
    every = seats(store)
    found = next(
        (one for one in every if (one.path == path if path is not None else one.above is None)), None
    )
    if found is None:
        raise UnknownSeat(name=path or "")
    return found


def seat_called(store: Store, words: str) -> Seat:
    """The seat that a person means: its path, or its bare name where only one has it. Raises UnknownSeat."""
    every = seats(store)
    found = [one for one in every if one.path == words] or [one for one in every if one.name == words]
    if len(found) != 1:
        raise UnknownSeat(name=words)
    return found[0]


def sets_above(store: Store, path: str) -> frozenset[str]:
    """How verdicts name the sets of targets of the plans of the seats above an area's own: 示例省规划."""
    if len(seats(store)) < 2:
        return frozenset()
    return frozenset(f"{name}规划" for name in seat_of(store, path).path.split("/")[:-1])


def own_plan(store: Store, verdicts: Sequence[Assessment], home: str) -> list[Assessment]:
    """The verdicts by the plan of the seat that an area belongs to; where it has none, by those above."""
    above = sets_above(store, home)
    own = [item for item in verdicts if item.basis.target_set not in above]
    return own if any(item.target for item in own) else list(verdicts)


def is_within(path: str, above: str) -> bool:
    """Whether an area is `above` or lies below it."""
    return path == above or path.startswith(f"{above}/")


def _nearest(path: str, known: Container[str]) -> str | None:
    """The path itself or the next above it that is known."""
    while path:
        if path in known:
            return path
        path = path.rpartition("/")[0]
    return None
