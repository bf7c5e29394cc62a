"""Every kind of paper as a strict reader takes it: ECMA-376 order of elements, parts, relations, numbers.

Word refuses what LibreOffice forgives. The orders are written down here once more, from the schemas of
ECMA-376 part 1 (wml.xsd, dml-chart.xsd), for the elements that the papers use.
"""

import io
import re
import sys
import zipfile
from pathlib import Path, PurePosixPath

import openpyxl
import pytest
from lxml import etree

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import paper_kit
import test_assess_sentences

from indicators.reports.papers.sets import KINDS, make, wanted
from indicators.reports.word import docx_bytes

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"

ORDER = {
    "w:pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr"
    " suppressLineNumbers pBdr shd"
    " tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi"
    " adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection"
    " textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "w:rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof"
    " snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText"
    " vertAlign rtl cs em lang eastAsianLayout specVanish oMath",
    "w:tbl": "bookmarkStart tblPr tblGrid tr",
    "w:tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc"
    " tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "w:tblBorders": "top left start bottom right end insideH insideV",
    "w:tblCellMar": "top left start bottom right end",
    "w:tr": "tblPrEx trPr tc",
    "w:tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign"
    " hideMark",
    "w:sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders"
    " lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid"
    " printerSettings",
    "w:style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden"
    " unhideWhenUsed qFormat"
    " locked personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr",
    "w:font": "altName panose1 charset family notTrueType pitch sig embedRegular",
    "wp:inline": "extent effectExtent docPr cNvGraphicFramePr graphic",
    "c:chartSpace": "date1904 lang roundedCorners AlternateContent style clrMapOvr pivotFmts protection chart"
    " spPr txPr externalData printSettings userShapes",
    "c:chart": "title autoTitleDeleted pivotFmts view3D floor sideWall backWall plotArea legend plotVisOnly"
    " dispBlanksAs",
    "c:ser": "idx order tx spPr invertIfNegative pictureOptions marker dPt dLbls trendline errBars cat val"
    " smooth shape",
    "c:dLbls": "dLbl delete numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName"
    " showPercent"
    " showBubbleSize separator showLeaderLines",
    "c:catAx": "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark"
    " minorTickMark"
    " tickLblPos spPr txPr crossAx crosses crossesAt auto lblAlgn lblOffset tickLblSkip noMultiLvlLbl",
    "c:valAx": "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark"
    " minorTickMark"
    " tickLblPos spPr txPr crossAx crosses crossesAt crossBetween majorUnit minorUnit dispUnits",
    "c:scaling": "logBase orientation max min",
    "c:legend": "legendPos legendEntry layout overlay spPr txPr",
}  # fmt: skip
NAMESPACES = {"w": W, "wp": WP, "c": C}
MANY = {
    "w:style": {"tblStylePr"}, "w:tbl": {"tr"}, "w:tr": {"tc"},
    "w:sectPr": {"headerReference", "footerReference"}, "c:ser": {"dPt"},
}  # fmt: skip


@pytest.fixture(scope="module")
def papers():
    """The parts of a paper of every kind."""
    matter = paper_kit.district([case for _, case, *_ in test_assess_sentences.CASES])
    found = {}
    for kind in KINDS:
        data = docx_bytes(make(matter, wanted(matter, kind)[0]))
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = packed.namelist()
            assert len(names) == len(set(names)), kind
            found[kind] = {name: packed.read(name) for name in names}
    return found


def trees(parts):
    for name, data in parts.items():
        if name.endswith((".xml", ".rels")):
            yield name, etree.fromstring(data)


def out_of_order(tree):
    """(element, children) that the schema has in another order, or once only."""
    found = []
    for name, order in ORDER.items():
        prefix, _, local = name.partition(":")
        places = {child: at for at, child in enumerate(order.split())}
        for element in tree.iter(f"{NAMESPACES[prefix]}{local}"):
            children = [etree.QName(child).localname for child in element if isinstance(child.tag, str)]
            at = [places.get(child, -1) for child in children]
            once = [child for child in children if child not in MANY.get(name, ())]
            if -1 in at or at != sorted(at) or len(once) != len(set(once)):
                found.append((name, children))
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_elements_stand_in_the_schemas_order(papers, kind):
    for name, tree in trees(papers[kind]):
        assert out_of_order(tree) == [], name


@pytest.mark.parametrize("wrong", [
    "<w:pPr><w:jc/><w:pStyle/></w:pPr>", "<w:rPr><w:sz/><w:b/></w:rPr>", "<w:rPr><w:b/><w:b/></w:rPr>",
    "<w:tcPr><w:vAlign/><w:tcW/></w:tcPr>", "<w:pPr><w:unheard/></w:pPr>",
])  # fmt: skip
def test_the_order_is_really_looked_at(wrong):
    assert out_of_order(etree.fromstring(f'<w:p xmlns:w="{W[1:-1]}">{wrong}</w:p>'))


@pytest.mark.parametrize("kind", KINDS)
def test_every_relation_leads_to_a_part_and_every_reference_to_a_relation(papers, kind):
    parts = papers[kind]
    for name in (name for name in parts if name.endswith(".rels")):
        folder = PurePosixPath(name).parent.parent
        relations = etree.fromstring(parts[name]).findall(f"{RELATIONS}Relationship")
        ids = [one.get("Id") for one in relations]
        assert len(ids) == len(set(ids)), name
        for one in relations:
            assert one.get("TargetMode") != "External", "nothing outside the file"
            target = one.get("Target")
            path = target.lstrip("/") if target.startswith("/") else _joined(folder, target)
            assert path in parts, (name, target)
        owner = str(folder / PurePosixPath(name).stem)
        if owner in parts and owner.endswith(".xml"):
            used = {value for element in etree.fromstring(parts[owner]).iter() for key, value in
                    element.attrib.items() if key.startswith(R)}  # fmt: skip
            assert used <= set(ids), owner


def _joined(folder, target):
    path = []
    for step in (*folder.parts, *PurePosixPath(target).parts):
        path = path[:-1] if step == ".." else [*path, step]
    return "/".join(path)


@pytest.mark.parametrize("kind", KINDS)
def test_every_part_has_a_content_type(papers, kind):
    parts = papers[kind]
    types = etree.fromstring(parts["[Content_Types].xml"])
    endings = {one.get("Extension").lower() for one in types.findall(f"{TYPES}Default")}
    named = [one.get("PartName") for one in types.findall(f"{TYPES}Override")]
    assert len(named) == len(set(named))
    assert {name.lstrip("/") for name in named} <= set(parts)
    for name in parts:
        if name != "[Content_Types].xml":
            assert f"/{name}" in named or name.rpartition(".")[2].lower() in endings, name


@pytest.mark.parametrize("kind", KINDS)
def test_cells_rows_and_drawings_are_whole(papers, kind):
    body = etree.fromstring(papers[kind]["word/document.xml"])
    for table in body.iter(f"{W}tbl"):
        columns = len(table.find(f"{W}tblGrid"))
        for row in table.findall(f"{W}tr"):
            assert len(row.findall(f"{W}tc")) == columns
    for cell in body.iter(f"{W}tc"):
        assert cell[-1].tag == f"{W}p", "a cell ends with a paragraph"
    ids = [one.get("id") for one in body.iter(f"{WP}docPr")]
    assert len(ids) == len(set(ids))
    assert all(one.isdecimal() and int(one) > 0 for one in ids)
    assert body[0][-1].tag == f"{W}sectPr"


@pytest.mark.parametrize("kind", KINDS)
def test_styles_and_lists_that_are_used_are_there(papers, kind):
    parts = papers[kind]
    styles = etree.fromstring(parts["word/styles.xml"])
    known = [one.get(f"{W}styleId") for one in styles.iter(f"{W}style")]
    assert len(known) == len(set(known))
    lists = set()
    if "word/numbering.xml" in parts:
        lists = {
            one.get(f"{W}numId") for one in etree.fromstring(parts["word/numbering.xml"]).iter(f"{W}num")
        }
    for name, tree in trees(parts):
        for tag in ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link"):
            assert {one.get(f"{W}val") for one in tree.iter(f"{W}{tag}")} <= set(known), (name, tag)
        used = {one.get(f"{W}val") for one in tree.iter(f"{W}numId")} - {"0"}
        assert used <= lists, (name, "a list that is nowhere")


@pytest.mark.parametrize("kind", KINDS)
def test_charts_hold_their_workbook_and_point_into_it(papers, kind):
    parts = papers[kind]
    charts = sorted(name for name in parts if re.fullmatch(r"word/charts/chart\d+\.xml", name))
    drawn = etree.fromstring(parts["word/document.xml"]).findall(f".//{C}chart")
    assert len(charts) == len(drawn)
    for name in charts:
        tree = etree.fromstring(parts[name])
        relations = etree.fromstring(parts[f"word/charts/_rels/{PurePosixPath(name).name}.rels"])
        ((target,),) = [[one.get("Target") for one in relations]]
        inside = _joined(PurePosixPath("word/charts"), target)
        book = openpyxl.load_workbook(io.BytesIO(parts[inside]))
        axes = [one.get("val") for one in tree.iter(f"{C}axId")]
        assert len(axes) == 4, "each axis is named by the plot and by itself"
        assert len(set(axes)) == 2
        for formula in tree.iter(f"{C}f"):
            sheet, _, cells = formula.text.partition("!")
            assert book[sheet.strip("'")][cells.replace("$", "")] is not None
