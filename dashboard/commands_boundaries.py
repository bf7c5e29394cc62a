"""Commands on boundaries: a GeoJSON file in, the files there are, and the way back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from dashboard.commands import Files, Outcome
from dashboard.messages import UNREADABLE
from indicators.geo import count
from indicators.intake.boundaries import BoundaryCheck, check_boundaries, load_boundaries
from indicators.store import Store
from indicators.store.boundaries import BoundaryFile


def boundaries_check(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """Read a boundary file and match it with the areas; nothing is stored."""
    name, content = files[0]
    return _told(check_boundaries(store, content, name, options.get("answers")))


def boundaries_load(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """Keep the shapes of the areas that the file's features were matched to."""
    name, content = files[0]
    seen = load_boundaries(store, content, name, options.get("answers"), by=options["by"])
    outcome = _told(seen)
    if seen.written is not None:
        outcome.records.append(file_record(seen.written))
        outcome.messages.append(
            f"已存{seen.written.areas}个地区的边界。要撤销：twoplans boundaries undo {seen.written.id}"
        )
    return outcome


def _told(seen: BoundaryCheck) -> Outcome:
    outcome = Outcome()
    outcome.records += [
        {"record": "boundary", "area": path, "pieces": len(shape), "points": count([shape])}
        for path, shape in seen.shapes.items()
    ]  # fmt: skip
    outcome.add(seen.findings)
    outcome.messages += [
        f"第{feature.number}个图形“{feature.label}”没有对上，要指定就写 --answer {feature.number}=地区名称"
        for feature, _ in seen.open
    ]
    if not seen.shapes:
        outcome.exit = UNREADABLE
    return outcome


def boundaries_list(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """The boundary files, those taken back too, the newest first."""
    del files, options
    return Outcome([file_record(item) for item in store.boundaries.files()])


def boundaries_undo(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """Take a boundary file back: what counted before it counts again."""
    del files
    item = store.boundaries.retract(
        options["number"], reason=options.get("reason") or "", by=options["by"]
    )  # fmt: skip
    return Outcome([file_record(item)], messages=["已撤销，以前的边界照旧。"])


def file_record(item: BoundaryFile) -> dict[str, Any]:
    """A boundary file."""
    record = asdict(item) | {"at": item.at.isoformat()}
    return {"record": "boundary_file", **record}


COMMANDS = {
    "boundaries check": boundaries_check, "boundaries load": boundaries_load,
    "boundaries list": boundaries_list, "boundaries undo": boundaries_undo,
}  # fmt: skip
