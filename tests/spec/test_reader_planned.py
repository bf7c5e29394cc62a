"""Targets, plans and forecasts beside the figures, never taken for them; panels with heads said again."""

import pytest
from test_reader_cases import VOCABULARY, rows_of, said

from indicators.sheets import read_file

PLANNED = {
    "columns of a forecast, a target and a plan": (
        """示例县监测
        指标,2023年,2024年预计,2025年目标,2025年计划数,2026年(预计)
        宫颈癌筛查率(%),70,71,80,81,82
        困境儿童人数(人),9,8,7,6,5""",
        """B3 W1 示例县 2023 70
        B4 N1 示例县 2023 9""",
        ("C3", "“2024年预计”、“2025年目标”、“2025年计划数”等", "8个数"),
    ),
    "the plan beside the figure of each year": (
        """示例县监测
        指标,2023年,,2024年,
        ,计划,实际,预计,目标值
        宫颈癌筛查率(%),70,71,80,81
        困境儿童人数(人),9,8,7,6""",
        """C4 W1 示例县 2023 71
        C5 N1 示例县 2023 8""",
        ("B4", "“计划”、“预计”、“目标值”", "6个数"),
    ),
    "rows of years to come": (
        """示例县监测
        年份,宫颈癌筛查率(%),困境儿童人数(人)
        2022年,70,9
        2023年,71,8
        2024年预计,72,7
        2025年目标,75,6""",
        """B3 W1 示例县 2022 70
        C3 N1 示例县 2022 9
        B4 W1 示例县 2023 71
        C4 N1 示例县 2023 8""",
        ("B5", "“2024年预计”、“2025年目标”", "4个数"),
    ),
    "a target over each figure": (
        """示例县2024年监测
        指标,类型,数值
        宫颈癌筛查率(%),目标,80
        ,实际,70
        困境儿童人数(人),目标,5
        ,实际,8""",
        """C4 W1 示例县 2024 70
        C6 N1 示例县 2024 8""",
        ("C3", "“目标”", "2个数"),
    ),
    "targets under a heading of their own": (
        """示例县监测
        指标,数值
        2023年实际
        宫颈癌筛查率(%),70
        困境儿童人数(人),8
        2025年目标
        宫颈癌筛查率(%),80
        困境儿童人数(人),5""",
        """B4 W1 示例县 2023 70
        B5 N1 示例县 2023 8""",
        ("B7", "“2025年目标”", "2个数"),
    ),
    "the target in a form": (
        """示例县2024年监测
        指标名称,计量单位,目标值,上年,本年
        宫颈癌筛查率,%,80,70,71
        困境儿童人数,人,5,9,8""",
        """D3 W1 示例县 2023 70
        E3 W1 示例县 2024 71
        D4 N1 示例县 2023 9
        E4 N1 示例县 2024 8""",
        ("C3", "“目标值”", "2个数"),
    ),
}

TITLES = {
    "a table of tasks by town": (
        """2025年目标任务分解表
        乡镇,宫颈癌筛查率(%),困境儿童人数(人)
        青石镇,70,5
        桃林镇,60,6""",
        "",
        ("B3", "“2025年目标任务分解表”", "4个数"),
    ),
    "a list of goals by year": (
        """示例县妇女发展规划目标值一览表
        指标,2025年,2030年
        宫颈癌筛查率(%),80,90""",
        "",
        ("B3", "“示例县妇女发展规划目标值一览表”", "2个数"),
    ),
    "what was observed beside the plan": (
        """示例县2025年目标任务分解表
        指标,2024年实际,2025年
        宫颈癌筛查率(%),70,80""",
        "B3 W1 示例县 2024 70",
        ("C3", "“2025年”", "1个数"),
    ),
    "rows that say which is the plan": (
        """示例县2025年任务计划表
        指标,类型,数值
        宫颈癌筛查率(%),目标,80
        ,实际,70""",
        "C4 W1 示例县 2025 70",
        ("C3", "“目标”", "1个数"),
    ),
}

PANELS = {
    "the year in the corner of each panel": (
        """各乡镇困境儿童
        2022年,人数
        青石镇,5
        桃林镇,6
        2023年,人数
        青石镇,7
        桃林镇,8""",
        """B3 N1 青石镇 2022 5
        B4 N1 桃林镇 2022 6
        B6 N1 青石镇 2023 7
        B7 N1 桃林镇 2023 8""",
    ),
    "two figures under the year in the corner": (
        """各乡镇儿童福利
        2022年,困境儿童人数,儿童之家数
        青石镇,5,1
        桃林镇,6,2
        2023年,困境儿童人数,儿童之家数
        青石镇,7,3
        桃林镇,8,4""",
        """B3 N1 青石镇 2022 5
        C3 N2 青石镇 2022 1
        B4 N1 桃林镇 2022 6
        C4 N2 桃林镇 2022 2
        B6 N1 青石镇 2023 7
        C6 N2 青石镇 2023 3
        B7 N1 桃林镇 2023 8
        C7 N2 桃林镇 2023 4""",
    ),
}


def read(sheet, expected):
    reading = read_file(rows_of(sheet), "表.csv", VOCABULARY)
    assert [said(record) for record in reading.records] == [
        line.strip() for line in expected.split("\n") if line
    ]
    assert reading.questions == []
    return reading


@pytest.mark.parametrize(
    ("sheet", "expected", "told"), [*PLANNED.values(), *TITLES.values()], ids=[*PLANNED, *TITLES]
)
def test_what_is_planned_is_left_aside_and_told(sheet, expected, told):
    cell, labels, count = told
    (found,) = read(sheet, expected).findings
    assert (found.code, found.cell) == ("planned_figures", cell)
    assert found.message.startswith(labels)
    assert count in found.message


@pytest.mark.parametrize(("sheet", "expected"), PANELS.values(), ids=PANELS)
def test_a_head_said_again_begins_a_panel(sheet, expected):
    assert read(sheet, expected).findings == []


def test_a_row_of_changes_is_no_figure_of_a_year():
    sheet = "示例县监测\n年份,宫颈癌筛查率(%),困境儿童人数(人)\n2022年,70,9\n2023年,71,8\n同比增长,1,-1"
    expected = "B3 W1 示例县 2022 70\nC3 N1 示例县 2022 9\nB4 W1 示例县 2023 71\nC4 N1 示例县 2023 8"
    assert read(sheet, expected).findings == []


@pytest.mark.parametrize("label", ["计划生育率", "人均预期寿命", "目标完成率", "规划建设数"])
def test_names_of_indicators_with_such_words_are_read(label):
    reading = read_file(rows_of(f"指标,2022年,2023年\n{label},1,2\n困境儿童人数,3,4"), "表.csv", VOCABULARY)
    assert [record.value for record in reading.records] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    "title",
    [
        "目标任务完成情况表",
        "妇女儿童发展规划监测表",
        "计划生育情况",
        "两规划主要指标统计表",
        "规划指标体系表",
    ],
)
def test_titles_with_such_words_over_observed_figures(title):
    reading = read_file(rows_of(f"{title}\n指标,2022年,2023年\n困境儿童人数(人),3,4"), "表.csv", VOCABULARY)
    assert [record.value for record in reading.records] == [3, 4]
