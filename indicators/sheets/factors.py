"""Columns of labels as small integers: one for each distinct content."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
import pandas as pd

_T = TypeVar("_T")


def coded(values: Sequence[object] | None, n: int) -> np.ndarray:
    """A small integer for each distinct content (all 0 where there are none)."""
    if values is None:
        return np.zeros(n, dtype=np.int64)
    table = np.empty(n, dtype=object)
    table[:] = values
    return pd.factorize(table)[0].astype(np.int64)


def combine(arrays: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Codes of the distinct combinations of several code arrays, and for each the first row that has it."""
    joint = arrays[0].astype(np.int64)
    for array in arrays[1:]:
        joint = joint * (int(array.max(initial=0)) + 1) + array
    _, first, inverse = np.unique(joint, return_index=True, return_inverse=True)
    return inverse.astype(np.int32), first


def only_used(codes: np.ndarray, table: list[_T]) -> tuple[np.ndarray, list[_T]]:
    """Codes and the part of their table that they still point into."""
    used, codes = np.unique(codes, return_inverse=True)
    return codes.astype(np.int32), [table[code] for code in used]
