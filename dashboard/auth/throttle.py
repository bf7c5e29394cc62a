"""Guessing passwords is made slow: waits that double, and a lock that an administrator opens."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dashboard.auth import kept_tries
from dashboard.auth.kept_tries import digest
from dashboard.auth.sessions import clock

KEPT = 20_000
"""Most names and addresses remembered; the one unused longest is forgotten first."""


@dataclass(slots=True)
class _Count:
    failures: int = 0
    last: float = 0.0


@dataclass(frozen=True, slots=True)
class Patience:
    """How failures are answered: `free` of them at once, then waits of 1, 2, 4 … up to `longest` seconds.

    After `lock` of them nothing helps but unlocking (0: never). They are forgotten `forget` seconds
    after the last one, except by a lock.
    """

    free: int
    longest: float
    lock: int
    forget: float


ACCOUNT = Patience(free=3, longest=60, lock=10, forget=1800)
ADDRESS = Patience(free=30, longest=60, lock=0, forget=1800)


def own_key(key: str, part: str) -> str:
    """The key for one part of what stands behind a key, such as one browser of an account."""
    return f"{key}\0{part}"


class Throttle:
    """Failures by key; safe for threads. With a file (`kept`), those that mean waiting outlast a restart."""

    def __init__(
        self, patience: Patience, now: Callable[[], float] = clock, kept: Path | None = None
    ) -> None:
        self._patience, self._now, self._kept = patience, now, kept
        self._counts: OrderedDict[str, _Count] = OrderedDict()
        self._lock = threading.Lock()
        for name, (failures, ago) in kept_tries.read(kept).items():
            self._counts[name] = _Count(failures, self._now() - ago)

    def wait(self, key: str) -> float:
        """Seconds until the next try is heard; infinite where it is locked."""
        with self._lock:
            return self._wait(self._counts.get(digest(key)))

    def _wait(self, count: _Count | None) -> float:
        if count is None:
            return 0.0
        if self._locked(count):
            return float("inf")
        over = count.failures - self._patience.free
        if over < 0:
            return 0.0
        pause = min(2.0**over, self._patience.longest)
        return max(0.0, count.last + pause - self._now())

    def _locked(self, count: _Count) -> bool:
        return 0 < self._patience.lock <= count.failures

    def attempt(self, key: str) -> float:
        """Count a try as failed before it is heard, so that many at once count; 0, or the wait in its way."""
        with self._lock:
            name = digest(key)
            count = self._counts.setdefault(name, _Count())
            if wait := self._wait(count):
                return wait
            if not self._locked(count) and self._now() - count.last > self._patience.forget:
                count.failures = 0
            count.failures += 1
            count.last = self._now()
            self._counts.move_to_end(name)
            while len(self._counts) > KEPT:
                self._counts.popitem(last=False)
            if self._means(count):
                self._keep()
            return 0.0

    def passed(self, key: str) -> None:
        """The try was right: nothing stands against the key any more."""
        with self._lock:
            count = self._counts.pop(digest(key), None)
            if count is not None and self._means(count):
                self._keep()

    def forgive(self, key: str) -> None:
        """Take one counted try back."""
        with self._lock:
            if count := self._counts.get(digest(key)):
                count.failures = max(0, count.failures - 1)

    def locked(self, key: str) -> bool:
        """Whether only unlocking helps."""
        with self._lock:
            count = self._counts.get(digest(key))
            return count is not None and self._locked(count)

    def unlock(self, key: str) -> bool:
        """Forget what stands against a key and its own keys; whether one was locked."""
        with self._lock:
            whole = digest(key)
            meant = [name for name in self._counts if name == whole or name.startswith(own_key(whole, ""))]
            forgotten = [self._locked(self._counts.pop(name)) for name in meant]
            if meant:
                self._keep()
            return any(forgotten)

    def _means(self, count: _Count) -> bool:
        """Whether the next try of it would have to wait."""
        return count.failures >= self._patience.free

    def _keep(self) -> None:
        if self._kept is not None:
            now = self._now()
            kept_tries.write(self._kept, {
                name: (count.failures, now - count.last)
                for name, count in self._counts.items() if self._means(count)
            })  # fmt: skip


def accounts_throttle(store: Path) -> Throttle:
    """That of the accounts of a store, with what stood against them before a restart."""
    return Throttle(ACCOUNT, kept=kept_tries.file_of(store))
