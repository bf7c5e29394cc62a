"""Records taken back: their number read, their standing tested, the taking back recorded."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar
from uuid import UUID

from indicators.store.database import Change, Cursor, Database
from indicators.store.errors import AlreadyRetracted, UnknownRecord
from indicators.store.statements import statements


class Said(Protocol):
    """A record that can be taken back."""

    @property
    def retracted(self) -> bool:
        """Whether it has been."""


Record = TypeVar("Record", bound=Said)


def record_id(number: str) -> UUID:
    """A record's number as written in an address or a command. Raises UnknownRecord."""
    try:
        return UUID(number)
    except ValueError:
        raise UnknownRecord(number=number) from None


def retract(
    database: Database,
    number: str,
    reason: str,
    by: str,
    *,
    read: Callable[[Cursor, UUID], Sequence[Record]],
    told: Callable[[Record], Mapping[str, Any]],
) -> Record:
    """Take a record back, so that what counted before it counts again; the record as it stands then.

    `read` finds it by its number (nothing: there is none), `told` says for the audit what is taken
    back. Raises UnknownRecord, AlreadyRetracted.
    """
    record = record_id(number)

    def work(cursor: Cursor, change: Change) -> tuple[Record, str]:
        found = read(cursor, record)
        if not found:
            raise UnknownRecord(number=number)
        if found[0].retracted:
            raise AlreadyRetracted(number=number)
        change.before.update(told(found[0]))
        write_retraction(cursor, change, record, reason)
        return read(cursor, record)[0], number

    return database.write("retraction", by, work)


def write_retraction(cursor: Cursor, change: Change, record: UUID, reason: str) -> None:
    """Write that a record is taken back, within a write."""
    change.after.update(retracted=True, reason=reason)
    cursor.execute(statements("office")["retract"], [change.id, record, reason, change.at, change.by])
