"""On an indicator's page: what people judge of its target, with evidence; and what was judged before."""

from __future__ import annotations

import streamlit as st

from dashboard import data_office, markup, state
from dashboard import format as fmt
from dashboard.guard import may
from dashboard.rights import Right
from dashboard.rows import Row
from dashboard.views.keep import keep
from indicators.model import Assessment
from indicators.store import Applicability, Judgement

h = fmt.html
VERDICTS = {"yes": "做到", "partly": "部分做到", "no": "没做到"}
HOLDS = {True: "适用", False: "不适用"}
LARGEST_MB = 50


def show(row: Row) -> None:
    """The forms where a target asks for people's word, and the record of what was said."""
    item = row.item
    asked = data_office.people_judge(item.code)
    if not item.area or not item.target or not asked:
        return
    st.subheader("由人评定", anchor=False)
    if "conditional" in asked and may(Right.JUDGE):
        _applies(item)
    if "by_people" in asked and may(Right.JUDGE):
        _judge(item)
    _record(item)


def _judge(item: Assessment) -> None:
    with st.form("judge"):
        st.html(markup.wrap(f"目标：“{h(item.target)}”，评定到{item.year}年"))
        verdict = st.radio(
            "判断结果", list(VERDICTS), format_func=VERDICTS.__getitem__, index=None, horizontal=True,
            key="judge_verdict",
        )  # fmt: skip
        hint = "文件名称和文号、会议纪要、现场查看的情况等"
        evidence = st.text_area("依据", key="judge_evidence", placeholder=hint, max_chars=2000)
        file = st.file_uploader("附件（可不附）", key="judge_file", max_upload_size=LARGEST_MB)
        by = st.text_input("您的姓名", value=state.uploader(), key="judge_by", max_chars=40)
        if not st.form_submit_button("记下评定", type="primary"):
            return
    if verdict is None:
        st.error("请先选择判断结果。")
        return
    kept = (file.name, file.getvalue()) if file else None
    keep(lambda: data_office.judge_by_hand(item, verdict, evidence, kept, by.strip()), by=by)


def _applies(item: Assessment) -> None:
    with st.form("applies"):
        st.html(markup.wrap(f"目标：“{h(item.target)}”，从{item.year}年起对本地区"))
        applies = st.radio(
            "是否适用", list(HOLDS), format_func=HOLDS.__getitem__, index=None, horizontal=True,
            key="applies_yes",
        )  # fmt: skip
        hint = "例如：2024年末常住人口18.2万"
        reason = st.text_input("理由", key="applies_reason", placeholder=hint, max_chars=500)
        by = st.text_input("您的姓名", value=state.uploader(), key="applies_by", max_chars=40)
        if not st.form_submit_button("记下答复", type="primary"):
            return
    if applies is None:
        st.error("请先选择是否适用。")
        return
    keep(lambda: data_office.say_applies(item, applies, reason, by.strip()), by=by)


def _record(item: Assessment) -> None:
    """Everything said so far, with the document and a way to take it back."""
    for said in data_office.said(item.code, item.area or ""):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.html(markup.wrap(_line(said)), width="stretch")
            if isinstance(said, Judgement) and said.file:
                st.download_button(
                    "附件", data=data_office.evidence(said.id), file_name=said.file, key=f"file-{said.id}",
                    type="tertiary", on_click="ignore",
                )  # fmt: skip
            if not said.retracted and may(Right.JUDGE):
                with st.popover("撤销", type="tertiary"):
                    _retract(said)


def _line(said: Judgement | Applicability) -> str:
    if isinstance(said, Judgement):
        words, why = VERDICTS[said.verdict], said.evidence
    else:
        words, why = HOLDS[said.applies], said.reason
    line = f"{said.year}年 <b>{words}</b>：{h(why)}"
    line += f' <span class="tp-quiet tp-small">{h(said.by)} {said.at.astimezone():%Y-%m-%d %H:%M}</span>'
    if said.retracted:
        return f'<s>{line}</s> <span class="tp-quiet tp-small">已由{h(said.retracted_by)}撤销</span>'
    return line


def _retract(said: Judgement | Applicability) -> None:
    with st.form(f"retract-{said.id}", border=False):
        reason = st.text_input("撤销的原因", key=f"why-{said.id}")
        by = st.text_input("您的姓名", value=state.uploader(), key=f"who-{said.id}", max_chars=40)
        if not st.form_submit_button("确认撤销"):
            return
    keep(lambda: data_office.retract(said.id, by.strip(), reason), by=by)
