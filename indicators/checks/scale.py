"""Bringing figures to the catalogue's unit and joining them with their parts."""

from __future__ import annotations

import numpy as np
import pandas as pd

from indicators.checks.agree import computed_rows, expected_values
from indicators.checks.audit import Audit
from indicators.checks.parts import Links, Pairs, join
from indicators.checks.table import Table
from indicators.checks.units import report_converted, stated_factors

NEAR = 0.02
"""How near a figure must lie to its quotient to show which of two units is meant (they differ tenfold)."""


def combine(audit: Audit, table: Table) -> Links:
    """Convert figures that state another scale of their unit, join numerators and denominators, and add
    the figures that only their parts give. Changes `audit.work`; returns the links of all its rows."""
    work = audit.work
    before = work["value"].to_numpy(copy=True)
    factor = stated_factors(audit, table, work["part"].to_numpy())
    work["value"] = np.where(factor == 1.0, before, np.round(before * factor, 9))
    links, pairs = join(audit, table)
    contradicted = _contradicted(work, table, links, before, factor)
    work["value"] = np.where(contradicted, before, work["value"])
    audit.grouped("unit_label_wrong", contradicted, ["ind", "unit"], lambda group: _names(group, table))
    report_converted(audit, table, (factor != 1.0) & ~contradicted, before)
    return _with_computed(audit, table, links, pairs)


def _contradicted(
    work: pd.DataFrame, table: Table, links: Links, before: np.ndarray, factor: np.ndarray
) -> np.ndarray:
    """Rows whose own numerator and denominator fit the figure as written, not as converted."""
    expected = expected_values(table, work["ind"].to_numpy(), links)
    near = np.abs(before - expected) <= NEAR * np.abs(expected)
    return (factor != 1.0) & links.sure & near & (expected != 0)


def _names(group: pd.DataFrame, table: Table) -> dict[str, object]:
    return {"stated": group["unit"].iloc[0], "wanted": table.unit[int(group["ind"].iloc[0])]}


def _with_computed(audit: Audit, table: Table, links: Links, pairs: Pairs) -> Links:
    if not len(pairs.ind):
        return links
    rows, more = computed_rows(audit.work, table, pairs)
    if not len(rows):
        return links
    first = len(audit.work)
    audit.extend(rows, more.numerator_row)
    made = np.zeros(len(audit.work), dtype=bool)
    made[first:] = True
    audit.grouped("computed", made & ~audit.blocked, ["ind"])
    return links.append(more)
