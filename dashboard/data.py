"""The only door to the engine (with the other data modules); what is read is kept by the data version.

What is kept is shared by all sessions: they are frozen, or frames that nobody changes.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard import runtime, state
from dashboard.guard import needs, own_unit
from dashboard.memo import kept
from dashboard.rights import Right
from dashboard.rows import Row
from dashboard.watch import key_of
from indicators.assess import (
    AttainmentRate,
    Settings,
    assess,
    assess_years,
    attainment_rate,
    settings_in_force,
)
from indicators.model import Area, Assessment, Indicator, Submission, Target
from indicators.store import Store
from indicators.targets import parse_target, reading_zh, required_value

KEEP = 64
_run = threading.local()


def store() -> Store:
    """The store of this server process. Raises StoreError with a sentence."""
    return runtime.shared_store(state.store_path())


def ready() -> bool:
    """Whether there is a store with a district in it."""
    return state.store_path().exists() and bool(areas())


def version() -> str:
    """Changes with every write; the key of whatever is kept here. One run of a page sees one version."""
    seen = getattr(_run, "version", None)
    return seen if seen is not None else _version_now()


def refresh() -> None:
    """Begin a run: look up the version once, so that a page is of one piece and asks only once."""
    _run.version = None
    state.begin_run()
    if state.store_path().exists():
        _run.version = _version_now()


def forget_run() -> None:
    """Outside a page's run: look the version up at each question."""
    _run.version = None
    state.forget_run()


def _version_now() -> str:
    return f"{state.store_path()}|{store().data_version()}"


def version_words() -> str:
    """The data version as shown on a page: when the newest batch came and how many there are."""
    standing = [item for item in every_submission() if not item.withdrawn]
    if not standing:
        return "尚无报送"
    newest = max(item.at for item in standing).astimezone()
    return f"{newest:%Y-%m-%d %H:%M} · 第{len(standing)}批"


@cache
def _queries() -> dict[str, str]:
    text = (Path(__file__).resolve().parent / "queries.sql").read_text(encoding="utf-8")
    parts = re.split(r"^-- name: (\w+)\n", text, flags=re.M)[1:]
    return dict(zip(parts[::2], (part.strip().rstrip(";") for part in parts[1::2]), strict=True))


def sql(name: str) -> str:
    """One of the pages' queries."""
    return _queries()[name]


def _ask(name: str, *values: object) -> pd.DataFrame:
    return store().query(_queries()[name], list(values))


@kept(8)
def _areas(version: str) -> tuple[Area, ...]:
    return tuple(store().areas())


def areas() -> tuple[Area, ...]:
    """All areas, the district first."""
    return _areas(version())


def district() -> Area:
    """The area the store was made for: the first without a parent in the store."""
    known = areas()
    codes = {item.path for item in known}
    return next((item for item in known if item.path.rpartition("/")[0] not in codes), known[0])


def is_sample() -> bool:
    """Whether the store holds the fictional sample district."""
    return ready() and "sample" in store().settings()


@kept(8)
def _area_labels(version: str) -> Mapping[str, str]:
    top = district().path
    tree = sorted(
        (item for item in areas() if item.path.startswith(f"{top}/")), key=lambda a: a.path.count("/")
    )
    order = {item.path: number for number, item in enumerate(areas())}

    def place(item: Area) -> tuple[int, ...]:
        steps = item.path.split("/")
        return tuple(order.get("/".join(steps[: i + 1]), -1) for i in range(len(steps)))

    labels = {district().name: top}
    for item in sorted(tree, key=place):
        labels[" / ".join(item.path[len(top) + 1 :].split("/"))] = item.path
    others = [item for item in areas() if item.path != top and not item.path.startswith(f"{top}/")]
    return labels | {item.path: item.path for item in others} | _ended_labels(top)


def _ended_labels(top: str) -> dict[str, str]:
    """Areas that were split: their figures of the years before stay with them."""
    ended = store().area_changes.followed()
    split = [(path, day) for path, (kind, day, _) in ended.items() if kind == "split"]
    return {
        f"{' / '.join(path[len(top) + 1 :].split('/'))}（{day.year}年拆分前）": path for path, day in split
    }


def area_labels() -> Mapping[str, str]:
    """Labels of all areas (town / village), the district first -> paths."""
    return _area_labels(version())


@kept(8)
def _years(version: str) -> list[int]:
    return [int(year) for year in _ask("years")["year"]]


def years() -> list[int]:
    """Years with figures, the newest first."""
    return _years(version())


@kept(8)
def _catalog(version: str) -> Any:
    return store().catalog()


def indicators() -> Mapping[str, Indicator]:
    """The definitions in force by code."""
    return _catalog(version()).by_code


@kept(KEEP, "正在评估…")
def _assessments(version: str, year: int, area: str) -> tuple[Assessment, ...]:
    return tuple(assess(store(), year=year, area=area))


def every_assessment(year: int, area: str) -> tuple[Assessment, ...]:
    """The verdicts of an area in a year; for caches."""
    return _assessments(version(), year, area)


def assessments(year: int, area: str) -> tuple[Assessment, ...]:
    """The verdicts of an area in a year that the person at the page may see."""
    from dashboard import own

    return own.verdicts(every_assessment(year, area))


@kept(KEEP)
def _rows(version: str, year: int, area: str) -> tuple[Row, ...]:
    known = indicators()
    past = every_assessment(year - 1, area) if year - 1 in years() else ()
    before = {key_of(item): item for item in past}
    whole = area == district().path
    return tuple(
        Row(item, known.get(item.code), before.get(key_of(item)))
        for item in every_assessment(year, area)
        if whole or _ever_reported(item)
    )


@kept(16, "正在逐年评估…")
def _verdicts_since(version: str, first: int, last: int, area: str) -> tuple[Assessment, ...]:
    return tuple(assess_years(store(), first, last, area))


def every_verdict_since(first: int, last: int, area: str) -> tuple[Assessment, ...]:
    """The verdicts of an area in each year of a span, of whatever has a target in that year; for caches."""
    return _verdicts_since(version(), first, last, area)


def verdicts_since(first: int, last: int, area: str) -> tuple[Assessment, ...]:
    """The same as the person at the page may see them."""
    from dashboard import own

    return own.verdicts(every_verdict_since(first, last, area))


def _ever_reported(item: Assessment) -> bool:
    """Whether an area below the district has ever had a figure: towns do not owe the county's figures."""
    return item.attainment != "no_data" or item.basis.figure_year is not None


def rate(items: Sequence[Assessment]) -> AttainmentRate:
    """Met of judged, as the settings count them."""
    return attainment_rate(items, settings())


@kept(8)
def _settings(version: str) -> Settings:
    return settings_in_force(store())


def settings() -> Settings:
    """The method's constants in force; the defaults where there is no store yet."""
    return _settings(version()) if ready() else Settings()


def every_row(year: int, area: str) -> tuple[Row, ...]:
    """The verdicts of an area in a year, each with its definition and the year before; for caches."""
    return _rows(version(), year, area)


def rows(year: int, area: str) -> tuple[Row, ...]:
    """The same as the person at the page may see them: a unit its own."""
    from dashboard import own

    return own.rows(every_row(year, area))


@kept(KEEP)
def _figures(version: str, code: str, area: str) -> pd.DataFrame:
    return _ask("figures", code, area)


def figures(code: str, area: str) -> pd.DataFrame:
    """Every figure that counts of an indicator in an area, with its origin, the newest first."""
    from dashboard import own

    frame = _figures(version(), code, area)
    return frame if own.indicator(code) else frame.head(0)


def series(code: str, area: str) -> list[tuple[int, float | None]]:
    """(year, figure) of the whole, one a year: the yearly figure, else the last of its year."""
    whole = figures(code, area)
    whole = whole[(whole["breakdown"] == "")].sort_values(["year", "as_of"], na_position="last")
    found: dict[int, float | None] = {}
    for row in whole.itertuples():
        if row.year not in found or found[row.year] is None:
            found[int(row.year)] = None if pd.isna(row.value) else float(row.value)
    return sorted(found.items())


@kept(KEEP)
def _below(version: str, code: str, area: str, year: int) -> pd.DataFrame:
    return _ask("below", code, year, f"{area}/%", f"{area}/%/%")


def below(code: str, area: str, year: int) -> pd.DataFrame:
    """The figures of the areas directly below, the highest first."""
    from dashboard import own

    frame = _below(version(), code, area, year)
    return frame if own.indicator(code) else frame.head(0)


@kept(KEEP)
def _worst_below(version: str, code: str, area: str) -> pd.DataFrame:
    return _ask("worst_below", code, f"{area}/%", f"{area}/%/%")


def worst_below(code: str, area: str, *, higher_is_better: bool) -> list[tuple[int, float | None]]:
    """(year, figure of the worst area directly below), for targets that each area must meet."""
    from dashboard import own

    if not own.indicator(code):
        return []
    frame = _worst_below(version(), code, area)
    worst = frame["least"] if higher_is_better else frame["most"]
    return [(int(year), float(value)) for year, value in zip(frame["year"], worst, strict=True)]


@kept(8)
def _submissions(version: str) -> tuple[Submission, ...]:
    return tuple(store().submissions())


def every_submission() -> tuple[Submission, ...]:
    """All submissions, the newest first; for what is said of the store as a whole."""
    return _submissions(version())


def submissions() -> tuple[Submission, ...]:
    """The submissions that the person at the page may see: a unit its own. The newest first."""
    from dashboard import own

    return tuple(item for item in every_submission() if own.unit(item.unit))


def target_of(item: Assessment) -> Target | None:
    """The target a verdict was reached by, as read from the plan's words."""
    if not item.target:
        return None
    known = indicators().get(item.code)
    way = known.direction if known else None
    return parse_target(item.target, unit=item.unit, direction=way, period=period_of(item.year)).target


def period_of(year: int) -> tuple[int, int]:
    """The ten-year plan that a year belongs to: 2024 -> (2021, 2030), 2020 -> (2011, 2020)."""
    start = (year - 1) // 10 * 10 + 1
    return start, start + 9


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
    return check_file(store(), content, name, **{**said, **({} if mine is None else {"unit": mine})})


@needs(Right.LOAD)
def load(name: str, content: bytes, said: Mapping[str, Any]) -> Any:
    """Read, check and accept what is in order."""
    from indicators.intake import load_file

    try:
        return load_file(store(), content, name, **said)
    finally:
        refresh()


@needs(Right.UNDO)
def undo(submission: str, by: str, reason: str) -> Submission:
    """Withdraw a submission: what counted before it counts again."""
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
