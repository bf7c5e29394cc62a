"""The draft as a workbook: goals with a target on one sheet, in the form the plan is loaded from, and
goals in words only on another."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

from indicators.model import PlanKind, TargetKind
from indicators.plan_draft.drafting import DraftRow

_PLANS = {str(PlanKind.WOMEN): "妇女", str(PlanKind.CHILDREN): "儿童"}
_Column = tuple[str, int, Callable[[DraftRow], object]]
_MEASURED: tuple[_Column, ...] = (
    ("序号", 6, lambda row: row.number),
    ("规划", 8, lambda row: _PLANS.get(row.plan, "")),
    ("领域", 14, lambda row: row.domain),
    ("代码", 10, lambda row: row.code),
    ("指标", 34, lambda row: row.indicator or row.subject),
    ("目标", 34, lambda row: row.target),
    ("读作", 30, lambda row: row.reading),
    ("单位", 10, lambda row: row.unit),
    ("方向", 8, lambda row: ""),
    ("牵头单位", 16, lambda row: row.lead),
    ("配合单位", 16, lambda row: ""),
    ("规划里的叫法", 30, lambda row: row.subject),
    ("可能的指标", 40, lambda row: row.candidates),
    ("规划原文", 60, lambda row: row.goal),
    ("备注", 50, lambda row: row.note),
)
_IN_WORDS: tuple[_Column, ...] = (
    ("序号", 6, lambda row: row.number),
    ("所在规划", 8, lambda row: _PLANS.get(row.plan, "")),
    ("所在领域", 14, lambda row: row.domain),
    ("规划原文", 90, lambda row: row.goal),
    ("怎样判定（由人工填写）", 40, lambda row: ""),
    ("备注", 50, lambda row: row.note),
)


def draft_workbook(rows: Sequence[DraftRow]) -> bytes:
    """The draft as an xlsx file: 可量化目标 (lines without a sure indicator marked) and 定性目标.

    Texts are written as texts: one that begins with '=' stays what it is.
    """
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    words = {str(TargetKind.QUALITATIVE)}
    _sheet(book, "可量化目标", _MEASURED, [row for row in rows if row.kind not in words])
    _sheet(book, "定性目标", _IN_WORDS, [row for row in rows if row.kind in words])
    book.close()
    return out.getvalue()


def _sheet(book: Any, name: str, columns: tuple[_Column, ...], rows: Sequence[DraftRow]) -> None:
    style = {"border": 1, "text_wrap": True, "valign": "top"}
    head = book.add_format({**style, "bold": True, "bg_color": "#DCE6F1"})
    body, doubtful = book.add_format(style), book.add_format({**style, "bg_color": "#FFF2CC"})
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for at, (title, width, _) in enumerate(columns):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, title, head)
    for line, row in enumerate(rows, 1):
        shade = body if row.code or columns is _IN_WORDS else doubtful
        for at, (_, _, value) in enumerate(columns):
            shown = value(row)
            if isinstance(shown, int):
                sheet.write_number(line, at, shown, shade)
            else:
                sheet.write_string(line, at, str(shown), shade)
