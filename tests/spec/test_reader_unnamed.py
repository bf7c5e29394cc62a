"""Rows without names: those of the table they continue, or a question that can be answered."""

import pytest
from test_reader_cases import VOCABULARY, rows_of, said

from indicators.sheets import read_file

CONTINUED = {
    "years that go on below, under a blank stub": (
        """困境儿童人数
        乡镇,2021年,2022年
        青石镇,5,1
        桃林镇,6,2
        续表
        ,2023年,2024年
        ,7,3
        ,8,4""",
        """B3 N1 青石镇 2021 5
        C3 N1 青石镇 2022 1
        B4 N1 桃林镇 2021 6
        C4 N1 桃林镇 2022 2
        B7 N1 青石镇 2023 7
        C7 N1 青石镇 2024 3
        B8 N1 桃林镇 2023 8
        C8 N1 桃林镇 2024 4""",
    ),
    "indicators that go on below, from the first column": (
        """2024年儿童福利
        乡镇,困境儿童人数(人)
        青石镇,5
        桃林镇,6
        （续表）
        儿童之家数(个),妇女之家数(个)
        7,3
        8,4""",
        """B3 N1 青石镇 2024 5
        B4 N1 桃林镇 2024 6
        A7 N2 青石镇 2024 7
        B7 N3 青石镇 2024 3
        A8 N2 桃林镇 2024 8
        B8 N3 桃林镇 2024 4""",
    ),
    "rows that are indicators with units": (
        """示例县监测
        指标,单位,2021年,2022年
        宫颈癌筛查率,%,60,61
        困境儿童人数,人,6,2
        续表
        ,,2023年,2024年
        ,,62,63
        ,,8,4""",
        """C3 W1 示例县 2021 60
        D3 W1 示例县 2022 61
        C4 N1 示例县 2021 6
        D4 N1 示例县 2022 2
        C7 W1 示例县 2023 62
        D7 W1 示例县 2024 63
        C8 N1 示例县 2023 8
        D8 N1 示例县 2024 4""",
    ),
}


def lines(reading):
    return [said(record) for record in reading.records]


def wanted(text):
    return [line.strip() for line in text.split("\n")]


@pytest.mark.parametrize(("sheet", "expected"), CONTINUED.values(), ids=CONTINUED)
def test_a_part_without_names_goes_on_row_by_row(sheet, expected):
    reading = read_file(rows_of(sheet), "表.csv", VOCABULARY)
    assert lines(reading) == wanted(expected)
    assert (reading.questions, reading.findings) == ([], [])


def test_a_part_with_another_number_of_rows_is_a_question():
    sheet = "困境儿童人数\n乡镇,2021年\n青石镇,5\n桃林镇,6\n续表\n,2023年\n,7\n,8\n,9"
    reading = read_file(rows_of(sheet), "表.csv", VOCABULARY)
    assert lines(reading) == ["B3 N1 青石镇 2021 5", "B4 N1 桃林镇 2021 6"]
    assert [question.kind for question in reading.questions] == ["row_names"]


@pytest.mark.parametrize("head", ["", "序号,"])
def test_rows_whose_names_were_lost_are_a_question_that_can_be_answered(head):
    numbers = ("1,", "2,") if head else ("", "")
    sheet = f"2024年两癌筛查\n{head}宫颈癌筛查率(%),乳腺癌筛查率(%)\n{numbers[0]}70,60\n{numbers[1]}71,61"
    reading = read_file(rows_of(sheet), "表.csv", VOCABULARY)
    (question,) = reading.questions
    assert (len(reading.records), question.kind) == (0, "row_names")
    again = read_file(rows_of(sheet), "表.csv", VOCABULARY, answers={question.key: "青石镇、桃林镇"})
    assert [(r.code, r.area, r.value) for r in again.records] == [
        ("W1", "青石镇", 70), ("W2", "青石镇", 60), ("W1", "桃林镇", 71), ("W2", "桃林镇", 61),
    ]  # fmt: skip
    assert again.questions == []


def test_one_row_needs_no_name():
    sheet = "2024年两癌筛查\n宫颈癌筛查率(%),乳腺癌筛查率(%)\n70,60"
    assert len(read_file(rows_of(sheet), "表.csv", VOCABULARY).records) == 2
