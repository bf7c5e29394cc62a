"""Frames from the cage put together as rows of a Grid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import numpy as np

from indicators.sheets.clean import clean_text, is_clean
from indicators.sheets.grid import CellValue, Span

_EMPTY = ""
_EMPTY_ON_THE_WIRE = b"u\0\0\0\0"
_LONG_ON_AVERAGE = 64


def decode_rows(message: tuple, raw: bytes) -> list[list[CellValue]]:
    """The rows of one ("rows", rows, columns with dates) frame, blank texts as None."""
    rows, dated = message[1], message[2]
    if _EMPTY_ON_THE_WIRE in raw:
        rows = [[None if value is _EMPTY else value for value in row] for row in rows]
    for row in rows if dated else ():
        for column in dated:
            if type(row[column]) is tuple:
                row[column] = _moment(row[column])
    return rows


def _moment(parts: tuple) -> CellValue:
    kind, *numbers = parts
    try:
        if kind == 1:
            return dt.date(*numbers)
        if kind == 2:
            return dt.datetime(*numbers)
        if kind == 3:
            return dt.time(*numbers)
        return dt.timedelta(*numbers)
    except (ValueError, OverflowError):
        return None


def long_texts(message: tuple, raw: bytes) -> bool:
    """Whether a frame may hold a text beyond what a cell of Excel can hold."""
    return len(raw) > 32_000 and len(raw) > _LONG_ON_AVERAGE * len(message[1]) * max(1, len(message[1][0]))


def clean_rows(rows: list[list[CellValue]], length: int) -> int:
    """Clean the texts of `rows` in place; returns how many cells were changed."""
    said = [value for row in rows for value in row if type(value) is str]
    if "".join(said).replace("\n", "").isprintable() and max(map(len, said), default=0) <= length:
        return 0
    texts = set(said)
    doubtful = [text for text in texts if not (text.isprintable() and len(text) <= length)]
    better = {text: clean_text(text, length=length) for text in doubtful}
    better = {text: clean for text, clean in better.items() if clean != text}
    changed = 0
    for row in rows if better else ():
        for column, value in enumerate(row):
            if type(value) is str and value in better:
                row[column] = better[value] or None
                changed += not is_clean(value) or len(value) > length
    return changed


def clip_merges(merges: Iterable[Span], n_rows: int, n_columns: int) -> tuple[Span, ...]:
    """The merged ranges cut to the grid; in order; those of one cell are dropped."""
    kept = []
    for top, left, last_row, last_column in merges:
        bottom, right = min(last_row, n_rows - 1), min(last_column, n_columns - 1)
        if 0 <= top <= bottom and 0 <= left <= right and (top, left) != (bottom, right):
            kept.append((top, left, bottom, right))
    return tuple(sorted(kept))


def index_array(largest: int, n_rows: int, n_columns: int) -> np.ndarray:
    """Zeros of the grid's shape, just wide enough for `largest`."""
    return np.zeros((n_rows, n_columns), dtype=np.uint8 if largest < 256 else np.uint16)
