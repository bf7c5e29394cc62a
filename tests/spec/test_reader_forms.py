"""What a form says around its figures: who sends it, why a figure is missing, what the unit explains."""

import io

import openpyxl
import pytest
from test_reader_cases import VOCABULARY

from indicators.model import Missing
from indicators.sheets import read_file

HEAD = ["指标名称", "计量单位", "2023年", "2024年", "无数据原因", "说明"]
ABOUT = [
    ["示例县2024年监测指标填报表"],
    ["填报单位（盖章）：县卫生健康局", None, "填报年份：2024年", "地区：示例县"],
    ["联络员：　　　电话：　　　", None, None, "报送截止日期：2025年5月20日"],
]


def form(*rows, about=ABOUT, **sheets):
    book = openpyxl.Workbook()
    book.active.title = "填报表"
    for row in [*about, HEAD, *rows]:
        book.active.append(row)
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    out = io.BytesIO()
    book.save(out)
    return read_file(out.getvalue(), "表.xlsx", VOCABULARY)


def records(reading, year=2024):
    return {
        item.indicator: (item.value, item.missing, item.raw) for item in reading.records if item.year == year
    }


def test_the_lines_above_name_the_sender_and_are_no_head():
    reading = form(["宫颈癌筛查率", "%", 60, 62, None, None])
    assert reading.offices == ["县卫生健康局"]
    assert not reading.questions
    assert records(reading) == {"宫颈癌筛查率": (62.0, None, "62")}
    assert records(reading, 2023) == {"宫颈癌筛查率": (60.0, None, "60")}


def test_a_form_without_last_years_figures_is_read():
    reading = form(
        ["宫颈癌筛查率", "%", None, 62, None, None], ["困境儿童人数", "人", None, None, None, None]
    )
    assert not reading.questions
    assert records(reading)["宫颈癌筛查率"] == (62.0, None, "62")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("未统计", Missing.NOT_COLLECTED),
        ("未开展", Missing.NOT_CARRIED_OUT),
        ("未公布", Missing.NOT_PUBLISHED),
        ("不适用", Missing.NOT_APPLICABLE),
        (" 未 开 展 ", Missing.NOT_CARRIED_OUT),
    ],
)
def test_a_reason_in_its_own_column_stands_for_the_blank_figure_of_this_year(text, reason):
    reading = form(["宫颈癌筛查率", "%", None, None, text, None], ["困境儿童人数", "人", 8, 9, None, None])
    assert records(reading)["宫颈癌筛查率"] == (None, reason, text.strip())
    assert records(reading, 2023)["宫颈癌筛查率"][1] is Missing.BLANK
    assert not reading.questions


def test_a_reason_in_words_of_ones_own_is_told_and_the_figure_stays_blank():
    reading = form(
        ["宫颈癌筛查率", "%", 60, None, "系统升级", None], ["困境儿童人数", "人", 8, 9, None, None]
    )
    assert records(reading)["宫颈癌筛查率"][1] is Missing.BLANK
    assert [(item.code, item.cell, item.value) for item in reading.findings] == [
        ("reason_unknown", "E5", "系统升级")
    ]


def test_a_figure_stands_against_a_reason_beside_it():
    reading = form(["宫颈癌筛查率", "%", 60, 62, "未开展", None], ["困境儿童人数", "人", 8, 9, None, None])
    assert records(reading)["宫颈癌筛查率"][0] == 62
    assert [(item.code, item.cell) for item in reading.findings] == [("reason_beside_figure", "E5")]


def test_an_explanation_goes_with_this_years_figure():
    reading = form(
        ["宫颈癌筛查率", "%", 60, 30, None, "设备检修，下半年停筛"], ["困境儿童人数", "人", 8, 9, None, None]
    )
    assert [(place.sheet, place.cell, text) for place, text in reading.records.remarks()] == [
        ("填报表", "D5", "设备检修，下半年停筛")
    ]


GUIDE = [
    ["指标名称", "含义", "上下限", "规划目标"],
    ["宫颈癌筛查率", "筛查人数占比", "0到100之间", "达到70%以上"],
]


@pytest.mark.parametrize("name", ["填报说明", "填表说明", "选项"])
def test_a_sheet_of_explanations_is_left_aside_and_named(name):
    reading = form(["宫颈癌筛查率", "%", 60, 62, None, None], **{name: GUIDE})
    assert {item.sheet for item in reading.records} == {"填报表"}
    assert [(item.code, item.sheet) for item in reading.findings] == [("explanation_sheet", name)]
    assert {role for sheet, _, role, _ in reading.roles() if sheet == name} == {"ignored"}


def test_a_sheet_named_so_that_holds_numbers_is_read():
    reading = form(["宫颈癌筛查率", "%", 60, 62, None, None], 说明=[["指标", "2022年"], ["困境儿童人数", 7]])
    assert records(reading, 2022) == {"困境儿童人数": (7.0, None, "7")}
