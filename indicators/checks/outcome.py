"""The figures that passed, in the store's columns."""

from __future__ import annotations

import numpy as np
import pandas as pd

from indicators.checks.parts import Links
from indicators.checks.table import Table

OBSERVATION_COLUMNS = (
    "code", "area", "year", "breakdown", "as_of", "period_label", "value", "text", "decimals", "numerator",
    "denominator", "qualifier", "missing", "sheet", "cell", "raw", "flags",
)  # fmt: skip
"""Columns of the observations: the store's, with texts in place of keys."""


def observations(
    work: pd.DataFrame,
    table: Table,
    links: Links,
    *,
    text: pd.Series,
    decimals: np.ndarray,
    kept: np.ndarray,
    file: str | None,
) -> pd.DataFrame:
    """One row a kept figure; `sheet` names the member file too where the file is an archive."""
    rows = work[kept]
    frame = pd.DataFrame(
        {
            "code": table.code[rows["ind"].to_numpy()],
            "area": rows["area"].astype("object").to_numpy(),
            "year": rows["year"].to_numpy(dtype="int16"),
            "breakdown": rows["breakdown"].astype("object").to_numpy(),
            "as_of": rows["as_of"].to_numpy(),
            "period_label": rows["period_label"].astype("object").to_numpy(),
            "value": rows["value"].to_numpy(),
            "text": text.to_numpy()[kept],
            "decimals": decimals[kept],
            "numerator": links.numerator[kept],
            "denominator": links.denominator[kept],
            "qualifier": rows["qualifier"].astype("object").fillna("exact").to_numpy(),
            "missing": rows["missing"].astype("object").to_numpy(),
            "sheet": _sheets(rows, file),
            "cell": rows["cell"].to_numpy(),
            "raw": rows["raw"].to_numpy(),
            "flags": rows["flags"].astype("object").to_numpy(),
        }
    )
    return frame[list(OBSERVATION_COLUMNS)]


def _sheets(rows: pd.DataFrame, file: str | None) -> np.ndarray:
    sheet = rows["sheet"].astype("object").fillna("")
    member = rows["file"].astype("object").fillna("")
    if file is None or not len(rows) or (member == file).all():
        return sheet.to_numpy()
    inner = member.str.removeprefix(f"{file}/")
    return np.where(member == file, sheet, np.where(sheet == "", inner, inner + "/" + sheet))
