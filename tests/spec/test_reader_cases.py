"""Forms as departments send them, read as a table: what each cell must come to.

Every case is a sheet and the expected (cell, code, area, year, value) of all its records; a reason
stands in place of the value where the cell holds none.
"""

from __future__ import annotations

import csv
import io

import pytest

from indicators.model import Area, AreaLevel, NameEntry, Vocabulary
from indicators.sheets import read_file

AREAS = ("示例县", "示例县/青石镇", "示例县/桃林镇", "示例县/青石镇/东庄村", "示例县/桃林镇/东庄村")
LEVELS = (AreaLevel.COUNTY, AreaLevel.TOWN, AreaLevel.VILLAGE)
VOCABULARY = Vocabulary(
    (
        NameEntry("W1", "宫颈癌筛查率", "%"),
        NameEntry("W2", "乳腺癌筛查率", "%"),
        NameEntry("W3", "农村卫生厕所普及率", "%"),
        NameEntry("N1", "困境儿童人数", "人"),
        NameEntry("N2", "儿童之家数", "个"),
        NameEntry("N3", "妇女之家数", "个"),
        NameEntry("G1", "男女收入差距", "%"),
        NameEntry("Y1", "性别平等评估机制建立情况", "是/否"),
    ),
    ("宫颈癌应查人数", "宫颈癌实查人数"),
    tuple(
        Area(f"{at:06}", path.rsplit("/", 1)[-1], path, LEVELS[path.count("/")])
        for at, path in enumerate(AREAS)
    ),
)

CASES = {
    "years one above the other, each with its own head": (
        """两癌筛查情况
        2022年
        乡镇,宫颈癌筛查率(%),乳腺癌筛查率(%)
        青石镇,70,60
        桃林镇,71,61

        2023年
        乡镇,宫颈癌筛查率(%),乳腺癌筛查率(%)
        青石镇,72,62
        桃林镇,73,63""",
        """B4 W1 青石镇 2022 70
        C4 W2 青石镇 2022 60
        B5 W1 桃林镇 2022 71
        C5 W2 桃林镇 2022 61
        B9 W1 青石镇 2023 72
        C9 W2 青石镇 2023 62
        B10 W1 桃林镇 2023 73
        C10 W2 桃林镇 2023 63""",
    ),
    "towns one above the other, the year in the title of the first": (
        """2024年宫颈癌筛查率
        青石镇
        村,宫颈癌筛查率(%)
        东庄村,70
        后坪村,71

        桃林镇
        村,宫颈癌筛查率(%)
        东庄村,72""",
        """B4 W1 青石镇/东庄村 2024 70
        B5 W1 青石镇/后坪村 2024 71
        B9 W1 桃林镇/东庄村 2024 72""",
    ),
    "villages and the total of a town's own table": (
        """青石镇2024年儿童之家情况
        村,儿童之家数(个),妇女之家数(个)
        东庄村,1,1
        后坪村,2,1
        合计,3,2""",
        """B3 N2 青石镇/东庄村 2024 1
        C3 N3 青石镇/东庄村 2024 1
        B4 N2 青石镇/后坪村 2024 2
        C4 N3 青石镇/后坪村 2024 1
        B5 N2 青石镇/合计 2024 3
        C5 N3 青石镇/合计 2024 2""",
    ),
    "a line of signatures below is no row of figures": (
        """2024年统计报表
        指标名称,计量单位,代码,上年实际,本年实际
        甲,乙,丙,1,2
        困境儿童人数,人,01,9,8
        宫颈癌筛查率,%,02,60,70
        单位负责人:张三,,填表人:李四,,报出日期:2025年1月20日""",
        """D4 N1 - 2023 9
        E4 N1 - 2024 8
        D5 W1 - 2023 60
        E5 W1 - 2024 70""",
    ),
    "a title beside the table's own columns": (
        """2024年妇女健康
        ,,乡镇,,宫颈癌筛查率(%),,乳腺癌筛查率(%)
        ,,青石镇,,70,,60
        ,,桃林镇,,71,,61""",
        """E3 W1 青石镇 2024 70
        G3 W2 青石镇 2024 60
        E4 W1 桃林镇 2024 71
        G4 W2 桃林镇 2024 61""",
    ),
    "a school year in the title": (
        """2023-2024学年统计表
        乡镇,儿童之家数(个),妇女之家数(个)
        青石镇,1,2
        桃林镇,3,4""",
        """B3 N2 青石镇 2023-2024学年 1
        C3 N3 青石镇 2023-2024学年 2
        B4 N2 桃林镇 2023-2024学年 3
        C4 N3 桃林镇 2023-2024学年 4""",
    ),
    "years down the side over a line of units": (
        """青石镇历年两癌筛查
        年份,宫颈癌筛查率,困境儿童人数
        单位,%,人
        2021年,60,5
        2022年,61,6""",
        """B4 W1 青石镇 2021 60
        C4 N1 青石镇 2021 5
        B5 W1 青石镇 2022 61
        C5 N1 青石镇 2022 6""",
    ),
    "indicators down the side under the word for areas": (
        """2024年儿童福利
        地区,合计,青石镇,桃林镇
        困境儿童人数(人),30,10,20
        儿童之家数(个),7,3,4""",
        """B3 N1 合计 2024 30
        C3 N1 青石镇 2024 10
        D3 N1 桃林镇 2024 20
        B4 N2 合计 2024 7
        C4 N2 青石镇 2024 3
        D4 N2 桃林镇 2024 4""",
    ),
    "a gap may be minus two": (
        """2024年
        乡镇,男女收入差距(%),困境儿童人数(人)
        青石镇,-2,5
        桃林镇,3,-2
        白云镇,4,7""",
        """B3 G1 青石镇 2024 -2
        C3 N1 青石镇 2024 5
        B4 G1 桃林镇 2024 3
        C4 N1 桃林镇 2024 not_carried_out
        B5 G1 白云镇 2024 4
        C5 N1 白云镇 2024 7""",
    ),
    "villages before their towns": (
        """2024年
        村,所属乡镇,儿童之家数(个),妇女之家数(个)
        东庄村,青石镇,1,2
        东庄村,桃林镇,3,4""",
        """C3 N2 青石镇/东庄村 2024 1
        D3 N3 青石镇/东庄村 2024 2
        C4 N2 桃林镇/东庄村 2024 3
        D4 N3 桃林镇/东庄村 2024 4""",
    ),
    "a column that repeats the end of the title's indicator": (
        """2024年各乡镇农村卫生厕所普及率
        乡镇,普及率(%)
        青石镇,70
        桃林镇,71""",
        """B3 W3 青石镇 2024 70
        B4 W3 桃林镇 2024 71""",
    ),
    "rates beside the numbers they come of, under one head": (
        """2024年两癌筛查
        乡镇,宫颈癌筛查,,,乳腺癌筛查,
        ,应查人数,实查人数,筛查率(%),筛查率(%),
        青石镇,1000,700,70,60,
        桃林镇,2000,1420,71,61,""",
        """B4 -宫颈癌应查人数 青石镇 2024 1000
        C4 -宫颈癌实查人数 青石镇 2024 700
        D4 W1 青石镇 2024 70
        E4 W2 青石镇 2024 60
        B5 -宫颈癌应查人数 桃林镇 2024 2000
        C5 -宫颈癌实查人数 桃林镇 2024 1420
        D5 W1 桃林镇 2024 71
        E5 W2 桃林镇 2024 61""",
    ),
    "changes against last year are not figures of this one": (
        """示例县监测
        指标,2023年,2024年,比上年增减
        宫颈癌筛查率(%),70,71,1
        困境儿童人数(人),9,8,-1""",
        """B3 W1 示例县 2023 70
        C3 W1 示例县 2024 71
        B4 N1 示例县 2023 9
        C4 N1 示例县 2024 8""",
    ),
    "targets and figures under heads of their own": (
        """示例县监测
        指标,目标,,实际,
        ,2025年,2030年,2022年,2023年
        宫颈癌筛查率(%),50,70,40,45
        困境儿童人数(人),5,5,7,6""",
        """D4 W1 示例县 2022 40
        E4 W1 示例县 2023 45
        D5 N1 示例县 2022 7
        E5 N1 示例县 2023 6""",
    ),
    "chapters of one indicator each": (
        """示例县2024年监测
        领域,指标,单位,数值
        健康,宫颈癌筛查率,%,70
        福利,困境儿童人数,人,8""",
        """D3 W1 示例县 2024 70
        D4 N1 示例县 2024 8""",
    ),
    "numerator and denominator in columns of their own": (
        """指标,单位,分子,分母,数值,年份,地区,备注
        宫颈癌筛查率,%,87,256,34,2023年,青石镇,比上年提高2个百分点
        乳腺癌筛查率,%,,,85,2023年,桃林镇,85%以上
        困境儿童人数,人,,,9,2023年,桃林镇,含3岁以上""",
        """C2 W1分子 青石镇 2023 87
        D2 W1分母 青石镇 2023 256
        E2 W1 青石镇 2023 34
        C3 W2分子 桃林镇 2023 blank
        D3 W2分母 桃林镇 2023 blank
        E3 W2 桃林镇 2023 >=85
        C4 N1分子 桃林镇 2023 blank
        D4 N1分母 桃林镇 2023 blank
        E4 N1 桃林镇 2023 9""",
    ),
    "quarters and the whole year": (
        """2024年困境儿童人数
        地区,一季度,二季度,全年
        青石镇,1,2,3
        桃林镇,4,5,9""",
        """B3 N1 青石镇 2024年一季度 1
        C3 N1 青石镇 2024年二季度 2
        D3 N1 青石镇 2024 3
        B4 N1 桃林镇 2024年一季度 4
        C4 N1 桃林镇 2024年二季度 5
        D4 N1 桃林镇 2024 9""",
    ),
    "nine months in the title": (
        """示例县2024年1-9月服务情况
        指标,单位,数量
        困境儿童人数,人,8
        儿童之家数,个,7""",
        """C3 N1 示例县 2024年1-9月 8
        C4 N2 示例县 2024年1-9月 7""",
    ),
    "counts that look like years": (
        """2024年文明家庭
        乡镇,儿童之家数(个),妇女之家数(个)
        青石镇,2010,2011
        桃林镇,1999,2012""",
        """B3 N2 青石镇 2024 2010
        C3 N3 青石镇 2024 2011
        B4 N2 桃林镇 2024 1999
        C4 N3 桃林镇 2024 2012""",
    ),
    "counts that run from one": (
        """2024年
        乡镇,儿童之家数(个),妇女之家数(个),困境儿童人数(人)
        青石镇,1,2,3
        桃林镇,2,3,4""",
        """B3 N2 青石镇 2024 1
        C3 N3 青石镇 2024 2
        D3 N1 青石镇 2024 3
        B4 N2 桃林镇 2024 2
        C4 N3 桃林镇 2024 3
        D4 N1 桃林镇 2024 4""",
    ),
    "the day of filing is not the year of the figures": (
        """2024年两癌筛查情况
        ,,2025年1月15日
        乡镇,宫颈癌筛查率(%),乳腺癌筛查率(%)
        青石镇,70,60
        桃林镇,71,61
        ①含流动人口。""",
        """B4 W1 青石镇 2024 70
        C4 W2 青石镇 2024 60
        B5 W1 桃林镇 2024 71
        C5 W2 桃林镇 2024 61""",
    ),
    "two figures in a cell are not guessed at": (
        """2024年
        乡镇,宫颈癌筛查率(%),困境儿童人数(人)
        青石镇,70/100,5
        桃林镇,71(65),6人""",
        """B3 W1 青石镇 2024 unreadable
        C3 N1 青石镇 2024 5
        B4 W1 桃林镇 2024 unreadable
        C4 N1 桃林镇 2024 6""",
    ),
    "yes and no in words": (
        """2024年
        指标,完成情况
        性别平等评估机制建立情况,已建立
        困境儿童人数(人),8""",
        """B3 Y1 - 2024 1
        B4 N1 - 2024 8""",
    ),
    "a title of the next year amid the rows": (
        """2022年儿童福利
        乡镇,儿童之家数(个),困境儿童人数(人)
        青石镇,1,70
        2023年儿童福利
        青石镇,2,71""",
        """B3 N2 青石镇 2022 1
        C3 N1 青石镇 2022 70
        B5 N2 青石镇 2023 2
        C5 N1 青石镇 2023 71""",
    ),
    "offices under the word for units": (
        """2024年
        单位,宫颈癌筛查率(%),乳腺癌筛查率(%)
        红星医院,70,60""",
        """B3 W1 红星医院 2024 70
        C3 W2 红星医院 2024 60""",
    ),
    "the month beside the year so far": (
        """示例县2024年
        指标,单位,本月,累计,上年同期
        困境儿童人数,人,1,8,7""",
        """C3 N1 示例县 2024年本月 1
        D3 N1 示例县 2024 8
        E3 N1 示例县 2023 7""",
    ),
    "heads in two languages over a bare year": (
        """示例县妇女儿童统计
        指标 Indicator,单位 Unit,2024
        宫颈癌筛查率 Screening rate,%,70
        困境儿童人数 Children in difficulty,人,8""",
        """C3 W1 示例县 2024 70
        C4 N1 示例县 2024 8""",
    ),
    "a base year beside the targets": (
        """示例县监测
        指标,单位,2020年基期,2023年,2030年目标
        宫颈癌筛查率,%,50,70,80
        困境儿童人数,人,9,8,-""",
        """C3 W1 示例县 2020 50
        D3 W1 示例县 2023 70
        C4 N1 示例县 2020 9
        D4 N1 示例县 2023 8""",
    ),
    "years side by side, each with its own head": (
        """2023年,,,,2024年,,
        乡镇,宫颈癌筛查率(%),乳腺癌筛查率(%),,乡镇,宫颈癌筛查率(%),乳腺癌筛查率(%)
        青石镇,70,60,,青石镇,72,62
        桃林镇,71,61,,桃林镇,73,63""",
        """B3 W1 青石镇 2023 70
        C3 W2 青石镇 2023 60
        B4 W1 桃林镇 2023 71
        C4 W2 桃林镇 2023 61
        F3 W1 青石镇 2024 72
        G3 W2 青石镇 2024 62
        F4 W1 桃林镇 2024 73
        G4 W2 桃林镇 2024 63""",
    ),
}


def rows_of(text: str) -> bytes:
    """The sheet of a case as a CSV file."""
    out = io.StringIO()
    csv.writer(out).writerows(line.strip().split(",") for line in text.split("\n"))
    return out.getvalue().encode()


def said(record) -> str:
    """One record as the cases write it: cell, code and component, area, year or period, value or reason."""
    value = str(record.missing) if record.missing else f"{record.value:g}"
    value = f">={value}" if record.qualifier == "at_least" else value
    name = f"{record.code or '-'}{record.component or ''}"
    return f"{record.cell} {name} {record.area or '-'} {record.period_label or record.year or '-'} {value}"


@pytest.mark.parametrize(("sheet", "expected"), CASES.values(), ids=CASES)
def test_form_is_read_exactly(sheet, expected):
    reading = read_file(rows_of(sheet), "表.csv", VOCABULARY)
    assert [said(record) for record in reading.records] == [line.strip() for line in expected.split("\n")]
    assert reading.questions == []


def test_texts_alone_are_declined_in_a_sentence():
    reading = read_file(
        rows_of("关于报送情况的说明\n县妇儿工委办:\n现将有关情况报送如下。"), "说明.csv", VOCABULARY
    )
    assert len(reading.records) == 0
    assert [item.code for item in reading.findings] == ["not_a_table"]


def test_a_total_without_a_name_keeps_its_head():
    reading = read_file(rows_of("地区,合计,男\n示例县,30,14\n青石镇,9,5"), "人口.csv", VOCABULARY, year=2020)
    assert [(r.indicator, dict(r.breakdown)) for r in reading.records][:2] == [
        ("合计", {}),
        ("男", {"性别": "男"}),
    ]


@pytest.mark.parametrize("head", ["姓名", "监护人姓名", "身份证号"])
def test_lists_of_persons_are_never_read(head):
    reading = read_file(
        rows_of(f"2024年救助情况\n乡镇,{head},金额(元)\n青石镇,张三,1000"), "表.csv", VOCABULARY
    )
    assert len(reading.records) == 0
    assert [item.code for item in reading.findings] == ["name_list"]


def test_titles_of_two_years_are_a_question_with_both_as_answers():
    sheet = "关于2025年监测工作的通知\n2024年两癌筛查\n乡镇,宫颈癌筛查率(%),乳腺癌筛查率(%)\n青石镇,70,60"
    reading = read_file(rows_of(sheet), "表.csv", VOCABULARY)
    (question,) = reading.questions
    assert question.kind == "year"
    assert [value for value, _, _ in question.answers] == ["2025", "2024"]
    again = read_file(rows_of(sheet), "表.csv", VOCABULARY, answers={question.key: "2024"})
    assert {record.year for record in again.records} == {2024}
    assert again.questions == []
