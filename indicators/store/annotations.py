"""Remarks on a year of a series (口径调整, 疫情影响): records, added and taken back, never changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from indicators.store.database import Change, Cursor, Database
from indicators.store.errors import OfficeRefused
from indicators.store.judgements import area_of, indicator_of
from indicators.store.keys import area_key
from indicators.store.retractions import retract
from indicators.store.statements import statements

ANNOTATIONS = ("method", "epidemic", "other")
"""Kinds of remarks: the figure is made in another way (口径调整), an epidemic (疫情影响), other."""

FIRST_YEAR, LAST_YEAR = 1949, 2100


@dataclass(frozen=True, slots=True)
class Annotation:
    """What people said of a year of an indicator in an area; `code` None: of every indicator there."""

    id: str
    code: str | None
    indicator: str | None
    area: str
    year: int
    kind: str
    text: str
    by: str
    at: dt.datetime
    retracted: bool = False
    retracted_by: str | None = None
    retracted_why: str | None = None


class Annotations:
    """Reached as `store.annotations`; every method raises kinds of StoreError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, code: str | None, area: str, year: int, kind: str, text: str, *, by: str) -> Annotation:
        """Record a remark on a year; without `code` on that year of every indicator of the area.

        Raises OfficeRefused without a text or for a year that is none, UnknownName, ValueError for
        another kind.
        """
        if kind not in ANNOTATIONS:
            raise ValueError(f"a kind is one of {', '.join(ANNOTATIONS)}, not {kind!r}")
        if not text.strip():
            raise OfficeRefused("office_no_annotation_text")
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise OfficeRefused("office_no_such_year", year=year)

        def work(cursor: Cursor, change: Change) -> tuple[Annotation, str]:
            keys = (None if code is None else indicator_of(cursor, code), area_of(cursor, area))
            change.after.update(code=code, area=area, year=year, annotation=kind, text=text.strip())
            row = [change.id, *keys, year, kind, text.strip(), change.at, by]
            cursor.execute(statements("annotations")["put_annotation"], row)
            return _read(cursor, record=change.id)[0], str(change.id)

        return self._database.write("annotation", by, work)

    def retract(self, number: str, *, reason: str, by: str) -> Annotation:
        """Take a remark back by its number. Raises UnknownRecord, AlreadyRetracted."""
        return retract(
            self._database, number, reason, by,
            read=lambda cursor, record: _read(cursor, record=record), told=_told,
        )  # fmt: skip

    def every(self, code: str | None = None, area: str | None = None) -> list[Annotation]:
        """All remarks by year, those taken back too; those on every indicator come with each `code`."""
        cursor = self._database.cursor()
        indicator = None if code is None else indicator_of(cursor, code)
        return _read(cursor, indicator=indicator, area=area_key(area) if area else None)


def _told(said: Annotation) -> dict[str, Any]:
    return {
        "record": "annotation", "code": said.code, "area": said.area, "year": said.year, "text": said.text,
    }  # fmt: skip


def _read(
    cursor: Cursor, *, indicator: int | None = None, area: int | None = None, record: UUID | None = None
) -> list[Annotation]:
    which = {"indicator": indicator, "area": area, "record": record}
    rows: list[Any] = cursor.execute(statements("annotations")["annotations"], which).fetchall()
    found: list[list[Any]] = [[*row[:8], row[8].replace(tzinfo=dt.UTC), *row[9:]] for row in rows]
    return [Annotation(*row) for row in found]
