"""What papers are made from: live and published, what is kept back, districts with little in them."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from store_kit import AREAS, COUNTY, TOWNS, figures, fill, indicator

from indicators.assess import publish
from indicators.catalog import Catalog, PlanGoal
from indicators.model import Area, AreaLevel, PlanKind
from indicators.reports.papers import sets
from indicators.reports.papers.blocks import words
from indicators.reports.papers.gather import gather
from indicators.reports.word import docx_bytes
from indicators.store import Store
from indicators.targets import parse_target

pytestmark = pytest.mark.tenth(4)


def goal(code="T1", phrase="2030年达到70%以上", lead="县公安局"):
    target = parse_target(phrase, unit="%").target
    return PlanGoal(code, f"指标{code}", PlanKind.WOMEN, phrase, target, lead=lead, coop=("县妇联",))


def said(matter, kind, **narrow):
    """All that the papers of a kind say."""
    papers = [sets.make(matter, one) for one in sets.wanted(matter, kind, **narrow)]
    for paper in papers:
        docx_bytes(paper)
    return "\n".join(words(paper) for paper in papers)


@pytest.fixture
def sensitive():
    """Three years of a sensitive rate: of 3, of 20 and of 40 people; a town's stands beside it."""
    with Store.memory() as store:
        store.put_areas(AREAS)
        catalog = Catalog((indicator("T1", sensitive=True, multiplier=100.0),))
        store.put_catalog(catalog, goals=[goal()], area=COUNTY, by="t")
        for year, value, people in ((2022, 31.5, 3), (2023, 42.5, 20), (2024, 53.5, 40)):
            rows = [("T1", COUNTY, year, value), ("T1", TOWNS[0], year, 77.7)]
            frame = figures(*rows)
            frame["numerator"], frame["denominator"] = people, 100
            store.accept(frame, file=f"{year}.csv", data=repr(year).encode(), by="t")
        yield store


def test_what_may_not_be_given_out_stands_in_no_paper(sensitive):
    for year in (2023, 2024):
        matter = gather(sensitive, year=year, towns=True)
        for kind in sets.KINDS:
            told = said(matter, kind)
            assert "31.5" not in told, kind
            assert "77.7" not in told, kind
    assert "53.5%" in said(gather(sensitive), "annual")
    assert "按规定不公布" in said(gather(sensitive), "indicator")


def test_a_change_from_a_figure_kept_back_is_not_told(sensitive):
    told = said(gather(sensitive, year=2023), "annual")
    assert "为42.5%" in told
    assert "比上年" not in told
    assert "11个百分点" not in told


def test_a_small_count_that_follows_from_a_rate_and_its_denominator_stands_in_no_paper(sensitive):
    """3.7 of 100 stands for 4 people, though no numerator was reported."""
    frame = figures(("T1", COUNTY, 2021, 3.7))
    frame["denominator"] = 100
    sensitive.accept(frame, file="2021.csv", data=b"2021", by="t")
    matter = gather(sensitive, towns=True)
    (shown,) = [one for one in matter.items[0].series if one.year == 2021]
    assert (shown.hidden, shown.value) == (True, None)
    for kind in sets.KINDS:
        assert "3.7" not in said(matter, kind), kind


def test_what_gives_a_small_count_away_stands_in_no_paper():
    """A city of two counties: the one with 3 and the city's total would tell each other."""
    city, counties = "甲市", ("甲市/乙县", "甲市/丙县")
    with Store.memory() as store:
        store.put_areas(
            [
                Area("1", "甲市", city, AreaLevel.CITY),
                Area("11", "乙县", counties[0], AreaLevel.COUNTY, "1"),
                Area("12", "丙县", counties[1], AreaLevel.COUNTY, "1"),
            ]
        )
        catalog = Catalog((indicator("T1", sensitive=True, unit="人"),))
        store.put_catalog(catalog, goals=[goal()], area=city, by="t")
        rows = [("T1", city, 2024, 28.0), ("T1", counties[0], 2024, 3.0), ("T1", counties[1], 2024, 25.0)]
        store.accept(figures(*rows), file="f.csv", data=b"1", by="t")
        matter = gather(store, towns=True)
        told = "".join(said(matter, kind) for kind in ("annual", "indicator", "area", "hard-list"))
        assert matter.items[0].below == ()
    assert "25" not in told.replace("2025", "")


def test_the_first_year_has_no_change_to_tell():
    with Store.memory() as store:
        fill(store)
        store.accept(figures(("T1", COUNTY, 2024, 55.0)), file="f.csv", data=b"1", by="t")
        told = said(gather(store), "annual")
    assert "指标T1为55.0%，为首次有数据的年份" in told
    assert "比上年" not in told


def test_a_district_without_plan_towns_or_units():
    with Store.memory() as store:
        store.put_areas(AREAS[:1])
        store.put_catalog(Catalog((indicator("T9", targets=()),)), by="t")
        store.accept(figures(("T9", COUNTY, 2024, 55.0)), file="f.csv", data=b"1", by="t")
        matter = gather(store, towns=True)
        told = {kind: said(matter, kind) for kind in sets.KINDS}
    assert "没有可评定" in told["brief"] or "还没有可评定的指标" in told["brief"]
    assert told["area"] == told["notice"] == ""
    assert "没有未达标的指标" in told["annual"]


def test_nothing_reported_at_all():
    with Store.memory() as store:
        fill(store)
        store.put_catalog(store.catalog(), goals=[goal()], area=COUNTY, by="t")
        matter = gather(store, year=2024, towns=True)
        told = said(matter, "annual", plan="women")
    assert "没有可用数据的指标有1项：指标T1" in told


def test_a_published_result_is_named_and_keeps_its_figures():
    with Store.memory() as store:
        fill(store)
        store.put_catalog(store.catalog(), goals=[goal()], area=COUNTY, by="t")
        rows = [("T1", COUNTY, 2023, 50.0), ("T1", COUNTY, 2024, 55.0), ("T1", TOWNS[0], 2024, 60.0)]
        store.accept(figures(*rows, ("T1", TOWNS[1], 2024, 48.0)), file="f.csv", data=b"1", by="t")
        number = publish(store, title="2024年度结果", by="王", year=2024, area=COUNTY).id
        before = {kind: said(gather(store, result=number, towns=True), kind) for kind in ("annual", "area")}
        changed = [("T1", COUNTY, 2024, 99.0), ("T1", TOWNS[0], 2024, 98.0), ("T1", COUNTY, 2023, 97.0)]
        store.accept(figures(*changed), file="g.csv", data=b"2", by="t")
        store.put_catalog(store.catalog(), goals=[goal(phrase="达到10%以上")], area=COUNTY, by="t")
        after = {kind: said(gather(store, result=number, towns=True), kind) for kind in ("annual", "area")}
        now = said(gather(store), "annual")
    assert before == after
    assert "（数据以“2024年度结果”定稿时为准）" in before["annual"]
    assert "为55.0%，比上年提高5个百分点" in before["annual"]
    assert "60.0%" in before["area"]
    assert "99.0%" in now


def test_units_by_their_names():
    with Store.memory() as store:
        fill(store)
        store.put_catalog(store.catalog(), goals=[goal(), goal("T2", lead="县妇联")], area=COUNTY, by="t")
        store.accept(figures(("T1", COUNTY, 2024, 55.0)), file="f.csv", data=b"1", by="t")
        matter = gather(store)
    assert [one.of for one in sets.wanted(matter, "unit")] == ["县公安局", "县妇联"]
    assert "县妇联牵头1项指标，配合1项指标" in said(matter, "unit", unit="县妇联")
    assert sets.wanted(matter, "unit", unit="县水利局") == []
