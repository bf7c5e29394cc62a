"""The marked-up workbook: what the department gets back, read again cell by cell."""

import io
import zipfile

import openpyxl
import pytest
from form_kit import by_office
from makers import archive, locked_xlsx, xls

from indicators.catalog import builtin
from indicators.findings import finding
from indicators.model import Place, Severity
from indicators.reports import markup
from indicators.reports.markup import SHEET, CannotMark, mark_up
from indicators.sheets import read_file

pytestmark = pytest.mark.tenth(3)

ROWS = [["指标", "2024年"], ["=1+1", 36.5], ["筛查率", 120]]


def told(cell, severity=None, sheet="表1", message="limits", file="表.xlsx"):
    return finding("markup_failed", Place(file, sheet, cell), severity=severity, value=message)


def workbook(edit=None):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "表1"
    for row in ROWS:
        sheet.append(row)
    sheet["A2"].data_type = "s"
    sheet["B3"].number_format = "0.0"
    sheet["A1"].font = openpyxl.styles.Font(bold=True)
    if edit:
        edit(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def opened(marked):
    return openpyxl.load_workbook(io.BytesIO(marked.data))


def words(book):
    return [[cell.value for cell in row] for row in book[book.sheetnames[0]].iter_rows()]


def test_the_list_stands_in_front_the_gravest_first():
    findings = [told("B2", Severity.NOTE), told("B3", Severity.ERROR), told(None, Severity.WARNING)]
    marked = mark_up(workbook(), "表.xlsx", findings)
    book = opened(marked)
    assert book.sheetnames == [SHEET, "表1"]
    assert marked.name == "表_审核意见.xlsx"
    lines = words(book)
    head = next(at for at, line in enumerate(lines) if line[0] == "序号")
    assert lines[head] == ["序号", "等级", "工作表", "单元格", "原表中的值", "问题", "怎样改", "部门说明"]
    assert [line[1:4] for line in lines[head + 1 :]] == [
        ["错误", "表1", "B3"], ["疑问", "表1", None], ["提示", "表1", "B2"]
    ]  # fmt: skip
    assert book[SHEET].cell(head + 2, 4).hyperlink.location == "'表1'!B3"


def test_cells_are_coloured_by_the_gravest_and_say_everything():
    findings = [told("B3", Severity.WARNING), told("B3", Severity.ERROR), told("B2", Severity.NOTE)]
    sheet = opened(mark_up(workbook(), "表.xlsx", findings))["表1"]
    assert sheet["B3"].fill.fgColor.rgb.endswith("F4B6B2")
    assert sheet["B2"].fill.fgColor.rgb.endswith("BDD7EE")
    assert sheet["B3"].comment.text.index("错误：") < sheet["B3"].comment.text.index("疑问：")
    assert sheet["B3"].number_format == "0.0"
    assert sheet["A1"].font.bold
    assert sheet["A3"].comment is None


def test_text_that_begins_as_a_formula_stays_text_and_formulas_stay():
    def edit(sheet):
        sheet["C3"] = "=B3*2"

    sheet = opened(mark_up(workbook(edit), "表.xlsx", [told("A2")]))["表1"]
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=1+1", "s")
    assert (sheet["C3"].value, sheet["C3"].data_type) == ("=B3*2", "f")


def test_values_in_the_list_never_become_formulas():
    item = told("B3", message="=HYPERLINK(0)")
    book = opened(mark_up(workbook(), "表.xlsx", [item]))
    cell = next(cell for row in book[SHEET].iter_rows() for cell in row if cell.value == "=HYPERLINK(0)")
    assert cell.data_type == "s"


def test_a_merged_cell_is_marked_at_its_first():
    sheet = opened(mark_up(workbook(lambda s: s.merge_cells("A3:B3")), "表.xlsx", [told("B3")]))["表1"]
    assert "错误：" in sheet["A3"].comment.text


def test_the_departments_own_comment_stays_and_an_old_marking_goes():
    def edit(sheet):
        sheet["B3"].comment = openpyxl.comments.Comment("请局长看", "甲")

    once = mark_up(workbook(edit), "表.xlsx", [told("B3"), told("B2")])
    twice = opened(mark_up(once.data, "表.xlsx", [told("B3")]))
    assert twice.sheetnames == [SHEET, "表1"]
    text = twice["表1"]["B3"].comment.text
    assert text.startswith("请局长看")
    assert text.count("【审核】") == 1
    assert twice["表1"]["B2"].comment is None


@pytest.mark.parametrize(
    ("name", "data", "sheet"),
    [
        ("表.xls", xls(ROWS), None),
        ("表.et", xls(ROWS), None),
        ("表.csv", "指标,2024年\n=1+1,36.5\n筛查率,120\n".encode(), ""),
        ("表.csv", "指标,2024年\n=1+1,36.5\n筛查率,120\n".encode("gb18030"), ""),
    ],
)
def test_other_kinds_become_xlsx_and_say_so(name, data, sheet):
    place = read_file(data, name, builtin().vocabulary()).sheets[0].facts.grid.name
    marked = mark_up(data, name, [told("B3", sheet=place, file=name)])
    book = opened(marked)
    copy = book.worksheets[1]
    assert (copy["A2"].value, copy["A2"].data_type) == ("=1+1", "s")
    assert float(copy["B3"].value) == 120
    assert "错误：" in copy["B3"].comment.text
    assert marked.name == "表_审核意见.xlsx"
    assert any("已转成.xlsx" in note for note in marked.notes)
    assert any("已转成.xlsx" in str(line[0]) for line in words(book))


def test_macros_go_and_it_is_said():
    out = io.BytesIO(workbook())
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("xl/vbaProject.bin", b"x")
    marked = mark_up(out.getvalue(), "表.xlsm", [told("B3")])
    assert marked.name == "表_审核意见.xlsx"
    assert any("宏没有保留" in note for note in marked.notes)
    assert not [name for name in zipfile.ZipFile(io.BytesIO(marked.data)).namelist() if "vba" in name]


def test_a_workbook_locked_with_the_default_password_is_marked():
    assert (
        "错误："
        in opened(mark_up(locked_xlsx(workbook()), "表.xlsx", [told("B3")]))["表1"]["B3"].comment.text
    )


def test_an_archive_comes_back_as_one():
    data = archive({"甲.xlsx": workbook(), "乙.xlsx": workbook()})
    marked = mark_up(data, "包.zip", [told("B3", file="包.zip/乙.xlsx")])
    with zipfile.ZipFile(io.BytesIO(marked.data)) as made:
        books = {name: openpyxl.load_workbook(io.BytesIO(made.read(name))) for name in made.namelist()}
    assert set(books) == {"甲_审核意见.xlsx", "乙_审核意见.xlsx"}
    assert books["乙_审核意见.xlsx"]["表1"]["B3"].comment is not None
    assert books["甲_审核意见.xlsx"]["表1"]["B3"].comment is None


def test_a_file_that_cannot_be_read_says_why():
    with pytest.raises(CannotMark) as caught:
        mark_up(b"\x89PNG\r\n\x1a\n" + bytes(200), "照片.xlsx", [])
    assert "图片" in caught.value.finding.message


def test_a_workbook_that_is_too_large_gets_its_list_alone(monkeypatch):
    monkeypatch.setattr(markup, "MOST_CELLS", 3)
    marked = mark_up(workbook(), "表.xlsx", [told("B3")])
    assert opened(marked).sheetnames == [SHEET]
    assert "原表太大" in marked.notes[0]


def test_what_comes_back_is_read_as_before():
    marked = mark_up(workbook(), "表.xlsx", [told("B3")])
    before = read_file(workbook(), "表.xlsx", builtin().vocabulary())
    after = read_file(marked.data, marked.name, builtin().vocabulary())
    cells = [[(r.sheet, r.cell, r.value) for r in reading.records] for reading in (before, after)]
    assert cells[0] == cells[1]
    assert {item.sheet for item in after.findings if item.code == "explanation_sheet"} == {SHEET}


def test_another_program_opens_it(tmp_path):
    marked = mark_up(workbook(), "表.xlsx", [told("B3"), told("B2", Severity.WARNING)])
    again = openpyxl.load_workbook(io.BytesIO(by_office(marked.data, "xlsx", tmp_path)))
    assert again.sheetnames == [SHEET, "表1"]
    assert "错误：" in again["表1"]["B3"].comment.text
    assert again["表1"]["A2"].data_type == "s"
    assert again["表1"]["B3"].fill.fgColor.rgb.endswith("F4B6B2")
