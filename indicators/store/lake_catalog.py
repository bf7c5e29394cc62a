"""What a lake's PostgreSQL is asked beside DuckLake: who writes now, and whether anything was written."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

from indicators.store.errors import NoCluster
from indicators.store.lake_cursor import PAUSES
from indicators.store.lake_errors import is_lost, told
from indicators.store.places import Lake

T = TypeVar("T")
_LOCK = 0x7475_706C  # one number for this product; advisory locks are per database
PATIENCE = 120
"""Seconds for which another writer is waited for; then chance decides who is first."""

LONG_GONE = 10
"""Seconds after tries in vain in which the next question is tried once only."""

DEFAULTS = (("connect_timeout", "10"), ("application_name", "two-plans"))


def conninfo(lake: Lake) -> str:
    """What libpq is given: a server that does not answer is given up after some seconds."""
    named = {name for name, _ in lake.keywords}
    more = tuple(pair for pair in DEFAULTS if pair[0] not in named)
    return Lake((*lake.keywords, *more)).conninfo


class Catalog:
    """Two connections, made at first use and made anew when lost: one that looks, one that holds the lock."""

    def __init__(self, lake: Lake) -> None:
        self._lake = lake
        self._look: Any = None
        self._hold: Any = None
        self._looking = threading.Lock()
        self._depth = 0
        self._gone = 0.0

    def ask(self, sql: str, parameters: tuple = ()) -> list[tuple]:
        """The rows of a query. Raises CatalogLost after a few tries, CatalogRefused."""

        def run() -> list[tuple]:
            if self._look is None or self._look.closed:
                self._look = self._connected()
            return list(self._look.execute(sql, parameters).fetchall())

        with self._looking:
            return self._tried(run)

    def exists(self) -> bool:
        """Whether DuckLake's tables are there. Raises CatalogLost, CatalogRefused."""
        return self.ask("SELECT to_regclass('ducklake_snapshot')") != [(None,)]

    def data_path(self) -> str | None:
        """The data path that the catalogue names."""
        rows = self.ask("SELECT value FROM ducklake_metadata WHERE key = 'data_path'")
        return str(rows[0][0]) if rows else None

    def snapshot(self) -> int:
        """The newest snapshot's number."""
        return int(self.ask("SELECT max(snapshot_id) FROM ducklake_snapshot")[0][0])

    def kinds_since(self, snapshot: int) -> set[str]:
        """What kinds of writes made the snapshots after this one.

        "" for what is no write of a store, and where snapshots are gone that may have been any.
        """
        rows = self.ask(
            "SELECT coalesce(commit_message, ''), snapshot_id FROM ducklake_snapshot_changes"
            " WHERE snapshot_id > %s ORDER BY snapshot_id",
            (snapshot,),
        )
        complete = [number for _, number in rows] == list(range(snapshot + 1, snapshot + 1 + len(rows)))
        return {kind for kind, _ in rows} | (set() if rows and complete else {""})

    @contextmanager
    def turn(self) -> Iterator[None]:
        """While it lasts, other processes' writers wait, as far as the catalogue can be reached.

        Nothing depends on it but speed: what others write all the same makes a commit fail. The caller
        holds a lock of its own: threads of one process never meet here.
        """
        self._depth += 1
        try:
            if self._depth == 1:
                self.keep_turn()
            yield
        finally:
            self._depth -= 1
            if not self._depth and self._hold is not None:
                with suppress(Exception):
                    self._hold.execute("SELECT pg_advisory_unlock_all()")

    def keep_turn(self) -> None:
        """Take the lock, again where the connection that held it was lost; without one it goes on, too."""
        try:
            if self._hold is not None and not self._hold.closed:
                rows = self._hold.execute(
                    "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
                ).fetchall()
                if rows:
                    return
            else:
                self._hold = self._connected()
                self._hold.execute(f"SET lock_timeout = '{PATIENCE}s'")
            self._hold.execute("SELECT pg_advisory_lock(%s)", (_LOCK,))
        except NoCluster:
            raise
        except Exception:  # gone, or nobody gave way: the commit itself tells who was first
            self._hold = None

    def close(self) -> None:
        """Give both connections back."""
        for held in (self._look, self._hold):
            with suppress(Exception):
                if held is not None:
                    held.close()

    def _connected(self) -> Any:
        try:
            import psycopg
        except ImportError as error:
            raise NoCluster(version="", missing="psycopg") from error
        return psycopg.connect(conninfo(self._lake), autocommit=True)

    def _tried(self, run: Callable[[], T]) -> T:
        waited = time.monotonic() - self._gone < LONG_GONE  # nobody waits again for what is away still
        for pause in (*(() if waited else PAUSES), None):
            try:
                return run()
            except NoCluster:
                raise
            except Exception as error:
                self._look = None
                if pause is None or not is_lost(error):
                    self._gone = time.monotonic() if is_lost(error) else 0.0
                    raise told(error, self._lake.shown) from error
            time.sleep(pause)
        raise AssertionError("unreachable")
