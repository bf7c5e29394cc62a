"""What is worth saying of rows that are not wrong: missing marks, blanks, odd years, parts without use."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from indicators.checks.audit import Audit
from indicators.checks.parts import Links
from indicators.model import Missing

REASONS = {
    Missing.NOT_COLLECTED: "未统计",
    Missing.NOT_CARRIED_OUT: "未开展",
    Missing.NOT_APPLICABLE: "不适用",
    Missing.NOT_PUBLISHED: "未公布",
    Missing.SUPPRESSED: "不公开",
}
"""Stated reasons for having no figure, as the interface names them."""


class _Words(dict[str, object]):
    """The same words for every group of rows."""

    def __call__(self, group: pd.DataFrame) -> _Words:
        return self


def is_missing(work: pd.DataFrame, reason: Missing) -> np.ndarray:
    """Rows whose cell holds no figure for this reason."""
    return (work["missing"] == str(reason)).fillna(False).to_numpy(dtype=bool)


def report_missing(audit: Audit, looked: np.ndarray) -> None:
    """Notes on cells without a figure: the stated reasons that are kept, the blanks that are not."""
    work = audit.work
    for reason, text in REASONS.items():
        audit.grouped("missing_kept", looked & is_missing(work, reason), ["raw"], _Words(reason=text))
    audit.grouped("blank_cells", looked & is_missing(work, Missing.BLANK), [])
    audit.each("not_a_number", is_missing(work, Missing.UNREADABLE))


def report_years(audit: Audit, looked: np.ndarray, expected: Collection[int] | None) -> None:
    """Warn of figures of years that were not asked for."""
    if expected is None:
        return
    year = audit.work["year"]
    odd = looked & (year != 0).to_numpy() & ~year.isin(list(expected)).to_numpy(dtype=bool)
    words = "、".join(str(item) for item in sorted(expected))
    audit.grouped("unexpected_year", odd, ["year"], _Words(expected=words))


def report_unused(audit: Audit, links: Links) -> None:
    """A note on numerators and denominators that belong to no single figure of the file."""
    used = np.zeros(len(audit.work), dtype=bool)
    for rows in (links.numerator_row, links.denominator_row):
        used[rows[rows >= 0]] = True
    idle = audit.work["part"].to_numpy() & ~used & ~audit.blocked & audit.work["value"].notna().to_numpy()
    audit.grouped("part_unused", idle, ["component"])
