"""A file's way into the store: what is accepted, what contradicts, what is explained, what is withdrawn."""

import io

import openpyxl
import pytest

from indicators.intake import check_file, init_store, load_file, revision
from indicators.model import ReportingUnit
from indicators.store import Store, UnknownName

pytestmark = pytest.mark.tenth(3)

AREAS = "code,name,parent_code\n999901,示例县,\n999901001,城关镇,999901\n999901002,柳溪镇,999901\n".encode()


@pytest.fixture
def store(tmp_path):
    init_store(tmp_path / "a.duckdb", "示例县", areas=("areas.csv", AREAS))
    with Store.open(tmp_path / "a.duckdb") as opened:
        yield opened


def table(*rows):
    return "\r\n".join(",".join(str(cell) for cell in row) for row in rows).encode("utf-8-sig")


def births(*values, first=2022):
    years = [f"{first + at}年" for at in range(len(values))]
    return table(["指标名称", "单位", *years], ["活产数", "人", *values])


def codes(intake):
    return [item.code for item in intake.findings]


def figures(store):
    current = store.current()
    return {(row.code, row.area, row.year): row.text for row in current.itertuples()}


def test_check_stores_nothing(store):
    intake = check_file(store, births(3000, 2900), "a.csv")
    assert codes(intake) == []
    assert len(intake.checked.observations) == 2
    assert intake.submission is None
    assert store.submissions() == []


def test_a_file_without_areas_is_the_districts_or_the_one_named(store):
    load_file(store, births(3000), "a.csv", by="王")
    load_file(store, births(400), "b.csv", area="城关镇", by="王")
    assert figures(store) == {("B0004", "示例县", 2022): "3000", ("B0004", "示例县/城关镇", 2022): "400"}


def test_an_area_the_district_does_not_have(store):
    with pytest.raises(UnknownName):
        load_file(store, births(3000), "a.csv", area="没有镇")


def test_a_revised_figure_is_warned_of_with_its_origin_and_accepted(store):
    load_file(store, births(3000, 2900), "去年.csv", by="王")
    intake = load_file(store, births(3000, 2850, 2700), "今年.csv", by="李")
    (item,) = intake.findings
    assert (item.code, item.severity, item.cell) == ("earlier_year_revised", "warning", "D2")
    assert "2900" in item.message
    assert "“去年.csv”D2" in item.message
    assert "王" in item.message
    assert figures(store)["B0004", "示例县", 2023] == "2850"
    assert len(store.history("B0004", "示例县", 2023)) == 2


def held(store):
    return [(row.code, row.value, row.old_value) for row in store.desk.conflicts().itertuples()]


@pytest.mark.tenth(3)
@pytest.mark.parametrize(
    ("first", "second", "decisions", "told", "counts", "waits"),
    [
        # who sent the accepted figure, who contradicts, decided -> finding, what counts, does it wait
        ("卫健局", "卫健局", {}, "contradicts_accepted", "2850", False),
        ("卫健局", "县卫生健康局", {}, "contradicts_accepted", "2850", False),
        (None, "卫健局", {}, "contradicts_accepted", "2850", False),
        ("卫健局", None, {}, "contradicts_accepted", "2850", False),
        ("卫健局", "公安局", {}, "contradicts_other_unit", "2900", True),
        ("卫健局", "公安局", {"C2": "new"}, "contradicts_accepted", "2850", False),
        ("卫健局", "公安局", {"C2": "old"}, "contradicts_left_out", "2900", False),
        ("卫健局", "公安局", {"*": "new"}, "contradicts_accepted", "2850", False),
        ("卫健局", "卫健局", {"*": "old"}, "contradicts_left_out", "2900", False),
    ],
)
def test_who_contradicts_whom(store, first, second, decisions, told, counts, waits):
    store.desk.put_units([ReportingUnit("县卫生健康局", aliases=("卫健局",)), ReportingUnit("公安局")])
    load_file(store, births(2900), "a.csv", unit=first, by="王")
    intake = load_file(store, births(2850), "b.csv", unit=second, by="李", decisions=decisions)
    assert codes(intake) == [told]
    assert figures(store)["B0004", "示例县", 2022] == counts
    assert bool(held(store)) == waits
    assert (intake.submission.accepted, intake.submission.held) == (int(counts == "2850"), int(waits))


def test_a_decision_for_the_old_figure_keeps_its_reason(store):
    load_file(store, births(2900), "a.csv", by="王")
    load_file(
        store, births(2850), "b.csv", by="李", decisions={"C2": "old"},
        explanations={"contradicts_left_out": "按公报数"},
    )  # fmt: skip
    assert store.desk.decisions()["reason"].tolist() == ["按公报数"]


def test_a_closed_year_takes_only_what_it_has(store):
    load_file(store, births(3000, 2900), "a.csv", by="王")
    store.desk.open_year(2023, None)
    store.desk.close_year(2023)
    intake = load_file(store, births(3000, 2850, 2700), "b.csv", by="李")
    (item,) = intake.findings
    assert (item.code, item.severity, item.cell) == ("year_closed", "error", "D2")
    assert "重新打开2023年" in item.hint
    assert figures(store) == {
        ("B0004", "示例县", 2022): "3000",
        ("B0004", "示例县", 2023): "2900",
        ("B0004", "示例县", 2024): "2700",
    }
    assert intake.submission.blocked == 1
    assert codes(load_file(store, births(3000, 2900, 2700), "c.csv", by="李")) == []
    store.desk.reopen_year(2023, reason="补报")
    assert codes(load_file(store, births(3000, 2850), "d.csv", by="李")) == ["contradicts_accepted"]


@pytest.mark.parametrize(
    ("closed", "told"),
    [(False, ["earlier_year_revised", "contradicts_more"]), (True, ["year_closed", "year_closed_more"])],
)
def test_of_many_alike_the_first_are_told_and_the_rest_counted(store, monkeypatch, closed, told):
    monkeypatch.setattr(revision, "MOST_TOLD", 1)
    load_file(store, births(3000, 2900, 2800), "a.csv", by="王")
    if closed:
        for year in (2022, 2023):
            store.desk.open_year(year, None)
            store.desk.close_year(year)
    intake = check_file(store, births(3010, 2910, 2800), "b.csv")
    assert codes(intake) == told
    assert "1" in intake.findings[-1].message


def test_a_form_s_column_of_last_year_says_nothing_new(store):
    load_file(store, births(3000), "a.csv", by="王")
    book = openpyxl.Workbook()
    book.active.title = "填报表"
    for row in (["指标名称", "单位", "2022年", "2023年"], ["活产数", "人", 3000, 2900]):
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    intake = check_file(store, kept.getvalue(), "填报表.xlsx")
    assert codes(intake) == ["old_figures_again"]
    assert intake.checked.observations["year"].tolist() == [2023]


def test_undo_brings_the_earlier_figure_back(store):
    load_file(store, births(3000), "a.csv", by="王")
    later = load_file(store, births(3100), "b.csv", by="王")
    store.undo(later.submission.id, by="王", reason="交错了")
    assert figures(store)["B0004", "示例县", 2022] == "3000"


def test_a_figure_said_by_two_files_outlives_the_undo_of_one(store):
    first = load_file(store, births(3000), "a.csv", by="王")
    load_file(store, births(3000, 2900), "b.csv", by="王")
    store.undo(first.submission.id, by="王", reason="交错了")
    assert figures(store) == {("B0004", "示例县", 2022): "3000", ("B0004", "示例县", 2023): "2900"}


def test_the_same_figure_again_is_no_contradiction(store):
    load_file(store, births(3000), "a.csv", by="王")
    assert codes(load_file(store, births(3000, 2900), "b.csv", by="王")) == []


def test_the_same_file_again(store):
    first = load_file(store, births(3000), "a.csv", by="王")
    second = load_file(store, births(3000), "a.csv", by="李")
    assert codes(second) == ["same_file_again"]
    assert second.submission.id == first.submission.id
    assert len(store.submissions()) == 1


def test_an_error_blocks_its_figure_and_never_the_file(store):
    data = table(["指标名称", "2023年", "2024年"], ["剖宫产率(%)", 41.2, 412], ["活产数(人)", 2900, 2800])
    intake = load_file(store, data, "a.csv", by="王")
    assert codes(intake) == ["above_limit"]
    assert (intake.submission.accepted, intake.submission.blocked) == (3, 1)
    assert ("W0130", "示例县", 2024) not in figures(store)


def test_reasons_for_warnings_are_kept(store):
    load_file(store, births(3000), "a.csv", by="王")
    reasons = {"contradicts_accepted": "按公安口径修订", "below_limit": "没有这回事"}
    intake = load_file(store, births(3100), "b.csv", by="李", explanations=reasons)
    kept = store.explanations(intake.submission.id)
    assert ("contradicts_accepted", "按公安口径修订", "李") in [row[:3] for row in kept]
    assert "explanation_without_warning" in codes(intake)


def test_a_slip_shows_against_the_figures_accepted_before(store):
    rate = [["指标名称", "2020年", "2021年", "2022年", "2023年"], ["婴儿死亡率(‰)", 3.4, 3.2, 3.3, 3.1]]
    load_file(store, table(*rate), "a.csv", by="王")
    later = load_file(store, table(["指标名称", "2024年"], ["婴儿死亡率(‰)", 0.31]), "b.csv", by="王")
    assert codes(later) == ["series_slip"]


def test_a_file_without_figures_is_not_accepted(store):
    intake = load_file(store, b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "photo.xlsx", by="王")
    assert intake.findings
    assert intake.submission is None
    assert store.submissions() == []


def test_an_answer_is_remembered_for_the_department_and_the_form(store):
    form = table(["地区", "2022年", "2023年"], ["城关镇", 31, 32], ["柳溪镇", 41, 42])
    (question,) = check_file(store, form, "a.csv", unit="县妇联").reading.questions
    assert question.kind == "table_indicator"
    load_file(store, form, "a.csv", unit="县妇联", by="王", answers={question.key: "W0706"})
    later = table(["地区", "2022年", "2023年"], ["城关镇", 33, 34], ["柳溪镇", 43, 44])
    again = check_file(store, later, "a.csv", unit="县妇联")
    assert again.reading.questions == []
    assert set(again.checked.observations["code"]) == {"W0706"}
    assert check_file(store, later, "a.csv", unit="县民政局").reading.questions != []
