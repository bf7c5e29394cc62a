"""The values of a plainly written sheet, taken during the scan; anything unusual is left to calamine.

Most of the work of a second reader is done by the scan already, so that a large plain sheet is read
here in about half of calamine's time. Sheets with formulas, dates or rich inline texts give up.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np

from indicators.sheets.clean import unescape
from indicators.sheets.grid import CellValue
from indicators.sheets.sheet_facts import Styles
from indicators.sheets.xlsx_cells import BOOLEAN, ERROR, FORMULA_TEXT, INLINE, NUMBER, OTHER, SHARED, Cells

_VALUE = re.compile(rb'<(?:v|is><t(?: xml:space="preserve")?)>([^<]*)</')
_PLAIN_SHARED = re.compile(rb'<si><t(?: xml:space="preserve")?>([^<]*)</t></si>')
_UNMARKED_SPACE = re.compile(rb"<t>(?:[ \t\r\n]|[^<]*[ \t\r\n]</t>)")
_RUN = re.compile(rb"<t(?:\s[^<>]{0,100})?>([^<]*)</t>")
_ENTITY = re.compile(r"&(?:(lt|gt|amp|quot|apos)|#(\d{1,7})|#x([0-9A-Fa-f]{1,6}));")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}


class Unusual(Exception):  # noqa: N818 - not a failure: another reader takes over
    """Something that this reader leaves to calamine."""


class Values:
    """Collects one sheet's values piece by piece; `good` until something unusual comes."""

    def __init__(self, shared: np.ndarray | None, styles: Styles, on_unusual: Callable[[], None]) -> None:
        self.good = shared is not None
        self._shared = shared
        self._dates = np.zeros(len(styles.format_of) + 1, dtype=bool)
        self._dates[list(styles.date_like)] = True
        self._on_unusual = on_unusual
        self._parts: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
        if not self.good:
            on_unusual()

    def give_up(self) -> None:
        """Leave this sheet to calamine."""
        if self.good:
            self.good = False
            self._parts.clear()
            self._on_unusual()

    def add(self, piece: bytes, cells: Cells) -> None:
        """Take the values of a piece whose cells are known."""
        if not self.good:
            return
        try:
            self._add(piece, cells)
        except (Unusual, ValueError, IndexError, OverflowError):
            self.give_up()

    def _add(self, piece: bytes, cells: Cells) -> None:
        found = _VALUE.findall(piece)
        rows, columns, kinds, styles = cells.rows, cells.columns, cells.kinds, cells.styles
        if not cells.filled.all():
            keep = cells.filled
            rows, columns, kinds, styles = rows[keep], columns[keep], kinds[keep], styles[keep]
        if cells.formulas or not cells.direct or len(found) != len(rows) or (kinds >= OTHER).any():
            raise Unusual
        if (kinds == INLINE).any() and _UNMARKED_SPACE.search(piece):
            raise Unusual  # spaces at the edge of a text that is not marked to keep them
        if self._dates[np.minimum(styles, len(self._dates) - 1)].any():
            raise Unusual
        values = np.empty(len(found), dtype=object)
        for kind in np.flatnonzero(np.bincount(kinds, minlength=OTHER)):
            at = np.flatnonzero(kinds == kind)
            picked = found if len(at) == len(found) else [found[i] for i in at.tolist()]
            values[at] = self._convert(int(kind), picked)
        self._parts.append((rows - 1, columns - 1, values))

    def _convert(self, kind: int, found: list[bytes]) -> np.ndarray | list[CellValue]:
        if kind == NUMBER:
            return _numbers(found)
        if kind == SHARED and self._shared is not None:
            return self._shared[np.array(list(map(_index, found)), dtype=np.int64)]
        if kind in {FORMULA_TEXT, INLINE}:
            if kind == FORMULA_TEXT and any(raw != raw.strip() for raw in found):
                raise Unusual
            return [_text(raw) or None for raw in found]
        if kind == BOOLEAN:
            return [raw == b"1" for raw in found]
        if kind == ERROR:
            return [None] * len(found)
        raise Unusual

    def rows(self) -> list[list[CellValue]]:
        """The sheet from A1, rectangular."""
        filled = [part for part in self._parts if len(part[0])]
        if not filled:
            return []
        height = max(int(part[0].max()) for part in filled) + 1
        width = max(int(part[1].max()) for part in filled) + 1
        table = np.full((height, width), None, dtype=object)
        for row, column, values in filled:
            table[row, column] = values
        self._parts.clear()
        return table.tolist()


def _numbers(found: list[bytes]) -> list[CellValue]:
    values: list[CellValue] = list(map(float, found))
    if not np.isfinite(np.array(values, dtype=float)).all() or b"_" in b"".join(found):
        raise Unusual
    return values


def _index(raw: bytes) -> int:
    if not raw.isdigit():
        raise Unusual
    return int(raw)


def _text(raw: bytes) -> str:
    """Character data as text, entities resolved. Raises Unusual for entities that XML does not know."""
    plain = raw.decode("utf-8")
    if "&" in plain:
        resolved, known = _ENTITY.subn(_resolve, plain)
        if known != plain.count("&"):
            raise Unusual
        plain = resolved
    return unescape(plain)


def _resolve(found: re.Match[str]) -> str:
    if found[1]:
        return _NAMED[found[1]]
    return chr(int(found[2]) if found[2] else int(found[3], 16))


def shared_texts(data: bytes) -> np.ndarray | None:
    """The shared texts of a workbook by number; None if they are written in an unusual way."""
    try:
        if _UNMARKED_SPACE.search(data):
            return None
        plain = _PLAIN_SHARED.findall(data)
        if len(plain) != data.count(b"<si>") or b"<si " in data or b"<si/" in data:
            plain = _rich_texts(data)
        found: list[str | None] = [_text(raw) or None for raw in plain]
    except (Unusual, ValueError, OverflowError):
        return None
    texts = np.empty(len(found), dtype=object)
    texts[:] = found
    return texts


def _rich_texts(data: bytes) -> list[bytes]:
    """Each item's runs joined; phonetic guides (rPh) are no part of the text."""
    if b"<si " in data or b"<si/" in data or b"<![CDATA[" in data or b"<!--" in data or b":si>" in data:
        raise Unusual
    texts = []
    for item in data.split(b"<si>")[1:]:
        body, end, _ = item.partition(b"</si>")
        if not end:
            raise Unusual
        first, *guides = body.split(b"<rPh")
        kept = first + b"".join(guide.partition(b"</rPh>")[2] for guide in guides)
        texts.append(b"".join(_RUN.findall(kept)))
    return texts
