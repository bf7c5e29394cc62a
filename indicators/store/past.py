"""A store as it was at the moment of a published result: the same views over the records made by then.

On a cursor of its own every table of records is hidden behind a view of the same name that shows what had
been recorded by then, and the store's views are made anew over these. Whatever asks by the tables' and
views' names is answered as it would have been at that moment. For reading only.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, NoReturn, cast

from indicators.store import statements as sql
from indicators.store.database import Cursor, Database
from indicators.store.kept import Kept
from indicators.store.records import Moment, tables_of


class _PastCursor:
    """A cursor that shows the past, and whose own cursors do."""

    def __init__(self, inner: Cursor, past: Past) -> None:
        self._inner = inner
        self._past = past

    def cursor(self) -> Cursor:
        return self._past.fresh()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


class Past(Database):
    """What a database held at a moment; made from the live one, which stays open for it."""

    def __init__(self, live: Database, moment: Moment) -> None:
        self.path = live.path
        self.holders = 1
        self.kept = Kept()
        self._loud = None
        self._live = live
        self._moment = moment
        self._script = ""
        self._own = threading.local()

    def cursor(self) -> Cursor:
        """This thread's own cursor."""
        found: Cursor | None = getattr(self._own, "cursor", None)
        if found is None:
            found = self._own.cursor = self.fresh()
        return found

    def fresh(self) -> Cursor:
        """A new cursor that shows the past."""
        inner = self._live.cursor().cursor()
        self._script = self._script or _script(inner, self._moment)
        inner.execute(self._script)
        return cast(Cursor, _PastCursor(inner, self))

    def write(self, kind: str, by: str, work: Callable[..., Any]) -> NoReturn:
        """Refuse: what was cannot be written."""
        raise TypeError(f"the past is for reading: {kind} by {by}")

    def maintain(self, work: Callable[[Cursor], None]) -> NoReturn:
        """Refuse, as `write` does."""
        raise TypeError("the past is for reading")

    def alone(self) -> AbstractContextManager[object]:
        """The live database's lock."""
        return self._live.alone()

    def close(self) -> None:
        """Give this thread's cursor back; the live database stays open."""
        found: Cursor | None = getattr(self._own, "cursor", None)
        if found is not None:
            self._own.cursor = None
            cast(Any, found)._inner.close()


def _script(cursor: Cursor, moment: Moment) -> str:
    """The statements that hide every table behind what it held, and renew the views over them."""
    (home,) = cursor.execute("SELECT current_database()").fetchall()[0]
    name = home.replace('"', '""')
    hidden = [
        f'CREATE TEMP VIEW {table.name} AS SELECT * FROM "{name}".main.{table.name} o'  # noqa: S608 - names of the store's own tables, its own moment
        f" WHERE {moment.cut(table)};"
        for table in tables_of(cursor)
    ]
    views, _ = sql.views()
    return "\n".join([*hidden, views.replace("CREATE OR REPLACE VIEW", "CREATE OR REPLACE TEMP VIEW")])
