"""The empty document that every paper begins from: page, fonts, styles, page numbers."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm

from indicators.reports.word import look as l
from indicators.reports.word.look import Look
from indicators.reports.word.xml import el, field, fonts, run, twips

_INDENT = {"firstLineChars": 200}
_HEADS = ((1, l.HEI), (2, l.KAI), (3, l.BODY), (4, l.BODY))


@cache
def blank(look: Look, compact: bool) -> bytes:
    """A document without text in the layout of GB/T 9704; `compact` for papers that fit one page."""
    made = docx.Document()
    _page(made.sections[0])
    _styles(made, look, compact)
    _settings(made)
    _fonts(made)
    _page_numbers(made.sections[0])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _page(section: Any) -> None:
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = l.A4
    section.top_margin, section.bottom_margin = l.TOP, l.BOTTOM
    section.left_margin, section.right_margin = l.LEFT, l.RIGHT
    section.footer_distance, section.header_distance = l.FOOTER, Mm(15)


def _styles(made: Any, look: Look, compact: bool) -> None:
    size, pitch = (l.SIZE_4, 24.0) if compact else (l.SIZE_3, look.pitch)
    _defaults(made)
    # a little less than the letter's own width, so that 28 of size 3 fill a line
    _style(made, "Normal", l.BODY, size, pitch, spacing=-5, align="both")
    _style(made, "GwBody", l.BODY, size, pitch, name="公文正文", spacing=-5, align="both", indent=2 * size)
    _style(made, "GwLeft", l.BODY, size, pitch, name="公文顶格", spacing=-5, align="left")
    _style(made, "GwRight", l.BODY, size, pitch, name="公文落款", align="right", right=4 * size, keep=True)
    _style(made, "GwCenter", l.BODY, size, pitch, name="公文居中", align="center")
    _style(made, "Title", l.TITLE, l.SIZE_2, 35.0, align="center", after=8.0 if compact else pitch)
    for level, face in _HEADS:
        _style(made, f"Heading{level}", face, size, pitch, align="left", indent=2 * size, keep=True)
    _style(made, "GwCaption", l.HEI, 12.0, 20.0, name="表题", align="center", keep=True, before=6.0)
    _style(made, "GwFigure", l.BODY, size, 0.0, name="图", align="center", before=4.0, keep=True)
    _style(made, "GwUnder", l.HEI, 12.0, 20.0, name="图题", align="center", after=6.0)
    _style(made, "GwNote", l.BODY, l.SIZE_5, 16.0, name="表注", align="left", after=8.0)
    for short, align in (("L", "left"), ("C", "center"), ("R", "right")):
        _style(made, f"GwCell{short}", l.BODY, l.SIZE_5, 15.0, name=f"表格文字{align}", align=align)
    _style(made, "GwHead", l.HEI, l.SIZE_5, 15.0, name="表头", align="center")


def _defaults(made: Any) -> None:
    """No theme fonts and no foreign language behind the styles."""
    root = made.styles.element
    defaults = root.find(qn("w:docDefaults"))
    defaults.find(qn("w:rPrDefault")).find(qn("w:rPr")).clear()
    defaults.find(qn("w:rPrDefault")).find(qn("w:rPr")).extend(
        [fonts(l.BODY, l.LATIN), el("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA")]
    )
    defaults.find(qn("w:pPrDefault")).find(qn("w:pPr")).clear()


def _style(
    made: Any,
    key: str,
    face: str,
    size: float,
    pitch: float,
    *,
    name: str = "",
    spacing: int = 0,
    align: str = "",
    indent: float = 0.0,
    right: float = 0.0,
    before: float = 0.0,
    after: float = 0.0,
    keep: bool = False,
) -> None:
    """Write one style anew: font for Chinese, size, exact line pitch (0: as high as needed), place."""
    found = next((one for one in made.styles if one.style_id == key), None)
    if found is None:
        found = made.styles.add_style(key, WD_STYLE_TYPE.PARAGRAPH)
        found.name = name
        found.base_style = made.styles["Normal"]
        found.quick_style = True
    element = found.element
    for tag in ("w:rPr", "w:pPr"):
        old = element.find(qn(tag))
        if old is not None:
            element.remove(old)
    place = [el("keepNext"), el("keepLines")] if keep else []
    lines = {"before": twips(before), "after": twips(after)}
    exact = {"line": twips(pitch), "lineRule": "exact"} if pitch else {"line": 240, "lineRule": "auto"}
    place.append(el("spacing", **lines, **exact))
    first = (
        {"firstLineChars": 200, "firstLine": twips(indent)}
        if indent
        else {"firstLineChars": 0, "firstLine": 0}
    )
    far = {"rightChars": round(100 * right / size), "right": twips(right)} if right else {}
    place += [el("ind", **far, **first), el("jc", val=align)]
    if key.startswith("Heading"):
        place.append(el("outlineLvl", val=int(key[-1]) - 1))
    element.append(el("pPr", *place))
    inner = [fonts(face, l.LATIN), el("b", val=0), el("color", val="000000")]
    inner += [el("spacing", val=spacing)] if spacing else []
    inner += [el("kern", val=0), el("sz", val=round(2 * size)), el("szCs", val=round(2 * size))]
    element.append(el("rPr", *inner))


def _settings(made: Any) -> None:
    settings = made.settings
    settings.odd_and_even_pages_header_footer = True
    element = settings.element
    space = element.find(qn("w:characterSpacingControl"))
    if space is not None:
        space.set(qn("w:val"), "compressPunctuation")
    language = element.find(qn("w:themeFontLang"))
    if language is not None:
        language.set(qn("w:eastAsia"), "zh-CN")


def _fonts(made: Any) -> None:
    """The fonts' table: what may stand in where a font is absent."""
    table = el("fonts")
    for name, (others, family, panose) in l.FONTS.items():
        table.append(
            el(
                "font", el("altName", val=others), el("panose1", val=panose), el("charset", val=86),
                el("family", val=family), el("pitch", val="default"), name=name,
            )
        )  # fmt: skip
    table.append(el("font", el("charset", val="00"), el("family", val="roman"), name=l.LATIN))
    from lxml import etree

    for part in made.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            part._blob = etree.tostring(table, xml_declaration=True, encoding="UTF-8", standalone=True)


def _page_numbers(section: Any) -> None:
    """— 1 — in 宋体 of size 4: right on odd pages, left on even ones, one letter in from the edge."""
    for footer, align in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        body = footer._element
        for old in list(body):
            body.remove(old)
        face = [fonts(l.SONG, l.SONG), el("sz", val=28), el("szCs", val=28)]
        side = {f"{align}Chars": 100, align: twips(l.SIZE_4), "firstLineChars": 0, "firstLine": 0}
        looks = el("pPr", el("spacing", line=240, lineRule="auto"), el("ind", **side), el("jc", val=align))
        words = [_small("— ", face), *field("PAGE", face), _small(" —", face)]
        body.append(el("p", looks, *words))


def _small(words: str, face: list[Any]) -> Any:
    import copy

    made = run(words)
    made.insert(0, el("rPr", *(copy.deepcopy(one) for one in face)))
    return made
