"""Containers are told by content; every bad file has its own sentence."""

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
import xlwt

from indicators.sheets.container import open_bytes


def xlsx(rows=(("指标", 2020), ("筛查率", 36.5)), edit=None) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if edit:
        edit(book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xls(rows=(("指标", 2020), ("筛查率", 36.5))) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表1")
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            sheet.write(r, c, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def only(data: bytes, name: str = "a.xlsx"):
    opened = open_bytes(data, name)
    assert not [item for item in opened.findings if item.severity == "error"], opened.findings
    return opened.workbooks[0].grids[0]


def codes(data: bytes, name: str = "a.xlsx") -> list[str]:
    return [item.code for item in open_bytes(data, name).findings]


TABLE = [["指标", 2020.0], ["筛查率", 36.5]]


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.csv", "../../a"])
@pytest.mark.parametrize("make", [xlsx, xls])
def test_content_decides_whatever_the_name(make, name):
    assert only(make(), name).rows == TABLE


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_tables_in_every_encoding(encoding):
    assert only("指标,2020年\n筛查率,036\n".encode(encoding), "a.csv").rows == [
        ["指标", "2020年"],
        ["筛查率", "036"],
    ]


def test_formats_merges_hidden_errors_and_uncached_formulas():
    def edit(sheet):
        sheet["B2"].number_format = "0.0%"
        sheet["C2"] = "#DIV/0!"
        sheet["D2"] = "=B2*2"
        sheet["E2"] = dt.date(2020, 5, 1)
        sheet["A4"] = "末"
        sheet.merge_cells("A1:A2")
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["C"].hidden = True
        sheet["A1"].alignment = openpyxl.styles.Alignment(indent=2)
        sheet["A1"].quotePrefix = True

    grid = only(xlsx(edit=edit))
    assert grid.format_codes[grid.formats[1, 1]] == "0.0%"
    assert grid.errors == {(1, 2): "#DIV/0!"}
    assert grid.uncached == {(1, 3)}
    assert grid.rows[1][4] == dt.date(2020, 5, 1)
    assert grid.merges == ((0, 0, 1, 0),)
    assert (grid.hidden_rows, grid.hidden_columns) == ({2}, {2})
    assert grid.indents == {(0, 0): 2}
    assert grid.text_quoted == {(0, 0)}


def test_each_bad_file_has_its_own_code():
    good = xlsx()
    assert codes(b"") == ["empty_file"]
    assert codes(good[: len(good) // 2]) == ["zip_damaged"]
    assert codes(b"\x89PNG\r\n\x1a\n" + b"\0" * 99) == ["not_a_spreadsheet"]
    assert codes(b"%PDF-1.7 ...") == ["not_a_spreadsheet"]


def far(cell: str) -> bytes:
    source, out = zipfile.ZipFile(io.BytesIO(xlsx())), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            body = source.read(name)
            if name.endswith("sheet1.xml"):
                body = body.replace(
                    b"</sheetData>", f'<row><c r="{cell}"><v>1</v></c></row></sheetData>'.encode()
                )
            target.writestr(name, body)
    return out.getvalue()


@pytest.mark.parametrize("cell", ["XFD1048576", "ZZ1048576"])
def test_far_cells_are_refused(cell):
    (found,) = open_bytes(far(cell), "a.xlsx").findings
    assert (found.code, found.cell) == ("cell_far_away", cell)


def test_shared_files_open(shared):
    for path in sorted((shared / "data").iterdir()):
        opened = open_bytes(path.read_bytes(), path.name)
        assert opened.workbooks, path
        assert not opened.findings, path
