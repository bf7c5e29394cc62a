"""Heads in one row: parts named beside their wholes take them as parents, or a question is asked."""

from __future__ import annotations

import pytest
from test_yearbook_cases import NOTHING, said, sheet

from indicators.sheets import read_workbooks

READ = {
    "parts after totals": (
        "教职工合计|男|女|专任教师合计|男|女",
        "30|10|20|25|8|17",
        """B3 教职工合计||30
        C3 教职工合计|性别=男|10
        D3 教职工合计|性别=女|20
        E3 专任教师合计||25
        F3 专任教师合计|性别=男|8
        G3 专任教师合计|性别=女|17""",
    ),
    "one part of each": (
        "教职工|女|专任教师|女",
        "30|20|25|17",
        """C3 教职工|性别=女|20
        E3 专任教师|性别=女|17""",
    ),
    "parts before their totals": (
        "男|女|教职工|男|女|专任教师",
        "10|20|30|8|17|25",
        """B3 教职工|性别=男|10
        D3 教职工||30
        E3 专任教师|性别=男|8""",
    ),
    "the table's own parts first": (
        "男|女|教师|男|女",
        "30|10|20|12|8",
        """B3 在校学生|性别=男|30
        E3 教师|性别=男|12""",
    ),
    "means of town and country": (
        "人均收入|城镇|农村|人均支出|城镇|农村",
        "300|400|200|250|310|205",
        """C3 人均收入|城乡=城镇|400
        F3 人均支出|城乡=城镇|310""",
    ),
    "parts said once that add up": (
        "留守儿童|男|女|困境儿童",
        "30|10|20|3",
        """C3 留守儿童|性别=男|10
        E3 困境儿童||3""",
    ),
    "parts of two kinds": (
        "总人口|男|女|0-14岁|15岁以上|户数",
        "30|10|20|12|18|9",
        """D3 总人口|性别=女|20
        E3 总人口|年龄=0-14岁|12
        G3 户数||9""",
    ),
    "parts that are no known words": (
        "小学|公办|民办|初中|公办|民办",
        "30|10|20|25|8|17",
        """C3 小学 / 公办||10
        F3 初中 / 公办||8""",
    ),
    "a share after each number": (
        "出生人口|占比|死亡人口|占比",
        "30|3|20|2",
        """C3 出生人口 / 占比||3
        E3 死亡人口 / 占比||2""",
    ),
}
ASKED = {
    "totals without a name": ("合计|男|女|合计|男|女", "30|10|20|25|8|17", 0),
    "parts that cannot be of what stands before": ("学校数|男|女|教师数|男|女", "3|10|20|30|14|16", 4),
    "the same name with other figures": ("出生人口|出生人口|死亡人口", "30|10|20", 1),
}


def read(head, figures, **given):
    text = f"2023年在校学生情况\n地区|{head}\n青石镇|{figures}\n桃林镇|{figures}"
    return read_workbooks((sheet(text),), "表.xls", NOTHING, **given)


@pytest.mark.parametrize(("head", "figures", "expected"), READ.values(), ids=READ)
def test_parts_stand_under_their_whole(head, figures, expected):
    reading = read(head, figures)
    found = {}
    for record in reading.records:
        cell, _, rest = said(record).partition(" ")
        name, _, _, parts, value, _ = rest.split("|")
        found[cell] = f"{cell} {name}|{parts}|{value}"
    for line in expected.split("\n"):
        assert found.get(line.split()[0]) == line.strip()
    assert "parents" not in {question.kind for question in reading.questions}


@pytest.mark.parametrize(("head", "figures", "read_columns"), ASKED.values(), ids=ASKED)
def test_what_belongs_to_nothing_is_asked_and_left_aside(head, figures, read_columns):
    reading = read(head, figures)
    assert [question.kind for question in reading.questions] == ["parents"]
    assert len(reading.records) == 2 * read_columns


def test_an_answer_names_the_groups_from_left_to_right():
    head, figures = "合计|男|女|合计|男|女", "30|10|20|25|8|17"
    (question,) = read(head, figures).questions
    assert "B、C、D、E、F、G栏的“合计、男、女”" in question.text
    reading = read(head, figures, answers={question.key: "教职工、专任教师"})
    assert not reading.questions
    assert [(r.indicator, *r.breakdown.values(), r.value) for r in reading.records][:6] == [
        ("教职工", 30), ("教职工", "男", 10), ("教职工", "女", 20),
        ("专任教师", 25), ("专任教师", "男", 8), ("专任教师", "女", 17),
    ]  # fmt: skip
