"""The handbook: every definition and every target, readable without the product."""

import io

import openpyxl
import pytest

from indicators.catalog import Catalog, builtin, export_catalog
from indicators.model import Direction, Indicator, PlanKind


@pytest.fixture(scope="module")
def book():
    return openpyxl.load_workbook(io.BytesIO(export_catalog(builtin())))


def rows(book, sheet: str) -> list[dict]:
    head, *body = book[sheet].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in body]


def test_one_sheet_per_plan_and_one_of_targets(book):
    assert book.sheetnames == ["说明", "妇女规划", "儿童规划", "基层指标", "目标"]


def test_every_indicator_stands_in_the_sheets_of_its_plans(book):
    sheets = {"women": "妇女规划", "children": "儿童规划", "grassroots": "基层指标"}
    for plan, sheet in sheets.items():
        codes = [row["代码"] for row in rows(book, sheet)]
        assert codes == [item.code for item in builtin().of_plan(plan)]


def test_a_target_shows_its_words_how_it_is_read_and_what_it_is_for(book):
    found = [row for row in rows(book, "目标") if row["代码"] == "W0103"]
    nation = next(row for row in found if row["适用范围"] == "国家" and row["规划期"] == "2021—2030")
    assert nation["目标原文"] == "下降到12/10万以下"
    assert "12" in nation["读作"]
    assert (nation["用途"], nation["文字"]) == ("评估", "原文")
    city = next(row for row in found if row["适用范围"] == "郑州市" and "9" in row["目标原文"])
    assert (city["用途"], city["文字"]) == ("示例", "据数值写成")


def test_text_that_looks_like_a_formula_stays_text():
    item = Indicator("X1", '=cmd|"/c calc"!A1', "人", (PlanKind.WOMEN,), "健康", Direction.HIGHER)
    book = openpyxl.load_workbook(io.BytesIO(export_catalog(Catalog((item,)))))
    cell = book["妇女规划"]["C2"]
    assert (cell.data_type, cell.value) == ("s", '=cmd|"/c calc"!A1')
