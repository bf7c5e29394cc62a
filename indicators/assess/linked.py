"""Counts that several sensitive indicators show: kept back in one, they must not be read off another.

An indicator shows a count as its numerator (or itself, where it counts), and as its denominator where that
is another sensitive indicator's count: cases, then the share of cases closed. What a share leaves of its
denominator is another's count where the two are equal wherever both are known (people with and without a
case). Each count is looked at once, with all figures that show it; a figure is kept back with any count it
shows, and what is kept back there is unknown in its other counts too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from indicators.assess.suppress import Cell, Place, suppressed

_SIGNS = re.compile(r"[\s()（）、，,·“”\"'《》]")
_TAIL = re.compile(r"(?:总数|数量|数)$")


@dataclass(frozen=True, slots=True)
class Shows:
    """What an indicator counts, and of what: names of counts (see `count_name`), None for none known."""

    code: str
    numerators: tuple[str, ...]
    denominator: str | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """One figure: its indicator, its place, the counts behind it where they are known."""

    code: str
    place: Place
    numerator: float | None
    denominator: float | None = None


def count_name(text: str) -> str:
    """A name of a count as it is compared: 家庭暴力案件数 and 家庭暴力 案件 are one."""
    bare = _SIGNS.sub("", text)
    return _TAIL.sub("", bare) or bare


def kept_back_together(
    figures: Sequence[Given], shows: Collection[Shows], *, above: Mapping[str, str | None], least: int
) -> set[tuple[str, Place]]:
    """(code, place) of the figures of one year that may not be shown; `above`, `least` as in `suppressed`."""
    tables = _tables(figures, shows)
    gone: set[tuple[str, Place]] = set()
    while True:
        more: set[tuple[str, Place]] = set()
        for pairs in tables.values():
            linked = len({code for code, _ in pairs}) > 1
            forced = _unseen(pairs, gone) if linked or _shown_elsewhere(pairs, tables) else set()
            cells = _merged(pairs, least)
            hidden = suppressed(cells, below=(), above=above, least=least, forced=forced)
            more |= {(code, cell.place) for code, cell in pairs if cell.place in hidden}
        if more <= gone:
            return gone
        gone |= more


Pair = tuple[str, Cell]


def _tables(figures: Sequence[Given], shows: Collection[Shows]) -> dict[Hashable, list[Pair]]:
    """For each count the figures that show it, with the count there."""
    names = _one_name(shows)
    counted = {item.code: names[item.numerators[0]] for item in shows if item.numerators}
    of = {item.code: item for item in shows}
    known = set(counted.values())
    tables: dict[Hashable, list[Pair]] = defaultdict(list)
    for one in figures:
        own = counted.get(one.code, ("of", one.code))
        tables[own].append((one.code, Cell(*one.place, one.numerator)))
        whole = of[one.code].denominator if one.code in of else None
        base = names.get(whole) if whole else None
        if base in known and base != own and one.denominator is not None:
            tables[base].append((one.code, Cell(*one.place, one.denominator)))
    for count, code, cells in _rests(figures, tables):
        tables[count] += [(code, cell) for cell in cells]
    return dict(tables)


def _one_name(shows: Iterable[Shows]) -> dict[str, str]:
    """Every name of a count with the one that stands for it: an indicator's names are one count."""
    names: dict[str, str] = {}
    for item in shows:
        found = [names[name] for name in item.numerators if name in names]
        best = found[0] if found else next(iter(item.numerators), "")
        names = {name: best if word in found else word for name, word in names.items()}
        names |= dict.fromkeys(item.numerators, best)
    return names


def _rests(
    figures: Iterable[Given], tables: Mapping[Hashable, list[Pair]]
) -> list[tuple[Hashable, str, list[Cell]]]:
    """Of an indicator what its count leaves of its denominator, where that is another count all along.

    Where the two are nowhere known together they may be one, and are taken for it.
    """
    rests: dict[str, dict[Place, float]] = defaultdict(dict)
    for one in figures:
        if one.numerator is not None and one.denominator is not None:
            rests[one.code][one.place] = one.denominator - one.numerator
    found = []
    for count, pairs in tables.items():
        known = {cell.place: cell.count for _, cell in pairs if cell.count is not None}
        own = {code for code, _ in pairs}
        for code, rest in rests.items():
            common = known.keys() & rest.keys()
            if code not in own and all(known[at] == rest[at] for at in common):
                found.append((count, code, [Cell(*place, left) for place, left in rest.items()]))
    return found


def _merged(pairs: Iterable[Pair], least: int) -> list[Cell]:
    """One cell a place: the known count, of several that disagree a small one."""
    found: dict[Place, Cell] = {}
    for _, cell in pairs:
        held = found.get(cell.place)
        small = cell.count is not None and 0 < cell.count < least
        if held is None or held.count is None or small:
            found[cell.place] = cell
    return list(found.values())


def _unseen(pairs: Iterable[Pair], gone: Collection[tuple[str, Place]]) -> set[Place]:
    """The places at which no figure shows the count any more."""
    shown: dict[Place, bool] = {}
    for code, cell in pairs:
        shown[cell.place] = shown.get(cell.place, False) or (code, cell.place) not in gone
    return {place for place, still in shown.items() if not still}


def _shown_elsewhere(pairs: Iterable[Pair], tables: Mapping[Hashable, list[Pair]]) -> bool:
    """Whether an indicator of these pairs shows another count too."""
    codes = {code for code, _ in pairs}
    return sum(bool(codes & {code for code, _ in other}) for other in tables.values()) > 1
