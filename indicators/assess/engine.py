"""Runs the one SQL definition of the assessment over its input relations (see README in sql/)."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from indicators.assess.intervals import poisson_table
from indicators.assess.settings import Settings

if TYPE_CHECKING:
    import duckdb

# What the SQL reads; whoever calls `run` must have made these as tables or views, temporary ones for a store.
INPUTS = {
    "a_indicator": "indicator BIGINT, code VARCHAR, name VARCHAR, plan VARCHAR, domain VARCHAR, unit VARCHAR, "
    "direction VARCHAR, multiplier DOUBLE, lower_limit DOUBLE, upper_limit DOUBLE, frequency VARCHAR, "
    "random_events BOOLEAN, lead VARCHAR, ordinal INTEGER",
    "a_area": "area BIGINT, name VARCHAR, path VARCHAR, level VARCHAR, parent BIGINT",
    "a_target": "target BIGINT, parent BIGINT, target_set VARCHAR, plan VARCHAR, indicator BIGINT, "
    "period_start INTEGER, period_end INTEGER, target_version VARCHAR, phrase VARCHAR, kind VARCHAR, "
    "direction VARCHAR, base_year INTEGER, base_value DOUBLE, change_amount DOUBLE, change_unit VARCHAR, "
    "change_per_year BOOLEAN, hold BOOLEAN, every VARCHAR, breakdown VARCHAR, comparator VARCHAR, "
    "cumulative BOOLEAN, lead VARCHAR, ordinal INTEGER",
    "a_milestone": "target BIGINT, ordinal INTEGER, year INTEGER, op VARCHAR, value DOUBLE, unit VARCHAR",
    "a_breakdown": "breakdown BIGINT, text VARCHAR",
    "a_series": "indicator BIGINT, area BIGINT, breakdown BIGINT, year INTEGER, value DOUBLE, decimals INTEGER, "
    "numerator DOUBLE, denominator DOUBLE, missing VARCHAR",
    "a_case": "case_id BIGINT, target BIGINT, indicator BIGINT, area BIGINT, year INTEGER",
}


@cache
def scripts() -> tuple[tuple[str, str], ...]:
    """The numbered SQL files, in order: (name, text)."""
    folder = resources.files("indicators.assess") / "sql"
    found = sorted((item for item in folder.iterdir() if item.name.endswith(".sql")), key=lambda item: item.name)
    return tuple((item.name, item.read_text(encoding="utf-8")) for item in found)


def prepare(cursor: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Give the SQL its constants, and the table of exact Poisson limits."""
    for name, value in {**asdict(settings), "z": settings.z}.items():
        kind = "BOOLEAN" if isinstance(value, bool) else "BIGINT" if isinstance(value, int) else "DOUBLE"
        cursor.execute(f"SET VARIABLE {name} = {value!r}::{kind}")
    cursor.execute("CREATE OR REPLACE TEMP TABLE a_poisson (events DOUBLE, low DOUBLE, high DOUBLE)")
    rows = poisson_table(settings.byar_from, settings.confidence)
    cursor.executemany("INSERT INTO a_poisson VALUES (?, ?, ?)", [list(row) for row in rows])


def run(cursor: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Judge every row of a_case; the verdicts stand in the temporary view j_result afterwards."""
    prepare(cursor, settings)
    for _, text in scripts():
        cursor.execute(text)


def clear(cursor: duckdb.DuckDBPyConnection) -> None:
    """Drop what `run` left behind (the cursor is its thread's for good)."""
    for name, kind in cursor.execute(
        "SELECT table_name, table_type FROM information_schema.tables "
        "WHERE table_catalog = 'temp' AND (table_name LIKE 'j\\_%' ESCAPE '\\' OR table_name LIKE 'a\\_%' ESCAPE '\\')"
    ).fetchall():
        cursor.execute(f"DROP {'VIEW' if kind == 'VIEW' else 'TABLE'} IF EXISTS temp.{name}")
