"""Pure: one line of a list — a verdict with the definition and the year before beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dashboard import format as fmt
from indicators.model import Assessment, Direction, Indicator
from indicators.store.demands import OWN


@dataclass(frozen=True, slots=True)
class Row:
    """An assessment as listed: its definition, the year before, and what the share was made of."""

    item: Assessment
    indicator: Indicator | None = None
    before: Assessment | None = None
    also: tuple[str, ...] = ()

    @property
    def plans(self) -> tuple[str, ...]:
        """The plan of the verdict, then those that ask the same of the same indicator."""
        return (*((self.item.plan,) if self.item.plan else ()), *self.also)

    @property
    def other_set(self) -> str:
        """The set of targets that asks it, where it is not the plan's own: the province's, say."""
        name = self.item.basis.target_set or ""
        return "" if name == OWN else name

    @property
    def asked(self) -> dict[str, str | None]:
        """What in an address names this verdict among those of its indicator."""
        return asked_by(self.item)

    @property
    def direction(self) -> Direction:
        """Which way is better: by the target, else by the definition; none when neither says."""
        if self.item.basis.direction:
            return Direction(self.item.basis.direction)
        return self.indicator.direction if self.indicator else Direction.NONE

    @property
    def decimals(self) -> int | None:
        """Decimals of the figure as reported."""
        return self.item.basis.decimals

    @property
    def numerator(self) -> float | None:
        """What the share was made of, where it was reported."""
        return self.item.basis.numerator

    @property
    def denominator(self) -> float | None:
        """What the share was taken of, where it was reported."""
        return self.item.basis.denominator

    @property
    def rolled(self) -> str:
        """That the areas below made the figure, and how many of them gave theirs; "" for one reported."""
        basis = self.item.basis
        if not basis.rolled:
            return ""
        return f"由下级汇总（{fmt.coverage(basis.parts_reported, basis.parts_asked)}）"

    @property
    def aside(self) -> str:
        """The same behind the figure in a line."""
        return f"，{self.rolled}" if self.rolled else ""

    @property
    def figure_year(self) -> int:
        """The year the figure is of: an older one stands where the year itself has none."""
        return self.item.basis.figure_year or self.item.year

    @property
    def change(self) -> str:
        """The change since the figure before, in words; its year is named unless it is last year's."""
        basis = self.item.basis
        if basis.previous_value is None:
            return fmt.DASH
        words = fmt.change_words(self.item.value, basis.previous_value, self.direction, self.item.unit)
        if words == fmt.DASH or basis.previous_year in (None, self.figure_year - 1):
            return words
        return f"较{basis.previous_year}年{words}"

    @property
    def lead(self) -> str:
        """The lead unit: the plan's, else the definition's."""
        return self.item.lead_unit or (self.indicator.lead if self.indicator else None) or ""


def asked_by(item: Assessment) -> dict[str, str | None]:
    """The plan, and the set of targets where it is not the plan's own."""
    name = item.basis.target_set
    return {"p": item.plan, "set": None if name in ("", OWN) else name}


@dataclass(frozen=True, slots=True)
class Filters:
    """What of the list is wanted; empty means everything."""

    plan: Sequence[str] = ()
    domain: Sequence[str] = ()
    status: Sequence[str] = ()
    alert: Sequence[str] = ()
    unit: Sequence[str] = ()
    search: str = ""
    attained: Sequence[str] = ()

    def keep(self, row: Row) -> bool:
        """Whether a row is wanted."""
        item = row.item
        return (
            (not self.plan or item.plan in self.plan)
            and (not self.domain or item.domain in self.domain)
            and (not self.status or fmt.status_of(item).key in self.status)
            and (not self.alert or item.alert in self.alert)
            and (not self.unit or row.lead in self.unit)
            and (not self.attained or item.attainment in self.attained)
            and matches(row, self.search)
        )


def matches(row: Row, search: str) -> bool:
    """Whether every word of the search is in the name, an alias, the code or the pinyin initials."""
    names = [row.item.indicator, *(row.indicator.aliases if row.indicator else ())]
    hay = " ".join([*names, row.item.code, *(initials(name) for name in names)]).casefold()
    return all(word in hay for word in search.casefold().split())


_initials: dict[str, str] = {}


def initials(name: str) -> str:
    """The pinyin initials of a name: 宫颈癌 -> gja; other letters and digits stay."""
    if name not in _initials:
        from pypinyin import Style, lazy_pinyin

        _initials[name] = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).casefold()
    return _initials[name]


def joined(rows: Iterable[Row]) -> list[Row]:
    """One line where both plans ask the same of the same indicator; the first keeps its place."""
    found: dict[tuple[str, str | None], Row] = {}
    for row in rows:
        key = (row.item.code, row.item.target)
        known = found.get(key)
        if known is None:
            found[key] = row
        elif row.item.plan not in known.plans:
            found[key] = replace(known, also=(*known.also, row.item.plan or ""))
    return list(found.values())


def by_urgency(rows: Iterable[Row]) -> list[Row]:
    """Red, orange, yellow, no data, green; within, the gap behind schedule."""
    return sorted(rows, key=lambda row: fmt.urgency(row.item))


def by_distance(rows: Iterable[Row]) -> list[Row]:
    """Farthest from its target first; what has no target or no figure comes last."""

    def key(row: Row) -> tuple[bool, float, str]:
        item = row.item
        known = item.value is not None and item.milestone_value is not None
        if not known:
            return (True, 0.0, item.code)
        scale = abs(item.milestone_value or 0.0) or 1.0
        off = abs((item.value or 0.0) - (item.milestone_value or 0.0)) / scale
        return (False, off if item.attainment == "met" else -off, item.code)

    return sorted(rows, key=key)
