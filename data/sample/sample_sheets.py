"""Sheets as rows of cells, and the three ways offices save them; nothing here depends on the clock."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import dataclass, field
from pathlib import Path

import xlsxwriter
import xlwt

MADE = dt.datetime(2025, 3, 1, 9, 0, 0)


@dataclass
class Sheet:
    """Rows from A1; `merges` are first row, first column, last row, last column (0-based)."""

    name: str
    rows: list[list] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    heads: int = 0

    def title(self, text, width):
        self.merges.append((len(self.rows), 0, len(self.rows), width - 1))
        self.rows.append([text, *[None] * (width - 1)])
        return self

    def add(self, *rows):
        self.rows.extend(list(row) for row in rows)
        return self

    def head(self, *rows):
        self.add(*rows)
        self.heads = len(self.rows)
        return self


def save_xlsx(path: Path, sheets: list[Sheet]) -> None:
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": MADE, "author": "", "title": "示例县(虚构)"})
    bold = book.add_format({"bold": True, "align": "center", "valign": "vcenter", "border": 1})
    plain = book.add_format({"border": 1})
    for sheet in sheets:
        made = book.add_worksheet(sheet.name)
        made.set_column(0, 0, 22)
        covered = set()
        for top, left, bottom, right in sheet.merges:
            made.merge_range(top, left, bottom, right, sheet.rows[top][left], bold)
            covered |= {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
        for row, cells in enumerate(sheet.rows):
            for column, value in enumerate(cells):
                if value is not None and (row, column) not in covered:
                    made.write(row, column, value, bold if row < sheet.heads else plain)
    book.close()


def save_xls(path: Path, sheets: list[Sheet]) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    for sheet in sheets:
        made = book.add_sheet(sheet.name)
        covered = set()
        for top, left, bottom, right in sheet.merges:
            made.write_merge(top, bottom, left, right, sheet.rows[top][left])
            covered |= {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
        for row, cells in enumerate(sheet.rows):
            for column, value in enumerate(cells):
                if value is not None and (row, column) not in covered:
                    made.write(row, column, value)
    book.save(str(path))


def save_csv(path: Path, rows: list[list], encoding: str) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(
        [["" if cell is None else cell for cell in row] for row in rows]
    )
    path.write_bytes(text.getvalue().encode(encoding))
