"""Numerators and denominators: joined to their indicator's figure in the same area and year.

A part is a row whose label is some indicator's numerator or denominator (实查人数), or an
indicator that is another one's denominator (活产数). A part belongs to a figure *surely* where its
label leads to that indicator alone, and *perhaps* where several indicators of the sheet share the
label (检查人数); the latter are kept only where they agree with the figure.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

from indicators.checks.audit import Audit
from indicators.checks.frame import group_codes, squeeze
from indicators.checks.measures import unit_scale
from indicators.checks.table import Table
from indicators.sheets.lexicon import fold, lexicon

KEY = ["area", "year", "breakdown", "as_of", "period_label"]


@dataclass(frozen=True)
class Links:
    """For each row of the frame the value and row of its numerator and denominator (NaN, -1: none)."""

    numerator: np.ndarray
    denominator: np.ndarray
    numerator_row: np.ndarray
    denominator_row: np.ndarray
    sure: np.ndarray

    @classmethod
    def none(cls, size: int) -> Links:
        """No links for `size` rows."""
        blank, rows = np.full(size, np.nan), np.full(size, -1, dtype="int64")
        return cls(blank, blank, rows, rows, np.ones(size, dtype=bool))

    def drop(self, rows: np.ndarray) -> Links:
        """The same without the parts of the given rows."""
        keep = ~rows
        return Links(
            np.where(keep, self.numerator, np.nan),
            np.where(keep, self.denominator, np.nan),
            np.where(keep, self.numerator_row, -1),
            np.where(keep, self.denominator_row, -1),
            self.sure,
        )

    def append(self, more: Links) -> Links:
        """These links and those of the rows appended to the frame."""
        return Links(
            *(np.append(getattr(self, item.name), getattr(more, item.name)) for item in fields(self))
        )


@dataclass(frozen=True)
class Pairs:
    """Figures that only their parts give: place of the indicator, rows of numerator and denominator."""

    ind: np.ndarray
    numerator_row: np.ndarray
    denominator_row: np.ndarray


@dataclass(frozen=True)
class Offers:
    """What may serve as whose part, one entry for each row and indicator it may serve.

    `top` says numerator or denominator; `owned` that the reader named the indicator itself.
    """

    row: np.ndarray
    ind: np.ndarray
    top: np.ndarray
    owned: np.ndarray

    def keep(self, kept: np.ndarray) -> Offers:
        """The entries picked out."""
        return Offers(*(getattr(self, item.name)[kept] for item in fields(self)))


def offers_of(work: pd.DataFrame, table: Table) -> Offers:
    """Every row that may serve as a part, with every indicator that it may serve."""
    wanted = table.wanted
    part, place = work["part"].to_numpy(), work["ind"].to_numpy()
    codes = work["component"].cat.codes.to_numpy()
    found: list[tuple[np.ndarray, int, bool, np.ndarray]] = []
    for at, label in enumerate(work["component"].cat.categories):
        pairs = wanted.get(squeeze(str(label)), ())
        rows = np.flatnonzero(part & (codes == at)) if pairs else codes[:0]
        for ind, top in pairs:
            owner = place[rows]
            free = rows[(owner < 0) | (owner == ind)]
            found.append((free, ind, top, place[free] == ind))
    figures = np.where(part, -1, place)
    for ind in np.unique(figures[figures >= 0]):
        serves = {pair for label in table.labels[ind] for pair in wanted.get(label, ())} - {(int(ind), True)}
        rows = np.flatnonzero(figures == ind) if serves else codes[:0]
        found += [(rows, other, top, np.zeros(len(rows), dtype=bool)) for other, top in sorted(serves)]
    found += _named_sides(work, part, place)
    if not found:
        empty = np.zeros(0, dtype="int64")
        return Offers(empty, empty, empty.astype(bool), empty.astype(bool))
    return Offers(
        np.concatenate([rows for rows, _, _, _ in found]).astype("int64"),
        np.concatenate([np.full(len(rows), ind) for rows, ind, _, _ in found]),
        np.concatenate([np.full(len(rows), top) for rows, _, top, _ in found]),
        np.concatenate([owned for _, _, _, owned in found]),
    )


def _named_sides(
    work: pd.DataFrame, part: np.ndarray, place: np.ndarray
) -> list[tuple[np.ndarray, int, bool, np.ndarray]]:
    """Parts from columns headed 分子 or 分母, which serve the indicator of their own row."""
    codes = work["component"].cat.codes.to_numpy()
    found = []
    for at, label in enumerate(work["component"].cat.categories):
        side = lexicon().column.get(fold(str(label)))
        if side not in ("numerator", "denominator"):
            continue
        rows = np.flatnonzero(part & (codes == at) & (place >= 0))
        for ind in np.unique(place[rows]):
            own = rows[place[rows] == ind]
            found.append((own, int(ind), side == "numerator", np.ones(len(own), dtype=bool)))
    return found


def join(audit: Audit, table: Table) -> tuple[Links, Pairs]:
    """The links of all figures, and the pairs of parts that have no figure."""
    work = audit.work
    size = len(work)
    value = work["value"].to_numpy() * thousands(work, table)
    ready = np.isfinite(value) & (work["area"].cat.codes.to_numpy() >= 0) & (work["year"].to_numpy() != 0)
    offers = offers_of(work, table)
    offers = offers.keep(ready[offers.row])
    empty = np.zeros(0, dtype="int64")
    if not len(offers.row):
        return Links.none(size), Pairs(empty, empty, empty)
    places = Spots(group_codes(work, KEY), group_codes(work, ["file", "sheet"]), value)
    figures = np.flatnonzero(~work["part"].to_numpy() & (work["ind"].to_numpy() >= 0))
    offers, sure = certain(offers, work, table, places.sheet, figures)
    top, top_sure = _linked(offers.keep(offers.top), sure[offers.top], figures, work, places)
    bottom, bottom_sure = _linked(offers.keep(~offers.top), sure[~offers.top], figures, work, places)
    bottom[bottom == np.arange(size)] = -1
    links = Links(
        np.where(top >= 0, value[top], np.nan),
        np.where(bottom >= 0, value[bottom], np.nan),
        top,
        bottom,
        np.where(top >= 0, top_sure, bottom_sure),
    )
    return links, _orphans(offers, sure, figures, work, places)


@dataclass(frozen=True)
class Spots:
    """Where each row stands: a code for area and period, one for the sheet; and its value in ones."""

    key: np.ndarray
    sheet: np.ndarray
    value: np.ndarray

    def code(self, ind: np.ndarray, row: np.ndarray, with_sheet: bool) -> np.ndarray:
        """One number for indicator, area and period (and sheet)."""
        code = ind.astype("int64") * (self.key.max() + 1) + self.key[row]
        return code * (self.sheet.max() + 1) + self.sheet[row] if with_sheet else code


def thousands(work: pd.DataFrame, table: Table) -> np.ndarray:
    """What a count is multiplied by to be in ones: 10000 for 万人; a part's own stated unit counts,
    else that of the indicator it is (whose figures are in the catalogue's unit)."""
    stated = np.array([_size(unit) for unit in work["unit"].cat.categories] + [1.0])
    own = stated[work["unit"].cat.codes.to_numpy()]
    return np.where(work["part"].to_numpy(), own, table.thousands[work["ind"].to_numpy()])


def _size(unit: object) -> float:
    scale = unit_scale(str(unit or ""))
    return scale[1] if scale and scale[0] not in ("share", "元", "美元") else 1.0


def certain(
    offers: Offers, work: pd.DataFrame, table: Table, sheet: np.ndarray, figures: np.ndarray
) -> tuple[Offers, np.ndarray]:
    """The offers worth keeping, and which of them are sure.

    Sure are parts the reader named an indicator for, those whose label one indicator alone asks
    for, those that one indicator of their sheet alone asks for, and indicators that are
    denominators of others (live births). A part with an owner serves nobody else.
    """
    labels = work["component"].cat
    known = np.array([squeeze(str(label)) in table.known for label in labels.categories] + [True])
    is_indicator = known[labels.codes.to_numpy()[offers.row]] & ~offers.top
    group = offers.row * 2 + offers.top
    _, inverse = np.unique(group, return_inverse=True)
    width = len(table) + 1
    present = np.unique(sheet[figures] * width + work["ind"].to_numpy()[figures])
    here = np.isin(sheet[offers.row] * width + offers.ind, present)
    alone = np.bincount(inverse)[inverse] == 1
    one_here = here & (np.bincount(inverse, weights=here)[inverse] == 1)
    sure = offers.owned | alone | one_here | is_indicator
    owned_row = np.zeros(len(work), dtype=bool)
    owned_row[offers.row[offers.owned]] = True
    kept = offers.owned | ~owned_row[offers.row]
    return offers.keep(kept), sure[kept]


def _linked(
    offers: Offers, sure: np.ndarray, figures: np.ndarray, work: pd.DataFrame, spots: Spots
) -> tuple[np.ndarray, np.ndarray]:
    """For each row of the frame the row of its part (own sheet first, then the file), and whether sure."""
    found, is_sure = np.full(len(work), -1, dtype="int64"), np.ones(len(work), dtype=bool)
    place = work["ind"].to_numpy()
    for with_sheet in (True, False):
        codes, at = single(spots.code(offers.ind, offers.row, with_sheet), spots.value[offers.row])
        open_ones = figures[found[figures] < 0]
        hit, where = looked_up(codes, spots.code(place[open_ones], open_ones, with_sheet))
        found[open_ones[hit]] = offers.row[at[where]]
        is_sure[open_ones[hit]] = sure[at[where]]
    return found, is_sure


def single(codes: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The distinct codes whose values agree, sorted, and where each first stands."""
    distinct, first, inverse = np.unique(codes, return_index=True, return_inverse=True)
    differs = np.zeros(len(distinct), dtype=bool)
    differs[inverse[values != values[first][inverse]]] = True
    return distinct[~differs], first[~differs]


def looked_up(codes: np.ndarray, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which of the wanted are among the sorted codes (their places in `wanted`), and where."""
    if not len(codes):
        return np.zeros(0, dtype="int64"), np.zeros(0, dtype="int64")
    where = np.minimum(np.searchsorted(codes, wanted), len(codes) - 1)
    hit = np.flatnonzero(codes[where] == wanted)
    return hit, where[hit]


def _orphans(
    offers: Offers, sure: np.ndarray, figures: np.ndarray, work: pd.DataFrame, spots: Spots
) -> Pairs:
    """Pairs of a sure numerator and a denominator whose indicator has no figure and no stated reason."""
    blank = (work["missing"] == "blank").fillna(False).to_numpy(dtype=bool)
    stated = figures[~blank[figures]]
    taken = np.unique(spots.code(work["ind"].to_numpy()[stated], stated, False))
    tops = offers.keep(offers.top & sure)
    found: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    for with_sheet in (True, False):
        bottoms = offers.keep(~offers.top & (sure | with_sheet))
        codes, at = single(spots.code(tops.ind, tops.row, with_sheet), spots.value[tops.row])
        below, below_at = single(spots.code(bottoms.ind, bottoms.row, with_sheet), spots.value[bottoms.row])
        hit, where = looked_up(below, codes)
        ind, row = tops.ind[at[hit]], tops.row[at[hit]]
        free = ~np.isin(spots.code(ind, row, False), taken)
        found.append((ind[free], row[free], bottoms.row[below_at[where]][free]))
        taken = np.union1d(taken, spots.code(ind, row, False))
    ind, top, bottom = (np.concatenate(parts) for parts in zip(*found, strict=True))
    order = np.argsort(top, kind="stable")
    return Pairs(ind[order], top[order], bottom[order])
