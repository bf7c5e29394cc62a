"""Tables as yearbooks and census offices print them: what each cell must come to.

Every case is a sheet (cells parted by |) and what some of its cells say: cell, labels, area, year,
parts, figure or reason, unit. Labels need not be in the catalogue here.
"""

from __future__ import annotations

import pytest

from indicators.model import Vocabulary
from indicators.sheets import read_workbooks
from indicators.sheets.grid import Grid, Workbook

NOTHING = Vocabulary(())

CASES = {
    "names and heads in two languages": (
        """1-2 各地区常住人口(2023年)
        Resident Population by Region
        单位：万人||(10 000 persons)|
        地  区|Region|常住人口|户籍人口
        ||Resident|Registered
        全  县|Total|30.5|33.1
        青石镇|Qingshi|20.5|21
        桃林镇|Taolin|10|12.1""",
        """C6 常住人口|全县|2023||30.5|万人
        D8 户籍人口|桃林镇|2023||12.1|万人""",
    ),
    "foreign words that alone tell columns apart stay": (
        """2023年接种率
        单位：%
        地区|接种率||应种人数
        |HPV|BCG|
        青石镇|90|91|100
        桃林镇|92|93|200""",
        """B5 接种率 / HPV|青石镇|2023||90|%
        C6 接种率 / BCG|桃林镇|2023||93|%""",
    ),
    "indicators in two languages beside the years": (
        """年末人口 Population
        指  标|Item|2022年|2023年
        年末人口(人)|Population (person)|100|110
          男|  Male|40|45
          女|  Female|60|65""",
        """C3 年末人口||2022||100|人
        D4 年末人口||2023|性别=男|45|人""",
    ),
    "a list repeated for men and women": (
        """2020年各镇就业人口
        单位：人
        地区|就业人口|失业人口
        全县|30|3
        青石镇|10|1
        桃林镇|20|2
        男|16|2
        青石镇|6|1
        桃林镇|10|1
        女|14|1
        青石镇|4|0
        桃林镇|10|1""",
        """B5 就业人口|青石镇|2020||10|人
        B7 就业人口|全县|2020|性别=男|16|人
        C8 失业人口|青石镇|2020|性别=男|1|人
        B12 就业人口|桃林镇|2020|性别=女|10|人""",
    ),
    "ages repeated for men and women": (
        """2020年在业人口
        单位：人
        年龄组|在业人口|在校人口
        总计|30|3
        16-19|10|1
        20-24|20|2
        男|16|2
        16-19|6|1
        20-24|10|1
        女|14|1
        16-19|4|0
        20-24|10|1""",
        """B5 在业人口||2020|年龄=16-19|10|人
        B7 在业人口||2020|性别=男|16|人
        C9 在校人口||2020|年龄=20-24,性别=男|1|人
        B11 在业人口||2020|年龄=16-19,性别=女|4|人""",
    ),
    "single years of age are no figures": (
        """2020年分年龄的人口
        年龄|人口数(人)|占总人口比重(%)
        总计|30|100
        0-4岁|12|40
        0|5|16.7
        1|4|13.3
        2|3|10
        100岁及以上|1|3.3""",
        """B3 人口数||2020||30|人
        B5 人口数||2020|年龄=0|5|人
        C8 占总人口比重||2020|年龄=100岁及以上|3.3|%""",
    ),
    "two words in the corner, one below the other": (
        """2020年人口
        单位：人
        地区|甲类人口|乙类人口
        性别||
        青石镇|10|1
        桃林镇|20|2""",
        """B5 甲类人口|青石镇|2020||10|人
        C6 乙类人口|桃林镇|2020||2|人""",
    ),
    "a range over the word it counts": (
        """2020年失业人口的失业时间
        单位：人
        地区|合计|1-3|24
        ||个月|个月以上
        青石镇|10|4|6
        桃林镇|20|5|15""",
        """C5 1-3个月|青石镇|2020||4|人
        D6 24个月以上|桃林镇|2020||15|人""",
    ),
    "a label that runs on over its first part": (
        """2020年识字情况
        地区|文盲人口占|||总人口
        |全部人口的|男|女|
        |比重(%)|||
        青石镇|4|2|6|100
        桃林镇|3|1|5|200""",
        """B5 文盲人口占 / 全部人口的 / 比重|青石镇|2020||4|%
        D6 文盲人口占 / 全部人口的 / 比重|桃林镇|2020|性别=女|5|%""",
    ),
    "shares under a line of several units": (
        """2020年户口情况
        单位：人、%
        地区|农业户口人口|占总人口比重
        青石镇|10|33.3
        桃林镇|20|66.7""",
        """B4 农业户口人口|青石镇|2020||10|人
        C5 占总人口比重|桃林镇|2020||66.7|%""",
    ),
    "rows split by what the title says": (
        """2-3 分办学类型在校学生数
        单位：人
        办学类型|2022年|2023年
        公办|100|110
        民办|40|45""",
        """B4 分办学类型在校学生数||2022|办学类型=公办|100|人
        C5 分办学类型在校学生数||2023|办学类型=民办|45|人""",
    ),
    "names written over two rows": (
        """2-4 分行业平均工资
        单位：元
        行业|2022年|2023年
        合计|10|11
        电力、热力、燃气及水生产|20|21
          和供应业||
        金融业|30|31""",
        """B5 分行业平均工资||2022|行业=电力、热力、燃气及水生产和供应业|20|元
        C7 分行业平均工资||2023|行业=金融业|31|元""",
    ),
    "rows set in under a heading, and the next that is not": (
        """主要指标
        指标|单位|2022年|2023年
        家庭户规模|人/户|3|2.9
        民族人口|||
          汉族|万人|9|9.1
          少数民族|万人|1|1.1
        平均预期寿命|岁|78|79
          男|岁|76|77""",
        """C5 民族人口 / 汉族||2022||9|万人
        D7 平均预期寿命||2023||79|岁
        D8 平均预期寿命||2023|性别=男|77|岁""",
    ),
    "a head that runs down beside its corner": (
        """2020年失业人口
        单位：人
        地区|机关|专业
        |单位|技术
        |负责人|人员
        青石镇|1|2
        桃林镇|3|4""",
        """B6 机关 / 单位 / 负责人|青石镇|2020||1|人
        C7 专业 / 技术 / 人员|桃林镇|2020||4|人""",
    ),
    "a name whose end is a word for change": (
        """2020年人口变动
        地区|出生率|自  然
        |(‰)|增长率(‰)
        青石镇|10|4
        桃林镇|9|3""",
        """B4 出生率|青石镇|2020||10|‰
        C5 自然增长率|桃林镇|2020||3|‰""",
    ),
    "years down the side, the first and last of them without figures": (
        """|耕地灌溉面积|农药使用量
        1990年||
        1991年||
        1992年||76.5
        1993年|93.1|84.4
        1994年|94.2|85
        1995年||""",
        """B2 耕地灌溉面积||1990||blank|
        C4 农药使用量||1992||76.5|
        B6 耕地灌溉面积||1994||94.2|
        C7 农药使用量||1995||blank|""",
    ),
    "years down the side under one name": (
        """|农药使用量
        1990|
        1991|
        1992|76.5
        1993|84.4""",
        """B2 农药使用量||1990||blank|
        B4 农药使用量||1992||76.5|""",
    ),
    "panels side by side that share the years on the left": (
        """年份|地区|学校数(所)|教师数(人)|地区|学校数(所)|教师数(人)
        2022|青石镇|3|30|桃林镇|5|50
        2021|青石镇|2|20|桃林镇|4|40""",
        """C2 学校数|青石镇|2022||3|所
        D3 教师数|青石镇|2021||20|人
        F2 学校数|桃林镇|2022||5|所
        G3 教师数|桃林镇|2021||40|人""",
    ),
    "rows numbered without a head, names right of an empty column": (
        """|name|type|人口数(人)|date
        0|青石镇||10|2017
        1|桃林镇||20|2017
        0|青石镇||11|2018
        1|桃林镇||21|2018""",
        """D2 人口数|青石镇|2017||10|人
        D5 人口数|桃林镇|2018||21|人""",
    ),
    "traditional characters, years of the republic, units of several kinds": (
        """出生數按性別及粗出生率
        |||單位：人；‰
        年　　　別|出　　生　　數||粗出生率
        |計|男|（‰）
        民國99年|100|52|7
        民國100年|110|55|8
        112年|120|60|9
        說明：1.粗出生率係按年中人口計算。|||內政部編製""",
        """B5 出生數||2010||100|
        C6 出生數||2011|性别=男|55|
        D7 粗出生率||2023||9|‰""",
    ),
    "a month of the republic over the head, marks before names": (
        """||中華民國110年04月底|
        區域別|戶數|人口數|
        ||計|男
        青石鎮|10|30|16
        ※桃林鎮|20|50|26""",
        """B4 戶數|青石鎮|中華民國110年04月底||10|
        D5 人口數|桃林鎮|中華民國110年04月底|性别=男|26|""",
    ),
    "a corner of an unknown word over a known one": (
        """2-9 全国按办学层次、性别分的在校人员
        单位：人
        办学层次|合计|走
        性别||读
        总计|30|3
        小班|10|1
        大班|20|2
        男|16|2
        小班|6|1
        大班|10|1
        女|14|1
        小班|4|0
        大班|10|1""",
        """B6 在校人员||2021|办学层次=小班|10|人
        C12 走 / 读||2021|办学层次=小班,性别=女|0|人""",
    ),
    "head rows named in the first column, months below": (
        """指标|用电量|用水量
        地区|全县|青石镇
        频度|月|月
        单位|万千瓦时|万吨
        2023-05|1|2
        2023-06|3|4
        2023-07|5|6""",
        """B5 用电量|全县|2023-05||1|万千瓦时
        C7 用水量|青石镇|2023-07||6|万吨""",
    ),
    "months under the word for indicators": (
        """指标|用电量(万千瓦时)|价格指数(上年同月=100)
        2023年5月|1|102
        2023年6月|3|104
        2023年7月|5|106""",
        """B2 用电量||2023年5月||1|万千瓦时
        C4 价格指数||2023年7月||106|上年同月=100""",
    ),
    "compound units in brackets": (
        """2020年能源
        地区|能源消费总量(万吨标准煤)|用电量(亿千瓦小时)|出生性别比(女婴=100)
        青石镇|1|2|110
        桃林镇|3|4|112""",
        """B3 能源消费总量|青石镇|2020||1|万吨标准煤
        C4 用电量|桃林镇|2020||4|亿千瓦小时
        D3 出生性别比|青石镇|2020||110|女婴=100""",
    ),
    "two panels side by side under one line of units": (
        """5-1 各村人口数
        单位：人|||(person)||
        地区|Region|人数|地区|Region|人数
        东庄村|Dongzhuang|10|后坪村|Houping|30
        西庄村|Xizhuang|20|前坪村|Qianping|40""",
        """C4 人数|东庄村|2021||10|人
        F5 人数|前坪村|2021||40|人""",
    ),
}


def sheet(text: str, name: str = "表.xls") -> Workbook:
    """The sheet of a case; figures are numbers, set-in labels keep their spaces."""
    lines = text.split("\n")
    rows = [[_value(cell) for cell in line.removeprefix(" " * 8).split("|")] for line in lines]
    width = max(map(len, rows))
    return Workbook(name, (Grid("Sheet1", [row + [None] * (width - len(row)) for row in rows]),))


def _value(cell: str) -> str | float | None:
    try:
        return float(cell)
    except ValueError:
        return cell or None


def said(record) -> str:
    """One record as the cases write it."""
    parts = ",".join(f"{question}={part}" for question, part in sorted(record.breakdown.items()))
    value = str(record.missing) if record.missing else f"{record.value:g}"
    year = record.period_label or record.year or ""
    return f"{record.cell} {record.indicator}|{record.area or ''}|{year}|{parts}|{value}|{record.unit or ''}"


@pytest.mark.parametrize("heads", ["身分證字號|村里", "氏名|村名", "聯絡電話|住址"])
def test_lists_of_persons_in_other_characters_are_never_read(heads):
    text = f"{heads}|金額(元)\nA123|文化里|10\nB234|富岡里|20"
    reading = read_workbooks((sheet(text),), "表.xls", NOTHING)
    assert len(reading.records) == 0
    assert [item.code for item in reading.findings] == ["name_list"]


def test_codes_of_a_list_without_figures_are_no_figures():
    text = "指标名称|地区名称|地区编码|更新时间\n用电量|全县|000000|2023-05-01\n用水量|全县|000000|2023-06-01"
    assert len(read_workbooks((sheet(text),), "表.xls", NOTHING).records) == 0


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_printed_table_is_read_as_meant(text, expected):
    reading = read_workbooks((sheet(text),), "表.xls", NOTHING, year=2021)
    found = {record.cell: said(record) for record in reading.records}
    for line in expected.split("\n"):
        assert found.get(line.split()[0]) == line.strip()
    assert "rows" not in {question.kind for question in reading.questions}
    figures = [record for record in reading.records if str(record.missing) == "unreadable"]
    assert figures == []
