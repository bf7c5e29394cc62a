"""What the checks say of which figures, case by case."""

from pathlib import Path

import pytest
from check_frames import AREAS, SmallCatalog, records

from indicators.checks import check_frame
from indicators.checks.audit import MOST_PER_SHEET
from indicators.findings import kinds
from indicators.model import Place, Question

N = None


def run(*rows, **more):
    frame = records(*[dict(row) for row in rows])
    return check_frame(frame, SmallCatalog(), AREAS, this_year=2026, **more)


def codes(checked):
    return [item.code for item in checked.findings]


def pair(value, top, bottom, name="宫颈癌筛查率", top_name="宫颈癌实查人数", bottom_name="应查人数"):
    return (
        {"name": name, "value": value, "raw": str(value)},
        {"name": top_name, "value": top},
        {"name": bottom_name, "value": bottom},
    )


# figure, numerator, denominator -> findings, figures kept
SHARES = [
    (36.5, 23, 63, [], 1),  # 36.507…: right at one decimal
    (36.51, 23, 63, [], 1),
    (37, 23, 63, [], 1),  # right at no decimals
    (36.4, 23, 63, ["value_disagrees"], 0),
    (66.6, 2, 3, ["value_truncated"], 1),
    (3.65, 23, 63, ["unit_slip"], 0),
    (0.365, 23, 63, ["unit_slip"], 0),
    (365.1, 23, 63, ["unit_slip"], 0),
    (104.8, 66, 63, ["numerator_over_denominator"], 0),
    (0, 0, 63, [], 1),
    (0, 0, 0, ["denominator_zero"], 1),
    (104.8, N, N, ["above_limit"], 0),
    (-2, N, N, ["below_limit"], 0),
    (100, N, N, [], 1),
]


@pytest.mark.parametrize(("value", "top", "bottom", "found", "kept"), SHARES)
def test_share_with_its_parts(value, top, bottom, found, kept):
    checked = run(*pair(value, top, bottom))
    assert codes(checked) == found
    assert len(checked.observations) == kept
    assert checked.blocked == 1 - kept


# indicator, figure, unit stated in the file -> findings, figure kept (None: blocked)
UNITS = [
    ("婴儿死亡率", 3.2, "‰", [], 3.2),
    ("婴儿死亡率", 0.32, "%", ["unit_converted"], 3.2),
    ("婴儿死亡率", 32, "1/万", ["unit_converted"], 3.2),
    ("婴儿死亡率", 320, "/10万", ["unit_converted"], 3.2),
    ("婴儿死亡率", 3.2, None, [], 3.2),
    ("婴儿死亡率", 3.2, "人", ["unit_other"], 3.2),
    ("婴儿死亡率", 3.2, "人、‰", [], 3.2),
    ("婴儿死亡率", 3.2, "女=100", [], 3.2),
    ("教育经费", 12500, "万元", ["unit_money"], None),
    ("教育经费", 1.25, "亿元", [], 1.25),
    ("活产数", 0.31, "万人", ["unit_converted"], 3100),
    ("妇女之家数量", 12.5, "个", ["fraction_of_count"], 12.5),
    ("自然增长率", -1.5, "‰", [], -1.5),
    ("高中毛入学率", 119.9, "%", [], 119.9),
    ("宫颈癌筛查率", float("inf"), None, ["not_a_number", "above_limit"], None),
]


@pytest.mark.parametrize(("name", "value", "unit", "found", "kept"), UNITS)
def test_stated_unit_against_the_catalogue(name, value, unit, found, kept):
    checked = run({"name": name, "value": value, "unit": unit})
    assert sorted(codes(checked)) == sorted(found)
    assert checked.observations["value"].tolist() == ([] if kept is None else [kept])


def test_stated_unit_that_the_parts_prove_wrong_is_not_used():
    rows = pair(3.2, 16, 5000, "婴儿死亡率", "死亡婴儿数", "活产数")
    rows[0]["unit"] = "%"
    checked = run(*rows)
    assert codes(checked) == ["unit_label_wrong"]
    assert checked.observations.set_index("code").loc["S3", "value"] == 3.2


def test_money_suggestion_shows_the_converted_figure():
    (item,) = run({"name": "教育经费", "value": 12500, "unit": "万元"}).findings
    assert "1.25亿元" in item.hint
    assert item.cell == "B2"


# area as written -> area understood, findings
AREA_NAMES = [
    (None, "示例县", []),
    ("示例县", "示例县", []),
    ("城关镇", "示例县/城关镇", []),
    ("城 关 镇", "示例县/城关镇", []),
    ("111", "示例县/城关镇/东庄村", []),
    ("柳河乡/东庄村", "示例县/柳河乡/东庄村", []),
    ("合计", "示例县", []),
    ("东庄村", None, ["ambiguous_area"]),
    ("柳树弯村", None, ["unknown_area"]),
]


@pytest.mark.parametrize(("given", "path", "found"), AREA_NAMES)
def test_area_names(given, path, found):
    checked = run({"name": "妇女之家数量", "value": 3, "area": given})
    assert codes(checked) == found
    assert checked.observations["area"].tolist() == ([path] if path else [])


def test_area_of_a_towns_own_file():
    row = {"name": "妇女之家数量", "value": 3, "area": "东庄村"}
    checked = run(row, default_area="柳河乡")
    assert checked.observations["area"].tolist() == ["示例县/柳河乡/东庄村"]


def test_unknown_names_come_with_the_nearest_three():
    checked = run(
        {"name": "宫颈癌普查率", "value": 50},
        {"name": "妇女之家数量", "value": 3, "area": "柳树弯村"},
    )
    first, second = checked.findings
    assert (first.code, first.severity, first.cell) == ("unknown_indicator", "error", "B2")
    assert first.hint.count("、") == 2
    assert "宫颈癌筛查率" in first.hint
    assert "示例县/柳河乡/柳树湾村" in second.hint
    assert checked.blocked == 2


def test_same_unknown_label_is_told_once_with_all_its_cells():
    rows = [{"name": "不认识的指标", "value": at, "year": 2018 + at} for at in range(5)]
    (item,) = run(*rows).findings
    assert "5个数" in item.message
    assert "B2、B3、B4等5处" in item.message


# two figures of the same indicator, area and year -> findings, figures kept
TWICE = [
    (36.5, 36.5, ["given_twice_equal"], [36.5]),
    (36.5, 36.51, ["given_twice_equal"], [36.51]),  # the same at the coarser rounding
    (36.5, 35.6, ["given_twice_different", "given_twice_different"], []),
    (36.5, None, ["given_twice_equal"], [36.5]),
]


@pytest.mark.parametrize(("one", "two", "found", "kept"), TWICE)
def test_given_twice(one, two, found, kept):
    rows = [
        {"name": "宫颈癌筛查率", "value": item, "missing": None if item else "not_collected"}
        for item in (one, two)
    ]
    checked = run(*rows)
    assert codes(checked) == found
    assert checked.observations["value"].tolist() == kept


def test_the_same_reason_twice_is_said():
    rows = [{"name": "活产数", "missing": "not_carried_out", "raw": "未开展"} for _ in range(2)]
    checked = run(*rows)
    assert codes(checked) == ["missing_kept", "given_twice_equal"]
    assert len(checked.observations) == 1


def test_different_figures_show_both_cells():
    first, second = run({"name": "活产数", "value": 3000}, {"name": "活产数", "value": 3001}).findings
    assert (first.cell, second.cell) == ("B2", "B3")
    assert "B3 为3001" in first.message
    assert "B2 为3000" in second.message


def test_other_breakdowns_and_periods_are_not_the_same_figure():
    checked = run(
        {"name": "活产数", "value": 3000},
        {"name": "活产数", "value": 1500, "breakdown": '{"性别": "女"}'},
        {"name": "活产数", "value": 2200, "period_label": "1–9月"},
    )
    assert codes(checked) == []
    assert len(checked.observations) == 3


YEARS = [
    (None, ["missing_year"]),
    (1899, ["impossible_year"]),
    (2027, ["future_year"]),
    (2026, []),
]


@pytest.mark.parametrize(("year", "found"), YEARS)
def test_years(year, found):
    assert codes(run({"name": "活产数", "value": 3000, "year": year})) == found


def test_years_that_were_not_asked_for():
    checked = run({"name": "活产数", "value": 3000, "year": 2020}, expected_years=[2023, 2024])
    assert codes(checked) == ["unexpected_year"]
    assert len(checked.observations) == 1


def test_missing_marks_are_kept_with_their_reason_and_blanks_are_not():
    checked = run(
        {"name": "活产数", "missing": "not_carried_out", "raw": "未开展"},
        {"name": "婴儿死亡率", "missing": "blank"},
        {"name": "妇女之家数量", "missing": "unreadable", "raw": "约三个"},
    )
    assert codes(checked) == ["missing_kept", "blank_cells", "not_a_number"]
    assert checked.observations["missing"].tolist() == ["not_carried_out"]


def test_parts_alone_give_the_figure():
    checked = run(*pair(None, 23, 63)[1:])
    assert codes(checked) == ["computed"]
    (row,) = checked.observations.to_dict("records")
    assert (row["code"], row["value"], row["text"], row["decimals"]) == ("S1", 36.5, "36.5", 1)
    assert (row["numerator"], row["denominator"], row["flags"], row["cell"]) == (23, 63, "computed", "B2")


def test_a_shared_denominator_serves_all_and_stays_a_figure():
    checked = run(
        {"name": "活产数", "value": 5000},
        {"name": "婴儿死亡率", "value": 3.2},
        {"name": "死亡婴儿数", "value": 16},
        {"name": "孕产妇死亡率", "value": 20},
        {"name": "孕产妇死亡人数", "value": 1},
    )
    assert codes(checked) == []
    kept = checked.observations.set_index("code")
    assert kept["denominator"].to_dict() == pytest.approx(
        {"S5": float("nan"), "S3": 5000, "S4": 5000}, nan_ok=True
    )
    assert kept.loc["S4", "numerator"] == 1


def test_parts_of_another_area_or_year_are_not_joined():
    rows = pair(36.4, 23, 63)
    rows[1]["year"] = 2023
    rows[2]["area"] = "城关镇"
    checked = run(*rows)
    assert codes(checked) == ["part_unused", "part_unused"]
    assert checked.observations["numerator"].isna().all()


# beds per thousand people, places, population in 10,000 as reported -> findings
TEN_THOUSANDS = [
    (4.52, 2050, 45.32, []),
    (4.53, 2050, 45.3, []),  # within what rounding to 45.3 allows
    (4.60, 2050, 45.32, ["value_disagrees"]),
]


@pytest.mark.parametrize(("value", "places", "people", "found"), TEN_THOUSANDS)
def test_denominator_in_ten_thousands(value, places, people, found):
    for row in ({"name": "常住人口", "value": people}, {"name": "常住人口", "value": people, "unit": "万人"}):
        checked = run(
            {"name": "每千人口托位数", "value": value},
            {"name": "托位总数", "value": places, "unit": "个"},
            row,
        )
        assert codes(checked) == found


def test_slip_in_a_steady_series():
    values = [3.4, 3.1, 3.3, 3.0, 0.29]
    rows = [{"name": "婴儿死亡率", "value": item, "year": 2020 + at} for at, item in enumerate(values)]
    (item,) = run(*rows).findings
    assert (item.code, item.cell, item.severity) == ("series_slip", "B6", "warning")
    assert "像是按“%”填的" in item.message


# figures of one indicator in % over the years -> findings
FRACTIONS = [
    ("宫颈癌筛查率", [0.958], ["share_as_fraction"]),
    ("宫颈癌筛查率", [0.958, 1, 0.97], ["share_as_fraction"]),
    ("宫颈癌筛查率", [0.9, 1.2, 1.5], []),  # a screening that has just begun
    ("宫颈癌筛查率", [0, 0], []),
    ("婴儿死亡率", [0.9, 0.8], []),
]


@pytest.mark.parametrize(("name", "values", "found"), FRACTIONS)
def test_shares_written_as_fractions(name, values, found):
    rows = [{"name": name, "value": item, "year": 2020 + at} for at, item in enumerate(values)]
    assert codes(run(*rows)) == found


def test_small_numbers_jump_without_a_warning():
    values = [0, 33.1, 0, 31.8, 3.3]
    rows = [{"name": "孕产妇死亡率", "value": item, "year": 2020 + at} for at, item in enumerate(values)]
    assert codes(run(*rows)) == []


def test_everything_at_once_and_only_wrong_figures_are_blocked():
    checked = run(
        {"name": "活产数", "value": 3000},
        {"name": "不认识的指标", "value": 1},
        {"name": "宫颈癌筛查率", "value": 120},
        {"name": "乳腺癌筛查率", "value": 80, "area": "无此镇"},
        {"name": "妇女之家数量", "value": 5},
    )
    assert codes(checked) == ["unknown_indicator", "above_limit", "unknown_area"]
    assert checked.observations["code"].tolist() == ["S5", "S8"]


def test_archive_members_keep_their_name():
    checked = run({"name": "活产数", "value": 3000, "file": "a.xlsx/b.xls"})
    assert checked.observations[["file", "sheet"]].to_numpy().tolist() == [["a.xlsx/b.xls", "Sheet1"]]


def test_nothing_read_gives_nothing():
    checked = run()
    assert codes(checked) == []
    assert len(checked.observations) == 0


WANTED = Question("k", "indicator", "是什么指标？", Place("a.xlsx", "Sheet1"))
NAMELESS = [
    # what it is, rows, district, open questions -> findings
    ("no name anywhere", [{"name": N, "value": 5}], AREAS, (), ["no_indicator"]),
    ("no area, and no district to stand for it", [{"name": "活产数", "value": 5}], [], (), ["no_area"]),
    ("a name that the reader asks about", [{"name": "筛查", "value": 5}], AREAS, (WANTED,),
     ["indicator_unanswered"]),
]  # fmt: skip


@pytest.mark.parametrize(("what", "rows", "areas", "questions", "found"), NAMELESS)
def test_figures_of_nothing_known(what, rows, areas, questions, found):
    checked = check_frame(
        records(*map(dict, rows)), SmallCatalog(), areas, this_year=2026, questions=questions
    )
    assert codes(checked) == found
    assert not len(checked.observations)


def test_the_thousand_and_first_finding_of_a_kind_is_counted():
    rows = [{"name": "宫颈癌筛查率", "value": 101.5 + at, "year": 2024} for at in range(MOST_PER_SHEET + 7)]
    checked = run(*rows)
    assert codes(checked).count("above_limit") == MOST_PER_SHEET
    (rest,) = [item for item in checked.findings if item.code == "more_of_the_same"]
    assert "7" in rest.message
    assert rest.severity == "error"


def test_every_code_of_the_checks_has_a_case_in_these_tables():
    folder = Path(__file__).parent
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("test_*.py")))
    wanted = sorted(code for code, kind in kinds().items() if kind.topic in ("checks", "cross"))
    assert [code for code in wanted if f'"{code}"' not in text] == []
