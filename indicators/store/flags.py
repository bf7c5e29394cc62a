"""Warnings that people raise by hand, and marks that a warning is known: records, added and taken back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from indicators.store.database import Change, Cursor, Database
from indicators.store.errors import OfficeRefused
from indicators.store.judgements import keys_of
from indicators.store.keys import area_key
from indicators.store.retractions import retract
from indicators.store.statements import statements

LEVELS = ("red", "orange", "yellow")
"""Levels of a warning, the gravest first."""

FLAG, MARK = "flag", "mark"


@dataclass(frozen=True, slots=True)
class Flag:
    """What people said of an indicator's warning in an area.

    `kind` flag: they raise a warning of this `level` themselves, from `year` on. `kind` mark: they know
    of the warning of `year`, which had this `level` then.
    """

    id: str
    kind: str
    code: str
    indicator: str
    area: str
    year: int
    level: str
    note: str
    by: str
    at: dt.datetime
    retracted: bool = False
    retracted_by: str | None = None
    retracted_why: str | None = None


class Flags:
    """Reached as `store.flags`; every method raises kinds of StoreError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def raise_alert(self, code: str, area: str, year: int, level: str, note: str, *, by: str) -> Flag:
        """Record a warning raised by hand, with the reason for it; it stands from `year` until taken back.

        Raises OfficeRefused without a note, UnknownName, ValueError for another level.
        """
        if not note.strip():
            raise OfficeRefused("office_no_alert_note")
        return self._put(FLAG, code, area, year, level, note, by)

    def mark_seen(self, code: str, area: str, year: int, level: str, note: str, *, by: str) -> Flag:
        """Record that the office knows of the warning of a year, and what it makes of it (may be empty).

        Raises UnknownName, ValueError for another level.
        """
        return self._put(MARK, code, area, year, level, note, by)

    def _put(self, kind: str, code: str, area: str, year: int, level: str, note: str, by: str) -> Flag:
        if level not in LEVELS:
            raise ValueError(f"a level is one of {', '.join(LEVELS)}, not {level!r}")

        def work(cursor: Cursor, change: Change) -> tuple[Flag, str]:
            keys = keys_of(cursor, code, area)
            change.after.update(code=code, area=area, year=year, level=level, note=note.strip())
            row = [change.id, *keys, year, level, note.strip(), change.at, by]
            cursor.execute(statements("flags")[f"put_{kind}"], row)
            return _read(cursor, None, change.id)[0], str(change.id)

        return self._database.write(f"alert_{kind}", by, work)

    def retract(self, number: str, *, reason: str, by: str) -> Flag:
        """Take a warning or a mark back by its number. Raises UnknownRecord, AlreadyRetracted."""
        return retract(
            self._database, number, reason, by,
            read=lambda cursor, record: _read(cursor, None, record), told=_told,
        )  # fmt: skip

    def every(self, area: str | None = None) -> list[Flag]:
        """All warnings raised by hand and marks, those taken back too, the newest first."""
        return _read(self._database.cursor(), area_key(area) if area else None, None)


def _told(flag: Flag) -> dict[str, Any]:
    told = {"code": flag.code, "area": flag.area, "year": flag.year, "level": flag.level, "note": flag.note}
    return {"record": f"alert_{flag.kind}", **told}


def _read(cursor: Cursor, area: int | None, record: UUID | None) -> list[Flag]:
    rows: list[Any] = cursor.execute(
        statements("flags")["flags"], {"area": area, "record": record}
    ).fetchall()
    found: list[list[Any]] = [[*row[:9], row[9].replace(tzinfo=dt.UTC), *row[10:]] for row in rows]
    return [Flag(*row) for row in found]
