"""Several processes on one lake, one killed at times, the catalogue restarted: all or nothing, always."""

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from store_kit import fill

from indicators.store import Store
from tests.lake_kit import fresh_place, lacking, own_cluster
from tests.lake_storm import PART, SUMS, whole

ROOT = Path(__file__).resolve().parents[2]
LASTS = 4500


class Storm:
    """The processes of one storm."""

    def __init__(self, place, folder, count, seed):
        self.place, self.folder, self.count, self.seed = place.store, folder, count, seed
        self.until = time.time() + LASTS
        self.env = os.environ | {
            "TWOPLANS_HOME": str(folder / "home"), "TWOPLANS_DATA_PATH": str(place.data_path),
            "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}", "PYTHONIOENCODING": "utf-8",
        }  # fmt: skip
        self.writers = {}

    def start(self, name):
        words = ("write", self.place, name, self.count, self.folder / name, self.seed, self.until)
        self.writers[name] = self._run(name, *words)

    def reader(self):
        return self._run("reader", "read", self.place, self.folder / "reader", self.until)

    def _run(self, name, *words):
        with (self.folder / f"{name}.out").open("a") as out:
            command = [sys.executable, "-m", "tests.lake_storm", *map(str, words)]
            return subprocess.Popen(command, cwd=ROOT, env=self.env, stdout=out, stderr=subprocess.STDOUT)

    def told(self, name):
        return (self.folder / f"{name}.out").read_text(encoding="utf-8")

    def acknowledged(self, name):
        path = self.folder / name
        return (
            [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
            if path.exists()
            else []
        )

    def total(self):
        return sum(len(self.acknowledged(name)) for name in self.writers)


def weather(storm, cluster, kills, restarts, seed):
    """Kill a writer and restart the catalogue at moments spread over the storm; how long it took."""
    chance = random.Random(seed)
    whole_count = storm.count * len(storm.writers)
    plan = sorted(
        [(chance.uniform(0.05, 0.9), "kill") for _ in range(kills)]
        + [((turn + 1) / (restarts + 1), "restart") for turn in range(restarts)]
    )
    began = time.time()
    while any(writer.poll() is None for writer in storm.writers.values()):
        assert time.time() < storm.until
        for name, writer in storm.writers.items():
            assert writer.poll() in (None, 0), storm.told(name)
        if plan and storm.total() >= plan[0][0] * whole_count:
            _, what = plan.pop(0)
            if what == "restart":
                cluster.stop(chance.choice(["fast", "immediate"]))
                time.sleep(chance.uniform(0.5, 5))
                cluster.start()
            else:
                name = chance.choice(
                    [name for name, writer in storm.writers.items() if writer.poll() is None]
                )
                time.sleep(chance.uniform(0, 1))
                storm.writers[name].kill()
                storm.writers[name].wait()
                storm.start(name)
        time.sleep(0.1)
    return time.time() - began


@pytest.mark.parametrize(
    ("writers", "count", "kills", "restarts"),
    [pytest.param(4, 25, 4, 2, id="small"), pytest.param(4, 200, 12, 2, id="storm")],
)
@pytest.mark.long  # its small twin for ordinary runs is in spec/test_lake_store.py
@pytest.mark.timeout(LASTS + 200)
def test_nothing_acknowledged_is_lost_and_nothing_is_half_there(
    tmp_path, monkeypatch, writers, count, kills, restarts
):
    if why := lacking():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"no lake here: {why}")
    monkeypatch.setenv("TWOPLANS_HOME", str(tmp_path / "home"))
    seed = int(os.environ.get("TWOPLANS_SEED", "1"))
    with own_cluster() as cluster, fresh_place(cluster, tmp_path) as place:
        monkeypatch.setenv("TWOPLANS_DATA_PATH", str(place.data_path))
        with Store.create(place.store) as store:
            fill(store)
        storm = Storm(place, tmp_path, count, seed)
        for at in range(writers):
            storm.start(f"w{at}")
        reader = storm.reader() if kills else None
        took = weather(storm, cluster, kills, restarts, seed)
        (tmp_path / "reader.stop").touch()
        if reader is not None:
            assert reader.wait(120) == 0, storm.told("reader")
        with Store.open(place.store) as store:
            _hold_to_account(storm, store, took)


def _hold_to_account(storm, store, took):
    row = store.cursor().execute(SUMS).fetchall()[0]
    assert whole(row)
    kept = {item.file: item for item in store.submissions()}
    for name, writer in storm.writers.items():
        assert writer.returncode == 0, storm.told(name)
        told = storm.acknowledged(name)
        assert [item["turn"] for item in told] == list(range(storm.count))
        for item in told:  # under the number that was acknowledged, and once
            assert kept[f"{name}-{item['turn']}.csv"].id == item["submission"]
    assert len(kept) == row[0] == storm.count * len(storm.writers)
    verified = store.audit.verify()
    assert verified.whole, verified.problem
    numbers = [item.id for item in store.submissions()]
    assert numbers == sorted(numbers, reverse=True)
    assert _counting(store) == _expected(storm, kept)
    codes = Counter(line.split()[-1] for name in storm.writers for line in storm.told(name).splitlines())
    print(f"{row[0]} submissions, {row[4]} writes in {took:.0f} s; told to writers: {dict(codes)}")
    if (storm.folder / "reader.out").exists():
        told = storm.told("reader")
        assert "torn" not in told, told
        print("reader:", told.strip().splitlines()[-1])
        assert json.loads(told.strip().splitlines()[-1])["snapshots"] > 0


def _counting(store):
    return {(row.year): row.value for row in store.current().itertuples()}


def _expected(storm, kept):
    """The figures of the last submission of each year's cell, by the numbers that were acknowledged."""
    rows = {item["submission"]: item["rows"] for name in storm.writers for item in storm.acknowledged(name)}
    assert all(len(found) == PART for found in rows.values())
    found = {}
    for number in sorted(rows):
        found |= {year: float(value) for _, _, year, value in rows[number]}
    assert len(rows) == len(kept)
    return found
