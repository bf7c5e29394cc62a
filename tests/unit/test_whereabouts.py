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
