"""The terminal in a store of several offices: `--at` names one, and each command speaks of that one alone."""

import base64
import datetime as dt
import io
import shutil

import openpyxl
import pandas as pd
import pytest
import typer

from dashboard import cli
from dashboard.commands import run
from indicators.catalog import Catalog, builtin
from indicators.intake.plan import load_plan
from indicators.model import Area, AreaLevel, ReportingUnit
from indicators.store import Given, Store

TOP, EAST, WEST = "示例省", "示例省/东县", "示例省/西县"
TOWN = f"{EAST}/城关镇"
NAME = "婚前医学检查率"
ITEM = next(item for item in builtin().indicators if item.name == NAME)
PLAN = f"指标,目标,牵头单位\n{NAME},2030年达到{{}}%以上,{{}}\n"
KINDS = {
    "an office of its own, by --at": {
        "form", "enter", "status", "no-data", "conflicts", "submissions", "published", "report",
        "approve list", "approve lock", "approve unlock", "action list", "district compare",
        "year open", "year deadline", "year close", "year reopen", "year list", "units load", "units list",
        "plan check", "plan load", "plan versions", "plan undo", "plan export", "plan duties",
        "export xlsx", "export csv", "export datapackage",
    },
    "the area named by --area, or that of the file": {
        "read", "check", "load", "markup", "assess", "rollup", "judgement add", "judgement applies",
        "judgement list", "flag add", "flag seen", "flag list", "annotate add", "annotate list",
        "action open", "user add", "user role",
    },
    "one record by its number": {
        "undo", "decide", "explain", "purge", "judgement undo", "flag undo", "annotate undo",
        "approve review", "approve accept", "approve return", "action step", "action log",
        "action deadline", "action evidence", "action undo", "areas undo",
    },
    "the whole store, or none": {
        "action remind", "approve setting", "areas change", "areas check", "areas list", "areas load",
        "audit export", "audit list", "audit verify", "backup", "boundaries check", "boundaries list",
        "boundaries load", "boundaries undo", "catalog check", "catalog draft", "catalog export", "demo",
        "district add", "district list", "import", "init", "judge", "lake tidy", "move",
        "recover", "restore", "sensitive", "serve", "settings", "target", "user disable", "user enable",
        "user list", "user logout", "user passwd", "user unlock",
    },
}  # fmt: skip


def every_command(app, front=""):
    for one in app.registered_commands:
        yield f"{front}{one.name or one.callback.__name__.replace('_', '-')}", one.callback
    for group in app.registered_groups:
        yield from every_command(group.typer_instance, f"{front}{group.name} ")


def test_each_command_that_speaks_of_an_office_takes_at():
    known = dict(every_command(cli.app))
    taking = {name for name, work in known.items() if "at" in typer.main.get_params_from_function(work)}
    assert taking == KINDS["an office of its own, by --at"]
    assert set().union(*KINDS.values()) == set(known)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    path = tmp_path_factory.mktemp("province") / "a.duckdb"
    levels = {TOP: AreaLevel.PROVINCE, EAST: AreaLevel.COUNTY, WEST: AreaLevel.COUNTY, TOWN: AreaLevel.TOWN}
    areas = [
        Area(str(at), path.rpartition("/")[2], path, level) for at, (path, level) in enumerate(levels.items())
    ]
    with Store.create(path) as store:
        store.put_areas(areas, by="测")
        store.put_catalog(Catalog((ITEM,)), by="测")
        for at, aim, lead in ((TOP, 90, "省卫健委"), (EAST, 95, "卫健局"), (WEST, 96, "妇幼局")):
            assert load_plan(store, PLAN.format(aim, lead).encode(), "规划.csv", area=at, by="测").version
            desk = store.desk_of(at)
            desk.put_units([ReportingUnit(lead, aliases=(f"{at[-2:]}卫生",))], by="测")
            desk.open_year(2024, dt.date(2025, 5, 20), by="测")
    return path


@pytest.fixture
def province(made, tmp_path):
    with Store.open(shutil.copy(made, tmp_path / "a.duckdb")) as store:
        yield store


def told(store, command, **options):
    files = options.pop("files", [])
    outcome = run(command, store, files, {"by": "测", **options})
    return outcome.records, [*outcome.messages, *(one.get("message", "") for one in outcome.records)]


def units_of(store, at):
    records, _ = told(store, "form", year=2024, at=at)
    return [one["unit"] for one in records]


@pytest.mark.long
def test_forms_are_for_the_units_of_the_office(province):
    assert units_of(province, EAST) == ["卫健局"]
    assert units_of(province, "西县") == ["妇幼局"]
    assert units_of(province, None) == ["省卫健委"]
    (form,), _ = told(province, "form", year=2024, unit="东县卫生", at=EAST)
    book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(form["data"])))
    assert any(NAME in str(cell.value) for row in book.worksheets[0] for cell in row)


def test_an_area_without_an_office_is_said_in_one_sentence(province):
    for command in ("form", "status", "enter", "approve_lock", "plan export", "submissions", "export"):
        for at in ("别县", TOWN):
            (record,), _ = told(province, command, year=2024, unit="x", at=at, entry={})
            said = f"库里没有叫“{at}”、有自己办公室的地区（省、市、区县）。"
            assert (command, record["message"]) == (command, said)


@pytest.mark.long
def test_a_figure_by_hand_goes_to_the_office_named(province):
    def enter(at, area=None, **more):
        entry = {"code": ITEM.code, "year": 2024, "area": area, "source": "电话", "value": "81", **more}
        return told(province, "enter", entry=entry, at=at)

    told(province, "year", step="close", year=2024, at=WEST)
    assert enter(EAST, unit="卫健局")[0][-1]["record"] == "submission"
    assert enter("东县", "城关镇")[0][-1]["record"] == "submission"
    assert any("2024" in text for text in enter(WEST)[1])
    held = province.current()
    assert set(held["area"]) == {EAST, TOWN}
    assert [one["unit"] for one in told(province, "submissions", at=EAST)[0]] == [None, "卫健局"]
    assert told(province, "submissions", at=WEST)[0] == []


@pytest.mark.long
def test_a_lock_holds_for_the_unit_of_one_office(province):
    province.desk_of(WEST).put_units([ReportingUnit("卫健局")], by="测")
    told(province, "approve_lock", unit="卫健局", year=2024, at=EAST)
    locks = {at: told(province, "approve_list", at=at)[0] for at in (None, EAST, WEST)}
    assert [one["unit"] for one in locks[EAST]] == ["卫健局"]
    assert locks[None] == locks[WEST] == []
    _, said = told(province, "approve_lock", unit="卫健局", year=2024)
    assert said == [f"“卫健局”不是{TOP}的责任单位，是{EAST}、{WEST}的。请用 --at 写明地区。"]
    told(province, "approve_unlock", unit="卫健局", year=2024, reason="更正", at=EAST)
    assert told(province, "approve_list", at=EAST)[0] == []


@pytest.mark.long
def test_lists_are_those_of_the_office(province):
    figure = {
        "code": ITEM.code, "area": EAST, "breakdown": "", "year": 2023, "value": 70.0, "text": "70",
        "decimals": 0, "qualifier": "exact", "sheet": "表1", "cell": "C1", "raw": "70",
    }  # fmt: skip
    frame = pd.DataFrame([figure])
    kept = province.accept(frame, file="东.csv", data=b"x", by="测", area=EAST, year=2023)
    province.approvals.hand_in(
        Given("东.csv", b"y", "卫健局", EAST, 2024, {}, {}, figures=1, blocked=0), by="测"
    )
    made, _ = told(province, "action_open", code=ITEM.code, area=EAST, year=2023, deadline="2099-01-01")
    assert (made[0]["lead"], made[0]["area"]) == ("卫健局", EAST)
    for command in ("submissions", "approve_list", "action_list"):
        assert len(told(province, command, at=EAST)[0]) == len(told(province, command)[0]) == 1, command
        assert told(province, command, at=WEST)[0] == [], command
    assert kept.area == EAST


@pytest.mark.long
def test_a_plan_is_loaded_and_goes_back_for_one_office_alone(province):
    before = {path: province.plans.goals(path) for path in (TOP, EAST, WEST)}
    changed = PLAN.format(99, "新局") + "自己的指标,2030年达到10人以上,新局\n"
    told(province, "plan load", files=[("新.csv", changed.encode())], at=EAST, answers={"自己的指标": "new"})
    assert province.plans.goals(EAST)[0].lead == "新局"
    assert province.plans.goals(WEST) == before[WEST]
    newest = told(province, "plan versions", at=EAST)[0][0]["version"]
    told(province, "plan load", files=[("西.csv", PLAN.format(97, "妇幼局").encode())], at=WEST)
    west = province.plans.goals(WEST)

    told(province, "plan undo", at=EAST, reason="传错")
    assert {path: province.plans.goals(path) for path in (TOP, EAST, WEST)} == {**before, WEST: west}
    told(province, "plan undo", at=EAST, version=newest, reason="还是要")
    assert province.plans.goals(EAST)[0].lead == "新局"
    assert province.plans.goals(WEST) == west
    _, said = told(province, "plan undo")
    assert said == ["只有一个版本，没有可以退回的。"]
    (book,), _ = told(province, "plan duties", at=WEST)
    assert book["goals"] == len(west)
