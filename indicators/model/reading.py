"""What is read from a file: where it stands, what it may mean, what could not be told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from indicators.model.areas import Area
from indicators.model.words import Missing, Qualifier


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file, a sheet in it, a cell (A1 style) or a key."""

    file: str | None = None
    sheet: str | None = None
    cell: str | None = None


@dataclass(frozen=True, slots=True)
class NameEntry:
    """One indicator as the reader knows it: every label that means it, and its unit.

    `breakdown` is not empty where the labels mean a part only (城市孕产妇死亡率: 城乡 = 城市); a
    figure under such a label belongs to that breakdown, never to the whole.
    """

    code: str
    name: str
    unit: str
    labels: tuple[str, ...] = ()
    breakdown: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All the reader needs to know of catalogue and district to name what it reads.

    `components` are labels of numerators and denominators (实查人数, 活产数): known, but not
    indicators by themselves unless also listed in `indicators`.
    """

    indicators: tuple[NameEntry, ...] = ()
    components: tuple[str, ...] = ()
    areas: tuple[Area, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """One thing the reader could not decide; `answers` are ranked (value, what it means, score).

    `key` goes into `--answer key=value`; `signature` identifies the file layout, so that an answer
    can be remembered for the same form next year.
    """

    key: str
    kind: str
    text: str
    place: Place
    answers: tuple[tuple[str, str, float], ...] = ()
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One value as read from a cell (see the contract's `read`); one row of a reading."""

    file: str
    sheet: str
    cell: str
    indicator: str | None
    code: str | None = None
    score: float | None = None
    area: str | None = None
    year: int | None = None
    as_of: dt.date | None = None
    period_label: str | None = None
    breakdown: Mapping[str, str] = field(default_factory=dict)
    value: float | None = None
    missing: Missing | None = None
    qualifier: Qualifier = Qualifier.EXACT
    unit: str | None = None
    raw: str = ""
    flags: tuple[str, ...] = ()
    component: str | None = None


@dataclass(frozen=True, slots=True)
class Observation:
    """An accepted figure: indicator x area x period x breakdown, with its origin.

    `text` is the figure as reported (decimal text); `value` the same as a float in the
    indicator's unit. Either a value or a reason for having none.
    """

    code: str
    area: str
    year: int
    value: float | None
    text: str = ""
    missing: Missing | None = None
    qualifier: Qualifier = Qualifier.EXACT
    numerator: float | None = None
    denominator: float | None = None
    breakdown: Mapping[str, str] = field(default_factory=dict)
    as_of: dt.date | None = None
    period_label: str | None = None
    place: Place = Place()
    raw: str = ""
    flags: tuple[str, ...] = ()
