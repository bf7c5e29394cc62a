"""Old names of areas in a file: after a renaming, a merger or a move they mean the area that followed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import pandas as pd

from indicators.catalog.area_moves import MERGE, SPLIT, WORDS
from indicators.checks.names import Places
from indicators.findings import Finding, finding
from indicators.model import Area, Place

Followed = Mapping[str, tuple[str, dt.date, tuple[str, ...]]]
"""Path of an area that ended -> (kind of change, day, paths of what followed)."""


def still_named(closed: Sequence[Area], followed: Followed) -> list[Area]:
    """Areas that were split: figures of the years before are still theirs."""
    return [area for area in closed if followed.get(area.path, ("",))[0] == SPLIT]


def follow_names(
    frame: pd.DataFrame, areas: Sequence[Area], closed: Sequence[Area], followed: Followed, file: str
) -> tuple[pd.DataFrame, list[Finding]]:
    """The records with old names put right, and a finding for each name that says so.

    `frame` is a reading's (columns area, year, sheet, cell, file). A name that a present area bears is
    that area's. Figures of a split area from the year of the split on are left out: nobody can tell whose
    they are.
    """
    if not followed:
        return frame, []
    present, ended = Places(areas, None), Places(closed, None)
    findings: list[Finding] = []
    changed = frame["area"].copy()
    left_out = pd.Series(False, index=frame.index)
    for given in frame["area"].dropna().unique():
        old = None if present.candidates(str(given)) else ended.find(str(given))
        if old is None or old not in followed:
            continue
        kind, day, targets = followed[old]
        rows = frame["area"] == given
        if kind == SPLIT:
            rows &= pd.to_numeric(frame["year"], errors="coerce") >= day.year
            left_out |= rows
        else:
            changed[rows] = targets[0]
        if rows.any():
            findings.append(_told(frame[rows], str(given), kind, day, targets, file))
    return frame.assign(area=changed)[~left_out].reset_index(drop=True), findings


def _told(
    rows: pd.DataFrame, given: str, kind: str, day: dt.date, targets: tuple[str, ...], file: str
) -> Finding:
    first = rows.iloc[0]
    member = first.get("file")
    place = Place(member if isinstance(member, str) else file, first["sheet"], first["cell"])
    code = {SPLIT: "area_name_split", MERGE: "area_name_merged"}.get(kind, "area_name_followed")
    names = "、".join(path.rpartition("/")[2] for path in targets)
    return finding(
        code, place, area=targets[0], value=given, date=f"{day.year}年{day.month}月{day.day}日", target=names,
        word=WORDS[kind],
    )  # fmt: skip
