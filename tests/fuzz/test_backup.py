"""Backup and restore: equal content, hostile files refused, the old store whole whatever happens."""

import gzip
import json
import os
import random
import shutil
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "spec"))

from make_store_fixture import furnish
from store_kit import COUNTY, figures, fill
from test_store_versions import FIXTURES, everything

from indicators.store import Store, backup_file, carry
from indicators.store.backup import look
from indicators.store.backup_file import BadBackup
from indicators.store.swap import restore_backup

pytestmark = pytest.mark.tenth(8)

ZEROS = bytes(8 << 20)
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A furnished store's content and a backup of it."""
    folder = tmp_path_factory.mktemp("kept")
    with Store.create(folder / "县.duckdb") as store:
        furnish(store)
        made = store.backup()
        return everything(store), made.path


def refused(code, action, *arguments):
    with pytest.raises(BadBackup) as caught:
        action(*arguments)
    assert caught.value.finding.code == code
    assert caught.value.finding.message.endswith("。")
    assert caught.value.finding.hint.endswith("。")


def left(folder):
    """Files that should not be there: drafts and scratch folders."""
    return [item.name for item in Path(folder).rglob(".*")]


def test_a_backup_gives_equal_content_elsewhere(kept, tmp_path):
    content, file = kept
    done = restore_backup(file, tmp_path / "new.duckdb", by="王")
    assert done.before is None
    with Store.open(tmp_path / "new.duckdb") as store:
        assert everything(store) == content
        row = store.audit.entries(limit=1)[0]
        assert (row.kind, row.ref, row.name) == ("restored", file.name, "王")
        assert store.audit.verify(look(file).head).whole
        store.put_setting("a", "1")
    assert left(tmp_path) == left(file.parent) == []


def test_the_earlier_store_is_kept_under_another_name(kept, tmp_path):
    content, file = kept
    path = tmp_path / "s.duckdb"
    with Store.create(path) as store:
        store.put_setting("mine", "yes")
    before = restore_backup(file, path).before
    assert before.name.startswith("s.duckdb.before-restore-")
    with Store.open(path) as store:
        assert everything(store) == content
    with Store.open(before) as store:
        assert store.settings() == {"mine": "yes"}


def test_a_backup_while_others_write_is_one_moment(tmp_path):
    """Writers add pairs of settings; a copy never has one of a pair whose row of the audit it lacks."""
    stop = threading.Event()
    with Store.create(tmp_path / "s.duckdb") as store:
        fill(store)

        def work(name):
            turn = 0
            while not stop.is_set() and turn < 300:
                turn += 1
                store.put_setting(name, str(turn))

        threads = [threading.Thread(target=work, args=(name,)) for name in "ab"]
        for thread in threads:
            thread.start()
        try:
            files = [store.backup(tmp_path / f"{turn}.zip").path for turn in range(2)]
        finally:
            stop.set()
            for thread in threads:
                thread.join()
    for file in files:
        path = file.with_suffix(".duckdb")
        restore_backup(file, path)
        with Store.open(path) as store:
            assert store.audit.verify().whole


@pytest.mark.parametrize("fixture", FIXTURES[:1], ids=lambda path: path.name.split(".")[0])
def test_an_old_version_s_backup_comes_up_to_date(fixture, tmp_path):
    """A backup holds the tables of its time."""
    old = tmp_path / "old.duckdb"
    old.write_bytes(gzip.decompress(fixture.read_bytes()))
    with Store.open(old) as store:
        content = everything(store)
        file = store.backup(tmp_path / "b.zip").path
    plain = gzip.decompress(fixture.read_bytes())
    old.write_bytes(plain)
    rewrite(file, old.read_bytes(), old)
    restore_backup(file, tmp_path / "new.duckdb")
    with Store.open(tmp_path / "new.duckdb") as store:
        assert everything(store) == content
    assert not list(tmp_path.glob("new.duckdb.before-upgrade*"))


def rewrite(file, data, path, **changes):
    """The backup with another database in it, and a manifest that fits."""
    import duckdb

    told = json.loads(zipfile.ZipFile(file).read("manifest.json"))
    with duckdb.connect(str(path), read_only=True) as held:
        told["tables"] = carry.sums(held.cursor())
        told["schema_version"] = held.execute("SELECT max(schema_version) FROM store_meta").fetchone()[0]
        if "audit" not in told["tables"]:
            told |= {"head": "", "audited": 0}
    told |= {"size": len(data), "sha256": backup_file.digest_of(path)} | changes
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", json.dumps(told))
        archive.writestr("store.duckdb", data)


def test_an_upgrade_keeps_a_copy_of_the_old_file(tmp_path):
    path = tmp_path / "old.duckdb"
    path.write_bytes(gzip.decompress(FIXTURES[0].read_bytes()))
    before = path.read_bytes()
    Store.open(path).close()
    copy = tmp_path / "old.duckdb.before-upgrade-v1"
    assert copy.read_bytes() == before
    Store.open(path).close()
    assert sorted(item.name for item in tmp_path.glob("*duckdb*")) == ["old.duckdb", copy.name]


def archive(path, *parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts:
            made.writestr(name, data)
    return path


def hostile(kept_file, folder):
    """(name, expected code, file) of files that are no backup, or a bad one."""
    whole = kept_file.read_bytes()
    with zipfile.ZipFile(kept_file) as good:
        manifest, data = good.read("manifest.json"), good.read("store.duckdb")
    told = json.loads(manifest)

    def more(**new):
        return json.dumps(told | new)

    flipped = bytearray(data)
    flipped[len(data) // 2] ^= 0xFF
    cases = {
        "empty": (b"", "backup_damaged"),
        "text": ("备份".encode() * 99, "backup_damaged"),
        "cut": (whole[: len(whole) * 2 // 3], "backup_damaged"),
        "flipped": (whole[:3000] + b"\0" * 64 + whole[3064:], "backup_damaged"),
    }
    zips = {
        "other_zip": ([("a.txt", b"a")], "backup_not_one"),
        "path_trick": ([("manifest.json", manifest), ("../store.duckdb", data)], "backup_not_one"),
        "absolute": ([("manifest.json", manifest), ("/store.duckdb", data)], "backup_not_one"),
        "one_too_many": ([("manifest.json", manifest), ("store.duckdb", data), ("x", b"")], "backup_not_one"),
        "twice": ([("manifest.json", manifest), ("manifest.json", manifest)], "backup_not_one"),
        "no_json": ([("manifest.json", b"{"), ("store.duckdb", data)], "backup_not_one"),
        "a_list": ([("manifest.json", b"[1]"), ("store.duckdb", data)], "backup_not_one"),
        "deep_json": ([("manifest.json", b"[" * 99999), ("store.duckdb", data)], "backup_not_one"),
        "long_manifest": ([("manifest.json", b" " * (2 << 20)), ("store.duckdb", data)], "backup_not_one"),
        "wrong_sum": ([("manifest.json", more(sha256="0" * 64)), ("store.duckdb", data)], "backup_damaged"),
        "wrong_size": ([("manifest.json", more(size=1)), ("store.duckdb", data)], "backup_damaged"),
        "other_bytes": ([("manifest.json", manifest), ("store.duckdb", bytes(flipped))], "backup_damaged"),
        "newer_store": ([("manifest.json", more(schema_version=99)), ("store.duckdb", data)], "backup_newer"),
        "newer_form": ([("manifest.json", more(version=2)), ("store.duckdb", data)], "backup_newer"),
        "head": ([("manifest.json", more(head="0" * 64)), ("store.duckdb", data)], "backup_damaged"),
        "counts": ([("manifest.json", more(tables={})), ("store.duckdb", data)], "backup_damaged"),
        "bomb": ([("manifest.json", more(size=8 << 20)), ("store.duckdb", ZEROS)], "backup_bomb"),
        "no_database": (
            [("manifest.json", more(size=9999)), ("store.duckdb", os.urandom(9999))],
            "backup_damaged",
        ),
    }  # fmt: skip
    for name, (content, code) in cases.items():
        path = folder / f"{name}.zip"
        path.write_bytes(content)
        yield name, code, path
    for name, (parts, code) in zips.items():
        yield name, code, archive(folder / f"{name}.zip", *parts)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_hostile_files_are_refused_in_a_sentence(kept, tmp_path, monkeypatch):
    small = backup_file._SMALL
    path = tmp_path / "s.duckdb"
    Store.create(path).close()
    before = path.read_bytes()
    (tmp_path / "bad").mkdir()
    for name, code, file in hostile(kept[1], tmp_path / "bad"):
        # a store of few rows packs as well as a bomb: only the bomb is held to the bound of large files
        monkeypatch.setattr(backup_file, "_SMALL", len(ZEROS) - 1 if name == "bomb" else small)
        with pytest.raises(BadBackup) as caught:
            restore_backup(file, path)
        assert (name, caught.value.finding.code) == (name, code)
        assert caught.value.finding.message.endswith("。")
    assert path.read_bytes() == before
    assert [item.name for item in tmp_path.glob("*duckdb*")] == ["s.duckdb"]
    assert left(tmp_path) == []


def test_what_is_missing_or_in_the_way(kept, tmp_path):
    refused("backup_missing", restore_backup, tmp_path / "no.zip", tmp_path / "s.duckdb")
    refused("backup_no_folder", restore_backup, kept[1], tmp_path / "no" / "s.duckdb")
    with Store.create(tmp_path / "s.duckdb") as store:
        taken = tmp_path / "taken.zip"
        taken.write_bytes(b"mine")
        refused("backup_failed", store.backup, taken)
        assert taken.read_bytes() == b"mine"
        (tmp_path / "file").write_bytes(b"")
        refused("backup_failed", store.backup, tmp_path / "file" / "b.zip")
    assert left(tmp_path) == []


def child(code, *arguments):
    environment = os.environ | {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}", "PYTHONIOENCODING": "utf-8"}
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)], env=environment, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip


def test_a_store_in_use_is_not_replaced(kept, tmp_path):
    path = tmp_path / "s.duckdb"
    Store.create(path).close()
    holder = child(
        "import sys; from indicators.store import Store; s = Store.open(sys.argv[1]);"
        " print('open', flush=True); sys.stdin.read()", path,
    )  # fmt: skip
    try:
        assert holder.stdout.readline().strip() == "open"
        refused("restore_in_use", restore_backup, kept[1], path)
    finally:
        holder.communicate("")


@pytest.mark.skipif(sys.platform != "linux", reason="limits the size of files as Linux does")
def test_a_full_disk_leaves_nothing_half(kept, tmp_path):
    """No file may grow beyond what is set: both fail with their sentence, the stores are whole."""
    code = (
        "import resource, signal, sys\nfrom pathlib import Path\n"
        "from indicators.store import Store\nfrom indicators.store.swap import restore_backup\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "store = Store.open(sys.argv[1])\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, -1))\n"
        "for work in (lambda: store.backup(Path(sys.argv[2])),"
        " lambda: restore_backup(Path(sys.argv[3]), Path(sys.argv[4]))):\n"
        "    try:\n        work(); print('done')\n"
        "    except Exception as error:\n        print(error.finding.code, error.finding.message)\n"
        "__import__('os')._exit(0)\n"
    )
    path, other = tmp_path / "s.duckdb", tmp_path / "other.duckdb"
    for name in (path, other):
        with Store.create(name) as store:
            fill(store).accept(figures(("T1", COUNTY, 2024, 1)), file="a", data=b"a", by="张")
    before = other.read_bytes()
    out, errors = child(code, path, tmp_path / "b.zip", kept[1], other).communicate(timeout=120)
    assert [line.split()[0] for line in out.splitlines()] == ["backup_failed", "restore_failed"], (
        out,
        errors,
    )
    assert other.read_bytes() == before
    assert left(tmp_path) == []
    with Store.open(path) as store:
        assert store.audit.verify().whole


@pytest.mark.parametrize("work", ["backup", "restore"])
def test_a_kill_leaves_the_store_whole(kept, tmp_path, work, whole):
    """The process is killed at a random moment of the work."""
    path = tmp_path / "s.duckdb"
    with Store.create(path) as store:
        furnish(store)
        content = everything(store)
    code = (
        "import sys\nfrom pathlib import Path\nfrom indicators.store import Store\n"
        "from indicators.store.swap import restore_backup\nprint('go', flush=True)\n"
        "if sys.argv[1] == 'backup':\n    Store.open(sys.argv[2]).backup(Path(sys.argv[3]))\n"
        "else:\n    restore_backup(Path(sys.argv[3]), Path(sys.argv[2]))\n"
    )
    for turn in range(20 if whole else 1):
        given = tmp_path / f"{turn}.zip" if work == "backup" else kept[1]
        process = child(code, work, path, given)
        process.stdout.readline()
        with_kill = threading.Timer(random.Random(turn).uniform(0.02, 1.5), process.kill)
        with_kill.start()
        process.communicate()
        with_kill.cancel()
        with Store.open(path) as store:
            assert (
                everything(store) == (content if work == "backup" else kept[0])
                or everything(store) == content
            )
            assert store.audit.verify().whole
        if work == "backup" and given.exists():
            look(given)
    shutil.rmtree(tmp_path)
