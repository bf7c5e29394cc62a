"""The audit's rows: one a write, in its transaction, with who and from where; each sealed with the last."""

import json
import threading

import pytest
from store_kit import COUNTY, figures, fill

from indicators.store import Store, StoreError, UnknownSubmission, acting, ask_who
from indicators.store.audit import BEGAN, Actor, Entry


@pytest.fixture
def store(tmp_path):
    with Store.create(tmp_path / "s.duckdb") as made:
        yield fill(made)


def rows(store):
    return store.audit.entries()[::-1]


def sealed(entries):
    """Whether each row's hash is that of its content and the next one's `previous`."""
    links = [("", None), *((row.hash, row) for row in entries)]
    return all(
        row.previous == links[position][0] and row.hash == row.sealed() and row.number == position + 1
        for position, row in enumerate(entries)
    )


def test_a_new_store_s_chain_begins_with_an_empty_journal(store):
    first, *_ = rows(store)
    assert (first.kind, first.number, first.previous, first.change) == (BEGAN, 1, "", None)
    assert json.loads(first.after)["journal"] == 0


def test_every_write_has_its_row_in_a_sealed_chain(store):
    store.accept(figures(("T1", COUNTY, 2024, 81.5)), file="a.csv", data=b"a", by="张")
    store.put_setting("a", "1", by="王")
    journal = store.query(
        "SELECT CAST(change AS VARCHAR), kind, ref, recorded_by FROM journal ORDER BY change"
    )
    entries = rows(store)
    assert sealed(entries)
    assert [(str(row.change), row.kind, row.ref, row.name) for row in entries[1:]] == list(
        journal.itertuples(index=False, name=None)
    )
    assert store.audit.head() == (entries[-1].number, entries[-1].hash)


def test_what_is_not_kept_leaves_no_row(store):
    before = store.audit.head()
    with pytest.raises(UnknownSubmission):
        store.undo("01a2006e-e42b-7000-865e-b0520db9dad0", "x", "")
    store.put_areas(store.areas())
    assert store.audit.head() == before
    store.put_setting("a", "1")
    assert sealed(rows(store))


def test_who_and_from_where(store):
    with acting("wang", "admin", "10.1.2.3"):
        store.put_setting("a", "1", by="王")
    store.put_setting("a", "2", by="王")
    ask_who(lambda: Actor("li", "office", "10.9.9.9", "李"))
    try:
        store.put_setting("a", "3")
        with acting("wang", "admin", "10.1.2.3"):
            store.audit.record("sign_in", "wang", by="王", after={"way": "password"})
        store.audit.record("sign_in_refused", "?", by="", origin="10.7.7.7")
    finally:
        ask_who(lambda: None)
    said = [(row.login, row.name, row.role, row.origin) for row in rows(store)[-5:]]
    assert said == [
        ("wang", "王", "admin", "10.1.2.3"),
        ("", "王", "", "本机"),
        ("li", "李", "office", "10.9.9.9"),
        ("wang", "王", "admin", "10.1.2.3"),
        ("li", "李", "office", "10.7.7.7"),
    ]
    assert sealed(rows(store))


def test_what_is_no_write_leaves_the_data_version(store):
    seen = store.data_version()
    store.audit.record("sign_in", "wang", by="王")
    assert store.data_version() == seen
    assert rows(store)[-1].change is None


def test_writers_at_once_make_one_chain(store):
    def work(name):
        for turn in range(10):
            with acting(name, "office", "10.0.0.1"):
                store.put_setting(name, str(turn), by=name)
                store.audit.record("download", name, by=name)

    threads = [threading.Thread(target=work, args=(f"n{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    entries = rows(store)
    assert sealed(entries)
    assert len(entries) == 3 + 80
    assert all(row.login == row.name for row in entries[3:])


def test_a_row_that_cannot_be_written_stops_the_write(store, monkeypatch):
    head = store.audit.head()
    store._database._head = (head[0], "x")
    monkeypatch.setattr(Entry, "sealed", lambda self: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        store.put_setting("a", "1")
    assert store.settings() == {}


def test_the_chain_goes_on_after_opening_again(tmp_path):
    path = tmp_path / "s.duckdb"
    with Store.create(path) as store:
        store.put_setting("a", "1")
    with Store.open(path) as store:
        store.put_setting("a", "2")
        assert sealed(rows(store))
        assert len(rows(store)) == 3


def test_a_store_error_names_no_row(store):
    with pytest.raises(StoreError):
        store.desk.close_year(2024)
    assert [row.kind for row in rows(store)] == [BEGAN, "areas", "catalog"]


def test_who_acts_stands_beside_whose_file_it_is(store):
    with acting("chen", "office", "10.0.0.2", "陈静"):
        store.accept(figures(("T1", COUNTY, 2024, 81.5)), file="a.csv", data=b"a", by="李明")
        store.put_setting("a", "1", by="陈静")
    accepted, setting = rows(store)[-2:]
    assert (accepted.name, accepted.login, json.loads(accepted.after)["actor"]) == ("李明", "chen", "陈静")
    assert (setting.name, "actor" in json.loads(setting.after)) == ("陈静", False)
    assert store.audit.verify().whole
