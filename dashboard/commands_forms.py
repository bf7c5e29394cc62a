"""The commands that make files to hand out: forms, and a department's file marked up."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from dashboard.commands import Files, Outcome
from dashboard.messages import UNREADABLE
from indicators.store import Store


def _packed(data: bytes) -> str:
    return base64.b64encode(data).decode()


def form(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """One record for each unit's form of a year, with the workbook's bytes (base64)."""
    del files
    from indicators.reports.forms import form_bytes, unit_forms

    made = unit_forms(store, options["year"], options.get("unit"), home=options.get("at"))
    return Outcome(
        [{"record": "form", **item.record(), "data": _packed(form_bytes(item))} for item in made],
        messages=[] if made else [f"{options['year']}年没有单位要填报：规划里没有写牵头单位。"],
        exit=0 if made else 1,
    )


def markup(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """The file (checked again), or a submission's file with the findings kept with it, marked up."""
    from indicators.intake import check_file
    from indicators.reports.markup import CannotMark, mark_up

    number = options.get("submission")
    if number:
        name, data = store.file_bytes(number)
        findings = store.findings(number)
    else:
        name, data = files[0]
        said: dict[str, Any] = {key: options.get(key) for key in ("unit", "area", "year", "answers")}
        findings = check_file(store, data, name, **said).findings
    outcome = Outcome()
    try:
        done = mark_up(data, name, findings)
    except CannotMark as error:
        outcome.add([error.finding])
        outcome.exit = UNREADABLE
        return outcome
    tally = {
        grade: sum(item.severity == grade for item in findings) for grade in ("error", "warning", "note")
    }
    outcome.records.append(
        {"record": "markup", "file": name, "name": done.name, **tally, "notes": list(done.notes),
         "data": _packed(done.data)}
    )  # fmt: skip
    outcome.messages += done.notes
    return outcome


COMMANDS = {"form": form, "markup": markup}
