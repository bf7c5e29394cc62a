"""The trend of an indicator as a pure value: what is drawn, where, and which words touch nothing."""

from itertools import pairwise

import pytest

from dashboard import charts
from dashboard.places import WIDTHS, Board, Frame, spread
from dashboard.trend import Chance, Extra, Goal, Note, Series, cut, trend
from dashboard.trend_marks import rows_of
from dashboard.trend_parts import fan_of
from indicators.model import Assessment, Basis

GOALS = [Goal(2025, ">=", 50.0), Goal(2030, ">=", 70.0)]
FIGURES = [(2020, 40.0), (2021, 44.0), (2022, 49.0), (2023, 56.0), (2024, 58.3)]


def verdict(**fields):
    known = {
        "code": "X1", "indicator": "甲率", "plan": "women", "domain": "健康", "area": "示例县", "year": 2024,
        "value": 58.3, "unit": "%", "target": "2030年达到70%以上", "milestone_year": 2030,
        "milestone_value": 70.0, "base_year": 2020, "base_value": 40.0, "required": 52.0,
        "attainment": "not_met", "word": "预期可达标", "alert": "green",
    }  # fmt: skip
    return Assessment(**(known | fields))


def ahead(**fields):
    """A verdict with an outlook to 2025 of a plan that ends in 2030."""
    basis = Basis(aim_year=2025, final_year=2030, figure_year=2024)
    return verdict(
        **({"outlook_value": 63.0, "outlook_low": 62.0, "outlook_high": 64.0, "basis": basis} | fields)
    )


def named(figure, name):
    return [trace for trace in figure.data if trace.name == name]


def words(figure):
    return [note.text for note in figure.layout.annotations]


def test_trend_leaves_gaps_open():
    figure = trend(verdict(), [(2018, 35.0), (2019, None), (2021, 45.0), (2024, 58.3)])
    line = named(figure, "实际")[0]
    assert list(line.x) == list(range(2018, 2025))
    assert list(line.y) == [35.0, None, None, 45.0, None, None, 58.3]
    assert line.connectgaps is False


def test_trend_draws_path_target_milestones_and_base():
    path = [(2020, 40.0), (2025, 50.0), (2030, 70.0)]
    figure = trend(verdict(), FIGURES, goals=GOALS, path=path)
    assert named(figure, "序时进度")[0].line.dash == "dot"
    assert list(named(figure, "目标")[0].y) == [70.0, 70.0]
    assert list(named(figure, "阶段目标")[0].x) == [2025, 2030]
    assert list(named(figure, "基期")[0].x) == [2020]
    assert {"2025年 ≥50%", "目标 ≥70%", "单位：%", "<b>58.3%</b>"} <= set(words(figure))


def test_the_outlook_goes_on_to_the_plan_s_last_year():
    fan = fan_of(ahead(), FIGURES, GOALS, (0.0, 100.0))
    assert (fan.steps[0], fan.end) == ((2024, 58.3, 58.3, 58.3), 2030)
    assert fan.steps[1] == pytest.approx((2025, 62.0, 63.0, 64.0))
    assert fan.steps[-1] == pytest.approx((2030, 58.3 + 6 * 3.7, 58.3 + 6 * 4.7, 58.3 + 6 * 5.7))
    figure = trend(ahead(), FIGURES, goals=GOALS, extra=Extra(limits=(0.0, 100.0)))
    assert max(named(figure, "预期区间")[0].x) == 2030
    assert "预计 86.5%" in words(figure)


def test_the_outlook_stops_at_the_natural_limits():
    fan = fan_of(ahead(outlook_high=75.0), FIGURES, GOALS, (0.0, 100.0))
    assert [step[3] for step in fan.steps][2:4] == [pytest.approx(91.7), 100.0]
    falling = ahead(value=1.0, outlook_value=0.2, outlook_low=0.0, outlook_high=0.6)
    fan = fan_of(falling, [(2023, 2.0), (2024, 1.0)], [], (0.0, None))
    assert [step[1] for step in fan.steps] == [1.0, 0, 0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    "item",
    [verdict(), ahead(basis=Basis(aim_year=2024, final_year=2030)), ahead(value=50.0)],
    ids=["none", "past", "another line than the one judged"],
)
def test_no_outlook_is_drawn_without_one(item):
    assert fan_of(item, FIGURES, GOALS, (None, None)) is None
    assert not named(trend(item, FIGURES, goals=GOALS), "预期区间")


def test_small_numbers_carry_a_band_and_a_year_alone_a_bar():
    chances = [Chance(2020, 30, 50), Chance(2021, 32, 55), Chance(2024, 50, 66)]
    bands = named(trend(verdict(), FIGURES, extra=Extra(chances=chances)), "偶然波动范围")
    assert [list(band.y) for band in bands] == [[50, 55, 32, 30], [66, 66, 50, 50]]
    assert min(bands[1].x) < 2024 < max(bands[1].x)


def test_other_areas_are_told_apart_by_colour_and_mark_and_at_most_three_are_drawn():
    others = [Series(name, ((2020, 50.0), (2023, 60.0))) for name in ("全国", "省", "市", "邻县")]
    figure = trend(verdict(), FIGURES, extra=Extra(others=others))
    drawn = [trace for trace in figure.data if trace.name in ("全国", "省", "市", "邻县")]
    assert len(drawn) == 3
    assert len({trace.marker.symbol for trace in drawn}) == len({trace.line.color for trace in drawn}) == 3
    assert list(drawn[0].y) == [50.0, None, None, 60.0]  # gaps stay open
    assert sum("60%" in text for text in words(figure)) == 3


def test_remarks_stand_in_a_strip_below_every_line():
    notes = [Note(2021, "疫情影响", "体检暂停"), Note(2022, "口径调整", "改为常住人口")]
    figure = trend(verdict(), FIGURES, goals=GOALS, extra=Extra(notes=notes))
    assert rows_of(notes) == [0, 1]
    said = [note for note in figure.layout.annotations if note.text in ("疫情影响", "口径调整")]
    drawn = [y for trace in figure.data for y in (trace.y or ()) if y is not None]
    assert all(note.y < min(drawn) for note in said)
    assert list(named(figure, "年份标注")[0].x) == [2021, 2022]
    assert min(figure.layout.yaxis.tickvals) > max(note.y for note in said)


def test_a_remark_on_a_year_without_a_figure_has_no_ring():
    figure = trend(verdict(), FIGURES, extra=Extra(notes=[Note(2018, "其他", "机构合并")]))
    assert not named(figure, "年份标注")
    assert figure.layout.xaxis.range[0] < 2018


@pytest.mark.parametrize("rising", [True, False])
def test_the_last_figure_keeps_clear_of_its_own_line(rising):
    values = [40.0, 44.0, 49.0, 56.0, 60.0]
    series = list(zip(range(2020, 2025), values if rising else values[::-1], strict=True))
    board = Board(Frame(2019.5, 2030.4, 30, 80, 340), [series, [(2024, series[-1][1]), (2030, 75.0)]])
    corner = board.place(series[-1], "60%", 15)
    box = [board._box(series[-1], "60%", corner, 15, width) for width in WIDTHS]
    walked = [list(board._walk(line, width)) for width in WIDTHS for line in board.lines]
    assert not any(
        b[0] <= x <= b[2] and b[1] <= y <= b[3] for b in box for x, y in walked[0] + walked[2] if b is box[0]
    )


def test_words_at_the_right_edge_are_moved_apart():
    found = spread([100, 102, 300, 99], 8, 332)
    ordered = sorted(found)
    assert all(b - a >= 17 for a, b in pairwise(ordered))
    assert found[2] == 300
    assert found[3] < found[0] < found[1]
    assert max(spread([330, 331, 332], 8, 332)) <= 332


@pytest.mark.parametrize("palette", [charts.LIGHT, charts.DARK])
@pytest.mark.parametrize(
    "series", [[], [(2024, None)], [(2024, 58.3)], [(2024, 0.0)], [(2023, 0.0), (2024, 0.0)]]
)
def test_a_trend_stands_with_little_or_nothing(palette, series):
    bare = verdict(value=None, base_value=None, base_year=None, milestone_value=None)
    figure = trend(bare, series, palette=palette)
    low, high = figure.layout.yaxis.range
    assert low < high
    assert len(figure.layout.yaxis.tickvals) >= 2


def test_wide_intervals_do_not_press_the_figures_flat():
    rare = verdict(value=37.0, base_value=31.0, unit="1/10万", milestone_value=12.0)
    chances = [Chance(year, 0.0, 900.0) for year in (2022, 2023, 2024)]
    figure = trend(rare, [(2022, 0.0), (2023, 29.0), (2024, 37.0)], extra=Extra(chances=chances))
    assert figure.layout.yaxis.range[1] < 150
    assert cut(figure)
    assert not cut(trend(verdict(), FIGURES, extra=Extra(chances=[Chance(2024, 50, 66)])))


def test_the_last_figure_never_stands_on_the_axis():
    figure = trend(verdict(value=0.0, base_value=None), [(2022, 3.0), (2023, 0.0), (2024, 0.0)])
    (said,) = [note for note in figure.layout.annotations if note.text == "<b>0%</b>"]
    assert said.yshift > 0
