"""A table -> raw records: figures as arrays, labels worked out once per combination."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np

from indicators.model import Missing, Qualifier
from indicators.sheets.dims import Profile, clean_label, merge_period
from indicators.sheets.facts import as_text
from indicators.sheets.figures import (
    MISSING_CODE,
    QUALIFIER_CODE,
    Figures,
    Interner,
    all_labelled,
    column_figures,
)
from indicators.sheets.labels import loose
from indicators.sheets.lexicon import fold, lexicon, nfkc
from indicators.sheets.naming import Namer
from indicators.sheets.paths import under
from indicators.sheets.records import Chunk, Named
from indicators.sheets.rows import RowInfo
from indicators.sheets.tables import Table
from indicators.sheets.values import shown
from indicators.sheets.years import Period

_FEW_ROWS = 5000
_SIGNED = re.compile(r"差|增|减|降|变化|变动|比上年|速度|平衡|净流")
"""Words of labels whose figures may well be negative."""


def extract(table: Table, info: RowInfo, namer: Namer, sheet: str, file: str) -> Chunk | None:
    """All records of a table; None where it has no data cells."""
    data = table.layout.data
    if not len(info.rows) or not data:
        return None
    units, flags = Interner(None), Interner(())
    figures = [column_figures(table.facts, info.rows, column.index, units, flags) for column in data]
    _bounds_in_remarks(table, info, figures)
    own_labels = [all_labelled(figure, flags) for figure in figures]
    names, label_units, name_codes = _names(table, info, namer, own_labels)
    periods, period_codes = _periods(table, info)
    areas, area_codes, totals = _areas(table, info)
    kept = np.stack([figure.kept for figure in figures], axis=1)
    own = np.stack([figure.unit for figure in figures], axis=1)
    label_unit = np.array([units.code(unit) for unit in label_units], dtype=np.int32)[name_codes]
    unit = np.where(own > 0, own, label_unit)
    flag = np.stack([figure.flags for figure in figures], axis=1)
    flag = _with_totals(flag, totals, flags, table.context.flags)
    rows = np.broadcast_to(info.rows[:, None], kept.shape)
    columns = np.broadcast_to(np.array([c.index for c in data], dtype=np.int32)[None, :], kept.shape)

    name_codes = _own_labels(name_codes, names, flag, flags, namer)

    def pick(array: np.ndarray) -> np.ndarray:
        return np.ascontiguousarray(array[kept])

    return Chunk(
        file, table.facts.grid, pick(rows), pick(columns), pick(name_codes), names, pick(period_codes), periods,  # noqa: E501
        pick(area_codes), areas, pick(np.stack([f.value for f in figures], axis=1)),
        pick(np.stack([f.missing for f in figures], axis=1)), pick(np.stack([f.qualifier for f in figures], axis=1)),  # noqa: E501
        pick(unit), list(units.items), pick(flag), list(flags.items), sheet,  # type: ignore[arg-type]
    )  # fmt: skip


def _own_labels(
    codes: np.ndarray, names: list[Named], flag: np.ndarray, flags: Interner, namer: Namer
) -> np.ndarray:
    """The names of cells that say themselves what they count (妇女之家：25个), if no head does."""
    for number, tags in enumerate(list(flags.items)):
        label = next((tag[6:] for tag in tags if tag.startswith("label:")), None)  # type: ignore[attr-defined]
        if label is None:
            continue
        flags.items[number] = tuple(tag for tag in tags if not tag.startswith("label:"))  # type: ignore[attr-defined]
        for at in np.argwhere(flag == number):
            row, column = map(int, at)
            before = names[int(codes[row, column])]
            if loose(label) in loose(before.indicator or ""):
                continue
            named, _ = namer.name(Profile(parts=(label,)), Profile())
            if named not in names:
                names.append(named)
            codes = codes.copy()
            codes[row, column] = names.index(named)
    return codes


def _bounds_in_remarks(table: Table, info: RowInfo, figures: list[Figures]) -> None:
    """A remark that repeats a row's figure with 以上 or 余 makes it a lower bound or an estimate."""
    remarks = [c.index for c in table.columns if c.dim == "remark"]
    if len(info.rows) > _FEW_ROWS:
        return
    for at, row in enumerate(info.rows.tolist()):
        text = nfkc("".join(table.facts.text(row, column) for column in remarks))
        for figure in figures if text else ():
            if np.isnan(figure.value[at]):
                continue
            match = re.search(
                rf"(?<![\d.]){re.escape(shown(figure.value[at]))}(?![\d.])[%‰]?(?:以上|余|多|左右)", text
            )
            if match:
                bound = Qualifier.AT_LEAST if match[0].endswith("以上") else Qualifier.ABOUT
                figure.qualifier[at] = QUALIFIER_CODE[bound]


def _names(
    table: Table, info: RowInfo, namer: Namer, own_labels: list[bool]
) -> tuple[list[Named], list[str | None], np.ndarray]:
    """Names and label units of all combinations, and the code of each cell's combination.

    `own_labels`: columns whose figures name themselves, so that no other name need be asked for.
    """
    profiles = [table.profiles[c.index] for c in table.layout.data]
    namer.learn_headings((*row.parts, *column.parts) for row in info.whats for column in profiles)
    namer.headings |= _chapters(table, info)
    known: dict[tuple[Named, str | None], int] = {}
    grid = np.zeros((max(len(info.whats), 1), len(profiles)), dtype=np.int32)
    cache: dict[tuple[object, ...], int] = {}
    for i, row in enumerate(info.whats):
        for j, column in enumerate(profiles):
            unnamed = own_labels[j] and not (row.parts or column.parts)
            key = (row.key(), column.key(), unnamed)
            if key not in cache:
                name = (Named(None), None) if unnamed else namer.name(row, column)
                cache[key] = known.setdefault(name, len(known))
            grid[i, j] = cache[key]
    names, units = [named for named, _ in known], [unit for _, unit in known]
    return names, units, grid[info.what]


def _chapters(table: Table, info: RowInfo) -> set[str]:
    """Labels of columns that sort indicators into chapters (领域, 规划) and are no part of their names."""
    words = lexicon().words["chapter_column"]
    columns = [c.index for c in table.layout.stubs if c.dim == "indicator_part" and fold(c.word) in words]
    return {clean_label(table.facts.text(int(row), column)) for column in columns for row in info.rows}


def _periods(table: Table, info: RowInfo) -> tuple[list[Period | None], np.ndarray]:
    profiles = [table.profiles[c.index] for c in table.layout.data]
    return _pairs(
        info.when,
        info.whens,
        [p.period for p in profiles],
        lambda row, column: _resolve(table.context.period, row, column),
    )


def _resolve(base: Period | None, row: Period | None, column: Period | None) -> Period | None:
    """When a cell holds: its row's and column's words, completed by the table's own year."""
    own = merge_period(row, column)
    if own is None:
        return base
    if own.offset is not None:
        year = base.year + own.offset if base and base.year else None
        return Period(year, label=own.label) if year or own.label else Period(None)
    if own.year is None and base is not None and base.year is not None:
        months = own.label is not None and ("月" in own.label or "季" in own.label or "半年" in own.label)
        return Period(base.year, base.as_of, f"{base.year}年{own.label}" if months else own.label)
    return own


def _areas(table: Table, info: RowInfo) -> tuple[list[str | None], np.ndarray, np.ndarray]:
    """Areas, each cell's area code, and which cells stand in total rows or columns."""
    profiles = [table.profiles[c.index] for c in table.layout.data]
    columns = [("/".join(p.area) or None, p.area_total) for p in profiles]

    def join(row: tuple[str | None, bool], column: tuple[str | None, bool]) -> tuple[str | None, bool]:
        path = f"{row[0]}/{column[0]}" if row[0] and column[0] else row[0] or column[0] or ""
        total = row[1] or column[1]
        return under(table.context.area, path, total), total

    pairs, codes = _pairs(info.where, info.wheres, columns, join)
    totals = np.array([total for _, total in pairs] or [False])[codes]
    return [path for path, _ in pairs], codes, totals


def _pairs(codes: np.ndarray, rows: list, columns: list, join: Callable) -> tuple[list, np.ndarray]:
    """Join every distinct row content with every distinct column content; codes per cell."""
    distinct: dict[object, int] = {}
    column_code = np.array([distinct.setdefault(c, len(distinct)) for c in columns], dtype=np.int32)
    known: dict[object, int] = {}
    joint = [known.setdefault(join(row, column), len(known)) for row in rows for column in distinct]
    grid = np.zeros((max(len(rows), 1), max(len(distinct), 1)), dtype=np.int32)
    grid.flat[: len(joint)] = joint
    return list(known), grid[codes][:, column_code]


def _with_totals(flag: np.ndarray, totals: np.ndarray, flags: Interner, extra: tuple[str, ...]) -> np.ndarray:
    """Add the flags of total rows and of the table as a whole."""
    if not totals.any() and not extra:
        return flag
    out = flag.copy()
    for total in (False, True):
        where = totals == total
        for code in np.unique(flag[where]):
            tags = (*flags.items[code], *extra, *(("total",) if total else ()))  # type: ignore[misc]
            out[where & (flag == code)] = flags.code(tags)
    return out


def mute_not_carried_out(chunk: Chunk) -> None:
    """-2 in a column of figures that are otherwise never negative says: not carried out."""
    signed = np.array([bool(_SIGNED.search(named.indicator or "")) for named in chunk.names])[chunk.name]
    negative = (chunk.value < 0) & ~signed
    if not negative.any():
        return
    for column in np.unique(chunk.columns[negative]):
        here = chunk.columns == column
        below = chunk.value[here & negative]
        if np.all(below == -2) and (here & (chunk.value >= 0)).any():
            at = here & negative
            chunk.value[at] = np.nan
            chunk.missing[at] = MISSING_CODE[Missing.NOT_CARRIED_OUT]


def read_yes_no(chunk: Chunk, codes: set[str]) -> None:
    """Give words in the cells of yes-or-no indicators (是, 已建立, 否) the figures 1 and 0."""
    asked = np.array([named.code in codes for named in chunk.names])[chunk.name]
    words = lexicon().words
    for at in np.flatnonzero(asked & np.isnan(chunk.value)):
        said = fold(as_text(chunk.grid.rows[int(chunk.rows[at])][int(chunk.columns[at])]))
        if said in words["yes"] or said in words["no"]:
            chunk.value[at], chunk.missing[at] = float(said in words["yes"]), 0
            chunk.flag_sets.append(
                (*(f for f in chunk.flag_sets[chunk.flags[at]] if f != "unreadable"), "yes_no")
            )
            chunk.flags[at] = len(chunk.flag_sets) - 1
