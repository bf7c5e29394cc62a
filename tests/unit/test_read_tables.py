"""Grids of the usual layouts -> records, each with its cell."""

import csv
import io

import pytest

from indicators.model import Missing, NameEntry, Vocabulary
from indicators.sheets import read_file

VOCABULARY = Vocabulary(
    (
        NameEntry("W1", "孕产妇死亡率", "1/10万", ("孕产妇死亡率",)),
        NameEntry("W2", "婴儿死亡率", "‰", ("婴儿死亡率",)),
        NameEntry("W3", "村委会成员中女性比例", "%", ("村委会成员中女性比例",)),
        NameEntry("W4", "妇女基本医疗保险参保率", "%", ("妇女基本医疗保险参保率",)),
        NameEntry("W5", "小学学龄女童净入学率", "%", ("小学学龄女童净入学率",)),
        NameEntry("W6", "妇女之家数量", "个", ("妇女之家数量",)),
    ),
    ("孕产妇死亡人数", "活产数"),
)


def read(rows, name="表.csv", **more):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return read_file(out.getvalue().encode("utf-8"), name, VOCABULARY, **more)


def short(reading):
    return [(r.cell, r.code, r.area, r.year, r.value) for r in reading.records]


def test_indicator_by_year():
    reading = read(
        [
            ["示例县妇女发展规划监测统计表", "", ""],
            ["单位:%", "", ""],
            ["指标", "2022年", "2023年"],
            ["孕产妇死亡率(1/10万)", "12.5", "—"],
            ["婴儿死亡率(‰)", "4.1", "3.9"],
            ["注:数据来自卫健局。", "", ""],
        ]
    )
    assert short(reading) == [
        ("B4", "W1", "示例县", 2022, 12.5),
        ("C4", "W1", "示例县", 2023, None),
        ("B5", "W2", "示例县", 2022, 4.1),
        ("C5", "W2", "示例县", 2023, 3.9),
    ]
    assert [r.unit for r in reading.records] == ["1/10万", "1/10万", "‰", "‰"]
    assert next(r.missing for r in reading.records if r.cell == "C4") is Missing.NOT_COLLECTED
    assert reading.questions == []


def test_area_by_indicator_with_the_year_in_the_title():
    reading = read(
        [
            ["2023年各乡镇妇幼健康情况", "", ""],
            ["地区", "孕产妇死亡率(1/10万)", "婴儿死亡率(‰)"],
            ["合计", "10.1", "4.4"],
            ["城关镇", "0", "3.1"],
            ["河口乡", "22.5", "5.2"],
        ]
    )
    assert short(reading)[2:] == [
        ("B4", "W1", "城关镇", 2023, 0.0),
        ("C4", "W2", "城关镇", 2023, 3.1),
        ("B5", "W1", "河口乡", 2023, 22.5),
        ("C5", "W2", "河口乡", 2023, 5.2),
    ]
    assert [r.flags for r in reading.records][:3] == [("total",), ("total",), ()]


def test_area_by_year_with_the_indicator_in_the_title():
    reading = read(
        [
            ["各乡镇婴儿死亡率(‰)", "", ""],
            ["地区", "2022", "2023"],
            ["城关镇", "4.1", "3.1"],
            ["河口乡", "5.2", "5.0"],
        ]
    )
    assert short(reading) == [
        ("B3", "W2", "城关镇", 2022, 4.1),
        ("C3", "W2", "城关镇", 2023, 3.1),
        ("B4", "W2", "河口乡", 2022, 5.2),
        ("C4", "W2", "河口乡", 2023, 5.0),
    ]


def test_long_form():
    reading = read(
        [
            ["地区", "指标", "年份", "单位", "数值"],
            ["城关镇", "婴儿死亡率", "2022", "‰", "4.1"],
            ["河口乡", "孕产妇死亡率", "2023", "1/10万", "未开展"],
        ]
    )
    assert short(reading) == [("E2", "W2", "城关镇", 2022, 4.1), ("E3", "W1", "河口乡", 2023, None)]
    assert [r.missing for r in reading.records] == [None, Missing.NOT_CARRIED_OUT]


def test_a_table_without_a_year_asks_once_and_takes_the_answer():
    rows = [["地区", "婴儿死亡率(‰)", "妇女之家数量(个)"], ["城关镇", "4.1", "3"], ["河口乡", "5.2", "4"]]
    reading = read(rows)
    assert [question.kind for question in reading.questions] == ["year"]
    assert {r.year for r in reading.records} == {None}
    again = read(rows, answers={reading.questions[0].key: "2022"})
    assert {r.year for r in again.records} == {2022}
    assert again.questions == []


@pytest.mark.parametrize(
    "label",
    ["妇女基本医疗保险参保人数", "村委会主任中女性比例", "小学在校生中女生占比", "小学学龄儿童净入学率"],
)
def test_a_near_but_different_indicator_is_never_taken(label):
    reading = read([["指标", "2022年", "2023年"], [label, "1", "2"], ["婴儿死亡率", "3", "4"]])
    assert [r.code for r in reading.records][:2] == [None, None]


def test_every_cell_gets_a_role():
    reading = read([["2023年情况"], ["地区", "婴儿死亡率"], ["城关镇", "4.1"], ["合计", "4.1"], ["注:无"]])
    roles = {cell: role for _, cell, role, _ in reading.roles()}
    assert roles["A2"] == "header"
    assert roles["A3"] == "stub"
    assert roles["B3"] == "data"
    assert roles["B4"] == "total"
