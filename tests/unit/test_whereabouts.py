"""Which submissions hold figures of an area."""

import pytest

from indicators.store import Store
from indicators.store.keys import area_key
from tests.store_kit import COUNTY, TOWNS, figures, fill


@pytest.fixture
def store():
    with Store.memory() as made:
        yield fill(made)


def accept(store, name, *areas):
    frame = figures(*(("T1", area, 2024, 50.0) for area in areas))
    return store.accept(frame, file=name, data=name.encode(), by="t").id


def where(store, *areas):
    return store.whereabouts.of(store.cursor(), [area_key(area) for area in areas])


def test_files_are_found_by_the_areas_of_their_figures(store):
    assert where(store, COUNTY) == []
    first = accept(store, "a", COUNTY, TOWNS[0])
    second, third = accept(store, "b", TOWNS[1]), accept(store, "c", TOWNS[1])
    fourth = accept(store, "d", TOWNS[0])
    assert where(store, COUNTY) == [first]
    assert where(store, TOWNS[0]) == [first, fourth]
    assert where(store, TOWNS[1]) == [second, third]
    assert where(store, *TOWNS) is None  # most of all files: all are gone through
    for number in range(3):
        accept(store, f"e{number}", COUNTY)
    assert where(store, TOWNS[1]) == [second, third]


def test_years_and_breakdowns_are_known_by_file(store):
    cursor = store.cursor()
    assert store.whereabouts.breakdowns(cursor).num_rows == 0
    assert store.whereabouts.latest(cursor) is None
    frame = figures(("T1", COUNTY, 2023, 50.0), ("T1", COUNTY, 2024, 51.0), ("T2", COUNTY, 2024, 5.0))
    frame["breakdown"] = ["", '{"性别": "女"}', '{"性别": "女"}']
    first = store.accept(frame, file="a", data=b"a", by="t").id
    second = accept(store, "b", TOWNS[0])
    assert store.whereabouts.years_of(cursor) == {first: [2023, 2024], second: [2024]}
    rows = store.whereabouts.breakdowns(cursor).to_pylist()
    assert [(row["submission"], row["since"]) for row in rows] == [(first, 2024)] * 2
    assert len({row["indicator"] for row in rows}) == 2


def test_removed_records_are_forgotten(store):
    first, second = accept(store, "a", COUNTY), accept(store, "b", TOWNS[0])
    assert set(store.whereabouts.years_of(store.cursor())) == {first, second}
    store.desk.purge(first, reason="名单误传", by="t")
    assert set(store.whereabouts.years_of(store.cursor())) == {second}
    assert store.whereabouts.latest(store.cursor()) == 2024
