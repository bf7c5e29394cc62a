"""Arrow tables -> CSV, some rows at a time, with length and digest of what was written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import IO, Any

import pyarrow as pa
from pyarrow import csv as arrow_csv

BOM = b"\xef\xbb\xbf"


class Counted:
    """A binary stream that counts and digests what goes through it; it never closes what is below."""

    def __init__(self, below: IO[bytes]) -> None:
        self._below = below
        self._digest = hashlib.sha256()
        self.size = 0
        self.closed = False

    def write(self, data: bytes) -> int:
        """Pass the bytes on."""
        self._below.write(data)
        self._digest.update(data)
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is held back here."""

    def close(self) -> None:
        """The stream below is its owner's to close."""

    @property
    def digest(self) -> str:
        """SHA-256 of all that was written."""
        return self._digest.hexdigest()

    readable = staticmethod(lambda: False)
    writable = staticmethod(lambda: True)
    seekable = staticmethod(lambda: False)


def write_csv(tables: Iterable[pa.Table], below: IO[bytes], *, bom: bool = False) -> tuple[int, int, str]:
    """Write tables of one shape under one head line: (rows, bytes, SHA-256). There is at least one table.

    A text stands in quotes, an absent one does not, so that empty and absent can be told apart.
    """
    out = Counted(below)
    if bom:
        out.write(BOM)
    writer: Any = None
    rows = 0
    for table in tables:
        if writer is None:
            writer = arrow_csv.CSVWriter(pa.PythonFile(out, mode="w"), table.schema)
        writer.write_table(table)
        rows += table.num_rows
    if writer is not None:
        writer.close()
    return rows, out.size, out.digest
