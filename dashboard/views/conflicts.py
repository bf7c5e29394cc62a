"""Two figures for one thing: both with their origins, side by side, and the decision with its reason."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import components, data_desk, desk, markup
from dashboard import format as fmt
from dashboard.views import who

h = fmt.html
CHOICES = {"new": "采用新数", "old": "保留原数"}
AT_ONCE = 20


def show(name: str, year: int) -> None:
    """The figures that wait, then what was decided before; all years."""
    del year
    frame = data_desk.conflicts()
    if frame.empty:
        st.html(
            markup.empty(
                "没有等待裁定的数", "两个单位对同一个数报得不一样时，先保留原数，并在这里列出两个数的来源。"
            )
        )
    elif not name:
        who.needed()
    for row in frame.head(AT_ONCE).itertuples():
        _one(row, name)
    if len(frame) > AT_ONCE:
        st.caption(f"先列出前{AT_ONCE}个，共{len(frame)}个；裁定后，后面的会接着列出。")
    _decided()


def _one(row: Any, name: str) -> None:
    with st.container(border=True, key=f"conflict-{row.submission[-12:]}-{row.rec}"):
        period = f" {row.period_label}" if isinstance(row.period_label, str) and row.period_label else ""
        st.html(markup.wrap(f"<b>{h(row.indicator)}</b>　{h(fmt.leaf(row.area))} {row.year}年{h(period)}"))
        old = (
            row.old_text,
            row.old_unit,
            row.old_uploader,
            row.old_at,
            row.old_file,
            row.old_sheet,
            row.old_cell,
        )
        new = (row.text, row.from_unit, row.uploader, row.at, row.file, row.sheet, row.cell)
        st.html(markup.table(
            ("", "数值", "单位（部门）", "报送人", "时间", "文件、表、格"),
            [_side("原数（现在算的）", row.unit, *old), _side("新报的数", row.unit, *new)], right=(1,),
        ))  # fmt: skip
        if name:
            _form(row, name)


def _side(
    label: str, measure: str, text: Any, unit: Any, uploader: Any, at: Any, *place: Any
) -> tuple[str, ...]:
    figure = fmt.joined(text, measure) if isinstance(text, str) and text else "—"
    where = " ".join(str(part) for part in place if isinstance(part, str) and part)
    moment = "—" if pd.isna(at) else fmt.when(components.local(at))
    cells = (label, figure, unit if isinstance(unit, str) else "—", uploader or "—", moment, where)
    return tuple(h(cell) for cell in cells)


def _form(row: Any, name: str) -> None:
    with st.form(f"decide-{row.submission}-{row.rec}", border=False):
        choice = st.radio(
            "用哪个", list(CHOICES), index=None, format_func=CHOICES.__getitem__, horizontal=True,
            key=f"choice-{row.submission}-{row.rec}",
        )  # fmt: skip
        reason = st.text_input(
            "理由",
            max_chars=200,
            placeholder="例如：统计局核实，以公报数为准",
            key=f"why-{row.submission}-{row.rec}",
        )
        if st.form_submit_button("裁定", type="primary"):
            if not choice or not reason.strip():
                st.warning("请选用哪个数，并写明理由；两个数都会留存。")
                return
            data_desk.write(
                lambda at: at.decide(row.submission, [int(row.rec)], choice, reason=reason.strip(), by=name)
            )
            desk.say(f"已裁定：{row.indicator}{row.year}年，{CHOICES[choice]}。")
            st.rerun()


def _decided() -> None:
    frame = data_desk.decisions()
    if frame.empty:
        return
    with st.expander(f"裁定过的（{len(frame)}个）"):
        rows = [
            (
                h(row.indicator), h(fmt.leaf(row.area)), f"{row.year}年", h(row.new_text or "—"),
                h(CHOICES[row.outcome]) + ("（已撤销）" if row.withdrawn else ""), h(row.reason), h(row.by),
                fmt.when(components.local(row.at)),
            )
            for row in frame.iloc[::-1].itertuples()
        ]  # fmt: skip
        st.html(
            markup.table(
                ("指标", "地区", "年份", "新报的数", "裁定", "理由", "裁定人", "时间"), rows, right=(3,)
            )
        )
        st.caption("采用新数的裁定是一个单独的批次，可以在“上报”页的报送批次里撤销，撤销后回到待裁定。")
