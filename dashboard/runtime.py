"""The stores that this process holds: each opened once, shared by pages and commands."""

from __future__ import annotations

import gc
import threading
from pathlib import Path

from indicators.store import Store, opening

_lock = threading.Lock()
_open: dict[Path, Store] = {}
_asked: dict[Path, Store] = {}
"""The same by the paths as they were asked for: every page asks hundreds of times, and finding out what a
path really is takes longer than all else."""
_unsettled = threading.Semaphore(0)


def shared_store(path: Path) -> Store:
    """The store at `path`, opened at the first call. Raises StoreError with a sentence."""
    found = _asked.get(path)
    if found is not None:
        return found
    key = path.resolve()
    with _lock:
        if key not in _open:
            _open[key] = Store.open(key)
        _asked[path] = _open[key]
        return _open[key]


def exists(path: Path) -> bool:
    """Whether there is a store: one that is open here is. Raises StoreError where it cannot be told."""
    return path in _asked or path.resolve() in _open or opening.exists(path)


def prepare(path: Path) -> None:
    """Open the store if there is one, so that a lock or damage is told before the server starts."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if exists(path):
        shared_store(path)


def close_all() -> None:
    """Close every store this process holds."""
    with _lock:
        for store in _open.values():
            store.close()
        _open.clear()
        _asked.clear()


def expect_pages() -> None:
    """Let the next `settle` do its work: this process shows pages to many."""
    _unsettled.release()


def settle() -> None:
    """Once, after the first page: set aside what is loaded by now, so that collections pass it over.

    Modules and their constants are some 160 000 objects that never go; looking at each of them in every
    full collection held up all readers for longer than their pages take.
    """
    if not _unsettled.acquire(blocking=False):
        return
    gc.collect()
    gc.freeze()
    gc.collect()  # learns how little is left, so that the next full collection comes in time
