"""A running server puts a backup in its store's place: proven first, the earlier one kept, all signed out."""

import os
import threading
import time

import pytest

from indicators.model import Role
from indicators.store import Store
from tests.door_kit import GOOD, Browser, Server, make_store

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="Windows cannot begin a process anew in its place"),
    pytest.mark.long,  # some twelve processes are started; ordinary runs look at the parts (test_swap.py)
]


@pytest.fixture
def server(tmp_path):
    made = Server(make_store(tmp_path / "district.duckdb"), tmp_path)
    yield made
    made.stop()


def people(server) -> str:
    return server.cli("user", "list").stdout


def test_a_backup_takes_the_place_of_a_store_in_use(server, tmp_path):
    """Made by one backup, a change after it, and the way back; then a backup that is none."""
    kept = tmp_path / "kept.zip"
    assert server.cli("backup", "--out", str(kept)).returncode == 0
    added = server.cli(
        "user", "add", "late", "--name", "后来", "--role", "leader", "--password-stdin", given=GOOD
    )
    assert added.returncode == 0, added.stderr
    browser = Browser(server)
    assert browser.sign_in("wang").status == 303
    assert browser.get("/account/alive").status == 204

    broken = tmp_path / "broken.zip"
    broken.write_bytes(kept.read_bytes()[:-2000])
    refused = server.cli("restore", str(broken))
    assert refused.returncode == 1, refused.stdout + refused.stderr
    assert "late" in people(server)
    assert browser.get("/account/alive").status == 204, "nobody was signed out for nothing"

    pid = server.process.pid
    done = server.cli("restore", str(kept))
    assert done.returncode == 0, done.stdout + done.stderr + server.said()
    assert "原来的数据库保留为" in done.stdout + done.stderr
    assert server.process.poll() is None
    assert server.process.pid == pid
    assert "late" not in people(server)
    assert browser.get("/account/alive").status == 401, "sign-ins end"
    assert Browser(server).sign_in("wang").status == 303
    told = server.cli("audit", "list").stdout
    assert "从备份恢复：kept.zip" in told
    assert server.cli("audit", "verify").returncode == 0
    server.stop()
    (before,) = [item for item in tmp_path.glob("district.duckdb.before-restore-*") if item.suffix != ".wal"]
    with Store.open(before) as store:
        assert store.accounts.find("late"), "the store before is whole"
        assert store.audit.entries(limit=1)[0].kind == "restore_begun"
    assert not list(tmp_path.glob(".*restoring*")), "nothing is left over"


def test_who_comes_meanwhile_waits_and_is_served(server, tmp_path):
    kept = tmp_path / "kept.zip"
    assert server.cli("backup", "--out", str(kept)).returncode == 0
    done, answers, ended = [], [], threading.Event()

    def ask():
        while not ended.is_set():
            try:
                answers.append(Browser(server).get("/account/sign-in").status)
            except OSError as error:
                answers.append(type(error).__name__)
            time.sleep(0.1)

    thread = threading.Thread(target=ask)
    thread.start()
    done.append(server.cli("restore", str(kept)))
    ended.set()
    thread.join(60)
    assert done[0].returncode == 0, done[0].stderr
    refused = [answer for answer in answers if answer != 200]
    print(f"{len(answers)} answers, {len(refused)} of them none: {refused}")
    assert len(refused) <= 2, "at most what was under way when the server ended"


def test_a_backup_without_an_administrator_is_refused_where_people_sign_in(server, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    with Store.create(other / "district.duckdb") as store:
        store.put_setting("district", "某县", by="测试")
        made = store.backup(other / "open.zip")
    refused = server.cli("restore", str(made.path))
    assert refused.returncode == 1
    assert "没有在用的管理员" in refused.stdout + refused.stderr
    assert "wang" in people(server)
    assert Role.ADMIN.chinese in people(server)
    assert not list(tmp_path.glob(".*restoring*"))
