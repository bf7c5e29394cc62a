"""Upkeep of a lake: small writes go out of the catalogue into files, small files into larger ones.

Each step is a commit of its own beside whoever writes, and is done again where another one was first. What
readers of an older snapshot may still want is let alone for a day.
"""

from __future__ import annotations

from dataclasses import dataclass

from indicators.store.database import Cursor, Database
from indicators.store.errors import NotOnLake
from indicators.store.lake_database import LakeDatabase
from indicators.store.statements import statements

KEEP_DAYS = 7
"""So long one can go back to a snapshot."""


@dataclass(frozen=True, slots=True)
class Tidied:
    """What was done: rows written from the catalogue into files, files merged, snapshots and files gone."""

    rows: int
    merged: int
    snapshots: int
    files: int


def tidy(database: Database, keep_days: int = KEEP_DAYS) -> Tidied:
    """Flush, merge, expire and clean up; safe beside writers. Raises NotOnLake, CatalogLost, LakeBusy."""
    lake = _lake(database)
    rows = sum(_count(lake, "flush", table=table) for table in _inlined(lake))
    merged = _count(lake, "merge")
    snapshots = _count(lake, "expire", days=str(keep_days))
    files = _count(lake, "clean", days="1") + _count(lake, "orphans", days="1")
    return Tidied(rows, merged, snapshots, files)


def forget(database: Database) -> None:
    """After a purge: every older snapshot goes, and with it the files that held what was purged.

    Whoever reads an older snapshot at this moment is told that it is gone, and asks again.
    """
    lake = _lake(database)
    _count(lake, "rewrite")
    _count(lake, "expire", days="-1")  # clocks differ; the newest one stays in any case
    _count(lake, "clean", days="-1")


def _lake(database: Database) -> LakeDatabase:
    if not isinstance(database, LakeDatabase):
        raise NotOnLake(str(database.path), what="整理数据文件")
    return database


def _inlined(lake: LakeDatabase) -> list[str]:
    """The tables of which the catalogue itself holds rows that count."""
    found = lake.ask(
        "SELECT t.table_name, i.table_name FROM ducklake_inlined_data_tables i"
        " JOIN ducklake_table t USING (table_id) WHERE t.end_snapshot IS NULL ORDER BY 1"
    )
    return [name for name, held in found if lake.ask(f'SELECT 1 FROM "{held}" LIMIT 1')]  # noqa: S608 - DuckLake's own names


def _count(lake: LakeDatabase, step: str, **words: str) -> int:
    """Run a step of the upkeep; the number that it gives."""
    sql = statements("lake")[step]
    for name, value in words.items():
        sql = sql.replace(f"{{{name}}}", value)

    def run(cursor: Cursor) -> int:
        found = cursor.execute(sql).fetchall()[0][0]
        return int(found or 0)

    return lake.upkeep(run)
