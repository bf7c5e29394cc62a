"""Commands by which the office speaks: publish, judge by hand, set the method's constants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from dashboard.commands import Files, Outcome, of_seat
from indicators.findings import finding
from indicators.model import Area
from indicators.store import Applicability, Judgement, Published, Store


def assess(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """Judge every indicator of an area in a year; with `publish` (a title) keep the result as given out."""
    del files
    from indicators.assess import assess as run_assess
    from indicators.assess import assessment_record
    from indicators.assess import publish as run_publish

    year, area, title = options.get("year"), options.get("area"), options.get("publish")
    if title is None:
        return Outcome([assessment_record(item) for item in run_assess(store, year=year, area=area)])
    made = run_publish(store, title=title, by=options["by"], year=year, area=area)
    outcome = Outcome([assessment_record(item) for item in store.published_verdicts(made.id)])
    outcome.records.append(_published_record(made))
    outcome.messages.append(f"已发布“{made.title}”：{made.year}年{made.verdicts}项，编号 {made.id}。")
    return outcome


def _published_record(made: Published) -> dict[str, Any]:
    import json

    record = asdict(made) | {"at": made.at.isoformat(), "settings": json.loads(made.settings)}
    return {"record": "published", "result": record.pop("id"), **record}


def published(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """All published results; of one its verdicts; or what changed from one to another or to now."""
    del files
    from indicators.assess import View, assessment_record, changes

    number, other = options.get("result"), options.get("compare")
    if number is None:
        return Outcome(
            [
                _published_record(item)
                for item in store.published_results()
                if of_seat(store, item.area, options.get("at"))
            ]
        )
    if other is None:
        return Outcome([assessment_record(item) for item in store.published_verdicts(number)])
    later = View(year=options.get("year")) if other == "now" else View(result=other)
    if other == "now" and options.get("year") is None:
        later = View(year=store.published(number).year)
    found = changes(store, View(result=number), later)
    return Outcome([_change_record(item) for item in found])


def _change_record(item: Any) -> dict[str, Any]:
    shown = item.after or item.before
    was, now = item.before, item.after
    return {
        "record": "change", "code": shown.code, "indicator": shown.indicator, "plan": shown.plan,
        "area": shown.area, "target_set": shown.basis.target_set, "causes": list(item.causes),
        "before_year": was.year if was else None, "before_word": was.word if was else None,
        "before_alert": was.alert if was else None, "after_year": now.year if now else None,
        "after_word": now.word if now else None, "after_alert": now.alert if now else None,
        "text": item.text,
    }  # fmt: skip


def judgement_record(item: Judgement | Applicability) -> dict[str, Any]:
    """A judgement or an answer as a record."""
    record = asdict(item) | {"at": item.at.isoformat()}
    kind = "judgement" if isinstance(item, Judgement) else "applicability"
    return {"record": kind, "number": record.pop("id"), **record}


def judgement_add(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """Record what people say of a yes/no or qualitative target, with its evidence."""
    place = _where(store, options)
    made = store.put_judgement(
        options["code"], verdict=options["verdict"], evidence=options["evidence"],
        file=files[0] if files else None, **place,
    )  # fmt: skip
    return _with_notes(store, made, "by_people")


def judgement_applies(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """Record whether a conditional target holds an area, and why."""
    del files
    place = _where(store, options)
    made = store.put_applicability(
        options["code"], applies=options["applies"], reason=options["reason"], **place
    )
    return _with_notes(store, made, "conditional")


def _where(store: Store, options: Mapping[str, Any]) -> dict[str, Any]:
    from indicators.assess import latest_year

    return {
        "area": options.get("area") or district(store).path,
        "year": options.get("year") or latest_year(store),
        "by": options["by"],
        "plan": options.get("plan"),
        "target_set": options.get("target_set"),
    }


def district(store: Store) -> Area:
    """The area the store is for: the first without one above."""
    known = store.areas()
    paths = {item.path for item in known}
    return next((item for item in known if item.path.rpartition("/")[0] not in paths), known[0])


def _with_notes(store: Store, made: Judgement | Applicability, wanted: str) -> Outcome:
    """The record, and a warning where no target of the indicator asks for it."""
    from indicators.assess import asked_of_people

    outcome = Outcome([judgement_record(made)])
    if wanted not in asked_of_people(store, made.code):
        noted = finding(f"office_not_{wanted}", indicator=made.indicator, area=made.area, year=made.year)
        outcome.add([noted])
    return outcome


def judgement_list(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """All judgements and answers, or those of an indicator and an area, the newest first."""
    del files
    which = {"code": options.get("code"), "area": options.get("area")}
    found: list[Judgement | Applicability] = [*store.judgements(**which), *store.applicabilities(**which)]
    return Outcome([judgement_record(item) for item in sorted(found, key=lambda item: item.at, reverse=True)])


def judgement_undo(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """Take a judgement or an answer back; what was said before it counts again."""
    del files
    number = options["number"]
    store.retract(number, options["by"], options.get("reason") or "")
    found: list[Judgement | Applicability] = [*store.judgements(), *store.applicabilities()]
    return Outcome([judgement_record(item) for item in found if item.id == number])


def settings(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """The method's constants in force; with `values` set some of them (None: the default)."""
    del files
    from indicators.assess import Settings, set_method, settings_in_force

    if options.get("values"):
        set_method(store, options["values"], options.get("reason") or "", by=options["by"])
    now, default = asdict(settings_in_force(store)), asdict(Settings())
    last = {item.name: item for item in store.method_history()}
    records = []
    for name, value in now.items():
        said = last.get(name) if value != default[name] else None
        by = {"reason": said.reason, "by": said.by, "at": said.at.isoformat()} if said else {}
        record = {"record": "setting", "name": name, "value": value, "default": default[name]}
        records.append(record | {"reason": None, "by": None, "at": None} | by)
    return Outcome(records)


COMMANDS = {
    "assess": assess,
    "published": published,
    "judgement_add": judgement_add,
    "judgement_applies": judgement_applies,
    "judgement_list": judgement_list,
    "judgement_undo": judgement_undo,
    "settings": settings,
}
