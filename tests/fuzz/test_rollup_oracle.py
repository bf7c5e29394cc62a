"""The roll-up's SQL against the plain recursion, over odd trees and figures with every sort of gap."""

import sys
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parent))
import oracle_rollup

from indicators.assess import Settings, engine
from indicators.store.keys import area_key

WAYS = [(1, "rate", 100.0, 1), (2, "sum", None, 0)]
BELOW = {"province": ("city", "county"), "city": ("county", "town"), "county": ("town", "village"),
         "town": ("village",), "village": ()}  # fmt: skip
YEAR = 2024
COUNTS = ("value", "numerator", "denominator")


@st.composite
def trees(draw):
    """Up to some thirty areas under one province or county; levels may be skipped."""
    top = draw(st.sampled_from(["province", "province", "city", "county"]))
    tree, open_ = {"顶": top}, ["顶"]
    while open_ and len(tree) < 30:
        path = open_.pop(0)
        choices = BELOW[tree[path]]
        for number in range(draw(st.integers(0, 3)) if choices else 0):
            below = f"{path}/{number}"
            tree[below] = draw(st.sampled_from(choices))
            open_.append(below)
    return tree


FIGURES = st.one_of(
    st.none(),
    st.just("na"),
    st.tuples(st.integers(0, 200), st.none() | st.integers(0, 50), st.none() | st.integers(0, 80)),
    st.tuples(st.integers(0, 200), st.integers(0, 50), st.integers(1, 80)),
)


@st.composite
def cases(draw):
    tree = draw(trees())
    return tree, [{path: draw(FIGURES) for path in tree} for _ in WAYS]


def run(tree, figures):
    """(area, indicator) -> row of the SQL, for every area of the tree."""
    areas = [
        {"area": area_key(path), "path": path, "level": level, "first_year": None, "last_year": None,
         "parent": area_key(path.rpartition("/")[0]) if "/" in path else None}
        for path, level in tree.items()
    ]  # fmt: skip
    rows = [
        {"indicator": way[0], "area": area_key(path), "breakdown": 0, "year": YEAR, "decimals": 0,
         "labelled": None, "missing": "not_applicable" if given == "na" else None,
         **dict(zip(COUNTS, given if given != "na" else (None,) * 3, strict=True))}
        for way, some in zip(WAYS, figures, strict=True) for path, given in some.items() if given is not None
    ]  # fmt: skip
    with duckdb.connect(":memory:", config={"threads": 1}) as cursor:
        cursor.execute(engine.script("inputs_tables.sql"))
        engine.prepare(cursor, Settings())
        for name, value in (
            ("roll_since", YEAR),
            ("as_year", YEAR),
            ("first_indicator", 0),
            ("last_indicator", 9),
        ):
            cursor.execute(f"SET VARIABLE {name} = {value}::BIGINT")
        cursor.execute(engine.steps()[0][1])
        cursor.register("given_area", _table(areas, ["first_year", "last_year", "parent"]))
        cursor.execute("CREATE TEMP TABLE current_area AS FROM given_area")
        if rows:
            cursor.register("given_figure", pa.Table.from_pylist(rows))
            cursor.execute("INSERT INTO a_series BY NAME FROM given_figure")
        cursor.executemany("INSERT INTO a_roll VALUES (?)", [[one["area"]] for one in areas])
        cursor.executemany("INSERT INTO a_way VALUES (?, ?, ?, ?)", WAYS)
        engine.roll_up(cursor)
        found = cursor.execute("SELECT * FROM j_roll").to_arrow_table().to_pylist()
    paths = {area_key(path): path for path in tree}
    return {(paths[row["area"]], row["indicator"]): row for row in found}


def _table(rows, integers):
    schema = pa.schema(
        [(name, pa.int64() if name in integers or name == "area" else pa.string()) for name in rows[0]]
    )
    return pa.Table.from_pylist(rows, schema=schema)


def agree(case):
    tree, figures = case
    found = run(tree, figures)
    for (indicator, way, factor, _), some in zip(WAYS, figures, strict=True):
        for path in tree:
            asked = oracle_rollup.roll(tree, some, way, path)
            row = found.get((path, indicator))
            if not asked.figures and not asked.uncounted:
                assert row is None, (path, row)
                continue
            told = tuple(row[name] for name in ("figures", "asked", "reported", "partly", "uncounted"))
            assert told == (asked.figures, asked.asked, asked.reported, asked.partly, asked.uncounted), (
                path,
                way,
            )
            assert row["covered"] == pytest.approx(float(asked.covered))
            exact = None
            if asked.figures:
                exact = asked.total if way == "sum" else asked.numerator / asked.denominator * int(factor)
            assert row["value"] == (None if exact is None else pytest.approx(float(exact), abs=0.00501))
            own = some[path]
            whole = asked.reported == asked.asked
            enough = whole or (way == "rate" and asked.covered >= asked.asked * 9 / 10)
            assert row["counts"] == (own is None and exact is not None and enough)
            differs = isinstance(own, tuple) and exact is not None and whole and abs(own[0] - exact) > 0.5
            assert row["differs"] == differs


@seed(20240607)
@settings(max_examples=12, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(cases())
def test_the_sql_adds_up_as_by_hand(case):
    agree(case)


@pytest.mark.long
@settings(max_examples=1500, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases())
def test_the_sql_adds_up_as_by_hand_at_length(case):
    agree(case)
