"""Making and opening a lake: extensions from their files, the catalogue attached, all else shut."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb

from indicators.store import extensions, schema
from indicators.store.database import Cursor
from indicators.store.errors import DataFolderMissing, LakeExists, LakeMissing, StoreError
from indicators.store.lake_catalog import Catalog, conninfo
from indicators.store.lake_cursor import HOME
from indicators.store.lake_database import LakeDatabase
from indicators.store.lake_errors import is_conflict, told
from indicators.store.lake_place import remember
from indicators.store.places import Lake
from indicators.store.statements import statements

_ATTEMPTS = 6
_ASIDE = "of_the_catalogue"


def exists(lake: Lake) -> bool:
    """Whether the catalogue holds a store. Raises StoreError kinds where it cannot be asked."""
    catalog = Catalog(lake)
    try:
        return _holds_store(catalog)
    finally:
        catalog.close()


def make(lake: Lake, fill: Callable[[Cursor], None] | None = None) -> LakeDatabase:
    """A store made in a database of PostgreSQL. Raises LakeExists, CatalogLost, DataFolderMissing.

    It is empty, or `fill` puts all rows of another store into it before anybody sees it.
    """
    with _opened(lake) as held:
        with held.catalog.turn():
            if _holds_store(held.catalog):
                raise LakeExists(lake.shown)
            database = held.attached(create=True)
            schema.make_at_once(database, fill)
            database.execute(statements("lake")["no_inlining"])
            if fill:
                database.execute(statements("lake")["bytes_out"])
        return held.finished()


def attach(lake: Lake) -> LakeDatabase:
    """The lake, opened and brought up to date. Raises StoreError kinds.

    Nothing is copied before an upgrade: the data files stay as they are.
    """
    with _opened(lake) as held:
        if not _holds_store(held.catalog):
            raise LakeMissing(lake.shown)
        database = held.attached(create=False)
        with held.catalog.turn():
            _upgraded(database, lake)
        return held.finished()


def _upgraded(database: Cursor, lake: Lake) -> None:
    """Bring the tables up to date; again where a program of an earlier version wrote meanwhile."""
    for attempt in range(_ATTEMPTS):
        try:
            return schema.bring_up_to_date(database, lake.shown, must_exist=True)
        except duckdb.Error as error:
            if not is_conflict(error) or attempt == _ATTEMPTS - 1:
                raise
            time.sleep(0.05 * 2**attempt)


class _Opening:
    """What stands open on the way to a LakeDatabase, to be closed where the way ends before."""

    def __init__(self, lake: Lake) -> None:
        self.lake = lake
        self.catalog = Catalog(lake)
        self.connection: Cursor | None = None

    def attached(self, *, create: bool) -> Cursor:
        self.lake = _with_data(self.lake, self.catalog)
        self.path = remember(self.lake)
        self.connection = _connect(self.lake, self.path, create=create)
        return self.connection

    def finished(self) -> LakeDatabase:
        if self.connection is None:
            raise AssertionError("attach first")
        return LakeDatabase(self.path, self.lake, self.catalog, self.connection)


@contextmanager
def _opened(lake: Lake) -> Iterator[_Opening]:
    held = _Opening(lake)
    try:
        yield held
    except BaseException as error:
        if held.connection is not None:
            held.connection.close()
        held.catalog.close()
        if isinstance(error, duckdb.Error):
            raise told(error, lake.shown) from error
        raise


def _holds_store(catalog: Catalog) -> bool:
    if not catalog.exists():
        return False
    found = "SELECT 1 FROM ducklake_table WHERE table_name = 'store_meta' AND end_snapshot IS NULL"
    return bool(catalog.ask(found))


def _with_data(lake: Lake, catalog: Catalog) -> Lake:
    """The lake with its data path: the catalogue's, which a given one must be. Raises DataFolderMissing."""
    known = catalog.data_path() if catalog.exists() else None
    if known and lake.data and lake.data != known:
        remember(replace(lake, data=known))
        raise DataFolderMissing(lake.shown, shown=lake.data, detail="和建立时的不一样", known=known)
    data = known or lake.data
    if not data:
        raise DataFolderMissing(lake.shown, shown="", detail="没有写数据文件夹（--data-path）", known="")
    if not data.startswith("s3://"):
        _look_first(data, lake, may_make=not known)
    return replace(lake, data=data)


def _look_first(data: str, lake: Lake, *, may_make: bool) -> None:
    path = Path(data)
    if may_make and path.parent.is_dir():
        with suppress(OSError):
            path.mkdir(exist_ok=True)
    if not path.is_dir():
        raise DataFolderMissing(lake.shown, shown=data, detail="没有这个文件夹", known=data)
    if not os.access(path, os.R_OK | os.W_OK | os.X_OK):
        raise DataFolderMissing(lake.shown, shown=data, detail="没有读写权限", known=data)


def _connect(lake: Lake, path: Path, *, create: bool = False) -> Cursor:
    """DuckDB with the lake attached and everything shut that it does not need. Raises StoreError kinds."""
    shut: Any = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}
    connection = duckdb.connect(":memory:", config=shut)
    try:
        s3 = str(lake.data).startswith("s3://")
        extensions.load(connection, s3=s3)
        words = {"data": lake.data, "backups": path.parent / "backups", "spill": path.parent / "spill"}
        _run(connection, "settings", words)
        if s3:
            _open_s3(connection)
        given = _keep_password(connection, lake)
        catalog, data = _text(f"ducklake:postgres:{conninfo(given)}"), _text(str(lake.data))
        options = f"DATA_PATH {data}, CREATE_IF_NOT_EXISTS {str(create).lower()}"
        options += "" if given is lake else f", META_SECRET {_ASIDE}"
        connection.execute(f"ATTACH {catalog} AS {HOME} ({options})")
        _run(connection, "lockdown", words)
        connection.execute(f"USE {HOME}")
    except StoreError:
        connection.close()
        raise
    except (duckdb.Error, OSError) as error:
        connection.close()
        raise told(error, lake.shown) from error
    return connection


def _run(connection: Cursor, name: str, words: Mapping[str, object]) -> None:
    sql = statements("lake")[name]
    for word, value in words.items():
        sql = sql.replace(f"{{{word}}}", str(value).replace("'", "''"))
    connection.execute(sql)


def _keep_password(connection: Cursor, lake: Lake) -> Lake:
    """Give DuckDB the password aside; the lake without it. What is attached stands in messages and lists."""
    named = dict(lake.keywords)
    if not (password := named.pop("password", "")):
        return lake
    connection.execute(f"CREATE SECRET {_ASIDE} (TYPE postgres, PASSWORD {_text(password)})")
    return replace(lake, keywords=tuple(named.items()))


def _open_s3(connection: Cursor) -> None:
    """Give DuckDB the keys of S3 from the usual environment variables."""
    found = os.environ
    endpoint = found.get("AWS_ENDPOINT_URL_S3") or found.get("AWS_ENDPOINT_URL") or ""
    scheme, _, host = endpoint.rpartition("://")
    values = {
        "KEY_ID": found.get("AWS_ACCESS_KEY_ID", ""),
        "SECRET": found.get("AWS_SECRET_ACCESS_KEY", ""),
        "SESSION_TOKEN": found.get("AWS_SESSION_TOKEN", ""),
        "REGION": found.get("AWS_REGION") or found.get("AWS_DEFAULT_REGION", ""),
        "ENDPOINT": host.rstrip("/"),
        "URL_STYLE": "path" if host else "",
    }
    given = [f"{name} {_text(value)}" for name, value in values.items() if value]
    if scheme == "http":
        given.append("USE_SSL false")
    connection.execute(f"CREATE SECRET (TYPE s3{''.join(', ' + item for item in given)})")


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
