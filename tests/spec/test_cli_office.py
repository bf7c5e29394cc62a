"""The commands by which the office judges, sets and publishes: records, exit codes, words."""

import pytest
from cli_kit import command_line
from store_kit import AREAS, CATALOG, COUNTY, figures

from indicators.catalog import PlanGoal
from indicators.model import PlanKind
from indicators.store import Store
from indicators.targets import parse_target

pytestmark = pytest.mark.tenth(3)


@pytest.fixture
def twoplans(tmp_path, monkeypatch, capsys):
    path = tmp_path / "s.duckdb"
    with Store.create(path) as store:
        store.put_areas(AREAS)
        phrases = {"T1": "2030年达到70%以上", "T2": "建立婚姻家庭纠纷调解机制"}
        goals = [
            PlanGoal(code, f"指标{code}", PlanKind.WOMEN, phrase, parse_target(phrase, unit="%").target)
            for code, phrase in phrases.items()
        ]
        store.put_catalog(CATALOG, goals=goals, area=COUNTY, by="t")
        store.accept(
            figures(("T1", COUNTY, 2020, 50.0), ("T1", COUNTY, 2024, 69.0)), file="f", data=b"f", by="t"
        )

    return command_line(monkeypatch, capsys, path)


def test_publish_list_show_and_compare(twoplans):
    *verdicts, made = twoplans("assess", "--publish", "2024年度", "--json")
    assert (made["record"], made["title"], made["year"], made["verdicts"]) == (
        "published", "2024年度", 2024, 2,
    )  # fmt: skip
    assert made["settings"]["near_miss"] == 0.01
    assert [item["result"] for item in twoplans("published", "--json")] == [made["result"]]
    twoplans("settings", "near_miss=0.05", "--reason", "市里要求")
    assert twoplans("published", made["result"], "--json") == verdicts
    (change,) = twoplans("published", made["result"], "--compare", "now", "--json")
    assert (change["code"], change["causes"], change["after_word"]) == ("T1", ["method_revised"], "基本达标")
    assert "2024年度（2024年，全部有规划的地区，2项）" in twoplans("published")
    assert "评估办法的常数有调整" in twoplans("published", made["result"], "--compare", "now")


def test_a_judgement_and_its_undo(twoplans, tmp_path):
    paper = tmp_path / "通知.pdf"
    paper.write_bytes(b"%PDF")
    (made,) = twoplans(
        "judgement", "add", "T2", "yes", "--evidence", "政发3号", "--file", str(paper), "--json"
    )
    assert (made["record"], made["verdict"], made["year"], made["area"]) == ("judgement", "yes", 2024, COUNTY)
    assert (made["file"], made["size"]) == ("通知.pdf", 4)

    def verdict():
        return next(item for item in twoplans("assess", "--json") if item["code"] == "T2")

    found = verdict()
    assert (found["attainment"], found["evidence"], found["evidence_file"]) == ("met", "政发3号", "通知.pdf")
    (undone,) = twoplans("judgement", "undo", made["number"], "--reason", "评错", "--json")
    assert undone["retracted"]
    assert verdict()["attainment"] == "awaiting"
    assert "已撤销" in twoplans("judgement", "list")
    (finding,) = twoplans("judgement", "undo", made["number"], "--json", code=1)
    assert finding["code"] == "office_already_retracted"


def test_what_asks_for_no_judgement_is_said(twoplans):
    made, finding = twoplans("judgement", "add", "T1", "yes", "--evidence", "看过", "--json")
    assert (made["record"], finding["code"]) == ("judgement", "office_not_by_people")
    made, finding = twoplans("judgement", "applies", "T2", "no", "--reason", "人口少", "--json")
    assert (made["applies"], finding["code"]) == (False, "office_not_conditional")


def test_settings_say_who_set_them_and_why(twoplans):
    found = {
        item["name"]: item for item in twoplans("settings", "pace_slow=0.7", "--reason", "省里口径", "--json")
    }
    slow = found["pace_slow"]
    assert (slow["value"], slow["default"], slow["reason"]) == (0.7, 0.6, "省里口径")
    assert found["near_miss"]["reason"] is None
    assert "pace_slow = 0.7（默认 0.6；省里口径）" in twoplans("settings")
    assert "pace_slow = 0.6\n" in twoplans("settings", "pace_slow=default", "--reason", "改回")


REFUSED = [
    (["settings", "pace_slow=2", "--reason", "x"], 1, "office_bad_setting"),
    (["settings", "pace_slow=0.7"], 1, "office_no_reason"),
    (["assess", "--publish", " "], 1, "office_no_title"),
    (["published", "x"], 1, "office_unknown_result"),
    (["judgement", "add", "XX", "yes", "--evidence", "a"], 1, "store_unknown_name"),
    (["judgement", "add", "T2", "yes", "--evidence", " "], 1, "office_no_evidence"),
]


@pytest.mark.parametrize(("arguments", "exits", "finding"), REFUSED, ids=str)
def test_refusals_are_findings(twoplans, arguments, exits, finding):
    assert [item["code"] for item in twoplans(*arguments, "--json", code=exits)] == [finding]


@pytest.mark.parametrize(
    "arguments",
    [["judgement", "add", "T2", "maybe", "--evidence", "a"], ["settings", "pace_slow=慢"]],
    ids=str,
)
def test_wrong_usage_exits_64(twoplans, arguments):
    said = twoplans(*arguments, code=64)
    assert "Traceback" not in said
