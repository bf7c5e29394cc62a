"""On an indicator's page: the cell a figure came from, shown in its own sheet."""

from __future__ import annotations

import re

import pandas as pd
import streamlit as st

from dashboard import data_detail, markup
from dashboard import format as fmt
from dashboard.roles import shown
from dashboard.views.origin import breakdown_words, figure_words
from indicators.sheets.grid import Grid, column_letters
from indicators.store import StoreError

h = fmt.html
ABOVE, BELOW, LEFT, RIGHT = 7, 6, 5, 5
HEAD_ROWS, HEAD_COLUMNS = 4, 2
CELL = re.compile(r"^([A-Z]{1,3})([1-9][0-9]{0,6})$")


def show(frame: pd.DataFrame) -> None:
    """A choice among the figures; the sheet around the chosen one's cell, its own cell marked."""
    named = {label(item): item for item in frame.itertuples() if CELL.match(str(item.cell or ""))}
    if not named:
        return
    box = st.expander("在原表里看这个数所在的单元格", key="source", on_change="rerun")
    if not box.open:
        return
    with box:
        item = named[st.selectbox("哪一个数", list(named), key="source_figure")]
        try:
            grids = data_detail.grids(item.submission)
        except StoreError as error:
            st.html(markup.empty("看不到原表", error.finding.message + error.finding.hint))
            return
        grid = grids.get(f"{item.file}\t{item.sheet}") or grids.get(f"\t{item.sheet}")
        if grid is None and len({id(one) for one in grids.values()}) == 1:
            grid = next(iter(grids.values()))
        if grid is None:
            st.html(markup.empty("原表里没有这张工作表", "请到“报送批次”下载原文件查看。"))
            return
        st.html(
            markup.wrap(f"{h(item.file)} · {h(item.sheet or '—')} · <b>{h(item.cell)}</b>：{h(item.raw)}")
        )
        st.html(window(grid, str(item.cell)))


def label(item) -> str:  # noqa: ANN001  a row of itertuples
    """A figure in the list of choices."""
    part = "" if not item.breakdown else f" {breakdown_words(item.breakdown)}"
    period = f"（{item.period_label}）" if isinstance(item.period_label, str) and item.period_label else ""
    where = f"{item.file} {item.sheet or ''} {item.cell}".replace("  ", " ")
    return f"{item.year}年{period}{part} {figure_words(item)}　{where}"


def place(cell: str) -> tuple[int, int]:
    """Row and column (from 0) of an A1 address. Raises ValueError for what is none."""
    match = CELL.match(cell)
    if not match:
        raise ValueError(f"{cell!r} is no cell")
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def window(grid: Grid, cell: str) -> str:
    """The sheet around a cell as HTML: its first rows and columns, then what is near; the cell is marked."""
    row, column = place(cell)
    rows = _near(row, grid.n_rows, ABOVE, BELOW, HEAD_ROWS)
    columns = _near(column, grid.n_columns, LEFT, RIGHT, HEAD_COLUMNS)
    head = "".join(_gap(at, columns, "th") + f"<th>{column_letters(at)}</th>" for at in columns)
    wide = len(columns) + 1 + sum(bool(_gap(at, columns, "th")) for at in columns)
    body = ""
    for at in rows:
        if _gap(at, rows, "td"):
            body += f'<tr><td colspan="{wide}" class="tp-quiet">⋯</td></tr>'
        cells = "".join(
            _gap(one, columns, "td") + _cell(grid, at, one, chosen=(at, one) == (row, column))
            for one in columns
        )
        body += f"<tr><th>{at + 1}</th>{cells}</tr>"
    table = f"<table><thead><tr><th></th>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="tp tp-grid tp-origin">{table}</div>'


def _near(at: int, count: int, before: int, after: int, first: int) -> list[int]:
    """The first few and those around `at`, in order."""
    around = range(max(0, at - before), min(count, at + after + 1))
    return sorted({*range(min(first, count)), *around})


def _gap(at: int, shown_ones: list[int], tag: str) -> str:
    """A mark where some were left out before this one."""
    left_out = at > 0 and at - 1 not in shown_ones
    return f'<{tag} class="tp-quiet">⋯</{tag}>' if left_out else ""


def _cell(grid: Grid, row: int, column: int, *, chosen: bool) -> str:
    text = h(shown(grid.rows[row][column]))
    return (
        f'<td class="chosen" aria-label="这个数所在的单元格：{text}">{text}</td>'
        if chosen
        else f"<td>{text}</td>"
    )
