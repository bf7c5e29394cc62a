"""The results workbook: every sheet, its numbers as in the store, charts of its own, no formulas."""

import io
import re
import zipfile

import openpyxl
import pytest
import travel_kit as kit
from store_kit import COUNTY, TOWNS

from indicators.assess import assess
from indicators.exports.results import gather
from indicators.exports.workbook import results_book, write_workbook
from indicators.store import Store

SHEETS = [
    "说明",
    "总览",
    "指标评估",
    "目标",
    "历年数据",
    "滞后指标图",
    "2024年分地区",
    "审核问题",
    "数据来源",
    "评估常数",
]


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    path = tmp_path_factory.mktemp("workbook") / "s.duckdb"
    with Store.create(path) as store:
        result = kit.everything(store)
        kit.put(store, ("T1", COUNTY, 2024, 40.0), ("T1", TOWNS[0], 2024, 41.0), file='=HYPERLINK("x").xlsx')
    return path, result


@pytest.fixture(scope="module")
def made(original):
    with Store.open(original[0]) as store:
        found = gather(store, year=2024, compare=original[1].id)
        return found, results_book(found), assess(store, year=2024)


def rows(data, sheet):
    return [list(row) for row in openpyxl.load_workbook(io.BytesIO(data))[sheet].iter_rows(values_only=True)]


def test_the_sheets(made):
    book = openpyxl.load_workbook(io.BytesIO(made[1]))
    assert book.sheetnames == [*SHEETS[:7], "与上次比较", *SHEETS[7:]]
    assert book["指标评估"].freeze_panes == "E2"
    assert book["指标评估"].auto_filter.ref
    assert len(book["总览"]._charts) == 2
    assert len(book["滞后指标图"]._charts) == sum(item.code == "T1" for item in made[2]), "T1 lags"


def test_the_numbers_are_the_stores(made):
    head, *body = rows(made[1], "指标评估")
    found = {(row[0], row[2], row[9]): row for row in body}
    for item in made[2]:
        row = found[{"women": "妇女", "children": "儿童"}[item.plan], item.code, item.target]
        assert (row[head.index("数值")], row[head.index("评定")]) == (item.value, item.word)
        assert row[head.index("说明")] == item.sentence
    head, *body = rows(made[1], "历年数据")
    assert body[0][:2] == ["T1", "指标T1"]
    assert [body[0][head.index(f"{year}年")] for year in (2020, 2024)] == [50, 40]
    head, *body = rows(made[1], "2024年分地区")
    assert body[0][head.index("东镇")] == 41
    sources = rows(made[1], "数据来源")
    assert next(row for row in sources if row[6] == 40)[8] == '\'=HYPERLINK("x").xlsx'


def test_what_changed_since(made):
    head, *body = rows(made[1], "与上次比较")
    assert head[-1] == "与“2024年度（2024年）”相比"
    assert {row[1] for row in body} == {"T1"}


def test_nothing_in_it_is_a_formula(made):
    with zipfile.ZipFile(io.BytesIO(made[1])) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        assert not [name for name in sheets if b"<f>" in archive.read(name)]
        texts = re.findall(r"<t[^>]*>([^<]*)</t>", archive.read("xl/sharedStrings.xml").decode())
        assert not [text for text in texts if text[:1] in ("=", "+", "@", "\t") or re.match(r"-[^0-9]", text)]


def test_the_same_again_and_the_public_one(original, tmp_path):
    path, result = original
    with Store.open(path) as store:
        for name in ("a", "b"):
            write_workbook(store, tmp_path / f"{name}.xlsx", result=result)
            kit.put(store, ("T1", COUNTY, 2024, 41.0))
        assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
        write_workbook(store, tmp_path / "p.xlsx", public=True)
    book = openpyxl.load_workbook(tmp_path / "p.xlsx")
    assert not {"审核问题", "数据来源"} & set(book.sheetnames)
