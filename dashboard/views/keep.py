"""Keep what a form asks for: done and the page shown anew, or the reason why not."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard import desk, state
from dashboard import format as fmt
from indicators.store import StoreError


def keep(work: Callable[[], object], told: str = "", *, by: str | None = None) -> None:
    """Do `work` and show the page anew with `told`, or say what is missing.

    `by`: the name given in the form, remembered for the next one; None where it was asked elsewhere.
    """
    if by is not None and not by.strip():
        st.error("请写下您的姓名。")
        return
    try:
        work()
    except StoreError as error:
        st.error(fmt.plain(error.finding.message + error.finding.hint))
        return
    if by is not None:
        state.remember_uploader(by)
    if told:
        desk.say(told)
    st.rerun()
