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

    `at_most` holds chains of codes from the smallest up, `at_most_counts` chains of counts, each of
    which may be the part of a share (`W0401/分子`), as in `one_a_village`. `confused` holds groups of codes,
    `partitions` the parts of each breakdown that is complete with them, `opposite` pairs of words.
    """

    at_most: tuple[tuple[str, ...], ...] = ()
    at_most_counts: tuple[tuple[str, ...], ...] = ()
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
        chains = (*self.at_most, *self.at_most_counts)
        links = (pair for chain in chains for pair in pairwise(chain))
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
        links = [(owner(one), owner(two)) for one, two in self.pairs()]
        links += [*self.siblings(), *self.complements(indicators)]
        return {two for one, two in [*links, *((b, a) for a, b in links)] if one in codes} - codes


PARTS = ("分子", "分母")
"""How the numerator and the denominator of a share are named behind its code."""


def owner(code: str) -> str:
    """The indicator that a part belongs to: W0401 of W0401/分子; any other code is its own."""
    return code.partition("/")[0]


def part_names(indicators: Sequence[Indicator]) -> dict[str, str]:
    """The catalogue's names of the parts of its shares: W0401/分子 -> 县级人大女代表数."""
    named = ((item.code, (item.numerator, item.denominator)) for item in indicators)
    return {
        f"{code}/{part}": label
        for code, labels in named
        for part, label in zip(PARTS, labels, strict=True)
        if label
    }


@cache
def relations() -> Relations:
    """The relations that ship with the product."""
    text = (resources.files("indicators.catalog") / "relations.toml").read_text(encoding="utf-8")
    raw = tomllib.loads(text)
    opposite = raw["opposite"]
    return Relations(
        at_most=tuple(map(tuple, raw["at_most"])),
        at_most_counts=tuple(map(tuple, raw["at_most_counts"])),
        one_a_village=frozenset(raw["one_a_village"]),
        sums_to_hundred=frozenset(raw["sums_to_hundred"]),
        not_additive=frozenset(raw["not_additive"]),
        mean_words=tuple(raw["mean_words"]),
        confused=tuple(map(tuple, raw["confused"])),
        partitions={name: tuple(parts) for name, parts in raw["partitions"].items()},
        opposite=tuple((one, two) for one, two in opposite["pairs"]),
        opposite_words=tuple(opposite["words"]),
    )
