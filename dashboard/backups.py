"""Backups by schedule: when one is due, where they lie, which are kept, what went wrong last."""

from __future__ import annotations

import datetime as dt
import json
import logging
import re
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from dashboard.upkeep import tidy_when_due
from indicators.store import Store, StoreError, acting
from indicators.store.audit_log import Wanted
from indicators.store.backup import PREFIX, Backup, backup_folder
from indicators.store.errors import CatalogLost

DAILY, AT, FOLDER, WARN = "backup_daily", "backup_time", "backup_folder", "backup_warn_days"
KEPT = 14
"""So many backups stay in the folder; older ones go once a newer one was proven."""
DEFAULTS = {DAILY: "yes", AT: "12:00", FOLDER: "", WARN: "3"}
LOOK_EVERY, TRY_AGAIN = 60, 3600
"""Seconds between two looks at the clock, and after a failure."""
_NAME = re.compile(re.escape(PREFIX) + r"(\d{8}-\d{6})\.zip")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Plan:
    """The settings of the schedule."""

    daily: bool
    at: dt.time
    folder: Path
    warn_days: int


@dataclass(frozen=True, slots=True)
class Held:
    """A backup in the folder: when it was made (local time) and how large it is."""

    path: Path
    at: dt.datetime
    size: int


def plan_of(settings: Mapping[str, str], store: Path) -> Plan:
    """The schedule by the store's settings; what cannot be read is the default."""
    told = {**DEFAULTS, **{key: value for key, value in settings.items() if key in DEFAULTS and value}}
    try:
        at = dt.time.fromisoformat(told[AT])
    except ValueError:
        at = dt.time.fromisoformat(DEFAULTS[AT])
    days = int(told[WARN]) if told[WARN].isdecimal() and int(told[WARN]) else int(DEFAULTS[WARN])
    folder = Path(told[FOLDER]) if told[FOLDER] else backup_folder(store)
    return Plan(told[DAILY] == "yes", at.replace(tzinfo=None), folder, days)


def held_in(folder: Path) -> list[Held]:
    """The backups in a folder by their names, the newest first; none where it cannot be read."""
    found = []
    with suppress(OSError):
        for item in folder.iterdir():
            if named := _NAME.fullmatch(item.name):
                with suppress(OSError, ValueError):
                    at = dt.datetime.strptime(named[1], "%Y%m%d-%H%M%S")
                    found.append(Held(item, at, item.stat().st_size))
    return sorted(found, key=lambda one: one.at, reverse=True)


def due(plan: Plan, last: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether the last moment of the schedule has passed without a backup since."""
    if not plan.daily:
        return False
    today = dt.datetime.combine(now.date(), plan.at)
    moment = today if today <= now else today - dt.timedelta(days=1)
    return last is None or last < moment


def late(plan: Plan, last: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether the last good backup is older than the office wants to bear."""
    return last is None or now - last > dt.timedelta(days=plan.warn_days)


def make(store: Store, out: Path | None = None, *, by: str) -> Backup:
    """Make a backup, note it in the audit, and let the oldest of the folder go. Raises StoreError.

    `out`: None for the schedule's folder. A failure is noted too.
    """
    plan = plan_of(store.settings(), store.path)
    if out is None:
        with suppress(OSError):  # what is wrong with the folder is told by the backup itself
            plan.folder.mkdir(parents=True, exist_ok=True)
    try:
        made = store.backup(out or plan.folder / "")
    except StoreError as error:
        with suppress(StoreError):
            told = {"reason": error.finding.message + error.finding.hint}
            store.audit.record("backup_failed", str(out or plan.folder), by=by, after=told)
        raise
    size = {"size": made.size, "head": made.manifest.head, "sha256": made.sha256}
    store.audit.record("backup", str(made.path), by=by, after=size)
    if out is None:
        prune(plan.folder, made.path)
    return made


def prune(folder: Path, proven: Path) -> list[Path]:
    """Remove all but the newest backups of a folder; the one just proven always stays."""
    gone = []
    for old in held_in(folder)[KEPT:]:
        if old.path != proven:
            with suppress(OSError):
                old.path.unlink()
                gone.append(old.path)
    return gone


def last_failure(store: Store) -> tuple[dt.datetime, str] | None:
    """When (local time) and why the last try failed, unless a later one went well."""
    found = store.audit.entries(Wanted(kinds=["backup", "backup_failed"]), limit=1)
    if not found or found[0].kind == "backup":
        return None
    at = found[0].at.replace(tzinfo=dt.UTC).astimezone().replace(tzinfo=None)
    return at, str(json.loads(found[0].after or "{}").get("reason", ""))


def newest(store: Store) -> Held | None:
    """The newest backup in the schedule's folder."""
    held = held_in(plan_of(store.settings(), store.path).folder)
    return held[0] if held else None


def is_asked(store: Store) -> bool:
    """Whether backups by schedule were switched on by hand (the sample district has none otherwise)."""
    return store.settings().get(DAILY) == "yes"


class Keeper(threading.Thread):
    """Looks at the clock once a minute and makes the backup that is due."""

    def __init__(self, path: Path) -> None:
        super().__init__(name="backup-keeper", daemon=True)
        self._path = path
        self._ended = threading.Event()

    def run(self) -> None:
        """Until stopped."""
        wait = LOOK_EVERY
        while not self._ended.wait(wait):
            wait = LOOK_EVERY if self.look() else TRY_AGAIN

    def look(self) -> bool:
        """Make the backup that is due, if one is; False after a failure."""
        from dashboard import runtime

        try:
            if not runtime.exists(self._path):
                return True
            store = runtime.shared_store(self._path)
            if store.is_lake:
                with acting("", "", "定时整理"):
                    tidy_when_due(store, dt.datetime.now(dt.UTC).replace(tzinfo=None))
            if "sample" in store.settings() and not is_asked(store):
                return True
            plan, last = plan_of(store.settings(), store.path), newest(store)
            if due(plan, last.at if last else None, dt.datetime.now()):
                with acting("", "", "定时备份"):
                    make(store, by="定时备份")
        except CatalogLost as error:
            log.warning("scheduled upkeep waits: %s", error)
            return False
        except Exception:  # whatever it is, the next try must come
            log.warning("scheduled backup failed", exc_info=True)
            return False
        return True

    def stop(self) -> None:
        """End; a backup at work is finished first, some seconds at most."""
        self._ended.set()
        if self.is_alive():
            self.join(timeout=10)
