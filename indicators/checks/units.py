"""Units: what a file states against what the catalogue asks for."""

from __future__ import annotations

import numpy as np
import pandas as pd

from indicators.checks.audit import Audit, number_text
from indicators.checks.measures import compare_units
from indicators.checks.table import Table


def stated_factors(audit: Audit, table: Table, is_part: np.ndarray) -> np.ndarray:
    """What each value is to be multiplied by for the catalogue's unit; units that cannot be are reported.

    Only a unit that the file states itself counts. Money is never converted: 万元 written where
    亿元 is wanted is as often a slip of the unit as of the figure, so the figure is held back
    with a suggestion.
    """
    work = audit.work
    asked = work["ind"].to_numpy()
    looked = ~is_part & (asked >= 0) & work["unit"].notna().to_numpy() & work["value"].notna().to_numpy()
    several = len(table) + 1
    unit_codes = work["unit"].cat.codes.to_numpy()[looked].astype("int64")
    codes, pairs = pd.factorize(unit_codes * several + asked[looked])
    stated = work["unit"].cat.categories
    verdicts = [compare_units(str(stated[at // several]), str(table.unit[at % several])) for at in pairs]
    factor, kind = np.ones(len(work)), np.full(len(work), "same", dtype=object)
    if verdicts:
        factor[looked] = np.array([item[1] for item in verdicts])[codes]
        kind[looked] = np.array([item[0] for item in verdicts], dtype=object)[codes]
    wanted = table.unit[asked]
    suggestion = pd.Series(work["value"].to_numpy() * factor)
    audit.each("unit_money", kind == "money", stated=work["unit"], wanted=wanted, suggestion=suggestion)
    audit.grouped("unit_other", kind == "other", ["ind", "unit"], lambda group: _words(group, table))
    factor[kind != "factor"] = 1.0
    return factor


def report_converted(audit: Audit, table: Table, converted: np.ndarray, before: np.ndarray) -> None:
    """A note for every column whose figures were brought to the catalogue's unit."""
    was, now = pd.Series(before), audit.work["value"]

    def words(group: pd.DataFrame) -> dict[str, object]:
        first = group.index[0]
        example = f"{number_text(was[first])} → {number_text(now[first])}"
        return {**_words(group, table), "example": example}

    audit.grouped("unit_converted", converted, ["ind", "unit"], words)


def _words(group: pd.DataFrame, table: Table) -> dict[str, object]:
    return {"stated": group["unit"].iloc[0], "wanted": table.unit[int(group["ind"].iloc[0])]}
