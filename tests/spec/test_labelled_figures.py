"""Figures with their counting words, and labels before them, in one cell."""

from __future__ import annotations

import pytest
from test_yearbook_cases import NOTHING, said, sheet

from indicators.sheets import read_workbooks
from indicators.sheets.values import label_in

CASES = {
    "under a head that says the same": (
        """2024年阵地情况
        地区|妇女之家|儿童之家
        青石镇|妇女之家：25个|约30个
        桃林镇|妇女之家：26个|31个""",
        """B3 妇女之家|青石镇|2024||25|个
        C3 儿童之家|青石镇|2024||30|个
        B4 妇女之家|桃林镇|2024||26|个
        C4 儿童之家|桃林镇|2024||31|个""",
    ),
    "under heads that say nothing of it": (
        """2024年阵地情况
        项目|内容
        阵地数|妇女之家：25个
        培训|约25人""",
        """B3 妇女之家||2024||25|个
        B4 培训 / 内容||2024||25|人""",
    ),
    "in lines without a head": (
        """2024年阵地情况
        妇女之家：25个
        儿童之家：30个
        培训人次：约120人次""",
        """A2 妇女之家||2024||25|个
        A3 儿童之家||2024||30|个
        A4 培训人次||2024||120|人次""",
    ),
    "side by side": (
        """2024年阵地情况
        妇女之家：25个|儿童之家：30个
        培训人次：120人次|活动：12场""",
        """A2 妇女之家||2024||25|个
        B2 儿童之家||2024||30|个
        A3 培训人次||2024||120|人次
        B3 活动||2024||12|场""",
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_a_cell_with_label_figure_and_counting_word(text, expected):
    reading = read_workbooks((sheet(text),), "表.xls", NOTHING)
    assert [said(record) for record in reading.records] == [line.strip() for line in expected.split("\n")]
    assert (reading.questions, [item.code for item in reading.findings]) == ([], [])


@pytest.mark.parametrize(
    "text", ["联系电话：1234567", "年份：2024年", "填报日期：5日", "注：见附表", "表号：3"]
)
def test_what_is_no_count_stays_words(text):
    assert label_in(text) is None
