"""A judge file's bytes -> typed rows, and findings for what is wrong in them."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from indicators.assess import judge_words
from indicators.findings import Finding, finding
from indicators.model import Direction

NEEDED = ("indicator", "year", "value")
_MISSING = {
    "",
    "-",
    "—",
    "–",
    "--",
    "——",
    "…",
    "...",
    "/",
    "无",
    "无数据",
    "na",
    "n/a",
    "null",
    "none",
    "nan",
    ".",
}
_SUFFIX = re.compile(r"(?:%|‰|/10万|/万)$")
MOST = 1e15
_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?(?:e[-+]?\d+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Number:
    """A figure and how many decimals it was written with."""

    value: float
    decimals: int


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file; `year` is None where the line cannot be judged."""

    line: int
    indicator: str
    unit: str | None
    direction: Direction | None
    area: str | None
    year: int | None
    value: Number | None
    base_year: int | None
    base_value: Number | None
    target: str | None
    target_year: int | None
    numerator: float | None
    denominator: float | None


def read_rows(data: bytes) -> tuple[list[Row], list[Finding]]:
    """Every data line of the file in order, and all findings at once."""
    text = _decoded(data)
    if text is None or "\0" in text:  # no text has a NUL: a picture or a workbook named .csv
        return [], [finding("judge_unreadable")]
    try:
        parted = csv.reader(io.StringIO(text, None), delimiter=_separator(text))
        lines = [line for line in parted if any(cell.strip() for cell in line)]
    except csv.Error:  # a field beyond all measure: an open quotation mark, or no CSV at all
        return [], [finding("judge_unreadable")]
    if len(lines) < 2:
        return [], [finding("judge_empty")]
    header = judge_words.columns([_clean(cell) for cell in lines[0]])
    lacking = [name for name in NEEDED if name not in header]
    if lacking:
        return [], [finding("judge_no_column", column=name) for name in lacking]
    found: list[Finding] = []
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        if any(cell.strip() for cell in line[len(header) :]):
            found.append(finding("judge_too_many_cells", row=number, cells=len(line), heads=len(header)))
        cells = dict(zip(header, (_clean(cell) for cell in line), strict=False))
        rows.append(_Reader(cells, number, found).row())
    return rows, found


def _separator(text: str) -> str:
    """Commas, or what the first line has more of: semicolons or tabs."""
    head = text.lstrip().partition("\n")[0]
    return max(",;\t", key=head.count)


def _decoded(data: bytes) -> str | None:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _clean(cell: str) -> str:
    return cell.strip().strip("\ufeff").strip()


def _too_great(text: str) -> bool:
    """Beyond what a float holds to the last reported digit."""
    return abs(float(text.replace(",", ""))) > MOST


class _Reader:
    """Reads one line's cells; what cannot be read becomes a finding."""

    def __init__(self, cells: Mapping[str, str], line: int, found: list[Finding]) -> None:
        self.cells, self.line, self.found = cells, line, found
        self.unit = judge_words.unit(cells.get("unit", ""))

    def row(self) -> Row:
        name = self.cells.get("indicator", "")
        if not name:
            self.complain("judge_no_indicator")
        year = self.year("year", needed=True)
        return Row(
            self.line,
            name,
            self.unit,
            self.direction(),
            self.cells.get("area") or None,
            year if name else None,
            self.number("value"),
            self.year("base_year"),
            self.number("base_value"),
            self.cells.get("target") or None,
            self.year("target_year"),
            self.plain("numerator"),
            self.plain("denominator"),
        )

    def complain(self, code: str, **words: Any) -> None:
        name = self.cells.get("indicator") or None
        self.found.append(finding(code, indicator=name, row=self.line, **words))

    def direction(self) -> Direction | None:
        given = self.cells.get("direction", "")
        found = judge_words.direction(given)
        if given and found is None:
            self.complain("judge_bad_direction", given=given)
        return found

    def year(self, column: str, *, needed: bool = False) -> int | None:
        given = unicodedata.normalize("NFKC", self.cells.get(column, "")).removesuffix("年")
        if not given and not needed:
            return None
        match = re.fullmatch(r"(\d{4})(?:\.0+)?", given)
        if not match or not 1900 <= int(match[1]) <= 2100:
            self.complain("judge_bad_year", given=given)
            return None
        return int(match[1])

    def plain(self, column: str) -> float | None:
        found = self.number(column)
        return found.value if found else None

    def number(self, column: str) -> Number | None:
        given = self.cells.get(column, "")
        text = unicodedata.normalize("NFKC", given).replace("−", "-").replace(" ", "")
        rate = _SUFFIX.search(text)
        text = _SUFFIX.sub("", text)
        if text.lower() in _MISSING:
            return None
        if not _NUMBER.fullmatch(text) or not re.search(r"\d", text) or _too_great(text):
            self.complain("judge_bad_number", column=column, given=given)
            return None
        text = text.replace(",", "")
        exponent = int(text.lower().partition("e")[2] or 0)
        decimals = len(text.lower().partition("e")[0].partition(".")[2]) - exponent
        scale = judge_words.factor(rate[0], self.unit) if rate else None
        if rate and scale is not None and scale != 1:
            text = format(Decimal(text) * scale, "f")
            decimals -= scale.adjusted()
            self.complain("judge_unit_converted", column=column, given=given, unit=self.unit, read=text)
        return Number(float(text), min(9, max(0, decimals)))
