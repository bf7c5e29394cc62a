"""Pure: a file handed in for approval, its states, and which of them follow one another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

SUBMITTED, REVIEWED, ACCEPTED = "submitted", "reviewed", "accepted"
RETURNED, WITHDRAWN, PURGED, LOCKED, UNDONE = "returned", "withdrawn", "purged", "locked", "undone"
STATES: dict[str, str] = {
    SUBMITTED: "已提交",
    REVIEWED: "已审核",
    ACCEPTED: "已入库",
    LOCKED: "已锁定",
    RETURNED: "已退回",
    WITHDRAWN: "已撤回",
    UNDONE: "入库后撤销",
    PURGED: "已删除",
}
"""What a file handed in can be, with the words of the interface; the first four are the way it goes."""

WAITING = (SUBMITTED, REVIEWED)
"""States in which somebody has to do something."""

FOLLOWS: dict[str, tuple[str, ...]] = {
    SUBMITTED: (REVIEWED, RETURNED, WITHDRAWN, ACCEPTED),
    REVIEWED: (RETURNED, WITHDRAWN, ACCEPTED),
}
"""From each state those that a step may lead to (acceptance without review only where none is asked for)."""

STEPS: dict[str, str] = {REVIEWED: "审核", RETURNED: "退回", WITHDRAWN: "撤回", ACCEPTED: "入库"}
"""The steps as verbs."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a file handed in: the state it led to, what was written, who and when."""

    state: str
    note: str
    by: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A file handed in by a unit, whole, and what became of it.

    `figures`, `blocked` and `latest` (the newest year of its figures) are what the checks said when it came
    in. `earlier` and `later`: the file in whose place it stands, and the one in its own place.
    `submission` is what it became when it was accepted. `state` is one of STATES.
    """

    id: str
    earlier: str | None
    file: str
    sha256: str
    size: int
    unit: str
    area: str | None
    year: int | None
    answers: Mapping[str, str] = field(hash=False)
    explanations: Mapping[str, str] = field(hash=False)
    figures: int
    blocked: int
    latest: int | None
    by: str
    at: dt.datetime
    state: str
    submission: str | None
    later: str | None

    @property
    def waits(self) -> bool:
        """Whether it is still to be reviewed or accepted."""
        return self.state in WAITING
