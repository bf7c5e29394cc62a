"""Opening pages and accepting a file in a synthetic province of any size, measured in a process of its own.

`python -m tests.bench.growth PLACE DATA_PATH MEASURE...` prints one JSON line a measure: seconds, seconds of
processor (less shaken by what else runs), and the process's peak of memory so far in GB. DuckDB is given two
threads and MEMORY, so that the numbers are those of an office computer with 8 GB.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable

import duckdb
import numpy as np

MEMORY = "5GB"
YEAR = 2024
ROUNDS = 2

BARE = """
WITH RECURSIVE tree AS (
    SELECT area, level FROM current_area WHERE path = $path
    UNION ALL
    SELECT a.area, a.level FROM tree AS t JOIN current_area AS a ON a.parent = t.area
), counting AS (
    SELECT o.*, t.level
    FROM observation AS o JOIN tree AS t USING (area) ANTI JOIN withdrawal USING (submission)
    QUALIFY row_number() OVER (
        PARTITION BY o.indicator, o.area, o.year, o.period, o.breakdown
        ORDER BY o.submission DESC, o.rec DESC) = 1
)
SELECT indicator, year, level, count(value) AS reported, sum(value) AS total, sum(numerator) AS numerator,
    sum(denominator) AS denominator
FROM counting GROUP BY ALL
"""
"""The sums that a roll-up shows, of all levels at once: what any way of making them must read."""


def limit_duckdb() -> None:
    """Let every connection of this process have two threads and MEMORY at most."""
    connect = duckdb.connect

    def limited(*given: object, **named: object) -> duckdb.DuckDBPyConnection:
        config = dict(named.pop("config", None) or {})  # type: ignore[call-overload]
        config |= {"memory_limit": MEMORY, "threads": "2"}
        return connect(*given, config=config, **named)  # type: ignore[arg-type]

    duckdb.connect = limited  # type: ignore[assignment]


def timed(action: Callable[[], object]) -> tuple[float, float]:
    """Seconds, and seconds of processor, of one call."""
    wall, cpu = time.perf_counter(), time.process_time()
    action()
    return time.perf_counter() - wall, time.process_time() - cpu


def measures(place: str, only: list[str]) -> None:
    """Measure what is named, `name` or `name=path` of an area, in the order given."""
    for told in only:
        name, _, path = told.partition("=")
        rounds = [timed(STEPS[name](place, path)) for _ in range(ROUNDS)]
        wall, cpu = (min(side) for side in zip(*rounds, strict=True))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        print(json.dumps({"name": told, "seconds": wall, "cpu": cpu, "peak": peak}), flush=True)


def _store(place: str):
    from dashboard import runtime, state

    return runtime.shared_store(state.store_path())


def bare(place: str, path: str) -> Callable[[], object]:
    """The sums of everything below an area, straight from the records."""
    cursor = _store(place).cursor()
    return lambda: cursor.execute(BARE, {"path": path}).fetchall()


def verdicts(place: str, path: str) -> Callable[[], object]:
    """The verdicts of an area, as an export or a paper asks for them."""
    from indicators.assess import assess

    return lambda: assess(_store(place), year=YEAR, area=path)


PAGE = """
from dashboard import components, data
from dashboard.views import overview
data.refresh()
overview.page()
"""


def overview(place: str, path: str) -> Callable[[], object]:
    """总览 of an area, opened by the first reader after a write: nothing of the store is kept from before."""
    from streamlit.testing.v1 import AppTest

    seat = "/".join(path.split("/")[:3])  # province, city, district
    label = path.removeprefix(seat).strip("/").replace("/", " / ")

    def run() -> None:
        test = AppTest.from_string(PAGE, default_timeout=900)
        test.query_params["year"] = str(YEAR)
        test.query_params["at"] = seat
        if label:
            test.query_params["area"] = label
        forget()
        assert not test.run().exception

    return run


def forget() -> None:
    """Drop all that the pages keep, as the next write does."""
    from dashboard.memo import Kept

    for one in gc.get_objects():
        if isinstance(one, Kept):
            one._values.clear()


def accepting(place: str, path: str) -> Callable[[], object]:
    """A file of an area accepted by the store: 40,000 figures of a year that nobody else has reported."""
    store, frame = _store(place), _frame(place, path)
    return lambda: store.accept(frame, file="f.csv", data=os.urandom(64), by="x", area=path)


def appending(place: str, path: str) -> Callable[[], object]:
    """The same rows, ready as a table, appended to a bare DuckDB file."""
    from indicators.store.frames import observation_table

    store, frame = _store(place), _frame(place, path)
    codes = dict(store.cursor().execute("SELECT code, indicator FROM current_indicator_code").fetchall())
    areas = dict(store.cursor().execute("SELECT path, area FROM current_area").fetchall())
    table, _ = observation_table(frame, codes, areas, file="f.csv")
    folder = tempfile.mkdtemp(prefix="twoplans-bare-")
    bare_file = duckdb.connect(f"{folder}/bare.duckdb", config={"storage_compatibility_version": "v1.5.0"})
    bare_file.register("incoming", table)
    bare_file.execute("CREATE TABLE o AS SELECT uuid() AS submission, * FROM incoming LIMIT 0")
    return lambda: bare_file.execute("INSERT INTO o SELECT uuid(), * FROM incoming")


def _frame(place: str, path: str):
    """The figures that count of an area and all below it in YEAR, as those of a later year."""
    frame = _store(place).query(
        "SELECT n.* FROM current_named n WHERE year = $year AND starts_with(area || '/', $path || '/')",
        {"year": YEAR, "path": path},
    )
    own = ["code", "area", "breakdown", "value", "text", "decimals", "numerator", "denominator", "qualifier",
           "missing", "sheet", "cell", "raw", "flags"]  # fmt: skip
    return frame[own].assign(year=YEAR + 1)


STEPS: dict[str, Callable[[str, str], Callable[[], object]]] = {
    "bare": bare, "verdicts": verdicts, "overview": overview, "accepting": accepting, "appending": appending,
}  # fmt: skip


def slope(points: dict[float, float]) -> tuple[float, float]:
    """The power law through (size, cost): exponent, and the cost that it gives at size 1."""
    sizes, costs = (np.log(list(side)) for side in (points.keys(), points.values()))
    exponent, start = np.polyfit(sizes, costs, 1)
    return float(exponent), float(np.exp(start))


if __name__ == "__main__":
    limit_duckdb()
    os.environ["TWOPLANS_STORE"] = sys.argv[1]
    if sys.argv[2]:
        os.environ["TWOPLANS_DATA_PATH"] = sys.argv[2]
    measures(sys.argv[1], sys.argv[3:])
