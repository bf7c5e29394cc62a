"""Runs the one SQL definition of the assessment (sql/NN_*.sql) over its input relations."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from indicators.assess.intervals import poisson_table
from indicators.assess.settings import Settings

if TYPE_CHECKING:
    import duckdb

RELATIONS = (
    "a_indicator",
    "a_chapter",
    "a_area",
    "a_target",
    "a_milestone",
    "a_breakdown",
    "a_series",
    "a_judgement",
    "a_applies",
    "a_case",
    "a_asked",
)
"""What the SQL reads: tables or views that the caller makes (columns: sql/inputs_tables.sql)."""


BUCKET = 8_000_000
"""Figures packed into series in one turn: about a gigabyte while it lasts."""


def script(name: str) -> str:
    """The text of one SQL file of this package."""
    return (resources.files("indicators.assess") / "sql" / name).read_text(encoding="utf-8")


@cache
def steps() -> tuple[tuple[str, str], ...]:
    """The numbered SQL files in order: (name, text)."""
    folder = resources.files("indicators.assess") / "sql"
    names = sorted(item.name for item in folder.iterdir() if item.name[:1].isdigit())
    return tuple((name, script(name)) for name in names)


def prepare(cursor: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Give the SQL its constants, and the table of exact Poisson limits."""
    for name, value in {**asdict(settings), "z": settings.z}.items():
        kind = "BOOLEAN" if isinstance(value, bool) else "BIGINT" if isinstance(value, int) else "DOUBLE"
        cursor.execute(f"SET VARIABLE {name} = {value!r}::{kind}")
    cursor.execute("CREATE OR REPLACE TEMP TABLE a_poisson (events DOUBLE, low DOUBLE, high DOUBLE)")
    rows = poisson_table(settings.byar_from, settings.confidence)
    cursor.executemany("INSERT INTO a_poisson VALUES (?, ?, ?)", [list(row) for row in rows])


def run(cursor: duckdb.DuckDBPyConnection, settings: Settings, *, figures: int = 0) -> None:
    """Judge every row of a_case; the verdicts stand in the temporary view j_result afterwards.

    `figures`: about how many there are, so that a great many are packed in several turns.
    """
    prepare(cursor, settings)
    for name, text in steps():
        cursor.execute(text)
        if name == "05_points.sql":
            _pack(cursor, 1 + figures // BUCKET)


def _pack(cursor: duckdb.DuckDBPyConnection, buckets: int) -> None:
    cursor.execute(f"SET VARIABLE buckets = {buckets}")
    for bucket in range(buckets):
        cursor.execute(f"SET VARIABLE bucket = {bucket}")
        cursor.execute(script("points.sql"))
