"""Areas, and what became of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from indicators.model.words import AreaLevel


@dataclass(frozen=True, slots=True)
class Area:
    """A county, town or village; identity is `path` (names from the top joined by "/")."""

    code: str
    name: str
    path: str
    level: AreaLevel
    parent_code: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class AreaEvent:
    """A change of areas on a day: rename, merge, split or move of areas `sources` into `targets` (paths).

    `moved` are the areas below that went along, (old path, new path). `carried` figures go on under the
    areas that follow, `unfilled` could not be made (rates without numerators). `undone`: taken back.
    """

    id: str
    kind: str
    happened: dt.date
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    moved: tuple[tuple[str, str], ...]
    note: str
    by: str
    at: dt.datetime
    carried: int = 0
    unfilled: int = 0
    undone: bool = False
