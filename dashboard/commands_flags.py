"""Commands for warnings: raise one by hand, mark one as known, list, take back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from dashboard.commands import Files, Outcome
from dashboard.commands_office import district
from indicators.findings import finding
from indicators.model import Assessment
from indicators.store import LEVELS, Flag, Store


def flag_record(item: Flag) -> dict[str, Any]:
    """A flag or a mark as a record."""
    record = asdict(item) | {"at": item.at.isoformat()}
    return {"record": record.pop("kind"), "number": record.pop("id"), **record}


def flag_add(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """Raise a warning by hand, with the reason."""
    del files
    code, area, year = _what(store, options)
    made = store.flags.raise_alert(code, area, year, options["level"], options["note"], by=options["by"])
    return Outcome([flag_record(made)])


def flag_seen(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """Mark an indicator's warning as known; a finding where there is none to know of."""
    del files
    code, area, year = _what(store, options)
    level = standing_level(store, code, area, year)
    outcome = Outcome()
    if level is None:
        outcome.add([finding("flag_nothing_to_see", name=code, area=area, year=year)])
        return outcome
    made = store.flags.mark_seen(code, area, year, level, options.get("note") or "", by=options["by"])
    outcome.records.append(flag_record(made))
    return outcome


def standing_level(store: Store, code: str, area: str, year: int) -> str | None:
    """The gravest level at which an indicator's warning stands, computed or raised by hand; None: none."""
    from indicators.assess import assess

    items: list[Assessment] = [item for item in assess(store, year=year, area=area) if item.code == code]
    found = {item.alert for item in items}
    found |= {
        item.level
        for item in store.flags.every(area)
        if item.kind == "flag" and item.code == code and item.year <= year and not item.retracted
    }
    return next((level for level in LEVELS if level in found), None)


def _what(store: Store, options: Mapping[str, Any]) -> tuple[str, str, int]:
    from indicators.assess import latest_year

    area = options.get("area") or district(store).path
    return options["code"], area, options.get("year") or latest_year(store)


def flag_list(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """All warnings raised by hand and marks, or those of an indicator and an area, the newest first."""
    del files
    code = options.get("code")
    found = store.flags.every(options.get("area"))
    return Outcome([flag_record(item) for item in found if code in (None, item.code)])


def flag_undo(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """Take a warning raised by hand or a mark back."""
    del files
    made = store.flags.retract(options["number"], reason=options.get("reason") or "", by=options["by"])
    return Outcome([flag_record(made)])


COMMANDS = {"flag_add": flag_add, "flag_seen": flag_seen, "flag_list": flag_list, "flag_undo": flag_undo}
