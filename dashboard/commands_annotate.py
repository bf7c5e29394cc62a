"""Commands for remarks on years: make one, list them, take one back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from dashboard.commands import Files, Outcome
from dashboard.commands_office import district
from indicators.store import Annotation, Store


def annotation_record(item: Annotation) -> dict[str, Any]:
    """A remark on a year as a record."""
    record = asdict(item) | {"at": item.at.isoformat()}
    return {"record": "annotation", "number": record.pop("id"), **record}


def annotate_add(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """Record a remark on a year of one indicator, or of every indicator of the area."""
    del files
    area = options.get("area") or district(store).path
    made = store.annotations.add(
        options.get("code"), area, options["year"], options["kind"], options["text"], by=options["by"]
    )
    return Outcome([annotation_record(made)])


def annotate_list(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """All remarks on years, or those of an indicator and an area, by year."""
    del files
    found = store.annotations.every(options.get("code"), options.get("area"))
    return Outcome([annotation_record(item) for item in found])


def annotate_undo(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """Take a remark on a year back."""
    del files
    made = store.annotations.retract(options["number"], reason=options.get("reason") or "", by=options["by"])
    return Outcome([annotation_record(made)])


COMMANDS = {"annotate_add": annotate_add, "annotate_list": annotate_list, "annotate_undo": annotate_undo}
