"""A lake held by this process: DuckDB with the lake attached; other processes read and write it as well.

A write is one DuckLake transaction. It reads the audit's head and the last change first, and with that its
snapshot stands; whatever anybody commits from then on makes its own commit fail, and the work is done again
on the newer snapshot. Where the connection is lost at the commit, nobody knows whether it came through: the
next try first asks the audit for the row that the lost one made.
"""

from __future__ import annotations

import datetime as dt
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, TypeVar, cast
from uuid import UUID
from weakref import WeakSet

import duckdb

from indicators.store import audit, schema
from indicators.store.database import Change, Cursor, Database, Work, roll_back
from indicators.store.errors import CatalogDoubt, CatalogLost, LakeBusy, LakeUpgraded, StoreClosed
from indicators.store.kept import FILE_KINDS, Kept
from indicators.store.lake_catalog import Catalog
from indicators.store.lake_cursor import LakeCursor, fresh, leave
from indicators.store.lake_errors import is_aborted, is_conflict, is_lost, told
from indicators.store.places import Lake
from indicators.store.statements import statements

T = TypeVar("T")
Try = tuple[audit.Head, Any]
PATIENCE = 60.0
"""Seconds for which a writer waits for a catalogue that is gone."""

_NO_NAMES = FILE_KINDS | {"note"}
CONFLICTS = 60
"""So often a write is done again because others were first."""


class Watched(Kept):
    """Values kept while nobody wrote, in this process or another; asks the catalogue at each look."""

    def __init__(self, catalog: Catalog) -> None:
        super().__init__()
        self._catalog = catalog
        self._seen = -1
        self.strange = 0
        self._looking = threading.Lock()

    def get(self, key: Any, make: Callable[[], T]) -> T:
        """The value under `key`, made again where it may be another by now."""
        self.look()
        return super().get(key, make)

    def written(self, kind: str) -> None:
        """Nothing: this process's own writes show in the catalogue like any others."""

    def look(self) -> int:
        """The newest snapshot; what is kept goes when one after the last look may have changed a name."""
        with self._looking:
            now = self._catalog.snapshot()
            if now != self._seen:
                kinds = {""} if self._seen < 0 else self._catalog.kinds_since(self._seen)
                self._turn += not kinds <= _NO_NAMES
                self.strange += "" in kinds
                self._seen = now
            return now


class LakeDatabase(Database):
    """Made by `lake_opening.attach`."""

    lake = True

    def __init__(self, path: Path, lake: Lake, catalog: Catalog, connection: Cursor) -> None:
        self.place = lake
        self._catalog = catalog
        self._family: WeakSet[LakeCursor] = WeakSet()
        super().__init__(path, connection)
        self.kept: Watched = Watched(catalog)
        self._version: tuple[int, str] = (-1, "")
        self._knows = schema.known()
        self._strange = 0
        self._tries: list[Try] = []
        self._expected: UUID | str | None = None
        self._alone = 0

    def _made(self, connection: Cursor) -> Cursor:
        return fresh(connection)

    def _shown(self, connection: Cursor) -> Cursor:
        return cast(Cursor, LakeCursor(connection, self.place.shown, self._family))

    def data_version(self) -> str:
        """The last change's number; asked anew only when somebody wrote."""
        now = self.kept.look()
        if self._strange != (strange := self.kept.strange):
            row = self.row(statements("schema")["version"])
            self._refuse_newer(row[0] if row else 0)
            self._strange = strange
        if self._version[0] != now:
            self._version = (now, super().data_version())
        return self._version[1]

    def figures_version(self) -> str:
        """That of all data: others write here, too."""
        return self.data_version()

    def head(self) -> audit.Head:
        """The number and hash of the audit's last row, whoever wrote it."""
        return audit.head_of(self.cursor())

    def write(self, kind: str, by: str, work: Work[T]) -> T:
        """Run `work` as one transaction, again after others' commits and lost connections.

        Raises CatalogLost where the catalogue stays away, CatalogDoubt where it went at the commit,
        LakeBusy where others were always first.
        """

        def run(cursor: Cursor) -> tuple[Any, Try | None]:
            last, head = self._standing(cursor)
            self._refuse_moved(last)
            now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
            change = Change(self._ticker.next_after(last), now, by)
            result, reference = work(cursor, change)
            if reference is None:
                return result, None
            row = [change.id, kind, reference, change.at, change.by]
            cursor.execute(statements("schema")["journal"], row)
            made = audit.append(
                cursor, head, kind, reference, change.at, change.by,
                change=change.id, before=change.before, after=change.after,
            )  # fmt: skip
            return result, (made, (result, change.id))

        result, number = self._until_through(lambda: self._once(kind, run))
        if self._alone and number is not None:
            self._expected = number
        return cast(T, result)

    def seal(self, add: Callable[[Cursor, audit.Head], audit.Head]) -> None:
        """Add rows to the audit in a transaction of their own."""

        def run(cursor: Cursor) -> tuple[Any, Try | None]:
            return None, (add(cursor, self._standing(cursor)[1]), (None, None))

        self._until_through(lambda: self._once("note", run))

    def maintain(self, work: Callable[[Cursor], None]) -> None:
        """Run work with transactions of its own on the writer's cursor, others waiting."""
        with self._write_lock, self._catalog.turn():
            super().maintain(work)

    def upkeep(self, work: Callable[[Cursor], T]) -> T:
        """Run a statement that is a commit of its own and changes no record, again where it must be."""
        return self._until_through(lambda: work(self._writer))

    def ask(self, sql: str) -> list[tuple]:
        """Ask the catalogue's own tables. Raises CatalogLost, CatalogRefused."""
        return self._catalog.ask(sql)

    def alone(self) -> AbstractContextManager[object]:
        """While it lasts no other thread writes; where another process did, a write in it is refused."""
        return self._turn()

    def close(self) -> None:
        """Close every cursor and both doors to the catalogue."""
        with self._write_lock:
            leave(self._writer)
            for cursor in tuple(
                self._family
            ):  # DuckDB would close them, and end the process (LakeCursor.close)
                cursor.close()
            super().close()
        self._catalog.close()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        with self._write_lock, self._catalog.turn():
            if not self._alone:
                row = self.row(statements("reading")["data_version"])
                self._expected = (row[0] if row else None) or ""
            self._alone += 1
            try:
                yield
            finally:
                self._alone -= 1
                self._expected = self._expected if self._alone else None

    def _refuse_moved(self, last: UUID | None) -> None:
        """What was compared before this write must still stand."""
        if self._alone and self._expected != (last or ""):
            raise LakeBusy(self.place.shown)

    def _refuse_newer(self, version: int) -> None:
        """What a newer program made of the tables while this one ran, this one does not know to write."""
        if version > self._knows:
            raise LakeUpgraded(self.place.shown)

    def _standing(self, cursor: Cursor) -> tuple[UUID | None, audit.Head]:
        """The last change and the audit's head; with this read the transaction's snapshot stands."""
        last, number, seal, version = cursor.execute(statements("lake")["standing"]).fetchall()[0]
        self._refuse_newer(version)
        return last, ((int(number), str(seal)) if number else (0, ""))

    def _until_through(self, once: Callable[[], T]) -> T:
        """Do a piece of work again after others' commits and lost connections, until it is through."""
        with self._write_lock, self._catalog.turn():
            if self._connection is None:
                raise StoreClosed(self.place.shown)
            self._tries, conflicts, until = [], 0, time.monotonic() + PATIENCE
            while True:
                try:
                    return once()
                except (duckdb.Error, CatalogLost) as error:
                    if is_conflict(error) and conflicts < CONFLICTS:
                        conflicts += 1
                        time.sleep(random.uniform(0.2, 1) * min(0.02 * conflicts, 0.5))  # noqa: S311 - no secret
                    elif (is_lost(error) or is_aborted(error)) and time.monotonic() < until:
                        time.sleep(random.uniform(0.2, 1))  # noqa: S311 - no secret
                        self._catalog.keep_turn()
                    else:
                        raise self._last_word(error) from error

    def _once(self, kind: str, run: Callable[[Cursor], tuple[Any, Try | None]]) -> tuple[Any, Any]:
        """One try: the result and the change's number; nothing is kept where it raises."""
        cursor = self._writer
        cursor.begin()
        try:
            if (earlier := self._made_it(cursor)) is not None:
                cursor.rollback()
                return cast(tuple[Any, Any], earlier)
            result, made = run(cursor)
            if made is None:
                cursor.rollback()
                return result, None
            cursor.execute(statements("lake")["kind"], ["", kind])
            self._tries.append(made)
            cursor.commit()
        except BaseException:
            roll_back(cursor)
            raise
        self._tries = []
        return cast(tuple[Any, Any], made[1])

    def _made_it(self, cursor: Cursor) -> Any:
        """What an earlier try gave whose commit came through although nobody heard of it."""
        for (number, seal), result in self._tries:
            if cursor.execute(statements("lake")["made_it"], [number, seal]).fetchall() != [(0,)]:
                return result
        return None

    def _last_word(self, error: Exception) -> Exception:
        if is_conflict(error):
            return LakeBusy(self.place.shown)
        if self._tries and (is_lost(error) or is_aborted(error)):
            return CatalogDoubt(self.place.shown)
        return self._told(cast(duckdb.Error, error))

    def _told(self, error: duckdb.Error) -> Exception:
        if is_lost(error) or is_aborted(error):
            return told(error, self.place.shown)
        if isinstance(error, (duckdb.ProgrammingError, duckdb.DataError, duckdb.IntegrityError)):
            return error
        return told(error, self.place.shown)
