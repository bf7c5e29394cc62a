"""The assessment over a store, its settings, its rate; the cases of the method stand in tests/spec."""

import dataclasses

import pytest
from store_kit import AREAS, CATALOG, COUNTY, TOWNS, figures

from indicators.assess import (
    Settings,
    assess,
    assess_frame,
    assess_years,
    assessment_record,
    attainment_rate,
    judge_csv,
    latest_year,
)
from indicators.catalog import PlanGoal
from indicators.model import Assessment, PlanKind
from indicators.store import Store
from indicators.targets import parse_target

pytestmark = pytest.mark.tenth(2)


def goal(phrase, code="T1", **more):
    parsed = parse_target(phrase, unit="%")
    return PlanGoal(code, f"指标{code}", PlanKind.WOMEN, phrase, parsed.target, **more)


@pytest.fixture
def store():
    with Store.memory() as made:
        made.put_areas(AREAS)
        made.put_catalog(CATALOG, goals=[goal("2030年达到70%以上", lead="卫健局")], area=COUNTY, by="t")
        yield made


def put(store, *rows):
    store.accept(figures(*rows), file="f.csv", data=repr(rows).encode(), by="t")


def test_a_district_is_judged_by_its_own_plan(store):
    put(store, ("T1", COUNTY, 2020, 50.0), ("T1", COUNTY, 2022, 54.0), ("T1", COUNTY, 2024, 58.3))
    (item,) = assess(store)
    assert (item.year, item.value, item.attainment, item.pace) == (2024, 58.3, "not_met", "on_schedule")
    assert (item.milestone_year, item.milestone_value, item.required) == (2030, 70.0, 58.0)
    assert (item.plan, item.lead_unit, item.area) == ("women", "卫健局", COUNTY)
    assert item.target == "2030年达到70%以上"


def test_nothing_reported_is_no_data_and_not_nothing(store):
    (item,) = assess(store, year=2024)
    assert (item.attainment, item.word, item.alert) == ("no_data", "无数据", "grey")
    assert item.sentence == "2024年无数据。"


def test_figures_without_a_target_are_watched(store):
    put(store, ("T1", COUNTY, 2024, 71.0), ("T2", COUNTY, 2024, 12))
    by_code = {item.code: item for item in assess(store)}
    assert by_code["T2"].attainment == "monitored"
    assert by_code["T1"].attainment == "met"


def test_a_town_is_held_to_the_plan_of_its_county(store):
    put(store, ("T1", TOWNS[0], 2024, 72.0), ("T1", COUNTY, 2024, 60.0))
    assert [item.value for item in assess(store, area=TOWNS[0])] == [72.0]
    assert len(assess(store, area=COUNTY, below=True)) == 3


def test_the_nations_target_judges_no_district(store):
    put(store, ("T1", COUNTY, 2024, 72.0))
    assert {item.target for item in assess(store)} == {"2030年达到70%以上"}


def test_an_unknown_area_is_said(store):
    with pytest.raises(LookupError):
        assess(store, area="没有/这里")


def test_a_revised_target_counts_from_its_year(store):
    revised = goal("2030年达到80%以上", version="2025")
    put(store, ("T1", COUNTY, 2020, 50.0), ("T1", COUNTY, 2024, 58.3), ("T1", COUNTY, 2026, 60.0))
    store.put_catalog(CATALOG, goals=[revised], area=COUNTY, by="t")
    assert [item.milestone_value for item in assess(store, year=2024)] == [70.0]
    assert [item.milestone_value for item in assess(store, year=2026)] == [80.0]


def test_the_latest_year_is_the_newest_with_a_figure(store):
    put(store, ("T1", COUNTY, 2023, 50.0))
    assert latest_year(store) == 2023


def test_the_frame_says_the_same(store):
    put(store, ("T1", COUNTY, 2020, 50.0), ("T1", COUNTY, 2024, 58.3))
    found = assess_frame(store)
    assert found["attainment"].tolist() == ["not_met"]
    assert found["required"].tolist() == [58.0]


def test_settings_travel_as_json_and_change_the_verdict(store):
    put(store, ("T1", COUNTY, 2020, 50.0), ("T1", COUNTY, 2024, 69.0))
    wider = Settings.from_json(Settings(near_miss=0.02).to_json())
    assert [item.attainment for item in assess(store)] == ["not_met"]
    assert [item.attainment for item in assess(store, settings=wider)] == ["nearly_met"]


@pytest.mark.parametrize("text", ['{"near_mis": 0.1}', '{"near_miss": "1%"}', '{"nearly_counts": 1}'])
def test_unknown_or_odd_settings_are_refused(text):
    with pytest.raises(ValueError, match="setting"):
        Settings.from_json(text)


def test_the_rate_names_its_two_numbers():
    rows = ["年内,%,higher,2020,50,2024,{},70,2030".replace("年内", f"指标{n}") for n in range(4)]
    data = "indicator,unit,direction,base_year,base_value,year,value,target,target_year\n" + "\n".join(
        row.format(value) for row, value in zip(rows, (71, 69.5, 60, ""), strict=True)
    )
    items, _ = judge_csv(data.encode())
    assert attainment_rate(items).text == "2/3=66.7%"
    assert attainment_rate(items, Settings(nearly_counts=False)).text == "1/3=33.3%"
    assert attainment_rate(items, Settings(no_data_in_denominator=True)).text == "2/4=50.0%"


def test_records_hold_the_contracts_keys_and_no_infinity(store):
    put(store, ("T1", COUNTY, 2020, 50.0), ("T1", COUNTY, 2024, 58.3))
    record = assessment_record(assess(store)[0])
    fields = [item.name for item in dataclasses.fields(Assessment) if item.name != "basis"]
    assert list(record)[: len(fields)] == fields
    assert isinstance(record["reasons"], list)


def test_a_judge_file_gives_one_record_a_row_in_order():
    data = (
        "indicator,unit,direction,base_year,base_value,year,value,target,target_year\n"
        "甲,%,1,2020,50,2024,58.3,70,2030\n乙,%,higher,2020,50,20x4,60,70,2030\n甲,%,1,2020,50,2022,54,70,2030\n"
    )
    items, found = judge_csv(data.encode())
    assert [(item.indicator, item.value) for item in items] == [("甲", 58.3), ("乙", 60.0), ("甲", 54.0)]
    assert [item.code for item in found] == ["judge_bad_year"]
    assert items[1].attainment == "no_data"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "judge_empty"),
        (b"\xff\xff\xff", "judge_unreadable"),
        (b"indicator,year\nx,2024\n", "judge_no_column"),
        ("indicator,year,value\nx,2024,约十\n".encode(), "judge_bad_number"),
        (b"indicator,year,value\n,2024,1\n", "judge_no_indicator"),
        (b"indicator,year,value\nx,2024,1\nx,2024,2\n", "judge_twice"),
        (b"indicator,year,value,direction\nx,2024,1,sideways\n", "judge_bad_direction"),
        (b"indicator,year,value,target\nx,2024,1,5\n", "judge_no_direction"),
    ],
)
def test_each_fault_of_a_judge_file_is_named(data, code):
    assert [item.code for item in judge_csv(data)[1]] == [code]


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"PK\x03\x04\x14\x00\x00",
    ],
)
def test_a_judge_file_that_is_no_csv_is_said(data):
    assessments, found = judge_csv(data)
    assert assessments == []
    assert [item.code for item in found] == ["judge_unreadable"]


def test_a_judge_file_with_old_line_ends_is_read():
    assessments, found = judge_csv("indicator,year,value,target\r某率,2024,50,达到40%以上\r".encode())
    assert [item.attainment for item in assessments] == ["met"]
    assert found == []


def test_many_years_in_one_run_are_the_years_one_by_one(store):
    goals = [
        goal("2025年达到60%以上，2030年达到75%以上"),
        goal("2030年达到80%以上", version="2023"),
        goal("2020年达到50%以上", period=(2011, 2020)),
        goal("逐步提高", code="T2"),
    ]
    store.put_catalog(CATALOG, goals=goals, area=COUNTY, by="t")
    put(store, *[("T1", COUNTY, year, 40.0 + 4 * (year - 2020)) for year in range(2018, 2025)])
    put(store, *[("T2", COUNTY, year, 10.0 - (year - 2020)) for year in (2020, 2022, 2024)])
    each = [item for year in range(2018, 2025) for item in assess(store, year=year, area=COUNTY)]
    assert assess_years(store, 2018, 2024, COUNTY) == each
    assert {item.year for item in each} == set(range(2018, 2025))
    assert len({item.target for item in each} - {None}) == 4
    assert [item.year for item in each if item.attainment == "monitored"] == [2020]
