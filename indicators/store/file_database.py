"""One DuckDB file held by this process, opened locked down; and databases in memory."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import duckdb

from indicators.store import schema
from indicators.store.database import Cursor, Database
from indicators.store.errors import (
    NotAStore,
    StoreExists,
    StoreFolderMissing,
    StoreMissing,
    translate,
)
from indicators.store.statements import statements

MEMORY = Path(":memory:")
SHUT = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "enable_external_access": False,
}


def make(path: Path, fill: Callable[[Cursor], None] | None = None) -> None:
    """Make a store at `path`, whole or not at all. Raises StoreExists, StoreFolderMissing, ...

    It is empty, or `fill` puts all rows of another store into it.
    """
    path = resolved(path)
    draft = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.new")
    try:
        if path.exists():
            raise StoreExists(path)
        if not path.parent.is_dir():
            raise StoreFolderMissing(path)
        with _connect(draft, path) as connection:
            if fill:
                schema.make_at_once(connection, fill)
            else:
                schema.bring_up_to_date(connection, path)
        put_in_place(draft, path)
    except FileExistsError as error:
        raise StoreExists(path) from error
    except OSError as error:
        raise translate(error, path) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def put_in_place(draft: Path, path: Path) -> None:
    """Give the finished file its name without ever replacing another file."""
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if path.exists():
            raise FileExistsError(path) from None
        draft.rename(path)


def attach(path: Path, *, keep_old: bool = True) -> Database:
    """The database at `path`, opened. Raises StoreError kinds.

    Before the tables of an earlier version are changed, the file is copied beside itself (`keep_old`).
    """
    _look_first(path)
    connection = _connect(path, path)
    try:
        if keep_old and (version := schema.is_older(connection)):
            connection.close()
            _keep(path, path.with_name(f"{path.name}.before-upgrade-v{version}"))
            connection = _connect(path, path)
        schema.bring_up_to_date(connection, path, must_exist=True)
        return Database(path, connection)
    except duckdb.Error as error:
        connection.close()
        raise translate(error, path) from error
    except BaseException:
        connection.close()
        raise


def _keep(path: Path, copy: Path) -> None:
    """Copy a closed store's file, whole or not at all; without room for it there is no upgrade."""
    draft = copy.with_name(f".{copy.name}.part")
    try:
        shutil.copyfile(path, draft)
        draft.replace(copy)
    except OSError as error:
        raise translate(error, path) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def attach_memory() -> Database:
    """A database in memory, gone when closed; for judging without a store, and for tests."""
    connection = _connect(MEMORY, MEMORY)
    schema.bring_up_to_date(connection, MEMORY)
    return Database(MEMORY, connection)


_scratch = threading.local()


def scratch() -> Cursor:
    """This thread's connection to an empty database in memory that uses one thread and no files."""
    if not hasattr(_scratch, "connection"):
        _scratch.connection = duckdb.connect(":memory:", config={"threads": 1, **SHUT})
    connection: Cursor = _scratch.connection
    return connection


def resolved(path: Path) -> Path:
    """The file that a path means, whatever the working directory. Raises StoreError kinds."""
    try:
        return Path(path).expanduser().resolve()
    except (OSError, RuntimeError) as error:
        raise translate(error, path) from error


def _look_first(path: Path) -> None:
    """What DuckDB would hide: it makes a missing file, and takes an empty one for a new database."""
    try:
        if not path.exists():
            raise (StoreMissing if path.parent.is_dir() else StoreFolderMissing)(path)
        if not path.is_file() or path.stat().st_size == 0:
            raise NotAStore(path)
    except OSError as error:
        raise translate(error, path) from error


def _connect(file: Path, name: Path) -> Cursor:
    """Open `file` with everything shut that a store does not need; errors speak of `name`.

    Only the folder `backups` beside the store can be written to or read from by SQL.
    """
    try:
        connection = duckdb.connect(str(file), config={"storage_compatibility_version": "v1.5.0"})
    except (duckdb.Error, OSError) as error:
        raise translate(error, name) from error
    backups = str(name.parent / "backups").replace("'", "''")
    try:
        connection.execute(statements("lockdown")["lockdown"].replace("{backups}", backups))
    except duckdb.Error as error:
        connection.close()
        raise translate(error, name) from error
    return connection
