"""The sample district's forms, filled in and handed back: no question, no wrong reading."""

import datetime as dt
import shutil

import pytest
from form_kit import by_office, figures_of, fill_in, saved

from indicators.intake import Known, load_file
from indicators.intake.returned import remark_key
from indicators.model import ReportingUnit
from indicators.reports.forms import form_bytes, unit_forms
from indicators.store import Store

pytestmark = pytest.mark.tenth(4)

YEAR = 2025
HEALTH, WOMEN, COURT = "县卫生健康局", "县妇联", "县司法局"


@pytest.fixture(scope="module")
def store(sample_built, tmp_path_factory):
    store = Store.open(shutil.copy(sample_built[0], tmp_path_factory.mktemp("sample") / "s.duckdb"))
    store.desk.put_units([ReportingUnit(HEALTH, "联络员甲", "0000-1", aliases=("卫健局",))])
    store.desk.open_year(YEAR, dt.date(YEAR + 1, 5, 20))
    yield store
    store.close()


@pytest.fixture(scope="module")
def known(store):
    return Known.of(store)


@pytest.fixture(scope="module")
def forms(store):
    return {form.unit: form for form in unit_forms(store, YEAR)}


@pytest.fixture(scope="module")
def blank(forms):
    return {unit: form_bytes(form) for unit, form in forms.items()}


@pytest.fixture
def load(store, known):
    made = []

    def work(data, name="表.xlsx"):
        intake = load_file(store, data, name, by="测试", known=known)
        made.append(intake.submission)
        return intake

    yield work
    for submission in made:
        if submission is not None:
            store.undo(submission.id, by="测试", reason="下一个")


def landed(intake, meant, unit):
    """Nothing asked, nothing wrong, nothing else of the year, the sender known."""
    assert [question.text for question in intake.reading.questions] == []
    assert [item.message for item in intake.findings if item.severity == "error"] == []
    assert figures_of(intake, YEAR) == meant
    assert set(intake.checked.observations["year"]) <= {YEAR}
    assert intake.unit == intake.submission.unit == unit


def test_every_unit_of_the_sample_gets_every_figure_back(store, forms, blank, load):
    for unit, form in forms.items():
        book, meant, remarks = fill_in(form, blank[unit])
        intake = load(saved(book))
        assert len(meant) == len(form.lines)
        landed(intake, meant, unit)
        rows = intake.checked.observations
        kept = {name: text for name, text, _, _ in store.explanations(intake.submission.id)}
        cells = {(row.code, row.area): remark_key(row.sheet, row.cell) for row in rows.itertuples()}
        assert {key: kept.get(cells[key]) for key in remarks} == remarks


def test_an_empty_form_asks_nothing_and_gives_nothing_new(forms, blank, load):
    for unit in forms:
        intake = load(blank[unit])
        assert not intake.reading.questions
        assert not len(intake.checked.observations)
        assert not [item for item in intake.findings if item.severity != "note"]


def test_an_explanation_answers_the_warning_at_its_cell(store, forms, blank, load):
    form = forms[COURT]
    book, _, _ = fill_in(form, blank[COURT])
    line = form.listed[1]
    book["填报表"].cell(7, 6).value = float(line.last) * 1000
    book["填报表"].cell(7, 8).value = "统计口径扩大"
    intake = load(saved(book))
    warned = [item for item in intake.findings if item.severity == "warning" and item.cell == "F7"]
    told = {name: text for name, text, _, _ in store.explanations(intake.submission.id)}
    assert told["remark@填报表!F7"] == "统计口径扩大"
    assert all(told[f"{item.code}@F7"] == "统计口径扩大" for item in warned)


@pytest.mark.tenth(3)
@pytest.mark.parametrize(("kind", "unit"), [("xlsx", COURT), ("xls", WOMEN), ("ods", COURT)])
def test_saved_by_another_program(kind, unit, forms, blank, load, tmp_path):
    book, meant, _ = fill_in(forms[unit], blank[unit])
    landed(load(by_office(saved(book), kind, tmp_path), f"表.{kind}"), meant, unit)


def full_width(value, item):
    return f"{value:g}".translate(str.maketrans("0123456789.", "０１２３４５６７８９．"))


def per_cent(value, item):
    return f"{value:g}%" if item.unit == "%" else value


def with_unit(value, item):
    return f"{value:g}{item.unit}" if item.unit in ("人", "个", "所") else value


@pytest.mark.tenth(3)
@pytest.mark.parametrize("shape", [full_width, per_cent, with_unit])
@pytest.mark.parametrize("unit", [WOMEN, COURT])
def test_numbers_written_otherwise(unit, shape, forms, blank, load):
    book, meant, _ = fill_in(forms[unit], blank[unit], shape=shape)
    landed(load(saved(book)), meant, unit)


def test_per_cent_typed_in_a_cell_becomes_a_per_cent_format(forms, blank, load):
    book, meant, _ = fill_in(forms[HEALTH], blank[HEALTH])
    sheet, form = book["填报表"], forms[HEALTH]
    for row, line in enumerate(form.listed, 6):
        cell = next(c for c, head in zip(sheet[row], sheet[5], strict=False) if head.value == f"{YEAR}年")
        if form.indicators[line.code].unit == "%" and cell.value is not None:
            cell.value, cell.number_format = cell.value / 100, "0.0%"
    landed(load(saved(book)), meant, HEALTH)


@pytest.mark.tenth(2)
@pytest.mark.parametrize("unit", [WOMEN, COURT])
def test_rows_deleted(unit, forms, blank, load):
    book, meant, _ = fill_in(forms[unit], blank[unit])
    form, sheet = forms[unit], book["填报表"]
    gone = [3, 8, 9]
    for at in reversed(gone):
        sheet.delete_rows(6 + at)
    lost = {(form.listed[at].code, "/".join((form.home, *form.listed[at].area))) for at in gone}
    landed(load(saved(book)), {key: said for key, said in meant.items() if key not in lost}, unit)


@pytest.mark.tenth(6)
@pytest.mark.parametrize("at", [1, 2, 3, 5])
@pytest.mark.parametrize("head", [None, "序号", "备注"])
def test_a_column_inserted(at, head, forms, blank, load):
    book, meant, _ = fill_in(forms[COURT], blank[COURT])
    sheet = book["填报表"]
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    sheet.insert_cols(at)
    sheet.cell(5, at).value = head
    if head == "序号":
        for row in range(6, 6 + len(forms[COURT].listed)):
            sheet.cell(row, at).value = row - 5
    landed(load(saved(book)), meant, COURT)


def test_the_lines_above_the_table_deleted(forms, blank, load, store, known):
    book, meant, _ = fill_in(forms[COURT], blank[COURT])
    sheet = book["填报表"]
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    sheet.delete_rows(1, 4)
    intake = load(saved(book))
    assert not intake.reading.questions
    assert figures_of(intake, YEAR) == meant
    assert intake.unit is None


def test_numerator_and_denominator_come_back_with_their_figure(forms, blank, load):
    form = forms[HEALTH]
    book, _, _ = fill_in(form, blank[HEALTH])
    sheet = book["填报表"]
    column = {cell.value: cell.column for cell in sheet[5]}
    at, line = next(
        (at, line)
        for at, line in enumerate(form.listed)
        if form.indicators[line.code].multiplier == 100
        and form.indicators[line.code].numerator
        and at % 5 != 4
    )
    for head, value in ((f"{YEAR}年", 37.5), ("分子", 75), ("分母", 200)):
        sheet.cell(6 + at, column[head]).value = value
    intake = load(saved(book))
    rows = intake.checked.observations
    row = rows[(rows["code"] == line.code) & (rows["area"] == form.home)].iloc[0]
    assert (row.value, row.numerator, row.denominator) == (37.5, 75, 200)
    assert not intake.reading.questions


def test_last_years_figures_changed_in_the_form_are_told(forms, blank, load):
    form = forms[COURT]
    book, _, _ = fill_in(form, blank[COURT])
    book["填报表"].cell(7, 5).value = float(form.listed[1].last) + 100
    intake = load(saved(book))
    assert ("earlier_year_revised", "E7") in {(item.code, item.cell) for item in intake.findings}
    rows = intake.checked.observations
    assert set(rows.loc[rows["year"] == YEAR - 1, "cell"]) == {"E7"}
