"""Read .ods: values, percent and other formats, merges, hidden parts, repeated rows and cells."""

import datetime as dt
import io
import re
import zipfile
from typing import Any

from collect import Collector, number
from markup_reader import parse
from ods_styles import Styles

_DURATION = re.compile(r"P(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})(?:[.,]\d*)?S)?)?")
_ERROR = re.compile(r"(?:#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!)|Err:\d{3})")
_PARTS = ("styles.xml", "content.xml")


def read(data, options, send) -> None:  # noqa: ANN001 - child side, see main.py
    """Send every table of the spreadsheet."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    styles = Styles()
    reader = _Reader(options, send, styles)
    for name in _PARTS:
        if name in archive.namelist():
            parse(archive.read(name), reader.opened, reader.closed, reader.text, options["depth"])


class _Reader:
    def __init__(self, options, send, styles) -> None:  # noqa: ANN001
        self.options, self.out, self.styles = options, send, styles
        self.sheet: Any = None  # a Collector while inside a table
        self.nested = self.silent = 0
        self.row = self.column = self.columns_seen = 0
        self.row_attributes: dict = {}
        self.cell: dict | None = None
        self.cells: list = []
        self.pieces: list = []

    def opened(self, name, given) -> None:  # noqa: ANN001
        if name == "table":
            self._table(given)
        elif self.sheet is None:
            self.styles.opened(name, given)
        elif name in {"annotation", "shapes", "forms"}:
            self.silent += 1
        elif self.silent or self.nested > 1:
            return
        elif name == "table-column":
            self._columns(given)
        elif name == "table-row":
            self.row_attributes, self.cells = given, []
        elif name in {"table-cell", "covered-table-cell"}:
            self.cell, self.pieces = given, []
        elif self.cell is not None:
            self._inline(name, given)

    def _inline(self, name, given) -> None:  # noqa: ANN001
        if name == "p" and self.pieces:
            self.pieces.append("\n")
        elif name == "s":
            self.pieces.append(" " * number(given.get("c"), 1, 1000))
        elif name == "tab":
            self.pieces.append("\t")
        elif name == "line-break":
            self.pieces.append("\n")

    def text(self, text) -> None:  # noqa: ANN001
        if self.sheet is None:
            self.styles.text(text)
        elif self.cell is not None and not self.silent:
            self.pieces.append(text)

    def closed(self, name) -> None:  # noqa: ANN001
        if name == "table":
            self.nested -= 1
            if not self.nested and self.sheet:
                self.sheet.send(self.out)
                self.sheet = None
        elif self.sheet is None:
            self.styles.closed(name)
        elif name in {"annotation", "shapes", "forms"}:
            self.silent -= 1
        elif self.silent or self.nested > 1:
            return
        elif name in {"table-cell", "covered-table-cell"} and self.cell is not None:
            self.cells.append((self.cell, "".join(self.pieces)))
            self.cell = None
        elif name == "table-row":
            self._row_done()

    def _table(self, given) -> None:  # noqa: ANN001
        self.nested += 1
        if self.nested == 1:
            hidden = given.get("style-name") in self.styles.hidden_tables
            self.sheet = Collector(given.get("name", ""), hidden, self.options)
            self.row = self.columns_seen = 0

    def _columns(self, given) -> None:  # noqa: ANN001
        times = number(given.get("number-columns-repeated"), 1, 16_384)
        if given.get("visibility") in {"collapse", "filter"}:
            for column in range(self.columns_seen, self.columns_seen + times):
                self.sheet.note("hidden_columns", column)
        self.columns_seen += times

    def _row_done(self) -> None:
        times = number(self.row_attributes.get("number-rows-repeated"), 1)
        filled = any(text or "value-type" in given or "formula" in given for given, text in self.cells)
        hidden = self.row_attributes.get("visibility") in {"collapse", "filter"}
        for _ in range(times if filled else 0):
            column = 0
            for given, text in self.cells:
                column = self._cell(self.row, column, given, text)
            if hidden:
                self.sheet.note("hidden_rows", self.row)
            self.row += 1
        if not filled:
            if hidden:
                for row in range(self.row, self.row + min(times, 10_000)):
                    self.sheet.note("hidden_rows", row)
            self.row += times

    def _cell(self, row, column, given, text) -> int:  # noqa: ANN001
        times = number(given.get("number-columns-repeated"), 1, 16_384)
        kind = given.get("value-type")
        if not text and kind is None and "formula" not in given:
            self._merge(row, column, given)
            return column + times
        value = _value(kind, given, text)
        error = bool(_ERROR.fullmatch(text)) and ("formula" in given or kind in {"string", "error"})
        code, indent = self.styles.of_cell(given.get("style-name"))
        if kind == "percentage" and "%" not in code:
            code = "0.00%"
        for c in range(column, column + times):
            self.sheet.put(row, c, "" if error else value, code)
            if error:
                self.sheet.note("errors", row, c, text)
            elif "formula" in given and kind is None:
                self.sheet.note("uncached", row, c)
            if indent:
                self.sheet.note("indents", row, c, indent)
        self._merge(row, column, given)
        return column + times

    def _merge(self, row, column, given) -> None:  # noqa: ANN001
        down = number(given.get("number-rows-spanned"), 1) or 1
        across = number(given.get("number-columns-spanned"), 1, 16_384) or 1
        if down > 1 or across > 1:
            self.sheet.note("merges", row, column, row + down - 1, column + across - 1)


def _value(kind, given, text):  # noqa: ANN001, ANN202
    try:
        if kind in {"float", "percentage", "currency"}:
            return float(given["value"])
        if kind == "boolean":
            return given["boolean-value"] == "true"
        if kind == "date":
            moment = dt.datetime.fromisoformat(given["date-value"][:19])
            return moment if "T" in given["date-value"] else moment.date()
        if kind == "time":
            return _duration(given["time-value"])
    except (KeyError, ValueError, OverflowError):
        pass
    return given.get("string-value", text)


def _duration(text):  # noqa: ANN001, ANN202
    found = _DURATION.fullmatch(text)
    if not found:
        raise ValueError(text)
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    if not days and hours < 24:
        return dt.time(hours, minutes, seconds)
    return dt.timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
