"""Many districts in one store: each with its own plan, units, years and towns; compared by those above."""

import datetime as dt

import pytest

from indicators.assess import assess
from indicators.assess.districts import compare_indicator, compare_rates
from indicators.intake import load_file
from indicators.intake.districts import add_district
from indicators.model import Area, AreaLevel, ReportingUnit
from indicators.office import latest_year, owed, seats, unit_status
from indicators.store import OfficeRefused, Store, UnknownName
from tests.spec.test_rollup import CATALOG, figures, goal
from tests.store_kit import indicator

EAST, WEST = "示例省/东县", "示例省/西县"
TOWNS = "code,name,parent_code\n,城关镇,\n,{own},\n"
PLAN = "指标,目标,牵头单位\n筛查率,2030年达到{aim}%以上,教育局\n"


@pytest.fixture
def store():
    with Store.memory() as held:
        held.put_areas([Area("示例省", "示例省", "示例省", AreaLevel.PROVINCE)])
        held.put_catalog(CATALOG, goals=[goal("R1", "2030年达到60%以上")], area="示例省", by="t")
        for name, own, aim in (("东县", "南镇", 70), ("西县", "北镇", 80)):
            areas, plan = TOWNS.format(own=own).encode(), PLAN.format(aim=aim).encode()
            added = add_district(
                held, name, parent="示例省", areas=("a.csv", areas), plan=("p.csv", plan), by="t"
            )
            assert (added.path, added.areas, added.goals) == (f"示例省/{name}", 3, 1), added.findings
        yield held


def give(store, *rows):
    store.accept(figures(*rows), file="a.csv", data=repr(rows).encode(), by="t")


def sent(store, area, rows, **more):
    text = "指标,地区,2024年\n" + "\n".join(f"参保人数,{place},{value}" for place, value in rows)
    return load_file(store, text.encode(), "f.csv", area=area, by="t", **more)


@pytest.mark.long
def test_each_district_hangs_below_its_parent_with_a_plan_of_its_own(store):
    assert [(one.path, one.above) for one in seats(store)] == [
        ("示例省", None), (EAST, "示例省"), (WEST, "示例省")
    ]  # fmt: skip
    assert [goal.phrase for goal in store.plans.goals(EAST)] == ["2030年达到70%以上"]
    assert [goal.phrase for goal in store.plans.goals(WEST)] == ["2030年达到80%以上"]
    assert {area.path for area in store.areas()} >= {f"{EAST}/城关镇", f"{WEST}/城关镇"}


@pytest.mark.long
def test_what_cannot_be_put_in_leaves_the_store_as_it_was(store):
    before = store.data_version()
    assert add_district(store, "南/县").path == ""
    assert add_district(store, "南县", parent="示例省", plan=("p.csv", b"a,b\n1,2\n")).path == ""
    with pytest.raises(UnknownName):
        add_district(store, "南县", parent="别省")
    assert store.data_version() == before


def test_two_districts_may_have_units_of_the_same_name(store):
    east, west = store.desk_of(EAST), store.desk_of(WEST)
    east.put_units([ReportingUnit("教育局", "甲", aliases=("县教育局",)), ReportingUnit("妇联")], by="t")
    west.put_units([ReportingUnit("县教育局", "乙", aliases=("教育局",))], by="t")
    assert [(unit.name, unit.liaison, unit.area) for unit in east.units()] == [
        ("教育局", "甲", EAST), ("妇联", "", EAST)
    ]  # fmt: skip
    assert [(unit.name, unit.liaison, unit.area) for unit in west.units()] == [("县教育局", "乙", WEST)]
    assert store.desk.units() == []
    west.put_duty("教育局", "S1", True, by="t")
    assert (len(east.duties()), len(west.duties())) == (0, 1)
    assert list(owed(store, 2024, home=EAST)["unit"].unique()) == ["教育局"]
    assert list(owed(store, 2024, home=WEST)["unit"].unique()) == ["县教育局"]
    assert sorted(owed(store, 2024, home=WEST)["code"].unique()) == ["R1", "S1"]
    with pytest.raises(UnknownName):
        east.put_units([ReportingUnit("西镇政府", area=f"{WEST}/城关镇")], by="t")


def test_a_file_of_a_district_means_its_own_towns(store):
    seen = sent(store, EAST, [("城关镇", 10), ("南镇", 20), ("北镇", 5)])
    assert set(store.current(code="S1")["area"]) == {f"{EAST}/城关镇", f"{EAST}/南镇"}
    assert "unknown_area" in {item.code for item in seen.findings}  # another district's town
    sent(store, WEST, [("城关镇", 99)])
    assert store.current(area=f"{WEST}/城关镇")["value"].tolist() == [99]
    assert store.current(area=f"{EAST}/城关镇")["value"].tolist() == [10]


def test_years_and_locks_are_each_districts_own(store):
    east, west = store.desk_of(EAST), store.desk_of(WEST)
    for desk in (east, west):
        desk.put_units([ReportingUnit("教育局")], by="t")
        desk.open_year(2024, dt.date(2025, 5, 1), by="t")
    first = sent(store, EAST, [("城关镇", 10)], unit="教育局").submission
    second = sent(store, WEST, [("城关镇", 11)], unit="教育局").submission
    east.close_year(2024, by="t")
    assert [term.closed for term in west.years()] == [False]
    assert (latest_year(store, home=EAST), store.desk.years()) == (2024, [])
    assert "year_closed" in {
        item.code for item in sent(store, EAST, [("城关镇", 12)], unit="教育局").findings
    }
    with pytest.raises(OfficeRefused):
        store.undo(first.id, "t", "错")
    store.approvals_of(WEST).lock("教育局", 2024, by="t")
    with pytest.raises(OfficeRefused):
        store.undo(second.id, "t", "错")
    store.approvals_of(WEST).unlock("教育局", 2024, reason="改", by="t")
    store.undo(second.id, "t", "错")
    status = unit_status(store, 2024, home=WEST)
    assert status["unit"].tolist() == ["教育局"]
    assert unit_status(store, 2024, home=EAST)["files"].tolist() == [2]  # none of the west's


def test_the_provinces_set_stands_beside_the_districts_own(store):
    give(store, ("R1", EAST, 2024, 65.0, 65, 100), ("R1", WEST, 2024, 85.0, 85, 100))
    found = {
        (item.area, item.basis.target_set): (item.basis.target_area, item.attainment)
        for item in assess(store, year=2024, area=EAST)
    }
    assert found == {
        (EAST, "本级规划"): (EAST, "not_met"), (EAST, "示例省规划"): ("示例省", "met"),
    }  # fmt: skip
    sets = {item.basis.target_set for item in assess(store, year=2024, area=f"{EAST}/城关镇")}
    assert sets == {"本级规划", "示例省规划"}
    assert {item.basis.target_set for item in assess(store, year=2024, area="示例省")} == {"本级规划"}


def test_districts_are_compared_by_their_figures_and_both_plans(store):
    give(store, ("R1", EAST, 2024, 65.0, 65, 100), ("R1", WEST, 2024, 85.0, 85, 100))
    found = compare_indicator(store, "R1", 2024)
    assert found["name"].tolist() == ["西县", "东县"]
    assert found["against"].tolist() == [10.0, -10.0]  # of 150/200
    assert found["word"].tolist() == ["提前达标", "数据不足"]
    assert found["above_word"].tolist() == ["提前达标", "提前达标"]
    rates = compare_rates(store, 2024).set_index("name")
    assert rates.loc["东县", ["met", "judged", "above_met", "above_judged"]].tolist() == [0, 1, 1, 1]
    assert rates.loc["西县", ["met", "judged", "above_met", "above_judged"]].tolist() == [1, 1, 1, 1]
    assert rates.loc["示例省", ["met", "judged"]].tolist() == [1, 1]


@pytest.mark.long
def test_a_difference_that_chance_explains_is_said_to_be(store):
    rare = indicator("D1", name="死亡率", unit="/10万", multiplier=100000.0, random_events=True,
                     numerator="死亡数", denominator="活产数")  # fmt: skip
    from indicators.catalog import Catalog

    store.put_catalog(Catalog((*CATALOG.indicators, rare)), goals=[goal("D1", "2030年控制在12/10万以下")],
                      area="示例省", by="t")  # fmt: skip
    give(store, ("D1", EAST, 2024, 50.0, 1, 2000), ("D1", WEST, 2024, 400.0, 40, 10000))
    found = compare_indicator(store, "D1", 2024).set_index("name")
    assert found.loc["东县", "caution"] == ""  # 1 of 2000 beside 41 of 12000: 341.67
    give(store, ("D1", EAST, 2024, 200.0, 4, 2000))
    found = compare_indicator(store, "D1", 2024).set_index("name")
    assert found.loc["东县", "caution"] == "差别可能是随机波动"
    assert found.loc["东县", "low"] < found.loc["东县", "whole"] < found.loc["东县", "high"]
