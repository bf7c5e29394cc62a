"""The first things a caller of the target grammar relies on."""

from __future__ import annotations

import pytest

from indicators.model import Direction
from indicators.targets import parse_target, reading_en, reading_zh, required_value, target_record


def stones(phrase, **known):
    target = parse_target(phrase, **known).target
    return str(target.kind), [(stone.year, stone.op, stone.text, stone.unit) for stone in target.milestones]


def test_milestones_are_read_in_order_of_years():
    assert stones("2025年达到50%以上,2030年达到70%以上") == (
        "at_least",
        [(2025, ">=", "50", "%"), (2030, ">=", "70", "%")],
    )


def test_readings_show_sign_value_unit_and_year():
    target = parse_target("2025年达到50%以上,2030年达到70%以上").target
    assert reading_zh(target) == "≥50 %(2025年),≥70 %(2030年)"
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
