"""Records that travelled -> a new store: every row in its place, or what is wrong with it."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pyarrow as pa

from indicators.findings import finding
from indicators.model import Place
from indicators.neutral import plain_sql
from indicators.store.database import Cursor, Database
from indicators.store.definitions import definition_of, target_of
from indicators.store.errors import LakeExists, StoreError, StoreExists, StoreFolderMissing
from indicators.store.file_database import make, put_in_place, resolved
from indicators.store.keys import breakdown_key, breakdown_text, period_key
from indicators.store.lake_place import Given, place_at
from indicators.store.move import copy_into
from indicators.store.opening import attach, exists, release
from indicators.store.places import Lake
from indicators.store.published import assessment_of
from indicators.store.records import MOMENT, RecordColumn, RecordTable, keyed, tables_of
from indicators.store.statements import statements

Batches = Callable[[], Iterator[pa.Table]]
BytesOf = Callable[[str], bytes | None]


class BadRecords(StoreError):  # noqa: N818 - the name says what is the matter
    """Records that cannot be taken over; `finding` says which and why."""

    def __init__(self, code: str, place: Place | None = None, **words: Any) -> None:
        self.code = code
        self.finding = finding(code, place, **words)
        Exception.__init__(self, self.finding.message)


def make_with(place: Given, fill: Callable[[Database], None]) -> None:
    """Make a store and fill it, whole or not at all. Raises what `make` and `fill` raise.

    For a lake a file is filled first and then moved, so that nobody ever sees half of it.
    """
    found = place_at(place)
    if isinstance(found, Lake):
        _make_lake_with(found, fill)
        return
    path = resolved(found)
    if path.exists():
        raise StoreExists(path)
    draft = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.filling")
    try:
        make(draft)
        held = attach(draft)
        try:
            fill(held)
        finally:
            release(held)
        put_in_place(draft, path)
    except FileExistsError as error:
        raise StoreExists(path) from error
    except StoreFolderMissing as error:
        raise StoreFolderMissing(path) from error
    finally:
        for name in (draft, draft.with_name(draft.name + ".wal")):
            with suppress(OSError):
                name.unlink(missing_ok=True)


def _make_lake_with(lake: Lake, fill: Callable[[Database], None]) -> None:
    if exists(lake):
        raise LakeExists(lake.shown)
    with TemporaryDirectory() as folder:
        draft = Path(folder) / "draft.duckdb"
        make_with(draft, fill)
        held = attach(draft)
        try:
            copy_into(held, lake)
        finally:
            release(held)


def restore(
    database: Database, sources: Mapping[str, tuple[str, Batches]], bytes_of: BytesOf
) -> dict[str, int]:
    """Fill an empty store; the number of rows by table.

    `sources`: by table, the file's name (for findings) and what gives its rows as tables of texts, in
    the columns and form of `records.Reader`. A table without a source stays empty, a column that a
    source lacks is null. `bytes_of` gives a kept file by its SHA-256. All or nothing. Raises BadRecords.
    """
    counts: dict[str, int] = {}

    def work(cursor: Cursor) -> None:
        cursor.begin()
        try:
            for table in tables_of(cursor):
                if table.name in sources:
                    counts[table.name] = _fill(cursor, table, *sources[table.name], bytes_of)
            _refuse_texts(cursor)
            _refuse_strays(cursor, {name: file for name, (file, _) in sources.items()})
            cursor.commit()
        except BaseException:
            with suppress(duckdb.Error):
                cursor.rollback()
            raise

    database.maintain(work)
    database.cover()
    return counts


def _fill(cursor: Cursor, table: RecordTable, file: str, batches: Batches, bytes_of: BytesOf) -> int:
    done = 0
    for batch in batches():
        if table.name == "file_bytes":
            _refuse_first(cursor, table, file, batch, done)
            _keep_bytes(cursor, batch, bytes_of)
        else:
            _take(cursor, table, file, batch, done)
        done += batch.num_rows
    return done


def _take(cursor: Cursor, table: RecordTable, file: str, batch: pa.Table, done: int) -> None:
    present = _refuse_first(cursor, table, file, batch, done)
    given = [_cast(column) + f" AS {column.name}" for column in present]
    given += [f"t.{name} AS {name}" for name in table.derived]
    cursor.register("travel_in", _with_keys(cursor, table, present, batch, file))
    try:
        cursor.execute(f"INSERT INTO {table.name} BY NAME SELECT {', '.join(given)} FROM travel_in t")  # noqa: S608 - names of the store's own tables and columns, values bound
    finally:
        with suppress(duckdb.Error):
            cursor.unregister("travel_in")


def _refuse_first(
    cursor: Cursor, table: RecordTable, file: str, batch: pa.Table, done: int
) -> list[RecordColumn]:
    """The table's columns that the batch has, once each of its texts is known to be a value."""
    present = [column for column in table.columns if column.name in batch.column_names]
    numbers = pa.array(range(done + 2, done + 2 + batch.num_rows), pa.int64())
    cursor.register("travel_text", batch.append_column("travel_row", numbers))
    try:
        _refuse_values(cursor, table, present, file)
    finally:
        with suppress(duckdb.Error):
            cursor.unregister("travel_text")
    return present


def _cast(column: RecordColumn) -> str:
    own = f"t.{column.name}"
    if column.means:
        return own
    if column.kind == "VARCHAR":
        return plain_sql(own)
    if column.kind == "TIMESTAMP":
        return f"strptime({own}, '{MOMENT}')"
    return f"CAST({own} AS {column.kind})"


def _bad(column: RecordColumn) -> str | None:
    """The condition under which a text is no value of its column; None where every text is one."""
    own = f"t.{column.name}"
    if column.means:
        number = f"TRY_CAST(substr({own}, 2) AS BIGINT)"
        return f"left({own}, 1) = '#' AND left({own}, 2) <> '##' AND {number} IS NULL"
    if column.kind == "VARCHAR":
        return None
    if column.kind == "TIMESTAMP":
        return f"try_strptime({own}, '{MOMENT}') IS NULL"
    cast = f"TRY_CAST({own} AS {column.kind})"
    if column.kind == "DOUBLE":
        return f"{cast} IS NULL OR NOT isfinite({cast})"
    if column.kind.endswith("INT") or column.kind == "INTEGER":
        return f"{cast} IS NULL OR NOT regexp_full_match({own}, '-?[0-9]+')"
    return f"{cast} IS NULL"


def _refuse_values(cursor: Cursor, table: RecordTable, present: list[RecordColumn], file: str) -> None:
    checked = [(column, bad) for column in present if (bad := _bad(column))]
    if not checked:
        return
    tests = ", ".join(
        f"min(CASE WHEN t.{c.name} IS NOT NULL AND ({bad}) THEN t.travel_row END)" for c, bad in checked
    )
    rows = cursor.execute(f"SELECT {tests} FROM travel_text t").fetchall()[0]  # noqa: S608 - names of the store's own tables and columns, values bound
    for (column, _), row in zip(checked, rows, strict=True):
        if row is not None:
            sql = f"SELECT t.{column.name} FROM travel_text t WHERE t.travel_row = ?"  # noqa: S608 - names of the store's own tables and columns, values bound
            shown = str(cursor.execute(sql, [row]).fetchall()[0][0])[:60]
            raise BadRecords("package_value", Place(file), row=row, column=column.name, shown=shown)
    if table.name == "area":
        _refuse_areas(cursor, file)


def _refuse_areas(cursor: Cursor, file: str) -> None:
    """An area is its path, and stands under the area that its path names."""
    rows = cursor.execute(statements("restoring")["areas"]).fetchall()
    if rows:
        raise BadRecords(
            "package_value", Place(file), row=rows[0][0], column="path", shown=str(rows[0][1])[:60]
        )


def _with_keys(
    cursor: Cursor, table: RecordTable, present: list[RecordColumn], batch: pa.Table, file: str
) -> pa.Table:
    """The batch with keys for names, and with the columns that follow from others."""
    for column in present:
        if not column.means:
            continue
        keys = keyed(batch[column.name], column.means)
        if column.means == "breakdown":
            _keep_breakdowns(cursor, batch[column.name], file)
        batch = batch.set_column(batch.column_names.index(column.name), column.name, keys)
    if "period" in table.derived:
        labels = batch["period_label"].combine_chunks().dictionary_encode()
        keys = pa.array([period_key(_plain(text)) for text in labels.dictionary.to_pylist()], pa.int64())
        periods: Any = keys.take(labels.indices) if len(keys) else pa.nulls(batch.num_rows, pa.int64())
        batch = batch.append_column("period", periods.fill_null(0))
    return batch


def _plain(text: str) -> str:
    return text[1:] if text[:1] == "'" else text


def _keep_breakdowns(cursor: Cursor, column: pa.ChunkedArray, file: str) -> None:
    texts = [_plain(text) for text in column.unique().to_pylist() if text]
    for text in texts:
        try:
            same = breakdown_text(text) == text
        except (ValueError, RecursionError):
            same = False
        if not same:
            raise BadRecords("package_value", Place(file), row="?", column="breakdown", shown=text[:60])
    incoming = pa.table({"breakdown": pa.array([breakdown_key(text) for text in texts], pa.int64()),
                         "text": pa.array(texts, pa.string())})  # fmt: skip
    cursor.register("incoming_breakdown", incoming)
    cursor.execute(statements("submissions")["new_breakdowns"])
    cursor.unregister("incoming_breakdown")


def _keep_bytes(cursor: Cursor, batch: pa.Table, bytes_of: BytesOf) -> None:
    """The kept files, each with its bytes."""
    for digest, moment in zip(batch["sha256"].to_pylist(), batch["recorded_at"].to_pylist(), strict=True):
        data = bytes_of(_plain(digest or ""))
        if data is None or hashlib.sha256(data).hexdigest() != digest:
            raise BadRecords("package_file_differs", Place(f"files/{digest}"))
        sql = f"INSERT INTO file_bytes VALUES (?, ?, strptime(?, '{MOMENT}'))"  # noqa: S608 - names of the store's own tables and columns, values bound
        cursor.execute(sql, [digest, data, moment])


def _refuse_texts(cursor: Cursor) -> None:
    """Definitions, targets and verdicts are kept as JSON: each must be readable as what it is."""
    kept: tuple[tuple[str, str, Callable[[str], object]], ...] = (
        ("indicator", "definition", definition_of),
        ("target", "parsed", target_of),
        ("published_verdict", "assessment", assessment_of),
        ("goal_detail", "detail", json.loads),
        ("method_setting", "value", json.loads),
        ("published", "settings", json.loads),
    )
    for table, column, read in kept:
        sql = f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL"  # noqa: S608 - names of the store's own tables and columns, values bound
        for (text,) in cursor.execute(sql).fetchall():
            try:
                read(text)
            except (ValueError, RecursionError) as error:
                raise BadRecords(
                    "package_value", Place(table), row="?", column=column, shown=text[:60]
                ) from error


def _refuse_strays(cursor: Cursor, names: Mapping[str, str]) -> None:
    """Rows that hang in the air: what they speak of is not there."""
    for name, sql in statements("restoring").items():
        if name == "areas":
            continue
        rows = cursor.execute(sql).fetchall()
        if rows:
            table = name.partition("__")[0]
            raise BadRecords("package_stray", Place(names.get(table, table)), shown=str(rows[0][0])[:80])
