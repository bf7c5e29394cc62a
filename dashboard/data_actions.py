"""Actions (督办事项) for the pages: read once a data version, written through the store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import cast

from dashboard import actions, data, data_store, own
from dashboard.data import refresh, store, version
from dashboard.guard import needs
from dashboard.memo import kept
from dashboard.messages import UserError
from dashboard.rights import Right
from indicators.model import Direction
from indicators.store import Action, ActionText
from indicators.store.actions import REMIND_SETTING, Actions, remind_days


@kept(8)
def _every(version: str) -> tuple[Action, ...]:
    return tuple(store().actions.every())


def every() -> Sequence[Action]:
    """The actions that the person at the page may see, those taken back too, the newest first."""
    return [
        item
        for item in _every(version())
        if data_store.within(item.area) and (own.unit(item.lead) or any(map(own.unit, item.coop)))
    ]


def within() -> int:
    """How many days before its deadline an action is due soon."""
    return remind_days(store().settings())


@own.placed
def listed(area: str) -> list[actions.Listed]:
    """The standing actions of an area and those below it as of today, the most pressing first."""
    return actions.listed(every(), area, dt.date.today(), within())


def _mine(number: str, *rest: object, **more: object) -> None:
    if all(item.id != number for item in every()):
        raise UserError(ABSENT)


ABSENT = "没有这个督办事项，或它不是本单位的。"
ACTIONS: Mapping[str, Callable[..., None]] = {
    "open": lambda code, area, *rest, **more: own.require_area(area),
    **dict.fromkeys(("move", "log", "move_deadline", "add_evidence", "retract", "one"), _mine),
}
"""What an account bound to an area or a unit may do, each with what must be in its reach."""


def _write(work: Callable[[Actions], Action]) -> Action:
    try:
        held = store().actions
        return work(held if data_store.reach() is None else cast(Actions, own.Reached(held, ACTIONS)))
    finally:
        refresh()


@needs(Right.ACT)
def write(work: Callable[[Actions], Action]) -> Action:
    """Do something to the actions of the store. Raises StoreError, UserError."""
    return _write(work)


@needs(Right.LOG)
def tell(number: str, work: Callable[[Actions], Action]) -> Action:
    """Add what was done, or what proves it, to an action that the person may see. Raises UserError."""
    if all(item.id != number for item in every()):
        raise UserError(ABSENT)
    return _write(work)


@needs(Right.ACT)
@own.placed
def open_action(code: str, area: str, year: int, text: ActionText, opened: dt.date, by: str) -> Action:
    """Open an action. Raises StoreError."""
    return write(lambda at: at.open(code, area, year, text, opened=opened, by=by))


@needs(Right.ACT)
def set_within(days: int, by: str) -> None:
    """Set how many days before its deadline an action is due soon."""
    own.require_whole()
    store().put_setting(REMIND_SETTING, str(days), by=by)
    refresh()


def evidence(step: str) -> Callable[[], bytes]:
    """Gives the bytes of a step's file, once asked for. Raises UserError for an action of others."""
    if all(one.id != step for item in every() for one in item.steps):
        raise UserError("没有这份材料，或它不是本单位的。")
    held = store()
    return lambda: held.actions.evidence(step)[1]


def moved(action: Action) -> str:
    """Whether the indicator's figure moved after the action, in words."""
    known = data.indicators().get(action.code)
    direction = known.direction if known else Direction.NONE
    points = data.series(action.code, action.area)
    return actions.moved(points, action.year, direction, known.unit if known else None)
