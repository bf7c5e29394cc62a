"""One pass over the records of a .xls workbook stream (BIFF 8): what calamine does not tell.

Record layouts as in "Excel Binary File Format (.xls) Structure" ([MS-XLS]).
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass, field

import numpy as np
import olefile

from indicators.sheets.faults import Refused
from indicators.sheets.grid import address
from indicators.sheets.limits import Limits
from indicators.sheets.sheet_facts import SheetFacts, Styles, StyleTable

_HEAD = struct.Struct("<HH")
_TWO = struct.Struct("<HH")
_BOF, _EOF, _FILEPASS, _BOUNDSHEET, _DATEMODE = 0x809, 0x0A, 0x2F, 0x85, 0x22
_FORMAT, _XF, _COLINFO, _ROW, _MERGED = 0x41E, 0xE0, 0x7D, 0x208, 0xE5
_FORMULA, _BOOLERR, _MULRK = 0x06, 0x205, 0xBD
_FILLED = frozenset({_FORMULA, _BOOLERR, 0x203, 0x27E, 0xFD, 0x204, 0xD6})
_RARE = frozenset({_FORMULA, _BOOLERR, _COLINFO, _ROW, _MERGED})
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_WORKSHEET = 0


@dataclass(slots=True)
class BiffBook:
    """The workbook's sheets in order (name unread: calamine tells it), styles and date system."""

    sheets: list[SheetFacts] = field(default_factory=list)
    hidden: list[bool] = field(default_factory=list)
    styles: Styles = field(default_factory=Styles)
    epoch_1904: bool = False


class LockedBookError(Exception):
    """The workbook is encrypted."""


class OldBookError(Exception):
    """No BIFF 8 stream in an OLE file: an older or unusual workbook."""


def scan_workbook(data: bytes, limits: Limits) -> BiffBook:
    """Scan all worksheets of a .xls.

    Raises LockedBookError, OldBookError, or Refused for a rectangle that is far too large.
    """
    stream = _stream(data)
    try:
        return _Scanner(stream, limits).scan()
    except (struct.error, IndexError, ValueError) as error:
        raise Refused("file_damaged") from error


def _stream(data: bytes) -> bytes:
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            for name in ("Workbook", "Book"):
                if ole.exists(name):
                    return ole.openstream(name).read()
    except (OSError, ValueError, IndexError, TypeError, AttributeError, struct.error) as error:
        raise Refused("file_damaged") from error
    raise OldBookError


class _Scanner:
    def __init__(self, stream: bytes, limits: Limits) -> None:
        self.stream, self.limits = stream, limits
        self.book = BiffBook()
        self.table = StyleTable()

    def scan(self) -> BiffBook:
        starts = self._globals()
        self.book.styles = self.table.styles()
        for start, hidden in starts:
            self.book.hidden.append(hidden)
            self.book.sheets.append(_sheet(self.stream, start, self.limits))
        return self.book

    def _globals(self) -> list[tuple[int, bool]]:
        stream, at, starts = self.stream, 0, []
        kind, _ = _HEAD.unpack_from(stream, 0)
        if kind != _BOF:
            raise OldBookError
        if _TWO.unpack_from(stream, 4)[0] < 0x600:
            raise OldBookError  # its texts are in a code page, which calamine does not heed
        while at + 4 <= len(stream):
            kind, size = _HEAD.unpack_from(stream, at)
            body = stream[at + 4 : at + 4 + size]
            at += 4 + size
            if kind == _EOF:
                break
            if kind == _FILEPASS:
                raise LockedBookError
            if kind == _BOUNDSHEET and body[5] == _WORKSHEET:
                starts.append((int.from_bytes(body[:4], "little"), bool(body[4] & 3)))
            else:
                self._global(kind, body)
        if len(starts) > self.limits.sheets:
            raise Refused("too_many_sheets", value=len(starts))
        return starts

    def _global(self, kind: int, body: bytes) -> None:
        if kind == _DATEMODE:
            self.book.epoch_1904 = body[:2] == b"\1\0"
        elif kind == _FORMAT:
            self.table.name_format(int.from_bytes(body[:2], "little"), self._text(body[2:]))
        elif kind == _XF:
            indent = body[8] & 15 if len(body) > 8 else 0
            self.table.add(int.from_bytes(body[2:4], "little"), indent, bool(body[4] & 8))

    @staticmethod
    def _text(body: bytes) -> str:
        size, wide = int.from_bytes(body[:2], "little"), body[2] & 1
        raw = body[3 : 3 + size * (2 if wide else 1)]
        return raw.decode("utf-16-le" if wide else "latin-1", "replace")


def _sheet(stream: bytes, start: int, limits: Limits) -> SheetFacts:
    facts = SheetFacts(dirty=True)
    singles, many = _positions(stream, start, facts)
    rows, columns, styles = _cells(np.frombuffer(stream, dtype=np.uint8), singles, many)
    facts.cells = len(rows)
    if facts.cells:
        facts.last_row, facts.last_column = int(rows.max()), int(columns.max())
        facts.styled.append(np.stack((rows, columns, styles)).astype(np.int32))
    if limits.too_sparse(facts.last_row + 1, facts.last_column + 1, facts.cells + 1000):
        far = int(np.argmax(rows * (columns + 1)))
        raise Refused("cell_far_away", cell=address(int(rows[far]), int(columns[far])), value=facts.cells)
    return facts


def _positions(stream: bytes, start: int, facts: SheetFacts) -> tuple[list[int], list[int]]:
    """Offsets of the records that hold one cell, and of those that hold a run of numbers."""
    unpack, filled, rare = _HEAD.unpack_from, _FILLED, _RARE
    singles: list[int] = []
    many: list[int] = []
    at, depth, end = start, 0, len(stream) - 4
    while at <= end:
        kind, size = unpack(stream, at)
        if kind in filled:
            if not depth:
                break
            singles.append(at)
        elif kind == _MULRK:
            many.append(at)
        elif kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                break
        if kind in rare:
            _rare(kind, stream[at + 4 : at + 4 + size], facts)
        at += 4 + size
    return singles, many


def _rare(kind: int, body: bytes, facts: SheetFacts) -> None:
    if kind == _FORMULA:
        if body[12:14] == b"\xff\xff" and body[6] == 2:
            facts.errors[_TWO.unpack_from(body)] = _ERRORS.get(body[8], "#ERR")
    elif kind == _BOOLERR:
        if body[7]:
            facts.errors[_TWO.unpack_from(body)] = _ERRORS.get(body[6], "#ERR")
    elif kind == _ROW:
        if body[12] & 0x20:
            facts.hidden_rows.add(int.from_bytes(body[:2], "little"))
    elif kind == _COLINFO:
        if body[8] & 1:
            first, last = _TWO.unpack_from(body)
            facts.hidden_columns.update(range(first, min(last, 255) + 1))
    elif kind == _MERGED:
        count = int.from_bytes(body[:2], "little")
        for top, bottom, left, right in struct.iter_unpack("<4H", body[2 : 2 + 8 * count]):
            facts.merges.append((top, left, bottom, right))


def _cells(a: np.ndarray, singles: list[int], many: list[int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Row, column and style of every filled cell (0-based)."""
    at = np.array(singles, dtype=np.int64)
    at = at[at + 10 <= len(a)]
    parts = [(_u16(a, at + 4), _u16(a, at + 6), _u16(a, at + 8))]
    runs = np.array(many, dtype=np.int64)
    runs = runs[runs + 4 <= len(a)]
    sizes = _u16(a, runs + 2)
    whole = runs + 4 + sizes <= len(a)
    runs, counts = runs[whole], np.maximum(0, (sizes[whole] - 6) // 6)
    which = np.repeat(np.arange(len(runs)), counts)
    place = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)
    head = runs[which]
    parts.append((_u16(a, head + 4), _u16(a, head + 6) + place, _u16(a, head + 8 + 6 * place)))
    rows, columns, styles = (np.concatenate(column) for column in zip(*parts, strict=True))
    return rows, columns, styles


def _u16(a: np.ndarray, at: np.ndarray) -> np.ndarray:
    return a[at].astype(np.int64) + (a[at + 1].astype(np.int64) << 8)
