"""New figures beside the accepted ones: what contradicts, who decides, what a closed year keeps out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from indicators.findings import Finding, finding
from indicators.model import Place

MOST_TOLD = 200
"""Contradictions told one by one; the rest are counted."""

NEW, OLD, HELD = "new", "old", "held"
"""What becomes of a contradicting figure: it counts, it is left out, it waits for a decision."""

_KEY = ["code", "area", "year", "breakdown", "period_label"]


@dataclass(frozen=True)
class Revision:
    """A file's figures beside the accepted ones.

    `observations` may be accepted at once; `conflicts` are all contradicting rows with `choice` (new,
    old, held), `key` (how a decision names it) and the accepted figure's columns ending in _old.
    `shut`: how many figures a closed year keeps out.
    """

    observations: pd.DataFrame
    conflicts: pd.DataFrame
    findings: list[Finding] = field(default_factory=list)
    shut: int = 0

    def held(self) -> pd.DataFrame:
        """The rows that are kept without counting, in the columns that the store wants of them."""
        rows = self.conflicts[self.conflicts["choice"] != NEW]
        wanted = [*self.observations.columns, "against", "against_rec"]
        return rows.reindex(columns=wanted).reset_index(drop=True)


def revise(
    observations: pd.DataFrame,
    earlier: pd.DataFrame,
    *,
    file: str,
    names: Mapping[str, str],
    unit: str | None,
    decisions: Mapping[str, str],
    closed: Collection[int],
    locked: Collection[tuple[str, int]] = (),
) -> Revision:
    """Compare a file's figures with the accepted ones.

    `names`: indicator names by code. `unit`: the department that sends, as the register names it. A
    department's own correction counts; a figure that contradicts another department's waits, unless
    `decisions` says new or old for its key (sheet!cell) or for all of them ("*"). Figures of
    `closed` years count only where they repeat what is accepted; so do those of a department's `locked`
    year (name in the register, year), be they its own or in place of its own.
    """
    new = observations.assign(
        period_label=observations["period_label"].fillna(""), row=np.arange(len(observations))
    )
    if not len(new):  # its columns have no types to join on
        return Revision(observations, observations.assign(choice="", key=""))
    own = [year for name, year in locked if name == unit]
    if not new["year"].isin([*closed, *own]).any() and not _any_differs(new, earlier):
        return Revision(observations, observations.head(0).assign(choice="", key=""))
    both = new.merge(earlier.rename(columns={"unit": "unit_old"}), on=_KEY, suffixes=("", "_old"))
    contradicts = differs(both)
    same = set(both.loc[~contradicts, "row"])
    whose = pd.Series(list(zip(both["unit_old"], both["year"], strict=True)), both.index, dtype=object)
    theirs = set(both.loc[contradicts & whose.isin(list(locked)), "row"])
    whole = new["year"].isin(list(closed)) & ~new["row"].isin(same)
    part = (new["year"].isin(own) & ~new["row"].isin(same) | new["row"].isin(theirs)) & ~whole
    shut = whole | part
    rows = both[contradicts & ~both["row"].isin(set(new.loc[shut, "row"]))].copy()
    rows["key"] = _keys(rows)
    rows["choice"] = [
        decisions.get(key) or decisions.get("*") or _by_itself(unit, old)
        for key, old in zip(rows["key"], rows["unit_old"], strict=True)
    ]
    rows = rows.assign(
        name=rows["code"].map(names), earlier=rows["year"] < _newest(new).reindex(rows["row"]).to_numpy()
    )
    out = set(new.loc[shut, "row"]) | set(rows.loc[rows["choice"] != NEW, "row"])
    kept = observations[~new["row"].isin(out).to_numpy()].reset_index(drop=True)
    owners = dict(zip(both["row"], both["unit_old"], strict=True))
    told = [*_tell(rows, file), *_tell_shut(new[whole], names, file)]
    told += _tell_locked(new[part], names, file, unit, owners)
    return Revision(kept, rows.reset_index(drop=True), told, int(shut.sum()))


def _any_differs(new: pd.DataFrame, earlier: pd.DataFrame) -> bool:
    """Whether any figure contradicts an accepted one: asked of the few columns that it takes."""
    if not len(earlier):
        return False
    columns = [*_KEY, "value", "decimals"]
    return bool(differs(new[columns].merge(earlier[columns], on=_KEY, suffixes=("", "_old"))).any())


def _by_itself(unit: str | None, old: object) -> str:
    """A correction by the same department counts, as does one where either is not known."""
    known = isinstance(old, str) and old
    return NEW if not unit or not known or unit == old else HELD


def differs(both: pd.DataFrame) -> pd.Series:
    """Beyond what rounding explains, or a figure where a reason stood for its absence or the reverse."""
    coarser = np.minimum(both["decimals"], both["decimals_old"].fillna(9)).clip(0, 9)
    room = 0.5 * 10.0 ** -coarser.astype("float64") * (1 + 1e-9)
    revised = (both["value"] - both["value_old"]).abs() > room
    return revised | (both["value"].isna() & both["value_old"].notna())


def _newest(new: pd.DataFrame) -> pd.Series:
    """The last year that the file gives of each figure's series, by row."""
    series = ["code", "area", "breakdown", "period_label"]
    last = new[new["value"].notna()].groupby(series, observed=True)["year"].max().rename("last")
    return new.join(last, on=series).set_index("row")["last"]


def _keys(rows: pd.DataFrame) -> list[str]:
    sheets, cells = rows["sheet"].fillna(""), rows["cell"].fillna("")
    return [f"{sheet}!{cell}" if sheet else str(cell) for sheet, cell in zip(sheets, cells, strict=True)]


EARLIER_YEAR = "earlier_year_revised"
"""A figure of a year before the one reported, changed beside it."""

_CODES = {NEW: "contradicts_accepted", HELD: "contradicts_other_unit", OLD: "contradicts_left_out"}
DECIDED = frozenset((EARLIER_YEAR, _CODES[NEW], _CODES[OLD]))
"""The findings that tell of a figure for which somebody chose new or old."""


def _tell(rows: pd.DataFrame, file: str) -> list[Finding]:
    found = []
    for row in rows.head(MOST_TOLD).to_dict("records"):
        named = (row["file_old"], row["sheet_old"])
        origin = "".join(f"“{part}”" for part in named if isinstance(part, str) and part)
        owner = row["unit_old"] if isinstance(row["unit_old"], str) and row["unit_old"] else row["uploader"]
        found.append(
            finding(
                EARLIER_YEAR if row["earlier"] and row["choice"] == NEW else _CODES[row["choice"]],
                _place(row, file),
                indicator=row["name"],
                area=row["area"],
                year=int(row["year"]),
                value=row["raw"],
                new=row["text"] or row["raw"],
                old=row["text_old"],
                origin=f"{origin}{row['cell_old'] or ''}",
                at=f"{row['at']:%Y-%m-%d}",
                uploader=row["uploader"],
                owner=owner,
            )
        )
    if len(rows) > MOST_TOLD:
        found.append(finding("contradicts_more", Place(file), count=len(rows) - MOST_TOLD))
    return found


def _tell_shut(rows: pd.DataFrame, names: Mapping[str, str], file: str) -> list[Finding]:
    """An error for each figure of a closed year, the first ones one by one."""
    found = [
        finding(
            "year_closed",
            _place(row, file),
            indicator=names.get(row["code"]),
            area=row["area"],
            year=int(row["year"]),
            value=row["raw"],
        )
        for row in rows.head(MOST_TOLD).to_dict("records")
    ]
    if len(rows) > MOST_TOLD:
        found.append(finding("year_closed_more", Place(file), count=len(rows) - MOST_TOLD))
    return found


def _tell_locked(
    rows: pd.DataFrame, names: Mapping[str, str], file: str, unit: str | None, owners: Mapping[int, object]
) -> list[Finding]:
    """An error for each figure of a department's locked year, the first ones one by one."""
    found = []
    for row in rows.head(MOST_TOLD).to_dict("records"):
        owner = owners.get(row["row"])
        about = {"indicator": names.get(row["code"]), "area": row["area"], "value": row["raw"]}
        whose = owner if isinstance(owner, str) and owner else unit
        found.append(
            finding("unit_year_locked", _place(row, file), year=int(row["year"]), unit=whose, **about)
        )
    if len(rows) > MOST_TOLD:
        found.append(finding("year_closed_more", Place(file), count=len(rows) - MOST_TOLD))
    return found


def _place(row: Mapping, file: str) -> Place:
    member = row.get("file")
    return Place(member if isinstance(member, str) else file, row["sheet"], row["cell"])
