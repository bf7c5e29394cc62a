"""What a scan finds out about a sheet, and what its cell styles mean; the same for .xlsx and .xls."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np

from indicators.sheets.grid import Span

GENERAL = "General"
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_BUILTIN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"', 34: '上午/下午h"时"mm"分"', 35: '上午/下午h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"', 37: "#,##0 ;(#,##0)", 38: "#,##0 ;[Red](#,##0)", 39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;[Red](#,##0.00)",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@", 50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"', 55: '上午/下午h"时"mm"分"',
    56: '上午/下午h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
CHINESE_DATES = frozenset({27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58})
"""Built-in date formats that exist only in Chinese Excel; calamine leaves their cells as numbers."""


@dataclass(slots=True)
class SheetFacts:
    """What the scan found; positions are 0-based (row, column)."""

    cells: int = 0
    last_row: int = -1
    last_column: int = -1
    far_cell: str = ""
    styled: list[np.ndarray] = field(default_factory=list)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    uncached: set[tuple[int, int]] = field(default_factory=set)
    merges: list[Span] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    dirty: bool = False


@dataclass(frozen=True, slots=True)
class Styles:
    """What the cell styles mean: per style number the format code, indent, text mark.

    `dates` are the styles of Chinese Excel's built-in date formats, `date_like` those of any date or time.
    """

    codes: tuple[str, ...] = (GENERAL,)
    format_of: tuple[int, ...] = ()
    indent_of: tuple[int, ...] = ()
    quoted: frozenset[int] = frozenset()
    dates: frozenset[int] = frozenset()
    date_like: frozenset[int] = frozenset()

    @property
    def matter(self) -> bool:
        """Whether any style says something that the value alone does not."""
        return len(self.codes) > 1 or any(self.indent_of) or bool(self.quoted)


def is_date_format(code: str) -> bool:
    """Whether a number format shows a date or a time: it has a y, m, d, h or s outside of literals."""
    if code == GENERAL:
        return False
    bare = _LITERAL.sub("", code).lower()
    return any(letter in bare for letter in "ymdhs")


class StyleTable:
    """Collects cell styles in the file's order; `styles()` tells what they mean."""

    def __init__(self) -> None:
        self._own: dict[int, str] = {}
        self._styles: list[tuple[int, int, bool]] = []

    def name_format(self, number: int, code: str) -> None:
        """A number format that the file defines itself."""
        self._own[number] = code or GENERAL

    def add(self, number: int, indent: int, quoted: bool) -> None:
        """The next style: its number format, indent level, and whether it marks text."""
        self._styles.append((number, indent, quoted))

    def styles(self) -> Styles:
        """All styles added so far."""
        places: dict[str, int] = {GENERAL: 0}
        format_of = []
        for number, _, _ in self._styles:
            code = self._own.get(number) or _BUILTIN.get(number, GENERAL)
            plain = code in {"@", ""} or code.lower() == "general"
            format_of.append(0 if plain else places.setdefault(code, len(places)))
        dates = CHINESE_DATES - self._own.keys()
        like_date = [is_date_format(code) for code in places]
        return Styles(
            codes=tuple(places),
            format_of=tuple(format_of),
            indent_of=tuple(indent for _, indent, _ in self._styles),
            quoted=frozenset(place for place, style in enumerate(self._styles) if style[2]),
            dates=frozenset(place for place, style in enumerate(self._styles) if style[0] in dates),
            date_like=frozenset(place for place, code in enumerate(format_of) if like_date[code]),
        )
