"""Files handed in for approval, for the pages: a unit sees its own, the office all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard import data, data_store, own, state
from dashboard.data import refresh, store, version
from dashboard.guard import needs
from dashboard.memo import kept
from dashboard.messages import UserError
from dashboard.rights import Right
from indicators.findings import Finding
from indicators.intake import approval
from indicators.model import Role
from indicators.store import HandedIn
from indicators.store.handed_in import Step


@kept(4)
def _every(version: str) -> tuple[HandedIn, ...]:
    return tuple(store().approvals.every())


def every() -> Sequence[HandedIn]:
    """The files handed in that the person at the page may see, the newest first."""
    return [item for item in _every(version()) if own.unit(item.unit) and own.here(item.area, item.unit)]


def one(number: str) -> HandedIn:
    """One of them. Raises UserError for one that is not there, or not the person's to see."""
    found = next((item for item in every() if item.id == number), None)
    if found is None:
        raise UserError("没有这个文件，或它不是本单位提交的。")
    return found


@kept(4)
def _steps(version: str) -> Mapping[str, Sequence[Step]]:
    return store().approvals.every_step()


def steps(number: str) -> Sequence[Step]:
    """What was done with a file."""
    return _steps(version())[one(number).id]


@kept(512)
def _findings(path: str, number: str, state: str) -> list[Finding]:
    return store().approvals.findings(number)


def findings(number: str) -> list[Finding]:
    """What the checks found when it was handed in; they go with the file's bytes."""
    found = one(number)
    return _findings(str(state.store_path()), found.id, found.state)


def file(number: str) -> Callable[[], bytes]:
    """Gives a file's bytes, once asked for."""
    held, known = store(), one(number).id
    return lambda: held.approvals.file_bytes(known)[1]


@kept(8, "正在按现在的数据重新审核…")
def _looked(version: str, number: str, decisions: tuple[tuple[str, str], ...]) -> Any:
    return approval.look(store(), number, dict(decisions))


@needs(Right.APPROVAL)
def look(number: str, decisions: Mapping[str, str] | None = None) -> Any:
    """What the checks say of a file now, with what is decided of figures that contradict accepted ones."""
    return _looked(version(), one(number).id, tuple(sorted((decisions or {}).items())))


@needs(Right.UNDO)
def purge(number: str, reason: str, by: str) -> int:
    """Remove a file handed in for good; how many records held it."""
    known = one(number).id
    return int(_after(lambda: store().approvals.purge(known, reason=reason, by=by)))


def _after(work: Callable[[], Any]) -> Any:
    try:
        return work()
    finally:
        refresh()


@needs(Right.HAND_IN)
def hand_in(name: str, content: bytes, said: Mapping[str, Any], earlier: str | None) -> approval.Outcome:
    """Keep a file of the person's own unit for approval."""
    person = state.person()
    asked = data.placed(said)
    if data.many():
        data.check(name, content, {key: asked.get(key) for key in ("area", "year", "answers")})
    given = {key: asked.get(key) for key in ("area", "year", "answers", "explanations")}
    return _after(
        lambda: approval.hand_in(
            store(), content, name, unit=person.unit or "", by=person.name, earlier=earlier, **given
        )
    )


@needs(Right.HAND_IN)
def withdraw(number: str, note: str) -> HandedIn:
    """Take an own file back."""
    known = one(number).id
    return _after(lambda: approval.withdraw(store(), known, note=note, by=state.person().name))


@needs(Right.REVIEW)
def review(number: str, note: str, by: str) -> HandedIn:
    """Sign a file off."""
    return _after(lambda: approval.review(store(), one(number).id, note=note, by=by))


@needs(Right.SEND_BACK)
def send_back(number: str, reason: str, by: str) -> HandedIn:
    """Return a file to its unit."""
    return _after(lambda: approval.send_back(store(), one(number).id, reason=reason, by=by))


@needs(Right.ACCEPT)
def accept(
    number: str, note: str, by: str, decisions: Mapping[str, str] | None = None, reason: str = ""
) -> approval.Outcome:
    """Accept a file's figures; `reason` is why it was decided as `decisions` says."""
    return _after(
        lambda: approval.accept(
            store(),
            one(number).id,
            note=note,
            by=by,
            decisions=decisions,
            reason=reason,
            reviewers=has_reviewers(),
        )
    )


def has_reviewers() -> bool:
    """Whether somebody of the statistics office has an account."""
    return reviewers_of(store())


def reviewers_of(held: Any) -> bool:
    """The same of any store."""
    return any(item.active and item.role is Role.STATISTICS for item in held.accounts.every())


def review_needed() -> bool:
    """Whether a file must be signed off before it is accepted."""
    return approval.review_needed(store(), reviewers=has_reviewers())


@needs(Right.LOCK)
def set_review(word: str, by: str) -> None:
    """Say whether a review is asked for: yes, no, or "" (as there is an account for it)."""
    own.require_whole()
    _after(lambda: store().put_setting(approval.REVIEW_SETTING, word, by=by))


def review_setting() -> str:
    """What was said of it."""
    return store().settings().get(approval.REVIEW_SETTING, "")


@needs(Right.APPROVAL)
def locks() -> pd.DataFrame:
    """Units' years that are locked."""
    return data_store.approvals().locks()


@needs(Right.APPROVAL)
def lock_history() -> pd.DataFrame:
    """Every lock and unlock, the oldest first."""
    return data_store.approvals().lock_history()


@needs(Right.LOCK)
def lock(unit: str, year: int, reason: str, by: str) -> None:
    """Lock a unit's figures of a year."""
    own.require_unit(unit)
    _after(lambda: data_store.approvals().lock(unit, year, reason=reason, by=by))


@needs(Right.LOCK)
def unlock(unit: str, year: int, reason: str, by: str) -> None:
    """Open a unit's figures of a year again."""
    own.require_unit(unit)
    _after(lambda: data_store.approvals().unlock(unit, year, reason=reason, by=by))


def years() -> list[int]:
    """Years that may be locked: those with figures or being collected."""
    from dashboard import data_desk

    return sorted({*data.years(), *(item.year for item in data_desk.years())}, reverse=True)
