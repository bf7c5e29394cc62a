"""The built-in catalogue as the rest of the product uses it."""

import csv
import re
from collections import Counter

import pytest

from indicators.catalog import Catalog, applicable_targets, builtin, check_definitions
from indicators.catalog.catalogue import labels_of
from indicators.catalog.labels import label_key
from indicators.model import Area, AreaLevel, Direction, Frequency, PlanKind
from indicators.targets import parse_target

NATION = Area("0", "全国", "全国", AreaLevel.NATION)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return builtin()


def test_chapters_stand_in_the_order_of_the_plans(catalog):
    assert list(catalog.chapters("women")) == [
        "健康", "教育", "经济", "参与决策和管理", "社会保障", "家庭建设", "环境", "法律", "背景指标",
    ]  # fmt: skip
    assert list(catalog.chapters("children")) == [
        "健康", "安全", "教育", "福利", "家庭", "环境", "法律保护", "背景指标",
    ]  # fmt: skip
    assert list(catalog.chapters("grassroots")) == ["基层工作"]


def test_an_indicator_of_both_plans_is_defined_once_and_stands_under_both(catalog):
    item = catalog.named("九年义务教育巩固率")
    assert item.plans == (PlanKind.WOMEN, PlanKind.CHILDREN)
    assert item in catalog.chapters("women")["教育"]
    assert item in catalog.chapters("children")["教育"]
    places = catalog.named("每千人口拥有3岁以下婴幼儿托位数")
    assert places.domain_in("women") == "家庭建设"
    assert places.domain_in("children") == "家庭"


def test_every_code_of_the_source_leads_to_its_indicator(catalog, shared):
    with open(shared / "domain" / "indicators.csv", encoding="utf-8-sig") as file:
        codes = [row["code"] for row in csv.DictReader(file)]
    assert len(codes) == 203
    assert [code for code in codes if not catalog.find_all(code)] == []


@pytest.mark.parametrize(
    ("old", "codes"),
    [
        ("W0214", ["C0304"]),
        ("W0215", ["C0305"]),
        ("W0104", ["W0103"]),
        ("W0105", ["W0103"]),
        ("C0308", ["C0308A", "C0308B", "C0308C", "C0308D"]),
        ("W0508", ["W0508A", "W0508B"]),
        ("B0001", ["B0001A", "B0001B"]),
    ],
)
def test_merged_and_split_rows_keep_the_source_code(catalog, old, codes):
    assert [item.code for item in catalog.find_all(old)] == codes
    assert (catalog.find(old) is None) == (len(codes) > 1)


def test_no_label_means_two_indicators(catalog):
    keys = Counter()
    for item in catalog.indicators:
        labels = (*labels_of(item), *(part.label for part in item.parts))
        keys.update({label_key(label) for label in labels})
    assert [key for key, count in keys.items() if count > 1] == []


def test_a_breakdown_has_its_own_name_but_is_no_indicator(catalog):
    assert catalog.named("城市孕产妇死亡率") is None
    entries = [entry for entry in catalog.vocabulary().indicators if "城市孕产妇死亡率" in entry.labels]
    assert [(entry.code, entry.breakdown) for entry in entries] == [("W0103", (("城乡", "城市"),))]


def test_every_national_series_matches_exactly_one_indicator(catalog, shared):
    with open(shared / "data" / "national-2010-2024.csv", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    names = {row["indicator"] for row in rows}
    assert len(names) == 41
    owners = {
        name: [item.code for item in catalog.indicators if label_key(name) in map(label_key, labels_of(item))]
        for name in names
    }
    assert {name: codes for name, codes in owners.items() if len(codes) != 1} == {}
    for row in rows:
        item = catalog.named(row["indicator"])
        assert item.unit == row["unit"]
        assert row["plan"] in item.plans
    assert catalog.named("女性人均预期寿命") is catalog.named("女性平均预期寿命")


def test_every_grassroots_name_is_known(catalog, shared):
    with open(shared / "domain" / "grassroots.csv", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    unknown = [row["indicator"] for row in rows if not catalog.named(row["indicator"])]
    assert unknown == []
    for row in rows:
        item = catalog.named(row["indicator"])
        assert item.unit == row["unit"]
        assert PlanKind.GRASSROOTS in item.plans


def test_the_nation_is_held_to_national_targets_only(catalog):
    found = applicable_targets(catalog, NATION, year=2030)
    assert {target.scope for _, target in found} == {"国家"}
    assert not any(target.example for _, target in found)
    own = {item.code: target.phrase for item, target in found if not target.set_name}
    assert own["W0103"] == "下降到12/10万以下"
    assert own["C0125"] == "达到1.12名"
    assert "C0116" not in own  # the csv has a city's value only


def test_every_target_phrase_can_be_read(catalog):
    unread = [
        (item.code, target.phrase, one.message)
        for item in catalog.indicators
        for target in item.targets
        for one in parse_target(
            target.phrase, unit=item.unit, direction=item.direction, period=target.period
        ).findings
    ]
    assert unread == []
    assert check_definitions() == []


def test_every_target_says_where_it_was_found(catalog):
    targets = [target for item in catalog.indicators for target in item.targets]
    assert len(targets) > 200
    assert all(target.source and target.grade for target in targets)
    assert all(target.example == (target.scope != "国家") for target in targets)


def test_the_earlier_period_has_a_set_of_its_own(catalog):
    found = applicable_targets(catalog, NATION, period=(2011, 2020))
    phrases = {item.code: target.phrase for item, target in found}
    assert phrases["W0103"] == "控制在20/10万以下"
    assert phrases["C0304"] == "达到95%以上"


def test_no_built_in_target_judges_a_district_or_the_city_of_an_example(catalog):
    for area in (
        Area("350100", "福州市", "福州市", AreaLevel.CITY),
        Area("990001", "示例县", "示例县", AreaLevel.COUNTY),
    ):
        assert applicable_targets(catalog, area) == []


def test_shares_are_capped_only_where_they_cannot_exceed_100(catalog):
    for name in ("高中阶段教育毛入学率", "九年义务教育巩固率", "学前教育毛入园率", "高等教育毛入学率"):
        assert catalog.named(name).upper is None
    assert catalog.named("孕产妇系统管理率").upper == 100
    assert catalog.named("每千人口拥有3岁以下婴幼儿托位数").upper is None


def test_flags_that_change_a_verdict(catalog):
    assert catalog.named("村委会成员中女性比例").frequency is Frequency.TERM
    assert catalog.named("孕产妇死亡率").random_events
    assert not catalog.named("适龄妇女宫颈癌人群筛查率").random_events
    assert not catalog.named("每千名儿童拥有儿科床位数").random_events
    assert catalog.named("拐卖儿童案件发案数").sensitive
    assert catalog.named("艾滋病母婴传播率").sensitive
    assert catalog.named("就业人员中的女性比例").direction is Direction.AROUND


def test_the_nearest_names_are_offered(catalog):
    best = catalog.nearest("孕妇死亡率")
    assert len(best) == 3
    assert best[0][0].code == "W0103"
    assert [score for _, score in best] == sorted((score for _, score in best), reverse=True)


def test_the_catalogue_is_made_once():
    assert builtin() is builtin()


def source_rows(shared) -> dict[str, dict[str, str]]:
    with open(shared / "domain" / "indicators.csv", encoding="utf-8-sig") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


TARGET_COLUMNS = (
    "target_2030", "target_2030_text", "target_2025_or_other_interim", "target_prev_cycle_2020",
    "target_scope",
)  # fmt: skip


def test_quoted_phrases_stand_in_the_source_and_written_ones_use_its_numbers(catalog, shared):
    rows = source_rows(shared)
    wrong = []
    for item in catalog.indicators:
        codes = [item.code, *item.old_codes, *(part.old_code for part in item.parts)]
        own = [rows[code] for code in codes if code in rows]
        held = label_key(" ".join(row[column] for row in own for column in TARGET_COLUMNS))
        full = {"100"} if any(row["target_kind"] == "full_coverage" for row in own) else set()
        for target in item.targets:
            numbers = set(re.findall(r"\d+(?:\.\d+)?", target.phrase.replace("10万", "")))
            unknown = [one for one in numbers - full - {str(target.period[1])} if one not in held]
            if unknown or (target.quoted and label_key(target.phrase) not in held):
                wrong.append((item.code, target.scope, target.phrase))
    assert wrong == []


def test_every_national_value_of_the_source_is_a_target(catalog, shared):
    """Rows marked 国家 in the scope of 2030 or in the earlier cycle each have their national target."""
    for code, row in source_rows(shared).items():
        targets = [one for item in catalog.find_all(code) for one in item.targets if one.scope == "国家"]
        if row["target_scope"].startswith("国家") and row["target_2030_text"]:
            assert any(one.period[1] == 2030 for one in targets), code
        if row["target_prev_cycle_2020"].startswith("国家"):
            assert any(one.period[1] <= 2020 for one in targets), code
