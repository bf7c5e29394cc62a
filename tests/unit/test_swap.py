"""The parts of a restore by a running server: laid ready beside the store, swapped, or forgotten."""

import socket

import pytest

from dashboard import restart
from dashboard.messages import UserError
from indicators.model import Role
from indicators.store import Store, swap
from indicators.store.backup_file import BadBackup


@pytest.fixture
def place(tmp_path):
    """A store, a backup of it with an account, and a later setting that the backup lacks."""
    path = tmp_path / "s.duckdb"
    with Store.create(path) as store:
        store.accounts.add("wang", "王芳", Role.ADMIN, by="测试", password="$hash", must_change=False)
        store.backup(tmp_path / "kept.zip")
        store.put_setting("district", "后来", by="测试")
    return path


def left_over(folder):
    return [item.name for item in folder.iterdir() if "restoring" in item.name]


def test_laid_ready_while_the_store_is_in_use_and_swapped_once_it_is_let_go(place):
    with Store.open(place) as store:
        ready = swap.lay_ready(place.parent / "kept.zip", place, by="王")
        assert store.settings()["district"] == "后来"
        assert ready.administered
    before = swap.swap(ready.draft, place)
    with Store.open(place) as store, Store.open(before) as kept:
        assert "district" not in store.settings()
        assert store.audit.entries(limit=1)[0].kind == "restored"
        assert store.audit.verify().whole
        assert kept.settings()["district"] == "后来"
    assert left_over(place.parent) == []


def test_a_store_in_use_by_somebody_else_stays_as_it_is(place, monkeypatch):
    ready = swap.lay_ready(place.parent / "kept.zip", place)

    def held(path):
        raise BadBackup("restore_in_use", path)

    monkeypatch.setattr(swap, "_refuse_in_use", held)
    with pytest.raises(BadBackup, match="正在被程序使用"):
        swap.swap(ready.draft, place)
    with Store.open(place) as store:
        assert store.settings()["district"] == "后来"
    assert left_over(place.parent) == []


def test_a_damaged_backup_leaves_nothing_behind(place):
    broken = place.parent / "broken.zip"
    broken.write_bytes((place.parent / "kept.zip").read_bytes()[:-900])
    with pytest.raises(BadBackup):
        swap.lay_ready(broken, place)
    assert left_over(place.parent) == []


def test_without_a_server_that_can_begin_anew_nothing_begins(place):
    with Store.open(place) as store, pytest.raises(BadBackup, match="正在被程序使用"):
        restart.begin(store, place.parent / "kept.zip", by="王")


def test_the_server_is_asked_to_end_once_and_a_second_wish_waits(place, monkeypatch):
    monkeypatch.setattr(restart, "PAUSE", 0.0)
    ended = []
    with restart.offered(place, lambda: ended.append(1)), Store.open(place) as store:
        restart.begin(store, place.parent / "kept.zip", by="王")
        with pytest.raises(UserError, match="正在恢复另一份"):
            restart.begin(store, place.parent / "kept.zip", by="王")
        assert store.audit.entries(limit=1)[0].kind == "restore_begun"
    (plan,) = restart._plans
    swap.forget(plan.draft)
    restart._plans.clear()
    assert left_over(place.parent) == []


def test_a_backup_that_nobody_could_sign_in_to_is_refused(place, tmp_path):
    with Store.create(tmp_path / "open.duckdb") as other:
        other.backup(tmp_path / "open.zip")
    refused = pytest.raises(UserError, match="没有在用的管理员账号")
    with restart.offered(place, lambda: None), Store.open(place) as store, refused:
        restart.begin(store, tmp_path / "open.zip", by="王")
    assert left_over(tmp_path) == []
    assert not restart.possible()


def test_a_process_begun_anew_swaps_or_says_why_not(place, monkeypatch):
    ready = swap.lay_ready(place.parent / "kept.zip", place)

    def begun(draft):
        with socket.socket() as held:
            told = {"fd": held.dup().detach(), "draft": str(draft), "store": str(place)}
        monkeypatch.setenv(restart.KEY, restart.json.dumps(told))
        found = restart.resumed(place)
        found.sock.close()
        return found.trouble

    assert restart.resumed(place) is None
    assert begun(ready.draft) == ""
    assert begun(ready.draft) != "", "what was laid ready is gone"
    with Store.open(place) as store:
        assert "district" not in store.settings()
