"""Every session and query-string key, and the links made of them."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlencode

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard import runtime
from dashboard.auth.identity import Visitor, visitor_of
from dashboard.messages import UserError
from indicators import paths
from indicators.model import LOCAL, Person
from indicators.store.audit import Actor, ask_who

YEAR = "year"
AT = "at"
AREA = "area"
PLAN = "plan"
DOMAIN = "domain"
STATUS = "status"
ALERT = "alert"
UNIT = "unit"
SEARCH = "q"
VIEW = "view"
CODE = "code"
VERSUS = "vs"
ORDER = "order"
PAGE = "page"
LEVEL = "level"
MEASURE = "by"
SHOW = "show"
SEEN = "seen"
ATTAINED = "attained"
OFFICE = "office"
ORDER_UNITS = "sort"
PRINT = "print"
FLAG = "flag"
ACTION = "action"
NEW = "new"
STEP = "step"
LOOK = "look"
MONTH = "month"
SHARED = (AT, YEAR, AREA)
FILTERS = (PLAN, DOMAIN, STATUS, ALERT, UNIT, SEARCH, VIEW, ORDER, PAGE, SEEN, ATTAINED, STEP, LOOK)

UPLOADER = "uploader"
NAME_COOKIE = "twoplans_name"


_run = threading.local()


def begin_run() -> None:
    """Read each value of the address at most once from here on: a page makes hundreds of links of them."""
    _run.kept = {}


def forget_run() -> None:
    """Outside a page's run: read the address at each question."""
    _run.kept = None


def _all(key: str) -> list[str]:
    kept: dict[str, list[str]] | None = getattr(_run, "kept", None)
    if kept is None:
        return st.query_params.get_all(key)
    if key not in kept:
        kept[key] = st.query_params.get_all(key)
    return kept[key]


def carried() -> tuple[tuple[str, ...], ...]:
    """What the address says of the values that links carry on, read anew: the same links come of the same.

    Filters write to the address when they are drawn; links made from here on carry what they wrote.
    """
    present = set(st.query_params)
    found = {key: st.query_params.get_all(key) if key in present else [] for key in (*SHARED, *FILTERS)}
    if getattr(_run, "kept", None) is not None:
        _run.kept.update(found)
    return tuple(map(tuple, found.values()))


def seen_by() -> tuple[str, str | None, str | None]:
    """What decides what the person at this page may see: role, unit, and how far it reaches."""
    here = person()
    return here.role, here.unit, here.area


def asked_seat() -> str | None:
    """The path of the seat that the address names; None without one, and outside a page's run."""
    return param(AT) if get_script_run_ctx(suppress_warning=True) is not None else None


def store_path() -> Path:
    """The store to show: the environment variable TWOPLANS_STORE, else the user's data folder."""
    return paths.default_store()


def param(key: str) -> str | None:
    """A value of the address bar, or None."""
    value = st.query_params.get(key)
    return value or None


def link(page: str, **params: object) -> str:
    """The address of a page with the shared filters kept; empty values are left out."""
    kept: dict[str, object] = {key: _all(key)[-1:] for key in SHARED}
    return address(page, {**kept, **params})


def at_seat(page: str, path: str, **params: object) -> str:
    """The address of a page that speaks of another seat: the year is kept, the area is not."""
    return address(page, {AT: path, YEAR: _all(YEAR)[-1:], **params})


def link_within(page: str, **params: object) -> str:
    """Like `link`, with the list's filters kept too, so that the way back leads to the same list."""
    kept: dict[str, object] = {key: _all(key) for key in (*SHARED, *FILTERS)}
    return address(page, {**kept, **params})


def address(page: str, params: Mapping[str, object]) -> str:
    """A relative address; lists give repeated keys, None and empty values are left out."""
    pairs = [
        (key, item)
        for key, value in params.items()
        for item in (value if isinstance(value, (list, tuple)) else [value])
        if item not in (None, "")
    ]
    return f"{page}?{urlencode(pairs)}" if pairs else (page or ".")


def person() -> Person:
    """Who is at this page: LOCAL while the store has no account, else whom the gate let in.

    Raises UserError where nobody is signed in, or no longer.
    """
    path = store_path()
    if not runtime.exists(path):
        return LOCAL
    accounts = runtime.shared_store(path).accounts
    if not accounts.any():
        return LOCAL
    here = visitor()
    account = accounts.find(here.login) if here else None
    if account is None or not account.active:
        raise UserError("请先登录：登录已经结束，刷新网页后重新登录。")
    return account.person()


def actor() -> Actor | None:
    """Who acts, for the audit: the person of the running page; None outside a page's run."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return None
    here = visitor()
    if here is None:
        return Actor(name=uploader_given())
    who = person()
    return Actor(who.login, str(who.role), here.address, who.name)


def visitor() -> Visitor | None:
    """Who signed in, and from which address, as the gate says; None without one."""
    return visitor_of(st.context.headers)


def uploader() -> str:
    """Who is at the desk: the person signed in, else given in this session or remembered by this browser."""
    here = person()
    return here.name if here.login else uploader_given()


def uploader_given() -> str:
    """The name given at the desk, where nobody signs in."""
    known = st.session_state.get(UPLOADER)
    if known is None:
        kept = st.context.cookies.get(NAME_COOKIE)
        known = unquote(kept).strip() if isinstance(kept, str) else ""
    return known


def remember_uploader(name: str) -> None:
    """Keep the name for this session; the page's script keeps it in a cookie of this browser."""
    st.session_state[UPLOADER] = name.strip()


ask_who(actor)
