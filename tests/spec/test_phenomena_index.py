"""Every phenomenon of real spreadsheets has a case; where no other test has one, it is here.

`INDEX` lists the phenomena in the order of the description of real files; each names the tests or
cases that show it: `file::test` or `file[case]`.
"""

from __future__ import annotations

import ast
import sys
from functools import cache
from pathlib import Path

import pytest
from test_yearbook_cases import NOTHING, said, sheet

from indicators.sheets import read_file, read_workbooks
from indicators.sheets.container import open_bytes
from indicators.sheets.grid import Grid, Workbook

TESTS = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TESTS))
import makers  # noqa: E402

CASES = {
    "attachment, title, English title and unit line above": (
        """附件1：
        2023年各镇人口情况
        Population of Towns 2023
        |||单位：人
        地区|总人口|男|女
        青石镇|30|16|14
        桃林镇|20|11|9""",
        """B6 总人口|青石镇|2023||30|人
        D7 总人口|桃林镇|2023|性别=女|9|人""",
    ),
    "a unit line in the second column": (
        """各镇人口(2023年)
        |单位：万人||
        地区|总人口|流动人口|户籍人口
        青石镇|30|16|14
        桃林镇|20|11|9""",
        """B4 总人口|青石镇|2023||30|万人
        D5 户籍人口|桃林镇|2023||9|万人""",
    ),
    "the only name and unit in the line 指标：": (
        """数据库：分县年度数据
        指标：图书馆藏书量(册)
        时间：最近3年
        地区|2023年|2022年|2021年
        青石镇|30|20|10
        桃林镇|31|21|11
        数据来源：县统计局""",
        """B5 图书馆藏书量|青石镇|2023||30|册
        D6 图书馆藏书量|桃林镇|2021||11|册""",
    ),
    "scope in the title that no column holds": (
        """2020年文盲人口(城市)
        地区|文盲人口(人)|总人口(人)
        青石镇|3|30
        桃林镇|2|20""",
        """B3 文盲人口|青石镇|2020|城乡=城市|3|人
        C4 总人口|桃林镇|2020|城乡=城市|20|人""",
    ),
    "an as-of date in the title": (
        """养老机构情况(截至2025年6月20日)
        地区|机构数(个)|床位数(张)
        青石镇|3|30
        桃林镇|2|20""",
        """B3 机构数|青石镇|2025年6月20日||3|个
        C4 床位数|桃林镇|2025年6月20日||20|张""",
    ),
    "a head whose merges were lost in copying": (
        """2023年
        地区|小学||初中|
        |学校数(所)|学生数(人)|学校数(所)|学生数(人)
        青石镇|1|10|2|20
        桃林镇|3|30|4|40""",
        """B4 小学 / 学校数|青石镇|2023||1|所
        C4 小学 / 学生数|青石镇|2023||10|人
        E5 初中 / 学生数|桃林镇|2023||40|人""",
    ),
    "the same word with and without inner spaces": (
        """2023年在校生(人)
        地  区|合  计|男|合计中走读
        青  石  镇|30|16|5
        桃林镇|20|11|4""",
        """B3 在校生|青石镇|2023||30|人
        C4 在校生|桃林镇|2023|性别=男|11|人""",
    ),
    "a sub-note below a head": (
        """2023年人口
        地区|总人口(人)|性别比
        ||(女=100)
        青石镇|30|114
        桃林镇|20|122""",
        """B4 总人口|青石镇|2023||30|人
        C5 性别比|桃林镇|2023||122|女=100""",
    ),
    "leaves that mean nothing without what stands over them": (
        """2023年人口
        地区|常住人口|||户籍人口||
        |小计|男|女|小计|男|女
        青石镇|30|16|14|33|17|16
        桃林镇|20|11|9|22|12|10""",
        """B4 常住人口|青石镇|2023||30|
        C4 常住人口|青石镇|2023|性别=男|16|
        G5 户籍人口|桃林镇|2023|性别=女|10|""",
    ),
    "years down the side, areas across, newest first": (
        """各镇总人口(人)
        年份|青石镇|桃林镇
        2023|30|20
        2022|29|19
        2021|28|18""",
        """B3 总人口|青石镇|2023||30|人
        C5 总人口|桃林镇|2021||18|人""",
    ),
    "indicators and years down the side, areas across": (
        """各镇主要指标
        指标|年份|青石镇|桃林镇
        学校数(所)|2022|3|4
        |2023|5|6
        教师数(人)|2022|30|40
        |2023|50|60""",
        """C3 学校数|青石镇|2022||3|所
        D4 学校数|桃林镇|2023||6|所
        D6 教师数|桃林镇|2023||60|人""",
    ),
    "panels in a grid, each with its own head": (
        """2023年各村人口
        单位：人|||
        村名|人口数|村名|人口数
        东庄村|10|西庄村|20
        南庄村|30|北庄村|40
        续表
        村名|人口数|村名|人口数
        前坪村|50|后坪村|60
        上坪村|70|下坪村|80""",
        """B4 人口数|东庄村|2023||10|人
        D5 人口数|北庄村|2023||40|人
        B8 人口数|前坪村|2023||50|人
        D9 人口数|下坪村|2023||80|人""",
    ),
    "group rows without figures, names padded and set in": (
        """2023年人口
        地区|总人口(人)|学生数(人)
        全    县|50|9
        东片||
        　青石镇|30|5
        　桃林镇|20|4""",
        """B3 总人口|全县|2023||50|人
        C6 学生数|东片/桃林镇|2023||4|人""",
    ),
    "codes with leading zeros beside names": (
        """2023年人口
        代码|地区|总人口(人)
        010100|青石县|50
        010101|桃林镇|20""",
        """C3 总人口|青石县|2023||50|人
        C4 总人口|青石县/桃林镇|2023||20|人""",
    ),
    "a unit line that is wrong for some rows": (
        """2023年情况
        单位：人
        指标|数值
        学生数|30
        升学率(%)|91.5
        孕产妇死亡率(1/10万)|8""",
        """B4 学生数||2023||30|人
        B5 升学率||2023||91.5|%
        B6 孕产妇死亡率||2023||8|1/10万""",
    ),
    "notes that go on over lines, one with a stray number, and a watermark": (
        """2023年人口
        地区|总人口(人)|学生数(人)
        青石镇|30|5
        桃林镇|20|4
        注：1.总人口为常住人口;
        　　2.学生数含幼儿园。||3
        数据来源：县统计局

        更多数据,请访问论坛 www.example.com""",
        """B3 总人口|青石镇|2023||30|人
        C4 学生数|桃林镇|2023||4|人""",
    ),
}

INDEX: dict[str, tuple[str, ...]] = {
    # container
    "BIFF .xls, .et, Excel's default password, other extension than content, CSV in every encoding": (
        "spec/test_containers.py::test_content_decides",
    ),
    "declared range far larger than what is used": (
        "unit/test_container.py::test_a_far_cell_without_content_is_only_a_ghost",
        "spec/test_containers.py::test_ods_facts",
    ),
    "big tables": ("spec/test_two_readers.py::test_the_county_table_both_ways",),
    # above the table
    "0 to 4 rows above": (
        "spec/test_phenomena_index.py[attachment, title, English title and unit line above]",
    ),
    "export metadata; name and unit only in 指标：": (
        "spec/test_phenomena_index.py[the only name and unit in the line 指标：]",
    ),
    "unit row at the left, in column B, far right": (
        "spec/test_sheet_phenomena.py::test_units_of_a_line_with_several_go_where_the_label_says",
        "spec/test_phenomena_index.py[a unit line in the second column]",
        "spec/test_phenomena_index.py[attachment, title, English title and unit line above]",
    ),
    "several units on one row": ("spec/test_yearbook_cases.py[shares under a line of several units]",),
    "scope in the title": (
        "spec/test_phenomena_index.py[scope in the title that no column holds]",
        "spec/test_phenomena_index.py[an as-of date in the title]",
    ),
    # header
    "depth 1 and 2, none": (
        "unit/test_read_tables.py::test_indicator_by_year",
        "spec/test_reader_declines.py::test_figures_without_a_head_are_a_question_for_its_row",
    ),
    "depth 3 and 4": ("spec/test_sheet_phenomena.py::test_labels_split_over_two_rows_and_a_unit_row",),
    "merges lost in a CSV copy": ("spec/test_phenomena_index.py[a head whose merges were lost in copying]",),
    "one label over two unmerged rows": (
        "spec/test_sheet_phenomena.py::test_labels_split_over_two_rows_and_a_unit_row",
        "spec/test_yearbook_cases.py[a head that runs down beside its corner]",
    ),
    "line breaks inside a header cell": (
        "spec/test_phenomena_index.py::test_line_breaks_in_head_cells",
    ),
    "bilingual": (
        "spec/test_yearbook_cases.py[names and heads in two languages]",
        "spec/test_reader_cases.py[heads in two languages over a bare year]",
    ),
    "a parent that is itself a column with 其中": (
        "spec/test_sheet_phenomena.py::test_a_parent_that_is_itself_a_column_with_of_which_beside_it",
    ),
    "repeated leaves": (
        "spec/test_phenomena_index.py[leaves that mean nothing without what stands over them]",
    ),
    "inner spaces": ("spec/test_phenomena_index.py[the same word with and without inner spaces]",),
    "sub-note rows": ("spec/test_phenomena_index.py[a sub-note below a head]",),
    "stub columns without header": (
        "spec/test_sheet_phenomena.py::test_a_footnote_letter_behind_the_unit_and_stubs_without_heads",
    ),
    # orientation
    "area x indicator": ("unit/test_read_tables.py::test_area_by_indicator_with_the_year_in_the_title",),
    "indicator x year": ("unit/test_read_tables.py::test_indicator_by_year",),
    "area x year": ("unit/test_read_tables.py::test_area_by_year_with_the_indicator_in_the_title",),
    "long": ("unit/test_read_tables.py::test_long_form",),
    "year x indicator": ("spec/test_reader_cases.py[years down the side over a line of units]",),
    "year x area, newest first": (
        "spec/test_phenomena_index.py[years down the side, areas across, newest first]",
    ),
    "(indicator, year) x area": (
        "spec/test_phenomena_index.py[indicators and years down the side, areas across]",
    ),
    "one sheet per year": ("spec/test_phenomena_index.py::test_one_sheet_per_year_and_empty_sheets",),
    "free layouts": ("spec/test_reader_cases.py::test_texts_alone_are_declined_in_a_sentence",),
    "all orientations at random": ("fuzz/test_read_back.py::test_a_tenth_of_the_layouts",),
    "years as 2018年, 2008, \"2012\", 民国 112, 2016/2017, a month": (
        "spec/test_sheet_phenomena.py::test_periods",
        "spec/test_yearbook_cases.py[traditional characters, years of the republic, units of several kinds]",
    ),
    "no year at all": (
        "unit/test_read_tables.py::test_a_table_without_a_year_asks_once_and_takes_the_answer",
    ),
    "续表 side by side, stacked, in a grid, over sheets": (
        "spec/test_yearbook_cases.py[two panels side by side under one line of units]",
        "spec/test_reader_unnamed.py[years that go on below, under a blank stub]",
        "spec/test_phenomena_index.py[panels in a grid, each with its own head]",
        "spec/test_sheet_phenomena.py::test_a_continued_table_over_sheets_keeps_what_was_said",
    ),
    # areas
    "level by indent; padding; group rows": (
        "spec/test_phenomena_index.py[group rows without figures, names padded and set in]",
    ),
    "total rows": ("spec/test_sheet_phenomena.py::test_totals_are_marked_and_codes_stay_text",),
    "one name under two parents": ("spec/test_sheet_phenomena.py::test_the_same_name_under_two_parents",),
    "codes as text": ("spec/test_phenomena_index.py[codes with leading zeros beside names]",),
    # values
    "numbers as text, missing marks, full-width digits, separators, 36.5% as text, apostrophe": (
        "spec/test_sheet_phenomena.py::test_values",
    ),
    "-2 for not carried out": (
        "spec/test_sheet_phenomena.py::test_minus_two_says_not_carried_out_only_where_nothing_else_is_negative",
    ),
    "percent formats, a dash as the format of 0, formulas, errors, dates": (
        "spec/test_containers.py::test_xlsx_facts",
        "spec/test_phenomena_index.py::test_number_formats_and_float_noise",
    ),
    "scan damage": (
        "spec/test_sheet_phenomena.py::test_scan_damage_is_a_suggestion_and_never_a_figure",
    ),
    # units
    "in brackets at the end of the label, half- or full-width": (
        "spec/test_phenomena_index.py::test_units_in_brackets_of_either_width",
    ),
    "a unit row that is wrong for some rows": (
        "spec/test_phenomena_index.py[a unit line that is wrong for some rows]",
    ),
    "女=100, 上年=100, compound units": ("spec/test_yearbook_cases.py[compound units in brackets]",),
    # below
    "notes over several lines, a stray number, a watermark": (
        "spec/test_phenomena_index.py[notes that go on over lines, one with a stray number, and a watermark]",
    ),
    "hidden sheets": (
        "spec/test_sheet_phenomena.py::test_hidden_sheets_rows_and_columns_are_left_out_and_said_so",
    ),
    "empty sheets": ("spec/test_phenomena_index.py::test_one_sheet_per_year_and_empty_sheets",),
    # re-uploads
    "the same table again; a revised figure": (
        "spec/test_intake.py::test_the_same_file_again",
        "spec/test_intake.py::test_a_revised_figure_is_warned_of_with_its_origin_and_accepted",
    ),
    # not tables
    "name lists": (
        "spec/test_sheet_phenomena.py::test_a_name_list_is_declined",
        "spec/test_reader_declines.py::test_lists_of_persons_say_so_and_ask_nothing",
    ),
    "the area column was deleted": (
        "spec/test_reader_unnamed.py::test_rows_whose_names_were_lost_are_a_question_that_can_be_answered",
    ),
    "the indicator's name was lost": (
        "spec/test_sheet_phenomena.py::test_a_table_whose_indicator_was_lost_asks_for_it_and_takes_the_answer",
    ),
    # hostile files
    "bombs, far cells, deep and entity markup, hang and memory": (
        "unit/test_container.py::test_bombs_are_refused_whatever_their_directory_says",
        "unit/test_container.py::test_far_cells_are_refused_with_their_address",
        "unit/test_container.py::test_entities_and_deep_markup_are_refused",
        "unit/test_container.py::test_the_clock_stops_the_child",
        "unit/test_container.py::test_memory_is_bounded",
    ),
    "truncated, bit-flipped and forged": ("fuzz/test_wounded_files.py::test_all_wounded_files",),
    "formula text, control and bidi characters, very long labels": (
        "spec/test_containers.py::test_formula_text_stays_text_and_marks_are_removed",
        "spec/test_containers.py::test_very_long_labels_are_cut",
        "spec/test_phenomena_index.py::test_hostile_texts_are_only_texts",
    ),
    "file and member names with paths, zip in zip, xlsb, mht": (
        "unit/test_container.py::test_names_are_safe_to_show",
        "spec/test_containers.py::test_one_bad_member_does_not_spoil_the_others",
        "spec/test_containers.py::test_each_bad_file_has_its_own_sentence",
        "spec/test_phenomena_index.py::test_a_web_archive_is_refused_with_a_sentence",
    ),
}  # fmt: skip


@cache
def named_in(file: str) -> frozenset[str]:
    """Tests (`::name`) and cases (`[name]`) of a test file, read from its source."""
    names = set()
    for node in ast.walk(ast.parse((TESTS / file).read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            names.add(f"::{node.name}")
        if isinstance(node, ast.Dict):
            keys = (key.value for key in node.keys if isinstance(key, ast.Constant))
            names |= {f"[{key}]" for key in keys}
    return frozenset(names)


@pytest.mark.parametrize("phenomenon", INDEX)
def test_every_phenomenon_has_a_case_that_exists(phenomenon):
    assert INDEX[phenomenon]
    for case in INDEX[phenomenon]:
        file, _, name = case.partition(".py")
        assert name in named_in(f"{file}.py"), case


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_sheet_is_read_as_meant(text, expected):
    reading = read_workbooks((sheet(text),), "表.xls", NOTHING)
    found = {record.cell: said(record) for record in reading.records}
    for line in expected.split("\n"):
        assert found.get(line.split()[0]) == line.strip()
    assert {question.kind for question in reading.questions} <= {"table_indicator"}
    assert all(str(record.missing) != "unreadable" for record in reading.records)


def read(*grids: Grid, name: str = "表.xlsx"):
    return read_workbooks((Workbook(name, grids),), name, NOTHING)


def test_line_breaks_in_head_cells():
    rows = [["2023年", None], ["地区", "在校\n学生数\n(人)"], ["青石镇", 3.0], ["桃林镇", 4.0]]
    (first, _) = read(Grid("Sheet1", rows)).records
    assert (first.indicator, first.unit, first.value) == ("在校学生数", "人", 3)


def test_one_sheet_per_year_and_empty_sheets():
    def year(name, *values):
        rows = [["地区", "学生数(人)"], ["青石镇", values[0]], ["桃林镇", values[1]]]
        return Grid(name, rows)

    reading = read(year("2022年", 3.0, 4.0), year("2023年", 5.0, 6.0), Grid("Sheet2", []), Grid("Sheet3", []))
    assert [(r.area, r.year, r.value) for r in reading.records] == [
        ("青石镇", 2022, 3), ("桃林镇", 2022, 4), ("青石镇", 2023, 5), ("桃林镇", 2023, 6)
    ]  # fmt: skip
    assert reading.findings == []


def test_number_formats_and_float_noise():
    def edit(page):
        page["B2"], page["B2"].number_format = 0.365, "0.0%"
        page["B3"], page["B3"].number_format = 0, '0.00;-0.00;"—"'
        page["A3"], page["A4"], page["B4"] = "丙率", "乙数", 0.1 + 0.2

    data = makers.xlsx([["指标", "2023年"], ["甲率", 1]], edit)
    records = list(read_file(data, "a.xlsx", NOTHING).records)
    assert [(r.value, r.unit, r.missing) for r in records] == [
        (36.5, "%", None),
        (0, None, None),
        (0.3, None, None),
    ]


@pytest.mark.parametrize("head", ["学生数(人)", "学生数（人）", "学生数 [人]", "学生数【人】"])
def test_units_in_brackets_of_either_width(head):
    (first, _) = read(Grid("2023年", [["地区", head], ["青石镇", 3.0], ["桃林镇", 4.0]])).records
    assert (first.indicator, first.unit) == ("学生数", "人")


def test_hostile_texts_are_only_texts():
    rows = [["地区", "长" * 10_000], ["青石镇", "=cmd|' /C calc'!A0"], ["桃林镇", 4.0]]
    first, second = read(Grid("2023年", rows)).records
    assert (str(first.missing), second.value) == ("unreadable", 4)


def test_a_web_archive_is_refused_with_a_sentence():
    head = (
        b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related; boundary=x\r\n"
    )
    page = head + b"\r\n--x\r\nContent-Type: text/html\r\n\r\n<table><tr><td>1</table>\r\n--x--"
    (found,) = open_bytes(page, "某局.xls").findings
    assert (found.code, "某局.xls" in found.message, bool(found.hint)) == ("web_archive", True, True)
