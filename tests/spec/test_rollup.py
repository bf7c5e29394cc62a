"""A province over two cities and a county of its own: what it is said to have from what the counties gave."""

import pandas as pd
import pytest

from indicators.assess import assess
from indicators.assess.rollup import disagreements, rolled
from indicators.catalog import Catalog, PlanGoal
from indicators.model import Area, AreaLevel, PlanKind
from indicators.store import Store
from indicators.targets import parse_target
from tests.store_kit import indicator

PROVINCE = "示例省"
EAST, WEST, OWN = "示例省/甲市/东县", "示例省/甲市/西县", "示例省/直管县"
TREE = {
    PROVINCE: AreaLevel.PROVINCE, "示例省/甲市": AreaLevel.CITY, EAST: AreaLevel.COUNTY,
    f"{EAST}/城关镇": AreaLevel.TOWN, f"{EAST}/南镇": AreaLevel.TOWN, WEST: AreaLevel.COUNTY,
    f"{WEST}/城关镇": AreaLevel.TOWN, OWN: AreaLevel.COUNTY,
}  # fmt: skip
CATALOG = Catalog(
    (
        indicator(
            "R1", name="筛查率", multiplier=100.0, numerator="筛查人数", denominator="应筛查人数", decimals=1
        ),
        indicator("S1", name="参保人数", unit="人", lower=0),
        indicator("N1", name="人均寿命", unit="岁"),
    )
)


def goal(code, phrase, lead=None):
    target = parse_target(phrase, unit="%" if code == "R1" else "人", period=(2021, 2030)).target
    return PlanGoal(code, code, PlanKind.WOMEN, phrase, target, lead=lead)


def figures(*rows):
    """Rows of (code, area, year, value[, numerator, denominator]); a text is a reason for none."""
    frame = pd.DataFrame(
        [[*row, *[None] * (6 - len(row))] for row in rows],
        columns=["code", "area", "year", "value", "numerator", "denominator"],
    )
    said = frame["value"].map(lambda value: value if isinstance(value, str) else None)
    frame["missing"], frame["value"] = said, pd.to_numeric(frame["value"].where(said.isna(), None))
    return frame.assign(
        breakdown="", text=frame["value"].map(str), sheet="表1", cell=[f"B{n}" for n in range(len(frame))]
    )


@pytest.fixture
def store():
    with Store.memory() as held:
        held.put_areas([Area(path, path.rpartition("/")[2], path, level) for path, level in TREE.items()])
        held.put_catalog(CATALOG, by="t")
        yield held


def give(store, *rows):
    store.accept(figures(*rows), file="a.csv", data=repr(rows).encode(), by="t")


def row_of(store, code, area=PROVINCE, year=2024):
    found = rolled(store, area, year)
    found = found[found["code"] == code]
    return found.iloc[0] if len(found) else None


def test_a_rate_is_the_sum_of_numerators_by_the_sum_of_denominators(store):
    give(
        store,
        ("R1", EAST, 2024, 50.0, 50, 100), ("R1", WEST, 2024, 90.0, 9, 10), ("R1", OWN, 2024, 80.0, 80, 100),
    )  # fmt: skip
    row = row_of(store, "R1")
    assert (row["value"], row["numerator"], row["denominator"]) == (66.19, 139, 210)  # the average were 73.3
    assert (row["parts_reported"], row["parts_asked"], row["parts_level"], row["complete"]) == (
        3,
        3,
        "county",
        True,
    )
    assert row_of(store, "R1", "示例省/甲市")["value"] == 53.64


def test_each_level_gives_its_own_figure_else_the_sum_of_its_parts(store):
    give(
        store,
        ("S1", f"{EAST}/城关镇", 2024, 10), ("S1", f"{EAST}/南镇", 2024, 5),
        ("S1", f"{WEST}/城关镇", 2024, 999), ("S1", WEST, 2024, 20), ("S1", OWN, 2024, 100),
    )  # fmt: skip
    row = row_of(store, "S1")
    assert (row["value"], row["parts_reported"], row["parts_asked"]) == (135, 3, 3)
    assert row_of(store, "S1", WEST)["value"] == 999
    (told,) = [one for one in disagreements(store, PROVINCE, 2024, below=True) if one.area == WEST]
    assert told.code == "rollup_differs"
    assert "本级上报20人，下级汇总为999人（1/1个乡镇街道）" in told.message


def test_a_count_with_parts_missing_is_a_lower_bound_and_judges_nothing(store):
    store.put_catalog(CATALOG, goals=[goal("S1", "2030年达到50人以上")], area=PROVINCE, by="t")
    give(store, ("S1", EAST, 2024, 60), ("S1", f"{WEST}/城关镇", 2024, 7))
    row = row_of(store, "S1")
    assert (row["value"], row["complete"], row["counts"]) == (67, False, False)
    assert (row["parts_reported"], row["parts_partly"], row["parts_asked"]) == (2, 0, 3)
    (item,) = assess(store, year=2024, area=PROVINCE)
    assert (item.attainment, item.value) == ("no_data", None)
    assert "下级汇总不全（2/3个区县，已报部分合计67人），不作评估依据" in item.sentence
    assert "下级汇总不全（2/3个区县）" in item.reasons


def test_what_the_areas_below_add_up_to_is_judged_and_said(store):
    store.put_catalog(CATALOG, goals=[goal("R1", "2030年达到70%以上")], area=PROVINCE, by="t")
    give(
        store,
        ("R1", EAST, 2020, 40.0, 40, 100), ("R1", WEST, 2020, 50.0, 5, 10), ("R1", OWN, 2020, 60.0, 60, 100),
        ("R1", EAST, 2024, 75.0, 75, 100), ("R1", WEST, 2024, 90.0, 9, 10), ("R1", OWN, 2024, 80.0, 80, 100),
    )  # fmt: skip
    (item,) = assess(store, year=2024, area=PROVINCE)
    assert (item.value, item.base_value, item.word) == (78.1, 50.0, "提前达标")
    assert item.sentence.startswith("2024年为78.10%（由下级汇总，3/3个区县），")
    assert item.basis.rolled
    assert (item.basis.parts_reported, item.basis.parts_asked) == (3, 3)
    assert "本级没有上报，由下级汇总（3/3个区县）" in item.reasons


def test_the_own_figure_wins_and_a_difference_is_said(store):
    store.put_catalog(CATALOG, goals=[goal("R1", "2030年达到70%以上")], area=PROVINCE, by="t")
    parts = [("R1", path, 2024, 80.0, 80, 100) for path in (EAST, WEST, OWN)]
    give(store, *parts, ("R1", PROVINCE, 2024, 71.0))
    (item,) = assess(store, year=2024, area=PROVINCE)
    assert (item.value, item.basis.rolled, item.basis.rolled_value) == (71.0, False, 80.0)
    assert "下级汇总为80%（3/3个区县），与本级上报的不一致" in item.reasons
    give(store, ("R1", PROVINCE, 2024, 80.0))
    (item,) = assess(store, year=2024, area=PROVINCE)
    assert not [reason for reason in item.reasons if "下级" in reason]


@pytest.mark.parametrize(
    ("west", "told"),
    [
        ([("R1", WEST, 2024, "not_applicable")], (2, 2, 0, 0, True)),
        ([("R1", WEST, 2024, 90.0)], (2, 3, 0, 1, False)),
        ([("R1", WEST, 2024, "not_collected")], (2, 3, 0, 0, False)),
        ([], (2, 3, 0, 0, False)),
    ],
)
@pytest.mark.long
def test_who_is_asked_and_who_counts(store, west, told):
    give(store, ("R1", EAST, 2024, 50.0, 50, 100), ("R1", OWN, 2024, 80.0, 80, 100), *west)
    row = row_of(store, "R1")
    names = ("parts_reported", "parts_asked", "parts_partly", "parts_uncounted", "counts")
    assert tuple(row[name] for name in names) == told


@pytest.mark.long
def test_what_does_not_add_up_is_not_added(store):
    give(store, ("N1", EAST, 2024, 80.0), ("N1", WEST, 2024, 82.0), ("N1", OWN, 2024, 81.0))
    assert row_of(store, "N1") is None


def test_a_county_is_judged_by_its_own_figures_alone(store):
    store.put_catalog(CATALOG, goals=[goal("S1", "2030年达到50人以上")], area=EAST, by="t")
    give(store, ("S1", f"{EAST}/城关镇", 2024, 40), ("S1", f"{EAST}/南镇", 2024, 40))
    (item,) = assess(store, year=2024, area=EAST)
    assert item.attainment == "no_data"
    assert item.basis.parts_asked is None


def test_towns_of_one_name_in_two_counties_are_told_apart(store):
    towns = (f"{EAST}/城关镇", f"{EAST}/南镇", f"{WEST}/城关镇")
    put = goal("R1", "以乡（镇、街道）为单位达到95%以上")
    store.put_catalog(CATALOG, goals=[put], area=PROVINCE, by="t")
    give(store, *(("R1", town, 2024, 90.0, 90, 100) for town in towns))
    item = next(one for one in assess(store, year=2024, area=PROVINCE) if one.code == "R1")
    assert set(item.basis.failing) == {"东县城关镇", "南镇", "西县城关镇"}
