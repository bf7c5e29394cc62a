"""How far indicators are from this year's demand and from the last one, and their verdicts by year."""

import pytest

from dashboard import markup_progress
from dashboard.progress import by_shortfall, distance, final_of, heat, line, now_of
from dashboard.rows import Row
from indicators.model import Assessment, Basis, Direction, Indicator, PlanKind


def row(value=58.0, direction=Direction.HIGHER, *, code="W1", final=(2030, 80.0), unit="%", **fields):
    known = {
        "plan": "women", "domain": "健康", "area": "甲县", "year": 2024, "target": "达到80%以上",
        "milestone_year": 2030, "milestone_value": 80.0, "required": 64.0, "attainment": "not_met",
        "word": "达标困难", "alert": "red",
    } | fields  # fmt: skip
    basis = Basis(direction=direction, final_year=final[0], final_value=final[1], decimals=1)
    item = Assessment(code=code, indicator=f"指标{code}", value=value, unit=unit, basis=basis, **known)
    return Row(item, Indicator(code, f"指标{code}", unit, (PlanKind.WOMEN,), "健康", direction))


@pytest.mark.parametrize(
    ("value", "direction", "wanted", "unit", "words"),
    [
        (93.7, Direction.HIGHER, 95.0, "%", "还差1.3个百分点"),
        (95.0, Direction.HIGHER, 95.0, "%", "正好"),
        (96.4, Direction.HIGHER, 95.0, "%", "超出1.4个百分点"),
        (6.57, Direction.LOWER, 6.0, "‰", "还差0.57个千分点"),
        (3.48, Direction.LOWER, 5.0, "‰", "超出1.52个千分点"),
        (3.0, Direction.HIGHER, 5.0, "个", "还差2.0个"),
    ],
)
def test_a_distance_in_words(value, direction, wanted, unit, words):
    found = distance(row(value, direction, unit=unit), wanted)
    said = found.words.replace("0.570", "0.57").replace("1.520", "1.52")
    if value in (6.57, 3.48):  # the figure's own decimals win over the demand's
        assert said.startswith(words[:2])
        assert "千分点" in said
    else:
        assert said == words


@pytest.mark.parametrize(
    ("value", "attainment", "wanted", "words", "behind"),
    [
        (112.0, "not_met", 108.0, "还差4.0", True),  # the target itself
        (113.0, "not_met", 112.0, "还差1.0", True),  # the edge that this year asks for
        (111.0, "not_met", 112.0, "超出1.0", False),
        (105.0, "not_met", 112.0, "超出1.0", False),  # as near from the other side
        (107.2, "met", 108.0, "在允许的范围内", False),
    ],
)
def test_a_figure_that_need_only_be_near_its_target(value, attainment, wanted, words, behind):
    found = distance(
        row(value, Direction.AROUND, unit="", milestone_value=108.0, attainment=attainment), wanted
    )
    assert (found.words, found.behind) == (words, behind)


def test_the_last_bits_of_a_reckoned_demand_leave_nothing_behind():
    found = distance(row(54.0), 54.0 + 1e-9)
    assert (found.words, found.behind) == ("正好", False)


@pytest.mark.parametrize(
    ("value", "direction", "wanted"),
    [(None, Direction.HIGHER, 95.0), (93.7, Direction.HIGHER, None), (93.7, Direction.NONE, 95.0)],
)
def test_no_distance_without_figure_demand_or_direction(value, direction, wanted):
    assert distance(row(value, direction), wanted) is None


def test_the_plans_last_demand_else_the_one_in_force():
    assert final_of(row().item) == (2030, 80.0)
    assert final_of(row(final=(None, None), milestone_year=2025, milestone_value=70.0).item) == (2025, 70.0)
    assert now_of(row().item) == 64.0
    assert now_of(row(required=None).item) == 80.0


def test_the_farthest_behind_comes_first_and_what_cannot_be_told_last():
    rows = [
        row(64.0, code="ON"),
        row(None, code="NONE"),
        row(40.0, code="FAR"),
        row(60.0, code="NEAR"),
        row(90.0, code="OVER"),
        row(70.0, code="ONLYFINAL", required=None, milestone_value=None),
    ]
    assert [found.row.item.code for found in by_shortfall(rows)] == [
        "FAR", "ONLYFINAL", "NEAR", "ON", "OVER", "NONE",
    ]  # fmt: skip


def test_the_bullet_is_drawn_to_the_last_demand_with_this_years_mark():
    found = line(row(milestone_value=70.0, milestone_year=2025))
    assert found.bullet.target == 80.0
    html = markup_progress.lines([found], lambda row: "x")
    assert 'class="need"' in html
    assert "还差6.0个百分点" in html
    assert "2030年 80.0" in html or "2030年 80" in html


def verdict(year, code="W1", alert="green", **fields):
    return row(code=code, alert=alert, year=year, **fields).item


def test_a_line_for_each_indicator_with_a_target_in_any_year():
    past = [verdict(2022), verdict(2024), verdict(2024, code="W2")]
    found = heat([row(), row(code="W3")], past, [2022, 2023, 2024])
    assert [(item.row.item.code, [cell and cell.year for cell in item.cells]) for item in found] == [
        ("W1", [2022, None, 2024])
    ]


def test_of_two_target_sets_the_graver_verdict_stands():
    past = [verdict(2024, alert="green"), verdict(2024, alert="red", word="退标")]
    (found,) = heat([row()], past, [2024])
    assert found.cells[0].word == "退标"


def test_the_map_says_each_cell_in_words_and_keeps_no_target_apart_from_no_data():
    past = [verdict(2023, value=None, attainment="no_data", word="无数据"), verdict(2024)]
    found = heat([row()], past, [2022, 2023, 2024])
    html = markup_progress.heat(found, [2022, 2023, 2024], lambda row: "all", lambda item: f"y{item.year}")
    assert 'title="2022年没有目标"' in html
    assert "2023年无数据" in html
    assert 'href="y2024"' in html
    assert "2024年达标困难，58.0" in html


def test_text_from_outside_stays_text():
    nasty = row(target="<script>alert(1)</script>", code="<b>")
    html = markup_progress.lines([line(nasty)], lambda row: "x")
    html += markup_progress.heat(heat([nasty], [nasty.item], [2024]), [2024], lambda r: "x", lambda i: "x")
    assert "<script>" not in html
    assert "<b>" not in html
