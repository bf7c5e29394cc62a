"""The store beside bare DuckDB, as ratios measured in one run and printed."""

import os
import time

import duckdb
import numpy as np
import pandas as pd
import pytest
from store_kit import indicator

from indicators.catalog import Catalog
from indicators.model import Area, AreaLevel
from indicators.store import Store
from indicators.store.frames import observation_table

ROWS = 100_000
INDICATORS, VILLAGES = 100, 3000

BARE = """
SELECT {what} FROM (
    SELECT o.* FROM observation o ANTI JOIN withdrawal USING (submission)
    QUALIFY row_number() OVER (
        PARTITION BY indicator, area, year, period, breakdown ORDER BY submission DESC, rec DESC) = 1)
"""
VIEW = "SELECT {what} FROM current_observation"
NARROW = "count(*), sum(value)"
WIDE = "count(*), max(hash(submission, rec, indicator, area, year, value, text, numerator, sheet, cell))"

GROW = """
INSERT INTO observation BY NAME
SELECT s.submission, CAST(o.rec AS INTEGER) AS rec, o.* EXCLUDE (submission, rec, year),
    CAST(2000 + s.turn % {years} AS SMALLINT) AS year
FROM observation o, submission s
WHERE o.submission = (SELECT min(submission) FROM submission) AND s.submission <> o.submission
"""


def frame(seed):
    chance, row = np.random.default_rng(seed), np.arange(ROWS)
    value = chance.random(ROWS).round(4) * 100
    return pd.DataFrame(
        {
            "code": [f"T{n}" for n in row % INDICATORS],
            "area": [f"县/村{n}" for n in row // INDICATORS + 1000 * (seed % 3)],
            "year": 2000 + seed,
            "breakdown": "",
            "value": value,
            "text": [f"{one:.2f}" for one in value],
            "decimals": 2,
            "numerator": value,
            "denominator": 100.0,
            "qualifier": "exact",
            "missing": None,
            "sheet": "表1",
            "cell": [f"B{n}" for n in row],
            "raw": [f"{one:.2f}" for one in value],
            "flags": "",
        }
    )


@pytest.fixture
def store(tmp_path):
    areas = [Area("c", "县", "县", AreaLevel.COUNTY)]
    areas += [Area(f"v{n}", f"村{n}", f"县/村{n}", AreaLevel.VILLAGE) for n in range(VILLAGES)]
    with Store.create(tmp_path / "s.duckdb") as made:
        made.put_areas(areas)
        made.put_catalog(Catalog(tuple(indicator(f"T{n}") for n in range(INDICATORS))))
        yield made


def seconds(action):
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


@pytest.mark.bench
def test_accepting_beside_bare_append(store, tmp_path):
    """Bare: the finished Arrow table appended to a like table of another file, and committed."""
    codes = {f"T{n}": n for n in range(INDICATORS)}
    areas = {f"县/村{n}": n for n in range(VILLAGES)}
    table, _ = observation_table(frame(0), codes, areas, file="f")
    config = {"storage_compatibility_version": "v1.5.0"}
    with duckdb.connect(str(tmp_path / "bare.duckdb"), config=config) as bare:
        bare.register("incoming", table)
        bare.execute("CREATE TABLE o AS SELECT uuid() AS submission, * FROM incoming LIMIT 0")
        ours, theirs = [], []
        for turn in range(4):
            sent, data = frame(turn), os.urandom(1000)
            ours.append(seconds(lambda s=sent, d=data: store.accept(s, file="f", data=d, by="x")))
            theirs.append(seconds(lambda: bare.execute("INSERT INTO o SELECT uuid(), * FROM incoming")))
    ratio, bare_best = min(ours) / min(theirs), min(theirs)
    print(f"\naccept {ROWS} figures: {min(ours):.2f} s, bare append {bare_best:.2f} s, {ratio:.2f} x (<= 3)")
    assert ratio <= 3


@pytest.mark.bench
@pytest.mark.long
@pytest.mark.timeout(1800)
def test_the_current_view_beside_a_bare_window(store, whole):
    """Five million rows in fifty submissions (a million in ten ordinarily), more than half superseded."""
    submissions = 50 if whole else 10
    store.accept(frame(0), file="f", data=b"0", by="x")
    for turn in range(1, submissions):
        store.accept(frame(0).iloc[:0], file="f", data=str(turn).encode(), by="x")
    grow = GROW.format(years=submissions * 3 // 5).replace("s.turn", "(hash(s.submission) >> 8)")
    store._database._writer.execute(grow)
    cursor = store.cursor()
    total, standing = (
        cursor.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
        for name in ("observation", "current_observation")
    )
    assert total == ROWS * submissions
    for name, what in (("narrow", NARROW), ("wide", WIDE)):
        counted, times = set(), ([], [])
        for _ in range(3):
            for sql, found in zip((VIEW, BARE), times, strict=True):
                start = time.perf_counter()
                counted.add(cursor.execute(sql.format(what=what)).fetchone()[0])
                found.append(time.perf_counter() - start)
        assert counted == {standing}
        ours, theirs = map(min, times)
        print(
            f"\n{name} current view of {total} rows ({standing} count): {ours:.2f} s,"
            f" bare window {theirs:.2f} s: {ours / theirs:.2f} x (at most 1)"
        )
        assert ours / theirs <= 1
