"""Sheets that the cage reads whole (.xls, .et, .ods, HTML): its frames -> Grids."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from indicators.findings import Finding, finding
from indicators.model import Place
from indicators.sheets.assemble import clean_rows, clip_merges, decode_rows
from indicators.sheets.cage import CageError, borrowed
from indicators.sheets.clean import clean_text
from indicators.sheets.faults import Refused, caged
from indicators.sheets.grid import CellValue, Grid, address
from indicators.sheets.limits import Limits


def read_caged(
    kind: str, data: bytes, file: str, limits: Limits, *, unpacked: int | None = None
) -> tuple[list[Grid], list[Finding]]:
    """All sheets of `data` read by the cage's reader `kind`. Raises Refused for the file."""
    memory = limits.allowance(4 * (unpacked or len(data)))
    grids: list[Grid] = []
    findings: list[Finding] = []
    name, shown = "", True
    rows: list = []
    bounds = {"free_cells": limits.free_cells, "sparseness": limits.sparseness, "cells": limits.cells}
    try:
        with borrowed() as worker:
            worker.ask(kind, data, memory=memory, seconds=limits.seconds, depth=limits.xml_depth, **bounds)
            for message, raw in worker.replies():
                match message[0]:
                    case "sheet":
                        name, shown, rows = message[1], not message[2], []
                    case "rows":
                        rows += decode_rows(message, raw)
                    case "done":
                        grids.append(_grid(name, rows, shown, message[1]))
                        findings += _cleaned(grids[-1], file, limits)
                    case "refused":
                        far = address(message[2] - 1, message[3] - 1)
                        raise Refused("cell_far_away", clean_text(message[1]), far, value=message[4])
                    case "broken":
                        findings.append(finding("sheet_damaged", Place(file, clean_text(message[1]))))
                    case "note":
                        findings.append(finding(message[1], Place(file)))
    except CageError as error:
        raise caged(error) from error
    return grids, findings


def _grid(name: str, rows: list[list[CellValue]], shown: bool, facts: Mapping[str, Any]) -> Grid:
    height, width = len(rows), len(rows[0]) if rows else 0
    formats = None
    if facts.get("formats") and len(facts["codes"]) > 1:
        formats = np.frombuffer(facts["formats"], dtype=np.uint16).reshape(height, width)
        formats = formats if formats.any() else None
    return Grid(
        name=clean_text(name, length=100),
        rows=rows,
        merges=clip_merges([tuple(merge) for merge in facts.get("merges", ())], height, width),
        formats=formats,
        format_codes=tuple(facts["codes"]) if formats is not None else (),
        errors={(r, c): text for r, c, text in facts.get("errors", ())},
        uncached=frozenset(map(tuple, facts.get("uncached", ()))),
        hidden=not shown,
        hidden_rows=frozenset(r for r in facts.get("hidden_rows", ()) if r < height),
        hidden_columns=frozenset(c for c in facts.get("hidden_columns", ()) if c < width),
        text_quoted=frozenset(map(tuple, facts.get("quoted", ()))),
        indents={(r, c): level for r, c, level in facts.get("indents", ())},
    )


def _cleaned(grid: Grid, file: str, limits: Limits) -> list[Finding]:
    changed = clean_rows(grid.rows, limits.text_length)
    return [finding("characters_removed", Place(file, grid.name), value=changed)] if changed else []
