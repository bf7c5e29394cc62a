"""Roles of the annotated public sets as our reader gives them, and their scores."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Container
from pathlib import Path

from openpyxl.utils.cell import coordinate_to_tuple

from indicators.model import Vocabulary
from indicators.sheets import read_workbooks
from indicators.sheets.grid import Grid, Workbook

SETS = [
    # set, scorer, options, to reach, what others reach
    ("saus_ghasemi", "cells", ("--fold",), 0.92, "60 rules .776 (with derived)"),
    ("lines_saus", "lines", (), 0.88, "Strudel .777, 60 rules .862"),
    ("lines_govuk", "lines", (), 0.80, "Strudel .675, 60 rules .734, hybrid .890"),
    ("imtqa_train", "cells", ("--coarse",), 0.93, "naive .804, forest .950 on its test part"),
]


def sheets(folder: Path, name: str) -> list[dict]:
    """The annotated sheets of one set."""
    with gzip.open(folder / "gold" / f"{name}.jsonl.gz", "rt", encoding="utf8") as file:
        return [json.loads(line) for line in file]


def as_grid(sheet: dict) -> Grid:
    """One annotated sheet as a grid of texts."""
    width = max((len(row) for row in sheet["grid"]), default=0)
    rows = [
        [str(v) if str(v).strip() else None for v in row] + [None] * (width - len(row))
        for row in sheet["grid"]
    ]
    return Grid("sheet", rows, tuple(tuple(m) for m in sheet.get("merges", [])))


def predictions(folder: Path, name: str, chosen: Container[str] | None = None) -> list[dict]:
    """Role of every cell of a set (or of the `chosen` sheets of it), through the whole reader."""
    out = []
    for sheet in sheets(folder, name):
        if chosen is not None and sheet["sheet"] not in chosen:
            continue
        book = Workbook("sheet.csv", (as_grid(sheet),))
        reading = read_workbooks((book,), "sheet.csv", Vocabulary())
        for _, cell, role, _ in reading.roles():
            row, column = coordinate_to_tuple(cell)
            out.append({"sheet": sheet["sheet"], "row": row - 1, "col": column - 1, "role": role})
    return out


def macro_f1(folder: Path, name: str, kind: str, *options: str, predicted: Path) -> tuple[float, str]:
    """Macro F1 of predictions already written, by the published scorer; and its printout."""
    command = [sys.executable, str(folder / "score.py"), kind, name, str(predicted), *options]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    line = next(line for line in text.splitlines() if line.startswith("macro F1"))
    return float(line.split(")")[1].split()[0]), text
