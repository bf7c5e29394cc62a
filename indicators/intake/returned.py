"""What a file says beside its new figures: explanations, and figures of old said again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from indicators.findings import Finding
from indicators.intake.revision import differs
from indicators.model import Severity
from indicators.sheets import Reading

REMARK = "remark"
FORM_SHEETS = frozenset(("填报表", "乡镇填报表", "村级填报表"))
"""Sheets of the office's own forms: their column of last year's figures was filled in by the office."""

_KEY = ["code", "area", "year", "breakdown", "period_label"]


def remark_key(sheet: str | None, cell: str | None) -> str:
    """The name under which what a unit says of a figure is kept with its submission."""
    return f"{REMARK}@{sheet}!{cell}" if sheet else f"{REMARK}@{cell or ''}"


def with_remarks(
    reading: Reading, findings: Iterable[Finding], explanations: Mapping[str, str]
) -> dict[str, str]:
    """Explanations given, and what the file's own 说明 say: of each figure, of its cell's warnings."""
    found: dict[str, str] = {}
    warned: dict[tuple[str, str], list[str]] = {}
    for item in findings:
        if item.severity is Severity.WARNING and item.cell:
            warned.setdefault((item.sheet or "", item.cell), []).append(item.code)
    for place, text in reading.records.remarks():
        found[remark_key(place.sheet, place.cell)] = text
        for code in warned.get((place.sheet or "", place.cell or ""), ()):
            found[f"{code}@{place.cell}"] = text
    return {**found, **explanations}


def old_repeats(observations: pd.DataFrame, earlier: pd.DataFrame, newest: float) -> pd.Series:
    """Which figures of years before `newest`, the latest the file has room for, are accepted already.

    Such is a form's column of last year's figures. They say nothing new: no other value, no more
    decimals, no numerator or denominator. Other files' old figures are their department's own word
    and are kept, so that they count when the file that brought them first is withdrawn.
    """
    if not len(earlier) or not observations["sheet"].isin(FORM_SHEETS).any():
        return pd.Series(False, index=observations.index)
    new = observations.assign(
        period_label=observations["period_label"].fillna(""), row=range(len(observations))
    )
    both = new.merge(earlier, on=_KEY, suffixes=("", "_old"))
    plain = both["numerator"].isna() & both["denominator"].isna()
    same = ~differs(both) & (both["missing"].fillna("") == both["missing_old"].fillna(""))
    coarse = both["value"].isna() | (both["decimals"] <= both["decimals_old"].fillna(0))
    old = both["year"] < newest
    ours = both["sheet"].isin(FORM_SHEETS)
    return new["row"].isin(set(both.loc[plain & same & coarse & old & ours, "row"]))
