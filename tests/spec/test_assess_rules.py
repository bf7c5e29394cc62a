"""The rules of attainment, pace, word and alert at their edges, in the plans' own words."""

import pytest

from indicators.assess import judge_csv

HEADER = "indicator,unit,direction,base_year,base_value,year,value,target,target_year\n"


def verdicts(rows):
    """Each row (unit, direction, target, base, figures, year) as a series of its own; its last verdict."""
    lines, last = [HEADER], []
    for number, (unit, direction, target, base, figures) in enumerate(rows):
        base_year, base_value = base or ("", "")
        for year, value in figures:
            lines.append(
                f'指标{number},{unit},{direction},{base_year},{base_value},{year},{value},"{target}",2030\n'
            )
        last.append(len(lines) - 2)
    items, _ = judge_csv("".join(lines).encode())
    return [items[place] for place in last]


# unit, direction, target, base, figures → attainment
LEVELS = [
    ("%", "higher", "达到70%以上", (2020, 50), [(2024, "70")], "met"),
    ("%", "higher", "达到70%以上", (2020, 50), [(2024, "70.0")], "met"),
    ("%", "higher", "达到70%以上", (2020, 50), [(2024, "69.3")], "nearly_met"),  # 1 % of 70 is 0.7
    ("%", "higher", "达到70%以上", (2020, 50), [(2024, "69.29")], "not_met"),
    ("1/10万", "lower", "控制在20/10万以下", (2010, 30), [(2015, "20.1")], "nearly_met"),
    ("1/10万", "lower", "控制在20/10万以下", (2010, 30), [(2015, "20.2")], "nearly_met"),
    ("1/10万", "lower", "控制在20/10万以下", (2010, 30), [(2015, "20.3")], "not_met"),
    ("‰", "lower", "低于10‰", (2020, 13), [(2024, "9.99")], "met"),
    ("‰", "lower", "低于10‰", (2020, 13), [(2024, "10")], "not_met"),  # on the bound, which is not included
    ("‰", "lower", "降至10‰以下", (2020, 13), [(2024, "10.0")], "met"),
    ("%", "higher", "100%", (2020, 90), [(2024, "99.9")], "not_met"),  # full coverage forgives nothing
    ("%", "higher", "达到100%", (2020, 90), [(2024, "119.9")], "met"),
    ("%", "around", "保持在45%左右", (2020, 43.5), [(2024, "42.75")], "met"),  # 5 % of 45 is 2.25
    ("%", "around", "保持在45%左右", (2020, 43.5), [(2024, "42.74")], "not_met"),
    ("%", "higher", "50%左右", (2010, 45), [(2015, "49.2")], "met"),
    ("%", "lower", "控制在30%左右", (2020, 35), [(2024, "20")], "met"),  # the upper edge only
    ("%", "lower", "以2020年为基数下降20%", (2020, 50), [(2024, "40")], "met"),  # not 30
    (
        "%",
        "lower",
        "以2020年为基数下降20%",
        (2020, 50),
        [(2024, "40.1")],
        "nearly_met",
    ),  # 1 % of the change of 10
    ("%", "lower", "以2020年为基数下降20%", (2020, 50), [(2024, "40.11")], "not_met"),
    ("%", "higher", "在2020年基础上提高5个百分点", (2020, 50), [(2024, "55")], "met"),
    ("%", "lower", "在2020年基础上每年降低0.5个百分点", (2020, 10), [(2024, "8")], "met"),
    ("%", "lower", "在2020年基础上每年降低0.5到1个百分点", (2020, 10), [(2024, "8.1")], "not_met"),
    ("%", "lower", "比2020年下降1/6", (2020, 0.3), [(2024, "0.25")], "met"),  # 0.3 × 5/6, no float noise
    ("%", "higher", "逐步提高", (2020, "80.8"), [(2024, "80.9")], "met"),
    ("%", "higher", "逐步提高", (2020, "80.8"), [(2024, "80.8")], "not_met"),
    ("%", "lower", "逐步降低", (2020, "0.30"), [(2024, "0.29")], "met"),
    ("1/10万", "lower", "控制在12/10万以下", (2020, 20), [(2024, "0")], "met"),  # zero is a real value
    ("%", "higher", "达到70%以上", (2020, 50), [(2024, "")], "no_data"),
    ("%", "higher", "", (2020, 50), [(2024, "55")], "monitored"),
]


@pytest.fixture(scope="module")
def levels():
    return verdicts([row[:5] for row in LEVELS])


@pytest.mark.parametrize("number", range(len(LEVELS)), ids=[f"{row[2]} {row[4][-1][1]}" for row in LEVELS])
def test_level(levels, number):
    assert levels[number].attainment == LEVELS[number][5]


MILESTONES = "2025年达到50%以上,2030年达到70%以上"
# The path asks for 54 in 2026 (base 10, 50, 70). target, base, figures → pace, word, alert
PATHS = [
    (MILESTONES, (2020, 10), [(2026, "54")], "on_schedule", "预期可达标", "green"),
    (MILESTONES, (2020, 10), [(2026, "51.8")], "on_schedule", "预期可达标", "green"),  # ratio 0.95
    (MILESTONES, (2020, 10), [(2026, "51.7")], "slow", "达标困难", "orange"),
    (MILESTONES, (2020, 10), [(2026, "67.2")], "ahead", "预期可达标", "green"),  # ratio 1.30
    (MILESTONES, (2020, 10), [(2026, "67.1")], "on_schedule", "预期可达标", "green"),
    (MILESTONES, (2020, 10), [(2026, "36.4")], "slow", "达标困难", "orange"),  # ratio 0.60
    (MILESTONES, (2020, 10), [(2026, "36.3")], "behind", "达标困难", "orange"),
    (MILESTONES, (2020, 10), [(2026, "10")], "behind", "达标困难", "orange"),
    (MILESTONES, (2020, 10), [(2026, "9.9")], "moving_away", "达标困难", "red"),
    (MILESTONES, (2020, 10), [(2025, "50")], "on_schedule", "达标", "green"),  # the milestone's own year
    (MILESTONES, (2020, 10), [(2025, "40")], "slow", "未达标", "red"),
    (MILESTONES, (2020, 10), [(2024, "50")], "on_schedule", "提前达标", "green"),
    (MILESTONES, (2020, 10), [(2030, "60")], None, "未达标", "red"),  # in the last year the level speaks
    (MILESTONES, (2020, 10), [(2032, "71")], None, "达标", "green"),  # after the last, the last
    ("达到70%以上", None, [(2024, "60")], "too_few_points", "数据不足", "grey"),
    ("达到70%以上", (2020, 75), [(2024, "68")], "slipped", "达标困难", "red"),
    ("达到70%以上", (2020, 60), [(2022, "71"), (2024, "68")], "slipped", "达标困难", "red"),
    (
        "达到70%以上",
        (2020, 60),
        [(2022, "80"), (2023, "79"), (2024, "78.5")],
        "met_worsening",
        "提前达标",
        "yellow",
    ),
    ("达到70%以上", (2020, 60), [(2022, "80.1"), (2023, "80"), (2024, "80.0")], "ahead", "提前达标", "green"),
    ("达到70%以上", (2020, 75), [(2024, "75")], "held_since_base", "提前达标", "green"),
    ("稳定在70%以上", (2020, 75), [(2024, "75")], "held_since_base", "达标", "green"),
    ("达到70%以上", (2020, 60), [(2023, "75"), (2024, "72")], "ahead", "提前达标", "yellow"),  # one more: 69
    ("达到70%以上", (2020, "69.5"), [(2024, "69.6")], None, "基本达标", "yellow"),  # base within 1 % of it
    ("逐步提高", (2020, 50), [(2024, "51")], "on_schedule", "提前达标", "green"),
    ("逐步提高", (2020, 50), [(2024, "50")], "behind", "达标困难", "orange"),
    ("逐步提高", (2020, 50), [(2024, "49")], "moving_away", "达标困难", "red"),
    # Theil-Sen through three figures: 2 a year leads from 58 to 70 exactly
    (
        "达到70%以上",
        (2020, 50),
        [(2020, "50"), (2022, "54"), (2024, "58")],
        "on_schedule",
        "预期可达标",
        "green",
    ),
    ("达到70%以上", (2020, 50), [(2020, "50"), (2022, "53"), (2024, "56")], "slow", "达标困难", "orange"),
]


@pytest.fixture(scope="module")
def paths():
    return verdicts([("%", "higher", *row[:3]) for row in PATHS])


@pytest.mark.parametrize("number", range(len(PATHS)), ids=[f"{row[0]} {row[2][-1]}" for row in PATHS])
def test_path(paths, number):
    found = paths[number]
    assert (found.pace, found.word, found.alert) == PATHS[number][3:]


def test_the_required_path_is_linear_between_milestones():
    (found,) = verdicts([("%", "higher", MILESTONES, (2020, 10), [(2026, "60")])])
    assert (found.required, found.milestone_year, found.milestone_value) == (54.0, 2030, 70.0)


def test_a_row_knows_only_the_figures_up_to_its_year():
    rows = "".join(
        f"甲,%,higher,2020,50,{year},{value},达到70%以上,2030\n" for year, value in ((2024, 58), (2022, 71))
    )
    later, earlier = judge_csv((HEADER + rows).encode())[0]
    assert (later.pace, earlier.attainment) == ("slipped", "met")


def test_one_death_in_a_small_county_is_not_red():
    row = "婴儿死亡率,‰,lower,2020,5,2030,6.3,降至6.0‰以下,2030,19,3000\n"
    (found,) = judge_csv((HEADER.strip() + ",numerator,denominator\n" + row).encode())[0]
    assert (found.word, found.alert, found.small_number) == ("未达标", "orange", True)
    assert "差异可能是随机波动" in found.reasons
    assert found.low < 6 < found.high


def test_series_are_by_indicator_and_area():
    rows = ("2022,72,达到70%以上,2030,东镇", "2024,60,达到70%以上,2030,西镇")
    text = HEADER.strip() + ",area\n" + "".join(f"甲,%,higher,2020,50,{row}\n" for row in rows)
    assert judge_csv(text.encode())[0][1].pace == "on_schedule"  # 西镇 never met it: nothing slipped
