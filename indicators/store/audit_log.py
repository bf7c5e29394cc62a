"""The audit as the rest of the product sees it: noted, read by filters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from indicators.store.audit import Entry, Head
from indicators.store.audit_check import Verified, verify
from indicators.store.database import Database
from indicators.store.statements import statements


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows: from `since` up to before `until` (UTC without zone), of a person, of kinds; None: all."""

    since: dt.datetime | None = None
    until: dt.datetime | None = None
    by: str | None = None
    kinds: Sequence[str] | None = None

    def parameters(self) -> dict[str, Any]:
        """The values for SQL."""
        kinds = None if self.kinds is None else list(self.kinds)
        return {"since": self.since, "until": self.until, "by": self.by, "kinds": kinds}


ALL = Wanted()


class Audit:
    """Reached as `store.audit`; every method raises kinds of StoreError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(
        self,
        kind: str,
        ref: str,
        *,
        by: str,
        origin: str | None = None,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
    ) -> None:
        """Note what is no write of the store: signed in or refused, downloaded, backed up.

        Account, role and origin come from `audit.acting`; `origin` given here goes before that one.
        Writes of the store are noted by themselves. Never give figures, file contents or secrets.
        """
        self._database.note(kind, ref, by, origin, before, after)

    def head(self) -> Head:
        """The last row's number and hash, which stand for all rows up to it."""
        return self._database.head()

    def entries(self, wanted: Wanted = ALL, *, limit: int | None = None, skip: int = 0) -> list[Entry]:
        """Rows, the newest first."""
        values = {**wanted.parameters(), "limit": limit, "skip": skip}
        return [Entry(*row) for row in self._database.read(statements("audit")["entries"], values).fetchall()]

    def count(self, wanted: Wanted = ALL) -> int:
        """How many rows."""
        row = self._database.row(statements("audit")["count"], wanted.parameters())
        return int(row[0]) if row else 0

    def people(self) -> list[str]:
        """The names that occur."""
        return [name for (name,) in self._database.read(statements("audit")["people"]).fetchall()]

    def kinds(self) -> dict[str, int]:
        """The kinds that occur, with how many rows each."""
        return dict(self._database.read(statements("audit")["kinds"]).fetchall())

    def verify(self, noted: str | None = None) -> Verified:
        """Whether no row was changed, removed, added or moved; `noted` is a head written down elsewhere."""
        cursor = self._database.cursor().cursor()
        try:
            cursor.begin()  # one moment, whatever is written meanwhile
            return verify(cursor, noted)
        finally:
            cursor.close()
