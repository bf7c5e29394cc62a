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
        """B3 N2 青石镇 2023 1
        C3 N3 青石镇 2023 2
        B4 N2 桃林镇 2023 3
        C4 N3 桃林镇 2023 4""",
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
}


def rows_of(text: str) -> bytes:
    """The sheet of a case as a CSV file."""
    out = io.StringIO()
    csv.writer(out).writerows(line.strip().split(",") for line in text.split("\n"))
    return out.getvalue().encode()


def said(record) -> str:
    """One record as the cases write it."""
    value = str(record.missing) if record.missing else f"{record.value:g}"
    return f"{record.cell} {record.code or '-'} {record.area or '-'} {record.year or '-'} {value}"


@pytest.mark.parametrize(("sheet", "expected"), CASES.values(), ids=CASES)
def test_form_is_read_exactly(sheet, expected):
    reading = read_file(rows_of(sheet), "表.csv", VOCABULARY)
    assert [said(record) for record in reading.records] == [line.strip() for line in expected.split("\n")]
    assert reading.questions == []
