"""Phenomena of real spreadsheets, one small sheet each: what stands in it and what is read."""

import pytest

from indicators.model import Missing, NameEntry, Qualifier, Vocabulary
from indicators.sheets import read_workbooks
from indicators.sheets.grid import Grid, Workbook
from indicators.sheets.values import parse_text
from indicators.sheets.years import parse_period

VOCABULARY = Vocabulary(
    (
        NameEntry("W1", "孕产妇死亡率", "1/10万", ("孕产妇死亡率",)),
        NameEntry("W2", "婴儿死亡率", "‰", ("婴儿死亡率",)),
        NameEntry("W3", "宫颈癌筛查率", "%", ("宫颈癌筛查率",)),
        NameEntry("W4", "村委会成员中女性比例", "%", ("村委会成员中女性比例",)),
        NameEntry("W6", "妇女之家数量", "个", ("妇女之家数量",)),
    ),
    ("宫颈癌实查人数", "宫颈癌应查人数"),
)


def book(*sheets, name="表.xlsx", **more):
    grids = []
    for title, rows in sheets:
        width = max(map(len, rows))
        table = [[v if v != "" else None for v in row] + [None] * (width - len(row)) for row in rows]
        grids.append(Grid(title, table, **more))
    return read_workbooks((Workbook(name, tuple(grids)),), name, VOCABULARY)


def facts(reading):
    return [(r.cell, r.code, r.area, r.year, dict(r.breakdown), r.value) for r in reading.records]


@pytest.mark.parametrize(
    ("text", "value", "missing", "qualifier", "unit"),
    [
        ("1,234.5", 1234.5, None, Qualifier.EXACT, None),
        ("３６．５", 36.5, None, Qualifier.EXACT, None),
        ("36.5%", 36.5, None, Qualifier.EXACT, "%"),
        ("12.3‰", 12.3, None, Qualifier.EXACT, "‰"),
        ("15/10万", 15, None, Qualifier.EXACT, "1/10万"),
        ("85%以上", 85, None, Qualifier.AT_LEAST, "%"),
        ("约300", 300, None, Qualifier.ABOUT, None),
        ("300余", 300, None, Qualifier.ABOUT, None),
        ("36.5①", 36.5, None, Qualifier.EXACT, None),
        ("'0.5", 0.5, None, Qualifier.EXACT, None),
        ("—", None, Missing.NOT_COLLECTED, Qualifier.EXACT, None),
        ("－", None, Missing.NOT_COLLECTED, Qualifier.EXACT, None),
        ("\\N", None, Missing.NOT_COLLECTED, Qualifier.EXACT, None),
        ("/", None, Missing.NOT_APPLICABLE, Qualifier.EXACT, None),
        ("未开展", None, Missing.NOT_CARRIED_OUT, Qualifier.EXACT, None),
        ("8C", None, Missing.UNREADABLE, Qualifier.EXACT, None),
        (",18", None, Missing.UNREADABLE, Qualifier.EXACT, None),
        ("2018年", None, Missing.UNREADABLE, Qualifier.EXACT, None),
        ("", None, Missing.BLANK, Qualifier.EXACT, None),
    ],
)
def test_values(text, value, missing, qualifier, unit):
    read = parse_text(text)
    assert (read.value, read.missing, read.qualifier, read.unit) == (value, missing, qualifier, unit)


def test_scan_damage_is_a_suggestion_and_never_a_figure():
    assert parse_text("8C").suggestion == 80
    assert parse_text(",18").suggestion == 18


@pytest.mark.parametrize(
    ("text", "year", "label"),
    [
        ("2018年", 2018, None),
        ("2018.0", 2018, None),
        ("民国112", 2023, None),
        ("2016/2017", 2017, "2016/2017"),
        ("2016/2017学年", 2016, "2016/2017学年"),
        ("2024年11月", 2024, "2024年11月"),
        ("第八届换届", None, "第八届换届"),
        ("1–9月", None, "1–9月"),
        ("截至2025年6月20日", 2025, "截至2025年6月20日"),
    ],
)
def test_periods(text, year, label):
    period = parse_period(text)
    assert (period.year, period.label) == (year, label)


def test_labels_split_over_two_rows_and_a_unit_row():
    reading = book(
        (
            "2023年",
            [
                ["地区", "孕产妇", "婴儿"],
                ["", "死亡率", "死亡率"],
                ["", "(1/10万)", "(‰)"],
                ["城关镇", 12.5, 3.1],
                ["河口乡", 10, 4],
            ],
        )
    )
    assert facts(reading)[:2] == [
        ("B4", "W1", "城关镇", 2023, {}, 12.5),
        ("C4", "W2", "城关镇", 2023, {}, 3.1),
    ]
    assert [r.unit for r in reading.records][:2] == ["1/10万", "‰"]


def test_a_parent_that_is_itself_a_column_with_of_which_beside_it():
    reading = book(
        (
            "2023年",
            [
                ["地区", "婴儿死亡率(‰)", "其中", ""],
                ["", "", "男", "女"],
                ["城关镇", 4.1, 4.3, 3.9],
                ["河口乡", 5, 6, 4],
            ],
        )
    )
    assert [f[4] for f in facts(reading)][:3] == [{}, {"性别": "男"}, {"性别": "女"}]
    assert {f[1] for f in facts(reading)} == {"W2"}


def test_numerator_and_denominator_columns_are_components():
    reading = book(
        (
            "2023年",
            [
                ["地区", "宫颈癌筛查率", "", ""],
                ["", "应查人数", "分子", "筛查率(%)"],
                ["城关镇", 100, 40, 40],
                ["河口乡", 50, 30, 60],
            ],
        )
    )
    assert [(r.component, r.code) for r in reading.records][1] == ("分子", "W3")


def test_one_form_with_last_year_and_this_year():
    reading = book(
        (
            "表",
            [
                ["2023年监测统计报表"],
                ["指标名称", "计量单位", "代码", "上年", "本年"],
                ["甲", "乙", "丙", 1, 2],
                ["婴儿死亡率", "‰", "01", 4.1, 3.9],
            ],
        )
    )
    assert facts(reading) == [("D4", "W2", None, 2022, {}, 4.1), ("E4", "W2", None, 2023, {}, 3.9)]


def test_the_same_name_under_two_parents():
    rows = [
        ["地区", "婴儿死亡率(‰)"],
        ["甲市", 4],
        ["　桥东区", 3],
        ["　桥西区", 5],
        ["乙市", 6],
        ["　桥东区", 7],
    ]
    assert [f[2] for f in facts(book(("2023年", rows)))] == [
        "甲市",
        "甲市/桥东区",
        "甲市/桥西区",
        "乙市",
        "乙市/桥东区",
    ]


def test_totals_are_marked_and_codes_stay_text():
    rows = [
        ["区划代码", "地区", "婴儿死亡率(‰)"],
        ["", "合计", 4],
        ["990101", "城关镇", 3],
        ["990102", "河口乡", 5],
    ]
    reading = book(("2023年", rows))
    assert [(r.area, r.flags) for r in reading.records][:2] == [("合计", ("total",)), ("城关镇", ())]


def test_two_tables_in_one_sheet():
    rows = [["2023年婴儿死亡率(‰)", ""], ["地区", "2022年"], ["城关镇", 1], ["河口乡", 2], ["", ""],
            ["2023年孕产妇死亡率(1/10万)", ""], ["地区", "2022年"], ["城关镇", 3], ["河口乡", 4]]  # fmt: skip
    assert [(f[1], f[5]) for f in facts(book(("Sheet1", rows)))] == [
        ("W2", 1),
        ("W2", 2),
        ("W1", 3),
        ("W1", 4),
    ]


def test_a_continued_table_over_sheets_keeps_what_was_said():
    head = ["地区", "婴儿死亡率(‰)"]
    first = [["2023年情况"], head, ["城关镇", 1], ["河口乡", 2]]
    second = [["续表"], head, ["东山镇", 3], ["西山镇", 4]]
    assert [(f[2], f[3]) for f in facts(book(("1", first), ("2", second)))] == [
        ("城关镇", 2023), ("河口乡", 2023), ("东山镇", 2023), ("西山镇", 2023)
    ]  # fmt: skip


def test_hidden_sheets_rows_and_columns_are_left_out_and_said_so():
    rows = [["地区", "婴儿死亡率(‰)"], ["城关镇", 1], ["河口乡", 2], ["东山镇", 3]]
    reading = book(("2023年", rows), hidden_rows=frozenset({2}))
    assert [f[2] for f in facts(reading)] == ["城关镇", "东山镇"]
    assert "hidden_cells" in {finding.code for finding in reading.findings}
    assert [f.code for f in book(("2023年", rows), hidden=True).findings] == ["hidden_sheet"]


def test_minus_two_says_not_carried_out_only_where_nothing_else_is_negative():
    rows = [["地区", "宫颈癌筛查率(%)"], ["城关镇", 71.5], ["河口乡", -2], ["东山镇", 60]]
    assert [r.missing for r in book(("2023年", rows)).records] == [None, Missing.NOT_CARRIED_OUT, None]


def test_a_name_list_is_declined():
    rows = [["干部名单", "", ""], ["序号", "姓名", "联系电话"], [1, "张三", "一三八"], [2, "李四", "一三九"]]
    reading = book(("名单", rows))
    assert [finding.code for finding in reading.findings] == ["name_list"]
    assert len(reading.records) == 0


def test_a_table_whose_indicator_was_lost_asks_for_it_and_takes_the_answer():
    rows = [["地区", "2022年", "2023年"], ["城关镇", 1, 2], ["河口乡", 3, 4]]
    reading = book(("Sheet1", rows))
    assert [question.kind for question in reading.questions] == ["table_indicator"]


def test_units_of_a_line_with_several_go_where_the_label_says():
    rows = [
        ["2023年情况"],
        ["单位:户、人"],
        ["地区", "总户数", "总人数"],
        ["城关镇", 10, 30],
        ["河口乡", 20, 60],
    ]
    assert [r.unit for r in book(("Sheet1", rows)).records][:2] == ["户", "人"]


def test_a_remark_that_repeats_the_figure_says_how_exact_it_is():
    rows = [
        ["指标", "2023年", "备注"],
        ["宫颈癌筛查率", 85, "85%以上,下限值"],
        ["妇女之家数量", 300, "五期,300多处"],
    ]
    qualifiers = [r.qualifier for r in book(("Sheet1", rows)).records]
    assert qualifiers == [Qualifier.AT_LEAST, Qualifier.ABOUT]


def test_an_english_title_leaves_the_county_of_the_chinese_one_below_it():
    rows = [
        ["Statistics of Women and Children 2023"],
        ["示例县2023年监测表"],
        ["指标", "数值"],
        ["婴儿死亡率", 4],
    ]
    assert facts(book(("Sheet1", rows))) == [("B4", "W2", "示例县", 2023, {}, 4)]


def test_a_footnote_letter_behind_the_unit_and_stubs_without_heads():
    rows = [
        ["", "", "", "2022", "2023"],
        [1, "妇女之家数量(个)i", "北京", 4, 5],
        [2, "妇女之家数量(个)i", "天津", 6, 7],
    ]
    reading = book(("Sheet1", rows))
    assert facts(reading)[:2] == [("D2", "W6", "北京", 2022, {}, 4), ("E2", "W6", "北京", 2023, {}, 5)]
    assert {r.unit for r in reading.records} == {"个"}


def test_a_blank_repeats_no_label_from_under_another_heading():
    rows = [
        ["", "", "地区", "2022", "2023"],
        ["妇女之家数量(个)", "", "北京", 4, 5],
        ["", "妇女之家数量(个)", "天津", 6, 7],
        ["婴儿死亡率(‰)", "", "北京", 1, 2],
        ["", "婴儿死亡率(‰)", "天津", 3, 4],
    ]
    found = facts(book(("Sheet1", rows)))
    assert [(code, area, value) for _, code, area, _, _, value in found][::2] == [
        ("W6", "北京", 4), ("W6", "天津", 6), ("W2", "北京", 1), ("W2", "天津", 3),
    ]  # fmt: skip
