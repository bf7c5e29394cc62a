"""Refused rights in the audit: each once a minute a person, so that trying again and again cannot fill it."""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict

from dashboard import runtime, state
from dashboard.rights import Right
from indicators.store import StoreError

PAUSE, MOST = 60.0, 2000
"""Seconds in which the same refusal is noted once; how many persons and rights are kept in mind."""

log = logging.getLogger(__name__)
_lock = threading.Lock()
_noted: OrderedDict[tuple[str, str, str], float] = OrderedDict()


def note(right: Right) -> None:
    """Note that the person at the page was refused a right. Never raises: the refusal itself comes first."""
    person, path = state.person(), state.store_path()
    if not runtime.exists(path) or not _due((str(path), person.login, right.name)):
        return
    try:
        runtime.shared_store(path).audit.record(
            "refused", right.value, by=person.name, after={"right": right.name}
        )
    except StoreError:
        log.warning("a refusal could not be noted", exc_info=True)


def _due(key: tuple[str, str, str]) -> bool:
    now = time.monotonic()
    with _lock:
        last = _noted.get(key)
        if last is not None and now - last < PAUSE:
            return False
        _noted[key] = now
        _noted.move_to_end(key)
        while len(_noted) > MOST:
            _noted.popitem(last=False)
        return True


def forget() -> None:
    """Begin anew, for tests."""
    with _lock:
        _noted.clear()
