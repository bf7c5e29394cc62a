"""One TOML table read key by key: each wrong, missing or unknown key becomes a finding.

The keys that are asked for are the keys that are allowed, so the two can never disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from indicators.findings import Finding, finding
from indicators.model import Place

_TYPES = {
    "text": "文字（写在引号里）",
    "texts": '文字列表，如 ["甲", "乙"]',
    "number": "数",
    "integer": "整数",
    "flag": "true 或 false",
    "table": '表，如 { 城乡 = "城市" }',
    "tables": "若干张表（[[…]]）",
    "years": "[起始年, 终止年]，两个四位年份",
}


class Fields:
    """A table under inspection; `findings` is shared by all tables of a load."""

    def __init__(self, raw: Mapping[str, Any], file: str, path: str, findings: list[Finding]) -> None:
        self.raw, self.file, self.path, self.findings = raw, file, path, findings
        self._asked: set[str] = set()

    def note(self, code: str, key: str, **words: Any) -> None:
        """Record a finding at one key."""
        place = self.where(key)
        words.setdefault("key", place)
        self.findings.append(finding(code, Place(self.file, None, place), **words))

    def where(self, key: str) -> str:
        """Full name of a key: W0103.unit."""
        return f"{self.path}.{key}" if self.path else key

    def _take(self, key: str, kind: str, required: bool) -> Any:
        self._asked.add(key)
        value = self.raw.get(key)
        if value is None or value == "":
            if required:
                self.note("definition_missing_key", key, expected=_TYPES[kind])
            return None
        return value

    def _wrong(self, key: str, kind: str, value: object) -> None:
        self.note("definition_wrong_type", key, expected=_TYPES[kind], value=value)

    def text(self, key: str, *, required: bool = False) -> str | None:
        """A non-empty string, or None."""
        value = self._take(key, "text", required)
        if value is None or (isinstance(value, str) and value.strip()):
            return value
        self._wrong(key, "text", value)
        return None

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of strings."""
        value = self._take(key, "texts", required)
        if value is None:
            return ()
        if isinstance(value, list) and all(isinstance(one, str) and one.strip() for one in value):
            return tuple(value)
        self._wrong(key, "texts", value)
        return ()

    def number(self, key: str) -> float | None:
        """A number (true and false are none)."""
        value = self._take(key, "number", False)
        if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
            return None if value is None else float(value)
        self._wrong(key, "number", value)
        return None

    def integer(self, key: str, low: int, high: int) -> int | None:
        """A whole number between two bounds."""
        value = self._take(key, "integer", False)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            self._wrong(key, "integer", value)
            return None
        if not low <= value <= high:
            self.note("definition_not_allowed", key, value=value, allowed=f"{low} 到 {high}")
            return None
        return value

    def flag(self, key: str, default: bool) -> bool:
        """True or false."""
        value = self._take(key, "flag", False)
        if value is None or isinstance(value, bool):
            return default if value is None else value
        self._wrong(key, "flag", value)
        return default

    def choice(self, key: str, allowed: Iterable[str], *, required: bool = False) -> str | None:
        """One of a few words."""
        value = self.text(key, required=required)
        allowed = tuple(allowed)
        if value is None or value in allowed:
            return value
        self.note("definition_not_allowed", key, value=value, allowed="、".join(allowed))
        return None

    def choices(self, key: str, allowed: Iterable[str], *, required: bool = False) -> tuple[str, ...]:
        """Some of a few words."""
        allowed = tuple(allowed)
        found = self.texts(key, required=required)
        for value in found:
            if value not in allowed:
                self.note("definition_not_allowed", key, value=value, allowed="、".join(allowed))
        return tuple(value for value in found if value in allowed)

    def years(self, key: str) -> tuple[int, int] | None:
        """First and last year of a period, in order."""
        value = self._take(key, "years", True)
        if value is None:
            return None
        fits = isinstance(value, list) and len(value) == 2
        if not fits or not all(type(year) is int and 1900 <= year <= 2200 for year in value):
            self._wrong(key, "years", value)
            return None
        if value[0] > value[1]:
            self.note("definition_period_reversed", key, value=value)
            return None
        return value[0], value[1]

    def pairs(self, key: str, *, required: bool = False) -> tuple[tuple[str, str], ...]:
        """A table of strings."""
        value = self._take(key, "table", required)
        if value is None:
            return ()
        if isinstance(value, dict) and all(isinstance(one, str) and one for one in value.values()):
            return tuple(value.items())
        self._wrong(key, "table", value)
        return ()

    def tables(self, key: str, *, required: bool = False) -> list[Fields]:
        """The tables of an array, each with its own findings path."""
        value = self._take(key, "tables", required)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            self._wrong(key, "tables", value)
            return []
        base = self.where(key)
        return [Fields(one, self.file, f"{base}[{n}]", self.findings) for n, one in enumerate(value, 1)]

    def done(self) -> None:
        """Report the keys nobody asked for."""
        for key in self.raw:
            if key not in self._asked:
                self.note("definition_unknown_key", key, allowed="、".join(sorted(self._asked)))
