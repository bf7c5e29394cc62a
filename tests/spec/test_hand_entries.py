"""Figures entered by hand: what is kept, and what is refused with a sentence."""

import json

import pytest

from indicators.intake import init_store
from indicators.intake.by_hand import Entry, check_entry, enter
from indicators.model import Missing
from indicators.store import Store, UnknownName

AREAS = "code,name,parent_code\n999901,示例县,\n999901001,城关镇,999901\n".encode()
TOWN = "示例县/城关镇"
SAID = "县疾控中心电话,2025年5月6日"


@pytest.fixture(scope="module")
def shared_store(tmp_path_factory):
    path = tmp_path_factory.mktemp("hand") / "a.duckdb"
    init_store(path, "示例县", areas=("areas.csv", AREAS))
    with Store.open(path) as opened:
        yield opened


def entry(**more):
    return Entry(**{"code": "W0126", "year": 2024, "area": "示例县", "source": SAID, "value": "31.2"} | more)


@pytest.mark.parametrize(
    ("more", "value", "text"),
    [
        ({}, 31.2, "31.2"),
        ({"value": "31.2%"}, 31.2, "31.2"),
        ({"value": "３１．２"}, 31.2, "31.2"),
        ({"area": TOWN}, 31.2, "31.2"),
        ({"code": "W0213", "value": "45.5", "numerator": "3803", "denominator": "8350"}, 45.5, "45.5"),
        ({"code": "B0004", "value": "3,000"}, 3000, "3000"),
        ({"source": '来源里有逗号,引号"和\n换行'}, 31.2, "31.2"),
    ],
)
def test_what_is_kept(shared_store, more, value, text):
    told = entry(**more)
    kept = enter(shared_store, told, by="甲")
    assert [item.message for item in kept.findings if item.severity == "error"] == []
    row = shared_store.current(code=told.code, area=told.area, year=2024).iloc[0]
    assert (row.value, row.text, row.uploader) == (value, text, "甲")
    name, data = shared_store.file_bytes(kept.submission.id)
    assert name.startswith("手工录入_")
    assert told.source.split("\n")[0].replace('"', '""') in data.decode("utf-8-sig")
    shared_store.undo(kept.submission.id, "甲", "试")


def test_a_reason_in_place_of_a_figure(shared_store):
    kept = enter(shared_store, entry(value="", missing=Missing.NOT_CARRIED_OUT), by="甲")
    row = shared_store.current(code="W0126").iloc[0]
    assert (row.missing, row.raw) == ("not_carried_out", "未开展")
    shared_store.undo(kept.submission.id, "甲", "试")


def test_a_breakdown(shared_store):
    kept = enter(shared_store, entry(breakdown={"城乡": "农村"}), by="甲")
    row = shared_store.current(code="W0126").iloc[0]
    assert json.loads(row.breakdown) == {"城乡": "农村"}
    shared_store.undo(kept.submission.id, "甲", "试")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"source": "  "}, "by_hand_without_source"),
        ({"value": ""}, "by_hand_without_figure"),
        ({"value": "大概三成"}, "by_hand_not_understood"),
        ({"value": "=1+1"}, "by_hand_not_understood"),
        ({"value": "312"}, "above_limit"),
    ],
)
def test_what_is_refused(shared_store, more, code):
    before = shared_store.submissions()
    refused = enter(shared_store, entry(**more), by="甲")
    assert refused.submission is None
    assert code in [item.code for item in refused.findings]
    assert shared_store.submissions() == before


def test_names_the_store_does_not_know(shared_store):
    with pytest.raises(UnknownName):
        check_entry(shared_store, entry(code="X9"))
