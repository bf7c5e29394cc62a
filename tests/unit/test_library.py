"""The handbook: entries, search, the reckoning in words, targets in this district."""

import pytest

from dashboard import library
from indicators.catalog import builtin
from indicators.model import Assessment, Basis

ITEMS = list(builtin().by_code.values())
BY_CODE = builtin().by_code


def verdict(code, target, plan="women", **basis):
    return Assessment(code=code, indicator="x", plan=plan, domain="健康", area="甲县", year=2024, value=None,
                      unit="%", target=target, basis=Basis(**basis))  # fmt: skip


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("W0103", "孕产妇死亡人数 ÷ 活产数 × 100,000"),
        ("C0103", "5岁以下儿童死亡人数 ÷ 活产数 × 1000‰"),
        ("W0601", "托位总数 ÷ 常住人口 × 1000"),
        ("W0115", "宫颈癌实查人数 ÷ 宫颈癌应查人数 × 100%"),
        ("W0806", "由人按依据评定"),
        ("W0106", "直接填报"),
        ("W0112", library.NO_FORMULA),
    ],
)
def test_the_reckoning_in_words(code, words):
    assert library.formula(BY_CODE[code]) == words


def test_every_indicator_stands_in_the_handbook_under_each_of_its_plans():
    for plan in ("women", "children", "grassroots"):
        listed = [item for items in library.chapters(ITEMS, plan).values() for item in items]
        assert listed == builtin().of_plan(plan) or sorted(i.code for i in listed) == sorted(
            i.code for i in builtin().of_plan(plan)
        )


@pytest.mark.parametrize("search", ["宫颈癌", "W0115", "gja", "卫生健康局 宫颈"])
def test_search_finds_by_name_code_unit_and_initials(search):
    found = library.chapters(ITEMS, "women", search=search)
    assert "W0115" in [item.code for items in found.values() for item in items]
    assert not library.chapters(ITEMS, "women", search="没有这个词")


def test_an_entry_says_what_the_sources_left_out():
    html = library.entry(BY_CODE["W0107"], "women", {}, "library?code=W0107", "indicators?code=W0107")
    assert library.NO_TARGET in html
    assert 'id="W0107"' in html
    html = library.entry(BY_CODE["W0806"], "women", {}, "a", "b")
    assert library.NO_CALIBER in html


def test_targets_of_both_plans_and_programmes_are_told_apart():
    goals = library.goals_of(
        [
            verdict("W0115", "达到70%以上"),
            verdict("W0115", "达到80%", target_set="健康行动"),
            verdict("W0107", None),
        ]
    )
    assert goals == {("W0115", "women"): ["达到70%以上", "达到80%（健康行动）"]}


def test_the_table_to_take_away_has_every_indicator_and_no_empty_meaning():
    table = library.table(ITEMS, {})
    assert set(table["编号"]) == set(BY_CODE)
    assert (table["含义"] != "").all()
