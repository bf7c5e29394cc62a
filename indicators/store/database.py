"""What a store needs of its database, be it a file or a lake: a cursor per thread, one writer at a time."""

from __future__ import annotations

import datetime as dt
import threading
import time
import weakref
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import duckdb

from indicators.store import audit
from indicators.store.errors import StoreClosed, translate
from indicators.store.kept import QUIET_KINDS, Kept
from indicators.store.keys import Ticker
from indicators.store.statements import statements

T = TypeVar("T")
Cursor = duckdb.DuckDBPyConnection
_ATTEMPTS = 8


@dataclass(frozen=True, slots=True)
class Change:
    """One write: its number, its moment (UTC, without zone) and who does it.

    `before` and `after` are filled by the work with what it changes, in words and numbers for the
    audit; of figures only how many, so that a purge leaves the audit as it is.
    """

    id: UUID
    at: dt.datetime
    by: str
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)


Work = Callable[[Cursor, Change], tuple[T, str | None]]


class Database:
    """A connection shared by the whole process. Made by `opening.attach`, given back by `release`."""

    lake = False
    """Whether other processes may write as well."""

    def __init__(self, path: Path, connection: Cursor) -> None:
        self.path = path
        self.holders = 1
        self.kept = Kept()
        self._connection: Cursor | None = connection
        self._writer = self._made(connection)
        self._write_lock = threading.RLock()
        self._lock = threading.Lock()
        self._local = threading.local()
        self._cursors: list[tuple[weakref.ref[threading.Thread], Cursor]] = []
        last = connection.execute(statements("schema")["last_change"]).fetchall()
        self._ticker = Ticker(after=last[0][0] if last else None)
        self._head = audit.head_of(connection)
        self._loud: str | None = None  # the last change that was more than quiet, once asked for

    def cursor(self) -> Cursor:
        """This thread's own cursor (a connection shared by threads returns others' rows)."""
        found: Cursor | None = getattr(self._local, "cursor", None)
        if found is None or self._connection is None:
            with self._lock:
                if self._connection is None:
                    raise StoreClosed(self.path)
                found = self._shown(self._connection)
                self._close_orphans()
                self._cursors.append((weakref.ref(threading.current_thread()), found))
            self._local.cursor = found
        return found

    def _made(self, connection: Cursor) -> Cursor:
        """A further cursor on the connection, for writing."""
        return connection.cursor()

    def _shown(self, connection: Cursor) -> Cursor:
        """A further cursor on the connection, for reading."""
        return self._made(connection)

    def _close_orphans(self) -> None:
        alive = []
        for thread, cursor in self._cursors:
            owner = thread()
            if owner is not None and owner.is_alive():
                alive.append((thread, cursor))
            else:
                cursor.close()
        self._cursors = alive

    def read(self, sql: str, parameters: object = None) -> Cursor:
        """Run a statement on this thread's cursor and return the cursor, to fetch from."""
        try:
            return self.cursor().execute(sql, parameters)
        except duckdb.Error as error:
            raise self._told(error) from error

    def row(self, sql: str, parameters: object = None) -> tuple | None:
        """The first row of a statement's result, the rest let go.

        Not `fetchone`: a result not read to its end keeps its snapshot, and with it every row deleted
        since, for as long as its thread lives.
        """
        rows = self.read(sql, parameters).fetchall()
        return rows[0] if rows else None

    def names(self, sql: str) -> tuple[tuple, ...]:
        """The rows of a statement over areas, catalogue, register, years or settings, which are kept."""
        return self.kept.get(sql, lambda: tuple(self.read(sql).fetchall()))

    def data_version(self) -> str:
        """Changes with every write, by whomever; empty for a store never written."""
        row = self.row(statements("reading")["data_version"])
        return str(row[0]) if row and row[0] else ""

    def figures_version(self) -> str:
        """The same, but unchanged by writes that change no figure, verdict or finding (QUIET_KINDS)."""
        if self._loud is None:
            self._loud = self.data_version()
        return self._loud

    def write(self, kind: str, by: str, work: Work[T]) -> T:
        """Run `work` as one transaction, noted in the journal and the audit; all is kept or nothing.

        `work` returns its result and a reference for the journal; a reference of None means that
        nothing was to be written, and nothing is. Conflicts with another writer are tried again.
        """
        with self._write_lock:
            if self._connection is None:
                raise StoreClosed(self.path)
            for attempt in range(_ATTEMPTS):
                change = Change(self._ticker.next(), dt.datetime.now(dt.UTC).replace(tzinfo=None), by)
                try:
                    return self._transact(kind, change, work)
                except duckdb.TransactionException as error:
                    if attempt == _ATTEMPTS - 1:
                        raise self._told(error) from error
                    time.sleep(0.01 * 2**attempt)
                except duckdb.Error as error:
                    raise self._told(error) from error
        raise AssertionError("unreachable")

    def maintain(self, work: Callable[[Cursor], None]) -> None:
        """Run work that is no transaction (a checkpoint) on the writer's cursor, nothing else writing."""
        with self._write_lock:
            if self._connection is None:
                raise StoreClosed(self.path)
            with self._lock:
                self._close_orphans()
            try:
                work(self._writer)
            except duckdb.Error as error:
                raise self._told(error) from error

    def _transact(self, kind: str, change: Change, work: Work[T]) -> T:
        cursor = self._writer
        cursor.begin()
        try:
            result, reference = work(cursor, change)
            if reference is None:
                cursor.rollback()
                return result
            row = [change.id, kind, reference, change.at, change.by]
            cursor.execute(statements("schema")["journal"], row)
            head = audit.append(
                cursor, self._head, kind, reference, change.at, change.by,
                change=change.id, before=change.before, after=change.after,
            )  # fmt: skip
            cursor.commit()
        except BaseException:
            roll_back(cursor)
            raise
        self._head = head
        self.kept.written(kind)
        if kind not in QUIET_KINDS:
            self._loud = str(change.id)
        return result

    def note(
        self,
        kind: str,
        ref: str,
        by: str,
        origin: str | None = None,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
    ) -> None:
        """Note in the audit what is no write of the store."""
        now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
        self.seal(
            lambda cursor, head: audit.append(
                cursor, head, kind, ref, now, by, origin=origin, before=before, after=after
            )
        )

    def head(self) -> audit.Head:
        """The number and hash of the audit's last row."""
        return self._head

    def cover(self) -> None:
        """Take the journal's rows that came from elsewhere under the audit."""
        self.seal(audit.begin)

    def seal(self, add: Callable[[Cursor, audit.Head], audit.Head]) -> None:
        """Add rows to the audit in a transaction of their own."""
        made: list[audit.Head] = []

        def work(cursor: Cursor) -> None:
            cursor.begin()
            try:
                made.append(add(cursor, self._head))
                cursor.commit()
            except BaseException:
                roll_back(cursor)
                raise

        with self._write_lock:
            self.maintain(work)
            self._head = made[-1]

    def _told(self, error: duckdb.Error) -> Exception:
        """The error for a person where the store is at fault; a caller's mistake stays as it is."""
        if isinstance(error, (duckdb.ProgrammingError, duckdb.DataError, duckdb.IntegrityError)):
            return error
        return translate(error, self.path)

    def alone(self) -> AbstractContextManager[object]:
        """The writer's lock, which the same thread may take again."""
        return self._write_lock

    def close(self) -> None:
        """Close every cursor and the connection; the log is written into the file."""
        with self._write_lock, self._lock:
            if self._connection is None:
                return
            for _, cursor in self._cursors:
                cursor.close()
            self._cursors = []
            self._writer.close()
            self._connection.close()
            self._connection = None


def roll_back(cursor: Cursor) -> None:
    """Leave a transaction that failed."""
    # The transaction may be gone already, or the database itself; the first error tells.
    with suppress(duckdb.Error):
        cursor.rollback()
