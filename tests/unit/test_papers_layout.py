"""The layout of the papers, read back from the docx: GB/T 9704 in numbers."""

import io
import sys
import zipfile
from pathlib import Path

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from indicators.reports.papers.blocks import Column, Fill, Heading, NewPage, Paper, Para, Table, Turn
from indicators.reports.papers.said import given, say
from indicators.reports.word import Look, docx_bytes
from indicators.reports.word.numbering import Numbers, chinese

ROWS = tuple(((f"{'甲' * (at + 1)}",), ("乙",)) for at in range(3))
TABLE = Table(("表题",), (Column("名称", 0.6, "left"), Column("数", 0.4)), ROWS, ("注：……",))
BLOCKS = (
    Heading(1, ("总体",)), Heading(2, ("健康",)), Para(("正文。",), lead=("要点。",), numbered=True),
    Para(("又一段。",), lead=("又一点。",), numbered=True), Fill("妇儿工委办", "原因"), TABLE,
    Heading(1, ("下一步",)), Turn(True), Para((), lead=("附表",), style="left"), TABLE, NewPage(),
    Heading(1, ("末页",)),
)  # fmt: skip
PAPER = Paper("试", say("{year}年报告", year=given(2024, "year")), BLOCKS)


@pytest.fixture(scope="module")
def made():
    return docx.Document(io.BytesIO(docx_bytes(PAPER)))


def style(made, key):
    return next(one for one in made.styles if one.style_id == key)


def test_paper_and_margins(made):
    first, second = made.sections
    assert [round(side.mm) for side in (first.page_width, first.page_height)] == [210, 297]
    sides = (first.top_margin, first.bottom_margin, first.left_margin, first.right_margin)
    assert [round(side.mm) for side in sides] == [37, 35, 28, 26]
    assert second.orientation == WD_ORIENT.LANDSCAPE
    assert [round(side.mm) for side in (second.page_width, second.page_height)] == [297, 210]


STYLES = [
    ("GwBody", "仿宋_GB2312", 16.0),
    ("Title", "方正小标宋简体", 22.0),
    ("Heading1", "黑体", 16.0),
    ("Heading2", "楷体_GB2312", 16.0),
    ("Heading3", "仿宋_GB2312", 16.0),
]


@pytest.mark.parametrize(("key", "font", "size"), STYLES)
def test_fonts_are_named_for_windows_and_wps(made, key, font, size):
    found = style(made, key)
    assert found.element.rPr.rFonts.get(qn("w:eastAsia")) == font
    assert found.font.size.pt == size
    assert not found.font.bold


def test_what_stands_in_for_a_font_is_named_too():
    with zipfile.ZipFile(io.BytesIO(docx_bytes(PAPER))) as packed:
        fonts = packed.read("word/fontTable.xml").decode()
        styles = packed.read("word/styles.xml").decode()
    assert 'w:name="仿宋_GB2312"><w:altName w:val="仿宋,FangSong' in fonts
    assert "方正小标宋_GBK" in fonts
    assert "asciiTheme" not in styles.partition("GwBody")[2][:2000]


def test_body_is_indented_two_letters_and_the_pitch_is_a_setting(made):
    place = style(made, "GwBody").element.pPr
    assert place.find(qn("w:ind")).get(qn("w:firstLineChars")) == "200"
    assert place.find(qn("w:spacing")).get(qn("w:line")) == "579", "22 lines on a page"
    assert place.find(qn("w:spacing")).get(qn("w:lineRule")) == "exact"
    wide = docx.Document(io.BytesIO(docx_bytes(PAPER, Look(30.0))))
    assert style(wide, "GwBody").element.pPr.find(qn("w:spacing")).get(qn("w:line")) == "600"
    for wrong in (27.9, 30.1):
        with pytest.raises(ValueError, match="between 28 and 30"):
            docx_bytes(PAPER, Look(wrong))


def test_headings_are_numbered_as_documents_are(made):
    told = [one.text for one in made.paragraphs if one.text]
    assert told == [
        "2024年报告", "一、总体", "（一）健康", "1.要点。正文。", "2.又一点。又一段。",
        "【此处由妇儿工委办填写：原因】",
        "表1　表题", "注：……", "二、下一步", "附表", "表2　表题", "注：……", "三、末页",
    ]  # fmt: skip


def test_headings_and_captions_stay_with_what_follows(made):
    for key in ("Heading1", "Heading2", "GwCaption", "GwFigure"):
        assert style(made, key).paragraph_format.keep_with_next
    last = next(one for one in made.paragraphs if one.text == "三、末页")
    assert last.paragraph_format.page_break_before


def test_tables_repeat_their_heads_and_rows_do_not_break(made):
    for table in made.tables:
        rows = table._tbl.tr_lst
        assert rows[0].trPr.find(qn("w:tblHeader")) is not None
        assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)
    assert [cell.text for cell in made.tables[0].rows[0].cells] == ["名称", "数"]


def test_places_for_a_persons_words_are_highlighted(made):
    filled = next(one for one in made.paragraphs if one.text.startswith("【此处由"))
    assert all(run.font.highlight_color is not None for run in filled.runs)


def test_cells_left_for_a_person_are_shaded():
    table = Table((), (Column("指标", 0.5), Column("原因", 0.5)), ((("甲",), ()),))
    made = docx.Document(io.BytesIO(docx_bytes(Paper("试", ("题",), (table,)))))
    shades = [cell._tc.tcPr.find(qn("w:shd")) for cell in made.tables[0].rows[1].cells]
    assert [None if one is None else one.get(qn("w:fill")) for one in shades] == [None, "FFF9C4"]


def test_page_numbers_with_dashes_on_odd_and_even_pages(made):
    assert made.settings.odd_and_even_pages_header_footer
    first = made.sections[0]
    for footer, side in ((first.footer, "right"), (first.even_page_footer, "left")):
        (line,) = footer.paragraphs
        assert line.text.replace("1", "") == "—  —"
        assert line._p.pPr.find(qn("w:jc")).get(qn("w:val")) == side
        assert "PAGE" in footer._element.xml


CHINESE = [
    (1, "一"),
    (10, "十"),
    (12, "十二"),
    (20, "二十"),
    (35, "三十五"),
    (100, "一百"),
    (108, "一百零八"),
]


@pytest.mark.parametrize(("number", "word"), [*CHINESE, (120, "一百二十")])
def test_chinese_numbers(number, word):
    assert chinese(number) == word


def test_lower_headings_begin_anew_under_each_higher_one():
    numbers = Numbers()
    told = [numbers.heading(level) for level in (1, 2, 3, 4, 3, 2, 3, 1, 2)]
    assert told == ["一、", "（一）", "1.", "（1）", "2.", "（二）", "1.", "二、", "（一）"]


def test_nothing_of_a_user_breaks_the_file():
    odd = Paper("试", ("标题\x07\x0b",), (Para(("甲<&>\x00乙\n丙 😀",)),))
    told = [one.text for one in docx.Document(io.BytesIO(docx_bytes(odd))).paragraphs]
    assert told == ["标题", "甲<&>乙\n丙 😀"]
