"""The zip package of .xlsx and .ods, opened with care: sizes, ratio, no DTD, a budget on unpacking."""

from __future__ import annotations

import io
import struct
import time
import zipfile
import zlib
from collections.abc import Iterator

from indicators.sheets.faults import Refused
from indicators.sheets.limits import Limits

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, struct.error, OSError, ValueError, IndexError)
_NOT_READ = (NotImplementedError, RuntimeError)
_PIECE = 1 << 20
_SMALL_PART = 64 << 20


class Package:
    """A zip archive whose unpacked bytes are counted, whatever its directory claims."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self.limits = limits
        self.size = len(data)
        self.spent = 0
        self.deadline = time.monotonic() + limits.seconds
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self.zip.infolist()
        except (*_BROKEN, *_NOT_READ) as error:
            raise Refused("zip_damaged") from error
        self.entries = {entry.filename: entry for entry in entries}
        self.unpacked = sum(entry.file_size for entry in entries)
        self._check_directory()

    def _check_directory(self) -> None:
        limits = self.limits
        if len(self.entries) > 20_000 or self.unpacked > limits.unpacked_bytes:
            raise Refused("zip_bomb")
        for entry in self.entries.values():
            big = entry.file_size > limits.ratio_floor
            if big and entry.file_size > limits.ratio * max(1, entry.compress_size):
                raise Refused("zip_bomb")

    def locked(self) -> bool:
        """Whether any member is encrypted."""
        return any(entry.flag_bits & 1 for entry in self.entries.values())

    def find(self, name: str) -> str | None:
        """The member's exact name, ignoring case and a leading slash."""
        name = name.replace("\\", "/").lstrip("/")
        if name in self.entries:
            return name
        lowered = name.lower()
        return next((key for key in self.entries if key.replace("\\", "/").lower() == lowered), None)

    def pieces(self, name: str | zipfile.ZipInfo, size: int = _PIECE) -> Iterator[bytes]:
        """The member's bytes piece by piece. Raises Refused on damage or beyond the budget."""
        try:
            with self.zip.open(name) as part:
                while piece := part.read(size):
                    self._spend(len(piece))
                    yield piece
        except _NOT_READ as error:
            raise Refused("zip_damaged") from error
        except _BROKEN as error:
            raise Refused("zip_damaged") from error

    def _spend(self, amount: int) -> None:
        self.spent += amount
        if time.monotonic() > self.deadline:
            raise Refused("reading_took_too_long")
        limits = self.limits
        if self.spent > limits.unpacked_bytes:
            raise Refused("zip_bomb")
        if self.spent > limits.ratio_floor and self.spent > 2 * limits.ratio * self.size:
            raise Refused("zip_bomb")

    def read(self, name: str | zipfile.ZipInfo, most: int = _SMALL_PART) -> bytes:
        """A member as a whole, of `most` bytes. Raises Refused."""
        parts, total = [], 0
        for piece in self.pieces(name):
            total += len(piece)
            if total > most:
                raise Refused("zip_bomb")
            parts.append(piece)
        return b"".join(parts)
