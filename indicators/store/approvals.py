"""Files handed in for approval: kept whole, counting for nothing until accepted; records only."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pandas as pd

from indicators.findings import Finding
from indicators.model import Severity
from indicators.store import locks, removal
from indicators.store.database import Change, Cursor, Database
from indicators.store.errors import OfficeRefused, UnknownName, UnknownRecord
from indicators.store.frames import finding_table
from indicators.store.handed_in import (
    ACCEPTED,
    FOLLOWS,
    LOCKED,
    RETURNED,
    STATES,
    STEPS,
    SUBMITTED,
    UNDONE,
    WITHDRAWN,
    HandedIn,
    Step,
)
from indicators.store.statements import statements
from indicators.store.submissions import number_of


@dataclass(frozen=True, slots=True)
class Given:
    """What a unit hands in: the file, what it says of it, and what the checks found in it."""

    file: str
    data: bytes
    unit: str
    area: str | None = None
    year: int | None = None
    answers: Mapping[str, str] | None = None
    explanations: Mapping[str, str] | None = None
    findings: Sequence[Finding] = ()
    figures: int = 0
    blocked: int = 0
    latest: int | None = None
    earlier: str | None = None


class Approvals:
    """Reached as `store.approvals`; every method raises kinds of StoreError.

    The rules of acceptance (is a review needed, what do the checks say now) stand in `intake.approval`.
    """

    def __init__(self, database: Database, seat: int | None = None) -> None:
        self._database = database
        self._seat = seat  # whose locks are meant: an office's key, None for that of the store's own district

    def hand_in(self, given: Given, *, by: str) -> HandedIn:
        """Keep a file with all that was said of it. It counts for nothing yet.

        Raises OfficeRefused without a unit, where the same bytes of this unit wait already, or where
        `earlier` is another unit's or not returned, withdrawn or undone; UnknownName, UnknownRecord.
        """
        if not given.unit.strip():
            raise OfficeRefused("handin_without_unit")
        digest = hashlib.sha256(given.data).hexdigest()

        def work(cursor: Cursor, change: Change) -> tuple[HandedIn, str]:
            self._refuse(cursor, given, digest)
            _insert(cursor, change, given, digest)
            change.after.update(
                file=given.file,
                unit=given.unit,
                year=given.year,
                figures=given.figures,
                blocked=given.blocked,
            )
            return _read(cursor, change.id)[0], str(change.id)

        return self._database.write("handed_in", by, work)

    def _refuse(self, cursor: Cursor, given: Given, digest: str) -> None:
        twin = cursor.execute(statements("approvals")["waiting_twin"], [digest, given.unit]).fetchall()
        if twin:
            raise OfficeRefused("handin_twice", file=given.file)
        if given.earlier is None:
            return
        before = _one(cursor, given.earlier)
        if before.unit != given.unit:
            raise UnknownRecord(number=given.earlier)
        if before.state not in (RETURNED, WITHDRAWN, UNDONE) or before.later:
            state = "已重新提交" if before.later else STATES[before.state]
            raise OfficeRefused("handin_not_open", file=before.file, state=state)

    def step(
        self, number: str, state: str, *, note: str = "", by: str, submission: str | None = None
    ) -> HandedIn:
        """Record a step that leads to `state`.

        Raises OfficeRefused where the file's state does not allow it, or for a return without a reason;
        UnknownRecord.
        """
        if state == RETURNED and not note.strip():
            raise OfficeRefused("return_without_reason")

        def work(cursor: Cursor, change: Change) -> tuple[HandedIn, str]:
            found = _one(cursor, number)
            refuse_step(found, state)
            change.before.update(file=found.file, unit=found.unit, step=found.state)
            change.after.update(step=state)  # no note: it may quote the file, which a purge removes
            made = number_of(submission) if submission else None
            row = [change.id, UUID(number), state, note.strip(), made, change.at, by]
            cursor.execute(statements("approvals")["insert_step"], row)
            return _one(cursor, number), number

        return self._database.write(f"handed_in_{state}", by, work)

    def every(self, unit: str | None = None) -> list[HandedIn]:
        """All files handed in, or those of one unit, the newest first."""
        found = _read(self._database.cursor(), None)
        return [item for item in found if unit is None or item.unit == unit]

    def one(self, number: str) -> HandedIn:
        """One of them. Raises UnknownRecord."""
        return _one(self._database.cursor(), number)

    def steps(self, number: str) -> list[Step]:
        """What was done with a file, the handing in first. Raises UnknownRecord."""
        found = self.one(number)
        rows = self._database.read(statements("approvals")["steps"], [UUID(number)]).fetchall()
        told = [Step(state, note, by, at.replace(tzinfo=dt.UTC)) for state, note, by, at in rows]
        return [Step(SUBMITTED, "", found.by, found.at), *told]

    def every_step(self) -> dict[str, list[Step]]:
        """The same of every file handed in, by its number."""
        told = {item.id: [Step(SUBMITTED, "", item.by, item.at)] for item in self.every()}
        rows = self._database.read(statements("approvals")["every_step"]).fetchall()
        for number, state, note, by, at in rows:
            if number in told:  # else it was handed in since
                told[number].append(Step(state, note, by, at.replace(tzinfo=dt.UTC)))
        return told

    def findings(self, number: str) -> list[Finding]:
        """What the checks found when a file was handed in. Raises UnknownRecord."""
        self.one(number)
        rows = self._database.read(statements("approvals")["findings"], [UUID(number)]).fetchall()
        return [Finding(code, Severity(severity), *rest) for code, severity, *rest in rows]

    def file_bytes(self, number: str) -> tuple[str, bytes]:
        """Name and bytes of a file handed in. Raises UnknownRecord, also where it was purged."""
        self.one(number)
        row = self._database.row(statements("approvals")["bytes"], [UUID(number)])
        if row is None:
            raise UnknownRecord(number=number)
        return row[0], row[1]

    def purge(self, number: str, *, reason: str, by: str) -> int:
        """Remove a file's bytes and what was kept of them for good, as `Desk.purge`. Raises UnknownRecord."""
        digest = self.one(number).sha256
        return removal.purge_bytes(self._database, digest, number, reason, by)

    def lock(self, unit: str, year: int, *, reason: str = "", by: str) -> None:
        """Lock a unit's figures of a year. Raises OfficeRefused where they are locked."""
        locks.put_lock(self._database, unit, year, True, reason, by, self._seat)

    def unlock(self, unit: str, year: int, *, reason: str, by: str) -> None:
        """Open a unit's figures of a year again. Raises OfficeRefused without a reason or lock."""
        locks.put_lock(self._database, unit, year, False, reason, by, self._seat)

    def locks(self) -> pd.DataFrame:
        """The units' years that are locked. Columns: unit, year, reason, by, at (UTC)."""
        return self._frame("locks")

    def lock_history(self) -> pd.DataFrame:
        """Every lock and unlock, the oldest first; `unit` is None for all. Columns as `locks`, and locked."""
        return self._frame("lock_history")

    def _frame(self, name: str) -> pd.DataFrame:
        found = self._database.read(statements("approvals")[name], {"seat": self._seat})
        return found.to_arrow_table().to_pandas()


def refuse_step(found: HandedIn, state: str) -> None:
    """Raise OfficeRefused where no step leads from the file's state to `state`."""
    if state not in FOLLOWS.get(found.state, ()):
        raise OfficeRefused("handin_no_step", file=found.file, state=STATES[found.state], step=STEPS[state])


def _insert(cursor: Cursor, change: Change, given: Given, digest: str) -> None:
    sql, kept = statements("approvals"), statements("submissions")
    areas = dict(cursor.execute(kept["areas"]).fetchall())
    if given.area is not None and given.area not in areas:
        raise UnknownName(what="地区", name=given.area)
    cursor.execute(kept["store_bytes"], [digest, given.data, change.at])
    area = areas[given.area] if given.area is not None else None
    earlier = UUID(given.earlier) if given.earlier else None
    who = [change.id, earlier, given.file, digest, len(given.data), given.unit, area, given.year]
    said = [json.dumps(dict(part or {}), ensure_ascii=False) for part in (given.answers, given.explanations)]
    cursor.execute(
        sql["insert"], [*who, *said, given.figures, given.blocked, given.latest, change.at, change.by]
    )
    if given.findings:
        cursor.register("incoming_finding", finding_table(given.findings))
        cursor.execute(sql["insert_findings"], [change.id])
        cursor.unregister("incoming_finding")


def _one(cursor: Cursor, number: str) -> HandedIn:
    try:
        record = UUID(number)
    except ValueError:
        raise UnknownRecord(number=number) from None
    found = _read(cursor, record)
    if not found:
        raise UnknownRecord(number=number)
    return found[0]


def _read(cursor: Cursor, record: UUID | None) -> list[HandedIn]:
    rows = cursor.execute(statements("approvals")["list"], [record, record]).fetchall()
    return [_handed_in(row) for row in rows]


_FIELDS = (
    "id", "earlier", "file", "sha256", "size", "unit", "area", "year", "answers", "explanations", "figures",
    "blocked", "latest", "by", "at", "state", "submission", "undone", "locked", "later",
)  # fmt: skip


def _handed_in(row: tuple[Any, ...]) -> HandedIn:
    named: dict[str, Any] = dict(zip(_FIELDS, row, strict=True))
    undone, locked = named.pop("undone"), named.pop("locked")
    if named["state"] == ACCEPTED:
        named["state"] = UNDONE if undone else LOCKED if locked else ACCEPTED
    for name in ("answers", "explanations"):
        named[name] = json.loads(named[name])
    return HandedIn(**named | {"at": named["at"].replace(tzinfo=dt.UTC)})
