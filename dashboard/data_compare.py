"""Verdicts of all towns and villages for the pages, cached by data version."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import pandas as pd

from dashboard import data, data_exports, data_store, own
from dashboard.compare import Measure, records
from dashboard.guard import needs
from dashboard.memo import kept
from dashboard.rights import Right
from indicators.assess import AttainmentRate, assess_frame, rate_of
from indicators.geo import Shape, for_display
from indicators.intake.boundaries import BoundaryCheck, current_shapes
from indicators.intake.boundaries import check_boundaries as check_file
from indicators.intake.boundaries import load_boundaries as load_file
from indicators.model import AreaLevel
from indicators.office import sets_above
from indicators.store.boundaries import BoundaryFile

WORDS = {AreaLevel.CITY: "市", AreaLevel.COUNTY: "县区", AreaLevel.TOWN: "乡镇", AreaLevel.VILLAGE: "村"}
ABOVE = (AreaLevel.CITY, AreaLevel.COUNTY)
"""Levels whose areas have an office of their own; where there are some, what lies below them is theirs."""


@kept(8)
def _below(version: str, top: str, year: int) -> pd.DataFrame:
    return data.store().query(data.sql("areas_below"), [f"{top}/%", year])


@needs(Right.VIEW)
@own.placed
def areas(top: str, year: int, level: AreaLevel) -> list[tuple[str, str]]:
    """(path, name) of the areas of a level below `top` that there were in a year, in the list's order."""
    frame = _below(data.version(), top, year)
    frame = frame[frame["level"] == str(level)]
    return list(zip(frame["path"], frame["name"], strict=True))


@needs(Right.VIEW)
@own.placed
def levels(top: str, year: int) -> list[AreaLevel]:
    """Which levels there are below an area, the highest first; below a province or city its seats alone."""
    present = set(_below(data.version(), top, year)["level"])
    if present & set(map(str, ABOVE)):
        present &= set(map(str, ABOVE))
    return [level for level in WORDS if str(level) in present]


@kept(8, "正在评估下属各地区…")
def _verdicts(version: str, year: int) -> pd.DataFrame:
    home = data.district().path
    depth = max((one.path.count("/") for one in data_store.offices_below(home)), default=0)
    below = depth - home.count("/") if depth else True
    frame = assess_frame(data.store(), year=year, area=home, below=below, reported=True)
    return _one_plan(frame, home) if data.many() else frame


def _one_plan(frame: pd.DataFrame, home: str) -> pd.DataFrame:
    """The verdicts by the plan of the seat that compares; where it has none, by the areas' own."""
    frame = frame[~frame["target_set"].isin(sets_above(data.store(), home))]
    mine = frame["target_set"] == f"{home.rpartition('/')[2]}规划"
    return frame[mine | frame["target"].isna()] if mine.any() else frame


@needs(Right.VIEW)
def verdicts(year: int, wanted: list[tuple[str, str]]) -> pd.DataFrame:
    """The verdicts of the areas named, of indicators that areas here have ever had figures of."""
    own.require_areas(path for path, _ in wanted)
    frame = _verdicts(data.version(), year)
    return frame[frame["area"].isin([path for path, _ in wanted])]


def measures(rows: pd.DataFrame) -> list[Measure]:
    """The indicators that these areas have figures of, one each, in the plans' order."""
    told = rows[rows["figure_year"].notna() | rows["missing"].notna()]
    first = told.drop_duplicates("code")
    same = told.merge(first[["code", "plan", "target"]])
    demands = same.groupby("code")["milestone_value"].nunique()
    return [_measure(row, own=demands.get(str(row["code"]), 0) > 1) for row in records(first)]


def _measure(row: Mapping[str, object], *, own: bool) -> Measure:
    known = data.indicators().get(str(row["code"]))
    way = row["direction"] or (str(known.direction) if known else "none")
    goal = None if own else row["milestone_value"]
    return Measure(
        name=str(row["indicator"]), code=str(row["code"]), plan=str(row["plan"]) if row["plan"] else None,
        unit=str(row["unit"] or ""), direction=str(way), target=str(row["target"] or ""),
        op=str(row["milestone_op"] or ""), goal=None if goal is None else float(str(goal)),
        goal_year=None if row["milestone_year"] is None else int(str(row["milestone_year"])),
        every=row["kind"] == "every_area", sensitive=str(row["code"]) in _secret(), own=own,
    )  # fmt: skip


def _secret() -> set[str]:
    """The codes of the sensitive indicators, as the definitions or the office say."""
    return {item.code for item in data_exports.sensitive() if item.sensitive}


def rates(rows: pd.DataFrame) -> Mapping[str, AttainmentRate]:
    """The attainment rate of each area: of its indicators that it has ever had figures of."""
    told = rows[rows["figure_year"].notna()].drop_duplicates(["area", "code", "target"])
    found = told.groupby("area", sort=False)["attainment"]
    return {str(area): rate_of(list(items), data.settings()) for area, items in found}


@kept(4)
def _shapes(version: str) -> Mapping[str, Shape]:
    return current_shapes(data.store())


@kept(16)
def _drawn(version: str, paths: tuple[str, ...]) -> Mapping[str, Shape]:
    known = _shapes(version)
    return for_display({path: known[path] for path in paths if path in known})


@needs(Right.VIEW)
def shapes(wanted: Sequence[tuple[str, str]]) -> Mapping[str, Shape]:
    """The shapes of the areas named that have one, coarse enough to be drawn."""
    own.require_areas(path for path, _ in wanted)
    return _drawn(data.version(), tuple(path for path, _ in wanted))


@kept(8, "正在读边界文件…")
def _checked(
    version: str, digest: str, name: str, answers: tuple[tuple[str, str], ...], _content: bytes
) -> BoundaryCheck:
    return check_file(data.store(), _content, name, dict(answers))


@needs(Right.AREAS)
def check_boundaries(name: str, content: bytes, answers: Mapping[str, str]) -> BoundaryCheck:
    """A boundary file as understood; nothing is stored."""
    digest = hashlib.sha256(content).hexdigest()
    return _checked(data.version(), digest, name, tuple(sorted(answers.items())), content)


@needs(Right.AREAS)
def load_boundaries(name: str, content: bytes, answers: Mapping[str, str], by: str) -> BoundaryCheck:
    """Keep the shapes of a boundary file."""
    try:
        return load_file(data.store(), content, name, answers, by=by)
    finally:
        data.refresh()


@needs(Right.AREAS)
def boundary_files() -> list[BoundaryFile]:
    """Every boundary file, the newest first."""
    return data.store().boundaries.files()


@needs(Right.AREAS)
def undo_boundaries(number: str, reason: str, by: str) -> BoundaryFile:
    """Take a boundary file back."""
    try:
        return data.store().boundaries.retract(number, reason=reason, by=by)
    finally:
        data.refresh()
