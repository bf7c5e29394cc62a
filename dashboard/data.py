"""The only door to the engine (with the other data modules); what is read is kept by the data version.

What is kept is shared by all sessions: they are frozen, or frames that nobody changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard import own, state
from dashboard.data_every import (
    every_assessment,
    every_row,
    every_row_above,
    every_submission,
    every_verdict_since,
)
from dashboard.data_store import (
    area_labels,
    areas,
    district,
    figures_version,
    forget_run,
    indicators,
    is_sample,
    many,
    offices_below,
    period_of,
    ready,
    refresh,
    seat,
    settings,
    sql,
    store,
    version,
    years,
)
from dashboard.guard import needs, own_unit
from dashboard.memo import kept
from dashboard.rights import Right
from dashboard.rows import Row
from indicators.assess import AttainmentRate, attainment_rate
from indicators.assess.rollup import rolled
from indicators.model import Assessment, Submission, Target
from indicators.targets import parse_target, reading_zh, required_value

__all__ = [
    "area_labels", "areas", "assessments", "below", "check", "district", "every_assessment", "every_row",
    "every_submission", "every_verdict_since", "figures", "figures_version", "forget_run", "indicators",
    "is_sample", "load",
    "path_of", "period_of", "rate", "reading", "ready", "refresh", "rows", "rows_above", "series", "settings",
    "sql", "start", "store", "submissions", "target_of", "undo", "verdicts_since", "version", "version_words",
    "worst_below", "years",
]  # fmt: skip

KEEP = 64


def version_words() -> str:
    """The data version as shown on a page: when the newest batch came and how many there are."""
    standing = [item for item in every_submission() if not item.withdrawn and own.here(item.area, item.unit)]
    if not standing:
        return "尚无报送"
    newest = max(item.at for item in standing).astimezone()
    return f"{newest:%Y-%m-%d %H:%M} · 第{len(standing)}批"


@own.placed
def assessments(year: int, area: str) -> tuple[Assessment, ...]:
    """The verdicts of an area in a year that the person at the page may see."""
    return own.verdicts(every_assessment(year, area))


@own.placed
def verdicts_since(first: int, last: int, area: str) -> tuple[Assessment, ...]:
    """The same as the person at the page may see them."""
    return own.verdicts(every_verdict_since(first, last, area))


def rate(items: Sequence[Assessment]) -> AttainmentRate:
    """Met of judged, as the settings count them."""
    return attainment_rate(items, settings())


@own.placed
def rows(year: int, area: str) -> tuple[Row, ...]:
    """The same as the person at the page may see them: a unit its own."""
    return own.rows(every_row(year, area))


@own.placed
def rows_above(year: int, area: str) -> tuple[Row, ...]:
    """The verdicts of an area by the plans of the seats above it, beside those of `rows`."""
    return own.rows(every_row_above(year, area)) if many() else ()


@kept(KEEP)
def _figures(version: str, code: str, area: str) -> pd.DataFrame:
    return store().query(sql("figures"), [code, area])


@own.placed
def figures(code: str, area: str) -> pd.DataFrame:
    """Every figure that counts of an indicator in an area, with its origin, the newest first."""
    frame = _figures(figures_version(), code, area)
    return frame if own.indicator(code) else frame.head(0)


@own.placed
def series(code: str, area: str) -> list[tuple[int, float | None]]:
    """(year, figure) of the whole, one a year: the yearly figure, else the last of its year."""
    whole = figures(code, area)
    whole = whole[(whole["breakdown"] == "")].sort_values(["year", "as_of"], na_position="last")
    found: dict[int, float | None] = {}
    for row in whole.itertuples():
        if row.year not in found or found[row.year] is None:
            found[int(row.year)] = None if pd.isna(row.value) else float(row.value)
    for year, value in _rolled_series(code, area).items():
        if found.get(year) is None:
            found[year] = value
    return sorted(found.items())


@kept(8, "正在汇总下级的数…")
def _rolled(version: str, area: str, first: int, last: int) -> Mapping[str, Mapping[int, float]]:
    frame = rolled(store(), area, last, since=first)
    frame = frame[frame["counts"] & (frame["breakdown"] == "") & frame["value"].notna()]
    return {
        str(code): dict(zip(rows["year"].astype(int), rows["value"].astype(float), strict=True))
        for code, rows in frame.groupby("code", sort=False)
    }


def _rolled_series(code: str, area: str) -> Mapping[int, float]:
    """What the seats below add up to in the years in which a seat above them has no figure of its own."""
    known = years()
    if not many() or not known or not offices_below(area) or not own.indicator(code):
        return {}
    return _rolled(figures_version(), area, min(known), max(known)).get(code, {})


@kept(KEEP)
def _below(version: str, code: str, area: str, year: int) -> pd.DataFrame:
    return store().query(sql("below"), [code, f"{area}/%", f"{area}/%/%", year])


@own.placed
def below(code: str, area: str, year: int) -> pd.DataFrame:
    """The figures of the areas directly below, the highest first."""
    frame = _below(figures_version(), code, area, year)
    return frame if own.indicator(code) else frame.head(0)


@kept(KEEP)
def _worst_below(version: str, code: str, area: str) -> pd.DataFrame:
    return store().query(sql("worst_below"), [code, f"{area}/%", f"{area}/%/%"])


@own.placed
def worst_below(code: str, area: str, *, higher_is_better: bool) -> list[tuple[int, float | None]]:
    """(year, figure of the worst area directly below), for targets that each area must meet."""
    if not own.indicator(code):
        return []
    frame = _worst_below(figures_version(), code, area)
    worst = frame["least"] if higher_is_better else frame["most"]
    return [(int(year), float(value)) for year, value in zip(frame["year"], worst, strict=True)]


def submissions() -> tuple[Submission, ...]:
    """The submissions that the person at the page may see: a unit its own. The newest first."""
    return own.submissions()


def target_of(item: Assessment) -> Target | None:
    """The target a verdict was reached by, as read from the plan's words."""
    if not item.target:
        return None
    known = indicators().get(item.code)
    way = known.direction if known else None
    return parse_target(item.target, unit=item.unit, direction=way, period=period_of(item.year)).target


def reading(item: Assessment) -> str:
    """How the target's words were read, in Chinese."""
    target = target_of(item)
    return reading_zh(target) if target else ""


def path_of(item: Assessment, first: int, last: int) -> list[tuple[int, float]]:
    """The required figure year by year, from the base on."""
    target = target_of(item)
    if target is None:
        return []
    start = item.base_year if item.base_year is not None else first
    base, period = (item.base_year, item.base_value), period_of(item.year)
    found = [
        (year, required_value(target, year, base_year=base[0], base_value=base[1], period=period))
        for year in range(start, last + 1)
    ]
    return [(year, value) for year, value in found if value is not None]


@needs(Right.CHECK)
def check(name: str, content: bytes, said: Mapping[str, Any]) -> Any:
    """Read and check a file; nothing is stored. `said`: unit, area, year, answers, by.

    A unit's file is checked as its own, whatever is said.
    """
    from indicators.intake import check_file

    mine = own_unit()
    given = {**placed(said), **({} if mine is None else {"unit": mine})}
    seen = check_file(store(), content, name, **given)
    own.require_figures(seen)
    return seen


def placed(said: Mapping[str, Any]) -> dict[str, Any]:
    """What is said of a file, with the seat looked at where no area is; for stores of several seats.

    Raises Elsewhere for an area that the person may not see.
    """
    if not many():
        return dict(said)
    area = said.get("area") or seat().path
    own.require_area(area)
    return {**said, "area": area}


@needs(Right.LOAD)
def load(name: str, content: bytes, said: Mapping[str, Any]) -> Any:
    """Read, check and accept what is in order."""
    from indicators.intake import check_file, load_file

    given = placed(said)
    if own.bound():
        asked: dict[str, Any] = {
            key: given.get(key) for key in ("unit", "area", "year", "answers", "decisions")
        }
        own.require_figures(check_file(store(), content, name, **asked))
    try:
        return load_file(store(), content, name, **given)
    finally:
        refresh()


@needs(Right.UNDO)
def undo(submission: str, by: str, reason: str) -> Submission:
    """Withdraw a submission: what counted before it counts again."""
    own.require_batch(submission)
    try:
        return store().undo(submission, by=by, reason=reason)
    finally:
        refresh()


def start(
    name: str, areas_file: tuple[str, bytes] | None, plan: tuple[str, bytes] | None, by: str
) -> Sequence[Any]:
    """Make the office's store; returns the findings. Nothing is kept where one of them is an error."""
    from indicators.intake import init_store

    path = state.store_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        return init_store(path, name, areas=areas_file, plan=plan, by=by, one_top=True)
    finally:
        refresh()
