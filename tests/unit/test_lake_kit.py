"""The PostgreSQL that the tests start: a place of one's own, and nothing left behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from lake_kit import Cluster, lacking

ROOT = Path(__file__).resolve().parents[2]
OWNED = """
import os, sys, time
sys.path.insert(0, {tests!r})
from lake_kit import Cluster
made = Cluster.make()
made.keep_until(os.getpid())
print(made.folder, made.port, flush=True)
time.sleep(120)
"""


def test_a_place_is_an_empty_database_and_folder(lake_place):
    assert lake_place.store.startswith("ducklake:postgres:host=127.0.0.1 ")
    assert list(lake_place.data_path.iterdir()) == []
    rows = lake_place.cluster.sql(
        "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", database=lake_place.database
    )
    assert rows == [(0,)]


def test_why_there_is_none_is_said(monkeypatch):
    monkeypatch.setattr("lake_kit.programs", lambda: None)
    assert "apt install postgresql" in lacking()


@pytest.mark.long
@pytest.mark.skipif(lacking() is not None, reason=f"no lake here: {lacking()}")
def test_a_cluster_ends_with_its_owner_even_when_that_is_killed():
    code = OWNED.format(tests=str(ROOT / "tests"))
    owner = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    folder, port = owner.stdout.readline().split()
    assert Cluster(Path(folder), int(port)).sql("SELECT 1") == [(1,)]
    os.kill(owner.pid, signal.SIGKILL)
    owner.wait()
    begun = time.monotonic()
    while Path(folder).exists():
        assert time.monotonic() - begun < 20
        time.sleep(0.5)
