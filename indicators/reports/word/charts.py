"""Charts that Word and WPS can edit: a chart part in the document with its workbook inside.

The chart's XML is XlsxWriter's, whose output is held to Excel's own; here it gets a reference to the
embedded workbook that holds the same figures.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import Any

import xlsxwriter
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.parser import parse_xml

from indicators.reports.papers.blocks import Chart, Series
from indicators.reports.papers.said import plain
from indicators.reports.word.look import SONG
from indicators.reports.word.xml import clean

_CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NO_TIME = dt.datetime(2021, 1, 1)
_EMU = 36000  # in a millimetre
_INK, _GRID, _BLUE = "#0B0C0C", "#D9D9D9", "#12436D"
_LOOKS: dict[str, dict[str, Any]] = {
    "figure": {"line": {"color": _BLUE, "width": 2.25},
               "marker": {"type": "circle", "size": 5, "fill": {"color": _BLUE}, "border": {"color": _BLUE}}},
    "target": {"line": {"color": "#A61B1B", "width": 1.5, "dash_type": "dash"}, "marker": {"type": "none"}},
    "met": {"fill": {"color": "#00806A"}},
    "nearly": {"fill": {"color": "#FFBF00"}},
    "unmet": {"fill": {"color": "#A61B1B"}},
    "no_data": {"fill": {"color": "#BFBFBF"}},
}  # fmt: skip
_LABELS = (
    '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
    '<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)
_LABEL_INK = {"met": "#FFFFFF", "unmet": "#FFFFFF"}


def add_chart(document: Any, chart: Chart, number: int, width: float) -> Any:
    """The drawing of a chart, its parts added to the document; `width` in millimetres."""
    package = document.part.package
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), _CHART, b"", package)
    book = Part(PackURI(f"/word/embeddings/chart{number}.xlsx"), _BOOK, workbook(chart), package)
    inside = part.relate_to(book, RT.PACKAGE)
    part._blob = chart_xml(chart, inside)
    return _drawing(chart, document.part.relate_to(part, RT.CHART), number, width)


def workbook(chart: Chart) -> bytes:
    """The figures alone, as Word opens them for 编辑数据."""
    return _book(chart, drawn=False)


def chart_xml(chart: Chart, relation: str) -> bytes:
    """The chart as DrawingML, tied to the workbook by `relation`."""
    with zipfile.ZipFile(io.BytesIO(_book(chart, drawn=True))) as packed:
        xml = packed.read("xl/charts/chart1.xml").decode("utf-8")
    xml = re.sub(r"<c:printSettings>.*?</c:printSettings>", "", xml, flags=re.DOTALL)
    # Excel's writer names Latin fonts only; the same font is meant for Chinese
    xml = re.sub(r'<a:latin typeface="([^"]+)"[^/]*/>', r'<a:latin typeface="\1"/><a:ea typeface="\1"/>', xml)
    # what Excel takes for granted other programs show or smooth: say all of it
    xml = xml.replace('<c:showVal val="1"/>', _LABELS).replace(
        '<c:lang val="en-US"/>', '<c:lang val="zh-CN"/>'
    )
    xml = xml.replace('<c:plotVisOnly val="1"/>', '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/>')
    if chart.kind == "line":
        xml = xml.replace("</c:ser>", '<c:smooth val="0"/></c:ser>')
    tie = f'<c:externalData r:id="{relation}"><c:autoUpdate val="0"/></c:externalData>'
    return xml.replace("</c:chartSpace>", f"{tie}</c:chartSpace>").encode("utf-8")


def _book(chart: Chart, *, drawn: bool) -> bytes:
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"created": _NO_TIME})  # the same figures give the same file
    sheet = book.add_worksheet("Sheet1")
    for column, series in enumerate(chart.series, start=1):
        sheet.write_string(0, column, series.name)
        for row, value in enumerate(series.values, start=1):
            if value is not None and value.value is not None:
                sheet.write_number(row, column, value.value)
    for row, name in enumerate(chart.names, start=1):
        sheet.write_string(row, 0, name.text)
    if drawn:
        sheet.insert_chart(0, 6, _drawn(book, chart))
    book.close()
    return out.getvalue()


def _drawn(book: Any, chart: Chart) -> Any:
    font = {"name": SONG, "size": 9, "color": _INK}
    bars = chart.kind == "bars"
    made = book.add_chart({"type": "bar", "subtype": "stacked"} if bars else {"type": "line"})
    for column, series in enumerate(chart.series, start=1):
        made.add_series(_series(chart, series, column, font))
    made.set_legend({"position": "bottom", "font": font})
    made.set_chartarea({"border": {"none": True}, "fill": {"color": "#FFFFFF"}})
    made.set_title({"none": True})
    code = "0" + ("." + "0" * min(chart.decimals, 2) if chart.decimals else "")
    value = {
        "num_font": font,
        "num_format": code,
        "major_gridlines": {"visible": True, "line": {"color": _GRID}},
    }
    if bars:
        made.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
        made.set_y_axis({"num_font": font, "reverse": True, "major_tick_mark": "none"})
    else:
        made.set_y_axis({**value, **_reach(chart), "line": {"none": True}})
        made.set_x_axis({"num_font": font, "text_axis": True})
        made.show_blanks_as("gap")
    return made


def _reach(chart: Chart) -> dict[str, float]:
    """From where the axis runs: 0 where the figures come near it, else a little below them."""
    told = [value.value for one in chart.series for value in one.values if value and value.value is not None]
    low, high = min(told), max(told)
    if (low >= 0 and low < 0.5 * high) or low == high == 0:
        return {"min": 0}
    step = (high - low) * 0.25 or abs(high) * 0.05 or 1.0
    floor = low - step
    size = 10.0 ** (len(str(int(max(step, 1)))) - 1) if step >= 1 else 0.1 if step >= 0.1 else 0.01
    bottom = int(floor / size) * size
    reach = {"min": round(max(bottom, 0.0) if low >= 0 else bottom, 4)}
    if chart.unit == "%" and high <= 100 < high + step:
        reach["max"] = 100.0
    return reach


def _series(chart: Chart, series: Series, column: int, font: dict[str, Any]) -> dict[str, Any]:
    last = len(chart.names)
    looks = dict(_LOOKS[series.role])
    if series.role == "figure":
        code = "0" + ("." + "0" * chart.decimals if chart.decimals else "")
        label = {"value": True, "position": "above", "num_format": code, "font": {**font, "size": 8}}
        looks["data_labels"] = label
    elif series.role != "target":
        ink = {**font, "color": _LABEL_INK.get(series.role, _INK)}
        looks["data_labels"] = {"value": True, "font": ink}
        looks["gap"] = 60
    return {
        "name": ["Sheet1", 0, column],
        "categories": ["Sheet1", 1, 0, last, 0],
        "values": ["Sheet1", 1, column, last, column],
        **looks,
    }


def _drawing(chart: Chart, relation: str, number: int, width: float) -> Any:
    from xml.sax.saxutils import quoteattr

    across, down = round(width * _EMU), round(chart.height * _EMU)
    told = f"{plain(chart.title)}：" + "；".join(_told(chart, one) for one in chart.series)
    alt = quoteattr(clean(told))
    return parse_xml(
        '<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
        ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
        ' xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
        ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{across}" cy="{down}"/>'
        f'<wp:docPr id="{number}" name="图{number}" descr={alt}/><wp:cNvGraphicFramePr/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        f'<c:chart r:id="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
    )


def _told(chart: Chart, series: Series) -> str:
    pairs = zip(chart.names, series.values, strict=True)
    return series.name + "，".join(f"{name}为{value}" for name, value in pairs if value is not None)
