"""Commands on towns and villages: a list in, what there is, changes with their dates, and the way back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from dashboard.commands import Files, Outcome
from dashboard.messages import ERRORS, UNREADABLE
from indicators.catalog import Move, plan_move
from indicators.checks.names import Places
from indicators.intake.areas import AreaCheck, check_areas, load_areas
from indicators.model import AreaEvent
from indicators.store import Store


def areas_check(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """Read a list and compare it with the store; nothing is stored."""
    return _told(check_areas(store, *_content(files, options)))


def areas_load(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """Record the areas of a list that are new or changed."""
    seen = load_areas(store, *_content(files, options), by=options["by"])
    outcome = _told(seen)
    outcome.messages.append(f"已写入{seen.written}个地区。")
    return outcome


def _content(files: Files, options: Mapping[str, Any]) -> tuple[bytes | str, str]:
    if text := options.get("text"):
        return text, ""
    return files[0][1], files[0][0]


def _told(seen: AreaCheck) -> Outcome:
    outcome = Outcome()
    for area, state in seen.areas:
        record = asdict(area) | {"record": "area", "state": state}
        outcome.records.append(record)
    outcome.add(seen.findings)
    if not seen.areas:
        outcome.exit = UNREADABLE
    return outcome


def areas_list(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """The areas as they are, and the changes that were recorded."""
    del files
    areas = store.areas(closed=bool(options.get("closed")))
    events = [event_record(event) for event in store.area_changes.events()]
    return Outcome([asdict(area) | {"record": "area"} for area in areas] + events)


def event_record(event: AreaEvent) -> dict[str, Any]:
    """A change of areas."""
    record = asdict(event) | {"happened": event.happened.isoformat(), "at": event.at.isoformat()}
    return {"record": "area_change", **record}


def areas_change(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """Record a change of areas; the series go on under the areas that follow."""
    del files
    areas = store.areas()
    places = Places(areas, None)

    def path(given: str) -> str:
        return places.find(given) or given

    above = options.get("parent")
    move = Move(
        options["kind"],
        dt.date.fromisoformat(options["happened"]),
        tuple(path(name) for name in options.get("sources") or ()),
        tuple(options.get("names") or ()),
        path(above) if above else None,
        tuple(options.get("codes") or ()),
        {path(child): part for child, part in (options.get("assign") or {}).items()},
        options.get("note") or "",
    )
    steps, findings = plan_move(areas, move)
    outcome = Outcome()
    outcome.add(findings)
    if not steps:
        outcome.exit = ERRORS
        return outcome
    event = store.area_changes.record(steps, move.happened, note=move.note, by=options["by"])
    outcome.records.append(event_record(event))
    outcome.messages.append(
        f"已登记。{event.carried}个数接到新的地区"
        + (f"，{event.unfilled}个没有分子分母或缺数，没有合并，原因写在数里" if event.unfilled else "")
        + f"。要撤销：twoplans areas undo {event.id}"
    )
    return outcome


def areas_undo(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """Take a change of areas back."""
    del files
    number = options["event"]
    store.area_changes.undo(number, reason=options.get("reason") or "", by=options["by"])
    found = [event for event in store.area_changes.events() if event.id == number]
    return Outcome([event_record(event) for event in found], messages=["已撤销，地区和数据恢复原样。"])


COMMANDS = {
    "areas check": areas_check, "areas load": areas_load, "areas list": areas_list,
    "areas change": areas_change, "areas undo": areas_undo,
}  # fmt: skip
