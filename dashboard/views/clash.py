"""A file's figures that contradict accepted ones: both with their origins, and which one counts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import components, desk, markup
from dashboard import format as fmt

h = fmt.html
CHOICES = {"new": "采用新数", "old": "保留原数", "held": "先放着，等待裁定"}
EACH = "逐个选"
AT_ONCE = 20


Settle = Callable[[dict[str, str], str], None]
"""Takes the choices by key ("*": all) and the reason."""


def show(digest: str, intake: Any) -> None:
    """Both figures side by side and the choice; it takes effect when the file is accepted."""
    rows = contradicting(intake)
    if len(rows):
        table(rows)
        choose(digest[:12], rows, desk.files()[digest].reason, partial(desk.settle, digest))


def contradicting(intake: Any) -> pd.DataFrame:
    """The figures of a file that contradict accepted ones."""
    return intake.revision.conflicts if intake.revision is not None else pd.DataFrame()


def table(rows: pd.DataFrame, *, asks: bool = True) -> None:
    """Both figures side by side, with what becomes of each as it stands."""
    who = "，由您决定用哪一个" if asks else ""
    st.html(markup.wrap(f"<b>有{len(rows)}个数与已入库的不同</b>，两个数都会留存{who}："))
    heads = ("指标", "已入库的数", "原数来自", "这次报的数", "位置", "现在的选择")
    st.html(
        markup.table(heads, [_line(row) for row in rows.head(AT_ONCE).itertuples()], right=(1, 3), stack=True)
    )
    if len(rows) > AT_ONCE:
        st.caption(f"先列出前{AT_ONCE}个；“全部”的选择对{len(rows)}个都有效。")


def _line(row: Any) -> tuple[str, ...]:
    period = f" {row.period_label}" if _given(row.period_label) else ""
    about = f"{fmt.leaf(row.area)} {row.year}年{period}"
    name = f'{h(row.name)}<br><span class="tp-quiet tp-small">{h(about)}</span>'
    moment = fmt.when(components.local(pd.Timestamp(row.at)))
    told = " ".join(str(part) for part in (row.file_old, row.sheet_old, row.cell_old) if _given(part))
    who = " ".join(str(part) for part in (row.unit_old, row.uploader, moment) if _given(part))
    source = f'{h(told)}<br><span class="tp-quiet tp-small">{h(who)}</span>'
    new = row.text if _given(row.text) else row.raw
    place = f'<span class="tp-where">{h(row.sheet or "")} {h(row.cell)}</span>'
    old = row.text_old if _given(row.text_old) else "—"
    return (name, h(old), source, f"<b>{h(new)}</b>", place, h(CHOICES[row.choice]))


def _given(part: object) -> bool:
    return isinstance(part, str) and part != ""


def choose(short: str, rows: pd.DataFrame, said: str, settle: Settle) -> None:
    """The form that chooses; `short` tells its widgets from another file's, `said` is the reason so far."""
    keys = list(rows["key"].head(AT_ONCE))
    ways = [*CHOICES.values(), *([EACH] if 1 < len(rows) <= AT_ONCE else [])]
    way = st.segmented_control("全部" if len(rows) > 1 else "用哪一个", ways, key=f"clash-{short}")
    with st.form(f"clash-form-{short}", border=False):
        chosen: dict[str, str] = {}
        if way == EACH:
            words = {label: choice for choice, label in CHOICES.items()}
            for row in rows.head(AT_ONCE).itertuples():
                about = f"{row.name} {fmt.leaf(row.area)} {row.year}年"
                label = fmt.plain(f"{about}：{row.text_old or '—'} → {row.text or row.raw}")
                now = list(words).index(CHOICES[row.choice])
                picked = st.radio(label, list(words), index=now, horizontal=True, key=f"{short}-{row.key}")
                chosen[row.key] = words[picked]
        reason = st.text_input(
            "理由", value=said, max_chars=200, key=f"clash-why-{short}",
            placeholder="例如：单位来函更正，以新数为准",
        )  # fmt: skip
        if st.form_submit_button("就这样定"):
            if way and way != EACH:
                chosen = {"*": next(choice for choice, label in CHOICES.items() if label == way)}
            decided = any(choice != "held" for choice in chosen.values())
            if not chosen or (decided and not reason.strip()):
                st.warning("请选用哪个数，并写明理由。")
            else:
                settle(chosen if "*" in chosen else {key: chosen[key] for key in keys}, reason)
                st.rerun()
