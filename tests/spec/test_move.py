"""A store in a file, in a lake and in a file again holds the same, record by record."""

import threading

import pytest
from lake_kit import fresh_place
from make_store_fixture import furnish
from store_kit import COUNTY, figures, fill
from test_store_versions import everything

from dashboard import backups, runtime
from indicators.assess import assess
from indicators.exports.package import write_package
from indicators.exports.unpack import load_package
from indicators.store import Store, StoreExists, carry
from indicators.store.errors import NotOnLake
from indicators.store.move import BadMove, move
from indicators.store.places import lake_of
from indicators.store.rescue import rescue
from indicators.store.swap import restore_backup

NOTED = {"audit", "store_meta"}
"""They grow: a move and a restoring are noted, and a restored file's views are made anew."""


def content(store):
    return {name: told for name, told in carry.sums(store.cursor()).items() if name not in NOTED}


def rows(store, table):
    names = ", ".join(carry.quoted(name) for name, _ in carry.columns_of(store.cursor())[table])
    return store.cursor().execute(f"SELECT {names} FROM {table} ORDER BY rowid").fetchall()


def judged(store):
    return [assess(store, year=year) for year in (2023, 2024)]


@pytest.fixture
def lake(lake_place):
    return lake_of(lake_place.store, str(lake_place.data_path))


@pytest.fixture
def filled(tmp_path):
    """A store with one of everything."""
    path = tmp_path / "县.duckdb"
    with Store.create(path) as store:
        furnish(store)
    return path


def test_a_small_store_goes_into_a_lake_and_back(lake, tmp_path):
    with Store.create(tmp_path / "s.duckdb") as store:
        fill(store).accept(figures(("T1", COUNTY, 2024, 81.5)), file="a.csv", data=b"a", by="张")
        before = content(store)
    assert move(tmp_path / "s.duckdb", lake, by="王").later == 0
    move(lake, tmp_path / "back.duckdb")
    with Store.open(tmp_path / "back.duckdb") as store:
        assert content(store) == before
        assert store.audit.verify().whole
        notes = [(row.kind, row.name) for row in store.audit.entries(limit=2)]
        assert notes == [("moved_in", ""), ("moved_in", "王")]


@pytest.mark.long
def test_a_store_of_everything_goes_into_a_lake_and_back(filled, lake, tmp_path):
    back = tmp_path / "back.duckdb"
    with Store.open(filled) as store:
        before, told, seen, verdicts = content(store), rows(store, "audit"), everything(store), judged(store)
        order = {table: rows(store, table) for table in ("journal", "observation", "area")}
    done = move(filled, lake, by="王")
    assert (done.tables, done.later) == (len(before) + len(NOTED), 0)
    with Store.open(lake) as store:
        assert content(store) == before
        assert (everything(store), judged(store)) == (seen, verdicts)
        assert rows(store, "audit")[:-1] == told
        assert store.audit.verify().whole
        held = store.cursor().execute("SELECT data_file FROM ducklake_list_files('lake', 'file_bytes')")
        assert held.fetchall(), "bytes of files belong beside the catalogue, not in it"
        store.accept(figures(("T2", COUNTY, 2024, 5)), file="n.csv", data=b"n", by="x")
        before, seen = content(store), everything(store)
    move(lake, back)
    with Store.open(back) as store:
        assert content(store) == before
        assert everything(store) == seen
        assert {table: rows(store, table)[: len(held)] for table, held in order.items()} == order
        assert store.audit.verify().whole


@pytest.mark.long
def test_no_store_is_ever_moved_over_another(filled, lake, tmp_path):
    other = tmp_path / "other.duckdb"
    Store.create(other).close()
    with pytest.raises(StoreExists):
        move(filled, other)
    move(filled, lake)
    with pytest.raises(StoreExists):
        move(other, lake)
    with Store.open(other) as store, Store.open(lake) as moved:
        assert store.areas() == []
        assert moved.areas() != []


@pytest.mark.long
def test_what_arrives_otherwise_is_not_kept(filled, lake, monkeypatch):
    """A row that is lost on its way leaves the place as empty as it was."""
    batches = carry._batches
    monkeypatch.setattr(carry, "_batches", lambda *given: (part.slice(0, 1) for part in batches(*given)))
    with pytest.raises(BadMove, match="不一致"):
        move(filled, lake)
    monkeypatch.undo()
    assert move(filled, lake).rows > 100


@pytest.mark.long
def test_a_backup_of_a_lake_is_one_file_that_goes_anywhere(filled, lake, postgres, tmp_path):
    move(filled, lake)
    with Store.open(lake) as store:
        before = content(store)
        made = store.backup()
        store.accept(figures(("T2", COUNTY, 2024, 5)), file="later.csv", data=b"later", by="x")
    assert made.manifest.snapshot > 0
    with pytest.raises(StoreExists):
        restore_backup(made.path, lake)
    assert restore_backup(made.path, tmp_path / "restored.duckdb", by="王").before is None
    with Store.open(tmp_path / "restored.duckdb") as store:
        assert content(store) == before
    with fresh_place(postgres, tmp_path) as place:
        other = lake_of(place.store, str(place.data_path))
        restore_backup(made.path, other, by="王")
        with Store.open(other) as store:
            assert content(store) == before
            assert store.audit.entries(limit=1)[0].kind == "restored"
            assert store.audit.verify().whole


@pytest.mark.long
def test_a_lake_is_backed_up_every_day_while_others_write(lake, tmp_path, monkeypatch):
    monkeypatch.setattr(runtime, "_open", {})
    with Store.create(lake) as store:
        fill(store)
        wrote = threading.Event()

        def write():
            for turn in range(3):
                at = figures(("T1", COUNTY, 2020 + turn, turn))
                store.accept(at, file=f"{turn}.csv", data=bytes([turn]), by="x")
            wrote.set()

        writer = threading.Thread(target=write)
        writer.start()
        assert backups.Keeper(store.path).look()
        writer.join()
        assert wrote.is_set()
        made = backups.newest(store)
        assert made.path.parent == store.path.parent / "backups"
        assert backups.last_failure(store) is None
    runtime.close_all()
    restore_backup(made.path, tmp_path / "back.duckdb")
    with Store.open(tmp_path / "back.duckdb") as store:
        assert store.audit.verify().whole
        assert len(store.current()) == len(store.submissions()) <= 3


@pytest.mark.long
def test_a_data_package_is_loaded_into_a_lake(lake, tmp_path):
    with Store.create(tmp_path / "s.duckdb") as store:
        fill(store).accept(figures(("T1", COUNTY, 2024, 81.5)), file="a.csv", data=b"a", by="张")
        write_package(store, tmp_path / "p.zip")
        figures_then = store.current()
    assert load_package(tmp_path / "p.zip", lake)["observation"] == 1
    with Store.open(lake) as store:
        assert store.current().equals(figures_then)
        assert store.audit.verify().whole
    with pytest.raises(StoreExists):
        load_package(tmp_path / "p.zip", lake)
    with pytest.raises(NotOnLake):
        rescue(lake)
