"""说明: the user guide, in the app."""

from __future__ import annotations

from functools import cache

import streamlit as st

from dashboard import components, markup


@cache
def _text() -> str:
    return (components.ASSETS / "guide.md").read_text(encoding="utf-8")


def page() -> None:
    """The page."""
    st.title("说明：怎样开始、报送、改错、撤销和看图", anchor=False)
    parts = _text().split("\n## ")[1:]
    for part in parts:
        title, _, body = part.partition("\n")
        st.header(title, anchor=False)
        st.markdown(body)
        if title == "怎样看图":
            st.html(markup.LEGEND)
            st.html(markup.BULLET_LEGEND)
