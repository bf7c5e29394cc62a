"""A paper -> a docx file."""

from __future__ import annotations

import copy
import datetime as dt
import io
from typing import Any

import docx
from docx.oxml.ns import qn

from indicators.reports.papers.blocks import (
    Block,
    Chart,
    Fill,
    Heading,
    NewPage,
    Paper,
    Para,
    Table,
    Turn,
    fill_words,
)
from indicators.reports.papers.said import plain
from indicators.reports.word.charts import add_chart
from indicators.reports.word.look import BOTTOM, LEFT, RIGHT, TEXT_HEIGHT, TEXT_WIDTH, TOP, Look
from indicators.reports.word.numbering import Numbers
from indicators.reports.word.styles import blank
from indicators.reports.word.tables import table
from indicators.reports.word.xml import clean, el, paragraph, run, runs

_STYLES = {"body": "GwBody", "left": "GwLeft", "right": "GwRight", "center": "GwCenter", "note": "GwNote"}


def docx_bytes(paper: Paper, look: Look | None = None, *, made: dt.datetime | None = None) -> bytes:
    """The paper as a docx file, to be edited in Word or WPS; `made` stands in its properties."""
    document = docx.Document(io.BytesIO(blank((look or Look()).checked(), paper.compact)))
    _Writer(document, paper).write()
    properties = document.core_properties
    properties.title, properties.author, properties.comments = clean(plain(paper.title))[:255], "", ""
    properties.created = properties.modified = (made or dt.datetime.now(dt.UTC)).replace(tzinfo=None)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


class _Writer:
    """Writes the blocks of a paper into a document, one after the other."""

    def __init__(self, document: Any, paper: Paper) -> None:
        self.document, self.paper = document, paper
        self.body = document.element.body
        self.last = self.body.find(qn("w:sectPr"))
        self.numbers, self.charts = Numbers(), 0
        self.landscape = self.fresh = False

    def write(self) -> None:
        first = self.paper.blocks[0] if self.paper.blocks else None
        self.landscape = isinstance(first, Turn) and first.landscape
        self._add(paragraph("Title", *runs(self.paper.title)))
        if self.paper.subtitle:
            self._add(paragraph("GwCenter", *runs(self.paper.subtitle)))
        for block in self.paper.blocks:
            self._block(block)
        if self.landscape:
            _lay(self.last)

    @property
    def width(self) -> float:
        """The width of the text in mm."""
        return TEXT_HEIGHT if self.landscape else TEXT_WIDTH

    def _add(self, element: Any) -> None:
        if self.fresh and element.tag == qn("w:p"):
            looks = element.find(qn("w:pPr"))
            before = looks.findall(qn("w:pStyle")) + looks.findall(qn("w:keepNext"))
            looks.insert(len(before), el("pageBreakBefore"))
            self.fresh = False
        self.last.addprevious(element)

    def _block(self, block: Block) -> None:
        match block:
            case Heading():
                number = self.numbers.heading(block.level) if block.numbered else ""
                words = [run(number)] if number else []
                self._add(paragraph(f"Heading{block.level}", *words, *runs(block.text)))
            case Para():
                self._para(block)
            case Fill():
                self._add(paragraph("GwBody", run(fill_words(block), mark=True)))
            case Table():
                self._table(block)
            case Chart():
                self._chart(block)
            case Turn():
                self._turn(block.landscape)
            case NewPage():
                self.fresh = True

    def _para(self, block: Para) -> None:
        words = [run(self.numbers.heading(3), bold=True)] if block.numbered else []
        words += runs(block.lead, bold=True) if block.lead else []
        self._add(paragraph(_STYLES[block.style], *words, *runs(block.text)))

    def _table(self, block: Table) -> None:
        if block.title:
            head = run(f"{self.numbers.table()}　")
            self._add(paragraph("GwCaption", head, *runs(block.title)))
        self._add(table(block, self.width))
        # a note, or a thin line that keeps the table apart from the text
        self._add(paragraph("GwNote", *runs(block.note)))

    def _chart(self, block: Chart) -> None:
        self.charts += 1
        drawing = add_chart(self.document, block, self.charts, self.width - 6)
        self._add(paragraph("GwFigure", el("r", drawing)))
        self._add(paragraph("GwUnder", run(f"{self.numbers.figure()}　"), *runs(block.title)))

    def _turn(self, landscape: bool) -> None:
        """End the section here; the next lies on its side or stands."""
        if landscape == self.landscape:
            return
        section = copy.deepcopy(self.last)
        if self.landscape:
            _lay(section)
        before = self.last.getprevious()
        looks = before.find(qn("w:pPr")) if before is not None and before.tag == qn("w:p") else None
        if looks is not None and looks.find(qn("w:sectPr")) is None:
            looks.append(section)
        else:
            self._add(paragraph("GwNote", section=section))
        self.landscape = landscape


def _lay(section: Any) -> None:
    """A section's page on its side, its binding edge at the top."""
    size, edges = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
    wide, high = size.get(qn("w:w")), size.get(qn("w:h"))
    size.set(qn("w:w"), high)
    size.set(qn("w:h"), wide)
    size.set(qn("w:orient"), "landscape")
    for side, length in (("top", LEFT), ("bottom", RIGHT), ("left", BOTTOM), ("right", TOP)):
        edges.set(qn(f"w:{side}"), str(round(length.twips)))
    edges.set(qn("w:footer"), str(round(LEFT.twips / 2)))
