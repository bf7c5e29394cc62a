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
from indicators.checks.frame import squeeze
from indicators.checks.table import Table
from indicators.checks.units import unit_scale

KEY = ["area", "year", "breakdown", "as_of", "period_label"]


@dataclass(frozen=True)
class Links:
    """For each row of the frame the value and row of its numerator and denominator (NaN, -1: none)."""

    numerator: np.ndarray
    denominator: np.ndarray
    numerator_row: np.ndarray
    denominator_row: np.ndarray
    sure: np.ndarray

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


def part_rows(work: pd.DataFrame, table: Table, is_part: np.ndarray) -> pd.DataFrame:
    """All rows that may serve as a part of an indicator: columns row, ind, role, sure, owner.

    `role` is "numerator" or "denominator"; `owner` says that the reader named the indicator itself.
    """
    wanted = _wanted(table)
    frames = []
    component = work["component"].cat
    for at, label in enumerate(component.categories):
        rows = np.flatnonzero(is_part & (component.codes.to_numpy() == at))
        frames += _pairs(rows, wanted.get(squeeze(str(label)), []), work["ind"].to_numpy()[rows])
    figures = work["ind"].to_numpy().copy()
    figures[is_part] = -1
    for place in np.unique(figures[figures >= 0]):
        pairs = {pair for label in table.labels[place] for pair in wanted.get(label, [])}
        frames += _pairs(np.flatnonzero(figures == place), sorted(pairs - {(place, "numerator")}), None)
    columns = ["row", "ind", "role", "owner"]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=columns)


def _wanted(table: Table) -> dict[str, list[tuple[int, str]]]:
    wanted: dict[str, list[tuple[int, str]]] = {}
    for role, labels in (("numerator", table.numerator), ("denominator", table.denominator)):
        for place, label in enumerate(labels):
            if label:
                wanted.setdefault(label, []).append((place, role))
    return wanted


def _pairs(rows: np.ndarray, pairs: list[tuple[int, str]], owners: np.ndarray | None) -> list[pd.DataFrame]:
    found = []
    for place, role in pairs:
        owned = np.zeros(len(rows), dtype=bool) if owners is None else owners == place
        free = np.ones(len(rows), dtype=bool) if owners is None else (owners < 0) | owned
        if free.any():
            found.append(pd.DataFrame({"row": rows[free], "ind": place, "role": role, "owner": owned[free]}))
    return found


def join(audit: Audit, table: Table) -> tuple[Links, pd.DataFrame]:
    """The links of all figures, and the pairs of parts that have no figure: columns ind, numerator_row,
    denominator_row (rows of the working frame)."""
    work, is_part = audit.work, audit.work["part"].to_numpy()
    parts = part_rows(work, table, is_part)
    size = len(work)
    value = work["value"].to_numpy() * thousands(work, table)
    ready = np.isfinite(value) & (work["area"].cat.codes.to_numpy() >= 0) & work["year"].notna().to_numpy()
    parts = parts[ready[parts["row"].to_numpy(dtype="int64")]] if len(parts) else parts
    blank = np.full(size, -1, dtype="int64")
    if not len(parts):
        empty = np.full(size, np.nan)
        none = pd.DataFrame({"ind": [], "numerator_row": [], "denominator_row": []}, dtype="int64")
        return Links(empty, empty, blank, blank, np.ones(size, dtype=bool)), none
    key = group_codes(work, KEY)
    sheet = group_codes(work, ["file", "sheet"])
    figure_rows = np.flatnonzero(~is_part & (work["ind"].to_numpy() >= 0))
    parts = _with_certainty(parts, work, table, figure_rows, sheet)
    parts = parts.assign(key=key[parts["row"]], sheet=sheet[parts["row"]])
    both = {
        role: _linked(parts[parts["role"] == role], figure_rows, work, key, sheet)
        for role in ("numerator", "denominator")
    }
    (top, top_sure), (bottom, bottom_sure) = both["numerator"], both["denominator"]
    own = (bottom == np.arange(size)) & (bottom >= 0)
    bottom[own] = -1
    sure = np.where(top >= 0, top_sure, bottom_sure)
    links = Links(_taken(value, top), _taken(value, bottom), top, bottom, sure)
    return links, _orphans(parts, figure_rows, work, key)


def thousands(work: pd.DataFrame, table: Table) -> np.ndarray:
    """What a count is multiplied by to be in ones: 10000 for 万人; a part's own stated unit counts,
    else that of the indicator it is (whose figures are in the catalogue's unit)."""

    def size(unit: object) -> float:
        scale = unit_scale(str(unit or ""))
        return scale[1] if scale and scale[0] not in ("share", "元", "美元") else 1.0

    stated = np.array([size(unit) for unit in work["unit"].cat.categories] + [1.0])
    own = np.array([size(unit) for unit in table.unit])
    return np.where(
        work["part"].to_numpy(), stated[work["unit"].cat.codes.to_numpy()], own[work["ind"].to_numpy()]
    )


def group_codes(work: pd.DataFrame, columns: list[str]) -> np.ndarray:
    """One integer for each row, equal where all the columns are equal (nulls equal each other)."""
    code = np.zeros(len(work), dtype="int64")
    for name in columns:
        column = work[name]
        if isinstance(column.dtype, pd.CategoricalDtype):
            part = column.cat.codes.to_numpy().astype("int64") + 1
        elif name == "year":
            part = column.fillna(0).to_numpy(dtype="int64")
        elif column.isna().all():
            continue
        else:
            part = pd.factorize(column.astype("object"), use_na_sentinel=True)[0].astype("int64") + 1
        low = int(part.min(initial=0))
        width = int(part.max(initial=0)) - low + 1
        code = code * width + (part - low)
        if width > 1 and len(code) and int(code.max()) > 2**40:
            code = pd.factorize(code)[0].astype("int64")
    return code


def _taken(value: np.ndarray, rows: np.ndarray) -> np.ndarray:
    return np.where(rows >= 0, value[rows], np.nan)


def _with_certainty(
    parts: pd.DataFrame, work: pd.DataFrame, table: Table, figure_rows: np.ndarray, sheet: np.ndarray
) -> pd.DataFrame:
    """Mark as sure the parts the reader named an indicator for, those whose label one indicator alone
    asks for, and those that one indicator of their sheet alone asks for; an indicator that serves as a
    denominator (live births) is sure for all that ask for it."""
    known = frozenset().union(*table.labels) if table.labels else frozenset()
    labels = work["component"].cat
    named = np.array([squeeze(str(label)) in known for label in labels.categories] + [True])
    is_indicator = named[labels.codes.to_numpy()[parts["row"]]]
    alone = parts.groupby(["row", "role"])["ind"].transform("size") == 1
    present = set(zip(sheet[figure_rows].tolist(), work["ind"].to_numpy()[figure_rows].tolist(), strict=True))
    own_sheet = sheet[parts["row"]]
    pairs = pd.Series(list(zip(own_sheet.tolist(), parts["ind"].tolist(), strict=True)), index=parts.index)
    here = pairs.isin(present)
    one_here = here & (here.groupby([parts["row"], parts["role"]]).transform("sum") == 1)
    denominator = is_indicator & (parts["role"] == "denominator").to_numpy()
    sure = parts["owner"].astype(bool) | alone | one_here | denominator
    owned = parts["owner"].astype(bool).groupby(parts["row"]).transform("any")
    return parts.assign(sure=sure)[~owned | parts["owner"].astype(bool)]


def _linked(
    parts: pd.DataFrame, figures: np.ndarray, work: pd.DataFrame, key: np.ndarray, sheet: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """For each row of the frame the row of its part (own sheet first, then the file), and whether sure."""
    found, sure = np.full(len(work), -1, dtype="int64"), np.ones(len(work), dtype=bool)
    wanted = pd.DataFrame({"figure": figures, "ind": work["ind"].to_numpy()[figures]})
    wanted = wanted.assign(key=key[figures], sheet=sheet[figures])
    for on in (["ind", "key", "sheet"], ["ind", "key"]):
        choice = _only(parts, on, work)
        open_ones = wanted[found[wanted["figure"].to_numpy()] < 0]
        joined = open_ones.merge(choice, on=on, how="inner")
        at = joined["figure"].to_numpy()
        found[at], sure[at] = joined["row"].to_numpy(), joined["sure"].to_numpy(dtype=bool)
    return found, sure


def _only(parts: pd.DataFrame, on: list[str], work: pd.DataFrame) -> pd.DataFrame:
    """The first part of each key; keys whose parts differ in value are left out."""
    value = work["value"].to_numpy()[parts["row"].to_numpy(dtype="int64")]
    priced = parts.assign(part_value=value)
    several = priced.groupby(on)["part_value"].transform("nunique") > 1
    return priced[~several].drop_duplicates(on)[[*on, "row", "sure"]]


def _orphans(parts: pd.DataFrame, figures: np.ndarray, work: pd.DataFrame, key: np.ndarray) -> pd.DataFrame:
    """Pairs of sure parts whose indicator has no figure and no stated reason there."""
    reason = work["missing"].astype("object").fillna("").to_numpy()[figures]
    stated = figures[reason != "blank"]
    have = pd.DataFrame(
        {"ind": work["ind"].to_numpy()[stated], "key": key[stated], "there": True}
    ).drop_duplicates()
    tops = parts[(parts["role"] == "numerator") & parts["sure"]]
    bottoms = parts[parts["role"] == "denominator"]
    pairs = []
    for on, below in ((["ind", "key", "sheet"], bottoms), (["ind", "key"], bottoms[bottoms["sure"]])):
        pairs.append(_only(tops, on, work).merge(_only(below, on, work), on=on, suffixes=("_top", "_bottom")))
    every = pd.concat(pairs).drop_duplicates(["ind", "key"]).merge(have, on=["ind", "key"], how="left")
    free = every[every["there"].isna()].sort_values("row_top")
    return pd.DataFrame(
        {"ind": free["ind"], "numerator_row": free["row_top"], "denominator_row": free["row_bottom"]}
    ).reset_index(drop=True)
