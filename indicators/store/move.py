"""A store's whole content in another place: from a file into a lake and back, proven before it is done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any

import duckdb

from indicators.findings import finding
from indicators.model import Place
from indicators.store import audit, carry
from indicators.store.audit_check import verify
from indicators.store.database import Cursor, Database
from indicators.store.errors import StoreError, translate
from indicators.store.lake_place import Given
from indicators.store.opening import attach, create, release, shown


class BadMove(StoreError):  # noqa: N818 - the name says what is the matter
    """A store that could not be moved; `finding` says why."""

    def __init__(self, code: str, place: str, **words: Any) -> None:
        self.code = code
        self.finding = finding(code, Place(file=place), **words)
        Exception.__init__(self, self.finding.message)


@dataclass(frozen=True, slots=True)
class Moved:
    """What was moved: tables, rows, the audit's last row; `later` rows of the audit came after that."""

    tables: int
    rows: int
    number: int
    head: str
    later: int = 0


@contextmanager
def snapshot(database: Database) -> Iterator[Cursor]:
    """A cursor of its own that sees the store as of one moment, whatever is written meanwhile."""
    cursor = database.cursor().cursor()
    try:
        cursor.begin()
        yield cursor
    finally:
        with suppress(duckdb.Error):
            cursor.rollback()
        cursor.close()


def move(source: Given, target: Given, *, by: str = "") -> Moved:
    """Copy all that the store at `source` holds into a new store at `target`; the source stays as it is.

    All tables go as of one moment and in one transaction: figures with their history, files, verdicts,
    accounts, approvals, journal and audit. The new store is then opened, each table's rows and content are
    compared and the audit's chain is checked before this returns. Raises StoreExists where `target` holds
    a store, BadMove where a comparison fails, StoreError.
    """
    held = attach(source)
    try:
        moved = copy_into(held, target)
        told = {"rows": moved.rows, "head": moved.head}
        made = attach(target)
        try:
            made.note("moved_in", shown(source), by, after=told)
        finally:
            release(made)
        later = held.head()[0] - moved.number
        held.note("moved_out", shown(target), by, after=told)
        return replace(moved, later=later)
    finally:
        release(held)


def copy_into(held: Database, target: Given) -> Moved:
    """Make a store at `target` with all that an open store holds, and prove it. Raises as `move` does."""
    with snapshot(held) as cursor:
        try:
            known, (number, head) = carry.sums(cursor), audit.head_of(cursor)
            if not verify(cursor).whole:
                raise BadMove("move_unsound", str(held.path))
            made = create(target, lambda into: _fill(cursor, into, known, target))
        except duckdb.Error as error:
            raise translate(error, held.path) from error
    try:
        with snapshot(made) as cursor:
            if carry.sums(cursor) != known or not verify(cursor).whole:
                raise BadMove("move_differs", shown(target))
    finally:
        release(made)
    return Moved(len(known), sum(count for count, _ in known.values()), number, head)


def _fill(source: Cursor, target: Cursor, known: carry.Sums, place: Given) -> None:
    """Put all rows into a store just made, within its transaction; what differs is not kept."""
    carry.carry(source, target, known)
    if carry.sums(target) != known:
        raise BadMove("move_differs", shown(place))
