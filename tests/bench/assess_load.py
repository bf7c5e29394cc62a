"""A store of any size for measuring the assessment: synthetic figures through the real schema and views."""

import resource
import sys
import time
from pathlib import Path

import duckdb

from indicators.assess import Settings, engine
from indicators.assess.stored import choose_source, prepare_store, sizes_of
from indicators.catalog import Catalog, PlanGoal
from indicators.model import Area, AreaLevel, Direction, Indicator, PlanKind
from indicators.store import Store
from indicators.targets import parse_target

COUNTY = "甲县"
PHRASES = [
    "2030年达到70%以上",
    "2025年达到60%以上,2030年达到75%以上",
    "保持在65%左右",
    "逐步提高",
    "以2020年为基数提高20%",
]


def build(path: Path, indicators: int, areas: int, years: int) -> None:
    """A store with `indicators` x `areas` x `years` figures, one submission, targets of five kinds."""
    kinds = [
        Indicator(f"B{n}", f"率{n}", "%", (PlanKind.WOMEN,), "健康", Direction.HIGHER, lower=0, upper=100)
        for n in range(indicators)
    ]
    goals = []
    for n, item in enumerate(kinds):
        phrase = PHRASES[n % len(PHRASES)]
        target = parse_target(phrase, unit="%", direction=Direction.HIGHER).target
        goals.append(PlanGoal(item.code, item.name, PlanKind.WOMEN, phrase, target))
    places = [Area("1", COUNTY, COUNTY, AreaLevel.COUNTY)]
    places += [Area(f"2{n}", f"村{n}", f"{COUNTY}/村{n}", AreaLevel.VILLAGE, "1") for n in range(areas - 1)]
    with Store.create(path) as store:
        store.put_areas(places)
        store.put_catalog(Catalog(tuple(kinds)), goals=goals, area=COUNTY, by="t")
    with duckdb.connect(str(path)) as cursor:
        cursor.execute("SELECT setseed(0.5)")
        cursor.execute(
            "INSERT INTO submission (submission, file, sha256, recorded_at) "
            "VALUES ('01900000-0000-7000-8000-000000000001', 'f', 'x', now()::TIMESTAMP)"
        )
        cursor.execute(
            """
            INSERT INTO observation BY NAME
            SELECT '01900000-0000-7000-8000-000000000001'::UUID AS submission, 0 AS rec, i.indicator, a.area,
                y::SMALLINT AS year, 0 AS breakdown, 0 AS period, round(50 + random() * 30, 1) AS value,
                1 AS decimals, 'exact' AS qualifier
            FROM (SELECT DISTINCT indicator FROM current_indicator) AS i,
                (SELECT area FROM current_area) AS a,
                range(2025 - $years, 2025) AS t (y)
            """,
            {"years": years},
        )


def assess_all(cursor: duckdb.DuckDBPyConnection) -> int:
    """Judge every area; how many verdicts."""
    choose_source(cursor, None)
    prepare_store(cursor, 2024, COUNTY, below=True)
    engine.run(cursor, Settings(), sizes=sizes_of(cursor))
    return cursor.execute("SELECT count(*) FROM j_result").fetchone()[0]


BARE = """
CREATE OR REPLACE TEMP TABLE bare AS
SELECT indicator, area, breakdown, year, value, decimals,
    lag(value, 1) OVER series AS v1, lag(value, 2) OVER series AS v2, lag(value, 3) OVER series AS v3,
    lag(value, 4) OVER series AS v4, lag(value, 5) OVER series AS v5,
    lag(year, 1) OVER series AS y1, lag(year, 2) OVER series AS y2, lag(year, 3) OVER series AS y3,
    lag(year, 4) OVER series AS y4, lag(year, 5) OVER series AS y5,
    max(value) FILTER (year = 2020) OVER whole AS base,
    max(value) FILTER (year >= 2020 AND year < 2024) OVER whole AS best,
    max(decimals) OVER whole AS most_decimals
FROM current_observation
WINDOW series AS (PARTITION BY indicator, area, breakdown ORDER BY year),
    whole AS (PARTITION BY indicator, area, breakdown)
QUALIFY year = max(year) OVER whole
"""


def measure(path: str, limit: str) -> None:
    """Print seconds, verdicts and peak memory (GB) of one assessment; run in a process of its own."""
    config = {"memory_limit": limit, "threads": "2", "temp_directory": f"{path}.tmp"}
    with duckdb.connect(path, read_only=True, config=config) as cursor:
        start = time.perf_counter()
        count = assess_all(cursor)
        seconds = time.perf_counter() - start
    usage = resource.getrusage(resource.RUSAGE_SELF)
    print(seconds, usage.ru_utime + usage.ru_stime, count, usage.ru_maxrss / 2**20)


if __name__ == "__main__":
    measure(sys.argv[1], sys.argv[2])
