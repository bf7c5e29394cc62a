"""`twoplans action`: what is printed, what is refused."""

import pytest
from cli_kit import command_line
from store_kit import AREAS, CATALOG, COUNTY, figures

from indicators.catalog import PlanGoal
from indicators.model import PlanKind
from indicators.store import Store
from indicators.targets import parse_target

pytestmark = pytest.mark.tenth(3)

GOAL = "2030年达到70%以上"


@pytest.fixture
def twoplans(tmp_path, monkeypatch, capsys):
    path = tmp_path / "s.duckdb"
    with Store.create(path) as store:
        store.put_areas(AREAS)
        target = parse_target(GOAL, unit="%").target
        goal = PlanGoal("T1", "指标T1", PlanKind.WOMEN, GOAL, target, lead="卫健局")
        store.put_catalog(CATALOG, goals=[goal], area=COUNTY, by="t")
        sent = figures(("T1", COUNTY, 2020, 50.0), ("T1", COUNTY, 2024, 45.0))
        store.accept(sent, file="f", data=b"f", by="t")

    return command_line(monkeypatch, capsys, path, "action")


@pytest.fixture
def number(twoplans):
    arguments = ("T1", "--deadline", "2026-06-30", "--date", "2026-03-01", "--coop", "教育局")
    (made,) = twoplans("open", *arguments, "--measure", "购置设备", "--json")
    assert (made["record"], made["code"], made["area"], made["year"]) == ("action", "T1", COUNTY, 2024)
    assert (made["title"], made["lead"], made["coop"]) == ("指标T1整改", "卫健局", ["教育局"])
    assert (made["plan"], made["state"], made["measure"]) == ("women", "opened", "购置设备")
    assert "45" in made["cause"]
    assert (made["opened"], made["deadline"]) == ("2026-03-01", "2026-06-30")
    return made["number"]


def test_an_action_goes_its_way_and_is_listed(twoplans, number, tmp_path):
    (tmp_path / "合同.pdf").write_bytes(b"%PDF")
    twoplans("step", number, "--to", "assigned", "--note", "督办单1号", "--date", "2026-03-02")
    twoplans("log", number, "--note", "已招标", "--date", "2026-03-20")
    twoplans("evidence", number, str(tmp_path / "合同.pdf"), "--date", "2026-03-21")
    (item,) = twoplans("deadline", number, "2026-07-31", "--reason", "招标推迟", "--json")
    assert [(step["kind"], step["note"], step["file"]) for step in item["steps"]] == [
        ("move", "督办单1号", None), ("log", "已招标", None), ("evidence", "", "合同.pdf"),
        ("deadline", "招标推迟", None),
    ]  # fmt: skip
    assert (item["deadline"], item["first_deadline"]) == ("2026-07-31", "2026-06-30")
    said = twoplans("list", "--date", "2026-08-01")
    assert "[交办] 指标T1整改" in said
    assert "卫健局、教育局，期限2026-07-31，已超期" in said


@pytest.mark.parametrize(
    ("day", "due"), [("2026-06-14", "later"), ("2026-06-15", "soon"), ("2026-07-01", "overdue")]
)
def test_due_on_a_day(twoplans, number, day, due):
    (item,) = twoplans("list", "--date", day, "--json")
    assert item["due"] == due
    assert len(twoplans("list", "--date", day, "--due", due, "--unit", "教育局", "--json")) == 1
    assert twoplans("list", "--date", day, "--unit", "民政局", "--json") == []


def test_the_reminder_is_a_setting(twoplans, number):
    assert "期限前30天起提醒" in twoplans("remind", "30")
    assert twoplans("list", "--date", "2026-06-01", "--json")[0]["due"] == "soon"
    assert twoplans("remind", "999", "--json", code=1)[0]["code"] == "action_remind_wrong"


def test_steps_and_actions_are_taken_back(twoplans, number):
    (moved,) = twoplans("step", number, "--to", "assigned", "--json")
    (back,) = twoplans("undo", moved["steps"][0]["number"], "--reason", "记错了", "--json")
    assert (back["state"], back["steps"][0]["retracted_why"]) == ("opened", "记错了")
    twoplans("undo", number)
    assert "已撤销" in twoplans("list")


@pytest.mark.parametrize(
    ("arguments", "finding"),
    [
        (("step", "--to", "done"), "action_no_such_move"),
        (("step", "--to", "assigned", "--date", "2026-02-01"), "action_day_early"),
        (("log", "--note", " "), "action_no_note"),
    ],
    ids=str,
)
def test_refusals_are_findings(twoplans, number, arguments, finding):
    command, *rest = arguments
    assert [item["code"] for item in twoplans(command, number, *rest, "--json", code=1)] == [finding]


def test_wrong_usage_is_told(twoplans):
    assert "2026-06-30" in twoplans("open", "T1", "--deadline", "明天", code=64)
    unknown = twoplans(
        "open", "XX", "--deadline", "2026-06-30", "--date", "2026-03-01", "--lead", "a", "--json", code=1
    )
    assert unknown[0]["code"] == "store_unknown_name"
