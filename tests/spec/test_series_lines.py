"""Codes, sources, dates and statistics of time series stand around their figures and are none."""

from __future__ import annotations

import pytest
from test_yearbook_cases import NOTHING, said, sheet

from indicators.sheets import read_workbooks

YEARS = """B7 常住人口||2021||100|万人
        C7 出生率||2021||8|‰
        B8 常住人口||2022||101|万人
        C8 出生率||2022||7.5|‰"""
CASES = {
    "words and dates above the years": (
        """指标名称|常住人口|出生率
        频度|年|年
        单位|万人|‰
        来源|统计局|统计局
        SR码|SR1234567|SR7654321
        更新时间|2024-01-02|2024-02-03
        2021|100|8
        2022|101|7.5""",
        YEARS,
    ),
    "codes and counts above the years": (
        """指标|常住人口(万人)|出生率(‰)
        SR码|5310001|5310002
        国家|中国|中国
        开始日期|1949|1949
        结束日期|2023|2023
        观测数|75|75
        2021年|100|8
        2022年|101|7.5""",
        YEARS,
    ),
    "statistics above the years": (
        """指标名称|常住人口|出生率
        单位|万人|‰
        平均值|101|7.5
        最大值|102|8
        最小值|100|7
        标准差|1|0.5
        2021|100|8
        2022|101|7.5""",
        YEARS,
    ),
    "statistics below the years": (
        """年份|常住人口(万人)
        2021年|100
        2022年|101
        平均|100.5
        标准差|0.5""",
        """B2 常住人口||2021||100|万人
        B3 常住人口||2022||101|万人""",
    ),
    "facts and statistics in columns": (
        """指标名称|指标ID|SR码|单位|更新时间|2021|2022|平均值|标准差
        常住人口|M001|5310001|万人|2024-01-02|100|101|100.5|0.5
        出生率|M002|5310002|‰|2024-01-02|8|7.5|7.75|0.25""",
        """F2 常住人口||2021||100|万人
        G2 常住人口||2022||101|万人
        F3 出生率||2021||8|‰
        G3 出生率||2022||7.5|‰""",
    ),
    "measures of spread under areas": (
        """地区|2023年
        青石镇|10
        桃林镇|12
        中河镇|14
        下河镇|16
        平均|13
        最大值|16
        标准差|2""",
        """B2 人口||2023||10|
        B3 人口||2023||12|
        B4 人口||2023||14|
        B5 人口||2023||16|
        B6 人口||2023||13|""",
    ),
    "a range of years above the years is no note on them": (
        """指标名称|常住人口
        频率|年
        时间区间|1949:2023
        2021|100
        2022|101""",
        """B4 常住人口||2021||100|
        B5 常住人口||2022||101|""",
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_only_the_figures_of_years_and_areas_are_read(text, expected):
    text = text if "地区" not in text else "人口\n" + " " * 8 + text
    reading = read_workbooks((sheet(text),), "表.xls", NOTHING)
    shift = int("地区" in text)
    found = []
    for record in reading.records:
        cell, _, rest = said(record).partition(" ")
        parts = rest.split("|")
        found.append("|".join([f"{cell[0]}{int(cell[1:]) - shift} {parts[0]}", "", *parts[2:]]))
    assert found == [line.strip() for line in expected.split("\n")]
    assert [item.code for item in reading.findings] == []


@pytest.mark.parametrize("label", ["最大", "频率", "更新时间"])
def test_one_such_word_alone_is_a_name(label):
    text = f"指标|数值\n常住人口(万人)|100\n{label}|12\n出生率(‰)|8"
    reading = read_workbooks((sheet(text),), "表.xls", NOTHING, year=2021)
    assert [record.value for record in reading.records] == [100, 12, 8]
