"""Verdicts of all towns and villages for the pages, cached by data version."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from dashboard import data
from dashboard.compare import Measure, records
from indicators.assess import AttainmentRate, assess_frame, rate_of
from indicators.model import AreaLevel

WORDS = {AreaLevel.TOWN: "乡镇", AreaLevel.VILLAGE: "村"}


@st.cache_resource(max_entries=8, show_spinner=False)
def _below(version: str, top: str, year: int) -> pd.DataFrame:
    return data.store().query(data.sql("areas_below"), [f"{top}/%", year])


def areas(top: str, year: int, level: AreaLevel) -> list[tuple[str, str]]:
    """(path, name) of the areas of a level below `top` that there were in a year, in the list's order."""
    frame = _below(data.version(), top, year)
    frame = frame[frame["level"] == str(level)]
    return list(zip(frame["path"], frame["name"], strict=True))


def levels(top: str, year: int) -> list[AreaLevel]:
    """Which levels there are below an area, towns first."""
    present = set(_below(data.version(), top, year)["level"])
    return [level for level in WORDS if str(level) in present]


@st.cache_resource(max_entries=8, show_spinner="正在评估各乡镇、村…")
def _verdicts(version: str, year: int) -> pd.DataFrame:
    return assess_frame(data.store(), year=year, area=data.district().path, below=True, reported=True)


def verdicts(year: int, wanted: list[tuple[str, str]]) -> pd.DataFrame:
    """The verdicts of the areas named, of indicators that areas here have ever had figures of."""
    frame = _verdicts(data.version(), year)
    return frame[frame["area"].isin([path for path, _ in wanted])]


def measures(rows: pd.DataFrame) -> list[Measure]:
    """The indicators that these areas have figures of, one each, in the plans' order."""
    told = rows[rows["figure_year"].notna() | rows["missing"].notna()]
    told = told.drop_duplicates("code")
    return [_measure(row) for row in records(told)]


def _measure(row: Mapping[str, object]) -> Measure:
    known = data.indicators().get(str(row["code"]))
    way = row["direction"] or (str(known.direction) if known else "none")
    goal = row["milestone_value"]
    return Measure(
        name=str(row["indicator"]), code=str(row["code"]), plan=str(row["plan"]) if row["plan"] else None,
        unit=str(row["unit"] or ""), direction=str(way), target=str(row["target"] or ""),
        op=str(row["milestone_op"] or ""), goal=None if goal is None else float(str(goal)),
        goal_year=None if row["milestone_year"] is None else int(str(row["milestone_year"])),
        every=row["kind"] == "every_area", sensitive=bool(known and known.sensitive),
    )  # fmt: skip


def rates(rows: pd.DataFrame) -> Mapping[str, AttainmentRate]:
    """The attainment rate of each area: of its indicators that it has ever had figures of."""
    told = rows[rows["figure_year"].notna()].drop_duplicates(["area", "code", "target"])
    found = told.groupby("area", sort=False)["attainment"]
    return {str(area): rate_of(list(items), data.settings()) for area, items in found}
