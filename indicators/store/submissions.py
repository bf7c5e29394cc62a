"""Accepting a file and withdrawing it again: one transaction each, records only."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import duckdb
import pandas as pd
import pyarrow as pa

from indicators.findings import Finding
from indicators.model import Severity, Submission
from indicators.store.database import Change, Cursor, Database
from indicators.store.errors import AlreadyWithdrawn, AreaInUse, UnknownName, UnknownSubmission
from indicators.store.frames import finding_table, held_table, observation_table
from indicators.store.locks import refuse_locked
from indicators.store.statements import statements


@dataclass(frozen=True, slots=True)
class Parcel:
    """All that is kept of one uploaded file."""

    observations: pd.DataFrame
    file: str
    data: bytes
    by: str
    unit: str | None = None
    area: str | None = None
    year: int | None = None
    blocked: int = 0
    findings: Sequence[Finding] = ()
    explanations: Mapping[str, str] | None = None
    note: str | None = None
    reader: str | None = None
    answers: Mapping[str, str] | None = None
    again: bool = False
    held: pd.DataFrame | None = None


def accept(database: Database, parcel: Parcel) -> Submission:
    """Keep a parcel whole, or return the earlier submission that it repeats (`repeat` set)."""
    digest = hashlib.sha256(parcel.data).hexdigest()

    def work(cursor: Cursor, change: Change) -> tuple[Submission, str | None]:
        sql = statements("submissions")
        codes, areas = dict(database.names(sql["codes"])), dict(database.names(sql["areas"]))
        if parcel.area is not None and parcel.area not in areas:
            raise UnknownName(what="地区", name=parcel.area)
        rows, breakdowns = observation_table(parcel.observations, codes, areas, file=parcel.file)
        held, more = held_table(parcel.held, codes, areas, file=parcel.file, start=rows.num_rows)
        area = areas[parcel.area] if parcel.area is not None else None
        every = pa.concat_tables([breakdowns, more]).group_by(["breakdown", "text"]).aggregate([])
        incoming = {"incoming_held": held, "incoming_breakdown": every}
        incoming["incoming_finding"] = finding_table(parcel.findings)
        seen = not parcel.again and cursor.execute(sql["holds"], [digest]).fetchall()
        filled = incoming if seen else {name: table for name, table in incoming.items() if table.num_rows}
        with _Registered(cursor, {"incoming": rows, **filled}):
            if seen and (earlier := _same(cursor, digest, area, parcel.year, rows.num_rows + held.num_rows)):
                return replace(_described(cursor, earlier), repeat=True), None
            if every.num_rows:
                _keep_breakdowns(cursor)
            _insert(cursor, change, parcel, digest, area, held.num_rows)
        change.after.update(
            file=parcel.file, unit=parcel.unit, area=parcel.area, year=parcel.year,
            accepted=rows.num_rows, blocked=parcel.blocked, held=held.num_rows,
        )  # fmt: skip
        return _fresh(change, parcel, digest, held.num_rows), str(change.id)

    return database.write("submission", parcel.by, work)


class _Registered:
    """Arrow tables visible to SQL by name, for the length of a block."""

    def __init__(self, cursor: Cursor, tables: Mapping[str, pa.Table]) -> None:
        self._cursor, self._tables = cursor, tables

    def __enter__(self) -> None:
        for name, table in self._tables.items():
            self._cursor.register(name, table)

    def __exit__(self, *_: object) -> None:
        for name in self._tables:
            with suppress(duckdb.Error):  # in a failed transaction; the next block takes the name over
                self._cursor.unregister(name)


def _same(cursor: Cursor, digest: str, area: int | None, year: int | None, count: int) -> UUID | None:
    """The standing submission of the same bytes that gave the same rows, if any."""
    sql = statements("submissions")
    for (found,) in cursor.execute(sql["same_bytes"], [digest, area, year, count]).fetchall():
        row = cursor.execute(sql["differing_rows"], [found, found]).fetchone()
        if row == (0,):
            return found
    return None


def _fresh(change: Change, parcel: Parcel, digest: str, held: int) -> Submission:
    """The submission just written, as `one` would read it."""
    at, accepted = change.at.replace(tzinfo=dt.UTC), len(parcel.observations)
    return Submission(
        str(change.id), parcel.file, digest, len(parcel.data), parcel.by, at, parcel.unit, parcel.area,
        parcel.year, accepted, parcel.blocked, held=held, note=parcel.note or "",
    )  # fmt: skip


def _keep_breakdowns(cursor: Cursor) -> None:
    sql = statements("submissions")
    if clash := cursor.execute(sql["clashing_breakdowns"]).fetchall():
        raise ValueError(f"two breakdowns share a key: {clash}")
    cursor.execute(sql["new_breakdowns"])


def _insert(cursor: Cursor, change: Change, parcel: Parcel, digest: str, area: int | None, held: int) -> None:
    sql = statements("submissions")
    cursor.execute(sql["store_bytes"], [digest, parcel.data, change.at])
    answers = json.dumps(dict(parcel.answers), ensure_ascii=False) if parcel.answers else None
    who = [change.id, parcel.file, digest, len(parcel.data), parcel.unit, parcel.by, area, parcel.year]
    what = [len(parcel.observations), parcel.blocked, parcel.note, parcel.reader, answers, change.at]
    cursor.execute(sql["insert_submission"], who + what)
    cursor.execute(sql["insert_observations"], [change.id])
    if held:
        cursor.execute(sql["insert_held"], [change.id])
    if parcel.findings:
        cursor.execute(sql["insert_findings"], [change.id])
    for name, text in (parcel.explanations or {}).items():
        cursor.execute(sql["insert_explanation"], [change.id, name, text, parcel.by, change.at])


def undo(database: Database, submission: str, by: str, reason: str) -> Submission:
    """Record that a submission is withdrawn; what counted before it counts again."""
    number = number_of(submission)

    def work(cursor: Cursor, change: Change) -> tuple[Submission, str | None]:
        state = cursor.execute(statements("submissions")["state"], [number]).fetchone()
        if state is None:
            raise UnknownSubmission(number=submission)
        if state[1]:
            raise AlreadyWithdrawn(number=submission)
        refuse_locked(cursor, [number], "撤销")
        resting = cursor.execute(statements("areas")["dependants"], {"number": str(number)}).fetchall()
        if resting:
            raise AreaInUse(what="、".join(str(row[0]) for row in resting[:5]))
        held = _described(cursor, number)
        change.before.update(file=held.file, unit=held.unit, accepted=held.accepted)
        change.after.update(withdrawn=True, reason=reason)
        cursor.execute(statements("submissions")["insert_withdrawal"], [number, reason, by, change.at])
        return _described(cursor, number), submission

    return database.write("withdrawal", by, work)


def explain(database: Database, submission: str, name: str, text: str, by: str) -> None:
    """Keep a written explanation that came after the file was accepted."""
    number = number_of(submission)

    def work(cursor: Cursor, change: Change) -> tuple[None, str | None]:
        if cursor.execute(statements("submissions")["state"], [number]).fetchone() is None:
            raise UnknownSubmission(number=submission)
        change.after.update(file=_described(cursor, number).file, finding=name)
        cursor.execute(statements("submissions")["explain"], [name, text, by, change.at, number])
        return None, submission

    database.write("explanation", by, work)


def number_of(submission: str) -> UUID:
    """A submission's number from its text. Raises UnknownSubmission."""
    try:
        return UUID(submission)
    except ValueError:
        raise UnknownSubmission(number=submission) from None


def _described(cursor: Cursor, submission: UUID) -> Submission:
    rows = cursor.execute(statements("submissions")["list"], [submission, submission]).fetchall()
    return _submission(rows[0])


def _submission(row: tuple) -> Submission:
    named: dict[str, Any] = dict(zip(_FIELDS, row, strict=True))
    return Submission(**named | {"at": named["at"].replace(tzinfo=dt.UTC)})


_FIELDS = (
    "id", "file", "sha256", "size", "uploader", "at", "unit", "area", "year", "accepted", "blocked",
    "withdrawn", "held", "note", "purged",
)  # fmt: skip


def every(database: Database) -> list[Submission]:
    """All submissions, the newest first."""
    rows = database.read(statements("submissions")["list"], [None, None]).fetchall()
    return [_submission(row) for row in rows]


def one(database: Database, submission: str) -> Submission:
    """The submission of this number."""
    number = number_of(submission)
    rows = database.read(statements("submissions")["list"], [number, number]).fetchall()
    if not rows:
        raise UnknownSubmission(number=submission)
    return _submission(rows[0])


def file_bytes(database: Database, submission: str) -> tuple[str, bytes]:
    """Name and bytes of the uploaded file."""
    row = database.row(statements("submissions")["bytes"], [number_of(submission)])
    if row is None:
        raise UnknownSubmission(number=submission)
    return row[0], row[1]


def findings(database: Database, submission: str) -> list[Finding]:
    """The findings kept with a submission, in their order."""
    rows = database.read(statements("submissions")["findings"], [number_of(submission)]).fetchall()
    return [Finding(code, Severity(severity), *rest) for code, severity, *rest in rows]


def explanations(database: Database, submission: str) -> list[tuple[str, str, str, dt.datetime]]:
    """(finding, text, by whom, when) for each written explanation."""
    rows = database.read(statements("submissions")["explanations"], [number_of(submission)]).fetchall()
    return [(name, text, by, at.replace(tzinfo=dt.UTC)) for name, text, by, at in rows]
