"""Pieces that the pages share: dress, filter bar, banner, trouble, charts, downloads."""

from __future__ import annotations

import datetime as dt
import json
import logging
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard import data, data_audit, downloads, markup, state
from dashboard import format as fmt
from dashboard.charts import DARK, LIGHT, Palette, paper_colours
from dashboard.messages import UserError
from indicators.model import Role
from indicators.store import StoreError

ASSETS = Path(__file__).resolve().parent / "assets"
log = logging.getLogger(__name__)


@cache
def _script() -> str:
    texts = tomllib.loads((ASSETS / "zh.toml").read_text(encoding="utf-8"))
    script = (ASSETS / "bridge.js").read_text(encoding="utf-8")
    words = json.dumps(texts["words"], ensure_ascii=False)
    script = script.replace("__WORDS__", words).replace("__PAPER__", json.dumps(paper_colours()))
    return script.replace("__PATTERNS__", json.dumps(texts["patterns"], ensure_ascii=False))


@cache
def _style() -> str:
    return f"<style>{(ASSETS / 'style.css').read_text(encoding='utf-8')}</style>"


class _Made:
    """HTML as it shall be sent: of other text Streamlit first seeks the indent that all lines share."""

    def __init__(self, text: str) -> None:
        self.text = text

    def _repr_html_(self) -> str:
        return self.text


def html(text: str) -> None:
    """A long piece of HTML on the page."""
    st.html(_Made(text))


def dress() -> None:
    """The product's styles and its small script (links without reload, Chinese texts, the cookie)."""
    html(_style())
    st.logo(str(ASSETS / ("logo-dark.svg" if theme() == "dark" else "logo.svg")), size="large")
    bridge = st.components.v2.component("twoplans_bridge", js=_script())
    name = st.session_state.get(state.UPLOADER) or ""
    told = {"theme": theme(), "cookie": state.NAME_COOKIE, "name": name}
    bridge(data=told, key="bridge", on_theme_change=_learn_theme, height=0)


def _learn_theme() -> None:
    """The page tells its theme when it differs from what the charts were drawn for."""
    st.session_state["theme_seen"] = st.session_state["bridge"].theme


def theme() -> str:
    """The page's theme, light or dark."""
    return st.session_state.get("theme_seen") or st.context.theme.type or "light"


def palette() -> Palette:
    """The chart colours for the page's theme."""
    return DARK if theme() == "dark" else LIGHT


@contextmanager
def guard() -> Iterator[None]:
    """Turns what goes wrong into a sentence on the page; the rest goes to the log."""
    try:
        yield
    except StoreError as error:
        log.warning("store: %s", error)
        found = error.finding
        st.html(markup.trouble(found.message, found.hint))
    except UserError as error:
        st.html(markup.trouble(str(error), ""))
    except Exception:
        log.exception("a page failed")
        st.html(
            markup.trouble(
                "这一页没有显示出来，数据没有受影响。",
                "请刷新网页再试；如果还是这样，请把程序窗口里最后几行文字发给维护人员。",
            )
        )


def account() -> None:
    """Who is signed in, with the ways to the password and out: links to the server's own pages."""
    here = state.person()
    if not here.login:
        return
    name, role = (fmt.html(word) for word in (here.name, here.unit or here.role.chinese))
    links = '<a href="/account/password">修改密码</a><a href="/account/sign-out">退出登录</a>'
    with st.container(key="account"):
        st.html(
            '<div class="tp tp-account"><details>'
            f'<summary><span class="full">我的账号：</span>{name}</summary>'
            f'<div class="list"><p><b>{name}</b><br><span class="tp-quiet">{role}</span></p>{links}</div>'
            "</details></div>"
        )


def banner() -> None:
    """Marks the sample district on every page."""
    if data.is_sample():
        st.html(
            markup.wrap(
                '<div class="tp-banner">示例数据：“示例县”是虚构的，'
                "所有数字均为演示而编，不是任何地方的真实情况。</div>"
            )
        )
    elif data.ready() and state.person().role is Role.ADMIN and data_audit.overdue():
        link = fmt.html(state.link("backup"))
        st.html(
            markup.wrap(f'<div class="tp-banner">最近没有做成备份。<a href="{link}">去看看备份</a></div>')
        )


def scope_bar() -> tuple[str, int | None]:
    """Area and year, kept in the address bar: returns the area's path and the year (None: no data yet)."""
    areas = data.area_labels()
    years = data.years()
    with st.container(horizontal=True, vertical_alignment="center", key="scope"):
        label, year = None, None
        if len(areas) > 1 or not data.many():  # one office among several has a choice of its own
            label = st.selectbox(
                "地区", list(areas), key=state.AREA, bind="query-params", width=260,
                label_visibility="collapsed",
            )  # fmt: skip
        if years:
            year = st.selectbox(
                "年份", years, key=state.YEAR, bind="query-params", width=120, label_visibility="collapsed"
            )
        st.html(
            markup.wrap(f'<span class="tp-quiet tp-small">数据版本 {data.version_words()}</span>'),
            width="content",
        )
    return areas.get(label or "", data.district().path), year


def chart(figure: go.Figure, *, key: str, alt: str, name: str = "图") -> None:
    """A figure as wide as its place, with two buttons below: save it as PNG or as SVG."""
    with st.container(key=f"chart-{key}", gap=None):
        st.plotly_chart(figure, key=key, alt=alt, theme="streamlit", config=downloads.picture_config(name))
        st.html(downloads.picture_buttons(key, name))


def local(moment: pd.Timestamp) -> pd.Timestamp:
    """A moment of the store (UTC without zone) on this computer's clock."""
    return moment.tz_localize("UTC").tz_convert(dt.datetime.now().astimezone().tzinfo)
