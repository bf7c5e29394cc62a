"""The contract of a clean figure, built from the catalogue with pandera, and what breaking it means."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from indicators.checks.audit import Audit
from indicators.checks.measures import WHOLE
from indicators.checks.slips import likely_slips
from indicators.checks.table import Table

FIRST_YEAR = 1949

CODES = {
    ("year", "no_year"): "missing_year",
    ("year", "year_too_early"): "impossible_year",
    ("year", "year_to_come"): "future_year",
    ("value", "not_finite"): "not_a_number",
    ("value", "below_limit"): "below_limit",
    ("value", "above_limit"): "above_limit",
    ("value", "fraction_of_count"): "fraction_of_count",
}
"""Which finding stands for which broken rule of which column."""


@lru_cache(maxsize=1)
def _pandera() -> Any:
    """Pandera, loaded when first needed (it costs most of a second)."""
    import pandera.pandas as pandera

    return pandera


def contract(table: Table, place: np.ndarray, this_year: int) -> Any:
    """The pandera schema of figures whose indicators stand at `place` in the table.

    Columns are typed already: nothing is coerced, so that a broken rule appears once.
    Returns a DataFrameSchema for columns year (int32, 0: none), value (float64).
    """
    pa = _pandera()
    lower, upper = table.lower[place], table.upper[place]
    whole = np.isin(table.unit.astype(str), list(WHOLE)) & ~(table.decimals > 0) & np.isnan(table.multiplier)
    counted = whole[place]

    def rule(name: str, broken: Any) -> Any:
        return pa.Check(
            lambda column: pd.Series(~broken(column), index=column.index), name=name, ignore_na=False
        )

    years = [
        rule("no_year", lambda column: column == 0),
        rule("year_too_early", lambda column: (column != 0) & (column < FIRST_YEAR)),
        rule("year_to_come", lambda column: column > this_year),
    ]
    values = [
        rule("not_finite", np.isinf),
        rule("below_limit", lambda column: column < lower),
        rule("above_limit", lambda column: column > upper),
        rule(
            "fraction_of_count",
            lambda column: counted & (np.nan_to_num(column, posinf=0, neginf=0) % 1 > 0),
        ),
    ]
    return pa.DataFrameSchema(
        {
            "year": pa.Column("int32", years, nullable=False, coerce=False),
            "value": pa.Column("float64", values, nullable=True, coerce=False),
        },
        strict=True,
    )


def broken_rules(table: Table, figures: pd.DataFrame, this_year: int) -> dict[str, np.ndarray]:
    """Finding code -> labels (index) of the figures that break its rule, from pandera's failure cases."""
    pa = _pandera()
    schema = contract(table, figures["ind"].to_numpy(), this_year)
    try:
        schema.validate(figures[["year", "value"]], lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases
        keys = zip(cases["column"], cases["check"].astype(str), cases["index"], strict=True)
        found: dict[str, list[int]] = {}
        for column, check, row in keys:
            found.setdefault(CODES[column, check], []).append(int(row))
        return {code: np.array(rows) for code, rows in found.items()}
    return {}


def report_contract(
    audit: Audit,
    table: Table,
    is_figure: np.ndarray,
    skip: np.ndarray,
    this_year: int,
    history: pd.DataFrame | None = None,
) -> None:
    """Findings for every figure that breaks the contract; `skip` rows have a better explanation already.

    `history` (see `check_reading`) tells by which power of ten a figure above its limit slipped.
    """
    work = audit.work
    figures = work.loc[is_figure, ["year", "value", "ind"]]
    found = broken_rules(table, figures, this_year)
    place = work["ind"].to_numpy()
    words: dict[str, object] = {
        "upper": pd.Series(table.upper[place]),
        "lower": pd.Series(table.lower[place]),
        "unit": table.unit[place],
    }
    for code, rows in found.items():
        wrong = np.zeros(len(work), dtype=bool)
        wrong[rows] = True
        if code == "missing_year":
            audit.grouped(code, wrong, [])
            continue
        limited = wrong & ~skip if code in ("above_limit", "below_limit") else wrong
        if code in ("above_limit", "fraction_of_count"):
            limited &= ~work["part"].to_numpy()  # a part has the unit of what it counts, not the share's
        if code == "above_limit":
            words["slip"] = likely_slips(work, table, limited, history)
        audit.each(code, limited, this_year=this_year, shown=work["value"], **words)
