"""说明: the user guide, in the app; the method's numbers come from the settings in force."""

from __future__ import annotations

import re
from functools import cache

import streamlit as st

from dashboard import components, data, markup
from dashboard.format import number
from indicators.assess import Settings

METHOD = "怎样评定"
PICTURE = re.compile(r"^!\[([^\]]*)\]\(([\w-]+\.webp)\)$", re.M)
CHARTS = "怎样看图"


@cache
def _text() -> str:
    return (components.ASSETS / "guide.md").read_text(encoding="utf-8")


def page() -> None:
    """The page."""
    st.title("说明：怎样开始、报送、改错、撤销和看图", anchor=False)
    for part in _text().split("\n## ")[1:]:
        title, _, body = part.partition("\n")
        st.header(title, anchor=False)
        _body(body.format(**method_words(data.settings())) if title == METHOD else body)
        if title == CHARTS:
            st.html(markup.LEGEND)
            st.html(markup.BULLET_LEGEND)


def _body(text: str) -> None:
    """Markdown with its pictures: a line ![words](name.webp) is a picture of the guide's folder."""
    parts = PICTURE.split(text)
    st.markdown(parts[0])
    for words, name, rest in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        with st.container(width=860):  # a width given to the picture makes the server scale it at each look
            st.image(components.ASSETS / "guide" / name, caption=words, width="stretch", alt=words)
        st.markdown(rest)


def method_words(settings: Settings) -> dict[str, str]:
    """The settings as the guide writes them: shares in percent, thresholds with two decimals."""
    shares = ("near_miss", "around_tolerance", "outlook_low", "outlook_high", "confidence")
    ratios = ("pace_ahead", "pace_on_schedule", "pace_slow")
    counts = ("stale_after", "outlook_window", "outlook_min")
    words = {name: f"{number(round(getattr(settings, name) * 100, 4))}%" for name in shares}
    words |= {name: number(getattr(settings, name), 2) for name in ratios}
    words |= {name: str(getattr(settings, name)) for name in counts}
    words["nearly_counts"] = "基本达标" if settings.nearly_counts else "基本达标不"
    words["no_data_in_denominator"] = "无数据的指标" if settings.no_data_in_denominator else "无数据的指标不"
    return words
