"""The one place that refuses: a door to the data names its right, and who lacks it gets a sentence."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from dashboard import data_store, refusals, state
from dashboard.messages import UserError
from dashboard.rights import PAGES, WHOLE, Right, allowed
from indicators.model import Role

P = ParamSpec("P")
T = TypeVar("T")


class Refused(UserError):  # noqa: N818 - the name says what is the matter
    """The person at the page lacks a right."""

    def __init__(self, right: Right) -> None:
        super().__init__(f"您的账号不能{right.value}。确需办理的，请联系妇儿工委办或管理员。")


def may(right: Right) -> bool:
    """Whether the person at this page has a right."""
    return allowed(state.person().role, right) and (right not in WHOLE or data_store.whole())


def opens(page: str) -> bool:
    """Whether the person at this page may open a page."""
    return any(map(may, PAGES.get(page, ())))


def require(right: Right) -> None:
    """Raise Refused where the person at this page lacks a right."""
    if not may(right):
        refusals.note(right)
        raise Refused(right)


def needs(right: Right) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Marks a door to the data: it opens only to who has the right."""

    def guarded(work: Callable[P, T]) -> Callable[P, T]:
        @functools.wraps(work)
        def asked(*args: P.args, **kwargs: P.kwargs) -> T:
            require(right)
            return work(*args, **kwargs)

        asked.__dict__["right"] = right
        return asked

    return guarded


def own_unit() -> str | None:
    """The unit that the person at this page speaks for and may see alone; None: no such limit."""
    person = state.person()
    return (person.unit or "") if person.role is Role.UNIT else None
