"""What is made once and kept: one value a key, for all sessions, no more than so many.

Like `st.cache_resource`, without what makes a hit there cost more than many a value here: it reads the
function's signature and hashes every argument anew. Here the arguments are the key; they are small
(a data version, a year, an area's path), never a frame. What is kept is shared: nobody changes it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import nullcontext
from functools import wraps
from inspect import signature
from typing import Any, ParamSpec, TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

P = ParamSpec("P")
T = TypeVar("T")


class Kept:
    """Values by key, the longest unused dropped first; each is made by one thread while others wait."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, Any] = OrderedDict()
        self._turns: dict[Hashable, threading.RLock] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._values)

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value of a key; `make` is called where there is none. What it raises is not kept."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
            turn = self._turns.setdefault(key, threading.RLock())
        with turn:
            with self._lock:
                if key in self._values:
                    return self._values[key]
            try:
                value = make()
                self._put(key, value)
            finally:
                with self._lock:
                    self._turns.pop(key, None)
        return value

    def _put(self, key: Hashable, value: object) -> None:
        with self._lock:
            self._values[key] = value
            while len(self._values) > self._most:
                self._values.popitem(last=False)


def kept(max_entries: int, spinner: str = "") -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Keep a function's values by its arguments; `spinner` is shown on the page while one is made.

    Arguments by place whose names begin with an underscore are no part of the key (and are not held).
    """

    def around(work: Callable[P, T]) -> Callable[P, T]:
        values = Kept(max_entries)
        keys = [at for at, name in enumerate(signature(work).parameters) if not name.startswith("_")]

        @wraps(work)
        def call(*args: P.args, **named: P.kwargs) -> T:
            def make() -> T:
                with _waiting(spinner):
                    return work(*args, **named)

            key = tuple(args[at] for at in keys if at < len(args))
            return values.get((key, tuple(named.items())) if named else key, make)

        return call

    return around


def _waiting(words: str) -> Any:
    on_page = words and get_script_run_ctx(suppress_warning=True) is not None
    return st.spinner(words) if on_page else nullcontext()
