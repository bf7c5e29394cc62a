"""The store: what goes in comes out, the latest standing record counts, nothing is changed in place."""

import datetime as dt
import re
import time
from pathlib import Path
from uuid import RFC_4122

import pandas as pd
import pytest
from store_kit import AREAS, CATALOG, COUNTY, TOWNS, figures, fill

from indicators import store as stores
from indicators.findings import finding
from indicators.model import Place
from indicators.store import Store, repeat_finding
from indicators.store.keys import Ticker


@pytest.fixture
def store(tmp_path):
    with Store.create(tmp_path / "s.duckdb") as made:
        yield fill(made)


def send(store, *rows, name="a.csv", data=None, **more):
    return store.accept(figures(*rows), file=name, data=data or repr(rows).encode(), by="张", **more)


def _none(cell):
    return None if pd.isna(cell) else cell


def values(store):
    frame = store.current()
    return {
        (row.code, row.area, row.year, row.breakdown, _none(row.period_label)): row.value
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


def test_current_can_be_asked_for_one_indicator_area_or_year(store):
    send(
        store,
        ("T1", COUNTY, 2024, 1),
        ("T2", COUNTY, 2024, 2),
        ("T1", TOWNS[0], 2024, 3),
        ("T1", COUNTY, 2023, 4),
    )
    assert list(store.current(code="T2").value) == [2]
    assert list(store.current(code="OLD2").value) == [2]
    assert list(store.current(area=TOWNS[0]).value) == [3]
    assert list(store.current(code="T1", area=COUNTY).value) == [1, 4]
    assert list(store.current(year=2023).value) == [4]
    assert store.current(code="无").empty


def test_every_shape_of_nothing_is_null(store):
    frame = figures(("T1", COUNTY, 2020, 1.0), ("T1", COUNTY, 2021, float("nan")), ("T2", COUNTY, 2021, 3.0))
    frame["missing"] = pd.Categorical(["", "not_collected", None])
    frame["period_label"] = pd.Categorical(["", None, "1–9月"])
    frame["as_of"] = pd.to_datetime([None, "2021-06-30", None])
    frame["flags"] = [("a", "b"), "", None]
    frame["decimals"] = [0, -1, 2]
    frame["text"] = ["1", "", "3.00"]
    frame["numerator"] = [None, float("nan"), 3]
    frame["breakdown"] = ["", None, '{"城乡": "农村", "性别": "女"}']
    store.accept(frame, file="a", data=b"a", by="x")
    cursor = store.cursor()
    rows = cursor.execute(
        "SELECT missing, period_label, as_of, flags, decimals, text, numerator, period, breakdown = 0"
        " FROM observation ORDER BY rec"
    ).fetchall()
    assert rows[0] == (None, None, None, "a,b", 0, "1", None, 0, True)
    assert rows[1][:7] == ("not_collected", None, dt.date(2021, 6, 30), None, None, None, None)
    assert rows[2][:7] == (None, "1–9月", None, None, 2, "3.00", 3.0)
    assert rows[2][7] != 0
    assert cursor.execute("SELECT text FROM breakdown").fetchall() == [('{"城乡":"农村","性别":"女"}',)]


@pytest.mark.parametrize(
    "broken", [{"year": None}, {"value": float("inf")}, {"value": None}, {"breakdown": "[1]"}]
)
def test_a_broken_figure_keeps_the_whole_file_out(store, broken):
    frame = figures(("T1", COUNTY, 2024, 1.0), ("T1", COUNTY, 2023, 1.0)).astype(object)
    for name, value in broken.items():
        frame.loc[1, name] = value
    with pytest.raises(ValueError):  # noqa: PT011 - each says something else
        store.accept(frame, file="a", data=b"a", by="x")
    assert store.submissions() == []
    assert store.cursor().execute("SELECT count(*) FROM file_bytes").fetchone() == (0,)


def test_a_file_of_findings_only(store):
    told = [finding("empty_file", Place("a.xlsx", "表1", "B2"), year=2024, value=0)]
    sent = store.accept(
        figures().iloc[:0],
        file="a",
        data=b"a",
        by="x",
        blocked=3,
        findings=told,
        explanations={"k": "去年漏报"},
    )
    assert (sent.accepted, sent.blocked) == (0, 3)
    assert store.findings(sent.id) == told
    assert [(name, text, by) for name, text, by, _ in store.explanations(sent.id)] == [("k", "去年漏报", "x")]


def test_the_same_file_again_is_the_earlier_submission(store):
    first = send(store, ("T1", COUNTY, 2024, 1), data=b"same")
    second = send(store, ("T1", COUNTY, 2024, 1), data=b"same", name="copy.csv")
    assert (second.id, second.repeat) == (first.id, True)
    assert "copy.csv" in repeat_finding(second, "copy.csv").message
    assert len(store.submissions()) == 1
    forced = send(store, ("T1", COUNTY, 2024, 1), data=b"same", again=True)
    assert forced.id > first.id
    assert store.cursor().execute("SELECT count(*) FROM file_bytes").fetchone() == (1,)


def test_the_same_bytes_read_otherwise_or_withdrawn_are_kept_anew(store):
    first = send(store, ("T1", COUNTY, 2024, 1), data=b"same")
    assert not send(store, ("T1", COUNTY, 2024, 2), data=b"same").repeat
    assert not send(store, ("T1", COUNTY, 2024, 1), data=b"same", area=COUNTY).repeat
    store.undo(first.id, "x", "")
    assert not send(store, ("T1", COUNTY, 2024, 1), data=b"same").repeat
    assert store.cursor().execute("SELECT count(*) FROM file_bytes").fetchone() == (1,)


def test_the_later_row_of_one_file_counts(store):
    send(store, ("T1", COUNTY, 2024, 1), ("T1", COUNTY, 2024, 2))
    assert list(store.current().value) == [2]


def test_members_of_an_archive_keep_their_names(store):
    frame = figures(("T1", COUNTY, 2024, 1), ("T1", COUNTY, 2023, 2))
    frame["file"] = ["a.zip/b.xls", "a.zip"]
    store.accept(frame, file="a.zip", data=b"a", by="x")
    assert list(store.current().file) == ["a.zip/b.xls", "a.zip"]


def test_numbers_of_writes_only_grow_even_when_the_clock_is_put_back(monkeypatch):
    ticker = Ticker()
    numbers = [ticker.next() for _ in range(5000)]
    monkeypatch.setattr(time, "time_ns", lambda: 1_000_000_000)
    numbers += [ticker.next() for _ in range(5000)]
    later = Ticker(after=numbers[-1])
    numbers += [later.next() for _ in range(9000)]
    assert numbers == sorted(set(numbers))
    assert {(number.version, number.variant) for number in numbers} == {(7, RFC_4122)}


def test_the_store_is_written_in_the_format_both_duckdb_lines_open(tmp_path):
    with Store.create(tmp_path / "v.duckdb") as made:
        tags = (
            made.cursor().execute("SELECT tags FROM duckdb_databases() WHERE database_name = 'v'").fetchone()
        )
    assert tags[0]["storage_version"].startswith("v1.5.0")


def test_no_statement_changes_or_removes_a_record():
    folder = Path(stores.__file__).parent
    sources = [*folder.rglob("*.sql"), *folder.rglob("*.py")]
    assert len(sources) > 10
    words = re.compile(r"\b(UPDATE|DELETE|TRUNCATE|MERGE|DROP|UPSERT|OR REPLACE TABLE|ON CONFLICT)\b")
    for source in sources:
        if source.name == "removal.py":  # the authorised purge, the one exception
            continue
        assert not words.search(source.read_text(encoding="utf-8")), source
