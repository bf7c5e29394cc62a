"""Tables: a heading row that repeats, rows that do not break, short tables in one piece."""

from __future__ import annotations

from typing import Any

from docx.oxml.ns import qn

from indicators.reports.papers.blocks import Table
from indicators.reports.papers.said import Text
from indicators.reports.word.xml import el, millimetres, paragraph, run, runs

_TOGETHER = 9
"""Tables of up to so many rows stay on one page."""
_HEAD, _FOR_PEOPLE = "EDEDED", "FFF9C4"
"""The shades of heads, and of cells left empty for a person's words."""
_ALIGN = {"left": "GwCellL", "center": "GwCellC", "right": "GwCellR"}


def table(block: Table, width: float) -> Any:
    """The table as an element, `width` mm wide."""
    widths = _widths(block, width)
    made = el(
        "tbl",
        el(
            "tblPr", el("tblW", w=sum(widths), type="dxa"), el("jc", val="center"), _borders(),
            el("tblLayout", type="fixed"), _margins(),
        ),
        el("tblGrid", *(el("gridCol", w=one) for one in widths)),
    )  # fmt: skip
    heads = [paragraph("GwHead", run(column.head), keep=True) for column in block.columns]
    made.append(_row(heads, widths, head=True))
    together = len(block.rows) <= _TOGETHER
    styles = [_ALIGN[column.align] for column in block.columns]
    for at, row in enumerate(block.rows, start=1):
        keep = together and (at < len(block.rows) or bool(block.note))
        made.append(_row(_cells(row, styles, keep), widths))
    return made


def _cells(row: tuple[Text, ...], styles: list[str], keep: bool) -> list[Any]:
    return [paragraph(style, *runs(text), keep=keep) for style, text in zip(styles, row, strict=True)]


def _widths(block: Table, width: float) -> list[int]:
    whole = sum(column.share for column in block.columns)
    return [millimetres(width * column.share / whole) for column in block.columns]


def _row(cells: list[Any], widths: list[int], *, head: bool = False) -> Any:
    looks = el("trPr", el("cantSplit"), *([el("tblHeader")] if head else []))
    made = el("tr", looks)
    for cell, width in zip(cells, widths, strict=True):
        shade = _HEAD if head else None if cell.find(qn("w:r")) is not None else _FOR_PEOPLE
        looks = [el("tcW", w=width, type="dxa")]
        looks += [el("shd", val="clear", color="auto", fill=shade)] if shade else []
        made.append(el("tc", el("tcPr", *looks, el("vAlign", val="center")), cell))
    return made


def _borders() -> Any:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    return el("tblBorders", *(el(side, val="single", sz=4, space=0, color="000000") for side in sides))


def _margins() -> Any:
    return el("tblCellMar", *(el(side, w=70, type="dxa") for side in ("left", "right")))
