"""The first things a caller of the target grammar relies on."""

from __future__ import annotations

import pytest

from indicators.model import Direction
from indicators.targets import parse_target, reading_en, reading_zh, required_value, target_record


def stones(phrase, **known):
    target = parse_target(phrase, **known).target
    return str(target.kind), [(stone.year, stone.op, stone.text, stone.unit) for stone in target.milestones]


def test_milestones_are_read_in_order_of_years():
    assert stones("2025年达到50%以上，2030年达到70%以上") == (
        "at_least",
        [(2025, ">=", "50", "%"), (2030, ">=", "70", "%")],
    )


def test_readings_show_sign_value_unit_and_year():
    target = parse_target("2025年达到50%以上,2030年达到70%以上").target
    assert reading_zh(target) == "≥50 %（2025年），≥70 %（2030年）"
    assert reading_en(target) == "≥50 % (2025), ≥70 % (2030)"


@pytest.mark.parametrize(
    ("direction", "op"), [(Direction.HIGHER, ">="), (Direction.LOWER, "<="), (Direction.AROUND, "~=")]
)
def test_a_bare_number_takes_the_direction(direction, op):
    parsed = parse_target("70", unit="%", direction=direction)
    assert [stone.op for stone in parsed.target.milestones] == [op]
    assert not parsed.findings


def test_an_unreadable_phrase_points_at_the_place():
    parsed = parse_target("阿巴阿巴")
    assert [item.code for item in parsed.findings] == ["target_unreadable"]
    assert "第1个字" in parsed.findings[0].message
    assert parsed.target.kind == "qualitative"


def test_the_line_goes_through_base_and_milestones():
    target = parse_target("2025年达到50%以上,2030年达到70%以上").target
    known = {"base_year": 2020, "base_value": 10.0}
    assert required_value(target, 2026, **known) == pytest.approx(54)
    assert required_value(target, 2024, **known) == pytest.approx(42)
    assert required_value(target, 2033, **known) == 70


def test_the_record_has_the_keys_of_the_contract():
    record = target_record(parse_target("低于10‰"))
    wanted = ["phrase", "kind", "milestones", "direction", "scope", "reading_zh", "reading_en", "findings"]
    assert list(record)[: len(wanted)] == wanted
    assert record["milestones"] == [{"year": None, "op": "<", "value": 10.0, "unit": "‰"}]


def codes(phrase, **known):
    return [item.code for item in parse_target(phrase, **known).findings]


@pytest.mark.parametrize(
    ("phrase", "unit", "direction", "expected"),
    [
        ("控制在12‰以下", "1/10万", "lower", ["target_unit_converted"]),
        ("达到70名", "%", "higher", ["target_unit_differs"]),
        ("达到70%以上", "%", "lower", ["target_direction_differs"]),
        ("不超过90%以上", "%", None, ["target_conflict"]),
        ("达到70%以上,达到80%以上", "%", None, ["target_two_values"]),
        ("2052年达到70%以上", "%", None, ["target_year_outside"]),
        ("每村1名", "%", "higher", ["target_each_has_one"]),
        ("3:2", None, "higher", ["target_ratio"]),
        ("达到60%-70%", "%", "higher", ["target_range"]),
        ("70%", "%", None, ["target_sense_assumed"]),
        ("详见附件2", "%", None, ["target_reference"]),
        ("基本实现全覆盖", "%", "higher", ["target_basically_full"]),
        ("加强宣传,达到70%以上", "%", "higher", ["target_prose_left_out"]),
        ("阿巴70", None, None, ["target_sense_assumed"]),
        ("优化服务99", "%", "higher", []),
        ("建立机制(文号88)", "%", "higher", []),
    ],
)
def test_doubts_are_findings(phrase, unit, direction, expected):
    assert codes(phrase, unit=unit, direction=direction) == expected


def test_a_converted_rate_is_in_the_unit_of_the_indicator():
    stone = parse_target("控制在0.12‰以下", unit="1/10万").target.milestones[0]
    assert (stone.value, stone.unit, stone.text) == (12.0, "/10万", "12")


def test_positions_count_in_the_phrase_as_given():
    found = parse_target("　 达到７０％以上,嗯嗯嗯", unit="%").findings
    assert [item.code for item in found] == ["target_left_over"]
    assert "第11个字" in found[0].message
    assert "“嗯嗯嗯”" in found[0].message


def test_counts_in_myriads_fit_the_unit():
    stone = parse_target("累计培训1.2万人次", unit="人次").target.milestones[0]
    assert (stone.value, stone.unit) == (12000.0, "人次")


def test_the_record_of_an_unreadable_phrase_does_not_pretend():
    record = target_record(parse_target("阿巴阿巴"))
    assert (record["milestones"], record["reading_zh"]) == ([], "没有读懂，见问题说明")
