"""Runs the one SQL definition of the assessment (sql/NN_*.sql) over its input relations."""

from __future__ import annotations

from collections.abc import Sequence
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
    "a_roll",
    "a_way",
    "a_set",
)
"""What the SQL reads: tables or views that the caller makes (columns: sql/inputs_tables.sql)."""


TURN = 5_000_000
"""Figures judged in one turn: more than two gigabytes while it lasts."""

_LEAST, _MOST = -(2**63), 2**63 - 1


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
    rows = poisson_table(settings.byar_from, settings.confidence) or ((None, None, None),)
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE a_poisson AS SELECT * FROM "  # noqa: S608 - only placeholders and a choice of two texts
        f"(VALUES {', '.join(['(?::DOUBLE, ?::DOUBLE, ?::DOUBLE)'] * len(rows))}) AS t (events, low, high)",
        [number for row in rows for number in row],
    )


def run(
    cursor: duckdb.DuckDBPyConnection,
    settings: Settings,
    *,
    sizes: Sequence[tuple[int, int]] = (),
    begun: bool = False,
) -> None:
    """Judge every row of a_case; the verdicts stand in the temporary table j_result afterwards.

    `sizes`: how many figures each indicator has (key, count), so that a great many are judged in turns
    of whole indicators: no verdict needs the figures of another indicator. `begun`: the cursor has the
    formulas of the first file already.
    """
    prepare(cursor, settings)
    (_, formulas), *rest = steps()
    if not begun:
        cursor.execute(formulas)
    for turn, (first, last) in enumerate(turns(sizes)):
        for name, value in (("turn", turn), ("first_indicator", first), ("last_indicator", last)):
            cursor.execute(f"SET VARIABLE {name} = ({value})::BIGINT")
        roll_up(cursor, begun=turn > 0)
        for _, text in rest:
            cursor.execute(text)
        begin = "INSERT INTO j_result" if turn else "CREATE OR REPLACE TEMP TABLE j_result AS"
        cursor.execute(f"{begin} SELECT * FROM j_record")  # noqa: S608 - only placeholders and a choice of two texts


def roll_up(cursor: duckdb.DuckDBPyConnection, *, begun: bool = False) -> None:
    """Put the figures of the areas below together for every area of a_roll; they stand in j_roll afterwards.

    Level by level from the bottom: an area gives its own figure, else the sum of its parts. `begun`: the
    tree was made already, in an earlier turn of the same run.
    """
    if not cursor.execute("SELECT count(*) FROM a_roll").fetchall()[0][0]:
        cursor.execute(script("roll_none.sql"))
        return
    if not begun:
        cursor.execute(script("roll_areas.sql"))
        _each_level(cursor, script("roll_parts.sql"))
    cursor.execute(script("roll_own.sql"))
    _each_level(cursor, script("roll_level.sql"))
    cursor.execute(script("roll_done.sql"))


def _each_level(cursor: duckdb.DuckDBPyConnection, text: str) -> None:
    """Run a statement for each level of the tree, the lowest first, the top left out."""
    ends = cursor.execute("SELECT min(depth), max(depth) FROM j_kin").fetchall()[0]
    for depth in range(ends[1], ends[0], -1):
        cursor.execute(f"SET VARIABLE roll_depth = {int(depth)}")
        cursor.execute(text)


def turns(sizes: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Ranges of indicator keys with about TURN figures each; together they hold every key there is."""
    ends, held = [], 0
    for key, count in sorted(sizes):
        if held and held + count > TURN:
            ends.append(key - 1)
            held = 0
        held += count
    return list(zip([_LEAST, *(end + 1 for end in ends)], [*ends, _MOST], strict=True))
