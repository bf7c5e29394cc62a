"""Rows that the SQL found, as findings at the cells of the file."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd

from indicators.checks.audit import cells_text, number_text
from indicators.checks.measures import slip_words
from indicators.findings import Finding, after_figure, finding, kinds
from indicators.model import Place

MOST_TOLD = 100
"""Findings of one code told one by one; the rest are counted."""

ORDER = ("siblings", "steps", "pairs", "pieces", "villages", "areas", "copied")
"""The checks in the order in which they speak; of the first two only one speaks of a figure."""

ONE_REASON = frozenset(("equals_sibling", "slip_against_before", "jump_against_before", "series_slip"))
LEAST_AGAIN = 5
"""A file with fewer figures, all accepted already, is not called a repetition."""


def tell(
    found: Mapping[str, pd.DataFrame],
    observations: pd.DataFrame,
    names: Mapping[str, tuple[str, str]],
    file: str,
    told: Sequence[Finding],
) -> list[Finding]:
    """One finding for each row; `names`: name and unit of the indicators by code."""
    said: list[Finding] = []
    explained = {(item.sheet, item.cell) for item in told if item.code in ONE_REASON}
    counts: Counter[str] = Counter()
    for check in ORDER:
        for row in found[check].to_dict("records") if check in found else ():
            origin = observations.iloc[int(row["row"])]
            place = _place(origin, file)
            if row["code"] in ONE_REASON:
                if (place.sheet, place.cell) in explained:
                    continue
                explained.add((place.sheet, place.cell))
            counts[row["code"]] += 1
            if counts[row["code"]] <= MOST_TOLD:
                said.append(_finding(row, origin, place, names, file))
    return said + _rest(counts, file)


def _rest(counts: Mapping[str, int], file: str) -> list[Finding]:
    return [
        finding("more_of_the_same", Place(file), severity=kinds()[code].severity, count=count - MOST_TOLD)
        for code, count in counts.items()
        if count > MOST_TOLD
    ]


def _finding(
    row: Mapping[str, Any], origin: pd.Series, place: Place, names: Mapping[str, tuple[str, str]], file: str
) -> Finding:
    name, unit = names[origin["code"]]
    words: dict[str, Any] = {
        key: _text(value) for key, value in row.items() if key not in ("row", "code", "cells", "year")
    }
    words |= {key.replace("_code", "_name"): names[row[key]][0] for key in row if key.endswith("_code")}
    if "other_cell" in row:
        words["where"] = _where(row, file)
    if "cells" in row:
        words["cells"] = cells_text(list(row["cells"]))
    if pd.notna(row.get("power")):
        words["what"] = slip_words(unit, 10.0 ** row["power"])
    return finding(
        row["code"],
        place,
        indicator=name,
        area=origin["area"],
        year=int(origin["year"]),
        value=_text(origin["raw"]) or _text(origin["text"]),
        unit=after_figure(unit),
        part=_part(origin["breakdown"]),
        **words,
    )


def _part(breakdown: object) -> str:
    """A breakdown as it stands behind an indicator's name: (城市)."""
    if not isinstance(breakdown, str) or not breakdown:
        return ""
    pieces = [pair.split(":")[1] for pair in breakdown.strip("{}").replace('"', "").split(",") if ":" in pair]
    return f"（{'、'.join(pieces)}）"


def _where(row: Mapping[str, Any], file: str) -> str:
    """Where the other figure stands: in this file, or among the accepted ones."""
    fresh = row.get("other_fresh", row.get("whole_fresh"))
    sheet = f"工作表“{row['other_sheet']}”" if row["other_sheet"] else ""
    if fresh:
        return f"{sheet}{row['other_cell'] or ''}"
    named = f"“{row['other_file']}”" if row["other_file"] and row["other_file"] != file else ""
    return f"已入库的{named}{sheet}{row['other_cell'] or ''}"


def _text(value: object) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    return number_text(float(value)) if isinstance(value, int | float) else str(value)


def _place(row: pd.Series, file: str) -> Place:
    def text(name: str) -> str | None:
        return row[name] if isinstance(row[name], str) and row[name] else None

    return Place(text("file") or file, text("sheet"), text("cell"))


def again_findings(
    again: pd.DataFrame, observations: pd.DataFrame, file: str, unit: str | None, shared: Collection[str]
) -> list[Finding]:
    """What of a file is accepted already: by which other department, and whether it is all of it.

    `shared`: codes of indicators that stand in many tables as denominators; no department owns them.
    """
    found = []
    others = again[again["unit"].notna() & (again["unit"] != "") & (again["unit"] != (unit or ""))]
    others = others[~others["indicator"].isin(list(shared))]
    if unit:
        for owner, group in others.groupby("unit", sort=True):
            place = _place(observations.iloc[int(group["row"].iloc[0])], file)
            cells = cells_text(group["cell"].tolist())
            found.append(finding("also_reported", place, owner=owner, count=len(group), cells=cells))
    if len(again) == int(observations["value"].notna().sum()) >= LEAST_AGAIN and not found:
        newest = again.sort_values("against").iloc[-1]
        words = {"count": len(again), "earlier": newest["other_file"], "at": f"{newest['sent']:%Y-%m-%d}"}
        found.append(finding("nothing_new", Place(file), **words))
    return found
