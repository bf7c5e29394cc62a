"""The store: what goes in comes out, the latest standing record counts, nothing is changed in place."""

import pytest
from store_kit import AREAS, CATALOG, COUNTY, TOWNS, figures, fill

from indicators.store import Store


@pytest.fixture
def store(tmp_path):
    with Store.create(tmp_path / "s.duckdb") as made:
        yield fill(made)


def send(store, *rows, name="a.csv", data=None, **more):
    return store.accept(figures(*rows), file=name, data=data or repr(rows).encode(), by="张", **more)


def values(store):
    frame = store.current()
    return {
        (row.code, row.area, row.year, row.breakdown, row.period_label): row.value
        for row in frame.itertuples()
    }


def test_areas_come_back_in_their_order_and_are_recorded_once(store):
    assert store.areas() == AREAS
    assert store.put_areas(AREAS) == 0


def test_catalogue_comes_back_as_it_was_put(store):
    assert store.catalog() == CATALOG


def test_figures_come_back_with_their_origin(store):
    sent = send(store, ("T1", COUNTY, 2024, 81.5), unit="卫健局", area=COUNTY, year=2024)
    row = store.current().iloc[0]
    assert (row.code, row.area, row.year, row.value, row.text) == ("T1", COUNTY, 2024, 81.5, "81.5")
    assert (row.file, row.sheet, row.cell, row.uploader) == ("a.csv", "表1", "B2", "张")
    assert (row.decimals, str(row.submission)) == (1, sent.id)
    assert store.submissions() == [sent]
    assert (sent.unit, sent.area, sent.year, sent.accepted) == ("卫健局", COUNTY, 2024, 1)
    assert store.file_bytes(sent.id)[0] == "a.csv"


def test_a_correction_counts_and_undo_restores_what_was_there(store):
    send(store, ("T1", COUNTY, 2024, 81.5), ("T1", TOWNS[0], 2024, 80.0))
    second = send(store, ("T1", COUNTY, 2024, 83.0))
    assert values(store)["T1", COUNTY, 2024, "", None] == 83.0
    store.undo(second.id, "李", "传错了")
    assert values(store)["T1", COUNTY, 2024, "", None] == 81.5
    assert values(store)["T1", TOWNS[0], 2024, "", None] == 80.0
    past = store.history("T1", COUNTY, 2024)
    assert list(past.value) == [81.5, 83.0]
    assert list(past.counts) == [True, False]
    assert list(past.withdrawn) == [False, True]
    assert past.reason[1] == "传错了"


def test_breakdowns_and_period_labels_are_figures_of_their_own(store):
    send(
        store,
        ("T1", COUNTY, 2024, 1.0),
        ("T1", COUNTY, 2024, 2.0, '{"性别":"女"}'),
        ("T1", COUNTY, 2024, 3.0, "", "1–9月"),
    )
    assert sorted(values(store).values()) == [1.0, 2.0, 3.0]


def test_data_version_changes_with_every_write(store):
    seen = [store.data_version()]
    sent = send(store, ("T1", COUNTY, 2024, 81.5))
    seen.append(store.data_version())
    store.undo(sent.id, "李", "")
    seen.append(store.data_version())
    store.put_setting("near_miss", "0.02")
    seen.append(store.data_version())
    assert sorted(set(seen)) == seen
    assert store.settings() == {"near_miss": "0.02"}
