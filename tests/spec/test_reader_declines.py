"""What is no table is declined in one sentence that says what is missing, with a question where one helps."""

import pytest
from test_reader_cases import VOCABULARY, rows_of, said

from indicators.sheets import read_file


def read(sheet, **more):
    return read_file(rows_of(sheet), "表.csv", VOCABULARY, **more)


@pytest.mark.parametrize(
    ("sheet", "missing"),
    [
        ("关于报送情况的说明\n县妇儿工委办:\n现将有关情况报送如下。", "全是文字，没有数"),
        ("妇女之家共25个\n儿童之家共12个\n困境儿童共8人", "数和文字写在同一格里，例如“妇女之家共25个”"),
        ("活动安排\n日期,内容,地点\n3月8日,妇女节,广场\n6月1日,儿童节,学校", "有表头，下面没有数"),
        ("单位,联系人,电话\n卫健局,张三,0591-123456\n教育局,李四,0591-654321", "有表头，下面没有数"),
    ],
)
def test_one_sentence_says_what_is_missing(sheet, missing):
    reading = read(sheet)
    (found,) = reading.findings
    assert (len(reading.records), reading.questions, found.code) == (0, [], "not_a_table")
    assert missing in found.message


@pytest.mark.parametrize(
    "sheet",
    [
        "2024年困境儿童花名册\n序号,姓名,性别,年龄\n1,张三,男,5\n2,李四,女,6",
        "困境儿童名单\n张三,青石镇\n李四,桃林镇\n王五,桃林镇",
        "序号,家庭住址,联系电话,补助金额(元)\n1,东庄村,13800000000,500\n2,后坪村,13800000001,500",
        "2024年筛查异常情况\n乡镇,对象,年龄,诊断,电话\n青石镇,张三,45,甲,138\n桃林镇,李四,50,乙,139",
        "2024年补助\n乡镇,证件,金额(元)\n青石镇,110101199003070011,1\n桃林镇,110101199003070038,2",
    ],
    ids=["names", "a list by its title", "homes and telephones", "ages and telephones", "identity numbers"],
)
def test_lists_of_persons_say_so_and_ask_nothing(sheet):
    reading = read(sheet)
    assert [item.code for item in reading.findings] == ["name_list"]
    assert (len(reading.records), reading.questions) == (0, [])


def test_a_contact_beside_the_figures_of_towns_is_no_list_of_persons():
    reading = read("2024年\n乡镇,儿童之家数(个),联系人,联系电话\n青石镇,1,张三,138\n桃林镇,2,李四,139")
    assert [said(record) for record in reading.records] == ["B3 N2 青石镇 2024 1", "B4 N2 桃林镇 2024 2"]
    assert reading.findings == []


def test_figures_without_a_head_are_a_question_for_its_row():
    sheet = "2024年,数值\n甲,5\n乙,6"
    reading = read(sheet)
    (found,), (question,) = reading.findings, reading.questions
    assert (found.code, question.kind, len(reading.records)) == ("not_a_table", "layout", 0)
    assert "没有看出哪一行是表头" in found.message
    assert [value for value, _, _ in question.answers] == ["1"]
    again = read(sheet, answers={question.key: "1"})
    assert [item.kind for item in again.questions] == ["rows"]
    assert again.findings == []
    answers = {question.key: "1", again.questions[0].key: "area"}
    assert [(record.area, record.value) for record in read(sheet, answers=answers).records] == [
        ("甲", 5),
        ("乙", 6),
    ]
