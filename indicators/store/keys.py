"""Identities: 63-bit keys hashed from what a thing is, and time-ordered numbers for writes."""

from __future__ import annotations

import hashlib
import json
import os
import threading
import time
from collections.abc import Mapping
from uuid import UUID

NATION = "全国"


def key(kind: str, identity: str) -> int:
    """A positive 63-bit integer for `identity`, the same on every machine.

    The first eight bytes of BLAKE2b over kind and identity, without the sign bit; never 0, which
    stands for "none". Among a million things the chance of any two sharing a key is below 1e-7;
    the store refuses such a pair when it meets one.
    """
    digest = hashlib.blake2b(f"{kind}\0{identity}".encode(), digest_size=8).digest()
    return (int.from_bytes(digest, "big") & 0x7FFF_FFFF_FFFF_FFFF) or 1


def area_key(path: str) -> int:
    """The key of the area with this path (names from the top joined by "/")."""
    return key("area", path)


def indicator_key(code: str) -> int:
    """The key of an indicator first recorded under this code."""
    return key("indicator", code)


def breakdown_text(breakdown: Mapping[str, str] | str | None) -> str:
    """A breakdown as canonical JSON (sorted keys, no spaces), "" for the whole.

    Takes the mapping itself or JSON text of it. Raises ValueError for text that is no JSON object.
    """
    if not breakdown:
        return ""
    found = json.loads(breakdown) if isinstance(breakdown, str) else dict(breakdown)
    if not isinstance(found, dict):
        raise ValueError(f"a breakdown is a JSON object, not {breakdown!r}")
    return json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":")) if found else ""


def breakdown_key(text: str) -> int:
    """The key of a canonical breakdown text; 0 for the whole."""
    return key("breakdown", text) if text else 0


def period_key(label: str | None) -> int:
    """The key of a period label (第八届换届, 1–9月); 0 where there is none."""
    return key("period", label) if label else 0


class Ticker:
    """Makes UUIDv7 numbers (RFC 9562) that only grow, whatever the clock does.

    48 bits of milliseconds, a 12-bit counter within the millisecond, 62 random bits. After a number
    from the future (a clock put back) the following ones continue from there.
    """

    def __init__(self, after: UUID | None = None) -> None:
        self._lock = threading.Lock()
        self._last = (after.int >> 80, after.int >> 64 & 0xFFF) if after else (0, 0)

    def next(self) -> UUID:
        """A number greater than all before it from this ticker."""
        with self._lock:
            self._last = max((time.time_ns() // 1_000_000, 0), self._after_last())
            milliseconds, counter = self._last
        tail = int.from_bytes(os.urandom(8), "big") >> 2
        return UUID(int=milliseconds << 80 | 0x7 << 76 | counter << 64 | 0b10 << 62 | tail)

    def next_after(self, other: UUID | None) -> UUID:
        """A number greater than all before it, and than one that another process made."""
        if other is not None:
            with self._lock:
                self._last = max(self._last, (other.int >> 80, other.int >> 64 & 0xFFF))
        return self.next()

    def _after_last(self) -> tuple[int, int]:
        milliseconds, counter = self._last
        return (milliseconds, counter + 1) if counter < 0xFFF else (milliseconds + 1, 0)
