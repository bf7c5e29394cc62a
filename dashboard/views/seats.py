"""范围: which of the store's offices the pages speak of, where there are several."""

from __future__ import annotations

import streamlit as st

from dashboard import data, data_store, markup, state
from dashboard import format as fmt

h = fmt.html


def choose() -> None:
    """The choice in the side bar, kept in the address, and above the page the way up to the seats above.

    Nothing where the store has one office, or the person may look at one alone.
    """
    if not data.ready() or not data.many():
        return
    known = [one.path for one in data_store.seats()]
    here = data.seat().path
    if len(known) > 1:
        with st.sidebar:
            path = st.selectbox(
                "范围", known, index=_own(known), key=state.AT, bind="query-params",
                help="所有页面只讲选中的省、市或县。点开后可以输入名称查找。",
            )  # fmt: skip
            here = path or here
            if below := _below(here, known):
                st.html(below)
    data_store.look_at(here)
    st.html(markup.wrap(_way(here, known), "tp-crumbs"))


def _own(known: list[str]) -> int:
    """The person's own seat: the highest that may be looked at."""
    return min(range(len(known)), key=lambda at: (known[at].count("/"), at))


def _below(here: str, known: list[str]) -> str:
    """The seats right below as links, so that a tree can be walked without the list."""
    next_ones = [one.path for one in data_store.offices_below(here) if one.above == here]
    links = "".join(f"<li>{_link(path)}</li>" for path in next_ones if path in known)
    return markup.wrap(f'<p class="tp-quiet tp-small">下级</p><ul>{links}</ul>', "tp-seats") if links else ""


def _link(path: str) -> str:
    return f'<a class="tp-text tp-go" href="{h(state.at_seat("overview", path))}">{h(fmt.leaf(path))}</a>'


def _way(here: str, known: list[str]) -> str:
    """省 › 市 › 县, each that may be looked at a link to the same page there."""
    steps = here.split("/")
    words = []
    for end, name in enumerate(steps, 1):
        path = "/".join(steps[:end])
        if path == here:
            words.append(f"<b>{h(name)}</b>")
        elif path in known:
            words.append(_link(path))
        else:
            words.append(f"<span>{h(name)}</span>")
    return '<nav aria-label="范围">' + " › ".join(words) + "</nav>"
