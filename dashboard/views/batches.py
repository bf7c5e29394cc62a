"""The batches received so far, and the way to withdraw one."""

from __future__ import annotations

import streamlit as st

from dashboard import data, desk, markup
from dashboard import format as fmt
from indicators.model import Submission

h = fmt.html


def show(name: str) -> None:
    """All batches, the newest first; `name` is who withdraws."""
    st.header("报送批次", anchor=False)
    batches = data.submissions()
    if not batches:
        st.html(markup.empty("还没有报送", "入库后，每一批都列在这里，可以撤销。"))
        return
    st.html(
        markup.table(
            ("状态", "文件", "时间", "报送人", "单位", "入库", "未入库"),
            [_batch(item) for item in batches[:50]],
            right=(5, 6),
        )
    )
    standing = [item for item in batches if not item.withdrawn]
    if standing and name:
        _undo(standing, name)


def _batch(item: Submission) -> tuple[str, ...]:
    gone = (
        '<span class="tp-chip other">○ 已撤销</span>'
        if item.withdrawn
        else '<span class="tp-chip met">● 有效</span>'
    )
    at = fmt.when(item.at.astimezone())
    accepted, blocked = str(item.accepted), str(item.blocked)
    at = f'<span class="tp-nowrap">{at}</span>'
    return (gone, h(item.file), at, h(item.uploader), h(item.unit or "—"), accepted, blocked)


def _undo(standing: list[Submission], name: str) -> None:
    words = {item.id: f"{fmt.when(item.at.astimezone())} {item.file}({item.uploader})" for item in standing}
    with st.expander("撤销一批"):
        st.html(
            markup.wrap(
                '<span class="tp-quiet">撤销后，这一批的数不再计算，之前的数自动恢复；'
                "文件和记录仍然保留。</span>"
            )
        )
        with st.form("undo", border=False):
            chosen = st.selectbox(
                "哪一批",
                list(words),
                format_func=words.__getitem__,
                index=None,
                key="undo_batch",
                placeholder="请选择",
            )
            reason = st.text_input(
                "原因", key="undo_reason", max_chars=200, placeholder="例如：单位发来了更正表"
            )
            if st.form_submit_button("撤销这一批"):
                if not chosen or not reason.strip():
                    st.warning("请选择一批，并写明原因。")
                else:
                    done = data.undo(chosen, name, reason.strip())
                    desk.say(f"已撤销：{done.file}，{done.accepted}个数不再计算。")
                    st.rerun()
