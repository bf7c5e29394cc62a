"""`twoplans annotate`: what is printed, what is refused."""

import pytest
from cli_kit import command_line
from store_kit import COUNTY, TOWNS, fill

from indicators.store import Store


@pytest.fixture
def twoplans(tmp_path, monkeypatch, capsys):
    path = tmp_path / "s.duckdb"
    with Store.create(path) as store:
        fill(store)

    return command_line(monkeypatch, capsys, path, "annotate")


def test_a_remark_is_added_listed_and_taken_back(twoplans):
    (made,) = twoplans("add", "T1", "--year", "2023", "--kind", "method", "--text", "改为常住人口", "--json")
    assert (made["record"], made["code"], made["area"], made["year"]) == ("annotation", "T1", COUNTY, 2023)
    assert (made["kind"], made["text"], made["retracted"]) == ("method", "改为常住人口", False)
    assert "2023年 指标T1：口径调整（改为常住人口）" in twoplans("list")
    (undone,) = twoplans("undo", made["number"], "--reason", "记错", "--json")
    assert (undone["retracted"], undone["retracted_why"]) == (True, "记错")
    assert "已撤销" in twoplans("list", "--code", "T1")
    (finding,) = twoplans("undo", made["number"], "--json", code=1)
    assert finding["code"] == "office_already_retracted"


def test_one_remark_for_every_indicator_of_an_area(twoplans):
    (made,) = twoplans("add", "--every", "--year", "2020", "--text", "体检暂停", "--area", TOWNS[0], "--json")
    assert (made["code"], made["kind"], made["area"]) == (None, "other", TOWNS[0])
    assert "全部指标" in twoplans("list", "--code", "T2")
    assert twoplans("list", "--area", COUNTY, "--json") == []


@pytest.mark.parametrize(
    ("arguments", "finding"),
    [
        (["add", "T1", "--year", "2023", "--text", " "], "office_no_annotation_text"),
        (["add", "T1", "--year", "23", "--text", "a"], "office_no_such_year"),
        (["add", "XX", "--year", "2023", "--text", "a"], "store_unknown_name"),
        (["undo", "x"], "office_unknown_record"),
    ],
    ids=str,
)
def test_refusals_are_findings(twoplans, arguments, finding):
    assert [item["code"] for item in twoplans(*arguments, "--json", code=1)] == [finding]


@pytest.mark.parametrize("arguments", [[], ["T1", "--every"], ["T1", "--kind", "weather"]], ids=str)
def test_wrong_usage_is_told(twoplans, arguments):
    said = twoplans("add", *arguments, "--year", "2023", "--text", "a", code=64)
    assert "Traceback" not in said
