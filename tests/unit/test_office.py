"""Judgements with evidence, the method's constants and published results: added, never changed."""

import pytest
from store_kit import CATALOG, COUNTY, TOWNS, figures, fill

from indicators import store as stores
from indicators.model import Assessment, Basis, Part
from indicators.store import Store


@pytest.fixture
def store():
    with Store.memory() as made:
        yield fill(made)


def test_a_judgement_comes_back_with_its_evidence(store):
    made = store.put_judgement(
        "T1", COUNTY, 2024, "yes", " 政发〔2024〕3号 ", by="王", file=("文件.pdf", b"%PDF"), plan="women"
    )
    assert store.judgements() == [made]
    assert (made.code, made.area, made.year, made.verdict) == ("T1", COUNTY, 2024, "yes")
    assert (made.evidence, made.file, made.size, made.by) == ("政发〔2024〕3号", "文件.pdf", 4, "王")
    assert (made.plan, made.target_set, made.retracted) == ("women", None, False)
    assert store.evidence(made.id) == ("文件.pdf", b"%PDF")


def test_judgements_are_listed_by_indicator_and_area(store):
    one = store.put_judgement("T1", COUNTY, 2024, "no", "未见文件", by="王")
    two = store.put_judgement("T2", TOWNS[0], 2024, "partly", "部分村建立", by="王")
    assert store.judgements() == [two, one]
    assert store.judgements(code="T1") == [one]
    assert store.judgements(area=TOWNS[0]) == [two]
    assert store.judgements(code="NONE") == []


def test_a_judgement_can_be_taken_back_once(store):
    made = store.put_judgement("T1", COUNTY, 2024, "yes", "会议纪要", by="王")
    store.retract(made.id, "李", "评错了")
    (found,) = store.judgements()
    assert (found.retracted, found.retracted_by, found.retracted_why) == (True, "李", "评错了")
    assert store.query("SELECT count(*) AS n FROM judgement").n[0] == 1
    assert store.query("SELECT count(*) AS n FROM standing_judgement").n[0] == 0
    with pytest.raises(stores.AlreadyRetracted):
        store.retract(made.id, "李", "再撤")


@pytest.mark.parametrize("number", ["", "x", "01234567-89ab-7def-8123-456789abcdef"])
def test_an_unknown_number_is_refused(store, number):
    for work in (
        lambda: store.retract(number, "王", ""),
        lambda: store.evidence(number),
    ):
        with pytest.raises(stores.UnknownRecord):
            work()
    for work in (store.published, store.published_verdicts):
        with pytest.raises(stores.UnknownResult):
            work(number)


def test_without_evidence_or_reason_nothing_is_kept(store):
    before = store.data_version()
    with pytest.raises(stores.OfficeRefused, match="没有写依据"):
        store.put_judgement("T1", COUNTY, 2024, "yes", "  ", by="王")
    with pytest.raises(stores.OfficeRefused, match="没有写理由"):
        store.put_applicability("T1", COUNTY, 2024, True, "", by="王")
    with pytest.raises(stores.OfficeRefused, match="没有写理由"):
        store.put_method({"near_miss": 0.02}, " ", by="王")
    with pytest.raises(stores.OfficeRefused, match="没有写标题"):
        store.publish([], title=" ", year=2024, settings="{}", seen=before, by="王")
    with pytest.raises(stores.UnknownName):
        store.put_judgement("NONE", COUNTY, 2024, "yes", "x", by="王")
    with pytest.raises(stores.UnknownName):
        store.put_judgement("T1", "外县", 2024, "yes", "x", by="王")
    with pytest.raises(ValueError, match="maybe"):
        store.put_judgement("T1", COUNTY, 2024, "maybe", "x", by="王")
    assert store.data_version() == before


def test_an_answer_on_a_conditional_target(store):
    made = store.put_applicability("T1", COUNTY, 2021, False, "全县人口18万", by="王", target_set="省规划")
    assert store.applicabilities(code="T1", area=COUNTY) == [made]
    assert (made.applies, made.reason, made.target_set) == (False, "全县人口18万", "省规划")
    store.retract(made.id, "王", "人口数有误")
    assert store.applicabilities()[0].retracted


def test_constants_keep_their_history(store):
    assert store.method() == {}
    store.put_method({"near_miss": 0.02, "nearly_counts": False}, "市里要求", by="王")
    store.put_method({"near_miss": None}, "改回", by="李")
    assert store.method() == {"nearly_counts": False}
    assert [(item.name, item.value, item.by) for item in store.method_history()] == [
        ("near_miss", 0.02, "王"),
        ("nearly_counts", False, "王"),
        ("near_miss", None, "李"),
    ]


ITEM = Assessment(
    "T1", "指标T1", "women", "健康", COUNTY, 2024, 58.3, "%", target="2030年达到70%以上",
    attainment="not_met", word="达标困难", alert="orange", reasons=("进度滞后",), sentence="……。",
    basis=Basis(failing=("东镇",), parts=(Part("农村", None, "met", "达标", 1.0, 0, ">=", 1.0),)),
)  # fmt: skip


def test_a_published_result_is_shown_later_unchanged(store):
    store.put_method({"near_miss": 0.02}, "市里要求", by="王")
    seen = store.data_version()
    made = store.publish(
        [ITEM],
        title="2024年度监测",
        year=2024,
        area=COUNTY,
        settings='{"near_miss":0.02}',
        seen=seen,
        by="王",
    )
    store.accept(figures(("T1", COUNTY, 2024, 99.0)), file="a.csv", data=b"a", by="张")
    store.put_catalog(CATALOG, by="x")
    assert store.published_results() == [made]
    assert store.published(made.id) == made
    assert (made.title, made.year, made.area, made.below, made.verdicts) == (
        "2024年度监测", 2024, COUNTY, False, 1,
    )  # fmt: skip
    assert (made.data_version, made.catalog_version, made.settings) == (seen, 1, '{"near_miss":0.02}')
    assert store.published_verdicts(made.id) == [ITEM]


def test_a_result_of_past_data_is_not_published(store):
    seen = store.data_version()
    store.accept(figures(("T1", COUNTY, 2024, 99.0)), file="a.csv", data=b"a", by="张")
    with pytest.raises(stores.DataMoved):
        store.publish([ITEM], title="x", year=2024, settings="{}", seen=seen, by="王")
    assert store.published_results() == []
