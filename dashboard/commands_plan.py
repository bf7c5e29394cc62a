"""Commands on the district's own plan: check, load, versions, back to a version, export, duties."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from dashboard.commands import Files, Outcome
from dashboard.messages import ERRORS, UNREADABLE
from indicators.catalog import Difference, GoalChange, PlanLine, export_plan, question_key
from indicators.intake.plan import PlanCheck, check_plan, load_plan, plan_area
from indicators.model import Question
from indicators.office import seat, seats
from indicators.store import PlanVersion, Store
from indicators.targets import reading_zh


def plan_check(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """Read a plan and compare it with the one in force; nothing is stored."""
    return _told(check_plan(store, files[0][1], files[0][0], **_given(options)))


def plan_load(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """Make a plan the district's."""
    seen = load_plan(store, files[0][1], files[0][0], by=options["by"], **_given(options))
    outcome = _told(seen)
    if seen.version is not None:
        outcome.records.append({"record": "plan_version", **_version(store.plans.versions()[0])})
        outcome.messages.append(f"已采用，规划第{seen.version}版，{len(seen.reading.goals)}条目标。")
    return outcome


def _given(options: Mapping[str, Any]) -> dict[str, Any]:
    return {key: options.get(key) for key in ("answers", "from_year")} | {"area": options.get("at")}


def _told(seen: PlanCheck) -> Outcome:
    outcome = Outcome([line_record(line) for line in seen.reading.lines])
    outcome.records += [change_record(item) for item in seen.changes]
    outcome.records += [difference_record(item) for item in seen.differences]
    outcome.records += [question_of(item) for item in seen.reading.questions]
    outcome.add(seen.findings)
    if not seen.reading.goals:
        outcome.exit = UNREADABLE
    outcome.messages += [f"问题（{item.key}）：{item.text}" for item in seen.reading.questions]
    return outcome


def line_record(line: PlanLine) -> dict[str, Any]:
    """One line of a plan as understood."""
    found = line.subject
    goal = line.goals[0] if line.goals else None
    return {
        "record": "plan_line",
        "file": line.place.file,
        "sheet": line.place.sheet,
        "cell": line.place.cell,
        "written": line.name,
        "code": found.indicator.code if found else None,
        "indicator": found.indicator.name if found else None,
        "key": question_key(line.name),
        "match": found.how if found else None,
        "score": round(found.score, 3) if found else None,
        "plans": [str(one.plan) for one in line.goals],
        "domain": goal.domain if goal else line.domain,
        "unit": line.said.unit or None,
        "target": line.phrase or None,
        "reading_zh": reading_zh(goal.target) if goal and line.phrase else None,
        "base": line.said.base or None,
        "lead": line.lead,
        "coop": list(line.coop),
        "source": line.said.source or None,
        "note": line.said.note or None,
        "version": goal.version or None if goal else None,
    }


def change_record(item: GoalChange) -> dict[str, Any]:
    """One change of a goal."""
    return {"record": "plan_change", **_flat(item)}


def difference_record(item: Difference) -> dict[str, Any]:
    """One difference to the catalogue."""
    return {"record": "plan_difference", **_flat(item)}


def _flat(item: GoalChange | Difference) -> dict[str, Any]:
    record = asdict(item)
    place = record.pop("place")
    return record | {"sheet": place["sheet"], "cell": place["cell"]}


def question_of(item: Question) -> dict[str, Any]:
    """A question with its ranked answers."""
    answers = [{"value": value, "meaning": meaning, "score": score} for value, meaning, score in item.answers]
    return {
        "record": "question", "key": item.key, "kind": item.kind, "text": item.text, "file": item.place.file,
        "sheet": item.place.sheet, "cell": item.place.cell, "answers": answers,
    }  # fmt: skip


def plan_versions(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """Every version of catalogue and plan, the newest first; with `at` those of an office's plan."""
    del files
    found = _versions_of(store, options.get("at"))
    return Outcome([{"record": "plan_version", **_version(item)} for item in found])


def _versions_of(store: Store, at: str | None) -> list[PlanVersion]:
    return [item for item in store.plans.versions() if at is None or at in item.areas]


def _version(item: PlanVersion) -> dict[str, Any]:
    return asdict(item) | {"at": item.at.isoformat(), "areas": list(item.areas)}


def plan_undo(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """Go back to an earlier version, by default to the one before the newest.

    Where a store holds several offices, one office's plan goes back and the others' stay.
    """
    del files
    home = seat(store, options.get("at")).path if len(seats(store)) > 1 else None
    versions = _versions_of(store, home)
    wanted = options.get("version")
    if wanted is None and len(versions) < 2:
        return Outcome(exit=ERRORS, messages=["只有一个版本，没有可以退回的。"])
    back = wanted if wanted is not None else versions[1].version
    number = store.plans.restore(back, reason=options.get("reason") or "", by=options["by"], area=home)
    return Outcome(
        [{"record": "plan_version", **_version(store.plans.versions()[0])}],
        messages=[f"已退回到第{back}版的内容，记为第{number}版。"],
    )


def plan_export(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """The plan in force, or of a version, as a workbook."""
    del files
    home = plan_area(store, options.get("at"))
    goals = store.plans.goals(home, options.get("version"))
    return _file(export_plan(goals, home.rpartition("/")[2]), len(goals))


def plan_duties(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """The goals by responsible unit as a workbook."""
    del files
    from indicators.reports.duties import duties_book

    home = plan_area(store, options.get("at"))
    goals = store.plans.goals(home)
    aliases = {
        alias: unit.name for unit in store.desk_of(options.get("at")).units() for alias in unit.aliases
    }
    return _file(duties_book(goals, home.rpartition("/")[2], aliases), len(goals))


def _file(data: bytes, goals: int) -> Outcome:
    return Outcome([{"record": "file", "data": base64.b64encode(data).decode(), "goals": goals}])


COMMANDS = {
    "plan check": plan_check, "plan load": plan_load, "plan versions": plan_versions, "plan undo": plan_undo,
    "plan export": plan_export, "plan duties": plan_duties,
}  # fmt: skip
