"""Results as they were given out, and the constants of the method that the office set."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

import pyarrow as pa
from pydantic import TypeAdapter

import indicators
from indicators.model import Assessment
from indicators.store.database import Change, Cursor, Database
from indicators.store.errors import DataMoved, OfficeRefused, UnknownResult
from indicators.store.keys import area_key
from indicators.store.statements import statements

Value = bool | int | float


@dataclass(frozen=True, slots=True)
class Published:
    """A result as given out: what it was made from, and when, by whom, under which title.

    `area` None: every area with a plan of its own; `below`: the areas under it too. `data_version` is the
    store's (see `Store.data_version`), `settings` the constants as JSON, `app_version` the program's.
    """

    id: str
    title: str
    year: int
    area: str | None
    below: bool
    data_version: str
    catalog_version: int | None
    settings: str
    app_version: str
    by: str
    at: dt.datetime
    verdicts: int = 0


@dataclass(frozen=True, slots=True)
class MethodSetting:
    """One change of a constant; `value` None: back to the default."""

    name: str
    value: Value | None
    reason: str
    by: str
    at: dt.datetime


@cache
def _assessments() -> TypeAdapter[Assessment]:
    return TypeAdapter(Assessment)


def assessment_text(item: Assessment) -> str:
    """An assessment as JSON, from which `assessment_of` makes the same again."""
    return _assessments().dump_json(item, exclude_defaults=True).decode()


def assessment_of(text: str) -> Assessment:
    """The assessment that `assessment_text` wrote, by this or an earlier version of the program."""
    return _assessments().validate_json(text)


def put(
    database: Database,
    items: Sequence[Assessment],
    *,
    title: str,
    year: int,
    area: str | None,
    below: bool,
    settings: str,
    seen: str,
    by: str,
) -> Published:
    """Record a result made from the data version `seen`. Raises DataMoved where that is past."""
    if not title.strip():
        raise OfficeRefused("office_no_title")

    def work(cursor: Cursor, change: Change) -> tuple[Published, str]:
        sql = statements("office")
        now = _single(cursor, sql["data_version"])
        if (str(now) if now else "") != seen:
            raise DataMoved()
        version = _single(cursor, sql["catalog_version"])
        number = None if area is None else area_key(area)
        made = [settings, indicators.__version__, change.at, by]
        change.after.update(title=title.strip(), year=year, area=area, verdicts=len(items))
        cursor.execute(
            sql["put_published"], [change.id, title.strip(), year, number, below, now, version, *made]
        )
        _put_verdicts(cursor, change, items)
        return _described(cursor, change.id)[0], str(change.id)

    return database.write("published", by, work)


def _single(cursor: Cursor, sql: str) -> Any:
    row = cursor.execute(sql).fetchone()
    return row[0] if row else None


def _put_verdicts(cursor: Cursor, change: Change, items: Sequence[Assessment]) -> None:
    codes = dict(cursor.execute(statements("submissions")["codes"]).fetchall())
    rows = [
        {
            "rec": rec, "indicator": codes.get(item.code), "area": area_key(item.area) if item.area else None,
            "plan": item.plan, "target_set": item.basis.target_set, "attainment": item.attainment,
            "word": item.word, "alert": item.alert, "assessment": assessment_text(item),
        }
        for rec, item in enumerate(items)
    ]  # fmt: skip
    if rows:
        cursor.register("incoming_verdict", pa.Table.from_pylist(rows))
        cursor.execute(statements("office")["put_verdicts"], [change.id])
        cursor.unregister("incoming_verdict")


def _described(cursor: Cursor, number: UUID | None) -> list[Published]:
    rows = cursor.execute(statements("office")["published"], [number, number]).fetchall()
    found: list[list[Any]] = [[*row[:10], row[10].replace(tzinfo=dt.UTC), row[11]] for row in rows]
    return [Published(*row) for row in found]


def every(database: Database) -> list[Published]:
    """All published results, the newest first."""
    return _described(database.cursor(), None)


def one(database: Database, number: str) -> Published:
    """The published result of this number. Raises UnknownResult."""
    try:
        found = _described(database.cursor(), UUID(number))
    except ValueError:
        found = []
    if not found:
        raise UnknownResult(number=number)
    return found[0]


def verdicts(database: Database, number: str) -> list[Assessment]:
    """The verdicts of a published result as they were given out. Raises UnknownResult."""
    one(database, number)
    rows = database.read(statements("office")["verdicts"], [UUID(number)]).fetchall()
    return [assessment_of(text) for (text,) in rows]


def put_method(database: Database, values: Mapping[str, Value | None], reason: str, by: str) -> None:
    """Record new values of constants, None for the default. Raises OfficeRefused without a reason."""
    if not reason.strip():
        raise OfficeRefused("office_no_reason")

    def work(cursor: Cursor, change: Change) -> tuple[None, str | None]:
        sql = statements("office")
        held = {name: json.loads(text) for name, text in cursor.execute(sql["method"], [None]).fetchall()}
        change.before.update({name: held.get(name) for name in values})
        change.after.update(values, reason=reason.strip())
        for name, value in values.items():
            text = None if value is None else json.dumps(value)
            row = [change.id, name, text, reason.strip(), change.at, by]
            cursor.execute(sql["put_method"], row)
        return None, ",".join(values) or None

    database.write("method", by, work)


def method(database: Database, moment: dt.datetime | None) -> dict[str, Value]:
    """The constants that differ from the defaults, now or as known at a moment (UTC without zone)."""
    rows = database.read(statements("office")["method"], [moment]).fetchall()
    return {name: json.loads(value) for name, value in rows}


def method_history(database: Database) -> list[MethodSetting]:
    """Every change of a constant, the oldest first."""
    rows = database.read(statements("office")["method_history"]).fetchall()
    return [
        MethodSetting(
            name, None if value is None else json.loads(value), reason, by, at.replace(tzinfo=dt.UTC)
        )
        for name, value, reason, by, at in rows
    ]
