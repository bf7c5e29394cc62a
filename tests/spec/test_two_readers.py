"""The scan's own reader and calamine give the same cells of the same file."""

import datetime as dt
import io
import random
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import makers

from indicators.sheets import xlsx
from indicators.sheets.container import open_bytes

TEXTS = (
    *(
        "筛查率",
        "007",
        " 前后空格 ",
        "\u3000全\u3000国",
        "a & b",
        "<5%",
        '"引"',
        "'撇",
        "第一行\n第二行",
        "全    国",
    ),
    *(
        "é",
        "𠮷",
        "—",
        "&amp;",
        "=1+1",
        "_x0041_",
        "36.5%",
        "12",
        "x" * 3000,
        "\t制表",
        "<![CDATA[x]]>",
        "]]>",
    ),
)
NUMBERS = (
    *(0, 1, -1, 36.5, 0.1 + 0.2, 1e300, 1e-300, 123456789012345680, 84.73999999999999),
    *(-0.0, 2020, 1 / 3, 5e-324),
)


def both(data: bytes, monkeypatch):
    """The grids by the scan alone (or None if it gave up), and by calamine."""
    fast = None
    with monkeypatch.context() as patch:
        patch.setattr(xlsx, "collect", lambda *_: ([], []))
        opened = open_bytes(data, "a.xlsx")
        if opened.workbooks and opened.workbooks[0].grids:
            fast = opened.workbooks[0].grids
    with monkeypatch.context() as patch:
        patch.setattr(xlsx, "shared_texts", lambda _: None)
        patch.setattr(xlsx, "_shared", lambda *_: (None, True))
        slow = open_bytes(data, "a.xlsx").workbooks[0].grids
    return fast, slow


def told(grid) -> list[tuple[int, int, str]]:
    """Every filled cell with its value and type as text."""
    rows = enumerate(grid.rows)
    return [(r, c, repr(value)) for r, row in rows for c, value in enumerate(row) if value is not None]


def same(fast, slow) -> None:
    assert [grid.name for grid in fast] == [grid.name for grid in slow]
    for one, other in zip(fast, slow, strict=True):
        assert told(one) == told(other)
        assert (one.n_rows, one.n_columns) == (other.n_rows, other.n_columns)
        assert (one.merges, one.errors, one.hidden) == (other.merges, other.errors, other.hidden)
        assert (one.formats is None) == (other.formats is None)
        assert one.formats is None or (one.formats == other.formats).all()


def random_cells(chance: random.Random) -> dict[tuple[int, int], object]:
    cells = {}
    for _ in range(chance.choice((0, 1, 5, 60))):
        place = chance.randrange(40), chance.randrange(chance.choice((3, 30, 800)))
        cells[place] = chance.choice((chance.choice(TEXTS), chance.choice(NUMBERS), True, False, "#DIV/0!"))
    return cells


def by_openpyxl(cells, chance) -> bytes:
    def edit(sheet):
        for (row, column), value in cells.items():
            cell = sheet.cell(row + 1, column + 1)
            if isinstance(value, str) and value.startswith("="):
                cell.value, cell.data_type = value, "s"
            else:
                cell.value = value
            cell.number_format = chance.choice(("General", "0.0%", "0.00", '0"人"'))
        sheet.parent.create_sheet("空").sheet_state = "hidden"

    return makers.xlsx(rows=(), edit=edit)


def by_xlsxwriter(cells, chance) -> bytes:
    out = io.BytesIO()
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "constant_memory": chance.random() < 0.5,
    }
    book = xlsxwriter.Workbook(out, options)
    percent = book.add_format({"num_format": "0.00%", "indent": 1})
    sheet = book.add_worksheet("表")
    for (row, column), value in sorted(cells.items()):
        sheet.write(row, column, value, chance.choice((None, percent)))
    book.close()
    return out.getvalue()


@pytest.mark.parametrize("write", [by_openpyxl, by_xlsxwriter])
@pytest.mark.parametrize("seed", range(25))
def test_both_readers_agree(write, seed, monkeypatch):
    chance = random.Random(seed)
    data = write(random_cells(chance), chance)
    fast, slow = both(data, monkeypatch)
    assert fast is not None, "the scan gave up on a plain file"
    same(fast, slow)


def test_rich_texts_phonetic_guides_and_spaces(monkeypatch):
    shared = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<si><r><rPr><b/></rPr><t>指</t></r><r><t xml:space="preserve"> 标</t></r></si>'
        '<si><t>漢字</t><rPh sb="0" eb="1"><t>カン</t></rPh><phoneticPr fontId="1"/></si></sst>'
    ).encode()
    data = makers.archive(shared_workbook(shared))
    fast, slow = both(data, monkeypatch)
    assert fast[0].rows == [["指 标", "漢字"]]
    same(fast, slow)
    fast, slow = both(makers.archive(shared_workbook(shared.replace("漢字".encode(), b" a "))), monkeypatch)
    assert fast is None
    assert slow[0].rows == [["指 标", "a"]]


def shared_workbook(shared: bytes) -> dict[str, bytes]:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    book.add_worksheet().write_row(0, 0, ["甲", "乙"])
    book.close()
    with zipfile.ZipFile(out) as parts:
        members = {name: parts.read(name) for name in parts.namelist()}
    assert "xl/sharedStrings.xml" in members
    return members | {"xl/sharedStrings.xml": shared}


@pytest.mark.parametrize(
    "edit",
    [
        lambda sheet: sheet.__setitem__("C1", "=A1*2"),
        lambda sheet: sheet.__setitem__("C1", dt.date(2020, 1, 2)),
        lambda sheet: sheet.__setitem__("C1", dt.time(12, 30)),
    ],
)
def test_what_the_scan_leaves_to_calamine(edit, monkeypatch):
    fast, slow = both(makers.xlsx(edit=edit), monkeypatch)
    assert fast is None
    assert slow[0].rows[1][1] == 36.5


def test_the_county_table_both_ways(shared, monkeypatch):
    data = (shared / "data" / "county_census_2010_169col.xlsx").read_bytes()
    same(*both(data, monkeypatch))


def test_openpyxl_agrees_on_the_shared_workbooks(shared):
    data = (shared / "data" / "national-2010-2024.xlsx").read_bytes()
    book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet, grid in zip(book.worksheets, open_bytes(data, "a.xlsx").workbooks[0].grids, strict=True):
        assert [list(row) for row in sheet.iter_rows(values_only=True)] == grid.rows
