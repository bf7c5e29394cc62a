"""A lake of an earlier schema version is brought up to date once, whoever opens it."""

import subprocess
import sys
from pathlib import Path

import pytest
from make_store_fixture import furnish
from store_kit import COUNTY, figures, fill
from test_store_versions import STEP, everything

from indicators.store import Store, StoreTooNew, schema, statements
from indicators.store.errors import LakeUpgraded
from indicators.store.lake_catalog import Catalog
from indicators.store.lake_opening import attach
from indicators.store.move import move
from indicators.store.places import lake_of

STEPS_TAKEN = "SELECT schema_version FROM store_meta WHERE views = ''"
ROOT = Path(__file__).resolve().parents[2]
OPENING = """
import sys
sys.path[:0] = [{root!r}, {tests!r}, {spec!r}]
from test_lake_versions import later
from indicators.store import Store, statements
from indicators.store.places import lake_of
statements.migrations = later(statements.migrations())
print("ready", flush=True)
sys.stdin.readline()
with Store.open(lake_of({place!r})) as store:
    print(store.query("SELECT max(schema_version) AS v FROM store_meta").v[0], flush=True)
"""


def later(steps):
    """The steps of a later version: one that changes a table, makes one and adds a row, and one more."""
    last = steps[-1][0]
    more = [*steps, (last + 1, STEP), (last + 2, "ALTER TABLE action ADD COLUMN due DATE;")]
    return lambda: more


@pytest.fixture
def lake(lake_place):
    return lake_of(lake_place.store, str(lake_place.data_path))


def seen_of(store):
    return {name: seen for name, seen in everything(store).items() if name != "settings"}


@pytest.mark.long
def test_an_old_lake_is_brought_up_to_date(lake, tmp_path, monkeypatch):
    with Store.create(tmp_path / "s.duckdb") as store:
        furnish(store)
    move(tmp_path / "s.duckdb", lake)
    with Store.open(lake) as store:
        before, last = seen_of(store), store.schema_version
    with monkeypatch.context() as patch:
        patch.setattr(statements, "migrations", later(statements.migrations()))
        for _ in range(2):
            with Store.open(lake) as store:
                assert seen_of(store) == before
                assert store.settings()["migrated"] == "yes"
                versions = store.query(
                    "SELECT schema_version FROM store_meta WHERE views = ''"
                ).schema_version
                assert sorted(versions) == list(range(1, last + 3))
                assert "weight" in store.query("SELECT * FROM current_observation").columns
                assert "due" in store.query("SELECT * FROM action").columns
    with pytest.raises(StoreTooNew):
        Store.open(lake)


@pytest.mark.long
def test_a_step_that_fails_leaves_the_lake_as_it_was(lake, monkeypatch):
    with Store.create(lake) as store:
        fill(store)
    steps = statements.migrations()
    broken = [*steps, (steps[-1][0] + 1, STEP + "SELECT * FROM no_such_table;")]
    with monkeypatch.context() as patch:
        patch.setattr(statements, "migrations", lambda: broken)
        with pytest.raises(Exception, match="no_such_table"):
            Store.open(lake)
    with Store.open(lake) as store:
        assert "weight" not in store.query("SELECT * FROM observation").columns
        store.accept(figures(("T1", COUNTY, 2024, 81.5)), file="a.csv", data=b"a", by="张")


@pytest.mark.long
def test_two_processes_that_open_an_old_lake_at_once_change_it_once(lake, lake_place, monkeypatch):
    with Store.create(lake) as store:
        fill(store)
        last = store.schema_version
    words = {"root": str(ROOT), "tests": str(ROOT / "tests"), "spec": str(ROOT / "tests" / "spec")}
    code = OPENING.format(place=lake_place.store, **words)
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    openers = [subprocess.Popen([sys.executable, "-c", code], **pipes) for _ in range(2)]
    for opener in openers:
        assert opener.stdout.readline() == "ready\n"
    for opener in openers:
        opener.stdin.write("go\n")
        opener.stdin.flush()
    told = [opener.communicate()[0].split()[-1] for opener in openers]  # DuckDB may draw its progress first
    assert told == [str(last + 2)] * 2
    monkeypatch.setattr(statements, "migrations", later(statements.migrations()))
    with Store.open(lake) as store:
        versions = store.query(STEPS_TAKEN).schema_version
        assert sorted(versions) == list(range(1, last + 3))
        assert store.query("SELECT count(*) AS n FROM setting WHERE name = 'migrated'").n[0] == 1


@pytest.mark.long
def test_an_older_program_stops_when_a_newer_one_upgrades_under_its_hands(lake, monkeypatch):
    """The newer one comes between an older one's look and its commit, and the other way round."""
    monkeypatch.setattr(Catalog, "keep_turn", lambda self: None)  # nobody waits for a turn
    with Store.create(lake) as store:
        fill(store)
    sent = figures(("T1", COUNTY, 2024, 81.5))
    older, beside, newer, late = Store(attach(lake)), Store(attach(lake)), [], []
    steps, first = later(statements.migrations()), schema._first

    def meanwhile(connection, statement):
        found = first(connection, statement)
        if statement == statements.statements("schema")["version"]:
            late.append(found)
            if len(late) == 2:  # within the newer one's first step, which is overtaken so
                beside.put_setting("late", "1")
        return found

    def work(cursor, change):
        held = cursor.execute("SELECT count(*) FROM submission").fetchall()
        with monkeypatch.context() as patch:
            patch.setattr(statements, "migrations", steps)
            patch.setattr(schema, "_first", meanwhile)
            newer.append(Store(attach(lake)))
        row = [change.id, "n", str(held), change.at, ""]
        cursor.execute("INSERT INTO setting VALUES (?, ?, ?, ?, ?)", row)
        return "done", "n"

    with pytest.raises(LakeUpgraded) as caught:
        older._database.write("setting", "张", work)
    assert "刚被更新版本的系统升级了" in caught.value.finding.message
    assert len(newer) == 1
    for asked in (older.data_version, lambda: older.accept(sent, file="a.csv", data=b"a", by="张")):
        with pytest.raises(LakeUpgraded):
            asked()
    older.close()
    beside.close()
    (store,) = newer
    assert store.settings().get("late") == "1"
    assert "n" not in store.settings()
    assert sorted(store.query(STEPS_TAKEN).schema_version) == list(range(1, steps()[-1][0] + 1))
    assert store.query("SELECT count(*) AS n FROM setting WHERE name = 'migrated'").n[0] == 1
    store.put_setting("after", "1")
    assert store.audit.verify().whole
    store.close()
