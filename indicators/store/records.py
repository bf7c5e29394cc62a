"""All records as they stand, table by table, with names in place of keys: to be carried elsewhere and back.

Nothing here knows the tables by heart: the columns come from the database itself, so that a table of a
later schema version travels too. A key stands as the name it was hashed from; where that cannot be
told, as "#" and its digits.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import pyarrow as pa

from indicators.neutral import neutral_sql, plain
from indicators.store.database import Cursor, Database
from indicators.store.keys import NATION, key
from indicators.store.statements import statements

CHUNK = 200_000
"""Rows read or written at a time."""

LEFT_OUT = frozenset(("store_meta", "account", "audit", "breakdown", "purge_kept", "purge_noise"))
"""What does not travel: the file's versions, accounts and audit, what follows from others, scratch."""

MOMENT = "%Y-%m-%dT%H:%M:%S.%fZ"
_AREA_COLUMNS = {("area", "parent"), ("area_event", "source"), ("area_event", "target")}


@dataclass(frozen=True, slots=True)
class RecordColumn:
    """A column: its name, its type in the store; `means` says of what a key in it is.

    That is area, indicator, unit or breakdown; None: the column holds no key.
    """

    name: str
    kind: str
    means: str | None = None


@dataclass(frozen=True, slots=True)
class RecordTable:
    """A table with the columns that travel; `derived` are those that follow from others (period)."""

    name: str
    columns: tuple[RecordColumn, ...]
    derived: tuple[str, ...] = ()


def tables_of(cursor: Cursor) -> list[RecordTable]:
    """The tables of records, by name."""
    found: dict[str, list[tuple[str, str]]] = {}
    for table, column, kind in cursor.execute(statements("records")["columns"]).fetchall():
        found.setdefault(table, []).append((column, kind))
    return [_table(name, columns) for name, columns in found.items() if name not in LEFT_OUT]


def _table(name: str, columns: list[tuple[str, str]]) -> RecordTable:
    names = {column for column, _ in columns}
    derived = tuple(sorted({"period"} & names)) if "period_label" in names else ()
    kept = (
        RecordColumn(column, kind, _meaning(name, column) if kind == "BIGINT" else None)
        for column, kind in columns
        if column not in derived and kind != "BLOB"
    )
    return RecordTable(name, tuple(kept), derived)


def _meaning(table: str, column: str) -> str | None:
    if (table, column) in _AREA_COLUMNS:
        return "area"
    return column if column in ("area", "indicator", "unit", "breakdown") else None


def key_of(kind: str, text: str) -> int:
    """The key for a name as it travels: hashed from the name, or "#" with its digits."""
    if text[:1] == "#" and text[1:2] != "#":
        return int(text[1:])
    return key(kind, text[1:] if text[:1] == "#" else text)


@dataclass(frozen=True, slots=True)
class Moment:
    """When a result was published: the last write before it, the catalogue, the time (UTC, without zone)."""

    data_version: str
    catalog_version: int | None
    at: dt.datetime

    def cut(self, table: RecordTable) -> str:
        """The condition by which a row `o` of a table had been recorded by then."""
        number = f"CAST('{self.data_version or '00000000-0000-0000-0000-000000000000'}' AS UUID)"
        names = {column.name for column in table.columns}
        if table.name == "file_bytes":
            return f"o.recorded_at <= TIMESTAMP '{self.at}'"
        if "recorded_at" in names:
            return f"o.recorded_at <= TIMESTAMP '{self.at}' AND {_before(table, number)}"
        if "version" in names:
            return f"o.version <= {int(self.catalog_version or 0)}"
        return _before(table, number)


class Reader:
    """All tables as of one moment, whatever is written meanwhile; use as a context."""

    def __init__(self, database: Database, moment: Moment | None = None) -> None:
        """`moment`: only what had been recorded by then."""
        self.cursor: Cursor = database.cursor().cursor()
        self._moment = moment

    def __enter__(self) -> Self:
        self.cursor.begin()
        self.cursor.execute(
            "CREATE OR REPLACE TEMP TABLE travel_name (kind VARCHAR, key BIGINT, name VARCHAR)"
        )
        rows = self.cursor.execute(statements("records")["names"]).fetchall()
        named = {(kind, number): text for kind, number, text in rows if key(kind, text) == number}
        named["area", key("area", NATION)] = NATION
        escaped = [(*found, f"#{text}" if text[:1] == "#" else text) for found, text in named.items()]
        kinds, keys, names = ([row[at] for row in escaped] for at in range(3))
        incoming = pa.table({"kind": pa.array(kinds, pa.string()), "key": pa.array(keys, pa.int64()),
                             "name": pa.array(names, pa.string())})  # fmt: skip
        self.cursor.register("travel_incoming", incoming)
        self.cursor.execute("INSERT INTO travel_name FROM travel_incoming")
        self.cursor.unregister("travel_incoming")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.cursor.close()

    def tables(self) -> list[RecordTable]:
        """The tables of records, by name."""
        return tables_of(self.cursor)

    def count(self, table: RecordTable) -> int:
        """How many rows of a table travel."""
        found = self.cursor.execute(
            f"SELECT count(*) FROM {table.name} o WHERE {self._cut(table)}"  # noqa: S608 - names of the store's own tables and columns, its own moment
        ).fetchall()
        return int(found[0][0])

    def rows(self, table: RecordTable) -> Iterator[pa.Table]:
        """The rows in the order in which they were recorded, some at a time; texts are neutral."""
        last = self.cursor.execute(f"SELECT max(rowid) FROM {table.name}").fetchall()[0][0]  # noqa: S608 - names of the store's own tables and columns, its own moment
        columns = ", ".join(f"{_shown(column)} AS {column.name}" for column in table.columns)
        joins = " ".join(
            f"LEFT JOIN travel_name n_{column.name} ON n_{column.name}.kind = '{column.means}'"
            f" AND n_{column.name}.key = o.{column.name}"
            for column in table.columns
            if column.means
        )
        sql = (
            f"SELECT {columns} FROM {table.name} o {joins}"  # noqa: S608 - names of the store's own tables and columns, its own moment
            f" WHERE o.rowid >= ? AND o.rowid < ? AND {self._cut(table)} ORDER BY o.rowid"
        )
        for start in range(0, -1 if last is None else last + 1, CHUNK):
            yield self.cursor.execute(sql, [start, start + CHUNK]).to_arrow_table()
        if last is None:
            yield self.cursor.execute(sql, [0, 0]).to_arrow_table()

    def units(self) -> list[str]:
        """The names of all units that ever sent a file."""
        kept = next(table for table in self.tables() if table.name == "submission")
        sql = f"SELECT DISTINCT unit FROM submission o WHERE unit <> '' AND {self._cut(kept)} ORDER BY unit"  # noqa: S608 - names of the store's own tables and columns, its own moment
        return [name for (name,) in self.cursor.execute(sql).fetchall()]

    def files(self) -> Iterator[tuple[str, bytes]]:
        """The bytes of every kept file, by their SHA-256."""
        kept = next(table for table in self.tables() if table.name == "file_bytes")
        sql = f"SELECT sha256 FROM file_bytes o WHERE {self._cut(kept)} ORDER BY rowid"  # noqa: S608 - names of the store's own tables and columns, its own moment
        digests = self.cursor.execute(sql).fetchall()
        for (digest,) in digests:
            sql = "SELECT bytes FROM file_bytes WHERE sha256 = ? LIMIT 1"
            yield digest, self.cursor.execute(sql, [digest]).fetchall()[0][0]

    def _cut(self, table: RecordTable) -> str:
        """The condition by which a row had been recorded by the moment asked for."""
        return self._moment.cut(table) if self._moment else "TRUE"


def _before(table: RecordTable, number: str) -> str:
    """Of a table whose rows carry the number of their write (its first UUID): that it is not a later one."""
    own = next((column.name for column in table.columns if column.kind == "UUID"), None)
    return f"o.{own} <= {number}" if own else "TRUE"


def _shown(column: RecordColumn) -> str:
    own = f"o.{column.name}"
    if column.means:
        whole = f"WHEN {own} = 0 THEN NULL " if column.means == "breakdown" else ""
        name = f"n_{column.name}.name"
        known = neutral_sql(name)
        return (
            f"CASE WHEN {own} IS NULL THEN NULL {whole}WHEN {name} IS NULL THEN '#' || {own} ELSE {known} END"
        )
    if column.kind == "VARCHAR":
        return neutral_sql(own)
    if column.kind == "TIMESTAMP":
        return f"strftime({own}, '{MOMENT}')"
    return f"CAST({own} AS VARCHAR)" if column.kind in ("UUID", "DATE") else own


def keyed(column: pa.ChunkedArray, kind: str) -> pa.Array:
    """Names as they travel -> keys, each distinct name looked up once; "#" must have digits after it."""
    coded = column.combine_chunks().dictionary_encode()
    keys = pa.array([key_of(kind, plain(text)) for text in coded.dictionary.to_pylist()], pa.int64())
    found: Any = keys.take(coded.indices) if len(keys) else pa.nulls(len(column), pa.int64())
    return found.fill_null(0) if kind == "breakdown" else found
