"""Actions in the store: records only, moves by the table, steps and files taken back by records."""

import datetime as dt
from dataclasses import replace

import pytest
from store_kit import COUNTY, fill

from indicators.store import (
    ActionText,
    AlreadyRetracted,
    OfficeRefused,
    Store,
    UnknownName,
    UnknownRecord,
)
from indicators.store.action_records import deadlines
from indicators.store.actions import LARGEST, remind_days, safe_name

DAY = dt.date(2026, 3, 1)
TEXT = ActionText("补上体检", "卫健局", dt.date(2026, 6, 30), "women", ("教育局", "妇联"), "缺设备", "购置")


@pytest.fixture
def store():
    with Store.memory() as made:
        yield fill(made)


@pytest.fixture
def action(store):
    return store.actions.open("T1", COUNTY, 2024, TEXT, opened=DAY, by="王")


def refused(work):
    with pytest.raises(OfficeRefused) as told:
        work()
    return told.value.code


def test_an_action_stands_as_it_was_opened(store, action):
    assert (action.code, action.indicator, action.area, action.plan, action.year) == (
        "T1", "指标T1", COUNTY, "women", 2024,
    )  # fmt: skip
    assert (action.title, action.lead, action.coop) == ("补上体检", "卫健局", ("教育局", "妇联"))
    assert (action.cause, action.measure, action.project) == ("缺设备", "购置", "")
    assert (action.state, action.opened, action.deadline) == ("opened", DAY, dt.date(2026, 6, 30))
    assert store.actions.every() == [action]
    assert store.actions.one(action.id) == action


def test_every_step_is_a_record(store, action):
    at = store.actions
    at.move(action.id, "assigned", note="督办单1号", happened=DAY, by="王")
    at.log(action.id, "已招标", happened=dt.date(2026, 3, 9), by="李")
    at.move_deadline(action.id, dt.date(2026, 9, 30), "招标推迟", happened=DAY, by="王")
    moved = at.add_evidence(action.id, "C:\\b\\合同.pdf", b"%PDF", note="合同", happened=DAY, by="李")
    assert (moved.state, moved.deadline, moved.first_deadline) == (
        "assigned", dt.date(2026, 9, 30), dt.date(2026, 6, 30),
    )  # fmt: skip
    kinds = [(step.kind, step.note, step.by) for step in moved.steps]
    assert kinds == [
        ("move", "督办单1号", "王"),
        ("log", "已招标", "李"),
        ("deadline", "招标推迟", "王"),
        ("evidence", "合同", "李"),
    ]
    assert at.evidence(moved.steps[-1].id) == ("合同.pdf", b"%PDF")
    assert moved.steps[-1].size == 4


def test_moves_are_those_of_the_table(store, action):
    at, later = store.actions, dt.date(2026, 4, 1)
    assert refused(lambda: at.move(action.id, "done", happened=DAY, by="王")) == "action_no_such_move"
    at.move(action.id, "assigned", happened=later, by="王")
    assert refused(lambda: at.move(action.id, "working", happened=DAY, by="王")) == "action_day_early"
    assert refused(lambda: at.move(action.id, "opened", happened=later, by="王")) == "action_no_reason_back"
    assert at.move(action.id, "opened", note="单位弄错", happened=later, by="王").state == "opened"
    with pytest.raises(ValueError, match="state"):
        at.move(action.id, "gone", happened=DAY, by="王")


def test_steps_are_taken_back_from_the_last_move_on(store, action):
    at = store.actions
    first = at.move(action.id, "assigned", happened=DAY, by="王").steps[-1]
    last = at.move(action.id, "working", happened=DAY, by="王").steps[-1]
    assert refused(lambda: at.retract(first.id, reason="", by="王")) == "action_later_move"
    back = at.retract(last.id, reason="记早了", by="李")
    assert (back.state, back.steps[-1].retracted_why) == ("assigned", "记早了")
    with pytest.raises(AlreadyRetracted):
        at.retract(last.id, reason="", by="李")
    assert at.retract(first.id, reason="", by="李").state == "opened"
    assert len(store.query("SELECT * FROM action_step")) == 2


def test_an_action_taken_back_takes_no_steps(store, action):
    gone = store.actions.retract(action.id, reason="重复", by="李")
    assert (gone.retracted, gone.retracted_by, gone.retracted_why) == (True, "李", "重复")
    for work in (
        lambda: store.actions.retract(action.id, reason="", by="李"),
        lambda: store.actions.log(action.id, "a", happened=DAY, by="李"),
    ):
        with pytest.raises(AlreadyRetracted):
            work()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"title": " "}, "action_lacks"),
        ({"lead": ""}, "action_lacks"),
        ({"deadline": dt.date(2026, 2, 28)}, "action_deadline_early"),
    ],
    ids=str,
)
def test_what_lacks_something_is_not_opened(store, changed, code):
    text = replace(TEXT, **changed)
    assert refused(lambda: store.actions.open("T1", COUNTY, 2024, text, opened=DAY, by="王")) == code
    with pytest.raises(UnknownName):
        store.actions.open("XX", COUNTY, 2024, TEXT, opened=DAY, by="王")
    assert store.actions.every() == []


def test_files_have_a_limit_and_a_safe_name(store, action):
    at = store.actions
    for data, code in ((b"", "action_file_empty"), (b"x" * (LARGEST + 1), "action_file_large")):
        wrong = refused(lambda data=data: at.add_evidence(action.id, "a", data, happened=DAY, by="王"))
        assert wrong == code
    assert refused(lambda: at.log(action.id, " ", happened=DAY, by="王")) == "action_no_note"
    assert at.one(action.id).steps == ()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("合同.pdf", "合同.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\a\\b.docx", "b.docx"),
        ("a\x00b\n.txt", "a_b_.txt"),
        ("..", "附件"),
        ("", "附件"),
        ("甲" * 200 + ".pdf", "甲" * 116 + ".pdf"),
    ],
    ids=str,
)
def test_safe_names(given, kept):
    assert safe_name(given) == kept


def test_unknown_numbers(store):
    for number in ("x", "01890000-0000-7000-8000-000000000000"):
        for ask in (store.actions.one, store.actions.evidence):
            with pytest.raises(UnknownRecord):
                ask(number)
        with pytest.raises(UnknownRecord):
            store.actions.retract(number, reason="", by="王")


def test_deadlines_for_the_notices_are_those_of_open_actions(store, action):
    at, later = store.actions, replace(TEXT, deadline=dt.date(2026, 9, 1))
    at.open("T1", COUNTY, 2024, later, opened=DAY, by="王")
    gone = at.open("T2", COUNTY, 2024, TEXT, opened=DAY, by="王")
    at.retract(gone.id, reason="重复", by="王")
    before, after = dt.date(2026, 6, 30), dt.date(2026, 7, 1)
    assert deadlines(at.every(), COUNTY, before) == {"T1": before}
    assert deadlines(at.every(), COUNTY, after) == {"T1": dt.date(2026, 9, 1)}
    assert deadlines(at.every(), "别县", before) == {}


def test_the_setting_of_the_reminder():
    given = ({}, {"action_remind_days": "30"}, {"action_remind_days": "x"})
    assert [remind_days(settings) for settings in given] == [15, 30, 15]
