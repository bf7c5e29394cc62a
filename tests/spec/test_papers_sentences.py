"""What a report says of an indicator, state by state: the cases of the assessment, in reports' words."""

# ruff: noqa: E501

import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import paper_kit
import test_assess_sentences

from indicators.reports.papers.said import Said, Unsourced, given, plain, say, sources, text, wide
from indicators.reports.papers.words import head, paragraph

EXPECTED = {
    "two milestones and an outlook": (
        "指标1达标困难。",
        "2024年，全域指标1为58.3%，比上年提高1.1个百分点，比2020年提高4.8个百分点，距2025年65%以上的目标尚差6.7个百分点，距2030年70%以上的目标还差11.7个百分点；按序时进度应达62.7%，落后4.4个百分点；今后年均需提高6.7个百分点，近六期年均提高1.3个百分点，照此趋势预计2025年为59.6%（59.4%～62%）。",
    ),
    "the neighbour of a missing base year": (
        "指标2达标困难。",
        "2024年，全域指标2为58.3%，比2022年提高4.3个百分点，比2019年提高8.3个百分点，距2030年70%以上的目标尚差11.7个百分点；按序时进度应达59.1%，落后0.8个百分点；今后年均需提高1.95个百分点，近三期年均提高1.66个百分点，照此趋势预计2030年为68.3%（66.7%～70.6%）。",
    ),
    "last year's figure stands": (
        "指标4尚未达标，预期可达标。",
        "2024年，全域指标4为58.3%（此后无新数据，沿用至2025年），比2022年提高4.3个百分点，比2020年提高8.3个百分点，距2030年70%以上的目标尚差11.7个百分点；按序时进度应达58%，超前0.3个百分点；今后年均需提高1.95个百分点，近三期年均提高2.07个百分点，照此趋势预计2030年为70.8%（70.4%～71.1%）。",
    ),
    "a figure three years old": (
        "指标5无数据。",
        "2027年无数据，最近一次为2024年的58.3%，目标为“目标”。",
    ),
    "work not carried out": (
        "指标6无数据。",
        "2024年无数据（未开展该项工作），最近一次为2020年的50%，目标为“目标”。",
    ),
    "slipped back": (
        "指标7达标困难。",
        "2024年，全域指标7为69%，比2022年下降3个百分点，比2020年下降2个百分点，距2030年70%以上的目标尚差1个百分点；此前曾经达标，现又退回目标之外；今后年均需提高0.17个百分点，近三期年均降低0.5个百分点，照此趋势预计2030年为66%（61.2%～70.8%）。",
    ),
    "met, worsening and about to break": (
        "指标8提前达标。",
        "2024年，全域指标8为70.5%，比2022年下降1.5个百分点，比2020年下降0.5个百分点，优于2030年70%以上的目标0.5个百分点；虽已达标，但近三期持续变差。",
    ),
    "nearly met in the target year": (
        "指标10基本达标。",
        "2030年，全域指标10为69.5%，比2020年提高9.5个百分点，距2030年70%以上的目标尚差0.5个百分点。",
    ),
    "missed in the target year": (
        "指标11到期未达标。",
        "2030年，全域指标11为65.5%，比2020年提高5.5个百分点，距2030年70%以上的目标尚差4.5个百分点。",
    ),
    "equal to a strict bound": (
        "指标13尚未达标，预期可达标。",
        "2024年，全域指标13为10‰，比2020年下降2个千分点，等于2030年低于10‰的目标的界限值，按要求不算达到；按序时进度应达11.2‰，超前1.2个千分点。",
    ),
    "linear and compound disagree, falling": (
        "指标15达标困难。",
        "2024年，全域指标15为11.6/10万，比2020年下降2.9/10万，距2030年7.25/10万以下的目标尚差4.35/10万；按序时进度应达11.6/10万，正好持平；今后年均需降低0.73/10万，近三期年均降低0.32/10万，照此趋势预计2030年为9.7/10万（7.7/10万～11.2/10万）。",
    ),
    "rise, met": (
        "指标16提前达标。",
        "2024年，全域指标16为78.6岁，比2020年提高0.5岁，符合“目标”的目标（要求高于2020年的78.1岁）。",
    ),
    "rise, equal to the base": (
        "指标17达标困难。",
        "2024年，全域指标17为78.1岁，与2020年持平，未达到“目标”的目标（要求高于2020年的78.1岁）。",
    ),
    "rise without a base": (
        "指标18暂不能评定。",
        "2024年，全域指标18为78.1岁，为首次有数据的年份，目标为“逐步提高”，缺少2020年基期数据，无法判断。",
    ),
    "quota of a year, missed": (
        "指标19到期未达标。",
        "2024年，全域指标19为13个，比2020年减少7个，距2024年20个以上的目标尚差7个；此前曾经达标，现又退回目标之外。",
    ),
    "cumulative quota": (
        "指标20尚未达标，预期可达标。",
        "2024年，全域指标20为100处，比2020年增加80处，距2030年120处以上的目标尚差20处；按序时进度应达60处，超前40处；今后年均需提高3.33处。",
    ),
    "every area, one fails": (
        "指标21尚未达标，数据不足以判断能否达标。",
        "2024年，全域指标21最低的乡镇（街道）为85%，距2030年90%以上的目标尚差5个百分点；缺少基期数据，无法判断进度；今后年均需提高0.83个百分点。分乡镇（街道）看，有数据的2个乡镇（街道）中，最高的东镇为95%，最低的西镇为85%，相差10个百分点。未达标的乡镇（街道）有1个：西镇；缺数据的乡镇（街道）有1个：南乡。",
    ),
    "every area, too few data": (
        "指标22暂不能评定。",
        "2024年，全域指标22最低的乡镇（街道）为95%，还有2个地区缺数据，无法判断是否达到“目标”。缺数据的乡镇（街道）有2个：西镇、南乡。",
    ),
    "gap narrowing": (
        "指标25提前达标。",
        "2024年，全域指标25的差距为9个百分点，比2020年缩小1个百分点，符合“城乡差距逐步缩小”的目标（要求低于2020年的10个百分点）；其中，城市为92%，农村为83%。",
    ),
    "against the province, missed": (
        "指标26到期未达标。",
        "2024年，全域指标26为92%，比2020年提高2个百分点，距“高于全省平均水平”即2024年高于93.1%的目标尚差1.1个百分点。",
    ),
    "against the province, unknown": (
        "指标27暂不能评定。",
        "2024年，全域指标27为92%，比2020年提高2个百分点，目标为“高于全省平均水平”，现有数据不足以判断。",
    ),
    "slower growth": (
        "指标28达标。",
        "2024年，全域指标28为6.9%，比2022年上升0.3个百分点，比2020年上升0.9个百分点，优于“上升趋势减缓”即2024年7.9%以下的目标1个百分点。",
    ),
    "balance": (
        "指标29提前达标。",
        "2024年，全域指标29为49%，比2020年上升1个百分点，与2030年50%左右的目标相差1个百分点，在允许范围内；自基期以来一直达标。",
    ),
    "yes or no, not judged": (
        "指标30待评定。",
        "目标为“建立联席会议制度”，截至2024年尚无评定意见。",
    ),
    "yes or no, done": (
        "指标31达标。",
        "目标为“建立联席会议制度”，截至2024年已经做到。",
    ),
    "not applicable": (
        "指标32不适用。",
        "目标为“目标”，本地区不在该目标的适用范围内，不作评估。",
    ),
    "watched only": (
        "指标33（监测）。",
        "2024年，全域指标33为6%，比上年提高2个百分点。没有设定目标，仅作监测。",
    ),
    "one death in 3,000": (
        "指标34达标困难。",
        "2024年，全域指标34为33.3/10万，比2022年上升33.3/10万，比2020年上升21.3/10万，距2030年12/10万以下的目标尚差21.3/10万；此前曾经达标，现又退回目标之外；基数小，单年波动大，95%置信区间为0.8/10万～185.7/10万，两年合并为16.39/10万，与目标的差异可能是随机波动。",
    ),
    "relative to the base": (
        "指标37尚未达标，预期可达标。",
        "2024年，全域指标37为8.2%，比2020年下降1.8个百分点，距“以2020年为基数下降20%”即2030年8%以下的目标尚差0.2个百分点；按序时进度应达9.2%，超前1个百分点；今后年均需降低0.033个百分点。",
    ),
    "elected every five years": (
        "指标38尚未达标，数据不足以判断能否达标。",
        "2021年，全域指标38为28%（此后无新数据，沿用至2024年），为首次有数据的年份，距2030年30%以上的目标尚差2个百分点；基期之后尚无新数据，无法判断进度；今后年均需提高0.22个百分点。",
    ),
    "compound": (
        "指标39达标困难。",
        "2024年，全域指标39为1人，与2020年持平，未达到“至少1名，并逐步增加”的目标（要求高于2020年的1人）；分项看，1人以上，实际1人（提前达标）；2人以上，实际1人（达标困难）。",
    ),
}

MORE = [
    (
        "city and country beside the whole",
        {
            "year": 2024, "series": {2023: 15.0, 2024: 13.0}, "kind": "at_most", "direction": "lower",
            "ops": [(2030, "<=", 12.0)], "unit": "‰", "breakdowns": {"城市": {2024: 11.0}, "农村": {2024: 15.0}},
        },
        "2024年，全域指标1为13‰，比上年下降2个千分点，距2030年12‰以下的目标尚差1个千分点；其中，城市为11‰，农村为15‰；缺少基期数据，无法判断进度；今后年均需降低0.17个千分点。",
    ),
    (
        "towns apart, lower is better",
        {
            "year": 2024, "series": {2020: 40.0, 2024: 30.0}, "kind": "at_most", "direction": "lower",
            "ops": [(2030, "<=", 35.0)], "children": {"东镇": {2024: 25.0}, "西镇": {2024: 33.5}},
        },
        "2024年，全域指标2为30%，比2020年下降10个百分点，优于2030年35%以下的目标5个百分点。分乡镇（街道）看，有数据的2个乡镇（街道）中，最高的西镇为33.5%，最低的东镇为25%，相差8.5个百分点。",
    ),
    (
        "counts are not compared between towns",
        {
            "year": 2024, "series": {2023: 30, 2024: 31}, "unit": "人", "children": {"东镇": {2024: 10}, "西镇": {2024: 21}},
        },
        "2024年，全域指标3为31人，比上年增加1人。没有设定目标，仅作监测。",
    ),
    (
        "a milestone met, the last one met too",
        {
            "year": 2024, "series": {2020: 60.0, 2023: 72.0, 2024: 75.0}, "kind": "at_least",
            "ops": [(2025, ">=", 65.0), (2030, ">=", 70.0)],
        },
        "2024年，全域指标4为75%，比上年提高3个百分点，比2020年提高15个百分点，优于2025年65%以上的目标10个百分点，并已达到2030年70%以上的目标。",
    ),
    (
        "everybody: no 以上 behind 100%",
        {"year": 2024, "series": {2020: 90.0, 2024: 99.0}, "kind": "full", "ops": []},
        "2024年，全域指标5为99%，比2020年提高9个百分点，距2030年100%的目标尚差1个百分点；按序时进度应达94%，超前5个百分点；今后年均需提高0.17个百分点。",
    ),
]  # fmt: skip


def cases():
    known = {name: case for name, case, *_ in test_assess_sentences.CASES}
    return [(name, known[name]) for name in EXPECTED]


@pytest.fixture(scope="module")
def items():
    named = [*cases(), *((name, case) for name, case, _ in MORE)]
    base = paper_kit.items_of([case for _, case in cases()])
    extra = paper_kit.items_of([case for _, case, _ in MORE])
    return dict(zip([name for name, _ in named], [*base, *extra], strict=True))


def said_of(item):
    return paragraph(item, paper_kit.matter_of([item]))


def unnumbered(words):
    """Without the numbers that the cases' indicators are called by, which depend on their order."""
    return re.sub(r"指标\d+", "指标", words)


@pytest.mark.parametrize("name", EXPECTED)
def test_head_and_paragraph(items, name):
    wanted_head, wanted = EXPECTED[name]
    assert unnumbered(plain(head(items[name]))) == unnumbered(wanted_head)
    assert unnumbered(plain(said_of(items[name]))) == unnumbered(wanted)


@pytest.mark.parametrize(("name", "case", "wanted"), MORE, ids=[name for name, *_ in MORE])
def test_paragraph_of(items, name, case, wanted):
    del case
    assert unnumbered(plain(said_of(items[name]))) == unnumbered(wanted)


def test_every_number_in_a_sentence_has_its_source(items):
    for item in items.values():
        for piece in (*head(item), *said_of(item)):
            assert isinstance(piece, Said) or not re.search(r"\d", piece)


def test_punctuation_is_chinese_throughout(items):
    for item in items.values():
        words = plain(head(item)) + plain(said_of(item))
        assert not re.search(r"[,;:()?!]", words), words


@pytest.mark.parametrize("wrong", ["2024年", "达标3项", "共１２项"])
def test_a_number_without_a_source_cannot_be_written(wrong):
    with pytest.raises(Unsourced):
        text(wrong)
    with pytest.raises(Unsourced):
        say("{year}，{wrong}", year=given(2024, "year"), wrong=wrong)
    with pytest.raises(Unsourced):
        say(wrong)


def test_a_number_with_a_source_keeps_it():
    (piece,) = sources(say("{year}年", year=given(2024, "year")))
    assert (piece.text, piece.value, piece.source.kind, piece.source.key) == (
        "2024",
        2024.0,
        "given",
        ("year",),
    )


PUNCTUATION = [
    ("2025年达到50%以上,2030年达到70%以上", "2025年达到50%以上，2030年达到70%以上"),
    ("乡(镇);街道?", "乡（镇）；街道？"),
    ("常住人口461,500人", "常住人口461,500人"),
    ("依据:会议纪要", "依据：会议纪要"),
    ("每日8:30开放", "每日8:30开放"),
]


@pytest.mark.parametrize(("narrow", "broad"), PUNCTUATION)
def test_quotations_get_chinese_punctuation(narrow, broad):
    assert wide(narrow) == broad
