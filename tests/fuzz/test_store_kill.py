"""kill -9 in the middle of loading: nothing acknowledged is lost, nothing is there by half."""

import itertools
import multiprocessing
import random
import sys
import time
from collections import Counter

import pytest
from store_kit import COUNTY, figures, fill

from indicators.store import Store

ROWS, HELD = 300, 4
"""Figures that a load brings, and figures that contradict the base file's and wait."""

DECISIONS = {1: ("new", [ROWS, ROWS + 1]), 2: ("old", [ROWS + 2])}
"""What is decided after a load, by the remainder of its turn."""


def data_of(turn):
    return b"%d " % turn * 20_000


def held(turn, base):
    frame = figures(*[("T2", COUNTY, 1000 + n, float(turn)) for n in range(HELD)])
    return frame.assign(against=base, against_rec=range(HELD))


def load_for_ever(path, start, base, told):
    """Accept file after file; withdraw or decide in turn; say so each time, after the store has said so."""
    with Store.open(path) as store:
        for turn in itertools.count(start):
            rows = figures(*[("T1", COUNTY, 1000 + n, float(turn)) for n in range(ROWS)])
            waiting = held(turn, base)
            sent = store.accept(rows, file=f"{turn}.csv", data=data_of(turn), by="x", held=waiting)
            told.send(("kept", sent.id, None))
            if turn % 3 == 0:
                store.undo(sent.id, "x", "")
                told.send(("gone", sent.id, None))
            else:
                outcome, recs = DECISIONS[turn % 3]
                adopted = store.desk.decide(sent.id, recs, outcome, reason="r", by="x")
                told.send((outcome, sent.id, adopted))


def kill_once(forks, path, start, base, chance):
    """Let a process load, kill it a random while after a random number of loads; what it had said."""
    heard, told = forks.Pipe(duplex=False)
    loader = forks.Process(target=load_for_ever, args=(path, start, base, told))
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


def counted(store, table):
    rows = store.query(f"SELECT CAST(submission AS VARCHAR) AS id, count(*) AS n FROM {table} GROUP BY ALL")
    return dict(zip(rows.id, rows.n, strict=True))


def check(path, base, said):
    """The store holds the whole ledger, perhaps one write more that was not yet said, nothing half."""
    with Store.open(path) as store:
        listed = {item.id: item for item in store.submissions() if item.id != base}
        adopted = check_decisions(store, listed, said)
        loads = {number: item for number, item in listed.items() if number not in adopted}
        assert {number for word, number, _ in said if word == "kept"} <= set(loads)
        assert all(listed[number].withdrawn for word, number, _ in said if word == "gone")
        whole = dict.fromkeys(loads, ROWS) | dict.fromkeys(adopted, 2) | {base: HELD}
        assert counted(store, "observation") == whole
        assert counted(store, "held_observation") == dict.fromkeys(loads, HELD)
        turns = {number: int(item.file.removesuffix(".csv")) for number, item in listed.items()}
        for number in sorted(listed)[-8:]:
            assert store.file_bytes(number) == (f"{turns[number]}.csv", data_of(turns[number]))
        standing = [number for number, item in loads.items() if not item.withdrawn]
        counts = {float(turns[max(standing)])} if standing else set()
        assert set(store.current(code="T1").value) == counts
        newest = float(turns[max(adopted)]) if adopted else 0.0
        assert store.current(code="T2").sort_values("year").value.tolist() == [newest, newest, 0.0, 0.0]
        return max(turns.values(), default=0)


def check_decisions(store, listed, said):
    """Every decision stands whole, with the figures it made count; what waits is what nobody decided."""
    made = store.desk.decisions()
    rows = {
        (outcome, number, adopted if isinstance(adopted, str) else None): sorted(group.rec)
        for (outcome, number, adopted), group in made.groupby(
            ["outcome", "submission", "adopted"], dropna=False
        )
    }
    assert all(recs == dict(DECISIONS.values())[outcome] for (outcome, _, _), recs in rows.items())
    assert {item for item in said if item[0] in ("new", "old")} <= set(rows)
    adopted = {number for _, _, number in rows if number}
    assert adopted <= set(listed)
    decided = {(number, rec) for (_, number, _), recs in rows.items() for rec in recs}
    waiting = {
        (number, ROWS + n)
        for number, item in listed.items()
        if number not in adopted and not item.withdrawn
        for n in range(HELD)
    }
    found = store.desk.conflicts()
    assert set(zip(found.submission, found.rec, strict=True)) == waiting - decided
    return adopted


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a signal of Unix")
@pytest.mark.long
@pytest.mark.timeout(3000)
def test_killed_while_loading(tmp_path, whole):
    path, kills = tmp_path / "s.duckdb", 200 if whole else 8
    with Store.create(path) as store:
        fill(store)
        first = figures(*[("T2", COUNTY, 1000 + n, 0.0) for n in range(HELD)])
        base = store.accept(first, file="base.csv", data=b"base", by="x").id
    forks = multiprocessing.get_context("forkserver")
    forks.set_forkserver_preload(["indicators.store", "store_kit"])
    chance, said, last = random.Random(9), set(), 0
    for _ in range(kills):
        said |= set(kill_once(forks, path, last + 1, base, chance))
        last = check(path, base, said)
    told = Counter(word for word, _, _ in said)
    print(f"\n{kills} kills, acknowledged and all there: {dict(told)}, newest load {last}")
    assert told["kept"] >= kills // 2
    assert min(told["new"], told["old"], told["gone"]) >= kills // 10
