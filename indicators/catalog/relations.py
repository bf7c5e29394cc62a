"""How indicators stand to each other, read from relations.toml: data for the checks between figures."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from itertools import pairwise

from indicators.model import Indicator


@dataclass(frozen=True, slots=True)
class Relations:
    """The relations by kind; every field is explained where it is written, in relations.toml.

    `at_most` holds chains of codes from the smallest up, `confused` groups of codes, `partitions` the
    parts of each breakdown that is complete with them, `opposite` pairs of words.
    """

    at_most: tuple[tuple[str, ...], ...] = ()
    one_a_village: frozenset[str] = frozenset()
    sums_to_hundred: frozenset[str] = frozenset()
    not_additive: frozenset[str] = frozenset()
    mean_words: tuple[str, ...] = ()
    confused: tuple[tuple[str, ...], ...] = ()
    partitions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    opposite: tuple[tuple[str, str], ...] = ()
    opposite_words: tuple[str, ...] = ()

    def pairs(self) -> list[tuple[str, str]]:
        """(smaller, greater) for neighbours of every chain, each once."""
        links = (pair for chain in self.at_most for pair in pairwise(chain))
        return list(dict.fromkeys(links))

    def siblings(self) -> list[tuple[str, str]]:
        """(code, other) for every two indicators that are taken for one another, both ways."""
        return [(one, other) for group in self.confused for one in group for other in group if one != other]

    def complements(self, indicators: Sequence[Indicator]) -> list[tuple[str, str]]:
        """Codes of indicators in % whose names say that they are the two sides of one composition."""
        named = {item.name: item.code for item in indicators if item.unit == "%"}
        found = []
        for name, code in named.items():
            if any(word in name for word in self.opposite_words):
                others = {name.replace(one, two) for one, two in self.opposite if one in name}
                found += [(code, named[other]) for other in sorted(others) if other in named]
        return found

    def neighbours(self, codes: set[str], indicators: Sequence[Indicator]) -> set[str]:
        """The other indicators whose figures the checks of these need."""
        links = [*self.pairs(), *self.siblings(), *self.complements(indicators)]
        return {two for one, two in [*links, *((b, a) for a, b in links)] if one in codes} - codes


@cache
def relations() -> Relations:
    """The relations that ship with the product."""
    text = (resources.files("indicators.catalog") / "relations.toml").read_text(encoding="utf-8")
    raw = tomllib.loads(text)
    opposite = raw["opposite"]
    return Relations(
        at_most=tuple(map(tuple, raw["at_most"])),
        one_a_village=frozenset(raw["one_a_village"]),
        sums_to_hundred=frozenset(raw["sums_to_hundred"]),
        not_additive=frozenset(raw["not_additive"]),
        mean_words=tuple(raw["mean_words"]),
        confused=tuple(map(tuple, raw["confused"])),
        partitions={name: tuple(parts) for name, parts in raw["partitions"].items()},
        opposite=tuple((one, two) for one, two in opposite["pairs"]),
        opposite_words=tuple(opposite["words"]),
    )
