"""What was read of names - areas, catalogue, register, settings - kept until one of them is written."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")
FILE_KINDS = frozenset(
    ("submission", "explanation", "handed_in", "handed_in_reviewed", "handed_in_returned",
     "handed_in_withdrawn", "handed_in_accepted")
)  # fmt: skip
"""Writes that bring figures only: whatever else is written may change a name."""
QUIET_KINDS = frozenset(
    ("handed_in", "handed_in_reviewed", "handed_in_returned", "handed_in_withdrawn", "account", "action",
     "annotation", "published")
)  # fmt: skip
"""Writes after which every figure, verdict and finding is what it was."""


class Kept:
    """Values by key, each made again after the next write that may change it.

    Sound because one process holds the file and every write of it is told here (`Database.write`).
    """

    def __init__(self) -> None:
        self._turn = 0
        self._held: dict[Hashable, tuple[int, Any]] = {}

    def written(self, kind: str) -> None:
        """Take note of a write that was kept."""
        if kind not in FILE_KINDS:
            self._turn += 1

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value under `key`. It is shared by threads: nobody may change it."""
        turn = self._turn  # read first: what a write overtakes is made again
        found = self._held.get(key)
        if found is None or found[0] != turn:
            found = (turn, make())
            self._held[key] = found
        value: T = found[1]
        return value
