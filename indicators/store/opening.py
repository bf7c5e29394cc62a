"""The databases that this process holds, by their place: each opened once, closed by its last holder."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from indicators.store import file_database, lake_opening
from indicators.store.database import Cursor, Database
from indicators.store.lake_place import Given, path_of, place_at
from indicators.store.places import Lake

_opened: dict[Path, Database] = {}
_opening = threading.RLock()


def is_lake(place: Given) -> bool:
    """Whether a place means a lake, which other processes may hold as well. Raises BadPlace."""
    return isinstance(place_at(place), Lake)


def shown(place: Given) -> str:
    """A place as people know it: the file's path, or the lake without its password."""
    found = place_at(place)
    return found.shown if isinstance(found, Lake) else str(found)


def create(place: Given, fill: Callable[[Cursor], None] | None = None) -> Database:
    """Make a store and hold it, whole or not at all. Raises StoreExists, StoreFolderMissing, ...

    It is empty, or `fill` puts all rows of another store into it before anybody sees it.
    """
    found = place_at(place)
    if not isinstance(found, Lake):
        file_database.make(found, fill)
        return attach(found)
    with _opening:
        database = lake_opening.make(found, fill)
        _opened[database.path] = database
        return database


def make(place: Given) -> None:
    """Make an empty store, whole or not at all. Raises StoreExists, StoreFolderMissing, ..."""
    release(create(place))


def exists(place: Given) -> bool:
    """Whether there is a file, or a store in the lake. Raises StoreError kinds where it cannot be told."""
    found = place_at(place)
    return lake_opening.exists(found) if isinstance(found, Lake) else found.exists()


def attach(place: Given, *, keep_old: bool = True) -> Database:
    """The process's database at a place, opened at first use. Raises StoreError kinds.

    Before the tables of an earlier version are changed, a file is copied beside itself (`keep_old`); a
    lake is not: its data files stay as they are, and its snapshots can be gone back to.
    """
    found = place_at(place)
    path = path_of(found) if isinstance(found, Lake) else file_database.resolved(found)
    with _opening:
        if held := _opened.get(path):
            held.holders += 1
            return held
        if isinstance(found, Lake):
            database: Database = lake_opening.attach(found)
        else:
            database = file_database.attach(path, keep_old=keep_old)
        _opened[path] = database
        return database


def release(database: Database) -> None:
    """Give a database back; the last holder closes it."""
    with _opening:
        database.holders -= 1
        if database.holders <= 0:
            if _opened.get(database.path) is database:
                _opened.pop(database.path)
            database.close()
