"""Which figures of a sensitive indicator are kept back, so that no small count can be worked out.

A count from 1 to below `least` is kept back (primary), and with it whatever else would give it away
(complementary): breakdowns, siblings in the tree of areas, totals. What a reader can do is add and
subtract what is shown; knowing these rules too, every kept-back count can still be any number from 1
to `least` - 1 (the methods page, section 6, says what may be shown; how is ours).

- Towns and villages: never shown.
- Breakdowns of one indicator in one year go together: if one part anywhere is small, or what parts leave
  of their whole is, none is shown; nor where a total is kept back.
- Totals in the tree of areas: what is kept back below one shown total adds up to at least
  2 · least + k - 3 for k counts (a count not reported, but left over, is one of them), so that each of them
  may be small and another large; else the next sibling goes, and in the end the total above. What lies below
  a total that is kept back goes with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

Parts = tuple[tuple[str, str], ...]
"""A breakdown as (dimension, member) pairs in order; () is the whole."""

Place = tuple[str, Parts]


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of an indicator in a year: of which area (path) and part, and how many stand behind it.

    `count` None: not known (a rate whose parts were not reported); such a figure hides nothing and is
    hidden only with others.
    """

    area: str
    parts: Parts
    count: float | None

    @property
    def place(self) -> Place:
        """Where the cell stands."""
        return self.area, self.parts


def suppressed(
    cells: Iterable[Cell],
    *,
    below: Collection[str],
    above: Mapping[str, str | None],
    least: int,
    forced: Collection[Place] = (),
) -> set[Place]:
    """The cells of one indicator and year that may not be shown.

    `below`: areas (paths) whose figures are never shown; `above`: the area above each area; `forced`: cells
    that are kept back for another reason, so that what stands beside them is looked at with them gone.
    """
    given = list(cells)
    hidden = {cell.place for cell in given if cell.area in below}
    shown = {cell.place: cell.count for cell in given if cell.area not in below}
    totals = {area: count for (area, parts), count in shown.items() if not parts}
    wanted = {area for area, parts in forced if not parts} & totals.keys()
    gone = _totals(totals, above, least, wanted)
    hidden |= {(area, ()) for area in gone}
    broken = {place for place in shown if place[1]}
    if broken and (gone or broken & set(forced) or _small_part(shown, broken, above, least)):
        hidden |= broken
    return hidden


def _small(count: float | None, least: int) -> bool:
    return count is not None and 0 < count < least


def _small_part(
    shown: Mapping[Place, float | None], broken: set[Place], above: Mapping[str, str | None], least: int
) -> bool:
    """Whether a part is small, or what the parts of a whole leave over."""
    sums: dict[tuple[Place, str], list[float | None]] = defaultdict(list)
    for area, parts in broken:
        count = shown[area, parts]
        if _small(count, least):
            return True
        for dimension, member in parts:
            whole = tuple(pair for pair in parts if pair != (dimension, member))
            sums[(area, whole), dimension].append(count)
        if (up := above.get(area)) is not None:
            sums[(up, parts), ""].append(count)
    return any(_small(_left(shown.get(place), counts), least) for (place, _), counts in sums.items())


def _left(whole: float | None, counts: list[float | None]) -> float | None:
    known = [count for count in counts if count is not None]
    return None if whole is None or len(known) < len(counts) else whole - sum(known)


def _totals(
    totals: Mapping[str, float | None], above: Mapping[str, str | None], least: int, forced: Iterable[str]
) -> set[str]:
    """The areas whose totals may not be shown."""
    children: dict[str, list[str]] = defaultdict(list)
    for area in totals:
        up = above.get(area)
        if up in totals:
            children[str(up)].append(area)
    gone: set[str] = set()
    for area in forced:
        gone |= _subtree(area, children)
    for area, count in totals.items():
        if _small(count, least):
            gone |= _subtree(area, children)
    changed = True
    while changed:
        changed = False
        for area, below in children.items():
            more = set() if area in gone else _line(area, below, totals, gone, least)
            for one in more:
                gone |= _subtree(one, children)
            changed |= bool(more)
    return gone


def _subtree(area: str, children: Mapping[str, list[str]]) -> set[str]:
    found, waiting = set(), [area]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += children.get(one, ())
    return found


def _line(
    area: str, below: list[str], totals: Mapping[str, float | None], gone: set[str], least: int
) -> set[str]:
    """What must go besides, so that the totals kept back below a shown one stay unknown."""
    whole = totals[area]
    if whole is None:
        return set()
    known = {one: count for one in below if (count := totals[one]) is not None}
    left = max(0.0, whole - sum(known.values())) if len(known) == len(below) else 0.0
    masses = [known[one] for one in below if one in gone and one in known]
    masses += [left] if left else []
    if not masses or (masses == [left] and left >= least):
        return set()
    candidates = sorted((count, one) for one, count in known.items() if one not in gone and count > 0)
    more: set[str] = set()
    while not (len(masses) > 1 and sum(masses) >= _enough(len(masses), least)):
        if not candidates:
            return {area}
        wanted = _enough(len(masses) + 1, least) - sum(masses)
        chosen = next((pair for pair in candidates if pair[0] >= wanted), candidates[-1])
        candidates.remove(chosen)
        masses.append(chosen[0])
        more.add(chosen[1])
    return more


def _enough(k: int, least: int) -> int:
    """The least sum of k kept-back counts of which each may be small: one small, one large, the others 1."""
    return 2 * least + k - 3
