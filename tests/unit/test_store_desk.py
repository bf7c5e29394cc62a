"""The office's year in the store: register, years, conflicts and their decisions, purges."""

import datetime as dt
import os

import pandas as pd
import pytest
from store_kit import COUNTY, TOWNS, figures, fill

from indicators.findings import finding
from indicators.model import Place, ReportingUnit
from indicators.store import NotHeld, Store, UnknownName, YearState

pytestmark = pytest.mark.tenth(2)

HEALTH = ReportingUnit("县卫生健康局", "联络员甲", "0000-1", None, ("县卫健局",))
TOWN = ReportingUnit("东镇人民政府", area=TOWNS[0])


@pytest.fixture
def store(tmp_path):
    with Store.create(tmp_path / "s.duckdb") as made:
        yield fill(made)


def held(*rows, against):
    frame = figures(*rows)
    return frame.assign(against=against, against_rec=range(len(frame)))


def send(store, *rows, name="a.csv", data=None, **more):
    return store.accept(figures(*rows), file=name, data=data or repr((rows, name)).encode(), by="甲", **more)


def value(store):
    return store.current()["value"].tolist()


def conflicting(store):
    """First 81.5; then a second file with 90 for the same figure, held."""
    first = send(store, ("T1", COUNTY, 2024, 81.5), unit="甲局")
    more = held(("T1", COUNTY, 2024, 90.0), against=first.id)
    second = send(store, ("T2", COUNTY, 2024, 3), name="b.csv", held=more, unit="乙局")
    return first, second


def test_units_come_back_in_order_and_are_recorded_once(store):
    assert store.desk.put_units([HEALTH, TOWN], by="甲") == 2
    assert store.desk.put_units([HEALTH, TOWN], by="甲") == 0
    assert store.desk.units() == [HEALTH, TOWN]


def test_a_unit_struck_off_is_kept_and_an_alias_can_be_taken_back(store):
    store.desk.put_units([HEALTH])
    gone = ReportingUnit("县卫生健康局", "联络员甲", "0000-1", active=False)
    store.desk.put_units([gone])
    assert store.desk.units() == []
    assert store.desk.units(inactive=True) == [gone]


def test_a_unit_of_an_unknown_town_is_refused_whole(store):
    with pytest.raises(UnknownName, match="北镇"):
        store.desk.put_units([HEALTH, ReportingUnit("北镇人民政府", area="示例县/北镇")])
    assert store.desk.units() == []


def test_a_duty_is_known_by_any_name_of_the_unit(store):
    store.desk.put_units([HEALTH])
    store.desk.put_duty("县卫健局", "T1", False, reason="归口妇幼保健院")
    assert store.desk.duties().values.tolist() == [["县卫生健康局", "T1", False, "归口妇幼保健院"]]
    store.desk.put_duty("县卫生健康局", "T1", None)
    assert store.desk.duties().empty
    for unit, code in (("无此局", "T1"), ("县卫健局", "X9")):
        with pytest.raises(UnknownName):
            store.desk.put_duty(unit, code, True)


def test_a_reporting_year_is_opened_moved_closed_and_reopened(store):
    desk = store.desk
    desk.open_year(2024, dt.date(2025, 5, 20), by="甲")
    desk.move_deadline(2024, dt.date(2025, 6, 1), reason="卫健数据推迟")
    found = desk.years()[0]
    assert (found.year, found.deadline, found.closed) == (2024, dt.date(2025, 6, 1), False)
    desk.close_year(2024)
    assert desk.years()[0].closed
    assert desk.years()[0].deadline == dt.date(2025, 6, 1)
    desk.reopen_year(2024, reason="补报")
    assert not desk.years()[0].closed


@pytest.mark.parametrize(
    ("steps", "wrong", "told"),
    [
        ([], "close_year", "还没有开始收集"),
        ([], "reopen_year", "还没有开始收集"),
        (["open_year"], "open_year", "正在收集"),
        (["open_year"], "reopen_year", "正在收集"),
        (["open_year", "close_year"], "close_year", "已经结束收集"),
        (["open_year", "close_year"], "open_year", "已经结束收集"),
    ],
)
def test_a_step_out_of_turn_is_refused(store, steps, wrong, told):
    def take(step):
        more = {"deadline": None} if step == "open_year" else {"reason": "补"}
        getattr(store.desk, step)(2024, **more)

    for step in steps:
        take(step)
    with pytest.raises(YearState, match=told):
        take(wrong)


def test_self_assessment_is_replaced_and_taken_back(store):
    store.desk.put_units([HEALTH])
    store.desk.put_self_assessment("县卫健局", 2024, "初稿", by="甲")
    store.desk.put_self_assessment("县卫健局", 2024, "定稿", by="甲")
    assert store.desk.self_assessments(2024)[["unit", "text"]].values.tolist() == [["县卫生健康局", "定稿"]]
    store.desk.put_self_assessment("县卫健局", 2024, "")
    assert store.desk.self_assessments().empty


def test_a_held_figure_does_not_count_before_a_decision(store):
    first, second = conflicting(store)
    assert sorted(value(store)) == [3, 81.5]
    assert (second.accepted, second.held) == (1, 1)
    row = store.desk.conflicts().iloc[0]
    assert (row.value, row.old_value, row.file, row.old_file) == (90.0, 81.5, "b.csv", "a.csv")
    assert (row.from_unit, row.old_unit, row.against) == ("乙局", "甲局", first.id)


def test_deciding_for_the_new_figure_makes_it_count_with_its_own_origin(store):
    _, second = conflicting(store)
    adopted = store.desk.decide(second.id, [1], "new", reason="统计局核实", by="乙")
    row = store.current(code="T1").iloc[0]
    assert (row.value, row.file, row.sheet, row.cell) == (90.0, "b.csv", "表1", "B2")
    assert store.desk.conflicts().empty
    assert store.submission(adopted).note == "裁定采用新数：统计局核实"
    store.undo(adopted, "乙", "裁定有误")
    assert store.current(code="T1")["value"].tolist() == [81.5]
    assert len(store.desk.conflicts()) == 1


def test_deciding_for_the_old_figure_leaves_all_as_it_was(store):
    _, second = conflicting(store)
    assert store.desk.decide(second.id, [1], "old", reason="口径不同", by="乙") is None
    assert store.current(code="T1")["value"].tolist() == [81.5]
    assert store.desk.conflicts().empty
    kept = store.desk.decisions().iloc[0]
    assert (kept.outcome, kept.reason, kept.by, kept.new_text) == ("old", "口径不同", "乙", "90.0")
    with pytest.raises(NotHeld):
        store.desk.decide(second.id, [1], "new", reason="", by="乙")


def test_a_withdrawn_file_takes_its_conflicts_with_it(store):
    _, second = conflicting(store)
    store.undo(second.id, "甲", "错")
    assert store.desk.conflicts().empty
    with pytest.raises(NotHeld):
        store.desk.decide(second.id, [1], "new", reason="", by="乙")


def test_a_file_with_held_figures_sent_again_is_the_same_file(store):
    _, second = conflicting(store)
    data = store.file_bytes(second.id)[1]
    again = store.accept(
        figures(("T2", COUNTY, 2024, 3)), file="b.csv", data=data, by="甲", unit="乙局",
        held=held(("T1", COUNTY, 2024, 90.0), against=second.id),
    )  # fmt: skip
    assert (again.repeat, again.id) == (True, second.id)


def test_an_explanation_can_follow(store):
    sent = send(store, ("T1", COUNTY, 2024, 81.5))
    store.explain(sent.id, "jump@B2", "行政区划调整", by="甲")
    assert [row[:3] for row in store.explanations(sent.id)] == [("jump@B2", "行政区划调整", "甲")]


def test_a_purge_leaves_the_record_and_nothing_of_the_content(tmp_path):
    path = tmp_path / "s.duckdb"
    secret = "某某某三六零".encode() + os.urandom(64)
    with Store.create(path) as store:
        fill(store)
        kept = send(store, ("T1", COUNTY, 2024, 81.5), data=os.urandom(300_000))
        found = finding("store_unknown_submission", Place("名单.xlsx", "表1", "A2"), number="某某某三六零")
        bad = send(
            store, ("T2", COUNTY, 2024, 5), name="名单.xlsx", data=os.urandom(200_000) + secret * 50,
            findings=[found], answers={"label:x": "某某某三六零"},
        )  # fmt: skip
        assert store.desk.purge(bad.id, reason="误传名单", by="主任") == 1
        assert value(store) == [81.5]
        described = store.submission(bad.id)
        assert (described.withdrawn, described.purged, described.sha256) == (True, True, bad.sha256)
        assert store.findings(bad.id) == []
        assert store.desk.purges()[["file", "reason", "by"]].values.tolist() == [
            ["名单.xlsx", "误传名单", "主任"]
        ]
        assert store.file_bytes(kept.id)[0] == "a.csv"
    raw = b"".join(item.read_bytes() for item in tmp_path.iterdir() if item.is_file())
    assert not raw.count(secret), "the purged bytes are still in the file"
    assert not raw.count("某某某三六零".encode()), "what was read from them is still in the file"


def test_nothing_is_held_by_default(store):
    sent = send(store, ("T1", COUNTY, 2024, 1))
    assert sent.held == 0
    assert isinstance(store.desk.conflicts(), pd.DataFrame)
