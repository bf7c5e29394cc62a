"""What `read --explain` makes of small tables: one letter a cell, drawn as the sheet is.

T title, U unit, H header, G group, S stub, . data, + total, N note, x ignored, a space where blank.
"""

import pytest

from indicators.model import Vocabulary
from indicators.sheets import read_workbooks
from indicators.sheets.facts import gather
from indicators.sheets.grid import Grid, Workbook

LETTERS = {
    "title": "T", "unit": "U", "header": "H", "group": "G", "stub": "S", "data": ".", "total": "+",
    "note": "N", "ignored": "x",
}  # fmt: skip


def grid(text, name="表"):
    """A sheet from lines of cells set apart by bars."""
    rows = [[cell.rstrip() or None for cell in line.split("|")] for line in text.strip("\n").split("\n")]
    width = max(map(len, rows))
    return Grid(name, [row + [None] * (width - len(row)) for row in rows])


def drawn(*grids):
    """The roles of every sheet as lines of letters, without trailing blanks."""
    reading = read_workbooks((Workbook("表.xlsx", grids),), "表.xlsx", Vocabulary())
    out = []
    for at in grids:
        facts = gather(at)
        roles = {row.cell: row.role for row in reading.roles() if row.sheet == at.name}
        for r in range(facts.n_rows):
            cells = [f"{chr(65 + c)}{r + 1}" for c in range(facts.n_columns)]
            out.append("".join(LETTERS[roles[cell]] if cell in roles else " " for cell in cells).rstrip())
    return out


CASES = {
    "yearbook, total above, indents": (
        """
表3-1 各地区人口(2023年)
||单位:万人
地区|总人口|女性
全  省|600|290
　东湖市|250|120
　西山市|200|100
　南川市|150|70
注:本表为年末数。
""",
        "T,  U,HHH,S++,S..,S..,S..,N",
    ),
    "total below that says so and adds up": (
        """
乡镇|应查人数|实查人数
青石镇|120|100
柳溪镇|80|60
白云镇|50|45
合计|250|205
""",
        "HHH,S..,S..,S..,S++",
    ),
    "blank leading rows and columns": (
        """
||||
||||
||2024年各镇情况||
||乡镇|户数|人口
||青石镇|120|400
||柳溪镇|80|260
||白云镇|50|155
||合计|250|815
""",
        ",,  T,  HHH,  S..,  S..,  S..,  S++",
    ),
    "group lines": (
        """
Table 2. Labour force by sex
[In thousands]
Item|2019|2020|2021
MALE||
  Employed|100|110|120
  Unemployed|10|12|9
FEMALE||
  Employed|90|95|97
  Unemployed|8|9|7
Source: Labour office.
""",
        "T,T,HHHH,G,S...,S...,G,S...,S...,N",
    ),
    "German": (
        """
Tabelle 4.1 Bevölkerung nach Ländern
Land|2019|2020|2021
Baden-Württemberg|110|111|112
Bayern|130|131|132
Berlin|36|37|37
Insgesamt|276|279|281
Quelle: Statistisches Bundesamt
""",
        "T,HHHH,S...,S...,S...,S+++,N",
    ),
    "French": (
        """
Tableau 2 - Population par région
Région|2019|2020|2021
Bretagne|33|34|35
Corse|3|3|4
Normandie|33|32|31
Total|69|69|70
Source : Insee, recensements de la population.
""",
        "T,HHHH,S...,S...,S...,S+++,N",
    ),
    "Spanish": (
        """
Cuadro 1. Población por provincia
Provincia|2019|2020|2021
Almería|71|72|73
Cádiz|124|124|125
Granada|91|92|92
Total|286|288|290
Fuente: Instituto Nacional de Estadística.
""",
        "T,HHHH,S...,S...,S...,S+++,N",
    ),
    "Japanese": (
        """
第1表 都道府県別人口
|2019年|2020年|2021年
北海道|525|522|518
青森県|125|124|122
岩手県|123|121|120
総数|773|767|760
資料：総務省統計局「人口推計」
""",
        "T, HHH,S...,S...,S...,S+++,N",
    ),
    "deep head, numbering line, signatures": (
        """
2023年妇女儿童情况表
填报单位：县妇联|||||单位：人、%
乡镇|妇女|||儿童|
|总数|已查|率|总数|入园率
甲|1|2|3|4|5
合  计|300|200|66.7|120|95.0
青石镇|100|80|80.0|40|94.0
柳溪镇|200|120|60.0|80|96.0
填表人：某某||审核人：某某|||2024年1月5日
""",
        "T,T    U,HH  H, HHHHH,HHHHHH,S+++++,S.....,S.....,N N  N",
    ),
    "continued below": (
        """
表1 人口
地区|2022|2023
东湖市|120|130
西山市|200|210
南川市|50|60
续表
地区|2022|2023
北河市|120|130
中原市|200|210
新城市|50|60
""",
        "T,HHH,S..,S..,S..,T,HHH,S..,S..,S..",
    ),
    "a form of lines": (
        """
指标名称|计量单位|代码|本年|上年
甲|乙|丙|1|2
一、活产数|人|01|300|310
其中：男|人|02|150|160
　　　女|人|03|150|150
二、死亡数|人|04|3|2
单位负责人：某||填表人：某|报出日期：2024年1月3日
""",
        "HHHHH,HHHHH,SSS..,SSS..,SSS..,SSS..,N NN",
    ),
    "an export of a bureau": (
        """
数据库：年度数据
时间：最近3年
指标|2023年|2022年|2021年
普通小学在校学生数(万人)|10836|10732|10780
普通小学女在校学生数(万人)|5080|5030|5040
注：2021年起口径调整。
数据来源：国家统计局
""",
        "T,T,HHHH,S...,S...,N,N",
    ),
    "years in rows, traditional characters": (
        """
表2-3 各鄉鎮人口
||單位：人
年別|總計|男|女
2019|900|460|440
2020|400|200|200
2021|300|160|140
資料來源：主計處。
""",
        "T,  U,HHHH,S...,S...,S...,N",
    ),
    "years in rows under no head": (
        """
城乡居民收入
|城镇|农村|比值
2019|42359|16021|2.64
2020|43834|17131|2.56
2021|47412|18931|2.50
""",
        "T, HHH,S...,S...,S...",
    ),
    "Korean": (
        """
표 3. 시도별 인구
시도|2019|2020
서울|97|96
부산|34|33
합계|131|129
자료: 통계청
""",
        "T,HHH,S..,S..,S++,N",
    ),
    "Italian": (
        """
Tavola 1 - Popolazione residente
Regione|2019|2020
Lazio|58|57
Umbria|9|9
Totale|67|66
Fonte: Istat
""",
        "T,HHH,S..,S..,S++,N",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_roles(case):
    text, expected = CASES[case]
    assert drawn(grid(text)) == expected.split(",")


def test_a_long_list_of_words_has_one_head():
    rows = ["机构名称|类别|地址|是否运行", *(f"第{n}妇女之家|村级|示例路{n}号|是" for n in range(1, 41))]
    found = drawn(grid("\n".join(rows)))
    assert found[0] == "HHHH"
    assert not any("H" in line for line in found[1:])


def test_every_sheet_is_drawn():
    first = grid("地区|人口|户数\n青石镇|400|120\n柳溪镇|260|80\n白云镇|155|50", "一")
    second = grid("年份|出生|死亡\n2021|40|12\n2022|26|8\n2023|15|5", "二")
    assert drawn(first, second) == ["HHH", "S..", "S..", "S..", "HHH", "S..", "S..", "S.."]


def test_the_inner_lines_of_a_long_table_are_as_the_others():
    rows = [
        "地区|年份|户数|人口",
        *(f"第{n}村|{2000 + n % 20}|{n % 97 + 3}|{n % 89 + 200}" for n in range(3000)),
    ]
    found = drawn(grid("\n".join(rows)))
    assert found[0] == "HHHH"
    assert len(set(found[1:])) == 1
