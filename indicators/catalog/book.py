"""Workbooks that office programs open safely: texts stay texts, sheets print on A4."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import Any

_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
A4 = 9


class Book:
    """An xlsx file under construction; every text is written as text, one that begins with "=" too."""

    def __init__(self, title: str) -> None:
        import xlsxwriter

        self._out = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.book: Any = xlsxwriter.Workbook(self._out, options)
        self.book.set_properties({"title": title, "created": dt.datetime(2021, 1, 1)})
        grid = {"border": 1, "text_wrap": True, "valign": "vcenter"}
        self.head = self.book.add_format({**grid, "bold": True, "bg_color": "#DCE6F1", "align": "center"})
        self.body = self.book.add_format(grid)
        self.middle = self.book.add_format({**grid, "align": "center"})
        self.title = self.book.add_format({"bold": True, "font_size": 16, "align": "center"})
        self.quiet = self.book.add_format({"font_color": "#505A5F", "text_wrap": True, "valign": "top"})
        self._names: set[str] = set()

    def sheet(self, name: str) -> Any:
        """A new sheet, landscape on A4, one page wide; its name made fit and unlike the others'."""
        base = _FORBIDDEN.sub(" ", name).strip("' ")[:28] or "表"
        shown, number = base, 2
        while shown.casefold() in self._names:
            shown, number = f"{base}{number}"[:31], number + 1
        self._names.add(shown.casefold())
        sheet = self.book.add_worksheet(shown)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.set_footer("&C第 &P 页，共 &N 页")
        return sheet

    def merged(
        self, sheet: Any, first: tuple[int, int], last: tuple[int, int], text: str, style: Any
    ) -> None:
        """One text over a range of cells; a range of one cell is just that cell."""
        if first != last:
            sheet.merge_range(*first, *last, "", style)
        sheet.write_string(*first, text, style)

    def bytes(self) -> bytes:
        """The finished file."""
        self.book.close()
        return self._out.getvalue()
