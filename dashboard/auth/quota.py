"""How much one person uploads in an hour: so many files, so many bytes, as the store is set."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dashboard.auth.limits import MB
from dashboard.auth.sessions import clock

HOUR = 3600.0
FILES, MEGABYTES = "upload_files_per_hour", "upload_mb_per_hour"
"""The settings' names."""
DEFAULTS = {FILES: 500, MEGABYTES: 2000}
MOST = {FILES: 100_000, MEGABYTES: 1_000_000}
PEOPLE = 5000


@dataclass(frozen=True, slots=True)
class Bounds:
    """Most files and megabytes an hour."""

    files: int = DEFAULTS[FILES]
    megabytes: int = DEFAULTS[MEGABYTES]

    def sentence(self) -> str:
        """What somebody is told who went beyond."""
        return (
            f"一小时内最多上传{self.files}个文件、共{self.megabytes} MB，现在已经到了。"
            "请过一会儿再传；确实要传更多，请管理员在“用户”页调整。"
        )


def bounds_of(settings: Mapping[str, str]) -> Bounds:
    """The bounds by a store's settings; what is no number in them is the default."""

    def told(name: str) -> int:
        text = settings.get(name, "")
        number = int(text) if text.isascii() and text.isdecimal() else 0
        return min(number, MOST[name]) or DEFAULTS[name]

    return Bounds(told(FILES), told(MEGABYTES))


class Quota:
    """What each person uploaded within the last hour; safe for threads."""

    def __init__(self, now: Callable[[], float] = clock) -> None:
        self._now = now
        self._taken: OrderedDict[str, deque[tuple[float, int]]] = OrderedDict()
        self._told: dict[str, float] = {}
        self._lock = threading.Lock()

    def take(self, login: str, size: int, bounds: Bounds) -> bool:
        """Count a file before it comes; False, and nothing counted, where it would be too much."""
        with self._lock:
            mine = self._taken.setdefault(login, deque())
            self._taken.move_to_end(login)
            while len(self._taken) > PEOPLE:
                self._taken.popitem(last=False)
            now = self._now()
            while mine and now - mine[0][0] >= HOUR:
                mine.popleft()
            if len(mine) >= bounds.files or sum(part for _, part in mine) + size > bounds.megabytes * MB:
                return False
            mine.append((now, size))
            return True

    def to_note(self, login: str) -> bool:
        """Whether a refusal goes into the audit: once an hour a person, so that trying cannot fill it."""
        with self._lock:
            now = self._now()
            self._told = {name: at for name, at in self._told.items() if now - at < HOUR}
            return self._told.setdefault(login, now) == now
