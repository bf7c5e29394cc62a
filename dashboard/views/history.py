"""Every record of one figure in order: each submission, withdrawn ones too, and the decisions."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import components, data_desk, markup
from dashboard import format as fmt
from dashboard.rows import Row
from dashboard.views import origin

h = fmt.html
OUTCOMES = {"new": "采用新数", "old": "保留原数"}


def show(row: Row, area: str, years: list[int]) -> None:
    """The history of the indicator's figure in an area for a chosen year."""
    if not years:
        return
    box = st.expander("一个数的来龙去脉：报过、改过、撤销过的全部记录", key="history", on_change="rerun")
    if not box.open:
        return
    with box:
        year = st.selectbox("哪一年", years, key="history_year", width=160)
        frame = data_desk.history(row.item.code, area, int(year))
        lines = [_line(item) for item in frame.itertuples()]
        if not lines:
            st.html(markup.empty("这一年没有报过数", "请换一年。"))
        else:
            heads = ("时间", "状态", "数值", "分组", "文件", "工作表", "单元格", "报送人")
            st.html(markup.table(heads, lines, right=(2,), stack=True))
        _decisions(row.item.code, area, int(year))


def _line(item) -> tuple[str, ...]:  # noqa: ANN001  a row of itertuples
    at = f'<span class="tp-nowrap">{fmt.when(components.local(item.at))}</span>'
    if item.counts:
        state = '<span class="tp-chip met">● 现在算的</span>'
    elif item.withdrawn:
        when = fmt.when(components.local(item.withdrawn_at))
        why = h(f"{item.withdrawn_by}于{when}撤销：{item.reason or '没有写原因'}")
        state = f'<span class="tp-chip other">○ 已撤销</span><br><span class="tp-quiet tp-small">{why}</span>'
    else:
        state = '<span class="tp-chip nodata">○ 被后来的数取代</span>'
    where = (h(item.file), h(item.sheet or "—"), h(item.cell), h(item.uploader))
    return (at, state, h(origin.figure_words(item)), h(origin.breakdown_words(item.breakdown)), *where)


def _decisions(code: str, area: str, year: int) -> None:
    """What was decided between two figures of this year, and what still waits."""
    lines = []
    for item in _of(data_desk.decisions(), code, area, year).itertuples():
        gone = "（已撤销）" if item.withdrawn else ""
        at = fmt.when(components.local(item.at))
        lines.append(
            (at, OUTCOMES[item.outcome] + gone, item.new_text or "—", item.file, item.reason, item.by)
        )
    for item in _of(data_desk.conflicts(), code, area, year).itertuples():
        lines.append(
            (fmt.when(components.local(item.at)), "等待裁定", item.text or "—", item.file, "—", item.uploader)
        )
    if lines:
        st.html(markup.wrap("<b>两个数不一样时怎样定的</b>"))
        cells = [tuple(h(part) for part in line) for line in lines]
        st.html(
            markup.table(
                ("时间", "裁定", "新报的数", "文件", "理由", "经办人"), cells, right=(2,), stack=True
            )
        )


def _of(frame: pd.DataFrame, code: str, area: str, year: int) -> pd.DataFrame:
    return frame[(frame["code"] == code) & (frame["area"] == area) & (frame["year"] == year)]
