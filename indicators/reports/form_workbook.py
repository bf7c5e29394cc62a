"""A form as an xlsx workbook: the list, the tables of areas below, the explanations, the choices.

Values only: no formula, no macro, nothing outside the file; texts are written as texts whatever they
begin with. The drop-downs point to a plain range, which WPS and LibreOffice keep.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from indicators.model import Indicator
from indicators.reports.form_guide import CHOICES, REASON_RANGE, YES_NO_RANGE, write_choices, write_guide
from indicators.reports.form_prompts import limits_words, prompt
from indicators.reports.form_styles import Styles
from indicators.reports.forms import LIST, Form, Line

YES_NO = "是/否"
_HOW = (
    "填表说明：请只填黄色格。没有数据的不要填0，在“无数据原因”里选择；与上年相差较大的，在“说明”里写明原因。"
)
_HOW_GRID = (
    "填表说明：请只填黄色格。没有数据的不要填0，在格里写明：未统计、未开展、未公布或不适用；"
    "与上年相差较大的，在“说明”里写明原因。"
)
_GAP = "　" * 8
_SIGN = f"填报人：{_GAP}审核人：{_GAP}单位负责人：{_GAP}填报日期：{_GAP}（盖章）"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the list: its head, its width in characters, what its cells hold."""

    head: str
    width: float
    what: str
    question: str = ""


def write_form(form: Form) -> bytes:
    """The workbook of one unit's form."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties(
        {"title": f"{form.year}年填报表：{form.unit}", "created": dt.datetime(form.year, 1, 1)}
    )
    styles = Styles(book)
    if form.listed:
        _list_sheet(book.add_worksheet(LIST), form, styles)
    for name, lines in form.grids.items():
        _grid_sheet(book.add_worksheet(name), form, lines, styles)
    write_guide(book.add_worksheet("填报说明"), form, styles)
    write_choices(book.add_worksheet(CHOICES), styles)
    book.close()
    return out.getvalue()


def _list_columns(form: Form) -> list[Column]:
    lines = form.listed
    questions = dict.fromkeys(question for line in lines for question, _ in line.breakdown)
    ratios = [form.indicators[line.code] for line in lines]
    columns = [Column("指标代码", 9, "code"), Column("指标名称", 34, "name")]
    if any(line.area for line in lines):
        columns.append(Column("地区", 13, "area"))
    columns += [Column(question, 9, "breakdown", question) for question in questions]
    columns += [
        Column("计量单位", 9, "unit"), Column(f"{form.year - 1}年", 11, "last"),
        Column(f"{form.year}年", 12, "value"),
    ]  # fmt: skip
    if any(item.numerator for item in ratios):
        columns.append(Column("分子", 11, "numerator"))
    if any(item.denominator for item in ratios):
        columns.append(Column("分母", 11, "denominator"))
    return [*columns, Column("无数据原因", 12, "reason"), Column("说明", 28, "note")]


def _list_sheet(sheet: Any, form: Form, styles: Styles) -> None:
    columns = _list_columns(form)
    head = _top(sheet, form, styles, len(columns), _HOW)
    for at, column in enumerate(columns):
        sheet.set_column(at, at, column.width)
        sheet.write_string(head, at, column.head, styles.head)
    for row, line in enumerate(form.listed, head + 1):
        item = form.indicators[line.code]
        for at, column in enumerate(columns):
            _list_cell(sheet, row, at, column, line, item, form, styles)
        sheet.set_row(row, 30 if len(item.name) > 17 else 21)
    last = head + len(form.listed)
    _sign(sheet, last + 2, len(columns), styles)
    names = 1 + next(at for at, column in enumerate(columns) if column.what == "name")
    _print_set_up(sheet, head, head, last + 2, len(columns), names)


def _list_cell(
    sheet: Any, row: int, at: int, column: Column, line: Line, item: Indicator, form: Form, styles: Styles
) -> None:
    match column.what:
        case "code":
            sheet.write_string(row, at, line.code, styles.center)
        case "name":
            sheet.write_string(row, at, item.name, styles.text)
        case "area":
            sheet.write_string(
                row, at, line.area[-1] if line.area else form.home.rpartition("/")[2], styles.text
            )
        case "breakdown":
            sheet.write_string(row, at, dict(line.breakdown).get(column.question, "合计"), styles.center)
        case "unit":
            sheet.write_string(row, at, item.unit, styles.center)
        case "last":
            _write_past(sheet, row, at, line.last, item.decimals or 0, styles)
        case "reason":
            sheet.write_blank(row, at, None, styles.note)
            sheet.data_validation(row, at, row, at, _choice(REASON_RANGE))
        case "note":
            sheet.write_blank(row, at, None, styles.note)
        case what:
            _to_fill(sheet, row, at, what, item, styles)


def _to_fill(sheet: Any, row: int, at: int, what: str, item: Indicator, styles: Styles) -> None:
    """A cell for the value, numerator or denominator; grey where the indicator has none."""
    if what != "value" and not getattr(item, what):
        sheet.write_blank(row, at, None, styles.none)
        return
    sheet.write_blank(row, at, None, styles.fill)
    sheet.data_validation(row, at, row, at, _number_rule(item, what))


def _number_rule(item: Indicator, what: str) -> dict[str, Any]:
    """Light validation: what is outside the limits is asked about and may still be entered."""
    title, message = prompt(item, what)
    shown = {"input_title": title, "input_message": message, "ignore_blank": True, "error_type": "warning"}
    if what == "value" and item.unit == YES_NO:
        return shown | _choice(YES_NO_RANGE) | {"input_title": title, "input_message": message}
    lower, upper = (item.lower, item.upper) if what == "value" else (0.0, None)
    bounds: dict[str, Any] = {"criteria": ">=", "value": -1e12 if lower is None else lower}
    if upper is not None:
        bounds = {"criteria": "between", "minimum": -1e12 if lower is None else lower, "maximum": upper}
    words = limits_words(lower, upper) or "数值"
    told = f"这里应填{words}，单位{item.unit}。" if what == "value" else "这里应填不小于0的数。"
    error = f"{told}没有数据的写明未统计、未开展、未公布或不适用。确认无误可以继续。"
    return shown | bounds | {"validate": "decimal", "error_title": "请核对", "error_message": error[:255]}


def _choice(where: str) -> dict[str, Any]:
    return {
        "validate": "list", "source": where, "ignore_blank": True, "error_type": "warning",
        "error_title": "请核对", "error_message": "请从下拉列表里选择。",
    }  # fmt: skip


def _write_past(sheet: Any, row: int, at: int, text: str, decimals: int, styles: Styles) -> None:
    try:
        value = float(text)
    except ValueError:
        sheet.write_string(row, at, text, styles.past(0))
        return
    sheet.write_number(row, at, value, styles.past(min(max(len(text.partition(".")[2]), decimals), 9)))


def _top(sheet: Any, form: Form, styles: Styles, width: int, how: str) -> int:
    """Title, who and when, how to fill in; returns the row of the table's head (0-based)."""
    home = form.home.rpartition("/")[2]
    title = f"{home}{form.year}年妇女儿童发展规划监测指标填报表"
    sheet.merge_range(0, 0, 0, width - 1, "", styles.title)
    sheet.write_string(0, 0, title, styles.title)
    sheet.set_row(0, 28)
    day = form.deadline
    until = f"{day.year}年{day.month}月{day.day}日" if day else "　　　　　　"
    who = f"联络员：{form.liaison or '　　　　　'}　电话：{form.telephone or '　　　　　'}"
    right = max(width - 3, 4)
    facts = (
        (1, 0, f"填报单位：{form.unit}"), (1, 2, f"填报年份：{form.year}年"), (1, right, f"地区：{home}"),
        (2, 0, who), (2, right, f"报送截止日期：{until}"),
    )  # fmt: skip
    for row, column, text in facts:
        sheet.write_string(row, column, text, styles.fact)
    sheet.merge_range(3, 0, 3, width - 1, "", styles.hint)
    sheet.write_string(3, 0, how, styles.hint)
    sheet.set_row(3, 30)
    return 4


def _sign(sheet: Any, row: int, width: int, styles: Styles) -> None:
    sheet.merge_range(row, 0, row, width - 1, "", styles.fact)
    sheet.write_string(row, 0, _SIGN, styles.fact)


def _print_set_up(sheet: Any, first: int, last: int, end: int, width: int, names: int) -> None:
    """A4 landscape, one page wide, the head (rows `first` to `last`) on every page and on the screen."""
    sheet.freeze_panes(last + 1, names)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(first, last)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.center_horizontally()
    sheet.print_area(0, 0, end, width - 1)
    sheet.set_footer("&C第&P页，共&N页")


def _grid_sheet(sheet: Any, form: Form, lines: Sequence[Line], styles: Styles) -> None:
    """Areas down, indicators across: last year's figure, this year's, numerator and denominator."""
    areas = list(dict.fromkeys(line.area for line in lines))
    asked = list(dict.fromkeys((line.code, line.breakdown) for line in lines))
    by_place = {(line.area, line.code, line.breakdown): line for line in lines}
    depth = max(map(len, areas))
    split = any(breakdown for _, breakdown in asked)
    groups = [_grid_group(form, code) for code, _ in asked]
    width = depth + sum(map(len, groups)) + 1
    head = _top(sheet, form, styles, width, _HOW_GRID)
    last = head + 1 + split
    _grid_head(sheet, form, asked, groups, depth, head, last, styles)
    for row, area in enumerate(areas, last + 1):
        for at in range(depth):
            sheet.write_string(row, at, area[at] if at < len(area) else "", styles.text)
        column = depth
        for (code, breakdown), group in zip(asked, groups, strict=True):
            line = by_place.get((area, code, breakdown))
            for what in group:
                _grid_cell(sheet, row, column, what, line, form.indicators[code], styles)
                column += 1
        sheet.write_blank(row, width - 1, None, styles.note)
    end = last + len(areas)
    _sign(sheet, end + 2, width, styles)
    _print_set_up(sheet, head, last, end + 2, width, depth)


def _grid_group(form: Form, code: str) -> tuple[str, ...]:
    item = form.indicators[code]
    return ("last", "value", *(what for what in ("numerator", "denominator") if getattr(item, what)))


def _grid_head(
    sheet: Any,
    form: Form,
    asked: Sequence[tuple[str, tuple[tuple[str, str], ...]]],
    groups: Sequence[tuple[str, ...]],
    depth: int,
    head: int,
    last: int,
    styles: Styles,
) -> None:
    words = {
        "last": f"{form.year - 1}年",
        "value": f"{form.year}年",
        "numerator": "分子",
        "denominator": "分母",
    }
    for at, word in enumerate(form.levels[:depth]):
        _over(sheet, head, at, last, at, word, styles.head)
        sheet.set_column(at, at, 14)
    column = depth
    for (code, breakdown), group in zip(asked, groups, strict=True):
        item, right = form.indicators[code], column + len(group) - 1
        split = last - head == 2
        _over(sheet, head, column, head, right, f"{item.name}（{item.unit}）", styles.head)
        if split:
            part = "、".join(value for _, value in breakdown) or "合计"
            _over(sheet, head + 1, column, head + 1, right, part, styles.head)
        for at, what in enumerate(group, column):
            sheet.write_string(last, at, words[what], styles.head)
            sheet.set_column(at, at, 11)
        column = right + 1
    sheet.set_row(head, 32)
    _over(sheet, head, column, last, column, "说明", styles.head)
    sheet.set_column(column, column, 26)


def _over(sheet: Any, top: int, left: int, bottom: int, right: int, text: str, style: Any) -> None:
    if (top, left) != (bottom, right):
        sheet.merge_range(top, left, bottom, right, "", style)
    sheet.write_string(top, left, text, style)


def _grid_cell(
    sheet: Any, row: int, at: int, what: str, line: Line | None, item: Indicator, styles: Styles
) -> None:
    if line is None:
        sheet.write_blank(row, at, None, styles.none)
    elif what == "last":
        _write_past(sheet, row, at, line.last, item.decimals or 0, styles)
    else:
        _to_fill(sheet, row, at, what, item, styles)
