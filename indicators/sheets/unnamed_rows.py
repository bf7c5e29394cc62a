"""Rows without names of their own: those of the table they continue, those a person gave, or a question."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from indicators.sheets.areas import area_name, is_area_total
from indicators.sheets.columns import content_dim
from indicators.sheets.dims import Profile, Reader, profile
from indicators.sheets.facts import BLANK
from indicators.sheets.groups import CODE_DIMS
from indicators.sheets.questions import Asker
from indicators.sheets.rows import RowInfo
from indicators.sheets.tables import Table
from indicators.sheets.values import label_in


def name_rows(
    table: Table, info: RowInfo, earlier: tuple[Table, RowInfo] | None, reader: Reader, asker: Asker
) -> RowInfo | None:
    """The rows as read, if something tells them apart; else named from elsewhere; None: a question is open.

    A continued part without a stub (续表) has the rows of the table before it, one for one, in their
    order; with another number of rows nobody can tell which is which.
    """
    if not _unnamed(table, info):
        return info
    rows = np.array(
        [row for row in table.block.body if (table.facts.kinds[row] != BLANK).any()], dtype=np.int32
    )
    if table.context.continued and earlier is not None and len(earlier[1].rows) == len(rows):
        before = earlier[1]
        return replace(before, rows=rows, groups={}, skipped={})
    title = table.context.title or table.place.sheet or table.place.file or ""
    given = asker.ask(
        "row_names", [table.signature, len(rows)], table.place, table.signature, title=title, count=len(rows)
    )
    names = [name.strip() for name in re.split(r"[、,,;;\n]+", given or "") if name.strip()]
    return _with_names(rows, names, info, reader) if len(names) == len(rows) else None


def _unnamed(table: Table, info: RowInfo) -> bool:
    """Whether several rows stand under nothing that tells them apart."""
    if any(column.dim not in (*CODE_DIMS, "unit") for column in table.layout.stubs) or len(info.rows) < 2:
        return False
    cells = [(int(row), column.index) for row in info.rows for column in table.layout.data]
    if all(label_in(table.facts.text(*cell)) for cell in cells if table.facts.kinds[cell] != BLANK):
        return False
    told = set(zip(info.what.tolist(), info.when.tolist(), info.where.tolist(), strict=True))
    return len(told) < len(info.rows)


def _with_names(rows: np.ndarray, names: list[str], info: RowInfo, reader: Reader) -> RowInfo:
    """Rows named by a person, in order: areas, or indicators where the names are such."""
    order, same = np.arange(len(rows), dtype=np.int32), np.zeros(len(rows), dtype=np.int32)
    nothing = info.when[:1].repeat(len(rows))
    if content_dim(names, reader) == "indicator":
        whats = [profile([reader.token(name)]) for name in names]
        return RowInfo(rows, order, whats, nothing, info.whens, same, [(None, False)])
    wheres: list[tuple[str | None, bool]] = [(area_name(name), is_area_total(name)) for name in names]
    return RowInfo(rows, same, [Profile()], nothing, info.whens, order, wheres)
