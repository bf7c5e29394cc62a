"""Areas in the store: a tree of paths, recorded again where anything about one has changed."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from indicators.model import Area, AreaLevel
from indicators.store.database import Change, Cursor, Database
from indicators.store.keys import area_key
from indicators.store.statements import statements

_SCHEMA = pa.schema(
    [
        ("area", pa.int64()),
        ("code", pa.string()),
        ("name", pa.string()),
        ("path", pa.string()),
        ("parent", pa.int64()),
        ("level", pa.string()),
        ("kind", pa.string()),
        ("ordinal", pa.int32()),
    ]
)


def put(database: Database, areas: Sequence[Area], by: str) -> int:
    """Record the areas that are new or changed; how many were written."""
    paths = [area.path for area in areas]
    if len(set(paths)) < len(paths):
        twice = sorted({path for path in paths if paths.count(path) > 1})
        raise ValueError(f"areas given twice: {twice}")

    def work(cursor: Cursor, change: Change) -> tuple[int, str | None]:
        count = insert_changed(cursor, change, areas)
        return count, str(count) if count else None

    return database.write("areas", by, work)


def insert_changed(cursor: Cursor, change: Change, areas: Sequence[Area]) -> int:
    """Write those of the areas that are new or changed, within a transaction; how many."""
    known = {row[0]: row for row in cursor.execute(statements("areas")["known"]).fetchall()}
    fresh = _fresh(areas, known)
    if fresh:
        _tell(change, fresh, known)
        cursor.register("incoming", pa.Table.from_pylist(fresh, schema=_SCHEMA))
        cursor.execute(statements("areas")["insert"], [change.id, change.at])
        cursor.unregister("incoming")
    return len(fresh)


def _tell(change: Change, fresh: Sequence[dict[str, object]], known: dict[int, tuple]) -> None:
    """For the audit: how many areas are new, and what was and is of those that were there."""
    again = [row for row in fresh if row["area"] in known]
    change.after["new"] = len(fresh) - len(again)
    for row in again:
        was = dict(zip(_ORDER, known[int(str(row["area"]))], strict=True))
        turned = [name for name in _ORDER if row[name] != was[name]]
        change.before[str(row["path"])] = {name: was[name] for name in turned}
        change.after[str(row["path"])] = {name: row[name] for name in turned}


def _fresh(areas: Sequence[Area], known: dict[int, tuple]) -> list[dict[str, object]]:
    """Rows for the areas that the store does not hold in this form; numbering goes on where it was."""
    paths = {row[1] for row in known.values()} | {area.path for area in areas}
    start = 1 + max((row[7] for row in known.values()), default=-1)
    rows = []
    for position, area in enumerate(areas):
        key, above = area_key(area.path), area.path.rpartition("/")[0]
        if above and above not in paths:
            raise ValueError(f"the area above is missing: {area.path}")
        old = known.get(key)
        if old and old[1] != area.path:
            raise ValueError(f"two areas share a key: {old[1]}, {area.path}")
        parent = area_key(above) if above else None
        ordinal = old[7] if old else start + position
        row = (key, area.path, area.code, area.name, parent, str(area.level), area.kind, ordinal)
        if row != old:
            rows.append(dict(zip(_ORDER, row, strict=True)))
    return rows


_ORDER = ("area", "path", "code", "name", "parent", "level", "kind", "ordinal")


def every(database: Database, closed: bool = False) -> list[Area]:
    """The areas in the order in which they were first put; with `closed` those that ended, too."""

    def make() -> tuple[Area, ...]:
        rows = database.read(statements("areas")["all"], {"closed": closed}).fetchall()
        return tuple(
            Area(code, name, path, AreaLevel(level), above, kind)
            for code, name, path, level, above, kind in rows
        )

    return list(database.kept.get(("areas", closed), make))
