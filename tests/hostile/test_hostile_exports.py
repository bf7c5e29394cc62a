"""Hostile text in what is taken away: papers open, tables run no formula, file names stay names."""

import csv
import datetime as dt
import io
import zipfile

import openpyxl
import pandas as pd
import pytest
from docx import Document
from lxml import etree
from store_kit import figures, indicator

from dashboard import downloads
from indicators.catalog import Catalog, PlanGoal
from indicators.intake import check_file
from indicators.model import Area, AreaLevel, PlanKind
from indicators.model.office import ReportingUnit
from indicators.reports.papers.gather import gather
from indicators.reports.papers.sets import file_name, make, wanted
from indicators.reports.word import Look, docx_bytes
from indicators.store import ActionText, Store
from indicators.targets import parse_target

ODD = "a\x01b\x0bc\x1f\ufffe]]>&<w:t>=1+1\u202e"
STARTS = ["=", "+", "-", "@", "\t=", "\r=", "\n=", "＝", "＋", "\x00=", "x\r=", "x\r\n@", "x\n=", 'x"\r="']
FORMULA = "cmd|'/c calc'!A1"


@pytest.fixture(scope="module")
def matter(tmp_path_factory):
    """What papers are made from, in a store whose every text has signs that XML forbids."""
    item = indicator("T1", name=f"{ODD}率", domain=f"{ODD}领域", unit="%")
    county, unit = f"{ODD.replace('/', '')}县", f"{ODD}局"
    target = parse_target("达到95以上").target
    goal = PlanGoal("T1", item.name, PlanKind.WOMEN, "达到95以上", target, lead=unit)
    with Store.create(tmp_path_factory.mktemp("odd") / "s.duckdb") as store:
        store.put_areas([Area("9", county, county, AreaLevel.COUNTY)], by=ODD)
        store.put_catalog(Catalog((item,)), goals=[goal], area=county, by=ODD)
        rows = [("T1", county, year, 60.0) for year in (2022, 2023, 2024)]
        store.accept(figures(*rows), file=f"{ODD}.csv", data=b"1", by=ODD, unit=unit)
        store.desk.put_units([ReportingUnit(unit, liaison=ODD, note=ODD)], by=ODD)
        store.desk.open_year(2024, dt.date(2025, 1, 1), by=ODD)
        store.annotations.add("T1", county, 2024, "method", ODD, by=ODD)
        text = ActionText(ODD, unit, dt.date(2025, 1, 1), "women", (ODD,), ODD, ODD, ODD)
        store.actions.open("T1", county, 2024, text, opened=dt.date(2024, 1, 1), by=ODD)
        yield gather(store, year=2024, result=None, towns=True)


def test_a_paper_with_forbidden_signs_opens_and_every_part_is_whole(matter):
    made = 0
    for one in wanted(matter, "all"):
        paper = make(matter, one, deadlines={})
        data = docx_bytes(paper, Look())
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            assert packed.testzip() is None
            for part in packed.namelist():
                if part.endswith((".xml", ".rels")):
                    etree.fromstring(packed.read(part))
        assert Document(io.BytesIO(data)).paragraphs
        name = file_name(one, paper)
        assert not set(name.rpartition("/")[2]) & set('\\:*?"<>|\r\n\t\x00\x01\x0b\x1f\u202e'), repr(name)
        made += 1
    assert made >= 5


@pytest.mark.parametrize("start", STARTS)
def test_no_cell_of_a_table_begins_a_formula(start):
    frame = pd.DataFrame({f"{start}{FORMULA}": [f"{start}{FORMULA}", "x"]})
    text = downloads.safe_csv(frame).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert [len(row) for row in rows] == [1, 1, 1]
    for (cell,) in rows:
        assert cell.lstrip("\ufeff \t\r\n\0")[:1] not in tuple("=+-@＝＋－＠"), repr(cell)
    book = openpyxl.load_workbook(io.BytesIO(downloads.safe_xlsx(frame, start)))
    assert {cell.data_type for row in book.active.rows for cell in row} <= {"s"}


@pytest.mark.parametrize(
    "name",
    ['a"; filename="b.exe',
     "a\r\nSet-Cookie: x=1", "..\\..\\x", "../../x", "x\u202excod.exe", "con", ".htaccess",
     "a\x00b", "", "\u2066x", "a\x85b", "a" * 500],
    ids=range(12),
)  # fmt: skip
def test_a_download_s_name_is_one_plain_file_name(name):
    made = downloads.file_name(name)
    assert made
    assert not set(made) & set('\\/:*?"<>|\r\n\t\x00\x85\u202e\u2066')
    assert not made.startswith(".")
    assert len(made.encode()) <= 240


@pytest.mark.parametrize(
    "name",
    [
        "../../../tmp/hostile.csv",
        "/etc/hostile.csv",
        "C:\\x\\hostile.csv",
        "a\x00.csv",
        "\u202evsc.csv",
        "a" * 300 + ".csv",
    ],
)
def test_an_archive_s_members_are_read_and_never_written(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    with Store.create(tmp_path / "s.duckdb") as store:
        store.put_areas([Area("9", "某县", "某县", AreaLevel.COUNTY)], by="x")
        store.put_catalog(Catalog((indicator("T1"),)), by="x")
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as made:
            made.writestr(name, "指标,单位,2024年\n指标T1,%,50\n".encode())
        before = sorted(path.name for path in tmp_path.rglob("*"))
        check_file(store, packed.getvalue(), f"{name}.zip", by="x")
        assert sorted(path.name for path in tmp_path.rglob("*")) == before
