"""Read .xlsx sheets with calamine and send their rows in pieces."""

import io

import python_calamine
from frames import send_rows


def read(data, options, send) -> None:  # noqa: ANN001 - child side, see main.py
    """Send ("sheet", name, state, width), row frames, and ("done", merges) for every worksheet."""
    del options
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except python_calamine.PasswordError as error:
        error.reason = "password"  # type: ignore[attr-defined]
        raise
    wanted = python_calamine.SheetTypeEnum.WorkSheet
    shown = python_calamine.SheetVisibleEnum.Visible
    for index, meta in enumerate(book.sheets_metadata):
        if meta.typ != wanted:
            continue
        try:
            sheet = book.get_sheet_by_index(index)
        except MemoryError:
            raise
        except Exception as error:
            send(("broken", meta.name, f"{type(error).__name__}: {error}"[:300]))
            continue
        send(("sheet", meta.name, meta.visible != shown, 0))
        if sheet.start is not None:
            send_rows(_from_a1(sheet), sheet.start[1] + sheet.width, send)
        send(("done", {"merges": [(*a, *b) for a, b in sheet.merged_cell_ranges or ()]}))


def _from_a1(sheet):  # noqa: ANN001, ANN202
    left = sheet.start[1]
    if not left:
        return sheet.iter_rows()
    blank = [""] * left
    return (blank + row for row in sheet.iter_rows())
