"""Commands on files handed in for approval, and on locks of units' years."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dashboard.commands import Files, Outcome, of_seat, submission_record
from dashboard.data_approval import reviewers_of
from dashboard.messages import ERRORS, UserError
from indicators.intake import approval
from indicators.office import seat, seats
from indicators.store import HandedIn, Store
from indicators.store.approvals import Approvals
from indicators.store.handed_in import WAITING

Options = Mapping[str, Any]
MOST_NAMED = 3


def handed_in_record(item: HandedIn) -> dict[str, Any]:
    """A file handed in as a record."""
    return {
        "record": "handed_in", "handed_in": item.id, "file": item.file, "sha256": item.sha256,
        "unit": item.unit, "area": item.area, "year": item.year, "figures": item.figures,
        "blocked": item.blocked, "state": item.state, "submission": item.submission, "earlier": item.earlier,
        "by": item.by, "at": item.at.isoformat(),
    }  # fmt: skip


def approve_list(store: Store, files: Files, options: Options) -> Outcome:
    """Files handed in: those that wait, or all; one with its steps and findings; and the locks."""
    del files
    number = options.get("handed_in")
    if number:
        item = store.approvals.one(number)
        outcome = Outcome([handed_in_record(item)])
        for step in store.approvals.steps(number):
            record = {"state": step.state, "note": step.note or None, "by": step.by}
            outcome.records.append({"record": "step", **record, "at": step.at.isoformat()})
        outcome.records += [
            {"record": "finding", **one.as_record()} for one in store.approvals.findings(number)
        ]
        return outcome
    every = [item for item in store.approvals.every() if of_seat(store, item.area, options.get("at"))]
    shown = [item for item in every if options.get("all") or item.state in WAITING]
    outcome = Outcome([handed_in_record(item) for item in shown])
    for row in store.approvals_of(options.get("at")).locks().itertuples():
        outcome.records.append({"record": "lock", "unit": row.unit, "year": int(row.year), "locked": True,
                                "reason": row.reason or None, "by": row.by})  # fmt: skip
    return outcome


def approve_review(store: Store, files: Files, options: Options) -> Outcome:
    """Sign a file off."""
    del files
    done = approval.review(store, options["handed_in"], note=options.get("note") or "", by=options["by"])
    return Outcome([handed_in_record(done)])


def approve_return(store: Store, files: Files, options: Options) -> Outcome:
    """Return a file to its unit."""
    del files
    done = approval.send_back(store, options["handed_in"], reason=options["reason"], by=options["by"])
    return Outcome([handed_in_record(done)])


def approve_accept(store: Store, files: Files, options: Options) -> Outcome:
    """Accept a file's figures, checked anew."""
    del files
    done = approval.accept(
        store, options["handed_in"], by=options["by"], note=options.get("note") or "",
        decisions=options.get("decisions"), reason=options.get("reason") or "",
        reviewers=reviewers_of(store),
    )  # fmt: skip
    outcome = Outcome()
    outcome.add(done.findings)
    if done.handed_in is not None:
        outcome.records.append(handed_in_record(done.handed_in))
    if done.intake.submission is not None:
        outcome.records.append({"record": "submission", **submission_record(done.intake.submission)})
    return outcome


def approve_lock(store: Store, files: Files, options: Options) -> Outcome:
    """Lock a unit's figures of a year."""
    del files
    unit, year, reason = options["unit"], int(options["year"]), options.get("reason") or ""
    _whose(store, unit, options.get("at")).lock(unit, year, reason=reason, by=options["by"])
    return Outcome([{"record": "lock", "unit": unit, "year": year, "locked": True, "reason": reason or None}])


def _whose(store: Store, unit: str, at: str | None) -> Approvals:
    """The locks of the office asked for. Raises UserError for a unit that only other offices have."""
    mine = seat(store, at).path
    having = (
        [] if _has(store, mine, unit) else [one.path for one in seats(store) if _has(store, one.path, unit)]
    )
    if having:
        places = "、".join(having[:MOST_NAMED]) + ("等" if len(having) > MOST_NAMED else "")
        raise UserError(f"“{unit}”不是{mine}的责任单位，是{places}的。请用 --at 写明地区。", ERRORS)
    return store.approvals_of(at)


def _has(store: Store, path: str, unit: str) -> bool:
    return any(unit in (item.name, *item.aliases) for item in store.desk_of(path).units())


def approve_unlock(store: Store, files: Files, options: Options) -> Outcome:
    """Open a unit's figures of a year again."""
    del files
    unit, year = options["unit"], int(options["year"])
    _whose(store, unit, options.get("at")).unlock(unit, year, reason=options["reason"], by=options["by"])
    return Outcome(
        [{"record": "lock", "unit": unit, "year": year, "locked": False, "reason": options["reason"]}]
    )


def approve_setting(store: Store, files: Files, options: Options) -> Outcome:
    """Say whether a review is asked for before acceptance."""
    del files
    if (word := options.get("review")) is not None:
        store.put_setting(approval.REVIEW_SETTING, "" if word == "auto" else word, by=options["by"])
    needed = approval.review_needed(store, reviewers=reviewers_of(store))
    said = store.settings().get(approval.REVIEW_SETTING) or "auto"
    return Outcome([{"record": "setting", "review": said, "needed": needed}])


COMMANDS: dict[str, Callable[[Store, Files, Options], Outcome]] = {
    "approve_list": approve_list,
    "approve_review": approve_review,
    "approve_return": approve_return,
    "approve_accept": approve_accept,
    "approve_lock": approve_lock,
    "approve_unlock": approve_unlock,
    "approve_setting": approve_setting,
}
