"""Findings written into a workbook: the list in front, a comment and a colour at each cell."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import openpyxl
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from indicators.findings import Finding
from indicators.sheets.clean import clean_text
from indicators.sheets.grid import Grid

SHEET = "审核意见"
SIGN = "【审核】"
"""Begins every comment made here, so that the next marking can replace it."""

MOST_COMMENTS = 5000
GRADES = {"error": "错误", "warning": "疑问", "note": "提示"}
FILLS = {"error": "F4B6B2", "warning": "FFE08A", "note": "BDD7EE"}
_COLUMNS = (
    ("序号", 6), ("等级", 8), ("工作表", 16), ("单元格", 9), ("原表中的值", 14), ("问题", 56), ("怎样改", 46),
    ("部门说明", 26),
)  # fmt: skip
_ADDRESS = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}")
_LINE = Border(*(Side("thin", color="808080"),) * 4)
Record = Mapping[str, Any]


def text_cell(cell: Any, text: object) -> None:
    """Write text that stays text, whatever it begins with."""
    cell.value = clean_text(str(text), length=32_000)
    cell.data_type = "s"


def mark_book(book: Any, told: Sequence[Record], notes: Sequence[str]) -> None:
    """Mark an open workbook: comments and colours first, then the list as its first sheet."""
    if SHEET in book.sheetnames and str(book[SHEET]["A1"].value or "").startswith(SHEET):
        del book[SHEET]
    sheets = {clean_text(sheet.title, length=100): sheet for sheet in book.worksheets}
    _drop_old_comments(book)
    by_cell: dict[tuple[str, str], list[Record]] = {}
    for item in told:
        if item["cell"] and _ADDRESS.fullmatch(item["cell"]):
            title = item["sheet"] or (next(iter(sheets)) if len(sheets) == 1 else "")
            by_cell.setdefault((title, item["cell"]), []).append(item)
    for (title, address), items in list(by_cell.items())[:MOST_COMMENTS]:
        if title in sheets:
            _mark_cell(sheets[title], address, items)
    _list(book, told, notes, sheets)


def _drop_old_comments(book: Any) -> None:
    for sheet in book.worksheets:
        for cell in [cell for cell in sheet._cells.values() if getattr(cell, "comment", None)]:
            kept = cell.comment.text.partition(SIGN)[0].rstrip()
            if kept != cell.comment.text.rstrip():
                cell.comment = Comment(kept, cell.comment.author) if kept else None


def _mark_cell(sheet: Any, address: str, items: Sequence[Record]) -> None:
    cell = sheet[address]
    if isinstance(cell, MergedCell):
        inside = next((span for span in sheet.merged_cells.ranges if address in span), None)
        if inside is None:
            return
        cell = sheet.cell(inside.min_row, inside.min_col)
    worst = min(items, key=lambda item: list(GRADES).index(item["severity"]))
    cell.fill = PatternFill("solid", fgColor=FILLS[worst["severity"]])
    said = [f"{GRADES[item['severity']]}：{item['message']}\n怎样改：{item['hint']}" for item in items]
    before = f"{cell.comment.text}\n" if cell.comment else ""
    text = clean_text(before + SIGN + "\n".join(said), length=4000)
    cell.comment = Comment(text, SHEET, width=360, height=min(60 + 34 * text.count("\n") + len(text), 400))


def _list(book: Any, told: Sequence[Record], notes: Sequence[str], sheets: Mapping[str, Any]) -> None:
    sheet = book.create_sheet(_free_title(book), 0)
    counts = "，".join(
        f"{word}{sum(item['severity'] == grade for item in told)}条" for grade, word in GRADES.items()
    )
    about = [
        f"{SHEET}：{counts}",
        "错误的数没有收下，请改正后重新报送；疑问请核对，确实无误的在“部门说明”里写明原因。",
        "颜色：红是错误，黄是疑问，蓝是提示。点“单元格”一栏可跳到原表。",
        *notes,
    ]
    for row, text in enumerate(about, 1):
        text_cell(sheet.cell(row, 1), text)
        sheet.cell(row, 1).font = Font(bold=row == 1, size=14 if row == 1 else 11)
    head = len(about) + 1
    for column, (word, width) in enumerate(_COLUMNS, 1):
        cell = sheet.cell(head, column)
        text_cell(cell, word)
        cell.font, cell.border = Font(bold=True), _LINE
        cell.fill = PatternFill("solid", fgColor="DCE6F1")
        sheet.column_dimensions[get_column_letter(column)].width = width
    for number, item in enumerate(told, 1):
        _line(sheet, head + number, number, item, sheets)
    sheet.freeze_panes = f"A{head + 1}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
    sheet.print_title_rows = f"{head}:{head}"
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False


def _line(sheet: Any, row: int, number: int, item: Record, sheets: Mapping[str, Any]) -> None:
    place = [item["sheet"] or "", item["cell"] or ""]
    values = [
        number,
        GRADES[item["severity"]],
        *place,
        item["value"] or "",
        item["message"],
        item["hint"],
        "",
    ]
    for column, value in enumerate(values, 1):
        cell = sheet.cell(row, column)
        text_cell(cell, value)
        cell.alignment, cell.border = Alignment(wrap_text=True, vertical="top"), _LINE
    widths = [width for _, width in _COLUMNS]
    lines = [-(-2 * len(str(value)) // width) for value, width in zip(values, widths, strict=True)]
    sheet.row_dimensions[row].height = min(15.0 * max(lines), 400)  # no program grows the rows by itself
    sheet.cell(row, 2).fill = PatternFill("solid", fgColor=FILLS[item["severity"]])
    title = item["sheet"] or (next(iter(sheets)) if len(sheets) == 1 else "")
    if title in sheets and item["cell"] and _ADDRESS.fullmatch(item["cell"]):
        quoted = sheets[title].title.replace("'", "''")
        cell = sheet.cell(row, 4)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{item['cell']}")
        cell.font = Font(color="0563C1", underline="single")


def _free_title(book: Any) -> str:
    number, title = 1, SHEET
    while title in book.sheetnames:
        number += 1
        title = f"{SHEET}{number}"
    return title


def from_grids(grids: Iterable[Grid], told: Sequence[Finding], notes: Sequence[str]) -> bytes:
    """A new marked workbook with the values and merged cells of read sheets."""
    book = openpyxl.Workbook()
    del book[book.sheetnames[0]]
    for number, grid in enumerate(grids, 1):
        _copy(book.create_sheet(_title(grid.name or f"表{number}", book.sheetnames)), grid)
    records = [item.as_record() for item in told]
    mark_book(book, records, notes)
    return saved(book)


def _title(name: str, taken: Sequence[str]) -> str:
    plain = re.sub(r"[\[\]:*?/\\]", "_", name).strip("'")[:31] or "表"
    title, number = plain, 1
    while title.lower() in {other.lower() for other in taken}:
        number += 1
        title = f"{plain[:27]}_{number}"
    return title


def _copy(sheet: Any, grid: Grid) -> None:
    for row, values in enumerate(grid.rows, 1):
        for column, value in enumerate(values, 1):
            if isinstance(value, str):
                text_cell(sheet.cell(row, column), value)
            elif value is not None:
                sheet.cell(row, column).value = value
    for (row, column), error in grid.errors.items():
        text_cell(sheet.cell(row + 1, column + 1), error)
    for top, left, bottom, right in grid.merges:
        sheet.merge_cells(None, top + 1, left + 1, bottom + 1, right + 1)
    if grid.formats is not None:
        for row, column in zip(*grid.formats.nonzero(), strict=True):
            sheet.cell(int(row) + 1, int(column) + 1).number_format = grid.format_codes[
                grid.formats[row, column]
            ]


def saved(book: Any) -> bytes:
    """The workbook's bytes."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
