"""All tables of a store, row by row, into another one: what backups of a lake and moving have in common.

Nothing here knows the tables by heart: they come from the store itself, so that a later table travels too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import chain

import duckdb
import pyarrow as pa

from indicators.store.database import Cursor
from indicators.store.statements import statements

CHUNK = 2_000_000
"""Rows ordered at a time."""
BATCH = 100_000
"""Rows handed over at a time."""
Sums = Mapping[str, tuple[int, str]]
"""By table its rows and the sum of its rows' hashes, which does not depend on their order."""


def sums(cursor: Cursor) -> dict[str, tuple[int, str]]:
    """Rows and content sum of every table of the database that the cursor uses."""
    names = sorted(name for (name,) in cursor.execute(statements("schema")["tables"]).fetchall())
    each = (
        f"SELECT {number} AS turn, count(*) AS rows,"  # noqa: S608 - names of the database's own tables, quoted
        f" coalesce(sum(CAST(hash(t) AS HUGEINT)), 0) AS total FROM main.{quoted(name)} t"
        for number, name in enumerate(names)
    )
    rows = cursor.execute(" UNION ALL ".join(each)).fetchall() if names else []
    return {names[turn]: (int(count), str(total)) for turn, count, total in rows}


def columns_of(cursor: Cursor) -> dict[str, list[tuple[str, str]]]:
    """By table its columns with their types, in their order."""
    found: dict[str, list[tuple[str, str]]] = {}
    for table, column, kind in cursor.execute(statements("records")["columns"]).fetchall():
        found.setdefault(table, []).append((column, kind))
    return found


def make_tables(source: Cursor, target: Cursor) -> None:
    """Make the source's tables, with its columns and types, in an empty database."""
    for table, columns in columns_of(source).items():
        fields = ", ".join(f"{quoted(column)} {kind}" for column, kind in columns)
        target.execute(f"CREATE TABLE main.{quoted(table)} ({fields})")


def carry(source: Cursor, target: Cursor, known: Sums) -> None:
    """Put the source's rows, in the order in which they were recorded, into the target's empty tables.

    Both cursors are within a transaction; the target has the source's tables. `known`: the source's sums.
    """
    for table, columns in columns_of(source).items():
        if known[table][0]:
            _fill(source, target, table, [column for column, _ in columns])


def _fill(source: Cursor, target: Cursor, table: str, names: list[str]) -> None:
    batches = _batches(source, table, names)
    first = next(batches)
    reader = pa.RecordBatchReader.from_batches(first.schema, chain((first,), batches))
    target.register("carried", reader)
    try:
        listed = ", ".join(quoted(name) for name in names)
        target.execute(f"INSERT INTO main.{quoted(table)} ({listed}) SELECT {listed} FROM carried")  # noqa: S608 - quoted
    finally:
        with suppress(duckdb.Error):
            target.unregister("carried")


def _batches(source: Cursor, table: str, names: list[str]) -> Iterator[pa.RecordBatch]:
    last = source.execute(f"SELECT max(rowid) FROM main.{quoted(table)}").fetchall()[0][0]  # noqa: S608 - quoted
    sql = (
        f"SELECT {', '.join(quoted(name) for name in names)} FROM main.{quoted(table)}"  # noqa: S608 - quoted
        " WHERE rowid >= ? AND rowid < ? ORDER BY rowid"
    )
    for start in range(0, last + 1, CHUNK):
        yield from source.execute(sql, [start, start + CHUNK]).to_arrow_reader(BATCH)


def quoted(name: str) -> str:
    """A name as an identifier; one in a file that comes from elsewhere may be anything."""
    return '"' + name.replace('"', '""') + '"'
