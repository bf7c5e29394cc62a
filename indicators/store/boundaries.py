"""Boundaries of areas in the store: files are added and taken back, the last one that stands counts."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import pyarrow as pa

from indicators.geo import Shape, shape_from_json, shape_to_json
from indicators.store.database import Change, Cursor, Database
from indicators.store.errors import UnknownName, UnknownRecord
from indicators.store.retractions import record_id, retract
from indicators.store.statements import statements

_SCHEMA = pa.schema([("area", pa.int64()), ("shape", pa.string())])


@dataclass(frozen=True, slots=True)
class BoundaryFile:
    """A boundary file that was put in: `areas` counts those that it gave a shape, `at` is UTC."""

    id: str
    file: str
    size: int
    areas: int
    by: str
    at: dt.datetime
    retracted: bool = False
    retracted_by: str | None = None
    retracted_why: str | None = None


class Boundaries:
    """Shapes of areas. Reached as `store.boundaries`; every method raises kinds of StoreError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, file: str, data: bytes, shapes: Mapping[str, Shape], *, by: str) -> BoundaryFile:
        """Keep a file with the shapes read from it, by area path. Raises UnknownName, ValueError for none."""
        if not shapes:
            raise ValueError("a boundary file needs at least one shape")
        digest = hashlib.sha256(data).hexdigest()

        def work(cursor: Cursor, change: Change) -> tuple[BoundaryFile, str]:
            sql = statements("boundaries")
            keys = {path: key for key, path in cursor.execute(sql["areas"]).fetchall()}
            lost = next((path for path in shapes if path not in keys), None)
            if lost is not None:
                raise UnknownName(what="地区", name=lost)
            cursor.execute(statements("office")["store_bytes"], [digest, data, change.at])
            change.after.update(file=file, areas=len(shapes))
            row = [change.id, file, digest, len(data), len(shapes), change.at, change.by]
            cursor.execute(sql["put_file"], row)
            rows = [{"area": keys[path], "shape": shape_to_json(shape)} for path, shape in shapes.items()]
            cursor.register("incoming_boundary", pa.Table.from_pylist(rows, schema=_SCHEMA))
            cursor.execute(sql["put_shapes"], [change.id])
            cursor.unregister("incoming_boundary")
            return _files(cursor, change.id)[0], str(change.id)

        return self._database.write("boundaries", by, work)

    def retract(self, number: str, *, reason: str, by: str) -> BoundaryFile:
        """Take a file back: what counted before it counts again. Raises UnknownRecord, AlreadyRetracted."""

        return retract(self._database, number, reason.strip(), by, read=_files, told=_told)

    def files(self) -> list[BoundaryFile]:
        """Every boundary file, those taken back too, the newest first."""
        return _files(self._database.cursor(), None)

    def file_bytes(self, number: str) -> tuple[str, bytes]:
        """Name and bytes of a boundary file. Raises UnknownRecord."""
        row = self._database.row(statements("boundaries")["bytes"], [record_id(number)])
        if row is None:
            raise UnknownRecord(number=number)
        return row[0], row[1]

    def shapes(self) -> dict[str, Shape]:
        """The shape that counts of each area that has one, by path."""
        rows = self._database.read(statements("boundaries")["current"]).fetchall()
        return {path: shape_from_json(text) for path, text in rows}


def _told(given: BoundaryFile) -> dict[str, object]:
    return {"record": "boundaries", "file": given.file, "areas": given.areas}


def _files(cursor: Cursor, number: UUID | None) -> list[BoundaryFile]:
    rows = cursor.execute(statements("boundaries")["files"], {"number": number}).fetchall()
    return [
        BoundaryFile(one, file, size, areas, by, at.replace(tzinfo=dt.UTC), bool(gone), gone_by, why)
        for one, file, size, areas, by, at, gone, gone_by, why in rows
    ]
