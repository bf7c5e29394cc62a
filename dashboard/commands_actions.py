"""Commands for actions (督办事项): open, move, log, prove, list what is due, take back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from dashboard.commands import Files, Outcome, of_seat
from dashboard.commands_office import district
from indicators.findings import finding
from indicators.store import Action, ActionText, Store
from indicators.store.action_states import DUE, due
from indicators.store.actions import REMIND_SETTING, remind_days

_PRESSING = tuple(DUE)
_MOST_DAYS = 365


def action_record(item: Action, today: dt.date, within: int) -> dict[str, Any]:
    """An action as a record, with its steps and how it stands to its deadline on a day."""
    record = asdict(item) | {"at": item.at.isoformat(), "coop": list(item.coop)}
    for day in ("opened", "deadline", "first_deadline"):
        record[day] = str(record[day])
    record["steps"] = [_step(step) for step in record["steps"]]
    record["due"] = due(item.deadline, item.state, today, within)
    return {"record": "action", "number": record.pop("id"), **record}


def _step(step: dict[str, Any]) -> dict[str, Any]:
    days = {key: step[key] and str(step[key]) for key in ("happened", "deadline")}
    rest = {key: value for key, value in step.items() if key not in ("id", "action")}
    return {"number": step["id"], **rest, **days, "at": step["at"].isoformat()}


def _told(store: Store, item: Action, options: Mapping[str, Any]) -> Outcome:
    return Outcome([action_record(item, _day(options), remind_days(store.settings()))])


def _day(options: Mapping[str, Any]) -> dt.date:
    """The day that a step is dated, or from which deadlines are looked at: today unless told."""
    return dt.date.fromisoformat(options["day"]) if options.get("day") else dt.date.today()


def action_open(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """Open an action; lead and cooperating units are the plan's unless others are given."""
    del files
    from indicators.assess import assess, latest_year
    from indicators.office import own_plan

    code = options["code"]
    area = options.get("area") or district(store).path
    year = options.get("year") or latest_year(store)
    known = store.catalog().by_code.get(code)
    standing = own_plan(store, assess(store, year=year, area=area), area)
    mine = [item for item in standing if item.code == code]
    plan = options.get("plan") or next((item.plan for item in mine), None)
    lead = options.get("lead") or next((item.lead_unit for item in mine if item.lead_unit), "")
    text = ActionText(
        title=options.get("title") or (f"{known.name}整改" if known else code),
        lead=lead or ((known.lead or "") if known else ""),
        deadline=dt.date.fromisoformat(options["deadline"]),
        plan=plan,
        coop=tuple(options.get("coop") or (known.coop if known else ())),
        cause=options.get("cause") or next((item.sentence for item in mine if item.sentence), ""),
        measure=options.get("measure") or "",
        project=options.get("project") or "",
    )
    made = store.actions.open(code, area, year, text, opened=_day(options), by=options["by"])
    return _told(store, made, options)


def action_step(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """Move an action to its next state, or back with a reason."""
    del files
    made = store.actions.move(
        options["number"], options["to"], note=options.get("note") or "", happened=_day(options),
        by=options["by"],
    )  # fmt: skip
    return _told(store, made, options)


def action_log(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """Note what was done."""
    del files
    made = store.actions.log(options["number"], options["note"], happened=_day(options), by=options["by"])
    return _told(store, made, options)


def action_deadline(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """Set another deadline, with the reason."""
    del files
    made = store.actions.move_deadline(
        options["number"], dt.date.fromisoformat(options["deadline"]), options["reason"],
        happened=_day(options), by=options["by"],
    )  # fmt: skip
    return _told(store, made, options)


def action_evidence(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """Keep files that prove what was done."""
    made = store.actions.one(options["number"])
    for name, content in files:
        made = store.actions.add_evidence(
            options["number"], name, content, note=options.get("note") or "", happened=_day(options),
            by=options["by"],
        )  # fmt: skip
    return _told(store, made, options)


def action_list(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """All actions or those asked for, the most pressing first, then by deadline."""
    del files
    within = remind_days(store.settings())
    found = [
        action_record(item, _day(options), within)
        for item in store.actions.every()
        if of_seat(store, item.area, options.get("at"))
    ]
    wanted = {key: options.get(key) for key in ("code", "area", "state", "due") if options.get(key)}
    kept = [item for item in found if all(item[key] == value for key, value in wanted.items())]
    if options.get("unit"):
        kept = [item for item in kept if options["unit"] in (item["lead"], *item["coop"])]
    order = {name: at for at, name in enumerate(_PRESSING)}
    kept.sort(key=lambda item: (item["retracted"], order[item["due"]], item["deadline"]))
    return Outcome(kept)


def action_remind(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """Set how many days before its deadline an action is due soon."""
    del files
    days, outcome = options["days"], Outcome()
    if not 0 <= days <= _MOST_DAYS:
        outcome.add([finding("action_remind_wrong", given=days)])
        return outcome
    store.put_setting(REMIND_SETTING, str(days), by=options["by"])
    outcome.messages.append(f"期限前{days}天起提醒。")
    return outcome


def action_undo(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """Take an action or one of its steps back."""
    del files
    made = store.actions.retract(options["number"], reason=options.get("reason") or "", by=options["by"])
    return _told(store, made, options)


COMMANDS = {
    "action_open": action_open, "action_step": action_step, "action_log": action_log,
    "action_deadline": action_deadline, "action_evidence": action_evidence, "action_list": action_list,
    "action_remind": action_remind, "action_undo": action_undo,
}  # fmt: skip
