"""A store damaged in several ways: what can be read comes back, else the newest backup."""

import contextlib
import random
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "spec"))

from make_store_fixture import furnish
from test_store_trouble import killed_with_a_log
from test_store_versions import everything

from indicators.store import Store
from indicators.store.backup_file import BadBackup
from indicators.store.rescue import BACKUP, IN_PART, WHOLE, WITHOUT_LOG, rescue

pytestmark = pytest.mark.tenth(6)

LONG = pytest.mark.long


@pytest.fixture
def made(tmp_path):
    path = tmp_path / "县.duckdb"
    with Store.create(path) as store:
        furnish(store)
    return path


def saved(path, **more):
    before = {item.name: item.read_bytes() for item in path.parent.glob(f"{path.name}*")}
    done = rescue(path, by="王", **more)
    assert {item.name: item.read_bytes() for item in path.parent.glob(f"{path.name}*")} == before
    assert not list(path.parent.glob(".*"))
    assert all(sentence.endswith("。") for sentence in done.sentences())
    with Store.open(done.path) as store:
        return done, everything(store)


def test_a_sound_store_comes_out_whole(made):
    with Store.open(made) as store:
        content = everything(store)
    done, got = saved(made)
    assert (done.way, got) == (WHOLE, content)


@pytest.mark.parametrize(
    "how", ["flipped", "emptied", pytest.param("cut", marks=LONG), pytest.param("zeroed", marks=LONG)]
)
def test_a_damaged_log(made, how):
    with Store.open(made) as store:
        content = everything(store)
    log = killed_with_a_log(made)
    data = bytearray(log.read_bytes())
    middle = len(data) // 2
    if how == "cut":
        data = data[:middle]
    elif how == "emptied":
        data = b""
    else:
        data[middle : middle + 200] = bytes(200) if how == "zeroed" else random.Random(1).randbytes(200)
    log.write_bytes(data)
    done, got = saved(made)
    assert done.way in (WITHOUT_LOG, WHOLE)
    assert got == content  # what stood in the log alone is not there, all before is


@pytest.mark.parametrize(
    "how", ["head", "zeros", *(pytest.param(how, marks=LONG) for how in ("cut", "removed", "short"))]
)
def test_a_damaged_file_without_a_backup(made, how):
    """What is read equals what was there, table by table; or it is said that nothing can be."""
    damage(made, how)
    if how in ("head", "removed", "short"):
        with pytest.raises(BadBackup, match="什么也读不出来"):
            saved(made)
        return
    with contextlib.suppress(BadBackup):
        assert saved(made)[0].way in (WHOLE, IN_PART)


@pytest.mark.parametrize("how", ["head", pytest.param("removed", marks=LONG)])
def test_the_newest_good_backup_where_nothing_can_be_read(made, how):
    with Store.open(made) as store:
        good = store.backup().path
        content = everything(store)
    bad = good.with_name("twoplans-backup-99990101-000000.zip")
    bad.write_bytes(good.read_bytes()[:5000])
    damage(made, how)
    done, got = saved(made)
    assert (done.way, done.backup, got) == (BACKUP, good, content)


def damage(path, how):
    data = bytearray(path.read_bytes())
    if how == "head":
        data[: 3 * 4096] = random.Random(2).randbytes(3 * 4096)
    elif how == "cut":
        data = data[: len(data) * 6 // 10]
    elif how == "zeros":
        data[len(data) // 2 : len(data) // 2 + 262_144] = bytes(262_144)
    elif how == "short":
        data = data[:100]
    if how == "removed":
        path.unlink()
    else:
        path.write_bytes(data)
