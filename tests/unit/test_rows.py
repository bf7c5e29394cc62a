"""Filtering, searching and ordering of the list; safe HTML; what a target line says."""

import pytest

from dashboard import markup
from dashboard.rows import Filters, Row, by_distance, initials, joined, matches
from dashboard.views.detail import second_words, verdict_pairs
from dashboard.views.guide import method_words
from dashboard.views.origin import breakdown_words
from indicators.assess import Settings
from indicators.model import Assessment, Basis, Direction, Indicator, PlanKind


def row(code="W1", name="婚前医学检查率", **fields):
    known = {
        "plan": "women", "domain": "健康", "area": "甲县", "year": 2024, "value": 58.0, "unit": "%",
        "target": "达到80%以上", "milestone_year": 2030, "milestone_value": 80.0, "lead_unit": "卫健局",
        "attainment": "not_met", "word": "达标困难", "alert": "red",
    }  # fmt: skip
    item = Assessment(code=code, indicator=name, **(known | fields))
    return Row(
        item, Indicator(code, name, "%", (PlanKind.WOMEN,), "健康", Direction.HIGHER, aliases=("婚检率",))
    )


@pytest.mark.parametrize("search", ["婚前", "婚检率", "w1", "hqyx", "婚前 W1", "HQYX", ""])
def test_search_finds_by_name_alias_code_and_initials(search):
    assert matches(row(), search)


@pytest.mark.parametrize("search", ["宫颈", "w2", "婚前 w2"])
def test_search_leaves_out_what_does_not_match(search):
    assert not matches(row(), search)


def test_initials_keep_digits_and_letters():
    assert initials("HPV疫苗2剂") == "hpvym2j"


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [
        (Filters(), True),
        (Filters(plan=["women"], domain=["健康"], status=["unmet"], alert=["red"], unit=["卫健局"]), True),
        (Filters(plan=["children"]), False),
        (Filters(status=["met"]), False),
        (Filters(alert=["green", "red"]), True),
        (Filters(unit=["教育局"]), False),
        (Filters(attained=["met", "not_met"]), True),
        (Filters(attained=["met"]), False),
    ],
)
def test_filters_all_have_to_agree(wanted, kept):
    assert wanted.keep(row()) is kept


def test_both_plans_asking_the_same_are_one_line():
    both = joined([row(), row(plan="children"), row(plan="children", target="达到90%以上")])
    assert [line.plans for line in both] == [("women", "children"), ("children",)]


def test_distance_puts_the_farthest_first_and_the_unknown_last():
    rows = [
        row("a", value=79.0),
        row("b", value=40.0),
        row("c", value=None),
        row("d", value=90.0, attainment="met"),
    ]
    assert [line.item.code for line in by_distance(rows)] == ["b", "a", "d", "c"]


def test_an_older_change_names_its_year():
    last = Basis(figure_year=2024, previous_year=2023, previous_value=60.0)
    older = Basis(figure_year=2024, previous_year=2021, previous_value=60.0)
    assert row(basis=last).change == "下降2个百分点 · 变差"
    assert row(basis=older).change == "较2021年下降2个百分点 · 变差"
    assert row().change == "—"


def test_text_from_outside_is_never_markup():
    evil = '<script>alert("x")</script>'
    html = markup.lines([row(name=evil, sentence=evil, target=evil, lead_unit=evil)], lambda _: evil)
    assert "<script" not in html
    assert "&lt;script" in html


def test_every_bullet_says_its_numbers_to_those_who_cannot_see_it():
    html = markup.lines([row()], lambda _: "x")
    assert 'role="img"' in html
    assert "2030年目标80%" in html


def test_disagreement_of_methods_is_said():
    assert second_words(row(pace="on_schedule", second="limited")) == "进展有限（两种方法的看法不同）"
    assert second_words(row(pace="behind", second="limited")) == "进展有限"
    assert second_words(row(pace="too_few_points", second="limited")) == "进展有限"


def test_verdict_names_the_numbers_that_went_into_it():
    said = dict(
        verdict_pairs(
            row(base_year=2020, base_value=70.0, required=74.0, pace="moving_away", pace_ratio=-3.0)
        )
    )
    assert said["现值"] == "58%"
    assert said["基期"] == "70%（2020年）"
    assert said["今年应达"] == "74%"
    assert said["进度"] == "背离目标"


@pytest.mark.parametrize(
    ("figure_year", "label"), [(2024, "今年应达"), (None, "今年应达"), (2022, "2022年应达")]
)
def test_what_an_older_figure_should_have_reached_is_said_of_its_year(figure_year, label):
    said = dict(verdict_pairs(row(required=74.0, basis=Basis(figure_year=figure_year))))
    assert said[label] == "74%"


def test_guide_shows_the_settings_in_force():
    words = method_words(Settings(near_miss=0.02, pace_ahead=1.5, nearly_counts=False))
    assert words["near_miss"] == "2%"
    assert words["pace_ahead"] == "1.50"
    assert words["nearly_counts"] == "基本达标不"


@pytest.mark.parametrize(
    ("text", "said"), [("", "全部"), ('{"性别":"女"}', "女"), ('{"城乡":"农村","性别":"男"}', "农村、男")]
)
def test_breakdowns_in_words(text, said):
    assert breakdown_words(text) == said


def test_a_link_reads_the_address_once_in_a_run(monkeypatch):
    from dashboard import state

    class Params(dict):
        asked = 0

        def get_all(self, key):
            Params.asked += 1
            return [self[key]] if key in self else []

    monkeypatch.setattr(state.st, "query_params", Params(year="2024"))
    state.begin_run()
    try:
        assert {state.link("indicators", code="W1") for _ in range(100)} == {"indicators?year=2024&code=W1"}
        assert Params.asked == len(state.SHARED)
    finally:
        state.forget_run()
    state.st.query_params["year"] = "2023"
    assert state.link("indicators") == "indicators?year=2023"
