"""`twoplans plan` and `twoplans areas`, as programs see them."""

import base64

import pytest

from dashboard.commands import run
from indicators.catalog import builtin
from indicators.model import Area, AreaLevel
from indicators.store import Store

PLAN = (
    "规划,指标,目标,牵头单位\n妇女,孕产妇死亡率,控制在12/10万以下,卫健局\n妇女,孕妇死亡率,5‰以下,卫健局\n"
).encode()


@pytest.fixture
def store():
    with Store.memory() as made:
        made.put_areas([Area("99", "示例县", "示例县", AreaLevel.COUNTY)])
        made.put_catalog(builtin())
        yield made


def records(outcome, kind):
    return [record for record in outcome.records if record["record"] == kind]


def test_plan(store):
    seen = run("plan check", store, [("p.csv", PLAN)], {"by": "x"})
    assert seen.exit == 1
    first, second = records(seen, "plan_line")
    assert (first["code"], first["match"], first["reading_zh"]) == ("W0103", "name", "≤12/10万")
    assert (second["code"], second["cell"]) == (None, "B3")
    (question,) = records(seen, "question")
    assert question["answers"][0]["value"] == "W0103"
    answers = {question["key"]: "new"}
    done = run("plan load", store, [("p.csv", PLAN)], {"by": "x", "answers": answers})
    assert (done.exit, records(done, "plan_version")[0]["goals"]) == (1, 1)  # the unit is still asked for
    answers[f"{question['key']}:unit"] = "‰"
    done = run("plan load", store, [("p.csv", PLAN)], {"by": "x", "answers": answers})
    assert (done.exit, records(done, "plan_version")[0]["goals"]) == (0, 2)
    back = run("plan undo", store, [], {"by": "x", "reason": "传错"})
    assert records(back, "plan_version")[0]["restores"] == 2
    made = run("plan export", store, [], {"by": "x"})
    assert base64.b64decode(records(made, "file")[0]["data"])[:2] == b"PK"
    assert run("plan undo", store, [], {"by": "x", "version": 99}).exit == 1
    assert run("plan check", store, [("p.csv", b"a,b\n1,2\n")], {"by": "x"}).exit == 2


def test_areas(store):
    listed = run("areas load", store, [], {"by": "x", "text": "东镇：甲村、乙村\n西镇：丙村"})
    assert (listed.exit, [record["state"] for record in records(listed, "area")].count("new")) == (0, 5)
    change = {
        "kind": "merge",
        "happened": "2024-07-01",
        "sources": ["东镇", "西镇"],
        "names": ["新镇"],
        "by": "x",
    }
    (event,) = records(run("areas change", store, [], change), "area_change")
    assert (event["targets"], len(event["moved"])) == (("示例县/新镇",), 3)
    after = run("areas list", store, [], {"by": "x"})
    assert [record["name"] for record in records(after, "area")] == ["示例县", "新镇", "甲村", "乙村", "丙村"]
    refused = run("areas change", store, [], change)
    assert (refused.exit, records(refused, "finding")[0]["code"]) == (1, "area_move_unknown")
    undone = run("areas undo", store, [], {"by": "x", "event": event["id"], "reason": "错"})
    assert records(undone, "area_change")[0]["undone"]
    assert len(records(run("areas list", store, [], {"by": "x"}), "area")) == 6
