"""Forms filled in by program as a clerk would: for tests of the way out and back."""

import io
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from indicators.reports.forms import LIST

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
REASON = {
    "未统计": "not_collected",
    "未开展": "not_carried_out",
    "未公布": "not_published",
    "不适用": "not_applicable",
}
HEAD_ROW = 5
GRID_HEAD = 6


def fill_in(form, data, *, shape=lambda value, item: value):
    """The form with every fifth figure as a reason and all others as numbers, each third one explained.

    Returns (workbook, what is meant: (code, area) -> (value, missing), remarks: (code, area) -> text).
    `shape` writes a number down (full-width digits, per cent).
    """
    book = openpyxl.load_workbook(io.BytesIO(data))
    meant, remarks = {}, {}
    sheet = book[LIST]
    column = {cell.value: cell.column for cell in sheet[HEAD_ROW]}
    for number, (row, line) in enumerate(zip(range(HEAD_ROW + 1, 9999), form.listed, strict=False)):
        item, key = form.indicators[line.code], (line.code, "/".join((form.home, *line.area)))
        if number % 5 == 4:
            word = list(REASON)[number // 5 % 4]
            sheet.cell(row, column["无数据原因"]).value = word
            meant[key] = (None, REASON[word])
            continue
        value = figure_for(item, number)
        sheet.cell(row, column[f"{form.year}年"]).value = "是" if item.unit == "是/否" else shape(value, item)
        meant[key] = (1.0 if item.unit == "是/否" else value, None)
        if number % 3 == 0:
            remarks[key] = f"已核实{number}"
            sheet.cell(row, column["说明"]).value = remarks[key]
    for name, lines in form.grids.items():
        _fill_grid(form, book[name], lines, meant, shape)
    return book, meant, remarks


def _fill_grid(form, sheet, lines, meant, shape):
    codes = list(dict.fromkeys(line.code for line in lines))
    columns = [cell.column for cell in sheet[GRID_HEAD] if cell.value == f"{form.year}年"]
    for row, area in enumerate(dict.fromkeys(line.area for line in lines), GRID_HEAD + 1):
        for code, column in zip(codes, columns, strict=True):
            key, item = (code, "/".join((form.home, *area))), form.indicators[code]
            if row % 10 == 0:
                sheet.cell(row, column).value, meant[key] = "未统计", (None, "not_collected")
            else:
                value = figure_for(item, row)
                sheet.cell(row, column).value, meant[key] = shape(value, item), (value, None)


def figure_for(item, number):
    """A figure within an indicator's limits, with its decimals."""
    value = 12 + number % 60 + (0.5 if item.decimals else 0)
    return float(min(value, item.upper) if item.upper is not None else value)


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def by_office(data, kind, folder, name="表.xlsx"):
    """The file as LibreOffice saves it in another format."""
    if OFFICE is None:
        pytest.skip("LibreOffice is not installed")
    source = Path(folder) / name
    source.write_bytes(data)
    out = Path(folder) / "out"
    profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
    command = [OFFICE, profile, "--headless", "--convert-to", kind, "--outdir", str(out), str(source)]
    subprocess.run(command, check=True, timeout=120, capture_output=True)
    return (out / f"{source.stem}.{kind.partition(':')[0]}").read_bytes()


def figures_of(intake, year):
    """(code, area) -> (value, missing) of a loaded file's figures of a year."""
    rows = intake.checked.observations
    return {
        (row.code, row.area): (
            None if row.value != row.value else row.value,
            None if row.missing is None or row.missing != row.missing else str(row.missing),
        )
        for row in rows[rows["year"] == year].itertuples()
    }
