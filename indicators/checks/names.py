"""Names in a file to the catalogue's indicators and the district's areas, or the nearest suggestions."""

from __future__ import annotations

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

SUGGESTED = 3

WHOLE_TABLE = frozenset(("table_indicator", "rows", "columns", "row_names", "layout"))
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


class Places:
    """The district's areas by every way a file may name them."""

    def __init__(self, areas: Sequence[Area], home: str | None) -> None:
        self.home = home
        self.paths = {area.path for area in areas}
        self.by_code = {area.code: area.path for area in areas if area.code}
        self.names = {area.path: area.name for area in areas}
        self.tails: dict[str, list[str]] = {}
        for area in areas:
            steps = squeeze(area.path).split("/")
            for at in range(len(steps)):
                self.tails.setdefault("/".join(steps[at:]), []).append(area.path)

    def candidates(self, given: str) -> list[str]:
        """Every path a name may mean: exactly it, its code, the end of a path, near home first."""
        if given in self.paths:
            return [given]
        if given in self.by_code:
            return [self.by_code[given]]
        found = self.tails.get("/".join(squeeze(step) for step in given.split("/")), [])
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
        if not found and last in WHOLE_WORDS:
            above = given.rpartition("/")[0]
            return self.find(above) if above and above not in WHOLE_WORDS else self.home
        return None


def name_areas(work: pd.DataFrame, places: Places) -> pd.Series:
    """Path of each row's area; the home's where the row names none, null where the name is unknown."""
    given = work["given_area"]
    path = recode(given, places.find)
    if places.home is None:
        return path
    if places.home not in path.cat.categories:
        path = path.cat.add_categories([places.home])
    return path.mask(given.isna(), places.home)


def name_indicators(work: pd.DataFrame, catalog: CatalogLike, table: Table) -> np.ndarray:
    """Place of each row's indicator in the table, -1 where the file's label is no known indicator."""
    places = table.places()

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
        here = (work["sheet"].astype("object").fillna("") == (question.place.sheet or "")).to_numpy(
            dtype=bool
        )
        file = work["file"].astype("object").fillna("") == (question.place.file or "")
        here = here & file.to_numpy(dtype=bool)
        if question.kind == "indicator":
            here = here & work["score"].notna().to_numpy()
        elif question.kind not in WHOLE_TABLE:
            continue
        waiting |= here
    return waiting & (work["ind"].to_numpy() < 0) & ~work["part"].to_numpy()


def report_names(
    audit: Audit, catalog: CatalogLike, places: Places, questions: Sequence[Question] = ()
) -> None:
    """Findings for labels that are no known indicator and names that are no known area."""
    work = audit.work
    waiting = unanswered(work, questions)
    audit.grouped("indicator_unanswered", waiting, [])
    labels = [name for entry in catalog.vocabulary().indicators for name in (entry.name, *entry.labels)]
    own = {
        name: entry.name for entry in catalog.vocabulary().indicators for name in (entry.name, *entry.labels)
    }

    def near_indicators(group: pd.DataFrame) -> dict[str, object]:
        label = str(group["label"].iloc[0])
        close = nearest(label.rsplit(" / ", 1)[-1], labels, 3 * SUGGESTED)
        return {
            "nearest": "、".join(list(dict.fromkeys(own[name] for name in close))[:SUGGESTED]),
            "label": label,
        }

    def near_areas(group: pd.DataFrame) -> dict[str, object]:
        given = str(group["given_area"].iloc[0])
        several = places.candidates(given)
        if len(several) > 1:
            return {"given": given, "nearest": "、".join(several[:SUGGESTED])}
        by_name = {name: path for path, name in places.names.items()}
        close = nearest(given.rsplit("/", 1)[-1], by_name)
        return {"given": given, "nearest": "、".join(by_name[name] for name in close)}

    unknown = (work["ind"].to_numpy() < 0) & ~work["part"].to_numpy() & ~waiting
    named = work["label"].notna().to_numpy()
    audit.grouped("unknown_indicator", unknown & named, ["label"], near_indicators)
    audit.grouped("no_indicator", unknown & ~named, [])
    lost = work["area"].isna().to_numpy() & work["given_area"].notna().to_numpy()
    known_twice = {
        str(name) for name in work["given_area"].cat.categories if len(places.candidates(str(name))) > 1
    }
    twice = lost & work["given_area"].isin(known_twice).to_numpy()
    audit.grouped("ambiguous_area", twice, ["given_area"], near_areas)
    audit.grouped("unknown_area", lost & ~twice, ["given_area"], near_areas)
    audit.grouped("no_area", work["area"].isna().to_numpy() & work["given_area"].isna().to_numpy(), [])
