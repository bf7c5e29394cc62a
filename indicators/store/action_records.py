"""What an action (督办事项) and its steps look like outside the store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from indicators.store.action_states import FINISHED, OPENED

MOVE, LOG, DEADLINE, EVIDENCE = "move", "log", "deadline", "evidence"


@dataclass(frozen=True, slots=True)
class ActionText:
    """What an action says when it is opened; `coop` are the cooperating units."""

    title: str
    lead: str
    deadline: dt.date
    plan: str | None = None
    coop: tuple[str, ...] = ()
    cause: str = ""
    measure: str = ""
    project: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A dated step: kind move (to `state`), log, deadline (to `deadline`) or evidence (`file`)."""

    id: str
    action: str
    kind: str
    happened: dt.date
    state: str | None
    deadline: dt.date | None
    note: str
    file: str | None
    sha256: str | None
    size: int | None
    by: str
    at: dt.datetime
    retracted: bool = False
    retracted_by: str | None = None
    retracted_why: str | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """An action as its standing steps leave it; `deadline` is the one in force."""

    id: str
    code: str
    indicator: str
    area: str
    plan: str | None
    year: int
    title: str
    lead: str
    coop: tuple[str, ...]
    cause: str
    measure: str
    project: str
    opened: dt.date
    deadline: dt.date
    by: str
    at: dt.datetime
    retracted: bool = False
    retracted_by: str | None = None
    retracted_why: str | None = None
    state: str = OPENED
    first_deadline: dt.date | None = None
    steps: tuple[Step, ...] = ()

    @property
    def standing(self) -> tuple[Step, ...]:
        """The steps that nobody took back, as they were recorded."""
        return tuple(step for step in self.steps if not step.retracted)

    @property
    def last_day(self) -> dt.date:
        """The day of the last move, before which no other can be dated."""
        return max([self.opened, *(step.happened for step in self.standing if step.kind == MOVE)])


def deadlines(actions: Iterable[Action], area: str, today: dt.date) -> dict[str, dt.date]:
    """By when each indicator of an area is to be mended by its open actions: the soonest day not over."""
    found: dict[str, dt.date] = {}
    for item in actions:
        running = not item.retracted and item.state not in FINISHED and item.deadline >= today
        if running and item.area == area:
            found[item.code] = min(item.deadline, found.get(item.code, item.deadline))
    return found
