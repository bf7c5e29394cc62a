"""The sample district: its files give the findings planted in them, and no other."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from indicators import sample
from indicators.office import unit_status
from indicators.paths import sample_folder
from indicators.store import Store

PLANTED = [
    ("01_卫生健康局_妇幼健康.xlsx", "妇幼健康", "G14", "missing_kept"),
    ("02_妇幼保健院_死亡监测.xlsx", "死亡监测", "H9", "unit_slip"),
    ("06_民政局_儿童福利.csv", None, "C39", "given_twice_equal"),
    ("07_组织部_女干部配备.xlsx", "女干部", "D8", "numerator_over_denominator"),
    ("11_医疗保障局_参保情况.csv", None, "E5", "above_limit"),
    ("18_市场监管局_食品抽检.xlsx", "抽检", "D5", "value_disagrees"),
    ("19_妇联_家庭与阵地.xlsx", "家庭与阵地", "D8", "unknown_indicator"),
    ("19_妇联_家庭与阵地.xlsx", "调查", "C6", "given_twice_different"),
    ("19_妇联_家庭与阵地.xlsx", "调查", "C16", "given_twice_different"),
    ("20_民政局_村委会换届.xlsx", "2021年换届", "C59", "unknown_area"),
    ("23_财政局_教育经费.xlsx", "2024", "B4", "unit_money"),
]


@pytest.fixture(scope="module")
def built(sample_built, tmp_path_factory):
    path, intakes = sample_built
    copy = shutil.copy(path, tmp_path_factory.mktemp("sample") / "sample.duckdb")
    with Store.open(copy) as store:
        yield store, intakes


def test_the_planted_mistakes_are_found_and_no_other(built):
    _, intakes = built
    found = [(item.file, item.sheet, item.cell, item.code) for intake in intakes for item in intake.findings]
    assert sorted(found, key=str) == sorted(PLANTED, key=str)


def test_most_units_have_reported_and_the_rest_are_seen(built):
    store, _ = built
    states = unit_status(store, sample.COLLECTED).set_index("unit")
    assert states["state"].value_counts().to_dict() == {
        "complete": 11,
        "nothing": 3,
        "errors": 2,
        "partly": 2,
    }
    assert states.loc["县教育局", "missing"] == ("开展心理健康教育的家长学校(站点)比例",)
    assert (states["days_left"] == sample.DAYS).all()


def test_nothing_is_left_to_ask(built):
    _, intakes = built
    assert [question.text for intake in intakes for question in intake.reading.questions] == []


def test_every_file_is_accepted(built):
    _, intakes = built
    assert len(intakes) >= 20
    assert all(intake.submission and intake.submission.accepted for intake in intakes)


# indicator, area, year -> figure as text
FIGURES = [
    ("C0105", "示例县", 2024, "97.4"),  # typed in full width
    ("C0304", "示例县", 2024, "101.8"),  # may exceed 100
    ("W0503", "示例县", 2018, "15230"),  # a thousands separator
    ("W0103", "示例县", 2023, "36.98"),
    ("C0109", "示例县/云顶乡", 2024, "93.8"),
    ("W0801", "示例县", 2024, "264"),  # a total row
]


@pytest.mark.parametrize(("code", "area", "year", "text"), FIGURES)
def test_figures_arrive(built, code, area, year, text):
    store, _ = built
    current = store.current()
    one = current[(current["code"] == code) & (current["area"] == area) & (current["year"] == year)]
    assert one["text"].tolist() == [text]


def test_what_is_blocked_is_not_there(built):
    store, _ = built
    current = store.current()
    for code, year in (("C0102", 2023), ("C0413", 2020), ("C0309", 2024), ("W0126", 2024)):
        rows = current[(current["code"] == code) & (current["year"] == year) & (current["area"] == "示例县")]
        assert len(rows) == 0


def test_villages_have_figures_of_their_own(built):
    store, _ = built
    current = store.current()
    deep = current[current["area"].str.count("/") == 2]
    assert set(deep["code"]) == {"W0115", "W0116", "W0411", "C0411"}
    assert deep["area"].nunique() == 159


def test_the_sample_says_that_it_is_fictional(built):
    store, _ = built
    assert "虚构" in store.settings()["sample"]


def test_same_file_again_is_said_and_not_kept_twice(built):
    store, _ = built
    from indicators.intake import load_file

    file = sample.sample_files()[0]
    again = load_file(store, file.read_bytes(), file.name, unit=sample.unit_of(file.name), by="示例")
    assert "same_file_again" in [item.code for item in again.findings]
    assert again.submission is not None
    assert again.submission.repeat
    assert len(store.submissions()) == len(sample.sample_files())


def test_the_script_makes_the_same_files(tmp_path):
    """Bytes are the same wherever the same versions of the writers are installed."""
    folder = sample_folder()
    copy = tmp_path / "data" / "sample"
    copy.mkdir(parents=True)
    for name in ("make_sample.py", "sample_series.py", "sample_sheets.py"):
        (copy / name).write_bytes((folder / name).read_bytes())
    root = Path(__file__).resolve().parent.parent.parent
    subprocess.run([sys.executable, copy / "make_sample.py"], check=True, env={"PYTHONPATH": str(root)})
    for path in [*sample.sample_files(), *(folder / name for name in sorted(sample.OWN_FILES))]:
        assert (copy / path.name).read_bytes() == path.read_bytes(), path.name


def test_it_is_small():
    assert sum(path.stat().st_size for path in sample_folder().iterdir() if path.is_file()) < 2_000_000


def test_an_indicator_of_both_plans_stands_in_each_plan_s_own_chapter(built):
    from indicators.assess import assess

    store, _ = built
    chapters = {(item.code, item.plan): item.domain for item in assess(store, year=2024)}
    assert chapters["W0601", "women"] == "家庭建设"
    assert {domain for (_, plan), domain in chapters.items() if plan == "women"} <= {
        "健康", "教育", "经济", "参与决策和管理", "社会保障", "家庭建设", "环境", "法律", "背景指标",
    }  # fmt: skip
