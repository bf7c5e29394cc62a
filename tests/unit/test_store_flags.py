"""Warnings raised by hand and marks that one is known: records only, taken back by records."""

import pytest
from store_kit import COUNTY, TOWNS, fill

from indicators.store import AlreadyRetracted, OfficeRefused, Store, UnknownName, UnknownRecord


@pytest.fixture
def store():
    with Store.memory() as made:
        yield fill(made)


def test_a_flag_and_a_mark_stand_as_they_were_made(store):
    flag = store.flags.raise_alert("T1", COUNTY, 2024, "orange", " 群众反映 ", by="王")
    mark = store.flags.mark_seen("T1", COUNTY, 2024, "orange", "已约谈", by="李")
    assert (flag.kind, flag.code, flag.indicator, flag.area) == ("flag", "T1", "指标T1", COUNTY)
    assert (flag.year, flag.level, flag.note, flag.by, flag.retracted) == (
        2024, "orange", "群众反映", "王", False,
    )  # fmt: skip
    assert flag.at.tzinfo is not None
    assert store.flags.every() == [mark, flag]


def test_flags_of_one_area_are_asked_for_alone(store):
    store.flags.raise_alert("T1", COUNTY, 2024, "red", "a", by="王")
    town = store.flags.raise_alert("T1", TOWNS[0], 2024, "red", "b", by="王")
    assert store.flags.every(TOWNS[0]) == [town]


def test_taking_back_is_a_record_of_its_own(store):
    flag = store.flags.raise_alert("T1", COUNTY, 2024, "red", "看错", by="王")
    before = store.data_version()
    gone = store.flags.retract(flag.id, reason="看错了", by="李")
    assert (gone.retracted, gone.retracted_by, gone.retracted_why) == (True, "李", "看错了")
    assert store.data_version() != before
    assert len(store.query("SELECT * FROM alert_flag")) == 1
    with pytest.raises(AlreadyRetracted):
        store.flags.retract(flag.id, reason="", by="李")


def test_what_lacks_something_is_refused_and_leaves_nothing(store):
    with pytest.raises(OfficeRefused):
        store.flags.raise_alert("T1", COUNTY, 2024, "red", "  ", by="王")
    with pytest.raises(UnknownName):
        store.flags.raise_alert("XX", COUNTY, 2024, "red", "a", by="王")
    with pytest.raises(UnknownName):
        store.flags.mark_seen("T1", "没有县", 2024, "red", "", by="王")
    with pytest.raises(ValueError, match="level"):
        store.flags.mark_seen("T1", COUNTY, 2024, "green", "", by="王")
    for number in ("x", "01890000-0000-7000-8000-000000000000"):
        with pytest.raises(UnknownRecord):
            store.flags.retract(number, reason="", by="王")
    assert store.flags.every() == []
