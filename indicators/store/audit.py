"""Who did what, when and from where: one row a write, each sealed with the hash of the row before it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import duckdb

from indicators.store.statements import statements

Cursor = duckdb.DuckDBPyConnection
Head = tuple[int, str]
"""The last row's number and hash; (0, "") before the first row."""

BEGAN = "chain_began"
"""The kind of a row that names the state of the journal's rows that have no row of their own."""

LOCAL, COMMAND = "本机", "命令行"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: account (empty without one), role, and from where: an address, 本机 or 命令行."""

    login: str = ""
    role: str = ""
    origin: str = LOCAL
    name: str = ""


_acting: ContextVar[Actor | None] = ContextVar("acting", default=None)
ACTOR = "actor"
"""In what stands after: who acted, where the record bears another's name (as the journal does)."""
_ask: list[Callable[[], Actor | None]] = []


@contextmanager
def acting(login: str, role: str, origin: str, name: str = "") -> Iterator[None]:
    """While it lasts, what this thread (or task) writes is noted as done by this account from there."""
    token = _acting.set(Actor(login, role, origin, name))
    try:
        yield
    finally:
        _acting.reset(token)


def ask_who(find: Callable[[], Actor | None]) -> None:
    """Give the function that tells who acts where no `acting` block says so (None: it cannot tell)."""
    _ask[:] = [find]


def who() -> Actor:
    """Who acts in this thread."""
    told = _acting.get()
    if told is None and _ask:
        told = _ask[0]()
    return told or Actor()


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the chain. `change` is the journal's number of a write, None for what is no write.

    `at` is UTC without zone; `before` and `after` are JSON texts or None.
    """

    number: int
    change: UUID | None
    at: dt.datetime
    login: str
    name: str
    role: str
    origin: str
    kind: str
    ref: str
    before: str | None
    after: str | None
    previous: str
    hash: str = ""

    def sealed(self) -> str:
        """The hash that belongs to this content: SHA-256 over the fields as canonical JSON.

        An array of the fields in their order without the hash itself; `change` and `at` as texts
        (microseconds always), UTF-8, no blanks.
        """
        fields = [
            self.number,
            str(self.change) if self.change else None,
            self.at.isoformat(timespec="microseconds"),
            self.login,
            self.name,
            self.role,
            self.origin,
            self.kind,
            self.ref,
            self.before,
            self.after,
            self.previous,
        ]
        return digest(fields)


def digest(value: object) -> str:
    """SHA-256 of a value's canonical JSON, in hexadecimal digits."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def told(value: Mapping[str, Any] | None) -> str | None:
    """What was before or after as JSON text with sorted keys; None for nothing."""
    return None if not value else json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def head_of(cursor: Cursor) -> Head:
    """The last row's number and hash."""
    number, seal = cursor.execute(statements("audit")["head"]).fetchall()[0]
    return (int(number), str(seal)) if number else (0, "")


def append(
    cursor: Cursor,
    head: Head,
    kind: str,
    ref: str,
    at: dt.datetime,
    by: str,
    *,
    change: UUID | None = None,
    origin: str | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> Head:
    """Write the next row, within the caller's transaction; the head that it makes."""
    actor = who()
    if actor.login and actor.name and by not in ("", actor.name):  # a unit's file that the office accepts
        after = {**(after or {}), ACTOR: actor.name}
    row = Entry(
        head[0] + 1, change, at, actor.login, by or actor.name, actor.role, origin or actor.origin,
        kind, ref, told(before), told(after), head[1],
    )  # fmt: skip
    seal = row.sealed()
    values: Sequence[Any] = [
        row.number, row.change, row.at, row.login, row.name, row.role, row.origin, row.kind, row.ref,
        row.before, row.after, row.previous, seal,
    ]  # fmt: skip
    cursor.execute(statements("audit")["insert"], values)
    return row.number, seal


def journal_state(cursor: Cursor) -> dict[str, Any]:
    """Number and digest of the journal's rows that have no row in the chain."""
    seal, count = hashlib.sha256(), 0
    found = cursor.execute(statements("audit")["uncovered"])
    while rows := found.fetchmany(10_000):
        for change, kind, ref, at, by in rows:
            seal.update(digest([change, kind, ref, at.isoformat(timespec="microseconds"), by]).encode())
            count += 1
    return {"journal": count, "digest": seal.hexdigest()}


def begin(cursor: Cursor, head: Head = (0, "")) -> Head:
    """Write a row that names the state of the journal, within the caller's transaction."""
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    return append(cursor, head, BEGAN, "", now, "", after=journal_state(cursor))
