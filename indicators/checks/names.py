"""Names in a file to the catalogue's indicators and the district's areas, or the nearest suggestions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from indicators.checks.audit import Audit
from indicators.checks.frame import recode, squeeze
from indicators.checks.table import CatalogLike, Table
from indicators.model import Area, Question

WHOLE_WORDS = frozenset(
    ["合计", "总计", "總計", "合計", "全县", "全区", "全市", "全旗", "全国", "本县", "本区", "本级", "全省"]
)
"""Words of total rows: the figure is that of the file's own area."""

SUBTOTAL_WORDS = frozenset(["小计", "小計", "总数", "全镇", "全乡", "全街道", "全村", "全社区", "共计"])
"""Words of total rows that only say something below the name of an area."""

SUGGESTED = 3

WHOLE_TABLE = frozenset(("table_indicator", "rows", "columns", "parents", "row_names", "layout"))
"""Kinds of the reader's questions that concern a whole table."""


def nearest(name: str, known: Iterable[str], count: int = SUGGESTED) -> list[str]:
    """The `count` known names most like `name`, best first."""
    choices = list(dict.fromkeys(known))
    found = process.extract(squeeze(name), choices, scorer=fuzz.ratio, processor=squeeze, limit=count)
    return [choice for choice, _, _ in found]


def home_path(areas: Sequence[Area], default_area: str | None) -> str | None:
    """Path of the area a file without areas speaks of: the one asked for, else the district itself."""
    if default_area is None:
        tops = [area.path for area in areas if area.parent_code is None]
        return tops[0] if tops else None
    return Places(areas, None).find(default_area) or default_area


_Gathered = tuple[set[str], dict[str, str], dict[str, str], dict[str, list[str]], dict[str, list[str]]]
_LAST: list[tuple[Sequence[Area], _Gathered]] = []


def _gathered(areas: Sequence[Area]) -> _Gathered:
    """Paths, path by code, name by path, paths by the end of a path, and by it written in one: made
    once for the same list of areas."""
    held = _LAST[:1]
    if held and held[0][0] is areas:
        return held[0][1]
    tails: dict[str, list[str]] = {}
    joined: dict[str, list[str]] = {}
    for area in areas:
        steps = squeeze(area.path).split("/")
        for at in range(len(steps)):
            tails.setdefault("/".join(steps[at:]), []).append(area.path)
            if at < len(steps) - 1:
                joined.setdefault("".join(steps[at:]), []).append(area.path)
    by_code = {area.code: area.path for area in areas if area.code}
    found = ({area.path for area in areas}, by_code, {area.path: area.name for area in areas}, tails, joined)
    _LAST[:] = [(areas, found)]
    return found


class Places:
    """The district's areas by every way a file may name them."""

    def __init__(self, areas: Sequence[Area], home: str | None) -> None:
        self.home = home
        self.paths, self.by_code, self.names, self.tails, self.joined = _gathered(areas)

    def candidates(self, given: str) -> list[str]:
        """Every path a name may mean: exactly it, its code, the end of a path, near home first."""
        if given in self.paths:
            return [given]
        if given in self.by_code:
            return [self.by_code[given]]
        found = self.tails.get("/".join(squeeze(step) for step in given.split("/")), [])
        found = found or self.joined.get(squeeze(given), [])
        if len(found) > 1 and self.home:
            near = [path for path in found if path.startswith(f"{self.home}/") or path == self.home]
            found = near or found
        top = min((path.count("/") for path in found), default=0)
        highest = [path for path in found if path.count("/") == top]
        return highest if len(highest) == 1 else found

    def find(self, given: str) -> str | None:
        """The one path a name means (home's for words of a total row); None if unknown or not unique."""
        found = self.candidates(given)
        if len(found) == 1:
            return found[0]
        last = squeeze(given.rsplit("/", 1)[-1])
        above = given.rpartition("/")[0]
        if not found and (last in WHOLE_WORDS or (above and last in SUBTOTAL_WORDS)):
            return self.find(above) if above and above not in WHOLE_WORDS else self.home
        bare = re.sub(r"(?:合计|总计|小计|总数)$", "", given)
        return self.find(bare) if not found and bare and bare != given else None


def name_areas(work: pd.DataFrame, places: Places) -> pd.Categorical:
    """Path of each row's area; the home's where the row names none, null where the name is unknown."""
    given = work["given_area"].array
    path = recode(given, places.find)
    if places.home is None:
        return path
    if places.home not in path.categories:
        path = path.add_categories([places.home])
    codes = np.where(given.codes < 0, path.categories.get_loc(places.home), path.codes)
    return pd.Categorical.from_codes(codes, path.categories)


def name_indicators(work: pd.DataFrame, catalog: CatalogLike, table: Table) -> np.ndarray:
    """Place of each row's indicator in the table, -1 where the file's label is no known indicator."""
    places = table.places

    def place(code: str) -> int:
        known = catalog.find(code)
        return places.get(known.code, -1) if known else -1

    given = work["given_code"].cat
    found = np.array([place(str(code)) for code in given.categories] + [-1], dtype="int64")
    return found[given.codes.to_numpy()]


def mark_parts(work: pd.DataFrame, table: Table) -> np.ndarray:
    """Rows that are a numerator or denominator and not the indicator of their code by itself."""
    component = work["component"].cat
    labels = [squeeze(str(label)) for label in component.categories]
    part = component.codes.to_numpy() >= 0
    place = work["ind"].to_numpy()
    for at in np.unique(place[part & (place >= 0)]):
        own = [code for code, label in enumerate(labels) if label in table.labels[at]]
        part &= ~((place == at) & np.isin(component.codes.to_numpy(), own))
    return part


def unanswered(work: pd.DataFrame, questions: Sequence[Question]) -> np.ndarray:
    """Rows without an indicator whose table the reader has an open question about.

    A question about one label concerns the labels that it found something near for (they have a
    score); a question about the whole table or its layout concerns all of them.
    """
    waiting = np.zeros(len(work), dtype=bool)
    for question in questions:
        if question.kind != "indicator" and question.kind not in WHOLE_TABLE:
            continue
        here = np.ones(len(work), dtype=bool)
        for name, stands in (("sheet", question.place.sheet), ("file", question.place.file)):
            known = list(work[name].cat.categories)
            here &= work[name].cat.codes.to_numpy() == (known.index(stands) if stands in known else -1)
        if question.kind == "indicator":
            here &= np.isfinite(work["score"].to_numpy())
        waiting |= here
    return waiting & (work["ind"].to_numpy() < 0) & ~work["part"].to_numpy()


def report_names(
    audit: Audit, catalog: CatalogLike, places: Places, questions: Sequence[Question] = ()
) -> None:
    """Findings for labels that are no known indicator and names that are no known area."""
    work = audit.work
    waiting = unanswered(work, questions)
    audit.grouped("indicator_unanswered", waiting, [])
    unknown = (work["ind"].to_numpy() < 0) & ~work["part"].to_numpy() & ~waiting
    named = work["label"].cat.codes.to_numpy() >= 0
    suggested = _IndicatorNames(catalog)
    audit.grouped("unknown_indicator", unknown & named, ["label"], suggested.words)
    audit.grouped("no_indicator", unknown & ~named, [])
    _report_areas(audit, places)


class _IndicatorNames:
    """The catalogue's labels, gathered only when a name is not known."""

    def __init__(self, catalog: CatalogLike) -> None:
        self.catalog = catalog
        self.own: dict[str, str] = {}

    def words(self, group: pd.DataFrame) -> dict[str, object]:
        """The label as read and the indicators most like its last step."""
        if not self.own:
            entries = self.catalog.vocabulary().indicators
            self.own = {name: entry.name for entry in entries for name in (entry.name, *entry.labels)}
        label = str(group["label"].iloc[0])
        close = nearest(label.rsplit(" / ", 1)[-1], self.own, 3 * SUGGESTED)
        return {
            "nearest": "、".join(list(dict.fromkeys(self.own[name] for name in close))[:SUGGESTED]),
            "label": label,
        }


def _report_areas(audit: Audit, places: Places) -> None:
    work = audit.work
    lost = work["area"].cat.codes.to_numpy() < 0
    if not lost.any():
        return
    given = work["given_area"].cat
    several = np.array([len(places.candidates(str(name))) > 1 for name in given.categories] + [False])
    named = given.codes.to_numpy() >= 0
    twice = lost & several[given.codes.to_numpy()]
    by_name = {name: path for path, name in places.names.items()}

    def words(group: pd.DataFrame) -> dict[str, object]:
        name = str(group["given_area"].iloc[0])
        close = places.candidates(name) or [by_name[one] for one in nearest(name.rsplit("/", 1)[-1], by_name)]
        return {"given": name, "nearest": "、".join(close[:SUGGESTED])}

    audit.grouped("ambiguous_area", twice, ["given_area"], words)
    audit.grouped("unknown_area", lost & named & ~twice, ["given_area"], words)
    audit.grouped("no_area", lost & ~named, [])
