"""What changed between two looks at a store, and the reason given for it."""

import datetime as dt

import pytest
from store_kit import AREAS, CATALOG, COUNTY, figures

from indicators.assess import View, assess, changes
from indicators.catalog import PlanGoal
from indicators.model import PlanKind
from indicators.store import Store
from indicators.targets import parse_target

pytestmark = pytest.mark.tenth(3)


def goal(phrase, **more):
    return PlanGoal("T1", "指标T1", PlanKind.WOMEN, phrase, parse_target(phrase, unit="%").target, **more)


@pytest.fixture
def store():
    with Store.memory() as made:
        made.put_areas(AREAS)
        made.put_catalog(CATALOG, goals=[goal("2030年达到70%以上")], area=COUNTY, by="t")
        put(made, ("T1", COUNTY, 2020, 50.0), ("T1", COUNTY, 2024, 58.3))
        yield made


def put(store, *rows):
    return store.accept(figures(*rows), file="f.csv", data=repr(rows).encode(), by="t")


def now():
    return dt.datetime.now(dt.UTC)


def test_nothing_changed_is_no_change(store):
    assert changes(store, View(2024, now())) == []


def test_a_revised_figure(store):
    before = now()
    put(store, ("T1", COUNTY, 2024, 51.0))
    (found,) = changes(store, View(2024, before), View(2024))
    assert found.causes == ("data_revised",)
    assert found.text == "指标T1由“预期可达标”变为“达标困难”：数据修订（2024年58.3%→51.0%）"


def test_a_withdrawn_figure(store):
    moment = now()
    item = put(store, ("T1", COUNTY, 2024, 71.0))
    between = now()
    store.undo(item.id, "t", "错了")
    assert [change.after.word for change in changes(store, View(2024, between), View(2024))] == ["预期可达标"]
    assert changes(store, View(2024, moment), View(2024)) == []


def test_a_revised_target(store):
    before = now()
    store.put_catalog(CATALOG, goals=[goal("2030年达到90%以上", version="2023")], area=COUNTY, by="t")
    (found,) = changes(store, View(2024, before), View(2024))
    assert found.causes == ("target_revised",)
    assert "目标调整（“2030年达到70%以上”→“2030年达到90%以上”）" in found.text


def test_time_passed(store):
    put(store, ("T1", COUNTY, 2025, 71.0))
    (found,) = changes(store, View(2024), View(2025))
    assert found.causes == ("time_passed",)
    assert found.text == "指标T1由“预期可达标”变为“提前达标”：时间推移（2024年58.3%→2025年71.0%）"


def test_the_past_is_judged_by_what_was_known(store):
    before = now()
    put(store, ("T1", COUNTY, 2024, 75.0))
    assert [item.value for item in assess(store, year=2024, moment=before)] == [58.3]
    assert [item.value for item in assess(store, year=2024)] == [75.0]
