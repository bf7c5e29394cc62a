"""Locks: figures of a year that nobody may change before somebody has unlocked it and said why.

The whole year is locked by the end of its collection (`Desk.close_year`), one unit's year by a record of its
own. A locked figure stays as it is: no file, entry, decision, undo or purge may touch it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from indicators.store.database import Change, Cursor, Database
from indicators.store.errors import OfficeRefused
from indicators.store.statements import statements


def refuse_locked(cursor: Cursor, submissions: Sequence[UUID], what: str) -> None:
    """Raise OfficeRefused where standing figures of these submissions belong to a locked year."""
    _refuse(cursor, "locked_rows", [list(submissions)], what)


def refuse_locked_held(cursor: Cursor, submission: UUID, recs: Sequence[int], what: str) -> None:
    """Raise OfficeRefused where held figures, or those in their place, belong to a locked year."""
    _refuse(cursor, "locked_held", [submission, list(recs)], what)


def _refuse(cursor: Cursor, name: str, values: list[Any], what: str) -> None:
    sql = statements("approvals")
    if not cursor.execute(sql["any_lock"]).fetchall():
        return
    rows = sorted(set(cursor.execute(sql[name], values).fetchall()), key=lambda row: (row[0], row[1] or ""))
    if not rows:
        return
    year, unit = rows[0]
    code = "locked_unit_year" if unit else "locked_year"
    raise OfficeRefused(code, year=year, unit=unit or "", what=what)


def put_lock(
    database: Database, unit: str, year: int, locked: bool, reason: str, by: str, seat: int | None = None
) -> None:
    """Lock a unit's year or open it again. Raises OfficeRefused where it is so, or without a reason.

    `seat`: the key of the office whose unit it is, None for that of the store's own district.
    """
    if not unit.strip():
        raise OfficeRefused("lock_without_unit")
    if not locked and not reason.strip():
        raise OfficeRefused("unlock_without_reason", year=year)

    def work(cursor: Cursor, change: Change) -> tuple[None, str]:
        sql = statements("approvals")
        held = bool(cursor.execute(sql["lock_state"], {"year": year, "unit": unit, "seat": seat}).fetchall())
        if held is locked:
            raise OfficeRefused("lock_as_it_is", year=year, unit=unit, state="已锁定" if held else "没有锁定")
        change.before.update(locked=held)
        change.after.update(locked=locked, reason=reason.strip())
        row = [change.id, unit.strip(), year, locked, reason.strip(), change.at, by, seat]
        cursor.execute(sql["put_lock"], row)
        return None, f"{unit} {year}"

    database.write("unit_lock" if locked else "unit_unlock", by, work)
