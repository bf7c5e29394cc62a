"""Each thing that can go wrong with a store, made to happen: one Chinese sentence, and nothing harmed."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest
from store_kit import COUNTY, figures, fill

from indicators import store as stores
from indicators.store import Store, statements
from indicators.store.database import Database

pytestmark = pytest.mark.tenth(3)

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def made(tmp_path):
    path = tmp_path / "县.duckdb"
    with Store.create(path) as store:
        fill(store).accept(figures(("T1", COUNTY, 2024, 81.5)), file="a.csv", data=b"a", by="张")
    return path


def refused(kind, action, *arguments):
    with pytest.raises(kind) as caught:
        action(*arguments)
    shown = caught.value.finding
    assert shown.severity == "error"
    assert shown.message.endswith("。")
    assert shown.hint.endswith("。")
    return shown


def child(code, *arguments, **more):
    """A second process with this checkout on its path."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", **more,
    )  # fmt: skip


def test_missing_file_and_missing_folder(tmp_path):
    refused(stores.StoreMissing, Store.open, tmp_path / "no.duckdb")
    refused(stores.StoreFolderMissing, Store.open, tmp_path / "no" / "no.duckdb")
    refused(stores.StoreFolderMissing, Store.create, tmp_path / "no" / "no.duckdb")


def test_an_existing_file_is_never_replaced(made):
    before = made.read_bytes()
    refused(stores.StoreExists, Store.create, made)
    assert made.read_bytes() == before
    assert [item.name for item in made.parent.iterdir() if item.name.endswith(".new")] == []


@pytest.mark.parametrize(
    "content", [b"", b"hello", "年份,数值\n".encode() * 9000, b"PK\x03\x04" + bytes(99999)]
)
def test_not_a_database(tmp_path, content):
    path = tmp_path / "x.duckdb"
    path.write_bytes(content)
    refused(stores.NotAStore, Store.open, path)
    assert path.read_bytes() == content


def test_a_folder_is_no_store(tmp_path):
    refused(stores.NotAStore, Store.open, tmp_path)


def test_another_programs_database_is_left_alone(tmp_path):
    path = tmp_path / "other.duckdb"
    with duckdb.connect(str(path)) as other:
        other.execute("CREATE TABLE t AS SELECT 1 AS a")
    before = path.read_bytes()
    refused(stores.NotAStore, Store.open, path)
    assert path.read_bytes() == before


def test_a_store_of_a_newer_version_is_left_alone(made, monkeypatch):
    steps = statements.migrations()
    newer = [*steps, (steps[-1][0] + 1, "CREATE TABLE later (a INTEGER)")]
    with monkeypatch.context() as patch:
        patch.setattr(statements, "migrations", lambda: newer)
        Store.open(made).close()
    before = made.read_bytes()
    refused(stores.StoreTooNew, Store.open, made)
    assert made.read_bytes() == before


def test_a_file_of_a_newer_duckdb(made):
    content = bytearray(made.read_bytes())
    assert content[8:12] == b"DUCK"
    content[12:20] = (9999).to_bytes(8, "little")
    content[:8] = _checksum_kept_aside(content)
    made.write_bytes(content)
    refused((stores.StoreTooNew, stores.StoreDamaged), Store.open, made)


def _checksum_kept_aside(content):
    return content[:8]  # the checksum no longer fits; DuckDB looks at one or the other first


def test_locked_by_another_process(made):
    holder = child(
        "import sys; from indicators.store import Store; s = Store.open(sys.argv[1]);"
        " print('open', flush=True); sys.stdin.read()",
        made, stdin=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert holder.stdout.readline().strip() == "open"
        shown = refused(stores.StoreLocked, Store.open, made)
        if sys.platform == "linux":
            assert str(holder.pid) in shown.message
    finally:
        holder.communicate("")
    with Store.open(made) as store:
        assert len(store.current()) == 1


def test_twice_in_one_process_is_one_store(made):
    with Store.open(made) as one, Store.open(made) as two:
        one.accept(figures(("T1", COUNTY, 2023, 80.0)), file="b.csv", data=b"b", by="张")
        assert len(two.current()) == 2
        one.close()
        assert len(two.current()) == 2
    refused(stores.StoreClosed, two.current)
    refused(stores.StoreClosed, two.put_setting, "a", "b")


@pytest.mark.skipif(sys.platform == "win32", reason="rights are set otherwise on Windows")
@pytest.mark.parametrize("what", ["file", "folder"])
def test_no_permission(made, what):
    """A user without rights: for root, who may do anything, the child becomes another user."""
    open_it = (
        "import os, sys\n"
        "from indicators.store import Store, StoreError\n"
        "from indicators.findings import kinds\n"
        "kinds(), Store.memory().close()  # read all that Python needs while it may\n"
        "os.getuid() or os.setuid(65534)\n"
        "try:\n    (Store.open if sys.argv[2] == 'file' else Store.create)(sys.argv[1])\n"
        "except StoreError as error:\n    print(type(error).__name__, error.finding.message)\n"
    )
    folders = [made.parent, *made.parent.parents]
    for folder in folders[: next((i for i, f in enumerate(folders) if f.stat().st_mode & 1), None)]:
        folder.chmod(0o755)
    path = made if what == "file" else made.parent / "new.duckdb"
    made.chmod(0 if what == "file" else 0o600)
    made.parent.chmod(0o555)
    try:
        out, errors = child(open_it, path, what).communicate(timeout=60)
    finally:
        made.parent.chmod(0o755)
        made.chmod(0o600)
    assert out.startswith("StoreNoPermission 没有读写数据库"), (out, errors)


@pytest.mark.skipif(sys.platform != "linux", reason="limits the size of files as Linux does")
def test_a_full_disk_keeps_what_was_accepted(made):
    load = (
        "import resource, signal, sys\n"
        "sys.path.insert(0, sys.argv[2])\n"
        "from store_kit import COUNTY, figures\n"
        "from indicators.store import Store, StoreError\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "store = Store.open(sys.argv[1])\n"
        "size = __import__('os').path.getsize(sys.argv[1])\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (size + 100_000,) * 2)\n"
        "import random\n"
        "try:\n"
        "    for turn in range(20):\n"
        "        data = random.Random(turn).randbytes(400_000)\n"
        "        store.accept(figures(('T2', COUNTY, 2000 + turn, 1)), file='b', data=data, by='x')\n"
        "        print('kept', turn)\n"
        "except StoreError as error:\n    print(type(error).__name__)\n"
        "try:\n    store.put_setting('a', 'b')\n"
        "except StoreError as error:\n    print('then', type(error).__name__)\n"
        "__import__('os')._exit(0)\n"
    )
    out, errors = child(load, made, Path(__file__).parents[1]).communicate(timeout=60)
    lines = out.split("\n")
    assert "StoreFull" in lines, (out, errors)
    assert not {"then StoreDamaged", "then StoreError"} & set(lines), out
    with Store.open(made) as store:
        assert len(store.current()) == 1 + sum(line.startswith("kept") for line in lines)


def test_a_damaged_file_is_told(made):
    """Whatever bytes are hit, the store opens right, or says that it is damaged; never a bare error."""
    whole = made.read_bytes()
    with Store.open(made) as store:
        good = store.current().to_csv()
    told = 0
    for seed in range(25):
        chance = random.Random(seed)
        content = bytearray(whole)
        start = chance.choice([0, 4096, 8192, 12288, chance.randrange(len(whole))])
        content[start : start + 64] = chance.randbytes(64)
        made.write_bytes(content[: len(whole)])
        try:
            with Store.open(made) as store:
                assert store.current().to_csv() == good
        except (stores.StoreDamaged, stores.NotAStore, stores.StoreTooNew):
            told += 1
    assert told >= 5


def test_a_truncated_file_is_told(made):
    whole, told = made.read_bytes(), 0
    for part in (0.1, 0.5, 0.9):
        made.write_bytes(whole[: int(len(whole) * part)])
        try:
            with Store.open(made) as store:
                assert len(store.current()) == 1
                assert part == 0.9  # only room kept in reserve was cut off
        except (stores.StoreDamaged, stores.NotAStore):
            told += 1
    assert told >= 2


def killed_with_a_log(path):
    """Leave a write-ahead log behind: a process that accepts and is killed."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[2])\n"
        "from store_kit import COUNTY, figures\nfrom indicators.store import Store\n"
        "store = Store.open(sys.argv[1])\n"
        "store.accept(figures(('T2', COUNTY, 2024, 7)), file='b', data=b'b' * 50_000, by='x')\n"
        "print('kept', flush=True); sys.stdin.read()\n"
    )
    holder = child(code, path, Path(__file__).parents[1], stdin=subprocess.PIPE)
    assert holder.stdout.readline().strip() == "kept"
    holder.kill()
    holder.communicate()
    return path.with_name(path.name + ".wal")


def test_the_log_of_a_killed_process_is_taken_up(made):
    assert killed_with_a_log(made).stat().st_size > 0
    with Store.open(made) as store:
        assert sorted(store.current().value) == [7.0, 81.5]


def test_a_damaged_log_is_told(made):
    log = killed_with_a_log(made)
    content = bytearray(log.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 200] = random.Random(1).randbytes(200)
    log.write_bytes(content)
    refused(stores.StoreLogDamaged, Store.open, made)
    assert log.read_bytes() == content


def test_a_conflict_is_tried_again(made, monkeypatch):
    calls = []
    whole = Database._transact

    def conflicting(self, kind, change, work):
        calls.append(change.id)
        if len(calls) < 3:
            raise duckdb.TransactionException("Conflict on update!")
        return whole(self, kind, change, work)

    monkeypatch.setattr(time, "sleep", lambda _: None)
    monkeypatch.setattr(Database, "_transact", conflicting)
    with Store.open(made) as store:
        store.put_setting("a", "1")
        assert store.settings() == {"a": "1"}
    assert len(set(calls)) == 3


def test_an_unknown_name_stops_the_whole_file(made):
    with Store.open(made) as store:
        before = store.data_version()
        good_and_bad = figures(("T1", COUNTY, 2023, 1), ("无此指标", COUNTY, 2023, 1))
        send = {"file": "b.csv", "data": b"b", "by": "张"}
        shown = refused(stores.UnknownName, lambda: store.accept(good_and_bad, **send))
        assert "无此指标" in shown.message
        astray = figures(("T1", "别县", 2023, 1))
        refused(stores.UnknownName, lambda: store.accept(astray, **send))
        refused(
            stores.UnknownName, lambda: store.accept(figures(("T1", COUNTY, 2023, 1)), area="别县", **send)
        )
        assert store.data_version() == before
        assert len(store.submissions()) == 1


def test_undo_of_nothing_and_undo_twice(made):
    with Store.open(made) as store:
        refused(stores.UnknownSubmission, store.undo, "abc", "x", "")
        refused(stores.UnknownSubmission, store.undo, "01a2006e-e42b-7000-865e-b0520db9dad0", "x", "")
        refused(stores.UnknownSubmission, store.file_bytes, "abc")
        first = store.submissions()[0].id
        store.undo(first, "x", "")
        refused(stores.AlreadyWithdrawn, store.undo, first, "x", "")


def test_sql_reaches_nothing_outside_the_store(made, tmp_path):
    (tmp_path / "secret.csv").write_text("a\n1\n")
    with Store.open(made) as store:
        for statement in (
            f"SELECT * FROM read_csv('{tmp_path}/secret.csv')",
            f"COPY (SELECT 1) TO '{tmp_path}/out.csv'",
            f"ATTACH '{tmp_path}/other.duckdb'",
            "SET enable_external_access = true",
            "INSTALL httpfs",
        ):
            with pytest.raises(duckdb.Error):
                store.cursor().execute(statement)
    assert not (tmp_path / "out.csv").exists()


def test_a_query_too_large_for_the_memory_is_told(made, monkeypatch):
    connect = duckdb.connect
    little = {"memory_limit": "20MB", "max_temp_directory_size": "1MB"}
    monkeypatch.setattr(duckdb, "connect", lambda path, config: connect(path, config=config | little))
    with Store.open(made) as store:
        sort = "SELECT list(hash(a) ORDER BY hash(a + 1)) FROM range(1500000) t(a)"
        refused(stores.StoreNoMemory, store.query, sort)
        assert len(store.current()) == 1
