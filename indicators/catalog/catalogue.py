"""The Catalog: every indicator the product knows, found by code, by old code or by any of its names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from indicators.catalog.labels import label_key
from indicators.model import (
    Area,
    AreaLevel,
    Indicator,
    NameEntry,
    PlanKind,
    TargetText,
    Vocabulary,
)

if TYPE_CHECKING:
    from indicators.sheets.labels import Matcher

NATION = "国家"
"""The scope of a target that the nation set itself."""


@dataclass(frozen=True)
class Catalog:
    """Indicators in the order of the plans' chapters; lookups are made once, at construction."""

    indicators: tuple[Indicator, ...]

    @cached_property
    def by_code(self) -> Mapping[str, Indicator]:
        """Indicators by their present code."""
        return MappingProxyType({item.code: item for item in self.indicators})

    @cached_property
    def _by_old_code(self) -> Mapping[str, tuple[Indicator, ...]]:
        old: dict[str, tuple[Indicator, ...]] = {}
        for item in self.indicators:
            for code in old_codes_of(item):
                old[code] = (*old.get(code, ()), item)
        return old

    @cached_property
    def _by_label(self) -> Mapping[str, Indicator]:
        return {label_key(label): item for item in self.indicators for label in labels_of(item)}

    def __len__(self) -> int:
        return len(self.indicators)

    def find_all(self, code: str) -> tuple[Indicator, ...]:
        """Every indicator that a code may mean: one, or the parts into which an old code was split."""
        found = self.by_code.get(code)
        return (found,) if found else self._by_old_code.get(code, ())

    def find(self, code: str) -> Indicator | None:
        """The indicator of a code, old codes included; None when unknown or when it was split."""
        found = self.find_all(code)
        return found[0] if len(found) == 1 else None

    def named(self, label: str) -> Indicator | None:
        """The indicator that bears exactly this name or alias (width, spaces, brackets set aside)."""
        return self._by_label.get(label_key(label))

    def beginning(self, sentence: str) -> Indicator | None:
        """The indicator with whose name or alias a sentence begins; of several, the longest name counts."""
        key = label_key(sentence)
        fitting = [label for label in self._by_label if key.startswith(label)]
        return self._by_label[max(fitting, key=len)] if fitting else None

    def nearest(self, label: str, count: int = 3) -> list[tuple[Indicator, float]]:
        """The indicators whose names are most like a label, best first, each with a score of 0–100."""
        from rapidfuzz import fuzz, process

        hits = process.extract(label_key(label), self._by_label.keys(), scorer=fuzz.ratio, limit=count * 4)
        best: dict[str, tuple[Indicator, float]] = {}
        for key, score, _ in hits:
            item = self._by_label[key]
            best.setdefault(item.code, (item, score))
        return list(best.values())[:count]

    @cached_property
    def matcher(self) -> Matcher:
        """The reader's own matching of labels, which knows names that differ by nothing that matters."""
        from indicators.sheets.labels import Matcher

        return Matcher(self.vocabulary())

    def of_plan(self, plan: PlanKind | str) -> tuple[Indicator, ...]:
        """The indicators of one plan, chapter by chapter."""
        return tuple(item for chapter in self.chapters(plan).values() for item in chapter)

    def chapters(self, plan: PlanKind | str) -> dict[str, tuple[Indicator, ...]]:
        """A plan's domains in order, each with its indicators; those of both plans stand in both."""
        kind = PlanKind(plan)
        found: dict[str, tuple[Indicator, ...]] = {}
        own_first = sorted(self.indicators, key=lambda item: item.plans[0] is not kind)
        for item in own_first:
            if kind in item.plans:
                domain = item.domain_in(kind)
                found[domain] = (*found.get(domain, ()), item)
        return found

    def vocabulary(self, areas: Sequence[Area] = ()) -> Vocabulary:
        """What the reader needs to know of catalogue and district."""
        entries, components = self._words
        return Vocabulary(entries, components, tuple(areas))

    @cached_property
    def _words(self) -> tuple[tuple[NameEntry, ...], tuple[str, ...]]:
        ratios = ((item.numerator, item.denominator) for item in self.indicators)
        components = dict.fromkeys(label for ratio in ratios for label in ratio if label)
        return tuple(_entries(self.indicators)), tuple(components)

    def extended(self, more: Iterable[Indicator]) -> Catalog:
        """This catalogue with further definitions; one with a known code takes the old one's place."""
        merged = {item.code: item for item in self.indicators}
        merged.update((item.code, item) for item in more)
        return Catalog(tuple(merged.values()))


def labels_of(item: Indicator) -> tuple[str, ...]:
    """Every label that means the whole indicator: its name, then its aliases."""
    return (item.name, *item.aliases)


def old_codes_of(item: Indicator) -> tuple[str, ...]:
    """Codes under which a source lists the indicator or a part of it."""
    return (*item.old_codes, *(part.old_code for part in item.parts if part.old_code))


def _entries(indicators: Iterable[Indicator]) -> Iterator[NameEntry]:
    for item in indicators:
        yield NameEntry(item.code, item.name, item.unit, labels_of(item))
        for part in item.parts:
            yield NameEntry(item.code, part.label, item.unit, (part.label,), part.breakdown)


def applicable_targets(
    catalog: Catalog, area: Area, *, period: tuple[int, int] | None = None, year: int | None = None
) -> list[tuple[Indicator, TargetText]]:
    """The catalogue's targets that judge an area; examples never do.

    The nation is held to what the nation set (scope 国家). Any other area is held to targets whose
    scope is its own name or path, which come from its own plan, not from the
    built-in definitions. `period` asks for one plan period, `year` for those that contain it.
    """
    scopes = {NATION} if area.level is AreaLevel.NATION else {area.name, area.path}
    return [
        (item, target)
        for item in catalog.indicators
        for target in item.targets
        if not target.example
        and target.scope in scopes
        and (period is None or target.period == tuple(period))
        and (year is None or target.period[0] <= year <= target.period[1])
    ]
