"""What units owe and who has reported: a small district, told case by case."""

import datetime as dt

import pytest
from store_kit import CATALOG, COUNTY, TOWNS, figures, fill

from indicators.catalog import PlanGoal
from indicators.model import PlanKind, ReportingUnit
from indicators.office import owed, reminder, unit_status, without_data
from indicators.store import Store
from indicators.targets import parse_target

pytestmark = pytest.mark.tenth(4)

HEALTH, WOMEN = "县卫生健康局", "县妇联"
GOALS = [("T1", "2030年达到90%以上", "%", "卫健局"), ("T2", "以乡镇为单位达到3人以上", "人", WOMEN)]


@pytest.fixture
def store(tmp_path):
    with Store.create(tmp_path / "s.duckdb") as made:
        fill(made)
        goals = [
            PlanGoal(
                code, f"指标{code}", PlanKind.WOMEN, text, parse_target(text, unit=unit).target, lead=lead
            )
            for code, text, unit, lead in GOALS
        ]
        made.put_catalog(CATALOG, goals=goals, area=COUNTY)
        made.desk.put_units(
            [ReportingUnit(HEALTH, "联络员甲", "0000-1", aliases=("卫健局",)), ReportingUnit(WOMEN)]
        )
        yield made


def send(store, *rows, unit=HEALTH, **more):
    frame = figures(*rows)
    name = f"{unit}{len(store.submissions())}.xlsx"
    return store.accept(frame, file=name, data=name.encode(), by="甲", unit=unit, **more)


def asked(store, year=2024):
    return {(row.unit, row.code, row.area, row.breakdown) for row in owed(store, year).itertuples()}


def state(store, unit=HEALTH, **more):
    frame = unit_status(store, 2024, **more)
    return frame[frame["unit"] == unit].iloc[0]


def test_a_unit_owes_what_the_plan_names_it_for_by_any_of_its_names(store):
    assert asked(store) == {
        (HEALTH, "T1", COUNTY, ""),
        (WOMEN, "T2", COUNTY, ""),
        (WOMEN, "T2", TOWNS[0], ""),
        (WOMEN, "T2", TOWNS[1], ""),
    }


def test_what_was_given_by_town_or_by_sex_last_year_is_asked_again(store):
    send(store, ("T1", TOWNS[0], 2023, 40.5), ("T1", COUNTY, 2023, 41, '{"性别":"女"}'))
    more = asked(store) - asked(store, 2030)
    assert more == {(HEALTH, "T1", TOWNS[0], ""), (HEALTH, "T1", COUNTY, '{"性别":"女"}')}
    row = owed(store, 2024).set_index("area").loc[TOWNS[0]].iloc[0]
    assert (row.last_year, row.last_text) == (2023, "40.5")


def test_the_register_puts_a_duty_elsewhere(store):
    store.desk.put_duty(HEALTH, "T1", False, reason="归口")
    store.desk.put_duty(WOMEN, "T1", True)
    assert {unit for unit, code, *_ in asked(store) if code == "T1"} == {WOMEN}


def test_without_a_plan_the_district_is_asked_what_the_catalogue_asks(tmp_path):
    with Store.create(tmp_path / "n.duckdb") as made:
        fill(made)
        assert owed(made, 2024).empty  # the small catalogue names nobody


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], "not_started"),
        ([("T2", COUNTY, 2024, 5)], "partly"),
        ([("T1", COUNTY, 2024, 5.0)], "complete"),
    ],
)
def test_the_state_of_a_unit(store, rows, expected):
    if rows:
        send(store, *rows)
    assert state(store).state == expected


def test_figures_in_another_units_file_have_come_too(store):
    sent = send(store, ("T1", COUNTY, 2024, 50), unit=WOMEN)
    found = state(store)
    assert (found["state"], found["files"]) == ("complete", 0)
    assert found["last_at"].to_pydatetime().replace(tzinfo=dt.UTC) == sent.at


def test_a_reason_for_having_no_figure_is_an_answer(store):
    frame = figures(("T1", COUNTY, 2024, None)).assign(text=None, missing="not_carried_out", raw="未开展")
    store.accept(frame, file="a.xlsx", data=b"a", by="甲", unit=HEALTH)
    assert state(store).state == "complete"
    row = without_data(store, 2024).set_index("code").loc["T1"]
    assert (row.unit, row.reason, row.words) == (HEALTH, "not_carried_out", "未开展")


def test_a_blank_cell_is_no_answer(store):
    frame = figures(("T1", COUNTY, 2024, None)).assign(text=None, missing="blank", raw="")
    store.accept(frame, file="a.xlsx", data=b"a", by="甲", unit=HEALTH)
    assert state(store).state == "partly"
    assert "T1" in set(without_data(store, 2024)["code"])


def test_a_conflict_shows_as_one(store):
    first = send(store, ("T1", COUNTY, 2024, 5.0))
    held = figures(("T1", COUNTY, 2024, 9.0)).assign(against=first.id, against_rec=0)
    send(store, ("T2", COUNTY, 2024, 1), unit=WOMEN, held=held)
    assert (state(store).state, state(store).conflicts) == ("errors", 1)


@pytest.mark.parametrize(
    ("deadline", "today", "given", "late", "left"),
    [
        (None, dt.date(2025, 6, 1), False, False, None),
        (dt.date(2025, 5, 20), dt.date(2025, 5, 1), False, False, 19),
        (dt.date(2025, 5, 20), dt.date(2025, 5, 20), False, False, 0),
        (dt.date(2025, 5, 20), dt.date(2025, 5, 21), False, True, -1),
        (dt.date(2020, 5, 20), dt.date(2025, 5, 21), True, True, -1827),
        (dt.date(2999, 5, 20), dt.date(2999, 5, 21), True, False, -1),
    ],
)
def test_late_is_after_the_deadline(store, deadline, today, given, late, left):
    store.desk.open_year(2024, deadline)
    if given:
        send(store, ("T1", COUNTY, 2024, 5.0))
    row = state(store, today=today)
    assert (row.late, row.days_left) == (late, left)


def test_a_reminder_names_the_liaison_what_is_missing_and_the_days_left(store):
    store.desk.open_year(2024, dt.date(2025, 5, 20))
    row = state(store, today=dt.date(2025, 5, 10))
    assert reminder(row, 2024, dt.date(2025, 5, 20)) == (
        "县卫生健康局（联络员甲同志）：2024年两规划监测数据，贵单位还有1项指标未报：指标T1。"
        "如确无数据，请注明原因（未统计、未开展、未公布、不适用）。截止日期2025年5月20日，还有10天。县妇儿工委办"
    )


def test_no_reminder_for_a_unit_that_has_reported(store):
    send(store, ("T1", COUNTY, 2024, 5.0))
    assert reminder(state(store), 2024, None) == ""
