"""The audit and the backups for the pages. Never cached: what is shown here must be what stands there."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dashboard import backups, restart, state
from dashboard.audit_words import KINDS
from dashboard.backups import Held, Plan
from dashboard.data import refresh, store
from dashboard.guard import needs
from dashboard.messages import UserError
from dashboard.rights import Right
from indicators.store.audit import Entry
from indicators.store.audit_check import Verified
from indicators.store.audit_log import Wanted
from indicators.store.backup import Backup


@needs(Right.AUDIT)
def wanted(since: dt.date | None, until: dt.date | None, by: str | None, word: str | None) -> Wanted:
    """Filters as the page has them: days of this computer's calendar (both whole), a name, a kind's word."""
    kinds = [kind for kind, (told, _) in KINDS.items() if told == word] if word else None
    end = until + dt.timedelta(days=1) if until else None
    return Wanted(_utc(since), _utc(end), by, kinds)


def _utc(day: dt.date | None) -> dt.datetime | None:
    if day is None:
        return None
    return dt.datetime.combine(day, dt.time()).astimezone(dt.UTC).replace(tzinfo=None)


@needs(Right.AUDIT)
def entries(which: Wanted, limit: int | None, skip: int = 0) -> list[Entry]:
    """Rows of the audit, the newest first."""
    return store().audit.entries(which, limit=limit, skip=skip)


@needs(Right.AUDIT)
def count(which: Wanted) -> int:
    """How many rows."""
    return store().audit.count(which)


@needs(Right.AUDIT)
def people() -> Sequence[str]:
    """Names that occur."""
    return store().audit.people()


@needs(Right.AUDIT)
def words() -> list[str]:
    """The words of the kinds that occur, in the order of the table of words."""
    there = store().audit.kinds()
    return list(dict.fromkeys(told for kind, (told, _) in KINDS.items() if kind in there))


@needs(Right.AUDIT)
def head() -> tuple[int, str]:
    """The audit's last row and its hash."""
    return store().audit.head()


@needs(Right.AUDIT)
def verified() -> Verified:
    """Check the whole chain now."""
    return store().audit.verify()


@needs(Right.AUDIT)
def note_export(rows: int) -> None:
    """Note that the audit was taken away."""
    store().audit.record("audit_export", "操作记录", by=state.uploader(), after={"rows": rows})


@dataclass(frozen=True, slots=True)
class Backups:
    """How the backups stand: the schedule, those in its folder, the last failure, whether one is overdue."""

    plan: Plan
    held: list[Held]
    failure: tuple[dt.datetime, str] | None
    late: bool
    asked: bool


@needs(Right.BACKUP)
def standing() -> Backups:
    """How the backups stand now."""
    return _standing()


def _standing() -> Backups:
    here = store()
    plan = backups.plan_of(here.settings(), here.path)
    held = backups.held_in(plan.folder)
    sample = "sample" in here.settings() and not backups.is_asked(here)
    overdue = not sample and backups.late(plan, held[0].at if held else None, dt.datetime.now())
    return Backups(plan, held, backups.last_failure(here), overdue, not sample)


_seen: dict[Path, tuple[float, bool]] = {}


def overdue() -> bool:
    """Whether the last good backup is older than the office wants to bear; looked at once a minute.

    A store younger than that is given time for its first one.
    """
    path = store().path
    at, told = _seen.get(path, (0.0, False))
    if time.monotonic() - at > 60 or not at:
        now = _standing()
        first = store().audit.entries(limit=1, skip=max(0, store().audit.count() - 1))
        young = bool(first) and dt.datetime.now(dt.UTC).replace(tzinfo=None) - first[0].at < dt.timedelta(
            days=now.plan.warn_days
        )
        told = now.late and not (young and not now.held)
        _seen[path] = (time.monotonic(), told)
    return told


@needs(Right.BACKUP)
def make() -> Backup:
    """Make a backup now. Raises StoreError."""
    try:
        return backups.make(store(), by=state.uploader())
    finally:
        _seen.clear()


@needs(Right.BACKUP)
def can_restore() -> bool:
    """Whether this server can put a backup in its store's place by itself."""
    return restart.possible()


@needs(Right.BACKUP)
def restore(file: Path) -> None:
    """Prove a backup of the folder and let the server begin anew with it. Raises StoreError, UserError."""
    if file not in {item.path for item in standing().held}:
        raise UserError("备份文件夹里没有这份备份，没有恢复。")
    restart.begin(store(), file, by=state.uploader())


@needs(Right.BACKUP)
def put_plan(daily: bool, at: dt.time, folder: str, warn_days: int) -> None:
    """Record the schedule's settings that differ from those in force."""
    now, here = store().settings(), store()
    told = {
        backups.DAILY: "yes" if daily else "no",
        backups.AT: f"{at:%H:%M}",
        backups.FOLDER: folder.strip(),
        backups.WARN: str(warn_days),
    }
    for name, value in told.items():
        if now.get(name, backups.DEFAULTS[name]) != value or (name == backups.DAILY and name not in now):
            here.put_setting(name, value, by=state.uploader())
    _seen.clear()
    refresh()
