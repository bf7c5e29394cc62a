"""The desk's commands on a store: years, units, who has reported, figures by hand, decisions, purges."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

import pandas as pd

from dashboard.commands import Files, Outcome, of_seat, submission_record
from dashboard.messages import ERRORS
from indicators.office import is_within, seat
from indicators.store import Store, UnknownRecord, UnknownSubmission

Options = Mapping[str, Any]


def year(store: Store, files: Files, options: Options) -> Outcome:
    """Open, move, close or reopen a reporting year; without a step, list all."""
    del files
    desk, step, by = store.desk_of(options.get("at")), options.get("step"), options.get("by") or ""
    number = int(options.get("year") or 0)
    reason, until = options.get("reason") or "", _date(options.get("deadline"))
    if step == "open":
        desk.open_year(number, until, by=by)
    elif step == "deadline" and until is not None:
        desk.move_deadline(number, until, reason=reason, by=by)
    elif step == "close":
        desk.close_year(number, reason=reason, by=by)
    elif step == "reopen":
        desk.reopen_year(number, reason=reason, by=by)
    return Outcome([{"record": "year", **_plain(asdict(item))} for item in desk.years()])


def units(store: Store, files: Files, options: Options) -> Outcome:
    """Load the register from a file; without one, list it."""
    from indicators.office import read_units

    outcome, desk = Outcome(), store.desk_of(options.get("at"))
    for name, data in files:
        found, told = read_units(data, name, store.areas(), home=options.get("at"))
        outcome.add(told)
        count = desk.put_units(found, by=options.get("by") or "") if found else 0
        outcome.messages.append(f"{name}：读出{len(found)}个责任单位，新增或改动{count}个。")
    outcome.records += [{"record": "unit", **asdict(item)} for item in desk.units()]
    return outcome


def status(store: Store, files: Files, options: Options) -> Outcome:
    """Who has reported what for a year, with the text to remind those who have not."""
    del files
    from indicators.office import latest_year, reminder, unit_status

    at = options.get("at")
    desk = store.desk_of(at)
    asked = options.get("year") or latest_year(store, home=at)
    if asked is None:
        return Outcome(messages=["还没有数据，也没有开始收集的年份；请先用 year open 开始一个年度。"])
    term = next((item for item in desk.years() if item.year == asked), None)
    outcome = Outcome()
    for _, row in unit_status(store, asked, home=at).iterrows():
        record = {name: _value(value) for name, value in row.items()}
        text = reminder(row, asked, term.deadline if term else None)
        outcome.records.append({"record": "status", "year": asked, **record, "reminder": text or None})
    return outcome


def without_data(store: Store, files: Files, options: Options) -> Outcome:
    """Indicators nobody could supply for years, with the reason given."""
    del files
    from indicators.office import latest_year, without_data

    at = options.get("at")
    store.desk_of(at)  # refuses an area that is not held
    asked = options.get("year") or latest_year(store, home=at)
    if asked is None:
        return Outcome()
    rows = without_data(store, asked, home=at).to_dict("records")
    return Outcome(
        [
            {"record": "without_data", **{str(name): _value(value) for name, value in row.items()}}
            for row in rows
        ]
    )


def enter(store: Store, files: Files, options: Options) -> Outcome:
    """Keep one figure told by telephone or on paper."""
    del files
    from indicators.intake.by_hand import Entry, enter
    from indicators.model import Missing

    given = dict(options["entry"])
    reason = given.pop("missing", None)
    given["area"] = _area(store, given.get("area"), options.get("at"))
    entry = Entry(**given, missing=Missing(reason) if reason else None)
    kept = enter(
        store, entry, by=options.get("by") or "", explanations=options.get("explanations"),
        decisions=options.get("decisions"),
    )  # fmt: skip
    outcome = Outcome()
    outcome.add(kept.findings)
    if kept.submission is not None:
        outcome.records.append({"record": "submission", **submission_record(kept.submission)})
    else:
        outcome.exit = ERRORS
    return outcome


def _area(store: Store, area: str | None, at: str | None) -> str:
    """The path that a person means: within the office asked for also by its part below that."""
    if at is None or (area and is_within(area, at)):
        return area or seat(store).path
    return f"{at}/{area}" if area else at


def conflicts(store: Store, files: Files, options: Options) -> Outcome:
    """Figures that wait for a decision, each beside the one that counts."""
    del files
    rows = [
        row
        for row in store.desk.conflicts().to_dict("records")
        if of_seat(store, row["area"], options.get("at"))
    ]
    return Outcome(
        [{"record": "conflict", **{str(name): _value(value) for name, value in row.items()}} for row in rows]
    )


def decide(store: Store, files: Files, options: Options) -> Outcome:
    """Decide figures that wait: take the new ones or keep the accepted ones."""
    del files
    recs = options.get("recs") or [
        int(row.rec) for row in store.desk.conflicts().itertuples() if row.submission == options["submission"]
    ]
    adopted = store.desk.decide(
        options["submission"], recs, options["outcome"], reason=options["reason"], by=options.get("by") or ""
    )
    record = {
        "submission": options["submission"],
        "recs": recs,
        "outcome": options["outcome"],
        "adopted": adopted,
    }
    return Outcome([{"record": "decision", **record}])


def explain(store: Store, files: Files, options: Options) -> Outcome:
    """Keep an explanation of a warning that came after the file."""
    del files
    store.explain(options["submission"], options["finding"], options["text"], by=options.get("by") or "")
    return Outcome(messages=["说明已保存。"])


def purge(store: Store, files: Files, options: Options) -> Outcome:
    """Remove a file uploaded by mistake for good: a submission's, or one handed in for approval."""
    del files
    number, said = options["submission"], {"reason": options["reason"], "by": options.get("by") or ""}
    try:
        count = store.desk.purge(number, **said)
    except UnknownSubmission as unknown:
        try:
            count = store.approvals.purge(number, **said)
        except UnknownRecord:
            raise unknown from None
    return Outcome(
        [{"record": "purge", "submission": options["submission"], "submissions": count}],
        messages=["文件内容、读出的数据和问题记录都已彻底删除；批次记录、文件指纹和原因保留。"],
    )


COMMANDS: dict[str, Callable[[Store, Files, Options], Outcome]] = {
    "year": year,
    "units": units,
    "status": status,
    "without_data": without_data,
    "enter": enter,
    "conflicts": conflicts,
    "decide": decide,
    "explain": explain,
    "purge": purge,
}


def _date(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _plain(record: dict[str, Any]) -> dict[str, Any]:
    return {name: _value(value) for name, value in record.items()}


def _value(value: Any) -> Any:
    """A cell of a frame as JSON takes it; NaN and NaT are null."""
    if isinstance(value, tuple | list):
        return list(value)
    if pd.isna(value):
        return None
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    return value.item() if hasattr(value, "item") else value
