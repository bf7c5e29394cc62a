"""The figures that passed, in the store's columns."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from indicators.checks.parts import Links
from indicators.checks.table import Table

OBSERVATION_COLUMNS = (
    "code", "area", "year", "breakdown", "as_of", "period_label", "value", "text", "decimals", "numerator",
    "denominator", "qualifier", "missing", "file", "sheet", "cell", "raw", "flags",
)  # fmt: skip
"""Columns of the observations: the store's, with texts in place of keys."""


def observations(
    work: pd.DataFrame,
    table: Table,
    links: Links,
    *,
    text: np.ndarray,
    decimals: np.ndarray,
    kept: np.ndarray,
) -> pd.DataFrame:
    """One row a kept figure, in the order of the cells."""
    rows = np.flatnonzero(kept)
    columns: dict[str, Any] = {
        "code": _spread(table.code, work["ind"].to_numpy()[rows]),
        "year": work["year"].to_numpy()[rows].astype("int16"),
        "value": work["value"].to_numpy()[rows],
        "text": _plain(text[rows]),
        "decimals": decimals[rows],
        "numerator": links.numerator[rows],
        "denominator": links.denominator[rows],
        "qualifier": _texts(work["qualifier"], rows).fillna("exact"),
    }
    for name in OBSERVATION_COLUMNS:
        if name not in columns:
            columns[name] = _texts(work[name], rows)
    return pd.DataFrame({name: columns[name] for name in OBSERVATION_COLUMNS})


def _texts(column: pd.Series, rows: np.ndarray) -> pd.Series:
    """Some rows of a text column; a categorical one becomes plain text."""
    if not isinstance(column.dtype, pd.CategoricalDtype):
        return column.iloc[rows].reset_index(drop=True)
    return _spread(np.array([*column.cat.categories, None], dtype=object), column.cat.codes.to_numpy()[rows])


def _spread(names: np.ndarray, places: np.ndarray) -> pd.Series:
    """The names at the given places (-1: the last, which stands for none)."""
    return pd.Series(pd.array(names, dtype="str").take(np.where(places < 0, len(names) - 1, places)))


def _plain(texts: np.ndarray) -> pd.Series:
    return pd.Series(texts, dtype=object)
