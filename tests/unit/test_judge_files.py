"""Judge files as other people write them: heads, separators, directions, units."""

import pytest

from indicators.assess.judge import judge_csv
from indicators.assess.judge_rows import read_rows

HEAD = "indicator,unit,direction,base_year,base_value,year,value,target,target_year\n"


def verdict(text, encoding="utf-8"):
    (item,), found = judge_csv(text.encode(encoding))
    return item, [one.code for one in found]


ONE = "筛查率,%,higher,2020,50,2024,58.3,70,2030\n"


@pytest.mark.tenth(7)
@pytest.mark.parametrize(
    "text",
    [
        HEAD + ONE,
        "\ufeff" + HEAD.upper() + ONE,
        "年份;数值;指标;单位;方向;基期年份;基期值;目标;目标年份\n2024;58.3;筛查率;%;越高越好;2020;50;70;2030\n",
        "指标名称\t计量单位\t指标方向\t基准年\t基线值\t年度\t实际值\t目标值\t目标年\n筛查率\t%\t上升\t2020年\t50%\t2024年\t58.3%\t70%以上\t2030年\n",
        "value,source,year,indicator,target_year,target,base_value,base_year,direction,unit\n"
        "58.3%,report,2024,筛查率,2030,≥70%,50.0%,2020,Increase,percent\n",
        "指标,单位,indicator,year,unit,direction,base_year,base_value,value,target,target_year\n"
        "甲,人,筛查率,2024,%,1,2020,50,58.3,70,2030\n",
        "指标,单位,方向,基期年,基期数据,年,值,目标,目标年\n筛查率,%,正指标,2020,50,2024,58.3,达到70%以上,2030\n",
    ],
    ids=["plain", "capitals", "semicolons", "tabs", "any order", "both", "chinese"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_one_series_in_many_spellings(text, encoding):
    item, found = verdict(text, encoding)
    assert (item.attainment, item.pace, item.milestone_value) == ("not_met", "on_schedule", 70.0)
    assert item.required == pytest.approx(58.0)
    assert item.pace_ratio == pytest.approx(1.0375)
    assert found == []


@pytest.mark.tenth(3)
@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("higher is better", "higher"), ("Lower is better", "lower"), ("decrease", "lower"),
        ("降低", "lower"), ("越大越好", "higher"), ("越小越好", "lower"), ("逆指标", "lower"),
        ("负向", "lower"), ("高优", "higher"),
        ("适中", "around"), ("↑", "higher"), ("↓", "lower"),
    ],
)  # fmt: skip
def test_directions(given, wanted):
    rows, found = read_rows(f"indicator,year,value,direction\n甲,2024,1,{given}\n".encode())
    assert (rows[0].direction, found) == (wanted, [])


def test_a_figure_in_another_rate_is_converted_and_said_so():
    item, found = verdict(HEAD + "死亡率,‰,lower,2020,0.7%,2024,0.61%,6.0‰以下,2030\n")
    assert (item.value, item.base_value, item.attainment) == (6.1, 7.0, "not_met")
    assert found == ["judge_unit_converted", "judge_unit_converted"]


def test_a_line_with_more_cells_than_heads_is_pointed_at():
    _, found = judge_csv(
        f"{HEAD}筛查率,%,higher,2020,50,2024,58.3,2025年达到60%以上,2030年达到70%以上,2030\n".encode()
    )
    assert "judge_too_many_cells" in [one.code for one in found]


def test_an_index_has_no_unit_behind_its_number():
    item, _ = verdict(HEAD + "排放指数,1990=100,lower,1990,100,2020,69,80,2020\n")
    assert item.sentence.startswith("2020年为69，目标为2020年80以下")


def test_no_ratio_is_a_negative_zero():
    item, _ = verdict(HEAD + "比例,%,around,2020,47,2024,53,50,2030\n")
    assert str(item.pace_ratio) == "0.0"


def test_a_figure_beyond_the_middle_is_measured_by_its_distance():
    item, _ = verdict(HEAD + "比例,%,around,2020,46,2024,53,50,2030\n")
    assert "按序时进度与目标值的差距应缩小到3.4个百分点，目前为3个百分点，超前0.4个百分点" in item.sentence


def test_full_coverage_is_not_a_hundred_and_more():
    item, _ = verdict(HEAD + "覆盖率,%,higher,2020,50,2024,90,全覆盖,2030\n")
    assert "目标为2030年100%，尚差10个百分点" in item.sentence


@pytest.mark.tenth(3)
@pytest.mark.parametrize("value", ["1e400", "1e16", "-1e99"])
def test_a_figure_beyond_all_measure_is_no_number(value):
    item, found = verdict(HEAD + f"筛查率,%,higher,2020,50,2024,{value},70,2030\n")
    assert (item.attainment, found) == ("no_data", ["judge_bad_number"])


def test_great_numbers_are_written_out():
    item, _ = verdict(HEAD + "人次,人次,higher,2020,1,2024,900000000000000.5,2000000000000000,2030\n")
    assert item.sentence.startswith("2024年为900000000000000.5人次")
