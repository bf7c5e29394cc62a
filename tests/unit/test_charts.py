"""Figures as pure values: what is drawn, where, and with which words."""

import pytest

from dashboard import bullets, charts
from dashboard.trend import trend
from indicators.model import Assessment


def verdict(**fields):
    known = {
        "code": "X1", "indicator": "甲率", "plan": "women", "domain": "健康", "area": "示例县", "year": 2024,
        "value": 58.3, "unit": "%", "target": "2030年达到70%以上", "milestone_year": 2030,
        "milestone_value": 70.0, "base_year": 2020, "base_value": 40.0, "required": 52.0,
        "attainment": "not_met", "word": "预期可达标", "alert": "green",
    }  # fmt: skip
    return Assessment(**(known | fields))


def named(figure, name):
    return [trace for trace in figure.data if trace.name == name]


def test_bullet_axis_starts_at_zero_when_the_differences_show():
    found = bullets.bullet_of(verdict(), "higher")
    assert (found.low, found.dot, found.band) == (0.0, False, "left")
    assert found.at(found.high) == 1.0
    assert found.at(0) == 0.0


def test_bullet_axis_zooms_and_shows_a_dot_when_they_would_not():
    found = bullets.bullet_of(
        verdict(value=98.2, milestone_value=99.0, base_value=98.0, required=98.5), "higher"
    )
    assert found.dot
    assert 97 < found.low < 98 < 99 < found.high < 100


@pytest.mark.parametrize(("direction", "band"), [("higher", "left"), ("lower", "right"), ("around", "both")])
def test_the_dark_band_is_the_unmet_side(direction, band):
    assert bullets.bullet_of(verdict(), direction).band == band


def test_no_band_without_a_target_and_no_bullet_without_figures():
    bare = {"milestone_value": None, "base_value": None, "required": None}
    assert bullets.bullet_of(verdict(**bare), "higher").band == ""
    assert bullets.bullet_of(verdict(value=None, **bare), "higher") is None
    assert bullets.bullet(verdict(value=None, **bare), "higher") is None


def test_zero_and_negative_figures_have_an_axis():
    assert (
        bullets.bullet_of(verdict(value=0.0, milestone_value=0.0, base_value=0.0, required=0.0), "lower").high
        > 0
    )
    found = bullets.bullet_of(
        verdict(value=-0.05, milestone_value=0.1, base_value=None, required=None), "higher"
    )
    assert found.low < -0.05 < 0.1 < found.high


@pytest.mark.parametrize("palette", [charts.LIGHT, charts.DARK])
def test_figures_have_no_series_and_still_stand(palette):
    assert trend(verdict(value=None), [], palette=palette).data is not None


@pytest.mark.parametrize(("low", "high"), [(0, 0.05), (0, 112.0), (97.5, 99.4), (-3, 3), (0, 120000)])
def test_axis_numbers_are_few_and_inside(low, high):
    ticks = bullets.nice_ticks(low, high)
    assert 4 <= len(ticks) <= 11
    assert all(low <= tick <= high for tick in ticks)


def test_every_dark_colour_stands_for_one_colour_on_paper():
    pairs = set(charts._both_colours())
    assert len(pairs) == len(charts.paper_colours())
    assert charts.paper_colours()[charts.DARK.page] == charts.LIGHT.page
