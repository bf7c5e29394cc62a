"""Results given out: frozen with data, targets and constants, comparable with each other and with now."""

import pytest
from store_kit import AREAS, CATALOG, COUNTY, TOWNS, figures, indicator

from indicators.assess import (
    Settings,
    View,
    assess,
    changes,
    publish,
    set_method,
    settings_in_force,
    settings_of,
)
from indicators.assess.disclosure import (
    for_publication,
    sensitive_codes,
    sensitive_indicators,
    set_sensitive,
)
from indicators.catalog import Catalog, PlanGoal, builtin
from indicators.model import PlanKind
from indicators.store import OfficeRefused, Store
from indicators.targets import parse_target

pytestmark = pytest.mark.tenth(8)


def goal(phrase, **more):
    return PlanGoal("T1", "指标T1", PlanKind.WOMEN, phrase, parse_target(phrase, unit="%").target, **more)


@pytest.fixture
def store():
    with Store.memory() as made:
        made.put_areas(AREAS)
        made.put_catalog(CATALOG, goals=[goal("2030年达到70%以上")], area=COUNTY, by="t")
        put(made, ("T1", COUNTY, 2020, 50.0), ("T1", COUNTY, 2024, 69.0))
        yield made


def put(store, *rows, **more):
    frame = figures(*rows)
    for name, values in more.items():
        frame[name] = values
    return store.accept(frame, file="f.csv", data=repr((rows, more)).encode(), by="t")


def test_a_result_is_frozen(store):
    before = assess(store, year=2024)
    seen = store.data_version()
    made = publish(store, title="2024年度", by="王", year=2024)
    put(store, ("T1", COUNTY, 2024, 10.0))
    set_method(store, {"near_miss": 0.05}, "市里要求", by="王")
    assert store.published_verdicts(made.id) == before
    assert (made.year, made.area, made.data_version, settings_of(made)) == (2024, None, seen, Settings())
    assert assess(store, year=2024) != before


def test_nothing_changed_since(store):
    made = publish(store, title="2024年度", by="王", year=2024)
    assert changes(store, View(result=made.id)) == []


def test_a_result_and_now(store):
    made = publish(store, title="2024年度", by="王", year=2024)
    put(store, ("T1", COUNTY, 2024, 51.0))
    (found,) = changes(store, View(result=made.id), View(2024))
    assert found.causes == ("data_revised",)
    assert found.text == "指标T1由“预期可达标”变为“达标困难”：数据修订（2024年69.0%→51.0%）"


def test_two_results_and_the_time_between(store):
    one = publish(store, title="2024年度", by="王", year=2024)
    put(store, ("T1", COUNTY, 2025, 71.0))
    two = publish(store, title="2025年度", by="王", year=2025)
    put(store, ("T1", COUNTY, 2025, 20.0))
    (found,) = changes(store, View(result=one.id), View(result=two.id))
    assert found.causes == ("time_passed",)
    assert found.after.value == 71.0


def test_constants_changed_between(store):
    made = publish(store, title="2024年度", by="王", year=2024)
    set_method(store, {"near_miss": 0.02}, "市里要求", by="王")
    (found,) = changes(store, View(result=made.id), View(2024))
    assert found.causes == ("method_revised",)
    assert found.text == "指标T1由“预期可达标”变为“基本达标”：评估办法的常数有调整"


def test_a_target_revised_between(store):
    made = publish(store, title="2024年度", by="王", year=2024)
    store.put_catalog(CATALOG, goals=[goal("2024年达到90%以上", version="2023")], area=COUNTY, by="t")
    (found,) = changes(store, View(result=made.id), View(2024))
    assert found.causes == ("target_revised",)


def test_constants_in_force_come_from_the_store(store):
    assert settings_in_force(store) == Settings()
    (item,) = assess(store, year=2024)
    assert item.attainment == "not_met"
    set_method(store, {"near_miss": 0.02, "outlook_min": 3}, "市里要求", by="王")
    assert settings_in_force(store) == Settings(near_miss=0.02)
    assert store.method() == {"near_miss": 0.02}, "a default is not recorded"
    (item,) = assess(store, year=2024)
    assert item.attainment == "nearly_met"
    (item,) = assess(store, year=2024, settings=Settings())
    assert item.attainment == "not_met"
    set_method(store, {"near_miss": None}, "改回", by="王")
    assert (settings_in_force(store), store.method()) == (Settings(), {})


BAD = [
    {"near_mis": 0.02},
    {"near_miss": 2},
    {"near_miss": "0.02"},
    {"stale_after": 2.5},
    {"nearly_counts": 1},
    {"pace_slow": 0.99},
    {"outlook_min": 4, "outlook_window": 3},
]


@pytest.mark.parametrize("values", BAD, ids=str)
def test_a_constant_out_of_its_limits_is_refused(store, values):
    with pytest.raises(OfficeRefused, match=next(iter(values))):
        set_method(store, values, "试试", by="王")
    assert store.method() == {}


def test_small_counts_of_sensitive_indicators_are_kept_back():
    catalog = Catalog((indicator("T1", sensitive=True, multiplier=100.0),))
    with Store.memory() as store:
        store.put_areas(AREAS)
        store.put_catalog(catalog, goals=[goal("2030年达到70%以上")], area=COUNTY, by="t")
        put(store, ("T1", COUNTY, 2024, 40.0), ("T1", TOWNS[0], 2024, 40.0), numerator=4, denominator=10)
        made = publish(store, title="2024年度", by="王", year=2024, area=COUNTY, below=True)
        (item,) = store.published_verdicts(made.id)
        assert (item.area, item.value, item.attainment) == (COUNTY, None, "not_met")
        assert "40" not in repr(item)
        assert item.sentence.startswith("2024年按规定不公布数值（人数<5")
        assert changes(store, View(result=made.id), area=None) == []
        put(store, ("T1", COUNTY, 2024, 50.0), numerator=5, denominator=10)
        made = publish(store, title="2024年度", by="王", year=2024, area=COUNTY)
        assert [item.value for item in store.published_verdicts(made.id)] == [50.0]


def test_what_would_give_a_small_count_away_is_kept_back_too():
    catalog = Catalog((indicator("T1", sensitive=True, unit="人"),))
    with Store.memory() as store:
        store.put_areas(AREAS)
        store.put_catalog(catalog, goals=[goal("逐步降低")], area=COUNTY, by="t")
        put(store, ("T1", COUNTY, 2020, 3.0), ("T1", COUNTY, 2024, 9.0))
        (item,) = for_publication(assess(store, year=2024), store, Settings())
        assert (item.value, item.base_value, item.basis.previous_value) == (9.0, None, None)
        assert "3" not in item.sentence
        assert "9.0人" in item.sentence


def test_the_office_says_what_is_sensitive():
    catalog = Catalog((indicator("T1", unit="人"), indicator("T2", unit="人", sensitive=True)))
    with Store.memory() as store:
        store.put_areas(AREAS)
        store.put_catalog(catalog, by="t")
        assert sensitive_codes(store) == ["T2"]
        set_sensitive(store, "T1", True, "妇联要求", by="王")
        set_sensitive(store, "T2", False, "已公开", by="王")
        assert sensitive_codes(store) == ["T1"]
        assert [(item.reason, item.by_office) for item in sensitive_indicators(store)] == [
            ("妇联要求", True), ("已公开", True),
        ]  # fmt: skip
        with pytest.raises(OfficeRefused):
            set_sensitive(store, "T1", False, " ", by="王")


def test_every_sensitive_indicator_says_why():
    found = [item for item in builtin().indicators if item.sensitive]
    assert found
    assert [item.code for item in found if not item.sensitive_reason] == []
