"""Read the tables of a web page (often named .xls) as one sheet, with the lines of text between them."""

import re
from html.parser import HTMLParser

from collect import Collector, TooMuchError, number

_CHARSET = re.compile(rb"charset\s{0,5}=\s{0,5}[\"']?([\w\-]{2,20})", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_SKIPPED = {"script", "style", "title", "noscript", "template"}
_BLOCKS = {
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "ul",
    "ol",
    "center",
    "caption",
    "pre",
    "body",
    "html",
}
_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none", re.IGNORECASE)


def read(data, options, send) -> None:  # noqa: ANN001 - child side, see main.py
    """Send one sheet: every table and every line of text around them, from the top down."""
    page = _Page(options)
    page.feed(decode(data))
    page.close()
    page.end_all()
    page.sheet.send(send)


def decode(data: bytes) -> str:
    """The page's text: by its byte mark, strict UTF-8, its declared charset, GB18030."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    found = _CHARSET.search(data[:4096])
    named = found[1].decode("ascii", "replace").lower() if found else "gb18030"
    named = "gb18030" if named in {"gb2312", "gbk", "gb_2312-80", "x-gbk"} else named
    for encoding in ("utf-8-sig", named, "gb18030"):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("gb18030", "replace")


class _Table:
    def __init__(self, top) -> None:  # noqa: ANN001
        self.row, self.column = top - 1, 0
        self.taken: dict = {}  # column -> rows still covered from above
        self.cell: list | None = None
        self.place = (0, 0, 1, 1)
        self.in_row = False


class _Page(HTMLParser):
    def __init__(self, options) -> None:  # noqa: ANN001
        super().__init__(convert_charrefs=True)
        self.sheet = Collector("", False, options)
        self.next_row = 0
        self.tables: list = []
        self.skipping = 0
        self.line: list = []

    def handle_starttag(self, tag, attrs) -> None:  # noqa: ANN001
        given = dict(attrs)
        if tag in _SKIPPED:
            self.skipping += 1
        elif tag == "table":
            self._table()
        elif tag == "tr" and self.tables:
            self._row(given)
        elif tag in {"td", "th"} and self.tables:
            self._open_cell(given)
        elif tag == "br":
            self._text("\v")
        elif tag in _BLOCKS:
            self._block()

    def handle_endtag(self, tag) -> None:  # noqa: ANN001
        if tag in _SKIPPED:
            self.skipping = max(0, self.skipping - 1)
        elif tag == "table" and self.tables:
            self._end_table()
        elif tag in {"td", "th", "tr"} and self.tables:
            self._close_cell()
        elif tag in _BLOCKS:
            self._block()

    def handle_data(self, data) -> None:  # noqa: ANN001
        if not self.skipping:
            self._text(data)

    def _text(self, text) -> None:  # noqa: ANN001
        if self.tables and self.tables[-1].cell is not None:
            self.tables[-1].cell.append(text)
        elif not self.tables:
            self.line.append(text)

    def _block(self) -> None:
        if self.tables:
            if self.tables[-1].cell:
                self.tables[-1].cell.append("\v")
            return
        text, self.line = _squeeze("".join(self.line)), []
        if text:
            self.sheet.put(self.next_row, 0, text)
            self.next_row += 1

    def _table(self) -> None:
        if len(self.tables) >= self.sheet.options["depth"]:
            raise TooMuchError
        if self.tables:
            self._close_cell()
            self.next_row = max(self.next_row, self.tables[-1].row + 1)
        else:
            self._block()
        self.tables.append(_Table(self.next_row))

    def _end_table(self) -> None:
        self._close_cell()
        table = self.tables.pop()
        self.next_row = max(self.next_row, table.row + 1)
        if self.tables:
            self.tables[-1].row = self.next_row - 1
            self.tables[-1].in_row = False

    def _row(self, given) -> None:  # noqa: ANN001
        self._close_cell()
        table = self.tables[-1]
        table.row += 1
        table.in_row = True
        table.column = 0
        table.taken = {column: left - 1 for column, left in table.taken.items() if left > 1}
        if _HIDDEN.search(given.get("style") or ""):
            self.sheet.note("hidden_rows", table.row)

    def _open_cell(self, given) -> None:  # noqa: ANN001
        self._close_cell()
        table = self.tables[-1]
        if not table.in_row:
            self._row({})
        while table.column in table.taken:
            table.column += 1
        across = max(1, number(given.get("colspan"), 1, 1000))
        down = max(1, number(given.get("rowspan"), 1, 65_534))
        table.place = (table.row, table.column, down, across)
        table.cell = []

    def _close_cell(self) -> None:
        table = self.tables[-1]
        if table.cell is None:
            return
        row, column, down, across = table.place
        text, table.cell = _squeeze("".join(table.cell)), None
        self.sheet.put(row, column, text)
        if down > 1 or across > 1:
            self.sheet.note("merges", row, column, row + down - 1, column + across - 1)
        if down > 1:
            table.taken.update(dict.fromkeys(range(column, column + across), down))
        table.column = column + across

    def end_all(self) -> None:
        """Close what the page left open."""
        while self.tables:
            self._end_table()
        self._block()


def _squeeze(text: str) -> str:
    lines = (_SPACES.sub(" ", line).strip(" ") for line in text.split("\v"))
    return "\n".join(lines).strip("\n")
