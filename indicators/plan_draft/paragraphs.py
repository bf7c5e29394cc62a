"""A published plan (.docx, .html, .txt) as paragraphs; nothing in it is run, fetched or trusted."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from xml.etree.ElementTree import Element

from indicators.findings import Finding, finding
from indicators.model import Place
from indicators.sheets.csv_text import decode
from indicators.sheets.faults import Refused
from indicators.sheets.limits import MEGABYTE, Limits
from indicators.sheets.package import Package
from indicators.targets.words import listed

MOST = 20_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DOCX_LIMITS = Limits(file_bytes=64 * MEGABYTE, unpacked_bytes=256 * MEGABYTE, ratio_floor=16 * MEGABYTE)
_BLOCKS = frozenset(
    listed("p div li h1 h2 h3 h4 h5 h6 tr br section article table ul ol dd dt blockquote title")
)
_SILENT = {"script", "style", "head", "noscript", "template"}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: its text, its number in the file (from 1), and, inside a table, its cells."""

    text: str
    number: int
    cells: tuple[str, ...] = ()


def read_paragraphs(data: bytes, name: str) -> tuple[list[Paragraph], list[Finding]]:
    """The paragraphs of a file, told by its content. Empty with a finding when it cannot be read."""
    try:
        lines = list(_take(_lines(data)))
    except Refused as refusal:
        return [], [refusal.finding(name)]
    findings = []
    if len(lines) > MOST:
        findings.append(finding("draft_too_long", Place(name), limit=MOST))
    if not lines:
        findings.append(finding("draft_no_text", Place(name)))
    return [Paragraph(text, at, cells) for at, (text, cells) in enumerate(lines[:MOST], 1)], findings


def _take(lines: Iterator[tuple[str, tuple[str, ...]]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for count, (text, cells) in enumerate(lines):
        if count > MOST * 4:
            return
        plain = re.sub(r"[\s　]+", " ", text).strip()
        if plain:
            yield plain[:5000], tuple(re.sub(r"\s+", "", cell) for cell in cells)


def _lines(data: bytes) -> Iterator[tuple[str, tuple[str, ...]]]:
    if len(data) > _DOCX_LIMITS.file_bytes:
        raise Refused("draft_unknown_file")
    if data.startswith(b"PK"):
        return _docx(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused("draft_old_word")
    if data.lstrip()[:5] == b"%PDF-":
        raise Refused("draft_pdf")
    if not data.strip():
        raise Refused("draft_no_text")
    text, _ = decode(data)
    if "\0" in text[:4096]:
        raise Refused("draft_unknown_file")
    if re.search(r"<(?:!doctype\s+html|html|body|p|div|table)[\s>]", text[:20_000], re.IGNORECASE):
        return _html(text)
    return ((line, ()) for line in text.splitlines())


def _docx(data: bytes) -> Iterator[tuple[str, tuple[str, ...]]]:
    package = Package(data, _DOCX_LIMITS)
    member = package.find("word/document.xml")
    if member is None:
        raise Refused("draft_unknown_file")
    if package.locked():
        raise Refused("file_has_password")
    body = _tree(package.read(member)).find(f"{_W}body")
    return iter(()) if body is None else _body(body)


def _tree(data: bytes) -> Element:
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    if _too_deep(data):
        raise Refused("unsafe_markup")
    try:
        return fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise Refused("unsafe_markup") from error
    except (ParseError, ValueError, LookupError, zlib.error) as error:
        raise Refused("file_damaged") from error


def _too_deep(data: bytes, most: int = 200) -> bool:
    depth = 0
    for match in re.finditer(rb"<(/?)[A-Za-z_][^<>]*?(/?)>", data):
        depth += -1 if match[1] else 0 if match[2] else 1
        if depth > most:
            return True
    return False


def _body(body: Element) -> Iterator[tuple[str, tuple[str, ...]]]:
    for child in body:
        if child.tag == f"{_W}p":
            yield _text(child), ()
        elif child.tag == f"{_W}tbl":
            for row in child.iter(f"{_W}tr"):
                cells = tuple("".join(map(_text, cell.iter(f"{_W}p"))) for cell in row.findall(f"{_W}tc"))
                yield " ".join(cells), cells
        elif child.tag == f"{_W}sdt":
            content = child.find(f"{_W}sdtContent")
            yield from _body(content) if content is not None else ()


def _text(paragraph: Element) -> str:
    """The visible text of a paragraph; a deleted run keeps its text elsewhere (w:delText). An automatic
    number is shown as a dash, so that the paragraph is known for a list item."""
    parts = ["-" if paragraph.find(f"{_W}pPr/{_W}numPr") is not None else ""]
    for node in paragraph.iter():
        if node.tag == f"{_W}t":
            parts.append(node.text or "")
        elif node.tag in (f"{_W}tab", f"{_W}br"):
            parts.append(" ")
    text = "".join(parts)
    return text if text != "-" else ""


def _html(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    parser = _Blocks()
    parser.feed(text)
    parser.close()
    parser.end_line()
    return iter(parser.lines)


class _Blocks(HTMLParser):
    """Collects the text of block elements and the cells of table rows."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[tuple[str, tuple[str, ...]]] = []
        self.line: list[str] = []
        self.cells: list[str] = []
        self.in_cell = False
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block, a cell, or something silent."""
        if tag in _SILENT:
            self.silent += 1
        elif tag in ("td", "th"):
            self.in_cell = True
            self.cells.append("")
        elif tag in _BLOCKS and not self.in_cell:
            self.end_line()

    def handle_endtag(self, tag: str) -> None:
        """End a block, a cell, or something silent."""
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in ("td", "th"):
            self.in_cell = False
        elif tag == "tr":
            self.in_cell = False
            self.end_line()
        elif tag in _BLOCKS and not self.in_cell:
            self.end_line()

    def handle_data(self, data: str) -> None:
        """Take text."""
        if self.silent:
            return
        if self.in_cell and self.cells:
            self.cells[-1] += data
        else:
            self.line.append(data)

    def end_line(self) -> None:
        """Close the line that is open."""
        if self.cells:
            self.lines.append((" ".join(self.cells), tuple(self.cells)))
        if self.line:
            self.lines.append(("".join(self.line), ()))
        self.cells, self.line = [], []
