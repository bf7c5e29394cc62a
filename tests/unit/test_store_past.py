"""A store as it stood when a result was given out: everything said later is not there yet."""

import datetime as dt

import pytest
import travel_kit as kit
from store_kit import COUNTY

from indicators.assess import assess, publish
from indicators.office import unit_status
from indicators.store import ActionText, Store

DAY = dt.date(2026, 3, 1)
TEXT = ActionText("整改", "县卫健局", dt.date(2026, 6, 30), "women")


@pytest.fixture(scope="module")
def told():
    """A store with a published result, and what was written after it."""
    with Store.memory() as store:
        kit.everything(store)
        action = store.actions.open("T1", COUNTY, 2024, TEXT, opened=DAY, by="王")
        store.actions.log(action.id, "开过会", happened=DAY, by="王")
        taken = store.annotations.add("T1", COUNTY, 2024, "method", "口径改了", by="王")
        result = publish(store, title="定稿", by="王", year=2024)
        then = (store.current().to_csv(), unit_status(store, 2024, today=DAY).to_csv())
        store.actions.move(action.id, "assigned", happened=DAY, by="王")
        store.actions.move_deadline(action.id, dt.date(2026, 9, 1), "推迟", happened=DAY, by="王")
        store.annotations.retract(taken.id, reason="写错", by="王")
        store.undo(store.submissions()[0].id, "李", "后来撤销")
        store.desk.put_duty("卫健局", "T2", False, reason="不归它", by="王")
        yield store, result, then


def test_figures_units_actions_and_remarks_are_those_of_then(told):
    store, result, (figures, units) = told
    past = store.as_of(result)
    assert past.current().to_csv() == figures != store.current().to_csv()
    assert unit_status(past, 2024, today=DAY).to_csv() == units
    assert unit_status(store, 2024, today=DAY).to_csv() != units
    action = past.actions.every()[0]
    assert (action.state, action.deadline, len(action.steps)) == ("opened", dt.date(2026, 6, 30), 1)
    assert not any(item.retracted for item in past.annotations.every())
    assert store.actions.every()[0].deadline == dt.date(2026, 9, 1)
    assert past.data_version() == result.data_version


def test_verdicts_of_then_come_from_it_too(told):
    store, result, _ = told
    assert assess(store.as_of(result), year=2024) == store.published_verdicts(result.id)


def test_the_past_cannot_be_written_and_leaves_the_store_open(told):
    store, result, _ = told
    past = store.as_of(result)
    with pytest.raises(TypeError, match="for reading"):
        past.put_setting("a", "b")
    past.close()
    assert len(store.actions.every()) == 2
