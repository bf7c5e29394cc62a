"""Which areas of a store have an office of their own."""

import pytest

from indicators.model import Area, AreaLevel
from indicators.office import is_within, seat, seat_of, seats
from indicators.store import Store, UnknownName

PROVINCE = [
    ("示例省", AreaLevel.PROVINCE),
    ("示例省/甲市", AreaLevel.CITY),
    ("示例省/甲市/东县", AreaLevel.COUNTY),
    ("示例省/甲市/东县/城关镇", AreaLevel.TOWN),
    ("示例省/甲市/西县", AreaLevel.COUNTY),
    ("示例省/直管县", AreaLevel.COUNTY),
    ("示例省/直管县/城关镇", AreaLevel.TOWN),
]


def _store(tree):
    store = Store.memory()
    store.put_areas([Area(path, path.rpartition("/")[2], path, level) for path, level in tree])
    return store


def test_a_province_a_city_and_a_county_are_seats_and_know_the_next_above():
    with _store(PROVINCE) as store:
        assert [(one.name, one.above) for one in seats(store)] == [
            ("示例省", None), ("甲市", "示例省"), ("东县", "示例省/甲市"), ("西县", "示例省/甲市"),
            ("直管县", "示例省"),
        ]  # fmt: skip
        assert seat(store).path == "示例省"
        assert seat(store, "示例省/直管县").level is AreaLevel.COUNTY
        assert seat_of(store, "示例省/甲市/东县/城关镇").name == "东县"
        assert seat_of(store, "示例省/甲市").name == "甲市"


def test_a_store_of_one_county_has_one_seat():
    with _store([("示例县", AreaLevel.COUNTY), ("示例县/城关镇", AreaLevel.TOWN)]) as store:
        assert [one.path for one in seats(store)] == ["示例县"]
        assert seats(store)[0].above is None


def test_the_top_is_a_seat_whatever_its_level():
    with _store([("城关镇", AreaLevel.TOWN), ("城关镇/东街村", AreaLevel.VILLAGE)]) as store:
        assert [one.path for one in seats(store)] == ["城关镇"]


def test_new_areas_bring_new_seats():
    with _store(PROVINCE[:2]) as store:
        assert len(seats(store)) == 2
        store.put_areas([Area("示例省/乙市", "乙市", "示例省/乙市", AreaLevel.CITY)])
        assert [one.name for one in seats(store)] == ["示例省", "甲市", "乙市"]


def test_what_is_no_seat_is_refused():
    with _store(PROVINCE) as store:
        for path in ("示例省/甲市/东县/城关镇", "别处"):
            with pytest.raises(UnknownName):
                seat(store, path)
        with pytest.raises(UnknownName):
            seat_of(store, "别处/东县")


def test_within_goes_by_whole_names():
    assert is_within("省/甲市/东县", "省/甲市")
    assert is_within("省/甲市", "省/甲市")
    assert not is_within("省/甲市东区", "省/甲市")
