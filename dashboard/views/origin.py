"""Where an indicator's figures came from, and what the areas below report."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import data, downloads, markup, state
from dashboard import format as fmt
from dashboard.rows import Row

h = fmt.html
HEADS = ("年份", "数值", "分子 / 分母", "分组", "文件", "工作表", "单元格", "报送人", "入库时间")


def figures(row: Row, area: str) -> None:
    """Every figure of the indicator in the area, with the cell it came from."""
    st.subheader("每个数的出处", anchor=False)
    frame = data.figures(row.item.code, area)
    if frame.empty:
        st.html(markup.empty("还没有数据", "入库后，这里逐一列出每个数来自哪个文件、哪张表、哪个单元格。"))
        return
    lines = [_figure_cells(item) for item in frame.itertuples()]
    st.html(markup.table(HEADS, lines, right=(1, 2)))
    downloads.table(figure_table(frame), f"{row.item.indicator}_{fmt.leaf(area)}", key="figures")


def _figure_cells(item) -> tuple[str, ...]:  # noqa: ANN001  a row of itertuples
    period = f"{item.year}年" + (f"（{h(item.period_label)}）" if _given(item.period_label) else "")
    where = (h(item.file), h(item.sheet or "—"), h(item.cell), h(item.uploader), fmt.when(_local(item.at)))
    said = f'<br><span class="tp-quiet tp-small">{h(item.remark)}</span>' if _given(item.remark) else ""
    return (period, h(figure_words(item)) + said, made_of(item), h(breakdown_words(item.breakdown)), *where)


def _given(value: object) -> bool:
    return value is not None and not pd.isna(value) and value != ""


def _local(moment: pd.Timestamp) -> pd.Timestamp:
    return moment.tz_localize("UTC").tz_convert(None) if moment.tzinfo is None else moment


def figure_words(item) -> str:  # noqa: ANN001  a row of itertuples
    """A figure as reported with its unit, or why there is none."""
    if not _given(item.value):
        return f"无（{fmt.MISSING.get(str(item.missing), '原因不明')}）"
    sign = fmt.QUALIFIER.get(str(item.qualifier), "")
    text = str(item.text) if _given(item.text) else fmt.number(float(item.value))
    return sign + fmt.joined(text, item.unit)


def made_of(item) -> str:  # noqa: ANN001  a row of itertuples
    """Numerator and denominator where they were reported."""
    if not (_given(item.numerator) and _given(item.denominator)):
        return "—"
    made = f"{fmt.number(float(item.numerator))} / {fmt.number(float(item.denominator))}"
    return f'<span class="tp-nowrap">{made}</span>'


breakdown_words = fmt.breakdown_words


def figure_table(frame: pd.DataFrame) -> pd.DataFrame:
    """The figures as a table to download."""
    names = {
        "year": "年份", "period_label": "时期", "breakdown": "分组", "value": "数值", "text": "原报数值",
        "unit": "单位", "numerator": "分子", "denominator": "分母", "missing": "缺数原因", "remark": "说明",
        "file": "文件", "sheet": "工作表", "cell": "单元格", "raw": "单元格原文", "uploader": "报送人",
        "at": "入库时间",
    }  # fmt: skip
    said = frame.assign(breakdown=frame["breakdown"].map(breakdown_words))
    return said[list(names)].rename(columns=names)


def below(row: Row, area: str, year: int) -> None:
    """The areas directly below, the best first."""
    frame = data.below(row.item.code, area, year)
    if frame.empty:
        return
    st.subheader(f"下级地区（{len(frame)}个）", anchor=False)
    lower = str(row.direction) == "lower"
    ordered = frame.sort_values("value", ascending=lower, na_position="last")
    lines = []
    for rank, item in enumerate(ordered.itertuples(), start=1):
        path = str(item.area)
        label = next((name for name, known in data.area_labels().items() if known == path), path)
        link = state.link("indicators", code=row.item.code, p=row.item.plan, area=label)
        name = f'<a class="tp-go tp-text" href="{h(link)}">{h(fmt.leaf(path))}</a>'
        lines.append((str(rank) if _given(item.value) else "—", name, h(figure_words(item))))
    with st.expander("查看排序", expanded=len(lines) <= 15):
        st.html(markup.table(("名次", "地区", f"{year}年"), lines, right=(2,)))
