"""The method page says every constant with its value, changes with each, and judges its examples itself."""

from dataclasses import fields, replace

import pytest

from indicators.assess import Settings
from indicators.assess.handbook import LABELS, chapters, constants, decisions, rules, shown
from indicators.assess.settings import LIMITS

NAMES = [item.name for item in fields(Settings)]
# A value other than the default for each, inside its limits and not crossing its neighbours.
OTHER = {
    "pace_ahead": 1.5, "pace_on_schedule": 0.9, "pace_slow": 0.5, "pace_behind": 0.1, "second_on_track": 0.9,
    "second_moderate": 0.5, "second_limited": 0.1, "second_free_on_track": 0.02, "second_free_moderate": 0.01,
    "second_free_limited": 0.001, "outlook_window": 8, "outlook_min": 4, "outlook_low": 0.2,
    "outlook_high": 0.8, "confidence": 0.9, "limit_exponent": 4.0, "target_zero": 0.01, "near_miss": 0.02,
    "around_tolerance": 0.03, "word_pace": 0.9, "pace_min_change": 0.02, "rollup_share": 0.8,
}  # fmt: skip


def other(name):
    default = getattr(Settings(), name)
    if isinstance(default, bool):
        return not default
    return OTHER.get(name, default + 1)


def page(settings):
    parts = [f"{item.title}\n{item.body}" for item in chapters(settings)]
    parts += [f"{case}:{answer}" for case, answer in decisions(settings)]
    parts += [example.verdict.sentence for item in chapters(settings) for example in item.examples]
    return "\n".join(parts)


def test_every_constant_has_a_name_for_people_and_limits():
    assert list(LABELS) == NAMES
    assert set(LIMITS) == {name for name in NAMES if not isinstance(getattr(Settings(), name), bool)}


def test_every_constant_stands_in_the_list_with_its_value():
    listed = {item.name: item.value for item in constants(Settings())}
    assert listed == {name: shown(name, getattr(Settings(), name)) for name in NAMES}
    assert (listed["near_miss"], listed["pace_ahead"], listed["nearly_counts"]) == ("1%", "1.3", "是")


def test_every_constant_is_named_in_the_rules():
    """Not only in the list: the text itself changes with each constant."""
    before = "\n".join(body for _, body, _ in rules(Settings()))
    for name in NAMES:
        settings = replace(Settings(), **{name: other(name)}).checked()
        after = "\n".join(body for _, body, _ in rules(settings))
        assert after != before, name
        value = getattr(settings, name)
        if not isinstance(value, bool):
            assert shown(name, value) in after, name


def test_nothing_is_left_unfilled():
    text = page(Settings())
    assert "{" not in text
    assert "}" not in text


def test_the_examples_are_judged_by_the_constants_in_force():
    def words(settings):
        found = [example.verdict for item in chapters(settings) for example in item.examples]
        return {item.indicator: (item.word, item.alert) for item in found}

    plain = words(Settings())
    assert plain["near"] == ("基本达标", "yellow")
    assert words(replace(Settings(), near_miss=0.001))["near"] == ("预期可达标", "green")
    assert words(replace(Settings(), around_tolerance=0.01))["around"][0] != plain["around"][0]


def test_the_examples_show_what_the_rules_say():
    """The cases printed in the method itself: 54 in 2026, 20.1 against 20, 49.2 around 50."""
    found = {e.verdict.indicator: e.verdict for item in chapters(Settings()) for e in item.examples}
    assert found["path"].required == 54.0
    assert found["near"].attainment == "nearly_met"
    assert found["around"].attainment == "met"
    assert found["slipped"].pace == "slipped"
    assert (found["small"].alert, found["small"].word) == ("orange", "未达标")
    assert "按复合增长" in found["second"].sentence
    assert found["outlook"].outlook == "will_miss"


def test_a_missed_target_without_base_is_grey_but_says_that_it_is_missed():
    """The order of the alerts puts a missing base before red; word and first reason do not hide it."""
    found = next(
        e.verdict for item in chapters(Settings()) for e in item.examples if e.verdict.indicator == "missed"
    )
    assert (found.word, found.alert, found.pace) == ("未达标", "grey", "too_few_points")
    assert found.reasons[0] == "到目标年仍未达标"
    assert "预警为灰色" in found.reasons[1]


@pytest.mark.parametrize("case", ["没有写年份", "缺基期数据", "部分做到", "没有答复是否适用", "规划期满"])
def test_open_cases_are_listed(case):
    assert any(case in item for item, _ in decisions(Settings()))
