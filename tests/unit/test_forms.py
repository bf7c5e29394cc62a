"""A unit's form as a workbook: what stands where, what may be filled in, how it prints."""

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from form_kit import by_office
from store_kit import indicator

from indicators.reports.forms import MOST_LISTED, Form, Line, form_bytes, safe_name, zip_forms

RATE = indicator(
    "T1", name="=cmd|筛查率", numerator="+筛查人数", denominator="应查人数", multiplier=100.0, lower=0.0,
    upper=100.0, decimals=1, meaning="=1+1", note="@说明", data_source="-报表",
)  # fmt: skip
COUNT = indicator("T2", name="儿童之家数", unit="个", lower=0.0)
THERE = indicator("T3", name="机制建立情况", unit="是/否")


def form(lines, **more):
    known = {item.code: item for item in (RATE, COUNT, THERE)}
    said = {"unit": "=县卫生健康局", "liaison": "甲", "deadline": dt.date(2025, 5, 20)} | more
    return Form(said.pop("unit"), 2024, "示例县", tuple(lines), known, **said)


DISTRICT = [Line("T1", (), last="36.50"), Line("T2", (), last="未统计"), Line("T3", ())]


def book(lines=DISTRICT, data=None, **more):
    return openpyxl.load_workbook(io.BytesIO(data or form_bytes(form(lines, **more))))


def test_the_head_says_who_when_where_and_until_when():
    texts = {cell.value for row in book()["填报表"]["A1:H4"] for cell in row if cell.value}
    assert {
        "填报单位：=县卫生健康局",
        "填报年份：2024年",
        "地区：示例县",
        "报送截止日期：2025年5月20日",
    } <= texts
    assert any(text.startswith("联络员：甲") for text in texts)


def test_a_line_for_each_figure_with_last_year_as_printed():
    sheet = book()["填报表"]
    heads = [cell.value for cell in sheet[5]]
    assert heads == [
        "指标代码",
        "指标名称",
        "计量单位",
        "2023年",
        "2024年",
        "分子",
        "分母",
        "无数据原因",
        "说明",
    ]
    assert [cell.value for cell in sheet[6]][:4] == ["T1", "=cmd|筛查率", "%", 36.5]
    assert sheet["D6"].number_format == "0.00"
    assert sheet["D7"].value == "未统计"


def test_nothing_is_a_formula_or_a_link():
    made = book()
    cells = [cell for sheet in made for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    assert not [cell for cell in cells if cell.hyperlink]
    assert not made.defined_names
    names = zipfile.ZipFile(io.BytesIO(form_bytes(form(DISTRICT)))).namelist()
    assert not [name for name in names if "external" in name.lower() or "vba" in name.lower()]


def rules(sheet):
    return {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}


def test_what_may_be_entered():
    found = rules(book()["填报表"])
    assert found["E6"].type == "decimal"
    assert (float(found["E6"].formula1), float(found["E6"].formula2)) == (0, 100)
    assert found["E6"].errorStyle == "warning"
    assert "没有数据的" in found["E6"].error
    assert "应查人数" in found["G6"].prompt
    assert (found["E8"].type, found["E8"].formula1) == ("list", "选项!$B$2:$B$3")
    assert found["H6"].formula1 == "选项!$A$2:$A$5"
    assert "F7" not in found


def test_the_lists_are_plain_ranges():
    lists = [[cell.value for cell in row] for row in book()["选项"].iter_rows()]
    assert [row[0] for row in lists] == ["无数据原因", "未统计", "未开展", "未公布", "不适用"]
    assert [row[1] for row in lists[:3]] == ["是或否", "是", "否"]


def test_prints_on_a4_across_with_its_head_on_every_page():
    for name in ("填报表", "填报说明"):
        sheet = book()[name]
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.print_title_rows
    assert book()["填报表"].freeze_panes == "C6"


def test_breakdowns_have_columns_of_their_own():
    lines = [Line("T2", (), (("性别", "女"),)), Line("T2", ())]
    sheet = book(lines)["填报表"]
    assert [cell.value for cell in sheet[5]][2] == "性别"
    assert [sheet["C6"].value, sheet["C7"].value] == ["女", "合计"]


@pytest.mark.parametrize(("towns", "sheets"), [(MOST_LISTED, []), (MOST_LISTED + 1, ["乡镇填报表"])])
def test_many_towns_get_a_table_of_their_own(towns, sheets):
    lines = [Line("T2", ()), *(Line("T2", (f"第{number}镇",)) for number in range(towns))]
    made = book(lines)
    assert made.sheetnames == ["填报表", *sheets, "填报说明", "选项"]
    assert ("地区" in {cell.value for cell in made["填报表"][5]}) == (not sheets)


def test_villages_stand_down_and_indicators_across():
    lines = [Line(code, ("东镇", f"{name}村")) for name in "甲乙" for code in ("T1", "T2")]
    made = book(lines)
    assert made.sheetnames == ["村级填报表", "填报说明", "选项"]
    sheet = made["村级填报表"]
    heads = [[cell.value for cell in row] for row in sheet["A5:I6"]]
    assert heads[0] == [
        "乡镇（街道）",
        "村（社区）",
        "=cmd|筛查率（%）",
        None,
        None,
        None,
        "儿童之家数（个）",
        None,
        "说明",
    ]
    assert heads[1] == [None, None, "2023年", "2024年", "分子", "分母", "2023年", "2024年", None]
    assert [[cell.value for cell in row] for row in sheet["A7:B8"]] == [["东镇", "甲村"], ["东镇", "乙村"]]


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("县卫生健康局", "县卫生健康局"), ('县:教"育/局', "县_教_育_局"), ("con", "_con"), ("局. ", "局"),
        ("", "未命名"), ("局" * 99, "局" * 60), ("a\x00b", "a_b"), ("COM1.x", "_COM1.x"),
    ],
)  # fmt: skip
def test_names_that_windows_takes(text, safe):
    assert safe_name(text) == safe


def test_names_that_become_alike_stay_apart_in_the_zip():
    data = zip_forms([("甲.xlsx", b"1"), ("甲.xlsx", b"2"), ("乙.xlsx", b"3")])
    with zipfile.ZipFile(io.BytesIO(data)) as made:
        assert made.namelist() == ["甲.xlsx", "甲_2.xlsx", "乙.xlsx"]
        assert all(entry.flag_bits & 0x800 for entry in made.infolist())


def test_another_program_keeps_the_lists_and_limits(tmp_path):
    made = book(data=by_office(form_bytes(form(DISTRICT)), "xlsx", tmp_path))
    found = {cell: rule for cells, rule in rules(made["填报表"]).items() for cell in cells.split()}
    assert found["E6"].type == "decimal"
    assert "选项" in found["H6"].formula1
    assert made["填报表"]["B6"].value == "=cmd|筛查率"
    assert made["填报表"]["B6"].data_type == "s"
