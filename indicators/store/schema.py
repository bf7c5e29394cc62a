"""The schema's versions: what a store has, what this program knows, and the steps between."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

import indicators
from indicators.store import audit
from indicators.store import statements as sql
from indicators.store.errors import NotAStore, StoreTooNew


def bring_up_to_date(
    connection: duckdb.DuckDBPyConnection, path: Path | str, *, must_exist: bool = False
) -> None:
    """Take the steps this store lacks, each with its record in one transaction, then renew the views.

    Raises NotAStore for another program's database (with `must_exist`), StoreTooNew for a store
    made by a newer version; neither is touched.
    """
    named = sql.statements("schema")
    tables = {name for (name,) in connection.execute(named["tables"]).fetchall()}
    if must_exist and "store_meta" not in tables:
        raise NotAStore(path)
    present = _first(connection, named["version"]) if "store_meta" in tables else 0
    steps = sql.migrations()
    if present > steps[-1][0]:
        raise StoreTooNew(path)
    for number, text in steps:
        if number > present:
            _in_one(connection, text, number, "")
    text, digest = sql.views()
    if _first(connection, named["views"]) != digest or not _first(connection, named["has_views"]):
        _in_one(connection, text, steps[-1][0], digest)


def make_at_once(
    connection: duckdb.DuckDBPyConnection, fill: Callable[[duckdb.DuckDBPyConnection], None] | None = None
) -> None:
    """Take every step in one transaction, with the records that the single steps would leave.

    In a lake each transaction costs far more than what is done in it. `fill` puts all rows of another
    store into the empty tables, its records of steps and its audit among them, in the same transaction.
    """
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    text, digest = sql.views()
    steps = sql.migrations()
    connection.begin()
    try:
        for _, step in steps:
            connection.execute(step)
        connection.execute(text)
        if fill:
            fill(connection)
        else:
            audit.begin(connection)
        records = [*((number, "") for number, _ in steps), (steps[-1][0], digest)]
        for place, (number, views) in enumerate(() if fill else records):  # the last one is the newest
            record = [number, indicators.__version__, views, now + dt.timedelta(microseconds=place)]
            connection.execute(sql.statements("schema")["record"], record)
        connection.commit()
    except BaseException:
        connection.rollback()
        raise


def known() -> int:
    """The newest schema version that this program knows."""
    return sql.migrations()[-1][0]


def is_older(connection: duckdb.DuckDBPyConnection) -> int:
    """The schema version of a store that `bring_up_to_date` would take further, else 0."""
    named = sql.statements("schema")
    tables = {name for (name,) in connection.execute(named["tables"]).fetchall()}
    present = int(_first(connection, named["version"]) or 0) if "store_meta" in tables else 0
    return present if present < sql.migrations()[-1][0] else 0


def _first(connection: duckdb.DuckDBPyConnection, statement: str) -> Any:
    rows = connection.execute(statement).fetchall()
    return rows[0][0] if rows else None


def _in_one(connection: duckdb.DuckDBPyConnection, text: str, version: int, views: str) -> None:
    connection.begin()
    try:
        if not views and version > 1 and _first(connection, sql.statements("schema")["version"]) >= version:
            connection.rollback()  # another process took this step of a lake a moment ago
            return
        connection.execute(text)
        if (
            "CREATE TABLE audit (" in text
        ):  # in the same transaction: no store of this version is without a row
            audit.begin(connection)
        now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
        record = [version, indicators.__version__, views, now]
        connection.execute(sql.statements("schema")["record"], record)
        connection.commit()
    except BaseException:
        connection.rollback()
        raise
