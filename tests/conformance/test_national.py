"""The nation's published series through the whole path: read, check, store, judge.

Prints how many series were matched and how many targets were judged, met and lagging in each period.
"""

import csv
import io
from collections import Counter

import pytest

from indicators.assess import assess
from indicators.intake import init_store, load_file
from indicators.store import Store

NATION = "全国"
JUDGED = {"met", "nearly_met", "not_met"}

# What the national statistics bureau's final reports say of the 2011-2020 targets, where the series has
# a figure of 2020 or of at most two years before: attained, by code.
PUBLISHED_2020 = [
    ("W0103", "met"),
    ("C0102", "met"),
    ("C0103", "met"),
    ("C0301", "met"),
    ("W0208", "met"),
]


@pytest.fixture(scope="module")
def nation(shared, tmp_path_factory):
    path = tmp_path_factory.mktemp("nation") / "nation.duckdb"
    assert [item for item in init_store(path, NATION, by="test") if item.severity == "error"] == []
    with Store.open(path) as store:
        data = (shared / "data" / "national-2010-2024.xlsx").read_bytes()
        intake = load_file(store, data, "national-2010-2024.xlsx", by="test")
        yield store, intake


def test_all_41_series_are_matched_without_a_question(nation, shared):
    _, intake = nation
    text = (shared / "data" / "national-2010-2024.csv").read_text(encoding="utf-8-sig")
    published = {row["indicator"] for row in csv.DictReader(io.StringIO(text))}
    matched = {record.indicator: record.code for record in intake.reading.records}
    assert len(published) == 41
    assert set(matched) == published
    assert [name for name, code in matched.items() if code is None] == []
    assert intake.reading.questions == []


def test_every_published_value_is_kept(nation, shared):
    store, intake = nation
    text = (shared / "data" / "national-2010-2024.csv").read_text(encoding="utf-8-sig")
    codes = {record.indicator: record.code for record in intake.reading.records}
    wanted = {}
    for row in csv.DictReader(io.StringIO(text)):
        wanted.setdefault((codes[row["indicator"]], int(row["year"])), set()).add(float(row["value"]))
    kept = {(row.code, row.year): row.value for row in store.current().itertuples() if row.area == NATION}
    lost = {key: values for key, values in wanted.items() if kept.get(key) not in values and len(values) == 1}
    assert lost == {}


@pytest.mark.parametrize("year", [2020, 2024])
def test_the_verdicts_of_a_period(nation, year):
    store, _ = nation
    verdicts = [
        item for item in assess(store, year=year) if item.plan in ("women", "children") and item.target
    ]
    count = Counter(item.attainment for item in verdicts)
    lagging = [item for item in verdicts if item.alert in ("red", "orange")]
    judged = [item for item in verdicts if item.attainment in JUDGED]
    print(f"\n{year}: {len(verdicts)} targets, {len(judged)} judged {dict(count)}, {len(lagging)} lagging")
    for item in judged:
        print(f"  {item.word} {item.alert} {item.sentence}")
    assert len(judged) >= 10
    assert all(item.sentence.endswith("。") for item in verdicts)


def test_a_plan_that_has_run_out_judges_no_more_once_the_next_has_begun(nation):
    store, _ = nation
    verdicts = [item for item in assess(store, year=2024) if item.plan in ("women", "children")]
    held_to = {item.milestone_year for item in verdicts if item.milestone_year}
    assert 2030 in held_to
    assert 2020 not in held_to


@pytest.mark.parametrize(("code", "attainment"), PUBLISHED_2020)
def test_the_first_period_agrees_with_what_was_published(nation, code, attainment):
    store, _ = nation
    found = {item.code: item.attainment for item in assess(store, year=2020)}
    assert found[code] == attainment


PLACES = [
    "某街道(21个行政村)", "某街道(11个社区24个村)", "某街道", "某镇", "某乡", "某镇(1个社区7个村)",
    "某街道(14个社区)", "某街道(12个社区)",
]  # fmt: skip


def test_grassroots_figures_load_with_their_periods_and_bounds(shared, tmp_path):
    path = tmp_path / "town.duckdb"
    areas = "code,name,parent_code\n1,某区,\n" + "".join(
        f"1{n:02},{name},1\n" for n, name in enumerate(PLACES)
    )
    assert init_store(path, "某区", areas=("areas.csv", areas.encode()), by="test") == []
    data = (shared / "domain" / "grassroots.csv").read_bytes()
    figures = [row for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig"))) if row["value"]]
    with Store.open(path) as store:
        intake = load_file(store, data, "grassroots.csv", year=2023, by="test")
        current = store.current()
    for item in intake.findings:
        print(item.code, item.cell, item.message)
    print(current[["code", "area", "year", "period_label", "value", "qualifier"]].to_string())
    assert len(current) == len(figures) == 25
    assert (current["qualifier"] == "at_least").sum() == 2
    assert set(current["period_label"]) >= {"第八届换届", "第七届换届", "第六轮评选"}
    members = current[(current["period_label"] == "第八届换届") & (current["denominator"] == 63)].iloc[0]
    assert (members["value"], members["numerator"]) == (36.5, 23)
