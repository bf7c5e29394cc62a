"""The stores that this process holds: each opened once, shared by pages and commands."""

from __future__ import annotations

import threading
from pathlib import Path

from indicators.store import Store

_lock = threading.Lock()
_open: dict[Path, Store] = {}


def shared_store(path: Path) -> Store:
    """The store at `path`, opened at the first call. Raises StoreError with a sentence."""
    key = path.resolve()
    with _lock:
        if key not in _open:
            _open[key] = Store.open(key)
        return _open[key]


def adopt(store: Store, path: Path) -> None:
    """Share a store that was just made."""
    with _lock:
        _open[path.resolve()] = store


def prepare(path: Path) -> None:
    """Open the store if there is one, so that a lock or damage is told before the server starts."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        shared_store(path)


def close_all() -> None:
    """Close every store this process holds."""
    with _lock:
        for store in _open.values():
            store.close()
        _open.clear()
