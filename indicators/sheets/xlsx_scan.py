"""One pass over a sheet's XML: how far its cells reach, and the facts that calamine does not tell.

The bytes come in pieces cut at row ends. Cells written the usual way (`<c r="B7" s="3" …`) are read
with numpy, all at once; a piece with anything unusual is read tag by tag.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import numpy as np

from indicators.sheets.clean import suspicious
from indicators.sheets.faults import Refused
from indicators.sheets.grid import address
from indicators.sheets.limits import Limits
from indicators.sheets.sheet_facts import SheetFacts, Styles
from indicators.sheets.xlsx_cells import cells_at_once
from indicators.sheets.xlsx_values import Values

_ROW_END = b"</row>"
_LONGEST_PIECE = 128 << 20
_ROOT_PREFIX = re.compile(rb"<([A-Za-z_][\w.\-]{0,40}):worksheet\b")
_TAG = re.compile(rb"<(row|c)(?=[\s/>])([^<>]*)>")
_ATTRIBUTE = re.compile(rb"([\w:]{1,40})\s{0,9}=\s{0,9}(?:\"([^\"<]*)\"|'([^'<]*)')")
_REFERENCE = re.compile(rb"([A-Za-z]{1,4})([0-9]{1,9})$")
_ROW = re.compile(rb"<row\b([^<>]{0,1000})>")
_COLUMN = re.compile(rb"<col\b([^<>]{0,1000})>")
_MERGE = re.compile(rb"<mergeCell\b[^<>]{0,200}ref=\"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})\"")
_ERROR = re.compile(
    rb"<c\b([^<>]{0,200})>\s{0,9}(?:<f\b[^<>]{0,2000}>(?:[^<]{0,9000}</f>)?\s{0,9})?<v>([^<]{1,40})</v>"
)
_UNCACHED = re.compile(
    rb"<c\b([^<>]{0,200})>\s{0,9}<f\b[^<>]{0,2000}>(?:[^<]{0,9000}</f>)?\s{0,9}"
    rb"(<v\s{0,9}/>|<v>\s{0,9}</v>|<v>0</v>)?\s{0,9}</c>"
)
_MANY = 200_000
_HEAD = 200  # the line end after the XML declaration is no part of a text


def scan(
    pieces: Iterable[bytes], styles: Styles, limits: Limits, values: Values, *, unreckoned: bool = False
) -> SheetFacts:
    """Scan one sheet and have `values` take its values, as far as it can.

    `unreckoned`: a formula's stored 0 is no result (the writer left the reckoning to Excel).
    Raises Refused on a DTD, a far cell, or a rectangle that is too large.
    """
    facts = SheetFacts()
    reader = _Reader(styles, facts, values, unreckoned)
    for piece in _by_rows(pieces):
        reader.read(piece)
        if limits.too_sparse(facts.last_row + 1, facts.last_column + 1, facts.cells + 1000):
            raise Refused("cell_far_away", cell=facts.far_cell, value=facts.cells)
    return facts


def _by_rows(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes cut after row ends, tags without the prefix that some writers give them."""
    waiting: list[bytes] = []
    size, prefix = 0, b""
    for number, piece in enumerate(pieces):
        if number == 0 and (found := _ROOT_PREFIX.search(piece[:4096])):
            prefix = found[1] + b":"
        end = (prefix and b"</" + prefix + b"row>") or _ROW_END
        cut = piece.rfind(end)
        size += len(piece)
        if cut < 0:
            waiting.append(piece)
            if size > _LONGEST_PIECE:
                raise Refused("zip_bomb")
            continue
        cut += len(end)
        yield _plain(b"".join([*waiting, piece[:cut]]), prefix)
        waiting = [piece[cut:]]
        size = len(waiting[0])
    if any(waiting):
        yield _plain(b"".join(waiting), prefix)


def _plain(piece: bytes, prefix: bytes) -> bytes:
    if not prefix:
        return piece
    return piece.replace(b"<" + prefix, b"<").replace(b"</" + prefix, b"</")


class _Reader:
    def __init__(self, styles: Styles, facts: SheetFacts, values: Values, unreckoned: bool) -> None:
        self.facts = facts
        self.values = values
        self.unreckoned = unreckoned
        self.row = 0  # last row seen, 1-based
        telling = [bool(f or i) for f, i in zip(styles.format_of, styles.indent_of, strict=True)]
        for place in (*styles.quoted, *styles.dates):
            telling[place] = True
        self.telling = np.array([*telling, False], dtype=bool)
        self.any_telling = any(telling)

    def read(self, piece: bytes) -> None:
        if b"!" in piece and (b"<!DOCTYPE" in piece or b"<!ENTITY" in piece):
            raise Refused("unsafe_markup")
        cells = cells_at_once(piece)
        if cells is None:
            self.values.give_up()
            self._note(*self._cells_one_by_one(piece))
            self._rare_facts(piece, True, True)
            return
        self._note(cells.rows, cells.columns, cells.styles, cells.filled)
        self._rare_facts(piece, cells.errors, cells.formulas)
        self.values.add(piece, cells)

    def _note(self, rows: np.ndarray, columns: np.ndarray, styles: np.ndarray, filled: np.ndarray) -> None:
        facts = self.facts
        if rows.size:
            self.row = int(rows[-1])
        if not filled.all():
            rows, columns, styles = rows[filled], columns[filled], styles[filled]
        if not rows.size:
            return
        facts.cells += rows.size
        row, column = int(rows.max()) - 1, int(columns.max()) - 1
        if row > facts.last_row or column > facts.last_column:
            far = int(np.argmax(rows.astype(np.int64) * columns))
            facts.far_cell = address(int(rows[far]) - 1, int(columns[far]) - 1)
        facts.last_row, facts.last_column = max(facts.last_row, row), max(facts.last_column, column)
        if self.any_telling:
            known = np.minimum(styles, len(self.telling) - 1)
            keep = self.telling[known]
            if keep.any():
                picked = (rows[keep] - 1, columns[keep] - 1, known[keep])
                facts.styled.append(np.stack(picked).astype(np.int32))

    def _cells_one_by_one(self, piece: bytes) -> tuple[np.ndarray, ...]:
        row, column, found = self.row, 0, []
        for tag in _TAG.finditer(piece):
            given = _attributes(tag[2])
            if tag[1] == b"row":
                row = _number(given.get(b"r"), row + 1)
                column = 0
                continue
            place = _REFERENCE.match(given.get(b"r", b""))
            if place:
                column, at = _column(place[1].upper()), int(place[2])
            else:
                column, at = column + 1, max(row, 1)
            blank = tag[2].endswith(b"/") or piece[tag.end() : tag.end() + 4] == b"</c>"
            found.append((at, column, _number(given.get(b"s"), 0), not blank))
        self.row = row
        table = np.array(found, dtype=np.int64).reshape(-1, 4)
        return table[:, 0], table[:, 1], table[:, 2], table[:, 3].astype(bool)

    def _rare_facts(self, piece: bytes, errors: bool, formulas: bool) -> None:
        facts = self.facts
        if not facts.dirty:
            facts.dirty = suspicious(piece) or piece.find(b"\r", _HEAD) >= 0
        if b"hidden" in piece:
            self._hidden(piece)
        if errors:
            for found in _ERROR.finditer(piece):
                given = _attributes(found[1])
                if given.get(b"t") == b"e" and (place := _place(given)) and len(facts.errors) < _MANY:
                    facts.errors[place] = found[2].decode("utf-8", "replace")
        if formulas:
            for found in _UNCACHED.finditer(piece):
                given = _attributes(found[1])
                empty_text = given.get(b"t") == b"str" and found[2]
                reckoned = found[2] == b"<v>0</v>" and not self.unreckoned
                if not empty_text and not reckoned and (place := _place(given)):
                    facts.uncached.add(place)
        if b"<mergeCell " in piece:
            for found in _MERGE.finditer(piece):
                a, b, c, d = _column(found[1]), int(found[2]), _column(found[3]), int(found[4])
                if len(facts.merges) < _MANY:
                    facts.merges.append((min(b, d) - 1, min(a, c) - 1, max(b, d) - 1, max(a, c) - 1))

    def _hidden(self, piece: bytes) -> None:
        for found in _ROW.finditer(piece):
            given = _attributes(found[1])
            if given.get(b"hidden") in {b"1", b"true"}:
                self.facts.hidden_rows.add(_number(given.get(b"r"), 0) - 1)
        for found in _COLUMN.finditer(piece):
            given = _attributes(found[1])
            if given.get(b"hidden") in {b"1", b"true"}:
                first, last = _number(given.get(b"min"), 1), _number(given.get(b"max"), 0)
                self.facts.hidden_columns.update(range(first - 1, min(last, 16_384)))


def _attributes(text: bytes) -> dict[bytes, bytes]:
    return {found[1]: found[2] if found[2] is not None else found[3] for found in _ATTRIBUTE.finditer(text)}


def _place(given: dict[bytes, bytes]) -> tuple[int, int] | None:
    found = _REFERENCE.match(given.get(b"r", b""))
    return (int(found[2]) - 1, _column(found[1].upper()) - 1) if found else None


def _column(letters: bytes) -> int:
    value = 0
    for letter in letters:
        value = value * 26 + letter - 64
    return value


def _number(text: bytes | None, otherwise: int) -> int:
    return int(text) if text and text.isdigit() and len(text) < 10 else otherwise
