"""A cursor on a lake for reading: the lake is its home, and a lost catalogue is tried again."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar
from weakref import WeakSet

import duckdb

from indicators.store.lake_errors import is_aborted, is_lost, told

T = TypeVar("T")
HOME = "lake"
"""The name under which a lake is attached."""

PAUSES = (0.1, 0.3, 0.6, 1.0, 2.0)
"""Seconds before each further try of a reader whose catalogue is gone."""


def fresh(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """A further cursor of DuckDB whose names are the lake's."""
    cursor = connection.cursor()
    cursor.execute(f"USE {HOME}")
    return cursor


def leave(cursor: duckdb.DuckDBPyConnection) -> None:
    """Close a cursor of a lake, whatever became of its transaction."""
    with suppress(duckdb.Error):
        cursor.rollback()
    cursor.close()


class LakeCursor:
    """Like DuckDB's cursor; its own cursors are at home in the lake, too.

    Outside a transaction a statement whose catalogue is gone is tried again a few times. Inside one the
    snapshot is lost with the connection, and whoever began the transaction has to begin anew. Raises
    CatalogLost with a sentence then.
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, shown: str, family: WeakSet[LakeCursor]
    ) -> None:
        """A cursor of `connection` on the lake called `shown`; it joins `family`, all that are open on it."""
        self._connection = connection
        self._place = shown
        self._family = family
        self._begun = False
        self._inner = self._try(lambda: fresh(connection))
        self._last: Callable[[], object] | None = None
        family.add(self)

    def cursor(self) -> LakeCursor:
        """A further cursor, its own transaction."""
        return LakeCursor(self._connection, self._place, self._family)

    def begin(self) -> LakeCursor:
        """Begin a transaction: from its first read on it sees one snapshot."""
        self._inner.begin()
        self._begun = True
        return self

    def commit(self) -> LakeCursor:
        """End the transaction."""
        self._begun = False
        self._try(self._inner.commit, once=True)
        return self

    def rollback(self) -> LakeCursor:
        """Leave the transaction."""
        self._begun = False
        self._inner.rollback()
        return self

    def close(self) -> None:
        """Leave what is open, then close.

        DuckDB 1.5.5 ends the whole process when it closes a transaction whose catalogue is gone: its
        destructor rolls back, and what that throws nobody catches. A rollback asked for is only refused.
        """
        leave(self._inner)

    def __del__(self) -> None:
        with suppress(Exception):
            self.close()

    def execute(self, sql: Any, parameters: object = None) -> LakeCursor:
        """Run a statement, to fetch from this cursor."""
        self._last = lambda: self._inner.execute(sql, parameters)
        self._try(self._last)
        return self

    def fetchall(self) -> list[Any]:
        """The rows that are left."""
        return self._fetch(self._inner.fetchall)

    def fetchone(self) -> Any:
        """The next row."""
        return self._fetch(self._inner.fetchone)

    def fetchmany(self, size: int = 1) -> list[Any]:
        """The next rows."""
        return self._fetch(lambda: self._inner.fetchmany(size))

    def to_arrow_table(self, *arguments: Any, **named: Any) -> Any:
        """The rows that are left, as a table."""
        return self._fetch(lambda: self._inner.to_arrow_table(*arguments, **named))

    def df(self, *arguments: Any, **named: Any) -> Any:
        """The rows that are left, as a frame."""
        return self._fetch(lambda: self._inner.df(*arguments, **named))

    def __getattr__(self, name: str) -> Any:
        if name == "_inner":  # not there yet: its making failed
            raise AttributeError(name)
        return getattr(self._inner, name)

    def _fetch(self, take: Callable[[], T]) -> T:
        """Fetch; where nothing was fetched yet, the statement may be run again."""
        again, self._last = self._last, None
        try:
            return take()
        except duckdb.Error as error:
            if again is None or self._begun or not is_lost(error):
                raise self._told(error) from error

        def anew() -> T:
            again()
            return take()

        return self._try(anew)

    def _try(self, work: Callable[[], T], *, once: bool = False) -> T:
        for pause in (*PAUSES, None):
            try:
                return work()
            except duckdb.Error as error:
                if pause is None or once or self._begun or not is_lost(error):
                    raise self._told(error) from error
            time.sleep(pause)
        raise AssertionError("unreachable")

    def _told(self, error: duckdb.Error) -> Exception:
        """A lost catalogue as its sentence; anything else stays for whoever asked."""
        gone = is_lost(error) or (self._begun and is_aborted(error))
        return told(error, self._place) if gone else error
