"""The values of a plainly written sheet, taken during the scan; anything unusual is left to calamine.

Most of the work of a second reader is done by the scan already, so that a large plain sheet is read
here in about half of calamine's time. Sheets with formulas, dates or rich inline texts give up.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from itertools import compress

import numpy as np

from indicators.sheets.clean import unescape
from indicators.sheets.grid import CellValue
from indicators.sheets.sheet_facts import Styles
from indicators.sheets.xlsx_cells import BOOLEAN, ERROR, FORMULA_TEXT, INLINE, NUMBER, OTHER, SHARED, Cells

_VALUE = re.compile(rb"<v>([^<]*)</v>")
_INLINE = re.compile(rb'<is><t(?: xml:space="preserve")?>([^<]*)</t></is>')
_PLAIN_SHARED = re.compile(rb'<si><t(?: xml:space="preserve")?>([^<]*)</t></si>')
_UNMARKED_SPACE = re.compile(rb"<t>(?:[ \t\r\n]|[^<]*[ \t\r\n]</t>)")
_SPACES = (b" ", b"\n", b"\t", b"\r")
_RUN = re.compile(rb"<t(?:\s[^<>]{0,100})?>([^<]*)</t>")
_ENTITY = re.compile(r"&(lt|gt|amp|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});")
_MOST_KNOWN = 200_000
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
        self._known: dict[bytes, CellValue] = {}
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
        rows, columns, kinds, styles = cells.rows, cells.columns, cells.kinds, cells.styles
        if not cells.filled.all():
            keep = cells.filled
            rows, columns, kinds, styles = rows[keep], columns[keep], kinds[keep], styles[keep]
        if cells.formulas or not cells.direct or self._dates[np.minimum(styles, len(self._dates) - 1)].any():
            raise Unusual
        inline = kinds == INLINE
        others = _VALUE.findall(piece)
        if inline.any():
            values = np.empty(len(kinds), dtype=object)
            _put(values, inline, _inline_texts(piece, self._known))
            _put(values, ~inline, self._convert(others, kinds[~inline]))
        else:
            values = self._convert(others, kinds)
        self._parts.append((rows - 1, columns - 1, values))

    def _convert(self, found: list[bytes], kinds: np.ndarray) -> np.ndarray:
        """The values of all cells but those with inline texts."""
        if len(found) != len(kinds):
            raise Unusual
        present = np.flatnonzero(np.bincount(kinds, minlength=OTHER + 1)).tolist()
        if not present:
            return np.empty(0, dtype=object)
        if len(present) == 1:
            return _objects(self._one_kind(present[0], found), len(kinds))
        values = np.empty(len(kinds), dtype=object)
        for kind in present:
            mask = kinds == kind
            _put(values, mask, self._one_kind(kind, list(compress(found, mask.tolist()))))
        return values

    def _one_kind(self, kind: int, found: list[bytes]) -> np.ndarray | list[CellValue]:
        if kind == NUMBER:
            return _numbers(found)
        if kind == SHARED and self._shared is not None:
            return self._shared[_indices(found)]
        if kind == FORMULA_TEXT and not any(raw != raw.strip() for raw in found):
            return _texts(found, self._known)
        if kind == BOOLEAN:
            return [raw == b"1" for raw in found]
        if kind == ERROR:
            return [None for _ in found]
        raise Unusual

    def rows(self) -> list[list[CellValue]]:
        """The sheet from A1, rectangular."""
        filled = [part for part in self._parts if len(part[0])]
        if not filled:
            return []
        row, column, values = (np.concatenate(parts) for parts in zip(*filled, strict=True))
        self._parts.clear()
        height, width = int(row.max()) + 1, int(column.max()) + 1
        flat = row.astype(np.int64) * width + column
        if len(flat) == height * width and (flat == np.arange(len(flat))).all():
            return values.reshape(height, width).tolist()
        table = np.full(height * width, None, dtype=object)
        table[flat] = values
        return table.reshape(height, width).tolist()


def _inline_texts(piece: bytes, known: dict[bytes, CellValue]) -> list[CellValue]:
    found = _INLINE.findall(piece)
    whole = b"\0" + b"\0".join(found) + b"\0"
    edges = (space + b"\0" in whole or b"\0" + space in whole for space in _SPACES if space in whole)
    if any(edges) and _UNMARKED_SPACE.search(piece):
        raise Unusual  # spaces at the edge of a text that is not marked to keep them
    return _texts(found, known)


def _objects(values: np.ndarray | list[CellValue], size: int) -> np.ndarray:
    if len(values) != size:
        raise Unusual
    if isinstance(values, np.ndarray):
        return values
    made = np.empty(size, dtype=object)
    made[:] = values
    return made


def _put(target: np.ndarray, mask: np.ndarray, values: np.ndarray | list[CellValue]) -> None:
    target[mask] = _objects(values, int(np.count_nonzero(mask)))


def _numbers(found: list[bytes]) -> list[CellValue]:
    values: list[CellValue] = list(map(float, found))
    if not math.isfinite(sum(values)) or b"_" in b"".join(found):  # type: ignore[arg-type]
        raise Unusual
    return values


def _texts(found: list[bytes], known: dict[bytes, CellValue]) -> list[CellValue]:
    """Many texts, blank ones as None; `known` holds earlier ones, so that like texts are one object."""
    fresh = [raw for raw in dict.fromkeys(found) if raw not in known]
    if len(known) + len(fresh) > _MOST_KNOWN:
        return _decoded(found)
    known.update(zip(fresh, _decoded(fresh), strict=True))
    return list(map(known.__getitem__, found))


def _decoded(found: list[bytes]) -> list[CellValue]:
    """Many texts decoded at once; blank ones as None."""
    if not found:
        return []
    plain = b"\0".join(found).decode("utf-8")
    texts: list[CellValue] = _resolved(plain).split("\0")  # type: ignore[assignment]
    if len(texts) != len(found):  # a NUL inside a text
        return [unescape(_resolved(raw.decode("utf-8"))) or None for raw in found]
    if "_x" in plain:
        return [unescape(value) or None for value in texts]  # type: ignore[arg-type]
    return [value or None for value in texts] if "" in texts else texts


def _indices(found: list[bytes]) -> np.ndarray:
    whole = b" ".join(found)
    if not all(found) or whole.count(b" ") != len(found) - 1 or not whole.replace(b" ", b"").isdigit():
        raise Unusual
    indices = np.fromstring(whole, dtype=np.int64, sep=" ")  # type: ignore[call-overload]
    if len(indices) != len(found) or indices.min() < 0:
        raise Unusual
    return indices


def _resolved(plain: str) -> str:
    """Character data with its entities resolved. Raises Unusual for entities that XML does not know."""
    if "&" not in plain:
        return plain
    parts = _ENTITY.split(plain)  # text, entity, text …
    entities = parts[1::2]
    if len(entities) != plain.count("&"):
        raise Unusual
    meaning = {entity: _meaning(entity) for entity in set(entities)}
    parts[1::2] = map(meaning.__getitem__, entities)
    return "".join(parts)


def _meaning(entity: str) -> str:
    if entity in _NAMED:
        return _NAMED[entity]
    return chr(int(entity[2:], 16) if entity[1] in "xX" else int(entity[1:]))


def shared_texts(data: bytes) -> np.ndarray | None:
    """The shared texts of a workbook by number; None if they are written in an unusual way."""
    try:
        if _UNMARKED_SPACE.search(data):
            return None
        plain = _PLAIN_SHARED.findall(data)
        if len(plain) != data.count(b"<si>") or b"<si " in data or b"<si/" in data:
            plain = _rich_texts(data)
        found = _decoded(plain)
    except (Unusual, ValueError, OverflowError):
        return None
    return _objects(found, len(found))


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
