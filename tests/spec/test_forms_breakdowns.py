"""Forms with figures by sex and by town or country: they go out line by line and come back as they went."""

import io
import json

import openpyxl
import pytest
from form_kit import GRID_HEAD, HEAD_ROW, saved

from indicators.intake import init_store, load_file
from indicators.reports.forms import FINER, LIST, form_bytes, unit_forms
from indicators.store import Store

HOME, TOWN, UNIT, YEAR = "示例县", "城关镇", "县卫生健康局", 2024
VILLAGES = [f"第{number}村" for number in range(1, 4)]
AREAS = "code,name,parent_code\n99,示例县,\n9901,城关镇,99\n" + "".join(
    f"9901{number},{name},9901\n" for number, name in enumerate(VILLAGES, 101)
)
MORTALITY, KINDERGARTEN, WATER = "5岁以下儿童死亡率", "学前教育毛入园率", "农村自来水普及率"
PLAN = f"""指标,目标,责任单位
{MORTALITY},控制在6‰以下,{UNIT}
{KINDERGARTEN},达到95%以上,{UNIT}
{WATER},达到95%以上,{UNIT}
"""
BEFORE = f"""指标,单位,2023年
{MORTALITY},‰,5.1
其中：城市,‰,4.0
其中：农村,‰,6.1
{KINDERGARTEN},%,91
其中：男,%,90
其中：女,%,92
"""
VILLAGES_BEFORE = f"2023年城关镇各村{KINDERGARTEN}（%）\n村,合计,男,女\n" + "".join(
    f"{name},90,89,91\n" for name in VILLAGES
)


@pytest.fixture
def store(tmp_path):
    path = tmp_path / "s.duckdb"
    files = {"areas": ("areas.csv", AREAS.encode()), "plan": ("plan.csv", PLAN.encode())}
    assert init_store(path, HOME, **files) == []
    with Store.open(path) as made:
        load_file(made, BEFORE.encode(), "上年.csv", unit=UNIT, by="x")
        towns = load_file(made, VILLAGES_BEFORE.encode(), "上年村.csv", unit=UNIT, by="x")
        assert len(towns.checked.observations) == 9
        yield made


def fill(form):
    """The form with a figure in each yellow cell, near last year's; what is meant by each."""
    book, meant = openpyxl.load_workbook(io.BytesIO(form_bytes(form))), {}
    sheet = book[LIST]
    column = next(cell.column for cell in sheet[HEAD_ROW] if cell.value == f"{YEAR}年")
    for row, line in enumerate(form.listed, HEAD_ROW + 1):
        value = float(line.last or 95) + 0.1
        sheet.cell(row, column).value = value
        if form.indicators[line.code].name == KINDERGARTEN:
            sheet.cell(row, column + 1).value, sheet.cell(row, column + 2).value = round(value * 10), 1000
        meant[line.code, "/".join((HOME, *line.area)), line.breakdown] = value
    for name, lines in form.grids.items():
        asked = list(dict.fromkeys((line.code, line.breakdown) for line in lines))
        head = GRID_HEAD + 1  # one row more, for the parts
        columns = [cell.column for cell in book[name][head] if cell.value == f"{YEAR}年"]
        for row, area in enumerate(dict.fromkeys(line.area for line in lines), head + 1):
            for (code, breakdown), at in zip(asked, columns, strict=True):
                last = next(
                    line.last
                    for line in lines
                    if (line.code, line.breakdown, line.area) == (code, breakdown, area)
                )
                book[name].cell(row, at).value = value = float(last) + 0.1
                meant[code, "/".join((HOME, *area)), breakdown] = value
    return saved(book), meant


def test_a_form_with_breakdowns_comes_back_without_a_question(store):
    (form,) = unit_forms(store, YEAR)
    assert {line.breakdown for line in form.listed} == {
        (), (("城乡", "城市"),), (("城乡", "农村"),), (("性别", "男"),), (("性别", "女"),)
    }  # fmt: skip
    assert FINER[1] in form.grids
    data, meant = fill(form)
    intake = load_file(store, data, "表.xlsx", by="x")
    assert [question.text for question in intake.reading.questions] == []
    assert [item.message for item in intake.findings if item.severity != "note"] == []
    rows = intake.checked.observations
    found = {
        (
            row.code,
            row.area,
            tuple(sorted(json.loads(row.breakdown).items())) if row.breakdown else (),
        ): row.value
        for row in rows[rows["year"] == YEAR].itertuples()
    }
    assert found == {key: pytest.approx(value) for key, value in meant.items()}
    parted = rows[(rows["year"] == YEAR) & rows["numerator"].notna()]
    assert sorted(parted["numerator"]) == [901, 911, 921]
    assert set(parted["denominator"]) == {1000}
