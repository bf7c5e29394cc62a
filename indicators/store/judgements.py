"""What people say of targets that no figure can judge: records with evidence, added and taken back."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from indicators.store import retractions
from indicators.store.database import Change, Cursor, Database
from indicators.store.errors import OfficeRefused, UnknownName, UnknownRecord
from indicators.store.keys import area_key
from indicators.store.statements import statements

VERDICTS = ("yes", "partly", "no")
Which = tuple[int | None, int | None, UUID | None]
"""Of which indicator, which area, which number; None: of any."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """One judgement of a yes/no or qualitative target: `verdict` yes, partly or no, from `year` on.

    `plan` and `target_set` narrow it to one of the indicator's targets (None: all). `file`, `sha256`
    and `size` are the evidence's, where a file was given.
    """

    id: str
    code: str
    indicator: str
    area: str
    year: int
    plan: str | None
    target_set: str | None
    verdict: str
    evidence: str
    file: str | None
    sha256: str | None
    size: int | None
    by: str
    at: dt.datetime
    retracted: bool = False
    retracted_by: str | None = None
    retracted_why: str | None = None


@dataclass(frozen=True, slots=True)
class Applicability:
    """Whether a conditional target holds an area, from `year` on, and why."""

    id: str
    code: str
    indicator: str
    area: str
    year: int
    plan: str | None
    target_set: str | None
    applies: bool
    reason: str
    by: str
    at: dt.datetime
    retracted: bool = False
    retracted_by: str | None = None
    retracted_why: str | None = None


@dataclass(frozen=True, slots=True)
class Spoken:
    """Of what and by whom: the part that judgements and answers share."""

    code: str
    area: str
    year: int
    by: str
    plan: str | None = None
    target_set: str | None = None


def put(
    database: Database, of: Spoken, verdict: str, evidence: str, file: tuple[str, bytes] | None
) -> Judgement:
    """Record a judgement with its evidence. Raises OfficeRefused, UnknownName, ValueError."""
    if verdict not in VERDICTS:
        raise ValueError(f"a verdict is one of {', '.join(VERDICTS)}, not {verdict!r}")
    if not evidence.strip():
        raise OfficeRefused("office_no_evidence", name=of.code, year=of.year)
    name, data = file or (None, None)
    digest = hashlib.sha256(data).hexdigest() if data is not None else None

    def work(cursor: Cursor, change: Change) -> tuple[Judgement, str]:
        sql = statements("office")
        indicator, area = keys_of(cursor, of.code, of.area)
        if data is not None:
            cursor.execute(sql["store_bytes"], [digest, data, change.at])
        what = [change.id, indicator, area, of.year, of.plan, of.target_set, verdict, evidence.strip()]
        size = None if data is None else len(data)
        change.after.update(
            code=of.code, area=of.area, year=of.year, verdict=verdict, evidence=evidence.strip()
        )
        cursor.execute(sql["put_judgement"], [*what, name, digest, size, change.at, of.by])
        return _judgements(cursor, (None, None, change.id))[0], str(change.id)

    return database.write("judgement", of.by, work)


def answer(database: Database, of: Spoken, applies: bool, reason: str) -> Applicability:
    """Record whether a conditional target holds an area. Raises OfficeRefused, UnknownName."""
    if not reason.strip():
        raise OfficeRefused("office_no_reason")

    def work(cursor: Cursor, change: Change) -> tuple[Applicability, str]:
        indicator, area = keys_of(cursor, of.code, of.area)
        row = [change.id, indicator, area, of.year, of.plan, of.target_set, applies, reason.strip()]
        change.after.update(code=of.code, area=of.area, year=of.year, applies=applies, reason=reason.strip())
        cursor.execute(statements("office")["put_applicability"], [*row, change.at, of.by])
        return _answers(cursor, (None, None, change.id))[0], str(change.id)

    return database.write("applicability", of.by, work)


def keys_of(cursor: Cursor, code: str, area: str) -> tuple[int, int]:
    """The keys of an indicator and an area by code and path. Raises UnknownName."""
    return indicator_of(cursor, code), area_of(cursor, area)


def indicator_of(cursor: Cursor, code: str) -> int:
    """The key of an indicator by its code. Raises UnknownName."""
    row = cursor.execute(statements("office")["indicator_key"], [code]).fetchone()
    if not row or row[0] is None:
        raise UnknownName(what="指标", name=code)
    return int(row[0])


def area_of(cursor: Cursor, area: str) -> int:
    """The key of an area by its path. Raises UnknownName."""
    key = area_key(area)
    if cursor.execute(statements("office")["area_known"], [key]).fetchone() == (0,):
        raise UnknownName(what="地区", name=area)
    return key


def retract(database: Database, number: str, by: str, reason: str) -> None:
    """Take a judgement or an answer back; what was said before it counts again."""

    def read(cursor: Cursor, record: UUID) -> list[Judgement | Applicability]:
        which = (None, None, record)
        return [*_judgements(cursor, which), *_answers(cursor, which)]

    retractions.retract(database, number, reason, by, read=read, told=_told)


def _told(said: Judgement | Applicability) -> dict[str, Any]:
    """What is taken back, for the audit."""
    place = {"code": said.code, "area": said.area, "year": said.year}
    if isinstance(said, Judgement):
        return {"record": "judgement", "verdict": said.verdict, "evidence": said.evidence, **place}
    return {"record": "applicability", "applies": said.applies, "reason": said.reason, **place}


def _ask(cursor: Cursor, name: str, which: Which) -> list[Any]:
    parameters = [key for key in which for _ in range(2)]
    return cursor.execute(statements("office")[name], parameters).fetchall()


def _zoned(row: tuple[Any, ...], at: int) -> list[Any]:
    return [*row[:at], row[at].replace(tzinfo=dt.UTC), *row[at + 1 :]]


def _judgements(cursor: Cursor, which: Which) -> list[Judgement]:
    return [Judgement(*_zoned(row, 13)) for row in _ask(cursor, "judgements", which)]


def _answers(cursor: Cursor, which: Which) -> list[Applicability]:
    return [Applicability(*_zoned(row, 10)) for row in _ask(cursor, "applicabilities", which)]


def every(database: Database, indicator: int | None, area: int | None) -> list[Judgement]:
    """All judgements, those taken back too, the newest first."""
    return _judgements(database.cursor(), (indicator, area, None))


def every_answer(database: Database, indicator: int | None, area: int | None) -> list[Applicability]:
    """All answers, those taken back too, the newest first."""
    return _answers(database.cursor(), (indicator, area, None))


def evidence(database: Database, number: str) -> tuple[str, bytes]:
    """Name and bytes of a judgement's evidence. Raises UnknownRecord where there is none."""
    try:
        row = database.row(statements("office")["evidence"], [UUID(number)])
    except ValueError:
        row = None
    if row is None:
        raise UnknownRecord(number=number)
    return row[0], row[1]
