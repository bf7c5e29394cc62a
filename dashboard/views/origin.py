"""Where an indicator's figures came from: file, sheet, cell, uploader, time."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from dashboard import data, data_detail, downloads, markup
from dashboard import format as fmt
from dashboard.components import local
from dashboard.rows import Row

h = fmt.html
HEADS = ("年份", "数值", "分子 / 分母", "分组", "说明", "文件", "工作表", "单元格", "报送人", "入库时间")
FEW = 12


def figures(row: Row, area: str) -> pd.DataFrame:
    """Every figure of the indicator in the area, with the cell it came from and the remarks on its year."""
    st.subheader("每个数的出处", anchor=False)
    frame = data.figures(row.item.code, area)
    if frame.empty:
        st.html(markup.empty("还没有数据", "入库后，这里逐一列出每个数来自哪个文件、哪张表、哪个单元格。"))
        return frame
    said = remarks_by_year(row.item.code, area)
    lines = [_figure_cells(item, said.get(int(item.year), "")) for item in frame.itertuples()]
    heads: tuple[str, ...] = HEADS
    if not any(line[4] for line in lines):
        heads, lines = (*HEADS[:4], *HEADS[5:]), [(*line[:4], *line[5:]) for line in lines]
    st.html(markup.table(heads, lines[:FEW], right=(1, 2), stack=True))
    if len(lines) > FEW:
        with st.expander(f"其余{len(lines) - FEW}个数"):
            st.html(markup.table(heads, lines[FEW:], right=(1, 2), stack=True))
    downloads.table(figure_table(frame, said), f"{row.item.indicator}_{fmt.leaf(area)}", key="figures")
    return frame


def remarks_by_year(code: str, area: str) -> dict[int, str]:
    """The remarks that stand, as one text a year."""
    found: dict[int, list[str]] = {}
    for item in data_detail.remarks(code, area):
        if not item.retracted:
            found.setdefault(item.year, []).append(f"{fmt.ANNOTATIONS[item.kind]}：{item.text}")
    return {year: "；".join(texts) for year, texts in found.items()}


def _figure_cells(item, said: str) -> tuple[str, ...]:  # noqa: ANN001  a row of itertuples
    period = f'<span class="tp-nowrap">{item.year}年</span>'
    period += f"（{h(item.period_label)}）" if given(item.period_label) else ""
    where = (h(item.file), h(item.sheet or "—"), h(item.cell), h(item.uploader))
    at = f'<span class="tp-nowrap">{fmt.when(local(item.at))}</span>'
    more = [h(item.remark)] if given(item.remark) else []
    more += [f"◎ {h(said)}"] if said else []
    notes = f'<span class="tp-quiet tp-small">{"<br>".join(more)}</span>' if more else ""
    value = f'<span class="tp-nowrap">{h(figure_words(item))}</span>'
    part = breakdown_words(item.breakdown)
    group = f'<span class="tp-nowrap">{h(part)}</span>' if len(part) <= 6 else h(part)
    return (period, value, made_of(item), group, notes, *where, at)


def given(value: object) -> bool:
    """Whether a frame's cell holds anything."""
    return value is not None and not pd.isna(value) and value != ""


def figure_words(item) -> str:  # noqa: ANN001  a row of itertuples
    """A figure as reported with its unit, or why there is none."""
    if not given(item.value):
        return f"无（{fmt.MISSING.get(str(item.missing), '原因不明')}）"
    sign = fmt.QUALIFIER.get(str(item.qualifier), "")
    text = str(item.text) if given(item.text) else fmt.number(float(item.value))
    return sign + fmt.joined(text, item.unit)


def made_of(item) -> str:  # noqa: ANN001  a row of itertuples
    """Numerator and denominator where they were reported."""
    if not (given(item.numerator) and given(item.denominator)):
        return "—"
    made = f"{fmt.number(float(item.numerator))} / {fmt.number(float(item.denominator))}"
    return f'<span class="tp-nowrap">{made}</span>'


breakdown_words = fmt.breakdown_words


def figure_table(frame: pd.DataFrame, said: Mapping[int, str]) -> pd.DataFrame:
    """The figures as a table to download, with the remarks on their years."""
    names = {
        "year": "年份", "period_label": "时期", "breakdown": "分组", "value": "数值", "text": "原报数值",
        "unit": "单位", "numerator": "分子", "denominator": "分母", "missing": "缺数原因", "remark": "说明",
        "file": "文件", "sheet": "工作表", "cell": "单元格", "raw": "单元格原文", "uploader": "报送人",
        "at": "入库时间", "said": "年份标注",
    }  # fmt: skip
    plain = frame.assign(
        breakdown=frame["breakdown"].map(breakdown_words),
        missing=frame["missing"].map(fmt.MISSING),
        at=frame["at"].map(local),
        said=frame["year"].map(dict(said)),
    )
    return plain[list(names)].rename(columns=names)
