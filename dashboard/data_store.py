"""What all data modules rest on: the store of this server, its version, its areas and definitions.

What is kept is shared by all sessions: it is frozen, or frames that nobody changes.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from dashboard import runtime, state
from dashboard.memo import kept
from indicators.assess import Settings, settings_in_force
from indicators.model import Area, Indicator
from indicators.store import Store

_run = threading.local()


def store() -> Store:
    """The store of this server process. Raises StoreError with a sentence."""
    return runtime.shared_store(state.store_path())


def ready() -> bool:
    """Whether there is a store with a district in it."""
    return runtime.exists(state.store_path()) and bool(areas())


def version() -> str:
    """Changes with every write; the key of whatever is kept here. One run of a page sees one version."""
    seen = getattr(_run, "version", None)
    return seen if seen is not None else _version_now()


def refresh() -> None:
    """Begin a run: look up the version once, so that a page is of one piece and asks only once."""
    _run.version = None
    state.begin_run()
    if runtime.exists(state.store_path()):
        _run.version = _version_now()


def forget_run() -> None:
    """Outside a page's run: look the version up at each question."""
    _run.version = None
    state.forget_run()


def _version_now() -> str:
    return f"{state.store_path()}|{store().data_version()}"


@cache
def _queries() -> dict[str, str]:
    text = (Path(__file__).resolve().parent / "queries.sql").read_text(encoding="utf-8")
    parts = re.split(r"^-- name: (\w+)\n", text, flags=re.M)[1:]
    return dict(zip(parts[::2], (part.strip().rstrip(";") for part in parts[1::2]), strict=True))


def sql(name: str) -> str:
    """One of the pages' queries."""
    return _queries()[name]


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
    return [int(year) for year in store().query(sql("years"))["year"]]


def years() -> list[int]:
    """Years with figures, the newest first."""
    return _years(version())


@kept(8)
def _catalog(version: str) -> Any:
    return store().catalog()


def indicators() -> Mapping[str, Indicator]:
    """The definitions in force by code."""
    return _catalog(version()).by_code


@kept(8)
def _settings(version: str) -> Settings:
    return settings_in_force(store())


def settings() -> Settings:
    """The method's constants in force; the defaults where there is no store yet."""
    return _settings(version()) if ready() else Settings()


def period_of(year: int) -> tuple[int, int]:
    """The ten-year plan that a year belongs to: 2024 -> (2021, 2030), 2020 -> (2011, 2020)."""
    start = (year - 1) // 10 * 10 + 1
    return start, start + 9
