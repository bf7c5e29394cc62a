"""Read Excel's XML spreadsheets of 2003 (often named .xls): values, formats, merges, hidden parts."""

import datetime as dt
from typing import Any

from collect import Collector, number
from markup_reader import parse

_NAMED = {
    "Percent": "0.00%", "Fixed": "0.00", "Standard": "#,##0.00", "Scientific": "0.00E+00",
    "Short Date": "yyyy/m/d", "General Date": "yyyy/m/d h:mm", "Long Date": 'yyyy"年"m"月"d"日"',
    "General Number": "General", "@": "General",
}  # fmt: skip


def read(data, options, send) -> None:  # noqa: ANN001 - child side, see main.py
    """Send every worksheet."""
    reader = _Reader(options, send)
    parse(data, reader.opened, reader.closed, reader.text, options["depth"])


class _Reader:
    def __init__(self, options, send) -> None:  # noqa: ANN001
        self.options, self.out = options, send
        self.sheet: Any = None  # a Collector while inside a table
        self.styles: dict = {}
        self.style = ""
        self.row = self.column = self.next_column = 0
        self.cell: dict = {}
        self.kind: str | None = None
        self.filled = False
        self.pieces: list = []
        self.visible: list | None = None

    def opened(self, name, given) -> None:  # noqa: ANN001
        if name == "Style":
            self.style = given.get("ID", "")
            self.styles[self.style] = ["General", 0]
        elif name == "NumberFormat" and self.style in self.styles:
            code = given.get("Format", "General")
            self.styles[self.style][0] = _NAMED.get(code, code)
        elif name == "Alignment" and self.style in self.styles:
            self.styles[self.style][1] = number(given.get("Indent"), 0, 255)
        elif name == "Worksheet":
            self.sheet = Collector(given.get("Name", ""), False, self.options)
            self.row, self.next_column = -1, 0
        elif self.sheet is not None:
            self._inside(name, given)

    def _inside(self, name, given) -> None:  # noqa: ANN001
        if name == "Column":
            first = number(given.get("Index"), self.next_column + 1, 16_384) - 1
            last = first + number(given.get("Span"), 0, 16_384)
            for column in range(first, last + 1) if given.get("Hidden") == "1" else ():
                self.sheet.note("hidden_columns", column)
            self.next_column = last + 1
        elif name == "Row":
            self.row = number(given.get("Index"), self.row + 2) - 1
            self.column = 0
            if given.get("Hidden") == "1":
                self.sheet.note("hidden_rows", self.row)
        elif name == "Cell":
            self.column = max(0, number(given.get("Index"), self.column + 1) - 1)
            self.cell, self.filled = given, False
        elif name == "Data":
            self.kind, self.pieces = given.get("Type", "String"), []
        elif name == "Visible":
            self.visible = []

    def text(self, text) -> None:  # noqa: ANN001
        if self.kind:
            self.pieces.append(text)
        elif self.visible is not None:
            self.visible.append(text)

    def closed(self, name) -> None:  # noqa: ANN001
        if name == "Worksheet" and self.sheet is not None:
            self.sheet.send(self.out)
            self.sheet = None
        elif name == "Visible" and self.sheet is not None and self.visible is not None:
            self.sheet.hidden = "".join(self.visible).strip() in {"SheetHidden", "SheetVeryHidden"}
            self.visible = None
        elif name == "Data" and self.kind and self.sheet is not None:
            self._data("".join(self.pieces))
            self.kind, self.filled = None, True
        elif name == "Cell" and self.sheet is not None:
            self._cell_done()

    def _data(self, text) -> None:  # noqa: ANN001
        row, column = max(0, self.row), self.column
        code, indent = self.styles.get(self.cell.get("StyleID", ""), ("General", 0))
        if self.kind == "Error":
            self.sheet.note("errors", row, column, text)
            text = ""
        self.sheet.put(row, column, _value(self.kind, text), code)
        if indent:
            self.sheet.note("indents", row, column, indent)

    def _cell_done(self) -> None:
        across = number(self.cell.get("MergeAcross"), 0, 16_384)
        down = number(self.cell.get("MergeDown"))
        row = max(0, self.row)
        if across or down:
            self.sheet.note("merges", row, self.column, row + down, self.column + across)
        if "Formula" in self.cell and not self.filled:
            self.sheet.note("uncached", row, self.column)
        self.column += across + 1


def _value(kind, text):  # noqa: ANN001, ANN202
    try:
        if kind == "Number":
            return float(text)
        if kind == "Boolean":
            return text.strip() == "1"
        if kind == "DateTime":
            moment = dt.datetime.fromisoformat(text[:19])
            return moment.date() if moment.time() == dt.time() else moment
    except ValueError:
        pass
    return text
