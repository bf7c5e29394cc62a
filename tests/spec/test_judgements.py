"""What people judge: yes/no and qualitative targets with evidence, and answers on conditional targets."""

import pytest
from store_kit import AREAS, CATALOG, COUNTY, figures

from indicators.assess import View, assess, changes
from indicators.catalog import PlanGoal
from indicators.model import PlanKind
from indicators.store import Store
from indicators.targets import parse_target

pytestmark = pytest.mark.tenth(3)

MECHANISM = "建立婚姻家庭纠纷调解机制"
BY_2025 = "2025年前建立妇女儿童工作联席会议机制"
LARGE = "人口20万以上的县特殊教育入学率达到95%以上"
LARGE_SCHOOL = "人口20万以上的县至少有1所特殊教育学校"


def made(phrase, *, judgements=(), answers=(), rows=()):
    store = Store.memory()
    store.put_areas(AREAS)
    goal = PlanGoal("T1", "指标T1", PlanKind.WOMEN, phrase, parse_target(phrase, unit="%").target)
    store.put_catalog(CATALOG, goals=[goal], area=COUNTY, by="t")
    for year, verdict in judgements:
        store.put_judgement("T1", COUNTY, year, verdict, f"{year}年文件", by="王")
    for year, applies in answers:
        store.put_applicability("T1", COUNTY, year, applies, "全县人口", by="王")
    if rows:
        store.accept(figures(*(("T1", COUNTY, *row) for row in rows)), file="f", data=b"f", by="t")
    return store


def verdict(store, year=2024):
    (item,) = assess(store, year=year)
    return item


# phrase, judgements, year -> attainment, pace, word, alert
CASES = [
    (MECHANISM, [], 2024, "awaiting", None, "待评定", "grey"),
    (MECHANISM, [(2024, "yes")], 2024, "met", None, "达标", "green"),
    (MECHANISM, [(2024, "partly")], 2024, "not_met", None, "未达标", "red"),
    (MECHANISM, [(2024, "no")], 2024, "not_met", None, "未达标", "red"),
    # a later judgement counts, a year's last one counts, one of a later year does not yet
    (MECHANISM, [(2023, "no"), (2024, "yes")], 2024, "met", None, "达标", "green"),
    (MECHANISM, [(2024, "no"), (2024, "yes")], 2024, "met", None, "达标", "green"),
    (MECHANISM, [(2025, "yes")], 2024, "awaiting", None, "待评定", "grey"),
    # it stands as long as a figure would
    (MECHANISM, [(2022, "yes")], 2024, "met", None, "达标", "green"),
    (MECHANISM, [(2021, "yes")], 2024, "awaiting", None, "待评定", "grey"),
    # what was done and is no more
    (MECHANISM, [(2022, "yes"), (2024, "no")], 2024, "not_met", "slipped", "未达标", "red"),
    # the words name a year: before it nothing is due
    (BY_2025, [(2023, "yes")], 2023, "met", None, "提前达标", "green"),
    (BY_2025, [(2023, "no")], 2023, "not_met", None, "数据不足", "grey"),
    (BY_2025, [(2025, "yes")], 2025, "met", None, "达标", "green"),
    (BY_2025, [(2025, "partly")], 2025, "not_met", None, "未达标", "red"),
]


@pytest.mark.tenth(9)
@pytest.mark.parametrize(("phrase", "judgements", "year", "attainment", "pace", "word", "alert"), CASES)
def test_a_yes_or_no_is_judged(phrase, judgements, year, attainment, pace, word, alert):
    with made(phrase, judgements=judgements) as store:
        item = verdict(store, year)
        assert (item.attainment, item.pace, item.word, item.alert) == (attainment, pace, word, alert)
        assert item.target == phrase


# answers, figures, judgements, phrase -> attainment
CONDITIONS = [
    (LARGE, [], [], [], "awaiting"),
    (LARGE, [], [(2024, 96.0)], [], "awaiting"),  # a figure does not say whether the target holds the county
    (LARGE, [(2021, True)], [(2024, 96.0)], [], "met"),
    (LARGE, [(2021, True)], [(2024, 80.0)], [], "not_met"),
    (LARGE, [(2021, True)], [], [], "no_data"),
    (LARGE, [(2021, False)], [(2024, 80.0)], [], "not_applicable"),
    (LARGE, [(2021, True), (2024, False)], [(2024, 80.0)], [], "not_applicable"),
    (LARGE, [(2025, False)], [(2024, 80.0)], [], "awaiting"),  # an answer counts from its year on
    (LARGE_SCHOOL, [], [], [(2024, "yes")], "awaiting"),
    (LARGE_SCHOOL, [(2021, True)], [], [], "awaiting"),
    (LARGE_SCHOOL, [(2021, True)], [], [(2024, "yes")], "met"),
    (LARGE_SCHOOL, [(2021, False)], [], [(2024, "no")], "not_applicable"),
]


@pytest.mark.tenth(9)
@pytest.mark.parametrize(("phrase", "answers", "rows", "judgements", "attainment"), CONDITIONS)
def test_a_condition_needs_an_answer(phrase, answers, rows, judgements, attainment):
    with made(phrase, answers=answers, rows=rows, judgements=judgements) as store:
        assert verdict(store).attainment == attainment


def test_the_sentence_names_the_evidence():
    with made(MECHANISM) as store:
        store.put_judgement(
            "T1", COUNTY, 2023, "yes", "政发〔2023〕3号。", by="王", file=("通知.pdf", b"%PDF")
        )
        item = verdict(store)
        assert item.sentence == (
            "目标为“建立婚姻家庭纠纷调解机制”，截至2024年已经做到"
            "（依据：政发〔2023〕3号，附件“通知.pdf”，2023年评定）；达标。"
        )
        assert (item.basis.judged_by, item.basis.evidence_file) == ("王", "通知.pdf")


SENTENCES = [
    (MECHANISM, [(2024, "partly")], [], "截至2024年部分做到，按要求不算达到（依据：2024年文件）；未达标。"),
    (MECHANISM, [(2020, "yes")], [], "评定是2020年（已经做到），已过去4年；截至2024年需要重新评定，待评定。"),
    (MECHANISM, [(2022, "yes"), (2024, "no")], [], "2024年文件）；此前曾经做到，现又没有做到；未达标。"),
    (LARGE, [], [], "截至2024年尚未答复该目标是否适用于本地区，待评定。"),
    (LARGE, [], [(2021, False)], "本地区不在该目标的适用范围内（全县人口），不作评估。"),
]  # fmt: skip


@pytest.mark.tenth(9)
@pytest.mark.parametrize(("phrase", "judgements", "answers", "ending"), SENTENCES)
def test_sentences(phrase, judgements, answers, ending):
    with made(phrase, judgements=judgements, answers=answers) as store:
        assert verdict(store).sentence.endswith(ending)


def test_a_judgement_taken_back_counts_no_more():
    with made(MECHANISM, judgements=[(2023, "no"), (2024, "yes")]) as store:
        assert verdict(store).attainment == "met"
        store.retract(store.judgements()[0].id, "李", "评错了")
        assert verdict(store).attainment == "not_met"
        (change,) = changes(store, View(2024, store.judgements()[0].at), View(2024))
        assert change.causes == ("data_revised",)
        assert "评定意见修改（已经做到→尚未做到）" in change.text


def test_a_judgement_for_one_plan_says_nothing_of_another():
    with made(MECHANISM) as store:
        store.put_judgement("T1", COUNTY, 2024, "yes", "文件", by="王", plan="children")
        assert verdict(store).attainment == "awaiting"
        store.put_judgement("T1", COUNTY, 2024, "yes", "文件", by="王", plan="women", target_set="本级规划")
        assert verdict(store).attainment == "met"
