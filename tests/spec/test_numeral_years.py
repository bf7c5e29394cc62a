"""Years in Chinese numerals and of the republic: what a text says, and what the cells of a sheet come to."""

from __future__ import annotations

import pytest
from test_yearbook_cases import NOTHING, said, sheet

from indicators.sheets import read_workbooks
from indicators.sheets.numeral_years import with_figures

TEXTS = {
    "二〇二四年示例县": "2024年示例县",
    "二零二四": "2024",
    "二○二四年十二月三十一日": "2024年12月31日",
    "二O二四—二〇三〇年": "2024—2030年",
    "民國一百一十二年": "民國112年",
    "民國一〇一年": "民國101年",
    "民国九十九年底": "民国99年底",
    "十二年一贯制": "十二年一贯制",
    "一二三四五年": "一二三四五年",
    "二十年来": "二十年来",
}
CASES = {
    "in the title": (
        "二〇二四年各镇人口情况\n地区|常住人口(人)\n青石镇|100",
        "B3 常住人口|青石镇|2024||100|人",
    ),
    "on a line of its own": (
        "各镇人口情况\n（二〇二四年十二月）\n地区|常住人口(人)\n青石镇|100",
        "B4 常住人口|青石镇|2024||100|人",
    ),
    "in heads": (
        "常住人口\n地区|二〇二三年|二零二四年\n青石镇|100|101",
        """B3 常住人口|青石镇|2023||100|
        C3 常住人口|青石镇|2024||101|""",
    ),
    "down the side": (
        "人口情况\n年份|常住人口(人)\n二〇二三年|100\n二〇二四年|101",
        """B3 常住人口||2023||100|人
        B4 常住人口||2024||101|人""",
    ),
    "the republic's years down the side": (
        "出生數\n年別|出生數\n99年|10\n100年|11\n101年|12",
        """B3 出生數||2010||10|
        B4 出生數||2011||11|
        B5 出生數||2012||12|""",
    ),
    "the republic's years in heads": (
        "出生數\n區域|98年|99年|100年\n板橋區|10|11|12",
        """B3 出生數|板橋區|2009||10|
        C3 出生數|板橋區|2010||11|
        D3 出生數|板橋區|2011||12|""",
    ),
}


@pytest.mark.parametrize(("text", "figures"), TEXTS.items())
def test_numerals_of_years_become_figures(text, figures):
    assert with_figures(text) == figures


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_such_years_are_read_where_they_stand(text, expected):
    reading = read_workbooks((sheet(text),), "表.xls", NOTHING)
    assert [said(record) for record in reading.records] == [line.strip() for line in expected.split("\n")]
    assert "year" not in {question.kind for question in reading.questions}
