"""One batch: figures, findings, explanations (also later ones), the file, undo, and the purge."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from dashboard import components, data, data_desk, desk, downloads, markup
from dashboard import format as fmt
from dashboard.views import findings, origin, purging, reasons
from indicators.model import Severity, Submission

h = fmt.html
FIGURES = {"accepted": "● 入库", "held": "◐ 等待裁定", "new": "● 裁定采用", "old": "○ 裁定不用"}
MOST = 200


def choose(batches: Sequence[Submission], name: str) -> None:
    """The selection of a batch, and what can be seen of it and done with it."""
    known = {item.id: item for item in batches}
    words = {item.id: f"{fmt.when(item.at.astimezone())} {item.file}（{item.uploader}）" for item in batches}
    chosen = st.selectbox(
        "哪一批", list(words), format_func=words.__getitem__, index=None, key="batch",
        placeholder="选一批，看明细、补写说明或撤销",
    )  # fmt: skip
    if chosen is not None:
        with st.container(border=True, key="batch-detail"):
            _detail(known[chosen], name)


def _detail(item: Submission, name: str) -> None:
    who = "，".join(part for part in (item.unit or "", item.uploader, fmt.when(item.at.astimezone())) if part)
    note = f"<br>{h(item.note)}" if item.note else ""
    st.html(markup.wrap(f'<b>{h(item.file)}</b> <span class="tp-quiet">{h(who)}</span>{note}'))
    if item.purged:
        _purged(item)
        return
    _file(item)
    _figures(item)
    _findings(item, name)
    if not name:
        st.caption("要补写说明、撤销或删除，请先在上面写下您的姓名。")
        return
    if not item.withdrawn:
        _undo(item, name)
    _purge(item, name)


def _purged(item: Submission) -> None:
    """In place of what is gone: when, by whom and why."""
    words = ["文件内容、读出的数据和问题都已不在，只留下这条记录", f"文件指纹：{item.sha256[:16]}…"]
    rows = data_desk.purges()
    for row in rows[rows["submission"] == item.id].head(1).itertuples():
        at = fmt.when(components.local(row.at))
        words.insert(0, f"{row.by}于{at}删除，原因：{row.reason}")
    st.html(markup.empty("这一批已彻底删除", "；".join(words)))


def _file(item: Submission) -> None:
    st.download_button(
        "下载原文件", data=data_desk.batch_file(item.id), file_name=item.file, key="batch-file",
        mime="application/octet-stream", type="tertiary", icon=":material/download:", on_click="ignore",
    )  # fmt: skip


def _figures(item: Submission) -> None:
    frame = data_desk.batch_figures(item.id)
    with st.expander(f"读出的数据（{len(frame)}个）"):
        if frame.empty:
            st.html(markup.empty("这一批没有数据", "可能都有错误，没有入库。"))
            return
        lines = [_figure(row) for row in frame.head(MOST).itertuples()]
        heads = ("状态", "指标", "地区", "年份", "数值", "工作表", "单元格")
        st.html(markup.table(heads, lines, right=(4,), stack=True))
        if len(frame) > MOST:
            st.caption(f"先列出前{MOST}个，共{len(frame)}个；全部请下载。")
        names = {
            "code": "编号", "indicator": "指标", "area": "地区", "year": "年份", "breakdown": "分组",
            "text": "数值", "missing": "缺数原因", "unit": "单位", "sheet": "工作表",
            "cell": "单元格", "raw": "单元格原文",
        }  # fmt: skip
        downloads.table(frame[list(names)].rename(columns=names), f"{item.file}_数据", key="batch")


def _figure(row) -> tuple[str, ...]:  # noqa: ANN001  a row of itertuples
    name = h(row.indicator)
    if row.breakdown:
        name += f'<br><span class="tp-quiet tp-small">{h(origin.breakdown_words(row.breakdown))}</span>'
    text = fmt.joined(row.text, row.unit) if isinstance(row.text, str) and row.text else ""
    if pd.isna(row.value):
        text = f"无（{fmt.MISSING.get(str(row.missing), '原因不明')}）"
    state = f'<span class="tp-nowrap">{FIGURES.get(row.state, row.state)}</span>'
    return (
        state, name, h(fmt.leaf(row.area)), f"{row.year}年",
        h(text), h(row.sheet or "—"), h(row.cell or "—"),
    )  # fmt: skip


def _findings(item: Submission, name: str) -> None:
    found = list(data_desk.batch_findings(item.id))
    told = data_desk.batch_explanations(item.id)
    with st.expander(f"审核问题（{len(found)}条）"):
        if found:
            findings.show(found, key=f"batch-{item.id[-12:]}")
        else:
            st.html(markup.empty("没有发现问题", "这一批入库时没有错误、疑问和说明。"))
    warned = [one for one in found if one.severity is Severity.WARNING]
    if told:
        with st.expander(f"写过的说明（{len(told)}条）"):
            lines = [
                (h(_about(key, found)), h(text), h(by), fmt.when(at.astimezone()))
                for key, text, by, at in told
            ]
            st.html(markup.table(("对哪个问题", "说明", "谁写的", "时间"), lines, stack=True))
    texts = {key: text for key, text, _, _ in told if text.strip()}
    left = [one for one in warned if not ({one.code, f"{one.code}@{one.cell}"} & set(texts))]
    if left and name and not item.withdrawn:
        with st.expander(f"补写说明：还有{len(left)}条警告待说明", expanded=True):

            def put(key: str, text: str) -> None:
                data_desk.explain(item.id, key, text, name)
                desk.say("说明已保存。")
                st.rerun()

            reasons.show(left, texts, put, key=f"later-{item.id[-12:]}")


def _about(key: str, found: Sequence[findings.Finding]) -> str:
    """What an explanation speaks of: the finding's text at its cell, or the kind."""
    code, _, cell = key.partition("@")
    if code == "remark":
        return f"{cell}的说明（表里写的）"
    hit = next((one.message for one in found if one.code == code and cell and one.cell == cell), "")
    return hit or findings.kind_words(code)


def _undo(item: Submission, name: str) -> None:
    with st.expander("撤销这一批"):
        st.caption("撤销后，这一批的数不再计算，之前的数自动恢复；文件和记录仍然保留。")
        with st.form("undo", border=False):
            reason = st.text_input(
                "原因", key="undo_reason", max_chars=200, placeholder="例如：单位发来了更正表"
            )
            if st.form_submit_button("撤销这一批"):
                if not reason.strip():
                    st.warning("请写明原因。")
                    return
                done = data.undo(item.id, name, reason.strip())
                desk.say(f"已撤销：{done.file}，{done.accepted}个数不再计算。")
                st.rerun()


def _purge(item: Submission, name: str) -> None:
    purging.form(
        item.file,
        lambda reason: data_desk.write(lambda at: at.purge(item.id, reason=reason, by=name)),
        "文件内容、读出的数据、问题和说明全部清除，同一文件的其他批次也一起清除；只留批次记录、文件指纹和原因。"
        "只是报错了数，请用上面的撤销。",
    )
