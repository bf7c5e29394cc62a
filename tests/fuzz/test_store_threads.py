"""Many threads on one store: each reads its own rows, and no accepted figure is lost or mixed."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from store_kit import AREAS, COUNTY, TOWNS, figures, fill

from indicators.store import Store

THREADS = 10


@pytest.fixture
def store(tmp_path):
    with Store.create(tmp_path / "s.duckdb") as made:
        yield fill(made)


def work(store, me, turns):
    """Accept figures that say whose they are, read between, and withdraw some; what should stand."""
    chance = random.Random(me)
    standing, area = {}, [COUNTY, *TOWNS][me % 3]
    for turn in range(turns):
        year, value = 1000 + 100 * me + turn, me * 1000.0 + turn
        rows = [("T1", area, year, value), ("T2", area, year, -value)]
        sent = store.accept(figures(*rows), file=f"{me}.csv", data=f"{me} {turn}".encode(), by=f"员{me}")
        name, data = store.file_bytes(sent.id)
        assert (name, data) == (f"{me}.csv", f"{me} {turn}".encode())
        if chance.random() < 0.3:
            store.undo(sent.id, f"员{me}", "")
        else:
            standing[year] = value
        seen = store.query(
            "SELECT year, value FROM current_observation o JOIN current_indicator i USING (indicator)"
            " WHERE i.code = 'T1' AND year BETWEEN ? AND ?",
            [1000 + 100 * me, 1099 + 100 * me],
        )
        assert dict(zip(seen.year, seen.value, strict=True)) == standing, me
        assert len(store.areas()) == len(AREAS)
    return standing


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_ten_threads_accept_and_read_at_once(store, whole):
    turns = 40 if whole else 3
    with ThreadPoolExecutor(THREADS) as pool:
        results = list(pool.map(lambda me: work(store, me, turns), range(THREADS)))
    expected = {year: value for standing in results for year, value in standing.items()}
    found = store.current(code="T1")
    assert dict(zip(found.year, found.value, strict=True)) == expected
    assert len(store.submissions()) == THREADS * turns
    assert (store.current(code="T2").value <= 0).all()


def test_a_reader_sees_whole_submissions_only(store):
    """While one thread accepts pairs, others never see half of a pair."""

    def read(_):
        odd = []
        for _ in range(20):
            counts = store.query("SELECT submission, count(*) AS n FROM observation GROUP BY submission")
            odd += [n for n in counts.n if n != 50]
        return odd

    def write(_):
        for turn in range(15):
            rows = [("T1", COUNTY, 2000 + year, float(turn)) for year in range(50)]
            store.accept(figures(*rows), file="a", data=str(turn).encode(), by="x")
        return []

    with ThreadPoolExecutor(4) as pool:
        jobs = [pool.submit(write, 0), *(pool.submit(read, reader) for reader in range(3))]
        assert [job.result() for job in jobs] == [[]] * 4


def test_cursors_of_ended_threads_are_closed(store):
    for _ in range(3):
        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(lambda _: store.areas(), range(30)))
    store.areas()
    assert len(store._database._cursors) <= THREADS + 1
