"""The target line: what each year asks for."""

from __future__ import annotations

import pytest

from indicators.targets import parse_target, required_value, resolve


def line(phrase, years, **known):
    target = parse_target(phrase, direction=known.pop("direction", None)).target
    return [required_value(target, year, **known) for year in years]


@pytest.mark.parametrize(
    ("phrase", "base", "expected"),
    [
        # phrase, base value of 2020, what 2020, 2022, 2025 and 2032 ask for
        ("2025年达到50%以上,2030年达到70%以上", 10.0, [10, 26, 50, 70]),
        ("达到70%以上", 50.0, [50, 54, 60, 70]),
        ("控制在12/10万以下", 20.0, [20, 18.4, 16, 12]),
        ("低于10‰", 20.0, [20, 18, 15, 10]),
        ("以2020年为基数下降20%", 50.0, [50, 48, 45, 40]),
        ("比2020年下降1/6", 12.0, [12, 11.6, 11, 10]),
        ("在2020年基础上提高5个百分点", 60.0, [60, 61, 62.5, 65]),
        ("在2020年基础上每年降低0.5到1个百分点", 38.0, [38, 37, 35.5, 33]),
        ("到2025年比2020年下降10%,到2030年下降30%", 100.0, [100, 96, 90, 70]),
        ("稳定在95%以上", 93.0, [93, 93.4, 94, 95]),
        ("稳定在95%以上", 97.0, [97, 95, 95, 95]),
        ("保持在40%左右", 30.0, [30, 31.6, 34, 38]),
        ("保持在40%左右", 50.0, [50, 48.4, 46, 42]),
        ("保持在40%左右", 41.0, [41, 41, 41, 41]),
        ("控制在3%左右", 2.0, [2, 2, 2, 2]),
        ("翻一番", 10.0, [10, 12, 15, 20]),
        ("每年新建20个", 5.0, [5, 20, 20, 20]),
        ("累计建成120处", 0.0, [0, 24, 60, 120]),
        ("人口20万以上的县达到90%以上", 80.0, [80, 82, 85, 90]),
    ],
)
def test_the_line_runs_from_the_base_through_the_milestones(phrase, base, expected):
    found = line(phrase, (2020, 2022, 2025, 2032), base_year=2020, base_value=base)
    assert found == pytest.approx(expected)


def test_yearly_percentages_compound():
    assert line("每年增长10%", (2021, 2022), base_year=2020, base_value=100.0) == pytest.approx([110, 121])


def test_the_phrase_own_base_year_counts():
    assert line("比2010年下降1/2", (2010, 2020, 2030), base_value=20.0) == pytest.approx([20, 15, 10])


@pytest.mark.parametrize(
    "phrase", ["逐步提高", "上升趋势减缓", "高于全省平均水平", "建立机制", "无", "城市95%、农村85%"]
)
def test_kinds_without_a_line_ask_for_no_value(phrase):
    assert line(phrase, (2025,), base_year=2020, base_value=10.0) == [None]


def test_without_a_base_the_line_begins_at_the_first_milestone():
    phrase = "2025年达到50%以上,2030年达到70%以上"
    assert line(phrase, (2023, 2025, 2026, 2031)) == [None, 50, pytest.approx(54), 70]


def test_relative_targets_without_a_base_have_no_level():
    assert resolve(parse_target("下降20%").target).milestones == ()


def test_resolve_gives_levels_and_years():
    target = resolve(parse_target("以2020年为基数下降20%").target, base_value=37.6)
    assert [(stone.year, stone.op, stone.value, stone.text) for stone in target.milestones] == [
        (2030, "<=", 30.08, "30.08")
    ]
    assert (target.base_year, target.base_value) == (2020, 37.6)


def test_resolve_of_yearly_steps_has_a_level_for_every_year():
    target = resolve(parse_target("在2020年基础上每年降低0.5到1个百分点").target, base_value=38.1)
    assert [(stone.year, stone.text) for stone in target.milestones][:3] == [
        (2021, "37.6"),
        (2022, "37.1"),
        (2023, "36.6"),
    ]
    assert target.milestones[-1].year == 2030


def test_parts_are_resolved_too():
    target = resolve(parse_target("城市95%、农村85%").target)
    assert [part.milestones[0].year for part in target.parts] == [2030, 2030]


def test_a_base_given_in_the_phrase_is_used():
    target = parse_target("从2020年的60%提高到2030年的80%").target
    assert (target.base_year, target.base_value) == (2020, 60.0)
    assert required_value(target, 2025) == pytest.approx(70)
