"""Hostile files: each is refused by its own sentence, and the next file is read as ever."""

import os
import sys
import threading
import time
import zipfile
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import makers

from indicators.sheets import cage
from indicators.sheets.clean import clean_text, shown_name
from indicators.sheets.container import open_bytes
from indicators.sheets.limits import Limits
from indicators.sheets.sheet_facts import Styles
from indicators.sheets.xlsx_scan import scan
from indicators.sheets.xlsx_values import Values, shared_texts

ROWS = [["指标", "2020年"], ["筛查率", 36.5]]


def codes(data: bytes, **limits) -> list[str]:
    return [item.code for item in open_bytes(data, "a.xlsx", limits=Limits(**limits)).findings]


def with_row(row: str) -> bytes:
    return makers.sheet_xml(makers.xlsx(), b"</sheetData>", row.encode() + b"</sheetData>")


@pytest.mark.parametrize("cell", ["XFD1048576", "ZZ1048576", "A1048577", "XFD90000"])
def test_far_cells_are_refused_with_their_address(cell):
    data = with_row(f'<row><c r="{cell}"><v>1</v></c></row>')
    assert len(data) < 7000
    (found,) = open_bytes(data, "a.xlsx").findings
    assert (found.code, found.cell, found.sheet) == ("cell_far_away", cell, "Sheet")


@pytest.mark.parametrize(
    "row",
    [
        '<row r="1048576"><c t="n"><v>1</v></c><c><v>1</v></c><c><v>2</v></c></row>',
        "<row><c\tr='XFD1048576'><v>1</v></c></row>",
        '<row><c s="0" r="xfd1048576"><v>1</v></c></row>',
    ],
)
def test_far_cells_in_disguise(row):
    assert codes(with_row(row))[0] in {"cell_far_away", "file_damaged", "sheet_damaged", "reading_broke_off"}


def test_a_far_cell_without_content_is_only_a_ghost():
    data = with_row('<row r="1048576"><c r="XFD1048576" s="0"/></row>')
    assert open_bytes(data, "a.xlsx").workbooks[0].grids[0].rows == ROWS


def test_far_cells_of_other_containers():
    sheet = makers.xls(rows=[["a"]], edit=lambda book, sheet: sheet.write(65535, 255, 1))
    assert codes(sheet) == ["cell_far_away"]
    wide = open_bytes(b"<table><tr>" + b"<td colspan=1000>a" * 19 + b"</table>", "a.html")
    assert wide.workbooks[0].grids[0].n_columns == 18_001
    assert codes(b"a\n" * 3000 + b"," * 3000) == ["line_too_wide"]


def test_a_far_row_of_an_old_xml_workbook_is_refused_at_once():
    xml = (
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="表"><Table>'
        '<Row ss:Index="999999"><Cell><Data ss:Type="Number">1</Data></Cell></Row></Table>'
        "</Worksheet></Workbook>"
    )
    (found,) = open_bytes(xml.encode(), "a.xml").findings
    assert (found.code, found.sheet, found.cell) == ("cell_far_away", "表", "A999999")


def bomb(megabytes: int) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in ("[Content_Types].xml", "xl/workbook.xml"):
            target.writestr(name, "<x/>")
        with target.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(megabytes):
                part.write(b" " * (1 << 20))
    return out.getvalue()


def test_bombs_are_refused_by_their_directory():
    assert codes(bomb(80)) == ["zip_bomb"]


def test_bombs_are_refused_whatever_their_directory_says():
    data = bomb(80)
    honest = (80 << 20).to_bytes(4, "little")
    assert data.count(honest) >= 1
    assert codes(data.replace(honest, (1000).to_bytes(4, "little"))) in (
        ["zip_bomb"],
        ["zip_damaged"],
        ["file_damaged"],
    )


def test_entities_and_deep_markup_are_refused():
    entity = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'

    def dtd(name, body):
        return body.replace(b"<workbook", entity + b"<workbook") if name.endswith("workbook.xml") else body

    def deep(name, body):
        return b"<a>" * 9999 + b"</a>" * 9999 if name.endswith("styles.xml") else body

    assert codes(makers.rezip(makers.xlsx(), dtd)) == ["unsafe_markup"]
    assert codes(makers.rezip(makers.xlsx(), deep)) == ["unsafe_markup"]
    assert codes(makers.sheet_xml(makers.xlsx(), b"<sheetData>", entity + b"<sheetData>")) == [
        "unsafe_markup"
    ]
    assert codes(
        b'<?xml version="1.0"?>' + entity + b'<W xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
    ) == ["unsafe_markup"]


def test_the_child_dies_alone(monkeypatch):
    """A child that is killed in the middle is a finding; the next file gets a new child."""
    real = cage.Worker.ask

    def killed(self, *args, **options):
        self.process.kill()
        self.process.wait()
        real(self, *args, **options)

    monkeypatch.setattr(cage.Worker, "ask", killed)
    assert codes(makers.xls()) == ["reading_broke_off"]
    monkeypatch.setattr(cage.Worker, "ask", real)
    assert open_bytes(makers.xls(), "a.xlsx").workbooks[0].grids[0].rows == ROWS


def test_the_clock_stops_the_child():
    start = time.monotonic()
    assert codes(makers.big_xlsx(20_000, 10, formula="<f>1+1</f>"), seconds=0.02) == ["reading_took_too_long"]
    assert time.monotonic() - start < 20


@pytest.mark.skipif(sys.platform != "linux", reason="the memory limit of a child is Linux's")
def test_memory_is_bounded():
    data = makers.big_xlsx(20_000, 20, formula="<f>1+1</f>")
    assert codes(data, memory=8 << 20)[0] in {"reading_took_too_much_memory", "reading_broke_off"}
    assert codes(data) == []


def test_threads_read_side_by_side():
    results = []

    def work(number: int) -> None:
        for _ in range(5):
            grid = open_bytes(makers.xls(rows=[[f"线{number}", number]]), "a.xls").workbooks[0].grids[0]
            results.append(grid.rows == [[f"线{number}", float(number)]])

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [True] * 20


def test_no_child_outlives_its_parent_by_design():
    worker = cage.Worker()
    worker.process.stdin.close()
    assert worker.process.wait(10) == 0
    worker.close()


def test_idle_children_are_ended():
    open_bytes(makers.xls(), "a.xls")
    (worker, *_) = cage._idle
    cage.close_all()
    assert worker.process.returncode is not None
    assert not cage._idle
    assert worker.owner == os.getpid()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\a\\报表.xlsx", "报表.xlsx"),
        ("报表\u202exslx.exe", "报表xslx.exe"),
        ("a\nb\x00.csv", "a b.csv"),
        ("", "未命名文件"),
        ("..", "未命名文件"),
        ("长" * 300 + ".xlsx", "长" * 114 + "….xlsx"),
    ],
)
def test_names_are_safe_to_show(name, shown):
    assert shown_name(name) == shown


def test_clean_text_leaves_chinese_spaces_and_line_ends():
    assert clean_text("全\u3000国\r\n\u00a0合计\u200b") == "全\u3000国\n\u00a0合计"


def test_the_scan_is_linear_on_endless_tags():
    """Patterns must not go back and forth over a tag that never closes."""
    start = time.process_time()
    tags = (
        b'<c r="A1" t="e"',
        b'<c r="A1"><f>',
        b'<row hidden="1" ',
        b"<mergeCell ",
        b'<c r="A1" t="e"><v>',
        b"<v>",
    )
    for tag in tags:
        values = Values(np.empty(0, dtype=object), Styles(), lambda: None)
        scan([b"<worksheet><sheetData>" + tag * (900_000 // len(tag))], Styles(), Limits(), values)
    assert shared_texts(b"<si>" * 200_000) is None
    assert shared_texts(b"<si><r>" * 100_000 + b"</si>") is None
    assert time.process_time() - start < 20


def test_the_windows_job_has_the_layout_that_windows_expects():
    """The structures' sizes on 64-bit Windows; the calls themselves can only be tried there."""
    ctypes = pytest.importorskip("ctypes")
    from indicators.sheets import cage_windows

    if ctypes.sizeof(ctypes.c_void_p) == 8:
        assert ctypes.sizeof(cage_windows._BasicLimits) == 64
        assert ctypes.sizeof(cage_windows._ExtendedLimits) == 144
