"""Catalogue versions and targets in the store: whose targets count, and until when."""

import pytest
from store_kit import AREAS, CATALOG, COUNTY, TOWNS, figures, fill, indicator

from indicators.catalog import Catalog, PlanGoal, builtin
from indicators.model import PlanKind, TargetText
from indicators.store import NATION, Store, area_key
from indicators.store.definitions import target_of, target_text
from indicators.targets import parse_target


@pytest.fixture
def store():
    with Store.memory() as made:
        yield fill(made)


def goal(code, phrase, plan=PlanKind.WOMEN, **more):
    return PlanGoal(code, code, plan, phrase, parse_target(phrase, unit="%").target, lead="卫健局", **more)


def in_force(store, area=COUNTY):
    frame = store.query(
        "SELECT t.*, m.year, m.op, m.value FROM current_target t"
        " LEFT JOIN current_milestone m USING (version, target)"
        " WHERE t.area = ? ORDER BY t.ordinal, m.year",
        [area_key(area)],
    )
    return frame


def phrases(store, area=COUNTY):
    return sorted(in_force(store, area).phrase.unique())


def test_the_nations_targets_judge_the_nation_alone(store):
    nation = in_force(store, NATION)
    assert list(nation.phrase) == ["2030年达到90%以上"]
    assert (nation.year[0], nation.op[0], nation.value[0]) == (2030, ">=", 90.0)
    assert in_force(store).empty


def test_a_districts_goals_are_its_own(store):
    phrase = "2025年达到50%以上,2030年达到70%以上"
    store.put_catalog(CATALOG, goals=[goal("T1", phrase)], area=COUNTY)
    mine = in_force(store)
    assert list(zip(mine.year, mine.value, strict=True)) == [(2025, 50.0), (2030, 70.0)]
    assert set(mine.target_version) == {"规划2021"}
    assert set(mine.lead) == {"卫健局"}
    assert in_force(store, TOWNS[0]).empty
    assert phrases(store, NATION) == ["2030年达到90%以上"]


def test_a_year_left_out_is_the_periods_last(store):
    store.put_catalog(CATALOG, goals=[goal("T1", "达到60%以上", period=(2011, 2020))], area=COUNTY)
    assert list(in_force(store).year) == [2020]


def test_another_plan_or_another_areas_plan_leaves_this_one_standing(store):
    store.put_catalog(CATALOG, goals=[goal("T1", "达到60%以上")], area=COUNTY)
    store.put_catalog(CATALOG, goals=[goal("T2", "达到61%以上", PlanKind.CHILDREN)], area=COUNTY)
    store.put_catalog(CATALOG, goals=[goal("T1", "达到62%以上")], area=TOWNS[0])
    store.put_catalog(CATALOG, goals=[goal("T1", "达到63%以上", set_name="省规划")], area=COUNTY)
    store.put_catalog(CATALOG)
    assert phrases(store) == ["达到60%以上", "达到61%以上", "达到63%以上"]
    assert phrases(store, TOWNS[0]) == ["达到62%以上"]


def test_the_same_plan_put_again_takes_the_old_ones_place(store):
    store.put_catalog(CATALOG, goals=[goal("T1", "达到60%以上"), goal("T2", "达到61%以上")], area=COUNTY)
    store.put_catalog(CATALOG, goals=[goal("T1", "达到65%以上")], area=COUNTY)
    assert phrases(store) == ["达到65%以上"]


def test_a_mid_term_revision_keeps_both_wordings(store):
    goals = [goal("T1", "达到60%以上"), goal("T2", "达到61%以上"), goal("T1", "达到65%以上", version="2025")]
    store.put_catalog(CATALOG, goals=goals, area=COUNTY)
    mine = in_force(store).set_index("phrase")
    assert phrases(store) == ["达到60%以上", "达到61%以上", "达到65%以上"]
    assert mine.in_force_until["达到60%以上"] == 2025
    assert mine.in_force_until.isna()[["达到61%以上", "达到65%以上"]].all()
    assert mine.target_version["达到65%以上"] == "调整2025"
    assert mine.in_force_from["达到65%以上"] == 2025


def test_the_same_content_is_no_new_version(store):
    goals = [goal("T1", "达到60%以上")]
    assert store.put_catalog(CATALOG) == 1
    assert store.put_catalog(CATALOG, goals=goals, area=COUNTY) == 2
    before = store.data_version()
    assert store.put_catalog(CATALOG, goals=goals, area=COUNTY) == 2
    assert store.data_version() == before


def test_an_indicator_that_a_plan_defines_stays(store):
    own = indicator("OWN1", name="自定指标")
    store.put_catalog(CATALOG, goals=[goal("OWN1", "达到60%以上", definition=own)], area=COUNTY)
    assert store.catalog().by_code["OWN1"] == own
    store.put_catalog(Catalog(CATALOG.indicators[:1]))
    assert list(store.catalog().by_code) == ["T1", "OWN1"]


def test_figures_follow_an_indicator_through_a_renaming(store):
    store.accept(figures(("T2", COUNTY, 2024, 7)), file="a", data=b"a", by="x")
    renamed = indicator("N2", unit="人", old_codes=("T2",))
    store.put_catalog(Catalog((CATALOG.indicators[0], renamed)))
    store.accept(figures(("T2", COUNTY, 2025, 8)), file="b", data=b"b", by="x")
    assert list(store.current().code) == ["N2", "N2"]
    assert list(store.history("T2", COUNTY, 2024).value) == [7.0]


def test_figures_of_a_dropped_indicator_keep_their_name(store):
    store.accept(figures(("T2", COUNTY, 2024, 7)), file="a", data=b"a", by="x")
    store.put_catalog(Catalog(CATALOG.indicators[:1]))
    assert list(store.current().indicator) == ["指标T2"]


def test_a_scope_is_a_path_or_a_name_borne_once(store):
    def of(scope, **more):
        return indicator("T1", targets=(TargetText("达到9%以上", scope, (2021, 2030), **more),))

    store.put_catalog(Catalog((of("西镇"),)))
    assert phrases(store, TOWNS[1]) == ["达到9%以上"]
    store.put_catalog(Catalog((of("别处"),)))
    store.put_catalog(Catalog((of("示例县", example=True),)))
    assert phrases(store) == phrases(store, TOWNS[1]) == []


def test_the_built_in_catalogue_comes_back_and_every_target_too():
    with Store.memory() as store:
        store.put_areas(AREAS)
        store.put_catalog(builtin())
        assert store.catalog() == builtin()
        for (text,) in store.cursor().execute("SELECT parsed FROM current_target").fetchall():
            assert target_text(target_of(text)) == text
        assert set(store.query("SELECT DISTINCT area FROM current_target").area) == {area_key(NATION)}
        periods = store.query("SELECT DISTINCT period_start FROM current_target WHERE target_set = '国家'")
        assert sorted(periods.period_start) == [2011, 2021]


def test_areas_must_hang_together(store):
    with pytest.raises(ValueError, match="above is missing"):
        store.put_areas([AREAS[1].__class__("1", "南村", "他县/南村", AREAS[1].level)])
    with pytest.raises(ValueError, match="twice"):
        store.put_areas([AREAS[0], AREAS[0]])
