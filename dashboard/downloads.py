"""What can be taken away: every table as xlsx and CSV, every chart as PNG and SVG.

The tables are written here; the pictures are made in the reader's browser by the chart itself
(`bridge.js` listens to the buttons), so that the server needs no browser of its own.
"""

from __future__ import annotations

import io
import math
import re
import unicodedata
from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import markup
from dashboard.format import html as h
from indicators.neutral import neutral

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST, NARROWEST = 60, 6
PICTURE_WIDTH = 1000
LONGEST_NAME = 70
"""Characters of a file's name; systems take 255 bytes, and a Chinese one has three."""


def table(frame: pd.DataFrame | Callable[[], pd.DataFrame], name: str, *, key: str) -> None:
    """Two small buttons under a table: the whole of it as xlsx and as CSV, named in Chinese.

    `frame` has the columns as the reader shall see them; numbers stay numbers. Better a function that
    makes it: most readers take nothing away.
    """
    bare = file_name(name)

    def wanted() -> pd.DataFrame:
        return frame() if callable(frame) else frame

    kinds = (
        ("xlsx", "表格 xlsx", XLSX, lambda: safe_xlsx(wanted(), name)),
        ("csv", "表格 CSV", "text/csv", lambda: safe_csv(wanted())),
    )
    with st.container(horizontal=True, gap="small", key=f"take-{key}"):
        for ending, label, mime, content in kinds:
            st.download_button(
                f"下载{label}", data=content, file_name=f"{bare}.{ending}", mime=mime,
                key=f"{key}-{ending}", type="tertiary", icon=":material/download:", on_click="ignore",
            )  # fmt: skip


def picture_buttons(key: str, name: str) -> str:
    """Two small buttons under the chart `key`: its picture as PNG and as SVG, made by the browser."""
    buttons = "".join(
        f'<button type="button" class="tp-shot" data-chart="{h(key)}" data-format="{kind}" '
        f'aria-label="下载图片 {kind.upper()}：{h(name)}">{kind.upper()}</button>'
        for kind in ("png", "svg")
    )
    return markup.wrap(f'<span class="tp-quiet">下载图片</span>{buttons}', "tp-shots")


def picture_config(name: str) -> dict[str, object]:
    """The chart's own settings: its picture's name and size; the picture's width is the same everywhere."""
    return {
        "displaylogo": False,
        "displayModeBar": True,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {
            "format": "png", "scale": 2, "width": PICTURE_WIDTH, "filename": file_name(name),
        },
        "scrollZoom": False,
        "doubleClick": False,
    }  # fmt: skip


def file_name(name: str) -> str:
    """A name that every system takes for a file: no separators, no signs that Windows refuses.

    Nor signs that are not seen: one that turns the direction of writing shows another ending.
    """
    return re.sub(r'[\\/:*?"<>|\s]+', "_", _seen(name))[:LONGEST_NAME].strip("._") or "表格"


def _seen(text: str) -> str:
    """A text without signs that are not seen, for names: in a workbook's XML most are forbidden as well."""
    return "".join(sign for sign in text if sign in "\t\r\n" or unicodedata.category(sign)[0] != "C")


def safe_csv(frame: pd.DataFrame) -> bytes:
    """A frame as UTF-8 CSV with BOM; text that a spreadsheet would run as a formula gets a quote.

    Line breaks within a text are of the kind that stands in quotes: after a bare carriage return a
    spreadsheet begins a new row, and what follows could be a formula of its own.
    """

    def tame(value: object) -> object:
        if not isinstance(value, str):
            return value
        return neutral(value.replace("\r\n", "\n").replace("\r", "\n").replace("\0", ""))

    return frame.rename(columns=tame).map(tame).to_csv(index=False).encode("utf-8-sig")


def safe_xlsx(frame: pd.DataFrame, title: str) -> bytes:
    """A frame as a workbook of one sheet: header in bold and frozen, columns as wide as what they hold.

    Numbers and dates are numbers and dates. Text is never a formula, and text that begins like one
    carries the quote mark that spreadsheets know, so that it stays text when saved again as CSV.
    """
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    sheet = book.add_worksheet(sheet_name(title))
    head = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
    forms = {
        "text": book.add_format({"valign": "top", "text_wrap": True}),
        "quoted": book.add_format({"valign": "top", "text_wrap": True, "quote_prefix": True}),
        "number": book.add_format({"valign": "top"}),
        "time": book.add_format({"valign": "top", "num_format": "yyyy-mm-dd hh:mm"}),
    }
    for at, column in enumerate(frame.columns):
        values = frame[column].tolist()
        sheet.set_column(at, at, _width([column, *values]))
        sheet.write_string(0, at, str(column), head)
        for line, value in enumerate(values, start=1):
            _write(sheet, line, at, value, forms)
    sheet.freeze_panes(1, 0)
    if len(frame):
        sheet.autofilter(0, 0, len(frame), len(frame.columns) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    book.close()
    return out.getvalue()


def sheet_name(title: str) -> str:
    """A sheet's name: at most 31 characters, none of those that Excel refuses."""
    return re.sub(r"[\[\]:*?/\\]", "_", _seen(title))[:31].strip("'") or "表格"


def _write(sheet: Any, line: int, at: int, value: object, forms: dict[str, Any]) -> None:
    """One cell by the type of its value; what is absent stays empty."""
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return
    if isinstance(value, bool):
        sheet.write_string(line, at, "是" if value else "否", forms["text"])
    elif isinstance(value, int | float) and math.isfinite(value):
        sheet.write_number(line, at, value, forms["number"])
    elif isinstance(value, pd.Timestamp):
        moment = value.tz_localize(None) if value.tzinfo else value
        sheet.write_datetime(line, at, moment.to_pydatetime(), forms["time"])
    else:
        text = str(value)
        sheet.write_string(line, at, text, forms["quoted" if neutral(text) != text else "text"])


def _width(values: list[object]) -> float:
    """A column's width in characters; a Chinese one counts twice."""

    def wide(value: object) -> int:
        lines = ("" if value is None else str(value)).splitlines() or [""]
        return max(sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in one) for one in lines)

    return min(WIDEST, max(NARROWEST, *(wide(value) for value in values)) + 2)
