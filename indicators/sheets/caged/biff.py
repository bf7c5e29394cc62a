"""Read .xls and .et (BIFF 2 to 8) with xlrd: values, formats, merges, hidden parts, errors."""

import array
import datetime as dt
import os

import xlrd
from frames import send_rows

XL_TEXT, XL_NUMBER, XL_DATE, XL_BOOLEAN, XL_ERROR = 1, 2, 3, 4, 5
PLAIN = {"General", "GENERAL", "general", "@", ""}


def read(data, options, send) -> None:  # noqa: ANN001 - child side, see main.py
    """Send every worksheet with its facts; a workbook under Excel's default password is opened first."""
    try:
        book = _open(data)
    except xlrd.XLRDError as error:
        if "encrypted" not in str(error).lower():
            raise
        from locked import unlock

        book = _open(unlock(data))
        send(("note", "default_password"))
    for index in range(book.nsheets):
        _send_sheet(book, index, options, send)
        book.unload_sheet(index)


def _open(data):  # noqa: ANN001, ANN202
    quiet = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - lives as long as the book
    arguments = {"file_contents": data, "logfile": quiet, "on_demand": True, "ragged_rows": True}
    try:
        return xlrd.open_workbook(formatting_info=True, **arguments)
    except NotImplementedError:
        return xlrd.open_workbook(formatting_info=False, **arguments)


def _send_sheet(book, index, options, send) -> None:  # noqa: ANN001
    sheet = book.sheet_by_index(index)
    width, height = sheet.ncols, sheet.nrows
    cells = sum(map(len, sheet._cell_values))
    if height * width > options["free_cells"] and height * width > options["sparseness"] * max(cells, 1):
        send(("refused", sheet.name, height, width, cells))
        return
    errors: list = []
    send(("sheet", sheet.name, sheet.visibility != 0, width))
    send_rows(_rows(book, sheet, width, errors), width, send)
    send(("done", _facts(book, sheet, errors)))


def _rows(book, sheet, width, errors):  # noqa: ANN001, ANN202
    for r in range(sheet.nrows):
        values, types = list(sheet.row_values(r))[:width], sheet.row_types(r)[:width]
        for c, kind in enumerate(types):
            if kind == XL_DATE:
                values[c] = _date(values[c], book.datemode)
            elif kind == XL_BOOLEAN:
                values[c] = bool(values[c])
            elif kind == XL_ERROR:
                errors.append((r, c, xlrd.error_text_from_code.get(values[c], "#ERR")))
                values[c] = ""
        values.extend([""] * (width - len(values)))
        yield values


def _date(value, mode):  # noqa: ANN001, ANN202
    try:
        moment = xlrd.xldate.xldate_as_datetime(value, mode)
    except (xlrd.xldate.XLDateError, OverflowError, ValueError):
        return value
    if value < 1:
        return moment.time()
    if moment.time() == dt.time():
        return moment.date()
    return moment


def _facts(book, sheet, errors):  # noqa: ANN001, ANN202
    facts = {"errors": errors, "merges": [(a, c, b - 1, d - 1) for a, b, c, d in sheet.merged_cells]}
    facts["hidden_rows"] = [r for r, info in sheet.rowinfo_map.items() if info.hidden]
    facts["hidden_columns"] = [c for c, info in sheet.colinfo_map.items() if info.hidden]
    if book.formatting_info:
        facts.update(_styles(book, sheet))
    return facts


def _styles(book, sheet):  # noqa: ANN001, ANN202
    codes, index_of, indent_of, quoted_of = ["General"], {}, {}, set()
    for number, xf in enumerate(book.xf_list):
        known = book.format_map.get(xf.format_key)
        code = known.format_str if known else "General"
        if code not in PLAIN:
            if code not in codes:
                codes.append(code)
            index_of[number] = codes.index(code)
        if xf.alignment.indent_level:
            indent_of[number] = xf.alignment.indent_level
        if xf.lotus_123_prefix:
            quoted_of.add(number)
    width, formats, indents, quoted = sheet.ncols, array.array("H"), [], []
    for r in range(sheet.nrows):
        row = sheet._cell_xf_indexes[r][:width]  # a damaged file has more styles than cells
        line = [index_of.get(xf, 0) for xf in row]
        formats.extend(line)
        formats.extend([0] * (width - len(line)))
        if indent_of:
            indents.extend((r, c, indent_of[xf]) for c, xf in enumerate(row) if xf in indent_of)
        if quoted_of:
            quoted.extend((r, c) for c, xf in enumerate(row) if xf in quoted_of)
    return {"formats": formats.tobytes(), "codes": codes, "indents": indents, "quoted": quoted}
