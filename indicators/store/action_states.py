"""Pure: the states of an action (督办事项), which moves lead from one to another, and when one is due."""

from __future__ import annotations

import datetime as dt

OPENED, ASSIGNED, WORKING, DONE, CLOSED = "opened", "assigned", "working", "done", "closed"
STATES: dict[str, str] = {OPENED: "立项", ASSIGNED: "交办", WORKING: "办理中", DONE: "办结", CLOSED: "销号"}
"""States in their order, with the words of the office."""

ONWARD: dict[str, str] = {OPENED: ASSIGNED, ASSIGNED: WORKING, WORKING: DONE, DONE: CLOSED}
"""From each state the next one."""

BACK: dict[str, tuple[str, ...]] = {
    ASSIGNED: (OPENED,),
    WORKING: (ASSIGNED,),
    DONE: (WORKING,),
    CLOSED: (WORKING,),
}
"""From each state those it may go back to, with a reason."""

FINISHED = (DONE, CLOSED)
"""States in which no deadline presses."""

OVERDUE, SOON, LATER, ENDED = "overdue", "soon", "later", "ended"
DUE: dict[str, str] = {OVERDUE: "已超期", SOON: "快到期", LATER: "未到期", ENDED: "已办结"}
"""How an action stands to its deadline, the most pressing first."""

REMIND_DAYS = 15
"""So many days before its deadline an action is due soon, unless set otherwise."""


def moves(state: str) -> tuple[str, ...]:
    """The states that may follow one, the next one first."""
    onward = ONWARD.get(state)
    return (*((onward,) if onward else ()), *BACK.get(state, ()))


def goes_back(state: str, to: str) -> bool:
    """Whether a move needs a reason because it goes back."""
    return to in BACK.get(state, ())


def due(deadline: dt.date, state: str, today: dt.date, within: int = REMIND_DAYS) -> str:
    """How an action stands to its deadline today: the deadline's own day is not late yet."""
    if state in FINISHED:
        return ENDED
    left = (deadline - today).days
    return OVERDUE if left < 0 else SOON if left <= within else LATER
