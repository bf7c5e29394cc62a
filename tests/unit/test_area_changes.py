"""Areas renamed, merged, split and moved: what becomes of their figures, and the way back."""

import datetime as dt

import pandas as pd
import pytest

from indicators.assess import assess, assess_years
from indicators.catalog import Catalog, PlanGoal
from indicators.catalog.area_moves import MERGE, MOVE, RENAME, SPLIT, Move, plan_move
from indicators.intake import check_file, load_file
from indicators.model import Area, AreaLevel, Direction, Indicator, PlanKind
from indicators.store import AreaInUse, Store
from indicators.targets import parse_target

pytestmark = pytest.mark.tenth(4)

COUNTY, EAST, WEST = "示例县", "示例县/东镇", "示例县/西镇"
DAY = dt.date(2024, 7, 1)
AREAS = [
    Area("99", COUNTY, COUNTY, AreaLevel.COUNTY),
    Area("991", "东镇", EAST, AreaLevel.TOWN, "99", "镇"),
    Area("992", "西镇", WEST, AreaLevel.TOWN, "99", "镇"),
    Area("9911", "甲村", f"{EAST}/甲村", AreaLevel.VILLAGE, "991", "村"),
    Area("9912", "乙村", f"{EAST}/乙村", AreaLevel.VILLAGE, "991", "村"),
]


def item(code, name, unit, **more):
    return Indicator(code, name, unit, (PlanKind.WOMEN,), "健康", Direction.HIGHER, **more)


CATALOG = Catalog((
    item("R1", "筛查率", "%", numerator="实查人数", denominator="应查人数", multiplier=100.0, decimals=1),
    item("N1", "培训次数", "次"),
    item("A1", "平均受教育时间", "年"),
))  # fmt: skip
ROWS = [
    # code, area, year, value, numerator, denominator, cell
    ("R1", EAST, 2022, 50.0, 10, 20, "B2"),
    ("R1", WEST, 2022, 30.0, 30, 100, "B3"),
    ("R1", EAST, 2023, 60.0, 12, 20, "C2"),
    ("R1", WEST, 2023, 40.0, None, None, "C3"),
    ("N1", EAST, 2022, 5, None, None, "D2"),
    ("N1", WEST, 2022, 7, None, None, "D3"),
    ("N1", EAST, 2023, 6, None, None, "E2"),
    ("A1", EAST, 2022, 9.5, None, None, "F2"),
    ("A1", WEST, 2022, 10.5, None, None, "F3"),
    ("N1", f"{EAST}/甲村", 2022, 2, None, None, "D9"),
]


@pytest.fixture
def store():
    with Store.memory() as made:
        made.put_areas(AREAS)
        phrase = "以乡镇为单位达到20%以上"
        goal = PlanGoal("R1", "筛查率", PlanKind.WOMEN, phrase, parse_target(phrase, unit="%").target)
        made.put_catalog(CATALOG, goals=[goal], area=COUNTY)
        names = ["code", "area", "year", "value", "numerator", "denominator", "cell"]
        frame = pd.DataFrame(ROWS, columns=names)
        frame["text"], frame["sheet"] = frame["value"].map(lambda value: f"{value:g}"), "表1"
        made.accept(frame, file="卫健局.xlsx", data=b"1", by="张")
        yield made


def change(store, kind, sources, names=(), **more):
    steps, findings = plan_move(store.areas(), Move(kind, DAY, sources, names, **more))
    assert findings == []
    return store.area_changes.record(steps, DAY, note=more.get("note", ""), by="王")


def series(store, area, code):
    frame = store.current(area=area, code=code).sort_values("year")
    return [(row.year, None if pd.isna(row.value) else row.value) for row in frame.itertuples()]


def test_a_renamed_town_goes_on_with_all_that_lies_below(store):
    before = series(store, EAST, "R1")
    event = change(store, RENAME, (EAST,), ("东街街道",))
    new = f"{COUNTY}/东街街道"
    assert [area.path for area in store.areas()] == [COUNTY, WEST, new, f"{new}/甲村", f"{new}/乙村"]
    assert series(store, new, "R1") == before
    assert series(store, f"{new}/甲村", "N1") == [(2022, 2.0)]
    row = store.current(area=new, code="R1").iloc[0]
    assert (row.file, row.sheet, row.cell, row["flags"]) == ("卫健局.xlsx", "表1", "B2", "area_change")
    assert row.numerator == 10
    assert (event.kind, event.sources, event.targets, event.carried) == (RENAME, (EAST,), (new,), 6)
    note = store.submission(event.id).note
    assert note == f"区划调整：{EAST} → {new}"
    lineage = store.query("SELECT count(*) AS n FROM lineage WHERE submission = ?", [event.id])
    assert list(lineage.n) == [6]


def test_old_areas_end_and_keep_their_records(store):
    change(store, RENAME, (EAST,), ("东街街道",))
    ended = store.query("SELECT path, valid_to FROM current_area WHERE valid_to IS NOT NULL ORDER BY path")
    assert [(row.path, row.valid_to) for row in ended.itertuples()] == [
        (EAST, DAY), (f"{EAST}/乙村", DAY), (f"{EAST}/甲村", DAY),
    ]  # fmt: skip
    assert len(store.current(area=EAST, code="R1")) == 2


def test_merged_towns_sum_counts_and_make_rates_anew_and_average_nothing(store):
    event = change(store, MERGE, (EAST, WEST), ("新镇",))
    new = f"{COUNTY}/新镇"
    assert series(store, new, "R1") == [(2022, 33.33), (2023, None)]
    assert series(store, new, "N1") == [(2022, 12.0), (2023, None)]
    assert series(store, new, "A1") == [(2022, None)]
    frame = store.current(area=new).set_index(["code", "year"])
    assert frame.loc[("R1", 2022), ["text", "numerator", "denominator"]].tolist() == ["33.33", 40.0, 120.0]
    assert frame.loc[("R1", 2022), "cell"] == "B2；B3"
    reasons = frame[frame["value"].isna()]["raw"].to_dict()
    assert reasons == {
        ("R1", 2023): "区划调整：没有各自的分子和分母，不能相加，也不能取平均",
        ("N1", 2023): "区划调整：西镇没有数，不能合并计算",
        ("A1", 2022): "区划调整：没有各自的分子和分母，不能相加，也不能取平均",
    }
    assert (event.carried, event.unfilled) == (3, 3)


def test_a_town_merged_into_another_keeps_its_name_and_has_both_figures(store):
    change(store, MERGE, (EAST, WEST), ("东镇",))
    assert [area.name for area in store.areas()] == [COUNTY, "东镇", "甲村", "乙村"]
    assert series(store, EAST, "N1") == [(2022, 12.0), (2023, None)]


def test_a_split_town_keeps_its_series_and_the_new_ones_begin(store):
    change(store, SPLIT, (EAST,), ("东镇", "北镇"), assign={f"{EAST}/甲村": "北镇"})
    north = f"{COUNTY}/北镇"
    assert series(store, EAST, "R1") == [(2022, 50.0), (2023, 60.0)]
    assert series(store, north, "R1") == []
    assert series(store, f"{north}/甲村", "N1") == [(2022, 2.0)]
    assert {area.path for area in store.areas()} == {
        COUNTY, EAST, WEST, north, f"{north}/甲村", f"{EAST}/乙村",
    }  # fmt: skip


def test_a_village_moved_to_another_town(store):
    change(store, MOVE, (f"{EAST}/甲村",), parent=WEST)
    assert series(store, f"{WEST}/甲村", "N1") == [(2022, 2.0)]


def test_a_verdict_goes_on_through_a_renaming_and_a_merger(store):
    def failing(year):
        (found,) = [one for one in assess(store, year=year, area=COUNTY) if one.code == "R1"]
        return found.attainment, found.basis.children, found.basis.failing, found.basis.lacking

    assert failing(2023) == ("met", 2, (), ())
    change(store, RENAME, (EAST,), ("东街街道",))
    assert failing(2023) == ("met", 2, (), ())
    change(store, MERGE, (f"{COUNTY}/东街街道", WEST), ("新镇",))
    assert failing(2022) == ("met", 1, (), ())
    assert failing(2023)[1] == 1


def test_towns_of_a_split_stand_beside_their_neighbours_from_that_year_on(store):
    change(store, SPLIT, (EAST,), ("甲镇", "北镇"), assign={f"{EAST}/甲村": "北镇", f"{EAST}/乙村": "甲镇"})
    (then,) = [one for one in assess(store, year=2023, area=COUNTY) if one.code == "R1"]
    assert (then.basis.children, then.basis.lacking) == (2, ())
    (now,) = [one for one in assess(store, year=2024, area=COUNTY) if one.code == "R1"]
    assert now.basis.children == 3


def test_taken_back_all_is_as_before(store):
    areas, figures = store.areas(), store.current().to_csv()
    event = change(store, MERGE, (EAST, WEST), ("新镇",))
    store.area_changes.undo(event.id, reason="登记错了", by="王")
    assert (store.areas(), store.current().to_csv()) == (areas, figures)
    assert [one.undone for one in store.area_changes.events()] == [True]
    assert store.area_changes.followed() == {}
    again = change(store, MERGE, (EAST, WEST), ("新镇",))
    assert again.carried == 3


def test_what_later_records_rest_on_cannot_be_taken_back(store):
    event = change(store, RENAME, (EAST,), ("东街街道",))
    frame = pd.DataFrame(
        [{"code": "N1", "area": f"{COUNTY}/东街街道", "year": 2024, "value": 1, "text": "1"}]
    )
    later = store.accept(frame, file="n.csv", data=b"n", by="x")
    with pytest.raises(AreaInUse) as refused:
        store.undo(event.id, "x", "y")
    assert "n.csv" in refused.value.finding.message
    store.undo(later.id, "x", "y")
    store.undo(event.id, "x", "y")
    assert EAST in [area.path for area in store.areas()]


OLD_NAMES = "地区,年份,筛查率(%)\n东镇,{year},55\n西镇,{year},35\n"


@pytest.mark.parametrize("year", [2021, 2025])
def test_an_old_name_in_a_later_file_means_what_followed(store, year):
    change(store, RENAME, (EAST,), ("东街街道",))
    seen = load_file(store, OLD_NAMES.format(year=year).encode(), "a.csv", by="x")
    assert [(one.code, one.cell, one.area) for one in seen.findings if one.code.startswith("area_name")] == [
        ("area_name_followed", "C2", f"{COUNTY}/东街街道")
    ]
    assert (year, 55.0) in series(store, f"{COUNTY}/东街街道", "R1")


def test_an_old_name_of_a_merged_town_is_a_warning(store):
    change(store, MERGE, (EAST, WEST), ("新镇",))
    seen = check_file(store, "地区,年份,筛查率(%)\n东镇,2025,55\n".encode(), "a.csv")
    assert [one.severity for one in seen.findings if one.code == "area_name_merged"] == ["warning"]


def test_an_old_name_of_a_split_town_holds_for_the_years_before_only(store):
    change(store, SPLIT, (EAST,), ("甲镇", "北镇"), assign={f"{EAST}/甲村": "北镇", f"{EAST}/乙村": "甲镇"})
    early = check_file(store, "地区,年份,筛查率(%)\n东镇,2021,55\n".encode(), "a.csv")
    assert list(early.checked.observations["area"]) == [EAST]
    late = check_file(store, "地区,年份,筛查率(%)\n东镇,2025,55\n".encode(), "a.csv")
    assert len(late.checked.observations) == 0
    assert [one.cell for one in late.findings if one.code == "area_name_split"] == ["C2"]


REFUSED = [
    (Move(RENAME, DAY, ("示例县/无镇",), ("新",)), "area_move_unknown"),
    (Move(RENAME, DAY, (COUNTY,), ("新县",)), "area_move_top"),
    (Move(RENAME, DAY, (EAST,), ("西镇",)), "area_move_taken"),
    (Move(RENAME, DAY, (EAST,), ("东镇",)), "area_move_shape"),
    (Move(RENAME, DAY, (EAST,), ()), "area_move_shape"),
    (Move(MERGE, DAY, (EAST,), ("新镇",)), "area_move_shape"),
    (Move(MERGE, DAY, (EAST, f"{EAST}/甲村"), ("新镇",)), "area_move_shape"),
    (Move(SPLIT, DAY, (EAST,), ("甲镇", "北镇")), "area_move_unassigned"),
    (Move(MOVE, DAY, (f"{EAST}/甲村",)), "area_move_shape"),
    (Move(RENAME, DAY, (EAST,), ("东/镇",)), "area_bad_name"),
]


@pytest.mark.tenth(3)
@pytest.mark.parametrize(("move", "code"), REFUSED, ids=[code for _, code in REFUSED])
def test_refused(move, code):
    steps, findings = plan_move(AREAS, move)
    assert steps == []
    assert code in [one.code for one in findings]


def test_two_villages_of_one_name_cannot_come_under_one_town():
    areas = [*AREAS, Area("9921", "甲村", f"{WEST}/甲村", AreaLevel.VILLAGE, "992")]
    assert [one.code for one in plan_move(areas, Move(MERGE, DAY, (EAST, WEST), ("新镇",)))[1]] == [
        "area_move_same"
    ]


@pytest.mark.tenth(3)
@pytest.mark.parametrize(("kind", "sources", "names", "area"), [
    (SPLIT, (WEST,), ("南镇", "北镇"), COUNTY),
    (SPLIT, (WEST,), ("南镇", "北镇"), WEST),
    (MERGE, (EAST, WEST), ("新镇",), COUNTY),
])  # fmt: skip
def test_many_years_in_one_run_are_the_years_one_by_one_across_a_change(store, kind, sources, names, area):
    phrase = "以乡镇为单位达到45%以上"
    goal = PlanGoal("R1", "筛查率", PlanKind.WOMEN, phrase, parse_target(phrase, unit="%").target)
    store.put_catalog(CATALOG, goals=[goal], area=COUNTY)
    change(store, kind, sources, names)
    each = [item for year in range(2022, 2026) for item in assess(store, year=year, area=area)]
    judged = [item for item in each if item.attainment != "monitored"]
    assert assess_years(store, 2022, 2025, area) == judged
