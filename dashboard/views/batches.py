"""The batches received so far, to be narrowed by state, unit, year and person; one opens below."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard import data, data_desk, markup
from dashboard import format as fmt
from dashboard.views import batch
from indicators.model import Submission

h = fmt.html
MOST = 50
STATES = {
    "standing": "● 有效",
    "waiting": "◐ 有待裁定",
    "unexplained": "▲ 警告待说明",
    "withdrawn": "○ 已撤销",
    "purged": "✕ 已彻底删除",
}
CHIPS = {
    "standing": "met", "waiting": "watch", "unexplained": "watch", "withdrawn": "other", "purged": "unmet",
}  # fmt: skip


def show(name: str) -> None:
    """All batches, the newest first; `name` is who changes something."""
    st.header("报送批次", anchor=False)
    every = data.submissions()
    if not every:
        st.html(markup.empty("还没有报送", "入库后，每一批都列在这里，可以查看、补写说明、撤销。"))
        return
    kept = _narrow(every)
    if not kept:
        st.html(markup.empty("没有符合条件的批次", "请换一个条件。"))
        return
    batch.choose(kept, name)
    heads = ("状态", "文件", "时间", "报送人", "单位", "年份", "入库", "未入库")
    st.html(markup.table(heads, [_line(item) for item in kept[:MOST]], right=(6, 7), stack=True))
    if len(kept) > MOST:
        st.caption(f"先列出最近{MOST}批，共{len(kept)}批；请用上面的条件缩小范围。")


def state_of(item: Submission) -> str:
    """What a batch is now: a key of STATES."""
    if item.purged:
        return "purged"
    if item.withdrawn:
        return "withdrawn"
    if item.held:
        return "waiting"
    return "unexplained" if data_desk.unexplained().get(item.id) else "standing"


def _narrow(every: Sequence[Submission]) -> list[Submission]:
    kept, years = list(every), data_desk.batch_years()
    if len(every) < 2:
        return kept
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kept = _choice("状态", kept, every, lambda item: (STATES[state_of(item)],), "batch_state")
        kept = _choice("单位", kept, every, lambda item: (item.unit or "",), "batch_unit")
        kept = _choice(
            "年份", kept, every, lambda item: [f"{year}年" for year in years.get(item.id, ())], "batch_year"
        )
        kept = _choice("报送人", kept, every, lambda item: (item.uploader,), "batch_person")
    return kept


def _choice(
    label: str,
    kept: list[Submission],
    every: Sequence[Submission],
    parts: Callable[[Submission], Sequence[str]],
    key: str,
) -> list[Submission]:
    known = sorted({part for item in every for part in parts(item)} - {""}, reverse=label == "年份")
    if len(known) < 2:
        return kept
    chosen = st.selectbox(label, known, index=None, placeholder="全部", key=key, width=220)
    return [item for item in kept if chosen is None or chosen in parts(item)]


def _line(item: Submission) -> tuple[str, ...]:
    state = state_of(item)
    years = data_desk.batch_years().get(item.id, ())
    shown = f"{years[0]}" if len(years) == 1 else f"{years[0]}—{years[-1]}" if years else "—"
    return (
        f'<span class="tp-chip {CHIPS[state]}">{STATES[state]}</span>', h(item.file),
        f'<span class="tp-nowrap">{fmt.when(item.at.astimezone())}</span>', h(item.uploader),
        h(item.unit or "—"), f'<span class="tp-nowrap">{shown}</span>', str(item.accepted), str(item.blocked),
    )  # fmt: skip
