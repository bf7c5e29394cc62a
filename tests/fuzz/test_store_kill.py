"""kill -9 in the middle of loading: nothing acknowledged is lost, nothing is there by half."""

import itertools
import multiprocessing
import random
import sys
import time

import pytest
from store_kit import COUNTY, figures, fill

from indicators.store import Store

ROWS = 300


def data_of(turn):
    return b"%d " % turn * 20_000


def load_for_ever(path, start, told):
    """Accept file after file, withdraw every third; say so each time, after the store has said so."""
    with Store.open(path) as store:
        for turn in itertools.count(start):
            rows = [("T1", COUNTY, 1000 + n, float(turn)) for n in range(ROWS)]
            sent = store.accept(figures(*rows), file=f"{turn}.csv", data=data_of(turn), by="x")
            told.send(("kept", sent.id))
            if turn % 3 == 0:
                store.undo(sent.id, "x", "")
                told.send(("gone", sent.id))


def kill_once(forks, path, start, chance):
    """Let a process load, kill it a random while after a random number of loads; what it had said."""
    heard, told = forks.Pipe(duplex=False)
    loader = forks.Process(target=load_for_ever, args=(path, start, told))
    loader.start()
    told.close()
    said = [heard.recv() for _ in range(chance.randrange(4))]
    time.sleep(chance.uniform(0, 0.2))
    loader.kill()
    loader.join()
    try:
        while True:
            said.append(heard.recv())
    except EOFError:
        return said


def check(path, kept, gone):
    """The store holds the whole ledger, perhaps one load more that was not yet said, nothing half."""
    with Store.open(path) as store:
        listed = {item.id: item for item in store.submissions()}
        assert kept <= set(listed)
        assert all(listed[number].withdrawn for number in gone)
        rows = store.query(
            "SELECT CAST(submission AS VARCHAR) AS id, count(*) AS n FROM observation GROUP BY ALL"
        )
        assert dict(zip(rows.id, rows.n, strict=True)) == dict.fromkeys(listed, ROWS)
        turns = {item.id: int(item.file.removesuffix(".csv")) for item in listed.values()}
        for number in sorted(listed)[-8:]:
            assert store.file_bytes(number) == (f"{turns[number]}.csv", data_of(turns[number]))
        standing = [number for number, item in listed.items() if not item.withdrawn]
        counts = {float(turns[max(standing)])} if standing else set()
        assert set(store.current().value) == counts
        return max(turns.values(), default=0)


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a signal of Unix")
@pytest.mark.long
@pytest.mark.timeout(3000)
def test_killed_while_loading(tmp_path, whole):
    path, kills = tmp_path / "s.duckdb", 200 if whole else 20
    with Store.create(path) as store:
        fill(store)
    forks = multiprocessing.get_context("forkserver")
    forks.set_forkserver_preload(["indicators.store", "store_kit"])
    chance, kept, gone, last = random.Random(9), set(), set(), 0
    for _ in range(kills):
        said = kill_once(forks, path, last + 1, chance)
        kept |= {number for word, number in said if word == "kept"}
        gone |= {number for word, number in said if word == "gone"}
        last = check(path, kept, gone)
    print(f"\n{kills} kills, {len(kept)} loads acknowledged and all there, {last - len(kept)} more than said")
    assert len(kept) >= kills
