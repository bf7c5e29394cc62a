"""Remarks on years: records only, taken back by records; one indicator's or every indicator's."""

import pytest
from store_kit import COUNTY, TOWNS, fill

from indicators.store import AlreadyRetracted, OfficeRefused, Store, UnknownName, UnknownRecord


@pytest.fixture
def store():
    with Store.memory() as made:
        yield fill(made)


def test_a_remark_stands_as_it_was_made(store):
    made = store.annotations.add("T1", COUNTY, 2023, "method", " 改为常住人口口径 ", by="王")
    assert (made.code, made.indicator, made.area, made.year) == ("T1", "指标T1", COUNTY, 2023)
    assert (made.kind, made.text, made.by, made.retracted) == ("method", "改为常住人口口径", "王", False)
    assert made.at.tzinfo is not None
    assert store.annotations.every() == [made]


def test_remarks_on_every_indicator_come_with_each_one_of_their_area(store):
    own = store.annotations.add("T1", COUNTY, 2023, "method", "a", by="王")
    every = store.annotations.add(None, COUNTY, 2020, "epidemic", "b", by="王")
    other = store.annotations.add("T2", COUNTY, 2021, "other", "c", by="王")
    town = store.annotations.add("T1", TOWNS[0], 2022, "other", "d", by="王")
    assert store.annotations.every("T1", COUNTY) == [every, own]
    assert store.annotations.every("T2", COUNTY) == [every, other]
    assert store.annotations.every(area=TOWNS[0]) == [town]
    assert store.annotations.every() == [every, other, town, own]


def test_taking_back_is_a_record_of_its_own(store):
    made = store.annotations.add("T1", COUNTY, 2023, "other", "记错", by="王")
    before = store.data_version()
    gone = store.annotations.retract(made.id, reason="记错了", by="李")
    assert (gone.retracted, gone.retracted_by, gone.retracted_why) == (True, "李", "记错了")
    assert store.data_version() != before
    assert len(store.query("SELECT * FROM annotation")) == 1
    with pytest.raises(AlreadyRetracted):
        store.annotations.retract(made.id, reason="", by="李")


def test_what_lacks_something_is_refused_and_leaves_nothing(store):
    with pytest.raises(OfficeRefused):
        store.annotations.add("T1", COUNTY, 2023, "method", "  ", by="王")
    with pytest.raises(OfficeRefused):
        store.annotations.add("T1", COUNTY, 23, "method", "a", by="王")
    with pytest.raises(UnknownName):
        store.annotations.add("XX", COUNTY, 2023, "method", "a", by="王")
    with pytest.raises(UnknownName):
        store.annotations.add("T1", "没有县", 2023, "method", "a", by="王")
    with pytest.raises(ValueError, match="kind"):
        store.annotations.add("T1", COUNTY, 2023, "weather", "a", by="王")
    for number in ("x", "01890000-0000-7000-8000-000000000000"):
        with pytest.raises(UnknownRecord):
            store.annotations.retract(number, reason="", by="王")
    assert store.annotations.every() == []
