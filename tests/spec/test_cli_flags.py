"""`twoplans flag`: what is printed, what is refused."""

import pytest
from cli_kit import command_line
from store_kit import AREAS, CATALOG, COUNTY, figures

from indicators.catalog import PlanGoal
from indicators.model import PlanKind
from indicators.store import Store
from indicators.targets import parse_target

GOAL = "2030年达到70%以上"


@pytest.fixture
def twoplans(tmp_path, monkeypatch, capsys):
    path = tmp_path / "s.duckdb"
    with Store.create(path) as store:
        store.put_areas(AREAS)
        goal = PlanGoal("T1", "指标T1", PlanKind.WOMEN, GOAL, parse_target(GOAL, unit="%").target)
        store.put_catalog(CATALOG, goals=[goal], area=COUNTY, by="t")
        sent = figures(("T1", COUNTY, 2020, 50.0), ("T1", COUNTY, 2024, 45.0), ("T2", COUNTY, 2024, 5.0))
        store.accept(sent, file="f", data=b"f", by="t")

    return command_line(monkeypatch, capsys, path, "flag")


def test_a_warning_by_hand_is_added_listed_and_taken_back(twoplans):
    (made,) = twoplans("add", "T2", "--level", "yellow", "--note", "群众反映", "--json")
    assert (made["record"], made["code"], made["year"], made["area"]) == ("flag", "T2", 2024, COUNTY)
    assert (made["level"], made["note"], made["retracted"]) == ("yellow", "群众反映", False)
    assert "人工预警，黄色（群众反映）" in twoplans("list")
    (undone,) = twoplans("undo", made["number"], "--reason", "已核实", "--json")
    assert (undone["retracted"], undone["retracted_why"]) == (True, "已核实")
    assert "已撤销" in twoplans("list", "--code", "T2")
    (finding,) = twoplans("undo", made["number"], "--json", code=1)
    assert finding["code"] == "office_already_retracted"


def test_a_mark_takes_the_level_of_the_warning_it_is_of(twoplans):
    (mark,) = twoplans("seen", "T1", "--note", "已约谈", "--json")
    assert (mark["record"], mark["level"], mark["note"]) == ("mark", "red", "已约谈")
    (finding,) = twoplans("seen", "T2", "--json", code=1)
    assert finding["code"] == "flag_nothing_to_see"
    twoplans("add", "T2", "--level", "orange", "--note", "a")
    assert twoplans("seen", "T2", "--json")[0]["level"] == "orange"


@pytest.mark.parametrize(
    ("arguments", "exits", "finding"),
    [
        (["add", "T1", "--level", "red", "--note", " "], 1, "office_no_alert_note"),
        (["add", "XX", "--level", "red", "--note", "a"], 1, "store_unknown_name"),
        (["undo", "x"], 1, "office_unknown_record"),
    ],
    ids=str,
)
def test_refusals_are_findings(twoplans, arguments, exits, finding):
    assert [item["code"] for item in twoplans(*arguments, "--json", code=exits)] == [finding]


def test_another_level_is_wrong_usage(twoplans):
    assert "Traceback" not in twoplans("add", "T1", "--level", "blue", "--note", "a", code=64)
