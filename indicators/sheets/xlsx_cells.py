"""The cells of a piece of sheet XML, all at once with numpy: place, style, type, where the value starts.

Only cells written the usual way are read so: `<c r="B7" s="3" t="s"><v>…`, `s` and `t` in either
order or absent. That is how Excel, WPS, LibreOffice and the common libraries write them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

NUMBER, SHARED, FORMULA_TEXT, INLINE, BOOLEAN, ERROR, OTHER = range(7)


@dataclass(frozen=True, slots=True)
class Cells:
    """One entry per cell, in the file's order; rows and columns from 1.

    `filled`: the cell has content. `direct`: every filled cell's value stands right behind its tag.
    """

    rows: np.ndarray
    columns: np.ndarray
    styles: np.ndarray
    filled: np.ndarray
    kinds: np.ndarray
    direct: bool
    errors: bool
    formulas: bool


def cells_at_once(piece: bytes) -> Cells | None:
    """All cells of a piece; None if one of them is written in an unusual way."""
    a = np.frombuffer(piece + b"\0" * 64, dtype=np.uint8)
    starts = a[:-2] == 60  # <
    starts &= a[1:-1] == 99  # c
    p = np.flatnonzero(starts)
    after = a[p + 2]
    p = p[(after < 97) | (after > 122)]  # <col, <cols … are other elements
    usual = (a[p + 2] == 32) & (a[p + 3] == 114) & (a[p + 4] == 61) & (a[p + 5] == 34)  # ` r="`
    if not usual.all():
        return None
    columns, at = _letters(a, p + 6)
    rows, at = _digits(a, at, 7)
    if not ((a[at] == 34) & (rows > 0) & (columns > 0)).all():
        return None
    kinds = np.zeros(len(at), dtype=np.uint8)
    at = _past_type(a, at, kinds)
    styles = np.zeros(len(at), dtype=np.int32)
    styled = np.flatnonzero((a[at + 1] == 32) & (a[at + 2] == 115) & (a[at + 3] == 61) & (a[at + 4] == 34))
    styles[styled], ends = _digits(a, at[styled] + 5, 6)  # ` s="`
    at[styled] = ends
    at = _past_type(a, at, kinds)
    after = a[at + 1]
    if not ((a[at] == 34) & ((after == 62) | (after == 47))).all():  # > or /
        return None
    filled, direct, formulas = _contents(a, at, kinds)
    return Cells(
        rows=rows,
        columns=columns,
        styles=styles,
        filled=filled,
        kinds=kinds,
        direct=bool((direct | ~filled).all()),
        errors=bool((kinds == ERROR).any()),
        formulas=bool(formulas.any()),
    )


def _contents(a: np.ndarray, at: np.ndarray, kinds: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of the tags that end one behind `at`: filled, followed by their value, followed by a formula."""
    second, third, fourth = a[at + 2], a[at + 3], a[at + 4]
    open_tag = a[at + 1] == 62
    filled = open_tag & ~((second == 60) & (third == 47))  # not followed by </
    is_value = (third == 118) & (fourth == 62)  # <v>
    is_inline = (third == 105) & (fourth == 115)  # <is
    direct = (second == 60) & np.where(kinds == INLINE, is_inline, is_value)
    formulas = open_tag & ((third == 102) | (second != 60))  # <f, or spaces first
    return filled, direct, formulas


def _letters(a: np.ndarray, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    value = np.zeros(len(at), dtype=np.int32)
    for _ in range(3):
        char = a[at]
        good = (char >= 65) & (char <= 90)
        if not good.any():
            break
        value = np.where(good, value * 26 + (char - 64), value)
        at = at + good
    return value, at


def _digits(a: np.ndarray, at: np.ndarray, most: int) -> tuple[np.ndarray, np.ndarray]:
    value = np.zeros(len(at), dtype=np.int32)
    for _ in range(most):
        char = a[at]
        good = (char >= 48) & (char <= 57)
        if not good.any():
            break
        value = np.where(good, value * 10 + (char - 48), value)
        at = at + good
    return value, at


def _past_type(a: np.ndarray, at: np.ndarray, kinds: np.ndarray) -> np.ndarray:
    """Move from a closing quote past an attribute ` t="…"`, where there is one, and note its kind."""
    typed = np.flatnonzero((a[at + 1] == 32) & (a[at + 2] == 116) & (a[at + 3] == 61) & (a[at + 4] == 34))
    if not typed.size:
        return at
    inner = at[typed] + 5
    kinds[typed] = _KINDS[a[inner], np.minimum(a[inner + 1], 127)]
    for _ in range(10):
        going = a[inner] != 34
        if not going.any():
            break
        inner = inner + going
    at = at.copy()
    at[typed] = inner
    return at


def _kind_table() -> np.ndarray:
    table = np.full((256, 128), OTHER, dtype=np.uint8)
    known = {b'n"': NUMBER, b's"': SHARED, b"st": FORMULA_TEXT, b"in": INLINE, b'b"': BOOLEAN, b'e"': ERROR}
    for (first, second), kind in known.items():
        table[first, second] = kind
    return table


_KINDS = _kind_table()
