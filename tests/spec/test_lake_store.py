"""A lake that several processes write: what is overtaken is done again, what is lost is looked up."""

import contextlib
import json

import duckdb
import pandas as pd
import pytest
from store_kit import AREAS, COUNTY, figures, fill

from indicators.store import Store, StoreError, keys, lake_cursor, lake_database, lake_tidy
from indicators.store.errors import CatalogDoubt, CatalogLost, LakeBusy
from indicators.store.lake_catalog import Catalog
from indicators.store.lake_opening import attach
from indicators.store.lake_place import place_at

LOST = duckdb.IOException("IO Error: server closed the connection unexpectedly")


@pytest.fixture(scope="module")
def lake(postgres, tmp_path_factory):
    from tests.lake_kit import fresh_place

    folder = tmp_path_factory.mktemp("lake")
    with pytest.MonkeyPatch.context() as patch, fresh_place(postgres, folder) as place:
        patch.setenv("TWOPLANS_HOME", str(folder / "home"))
        patch.setenv("TWOPLANS_DATA_PATH", str(place.data_path))
        with Store.create(place.store) as store:
            fill(store)
        one, other = (Store(attach(place_at(place.store))) for _ in range(2))
        with contextlib.closing(one), contextlib.closing(other):
            yield place, one, other


@pytest.fixture
def hasty(monkeypatch):
    """Nobody waits for a turn: only the commit itself tells who was first."""
    monkeypatch.setattr(Catalog, "keep_turn", lambda self: None)
    monkeypatch.setattr(lake_cursor, "PAUSES", (0.01, 0.01))


def sent(value, name):
    return {
        "observations": figures(("T1", COUNTY, 2024, value)),
        "file": name,
        "data": name.encode(),
        "by": "张",
    }


def accepted(store, name):
    return [item for item in store.submissions() if item.file == name]


def sound(store):
    assert store.audit.verify().whole
    numbers = [item.id for item in store.submissions()]
    assert numbers == sorted(numbers, reverse=True)


def test_what_another_process_overtook_is_done_again_on_what_it_left(lake, hasty):
    _, one, other = lake
    seen = []

    def work(cursor, change):
        held = dict(cursor.execute("SELECT name, value FROM current_setting").fetchall())
        seen.append(held.get("n"))
        if len(seen) <= 2:  # the other one is first, twice
            other.put_setting("n", str(len(seen)))
        row = [change.id, "n", held.get("n", "0") + "+", change.at, ""]
        cursor.execute("INSERT INTO setting VALUES (?, ?, ?, ?, ?)", row)
        return "done", "n"

    assert one._database.write("setting", "张", work) == "done"
    assert seen == [None, "1", "2"]
    assert one.settings()["n"] == other.settings()["n"] == "2+"
    sound(one)


@pytest.mark.long
def test_a_change_is_numbered_after_what_another_process_wrote(lake, hasty, monkeypatch):
    _, one, other = lake
    other.put_setting("ahead", "1")
    monkeypatch.setattr(keys.time, "time_ns", lambda: 1_000_000)  # a clock far behind
    one.put_setting("ahead", "2")
    assert other.settings()["ahead"] == "2"
    monkeypatch.undo()
    other.put_setting("ahead", "3")
    assert one.settings()["ahead"] == "3"


@pytest.mark.parametrize(
    "through", [True, pytest.param(False, marks=pytest.mark.long)], ids=["through", "not through"]
)
def test_a_commit_of_which_nobody_heard_counts_once(lake, hasty, monkeypatch, through):
    _, one, other = lake
    breaks_at_commit(monkeypatch, one, 1, through)
    name = f"lost-{through}.csv"
    kept = one.accept(**sent(50, name))
    assert [item.id for item in accepted(other, name)] == [kept.id]
    sound(other)


@pytest.mark.long
def test_a_commit_of_which_nobody_ever_hears_is_called_so(lake, hasty, monkeypatch):
    _, one, other = lake
    breaks_at_commit(monkeypatch, one, 99, False)
    monkeypatch.setattr(lake_database, "PATIENCE", 0)
    with pytest.raises(CatalogDoubt):
        one.accept(**sent(51, "doubt.csv"))
    assert accepted(other, "doubt.csv") == []


def breaks_at_commit(monkeypatch, store, times, through):
    inner, left = store._database._writer, [times]

    class Breaking:
        def __getattr__(self, name):
            return getattr(inner, name)

        def commit(self):
            if not left[0]:
                return inner.commit()
            left[0] -= 1
            if through:
                inner.commit()
            else:
                inner.rollback()
            raise LOST

    monkeypatch.setattr(store._database, "_writer", Breaking())


@pytest.mark.long
def test_names_are_read_again_after_another_process_changed_them(lake):
    _, one, other = lake
    before = one.areas()
    version = one.data_version()
    assert one.catalog() is one.catalog()
    other.accept(**sent(60, "no name.csv"))
    held = one.catalog()
    assert one.data_version() > version
    assert one.catalog() is held  # figures change no name
    other.put_areas(
        [AREAS[0], *AREAS[1:], type(AREAS[0])("900001003", "南镇", f"{COUNTY}/南镇", AREAS[1].level)]
    )
    assert len(one.areas()) == len(before) + 1
    assert one.accept(**{**sent(61, "south.csv"), "observations": figures(("T1", f"{COUNTY}/南镇", 2024, 1))})


@pytest.mark.long
def test_what_was_compared_and_moved_is_not_written(lake, hasty):
    _, one, other = lake
    with one.alone():
        one.put_setting("mine", "1")
        one.put_setting("mine", "2")
        other.put_setting("theirs", "1")
        with pytest.raises(LakeBusy):
            one.put_setting("mine", "3")
    one.put_setting("mine", "4")
    assert other.settings()["mine"] == "4"


@pytest.mark.long
def test_a_reader_holds_one_snapshot(lake):
    _, one, other = lake
    with one.reader() as reader:
        table = next(item for item in reader.tables() if item.name == "submission")
        before = reader.count(table)
        other.accept(**sent(70, "later.csv"))
        assert reader.count(table) == before
    assert len(accepted(one, "later.csv")) == 1


@pytest.mark.long
def test_after_its_connections_were_cut_a_process_goes_on(lake):
    place, one, other = lake
    one.settings()
    place.cluster.sql(
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{place.database}'"
    )
    assert "mine" in one.settings()
    assert len(one.current())
    one.put_setting("after", "1")
    assert other.settings()["after"] == "1"


def test_a_snapshot_whose_connection_is_cut_can_be_left(lake):
    """A transaction closed with its connection gone ends the process, unless it is rolled back first."""
    place, one, _ = lake
    cut = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{place.database}'"
    with one.reader() as reader:
        reader.count(next(item for item in reader.tables() if item.name == "submission"))
        place.cluster.sql(cut)
    cursor = one.cursor().cursor()
    cursor.begin()
    cursor.execute("SELECT count(*) FROM journal").fetchall()
    place.cluster.sql(cut)
    with pytest.raises(CatalogLost):
        cursor.execute("SELECT count(*) FROM observation").fetchall()
    del cursor
    assert one.submissions() is not None


@pytest.mark.long
def test_a_catalogue_that_stays_away_is_a_sentence(lake, hasty, monkeypatch):
    _, one, _ = lake
    cursor = one.cursor()
    with monkeypatch.context() as patch:

        class Away:
            def __getattr__(self, name):
                raise LOST

        patch.setattr(cursor, "_inner", Away())
        with pytest.raises(CatalogLost) as caught:
            one.query("SELECT 1 AS a")
        patch.setattr(lake_cursor, "fresh", lambda connection: Away().execute)
        with pytest.raises(CatalogLost):
            cursor.cursor()
    assert caught.value.finding.message.startswith("连不上目录库 PostgreSQL")
    assert one.query("SELECT 1 AS a")["a"].tolist() == [1]


@pytest.mark.long
def test_upkeep_changes_nothing_that_is_read(lake, hasty):
    place, one, other = lake
    before = one.current()
    done = lake_tidy.tidy(one._database, keep_days=7)
    assert done.rows > 0
    assert not lake_tidy.tidy(other._database, keep_days=0).rows
    pd.testing.assert_frame_equal(one.current(), before)
    pd.testing.assert_frame_equal(other.current(), before)
    assert list(place.data_path.rglob("*.parquet"))
    sound(other)


@pytest.mark.long
def test_what_was_purged_is_in_no_file_and_no_row(lake):
    place, one, other = lake
    secret = "张三李四王五赵六".encode() * 40
    kept = one.accept(**{**sent(80, "names.csv"), "data": secret})
    assert one.desk.purge(kept.id, reason="名单", by="李") == 1
    assert [
        path for path in place.data_path.rglob("*") if path.is_file() and secret in path.read_bytes()
    ] == []
    with pytest.raises(StoreError):
        other.file_bytes(kept.id)
    assert next(item for item in other.submissions() if item.id == kept.id).purged
    other.accept(**{**sent(81, "after purge.csv")})
    inlined = place.cluster.sql(
        "SELECT i.table_name FROM ducklake_inlined_data_tables i JOIN ducklake_table t USING (table_id)"
        " WHERE t.table_name = 'file_bytes'",
        database=place.database,
    )
    for (name,) in inlined:  # DuckLake makes one with every table; bytes never go there
        assert place.cluster.sql(f"SELECT count(*) FROM {name}", database=place.database) == [(0,)]
    sound(one)


@pytest.mark.long
def test_the_lakes_own_file_names_it_without_a_password(lake):
    place, one, _ = lake
    text = one.path.read_text(encoding="utf-8")
    assert text == f"{place_at(place.store).shown}\n{place.data_path}/\n"
    assert place_at(one.path).conninfo == place_at(place.store).conninfo
    assert json.dumps(text).isascii()
