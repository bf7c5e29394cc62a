"""Actions on what lags (督办事项): opened, moved from state to state, logged, proven; records only."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from indicators.store.action_records import DEADLINE, EVIDENCE, LOG, MOVE, Action, ActionText, Step
from indicators.store.action_states import OPENED, REMIND_DAYS, STATES, goes_back, moves
from indicators.store.database import Change, Cursor, Database
from indicators.store.errors import AlreadyRetracted, OfficeRefused, UnknownRecord
from indicators.store.judgements import keys_of
from indicators.store.retractions import record_id, write_retraction
from indicators.store.statements import statements

LARGEST = 20 * 1024 * 1024
"""Bytes that one file of evidence may have."""

REMIND_SETTING = "action_remind_days"
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"|?*\u202a-\u202e\u2066-\u2069]')
_LONGEST_NAME = 120


class Actions:
    """Reached as `store.actions`; every method raises kinds of StoreError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open(self, code: str, area: str, year: int, text: ActionText, *, opened: dt.date, by: str) -> Action:
        """Open an action on an indicator of an area; `year` is the one whose figure gave the cause.

        Raises OfficeRefused without a title or a lead unit, or where the deadline lies before the day
        of opening; UnknownName.
        """
        if not text.title.strip() or not text.lead.strip():
            raise OfficeRefused("action_lacks", what="事项名称" if text.lead.strip() else "牵头单位")
        if text.deadline < opened:
            raise OfficeRefused("action_deadline_early", deadline=text.deadline, day=opened)

        def work(cursor: Cursor, change: Change) -> tuple[Action, str]:
            keys = keys_of(cursor, code, area)
            coop = "、".join(name.strip() for name in text.coop if name.strip())
            said = [text.title, text.lead, coop, text.cause, text.measure, text.project]
            change.after.update(
                title=text.title, lead=text.lead, deadline=text.deadline, code=code, area=area
            )
            row = [change.id, *keys, text.plan, year, *(words.strip() for words in said)]
            cursor.execute(statements("actions")["put_action"], [*row, opened, text.deadline, change.at, by])
            return _read(cursor, change.id)[0], str(change.id)

        return self._database.write("action", by, work)

    def move(self, number: str, to: str, *, note: str = "", happened: dt.date, by: str) -> Action:
        """Move an action to another state.

        Raises OfficeRefused where the table of moves has no such move, without a reason for going back,
        or for a day before the last move's; UnknownRecord, AlreadyRetracted, ValueError for another state.
        """
        if to not in STATES:
            raise ValueError(f"a state is one of {', '.join(STATES)}, not {to!r}")

        def test(action: Action) -> None:
            if to not in moves(action.state):
                words = "、".join(STATES[state] for state in moves(action.state))
                raise OfficeRefused(
                    "action_no_such_move", was=STATES[action.state], to=STATES[to], allowed=words
                )
            if goes_back(action.state, to) and not note.strip():
                raise OfficeRefused("action_no_reason_back", was=STATES[action.state], to=STATES[to])
            if happened < action.last_day:
                raise OfficeRefused("action_day_early", day=happened, last=action.last_day)

        return self._step(number, MOVE, happened, note, by, test, state=to)

    def log(self, number: str, note: str, *, happened: dt.date, by: str) -> Action:
        """Note what was done on a day. Raises OfficeRefused without words, and as `move`."""
        if not note.strip():
            raise OfficeRefused("action_no_note")
        return self._step(number, LOG, happened, note, by)

    def move_deadline(
        self, number: str, deadline: dt.date, reason: str, *, happened: dt.date, by: str
    ) -> Action:
        """Set another deadline, with the reason. Raises OfficeRefused, UnknownRecord, AlreadyRetracted."""
        if not reason.strip():
            raise OfficeRefused("action_no_note")

        def test(action: Action) -> None:
            if deadline < action.opened:
                raise OfficeRefused("action_deadline_early", deadline=deadline, day=action.opened)

        return self._step(number, DEADLINE, happened, reason, by, test, deadline=deadline)

    def add_evidence(
        self, number: str, file: str, data: bytes, *, note: str = "", happened: dt.date, by: str
    ) -> Action:
        """Keep a file that proves what was done.

        Raises OfficeRefused for an empty file or one of more than LARGEST bytes, UnknownRecord,
        AlreadyRetracted.
        """
        name = safe_name(file)
        if not data or len(data) > LARGEST:
            code = "action_file_large" if data else "action_file_empty"
            raise OfficeRefused(code, name=name, limit=LARGEST // 1024 // 1024)
        return self._step(number, EVIDENCE, happened, note, by, file=(name, data))

    def _step(
        self,
        number: str,
        kind: str,
        happened: dt.date,
        note: str,
        by: str,
        test: Callable[[Action], None] | None = None,
        *,
        state: str | None = None,
        deadline: dt.date | None = None,
        file: tuple[str, bytes] | None = None,
    ) -> Action:
        action = record_id(number)
        digest = hashlib.sha256(file[1]).hexdigest() if file else None

        def work(cursor: Cursor, change: Change) -> tuple[Action, str]:
            held = _standing(cursor, action, number)
            if test:
                test(held)
            change.before.update(title=held.title)
            if state or deadline:
                change.before.update({"state": held.state} if state else {"deadline": held.deadline})
            change.after.update({"state": state} if state else {"deadline": deadline} if deadline else {})
            change.after.update({"note": note.strip()} if note.strip() else {})
            if file:
                change.after.update(file=file[0], size=len(file[1]))
                cursor.execute(statements("office")["store_bytes"], [digest, file[1], change.at])
            row = [change.id, action, kind, happened, state, deadline, note.strip()]
            kept = [file[0], digest, len(file[1])] if file else [None, None, None]
            cursor.execute(statements("actions")["put_step"], [*row, *kept, change.at, by])
            return _read(cursor, action)[0], number

        return self._database.write(f"action_{kind}", by, work)

    def retract(self, number: str, *, reason: str, by: str) -> Action:
        """Take an action or one of its steps back by its number; of the moves only the last one.

        Raises OfficeRefused for an earlier move, UnknownRecord, AlreadyRetracted.
        """
        record = record_id(number)

        def work(cursor: Cursor, change: Change) -> tuple[Action, str]:
            owner = cursor.execute(statements("actions")["action_of"], [record]).fetchone()
            action = owner[0] if owner else record
            held = _standing(cursor, action, number)
            _test_retraction(held, number if owner else None)
            step = next((one for one in held.steps if UUID(one.id) == record), None)
            change.before.update(record=f"action_{step.kind}" if step else "action", title=held.title)
            write_retraction(cursor, change, record, reason)
            return _read(cursor, action)[0], number

        return self._database.write("retraction", by, work)

    def every(self) -> list[Action]:
        """All actions with their steps, those taken back too, the newest first."""
        return _read(self._database.cursor(), None)

    def one(self, number: str) -> Action:
        """One action with its steps. Raises UnknownRecord."""
        found = _read(self._database.cursor(), record_id(number))
        if not found:
            raise UnknownRecord(number=number)
        return found[0]

    def evidence(self, step: str) -> tuple[str, bytes]:
        """Name and bytes of a step's file. Raises UnknownRecord where there is none."""
        row = self._database.row(statements("actions")["evidence"], [record_id(step)])
        if row is None:
            raise UnknownRecord(number=step)
        return row[0], row[1]


def remind_days(settings: dict[str, str]) -> int:
    """How many days before its deadline an action is due soon, by the store's settings."""
    text = settings.get(REMIND_SETTING, "")
    return int(text) if text.isdecimal() else REMIND_DAYS


def safe_name(file: str) -> str:
    """A file's own name without folders and without signs that a system or a reader could stumble over."""
    name = _UNSAFE.sub("_", re.split(r"[/\\]", file)[-1]).strip(" .")
    stem, dot, kind = name.rpartition(".")
    if len(name) > _LONGEST_NAME:
        name = f"{stem[: _LONGEST_NAME - len(kind) - 1]}{dot}{kind}" if dot else name[:_LONGEST_NAME]
    return name or "附件"


def _standing(cursor: Cursor, action: UUID, number: str) -> Action:
    found = _read(cursor, action)
    if not found:
        raise UnknownRecord(number=number)
    if found[0].retracted:
        raise AlreadyRetracted(number=number)
    return found[0]


def _test_retraction(action: Action, step: str | None) -> None:
    """Whether a step may be taken back: a state that a later move rests on may not."""
    if step is None:
        return
    held = next(item for item in action.steps if UUID(item.id) == UUID(step))
    if held.retracted:
        raise AlreadyRetracted(number=step)
    made = [item for item in action.standing if item.kind == MOVE]
    if held.kind == MOVE and held != made[-1]:
        raise OfficeRefused("action_later_move", state=STATES[made[-1].state or OPENED])


def _read(cursor: Cursor, action: UUID | None) -> list[Action]:
    sql = statements("actions")
    steps: dict[str, list[Step]] = defaultdict(list)
    for row in cursor.execute(sql["steps"], {"record": action}).fetchall():
        cells: list[Any] = [*row[:11], row[11].replace(tzinfo=dt.UTC), *row[12:]]
        steps[row[1]].append(Step(*cells))
    rows: list[Any] = cursor.execute(sql["actions"], {"record": action}).fetchall()
    return [_action(row, tuple(steps[row[0]])) for row in rows]


def _action(row: tuple[Any, ...], steps: tuple[Step, ...]) -> Action:
    coop = tuple(name for name in (row[8] or "").split("、") if name)
    cells: list[Any] = [*row[:8], coop, *row[9:15], row[15].replace(tzinfo=dt.UTC), *row[16:]]
    opened = Action(*cells)
    standing = [step for step in steps if not step.retracted]
    state = [step.state for step in standing if step.kind == MOVE and step.state]
    day = [step.deadline for step in standing if step.kind == DEADLINE and step.deadline]
    return replace(
        opened, state=[OPENED, *state][-1], deadline=[opened.deadline, *day][-1],
        first_deadline=opened.deadline, steps=steps,
    )  # fmt: skip
