"""Many threads on one store: each reads its own rows, and no accepted figure is lost or mixed."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from store_kit import AREAS, COUNTY, TOWNS, figures, fill

from indicators.intake import load_file
from indicators.store import Store

pytestmark = pytest.mark.tenth(2)

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


def csv_of(year, value):
    return f"指标,单位,{year}年\n测试率,%,{value}\n".encode()


def upload(store, me, turns):
    """Load a file of one's own year, and one for the year that all fight over; what the store said."""
    own, shared = {}, []
    for turn in range(turns):
        value = me + turn / 10
        mine = load_file(
            store, csv_of(1950 + me, value), f"{me}-{turn}.csv", unit=f"单位{me}", by=f"员{me}", area=COUNTY
        )
        assert (mine.submission.accepted, mine.submission.held) == (1, 0)
        own[1950 + me] = value
        ours = load_file(
            store, csv_of(2000, 50 + value), f"共{me}-{turn}.csv", unit=f"单位{me}", by=f"员{me}", area=COUNTY
        )
        shared.append((ours.submission.id, f"共{me}-{turn}.csv", 50 + value))
    return own, shared


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_ten_people_load_different_and_conflicting_files_at_once(store, whole):
    """Own figures all count; of the contested one nothing is lost: each is accepted or held, never mixed."""
    turns = 10 if whole else 2
    with ThreadPoolExecutor(THREADS) as pool:
        results = list(pool.map(lambda me: upload(store, me, turns), range(THREADS)))
    expected = {year: value for own, _ in results for year, value in own.items()}
    current = store.current(code="T1")
    counts = dict(zip(current.year, current.value, strict=True))
    contested = counts.pop(2000)
    assert counts == expected
    ledger = {number: (file, value) for _, shared in results for number, file, value in shared}
    kept = store.query(
        "SELECT CAST(s.submission AS VARCHAR) AS id, s.file, o.value FROM submission s JOIN ("
        "SELECT submission, year, value FROM observation UNION ALL "
        "SELECT submission, year, value FROM held_observation) o USING (submission) WHERE o.year = 2000"
    )
    found = {row.id: (row.file, row.value) for row in kept.itertuples()}
    assert len(found) == len(kept)
    assert found == ledger
    assert contested in {value for _, value in ledger.values()}
    for number, (file, value) in ledger.items():
        assert store.file_bytes(number) == (file, csv_of(2000, value))
    waiting = store.desk.conflicts()
    accepted = [item for item in store.submissions() if item.id in ledger and item.accepted]
    assert len({item.unit for item in accepted}) == 1
    print(f"\n{len(ledger)} files for one figure: {len(accepted)} accepted, {len(waiting)} wait")
    assert len(accepted) + len(waiting) == len(ledger)
    for row in waiting.head(1).itertuples():
        store.desk.decide(row.submission, [row.rec], "new", reason="核实", by="员0")
        assert store.current(code="T1", year=2000).value.tolist() == [row.value]
