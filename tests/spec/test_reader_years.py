"""Years said elsewhere than in heads and titles: what each cell must come to, as in test_reader_cases."""

import pytest
from test_reader_cases import VOCABULARY, rows_of, said

from indicators.sheets import read_file, read_workbooks
from indicators.sheets.grid import Grid, Workbook

CASES = {
    "a note over rows of another year": (
        """2022年各乡镇两癌筛查
        乡镇,宫颈癌筛查率(%),乳腺癌筛查率(%)
        青石镇,70,60
        注：以下为2023年数据
        青石镇,72,62""",
        """B3 W1 青石镇 2022 70
        C3 W2 青石镇 2022 60
        B5 W1 青石镇 2023 72
        C5 W2 青石镇 2023 62""",
    ),
    "a sentence without the word for notes": (
        """示例县2023年监测
        指标,数值
        宫颈癌筛查率(%),70
        乳腺癌筛查率(%),60
        以下数据为2022年
        困境儿童人数(人),8
        儿童之家数(个),7""",
        """B3 W1 示例县 2023 70
        B4 W2 示例县 2023 60
        B6 N1 示例县 2022 8
        B7 N2 示例县 2022 7""",
    ),
    "a note over the head": (
        """各乡镇两癌筛查
        注：以下数据为2022年
        乡镇,宫颈癌筛查率(%),乳腺癌筛查率(%)
        青石镇,70,60""",
        """B4 W1 青石镇 2022 70
        C4 W2 青石镇 2022 60""",
    ),
    "a note inside a town holds for the towns after it": (
        """2022年各村儿童之家
        村,儿童之家数(个),妇女之家数(个)
        青石镇
        东庄村,1,2
        后坪村,1,2
        以下为2023年数据
        东庄村,3,4
        桃林镇
        东庄村,5,6""",
        """B4 N2 青石镇/东庄村 2022 1
        C4 N3 青石镇/东庄村 2022 2
        B5 N2 青石镇/后坪村 2022 1
        C5 N3 青石镇/后坪村 2022 2
        B7 N2 青石镇/东庄村 2023 3
        C7 N3 青石镇/东庄村 2023 4
        B9 N2 桃林镇/东庄村 2023 5
        C9 N3 桃林镇/东庄村 2023 6""",
    ),
    "a year heading ends the note before it": (
        """各乡镇两癌筛查
        乡镇,宫颈癌筛查率(%),乳腺癌筛查率(%)
        以下为2022年数据
        青石镇,70,60
        桃林镇,71,61
        2023年
        青石镇,72,62
        桃林镇,73,63""",
        """B4 W1 青石镇 2022 70
        C4 W2 青石镇 2022 60
        B5 W1 桃林镇 2022 71
        C5 W2 桃林镇 2022 61
        B7 W1 青石镇 2023 72
        C7 W2 青石镇 2023 62
        B8 W1 桃林镇 2023 73
        C8 W2 桃林镇 2023 63""",
    ),
    "a note below gives the year": (
        """各乡镇两癌筛查
        乡镇,宫颈癌筛查率(%),乳腺癌筛查率(%)
        青石镇,70,60
        桃林镇,71,61
        注：本表数据为2022年数据，由卫健局提供。""",
        """B3 W1 青石镇 2022 70
        C3 W2 青石镇 2022 60
        B4 W1 桃林镇 2022 71
        C4 W2 桃林镇 2022 61""",
    ),
    "notes on what stands above each": (
        """各乡镇两癌筛查
        乡镇,宫颈癌筛查率(%),乳腺癌筛查率(%)
        青石镇,70,60
        桃林镇,71,61
        以上为2022年数据
        青石镇,72,62
        桃林镇,73,63
        注：以上为2023年数据""",
        """B3 W1 青石镇 2022 70
        C3 W2 青石镇 2022 60
        B4 W1 桃林镇 2022 71
        C4 W2 桃林镇 2022 61
        B6 W1 青石镇 2023 72
        C6 W2 青石镇 2023 62
        B7 W1 桃林镇 2023 73
        C7 W2 桃林镇 2023 63""",
    ),
    "a note on one column": (
        """2023年各乡镇两癌筛查
        乡镇,宫颈癌筛查率(%),乳腺癌筛查率(%)
        青石镇,70,60
        桃林镇,71,61
        注：乳腺癌筛查率为2022年数据""",
        """B3 W1 青石镇 2023 70
        C3 W2 青石镇 2022 60
        B4 W1 桃林镇 2023 71
        C4 W2 桃林镇 2022 61""",
    ),
    "a note on some rows, and a sentence that only mentions a year": (
        """示例县2023年监测
        指标,单位,数值
        宫颈癌筛查率,%,70
        乳腺癌筛查率,%,60
        困境儿童人数,人,8
        注：1.困境儿童人数、乳腺癌筛查率均为2022年底数。2.2023年起口径有调整。""",
        """C3 W1 示例县 2023 70
        C4 W2 示例县 2022 60
        C5 N1 示例县 2022 8""",
    ),
}


@pytest.mark.parametrize(("sheet", "expected"), CASES.values(), ids=CASES)
def test_the_year_is_read_from_where_it_stands(sheet, expected):
    reading = read_file(rows_of(sheet), "表.csv", VOCABULARY)
    assert [said(record) for record in reading.records] == [line.strip() for line in expected.split("\n")]
    assert reading.questions == []
    assert reading.findings == []


def test_a_note_against_the_title_is_a_question_with_both_years():
    sheet = "2023年两癌筛查\n乡镇,宫颈癌筛查率(%)\n青石镇,70\n桃林镇,71\n注：以上为2022年数据"
    reading = read_file(rows_of(sheet), "表.csv", VOCABULARY)
    (question,) = reading.questions
    assert [value for value, _, _ in question.answers] == ["2022", "2023"]
    assert "不同的年份" in question.text
    again = read_file(rows_of(sheet), "表.csv", VOCABULARY, answers={question.key: "2022"})
    assert {record.year for record in again.records} == {2022}
    assert (again.questions, again.findings) == ([], [])


@pytest.mark.parametrize(
    ("sheet", "cell"),
    [
        ("2023年\n乡镇,宫颈癌筛查率(%),乳腺癌筛查率(%),备注\n青石镇,70,60,为2022年数据\n桃林镇,71,61,", "D3"),
        ("宫颈癌筛查率\n乡镇,2021年,2023年\n青石镇,70,60\n桃林镇,71,61\n注：桃林镇为2022年数据", "A5"),
        (
            "2023年\n乡镇,宫颈癌筛查率(%)\n青石镇,70\n桃林镇,7\n注：标*的为2022年",
            "A5",
        ),
    ],
)
def test_a_note_that_was_not_followed_is_told(sheet, cell):
    reading = read_file(rows_of(sheet), "表.csv", VOCABULARY)
    assert [(item.code, item.cell) for item in reading.findings] == [("note_year_differs", cell)]


SHORT = {
    "two digits over the columns": (
        """示例县监测
        指标,单位,22年,23年
        宫颈癌筛查率,%,70,71
        困境儿童人数,人,9,8""",
        """C3 W1 示例县 2022 70
        D3 W1 示例县 2023 71
        C4 N1 示例县 2022 9
        D4 N1 示例县 2023 8""",
    ),
    "an apostrophe for the century": (
        """示例县监测
        指标,'22,'23
        宫颈癌筛查率(%),70,71
        困境儿童人数(人),9,8""",
        """B3 W1 示例县 2022 70
        C3 W1 示例县 2023 71
        B4 N1 示例县 2022 9
        C4 N1 示例县 2023 8""",
    ),
    "one year of two digits": (
        """示例县监测
        指标,单位,23年
        宫颈癌筛查率,%,70""",
        """C3 W1 示例县 2023 70""",
    ),
    "two digits down the side": (
        """示例县监测
        年份,宫颈癌筛查率(%),困境儿童人数(人)
        22年,70,9
        23年,71,8""",
        """B3 W1 示例县 2022 70
        C3 N1 示例县 2022 9
        B4 W1 示例县 2023 71
        C4 N1 示例县 2023 8""",
    ),
    "years of schooling are figures": (
        """示例县2023年监测
        指标,数值,上年
        宫颈癌筛查率(%),70,60
        平均受教育年限,12年,13年""",
        """B3 W1 示例县 2023 70
        C3 W1 示例县 2022 60
        B4 - 示例县 2023 12
        C4 - 示例县 2022 13""",
    ),
}


@pytest.mark.parametrize(("sheet", "expected"), SHORT.values(), ids=SHORT)
def test_two_digits_are_a_year_where_they_head_figures(sheet, expected):
    test_the_year_is_read_from_where_it_stands(sheet, expected)


def test_two_digits_in_a_title_are_only_offered():
    reading = read_file(rows_of("示例县23年监测\n指标,数值\n宫颈癌筛查率(%),70"), "表.csv", VOCABULARY)
    assert [[value for value, _, _ in question.answers] for question in reading.questions] == [["2023"]]


def book(name, **sheets):
    grids = []
    for title, text in sheets.items():
        rows = [[cell or None for cell in line.split(",")] for line in text.split("\n")]
        width = max(map(len, rows))
        grids.append(Grid(title, [row + [None] * (width - len(row)) for row in rows]))
    return read_workbooks((Workbook(name, tuple(grids)),), name, VOCABULARY)


FIGURES = "指标,数值\n宫颈癌筛查率(%),70\n困境儿童人数(人),9"


@pytest.mark.parametrize(
    ("name", "cover", "years", "offered"),
    [
        ("报表.xlsx", "2024年度妇女儿童发展规划统计监测报表\n报出日期：2025年1月20日\n2025年1月", {2024}, []),
        ("2024年.xlsx", "示例县2024年度监测报表", {2024}, []),
        ("2023年.xlsx", "示例县2024年度监测报表", {None}, ["2024", "2023"]),
        ("报表.xlsx", "2023年和2024年监测报表", {None}, ["2023", "2024"]),
        ("报表.xlsx", "妇女发展规划（2021-2030年）统计报表", {None}, []),
    ],
)
def test_a_cover_gives_its_year_to_the_sheets_after_it(name, cover, years, offered):
    reading = book(name, 封面=cover, 表1=FIGURES, 填报说明="请按时报送。")
    assert {record.year for record in reading.records} == years
    assert [value for question in reading.questions for value, _, _ in question.answers] == offered
    assert len(reading.questions) == (years == {None})


def test_a_nearer_year_stands_against_the_cover():
    reading = book("报表.xlsx", 封面="2024年度统计监测报表", 表1="2023年监测\n" + FIGURES)
    assert {record.year for record in reading.records} == {2023}


def test_a_cover_of_use_is_not_complained_of():
    reading = book("报表.xlsx", 封面="2024年度统计监测报表", 表1=FIGURES, 填报说明="请按时报送。")
    assert [(item.code, item.sheet, item.severity) for item in reading.findings] == [
        ("explanation_sheet", "填报说明", "note")
    ]
