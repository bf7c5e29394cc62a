"""Pieces of pages that are the same for everybody who looks at the same thing: made once and kept.

A piece is text (or titles, lists, sums) made of the store and its arguments alone. It is kept by the data
version, what its reader may see, and the part of the address that its links carry on; so nobody is shown
a piece made for other eyes, or with links to another year. What somebody searched for is not kept.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import TypeVar, TypeVarTuple, Unpack

from dashboard import data, state
from dashboard.memo import Kept

A = TypeVarTuple("A")
T = TypeVar("T")

PIECES = 64
"""How many values of each function are kept: some tens of kilobytes each."""


def drawn(work: Callable[[Unpack[A]], T]) -> Callable[[Unpack[A]], T]:
    """Keep what a function makes; its arguments are small and hashable. Others see the same object."""
    values = Kept(PIECES)

    @wraps(work)
    def call(*args: *A) -> T:
        if state.param(state.SEARCH):
            return work(*args)
        key: Hashable = (data.version(), state.seen_by(), state.carried(), args)
        return values.get(key, lambda: work(*args))

    return call
