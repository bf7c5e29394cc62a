"""Tells which figures of a table were left aside because they are targets, plans or forecasts."""

from __future__ import annotations

from dataclasses import replace

from indicators.sheets.dims import NOT_OBSERVED, Reader, clean_label
from indicators.sheets.grid import address
from indicators.sheets.questions import Asker
from indicators.sheets.rows import RowInfo
from indicators.sheets.tables import Table

_SHOWN = 3


def tell_planned(table: Table, info: RowInfo, reader: Reader, asker: Asker) -> None:
    """One note for the columns and rows of a table that hold no observed figures."""
    facts = table.facts
    columns = [
        c.index for c in table.columns if table.skipped.get(c.index) == NOT_OBSERVED or c.dim == "target"
    ]
    rows = [row for row, reason in info.skipped.items() if reason == NOT_OBSERVED]
    data = [c.index for c in table.columns if c.use == "data"]
    cells = {(row, column) for row in table.block.body for column in columns}
    cells |= {(row, column) for row in rows for column in data}
    held = sorted(cell for cell in cells if facts.numeric[cell])
    if not held:
        return
    heads = [
        facts.text(*table.heads[c].cells[-1]) for c in columns if c in table.heads and table.heads[c].cells
    ]
    labels = [clean_label(text) for text in heads] + [_label(table, info, row, reader) for row in rows]
    labels = list(dict.fromkeys(label for label in labels if label))
    shown = "、".join(f"“{label}”" for label in labels[:_SHOWN]) + ("等" if len(labels) > _SHOWN else "")
    place = replace(table.place, cell=address(*held[0]))
    asker.tell("planned_figures", place, labels=shown, count=len(held))


def _label(table: Table, info: RowInfo, row: int, reader: Reader) -> str:
    """The word that makes a row one of targets: in its stub, or in the heading over it."""
    texts = [table.facts.text(row, column.index) for column in table.layout.stubs]
    texts += [label for at, label in sorted(info.groups.items(), reverse=True) if at < row]
    return next((clean_label(text) for text in texts if reader.token(text).dim == "target"), "")
