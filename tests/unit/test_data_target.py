"""The page reads a verdict's target as the assessment does: with the indicator's direction."""

import pytest

from dashboard import data
from indicators.model import Assessment, Direction, Indicator, PlanKind


@pytest.mark.parametrize("way", [Direction.HIGHER, Direction.LOWER])
def test_a_target_is_read_with_the_indicators_direction(monkeypatch, way):
    known = Indicator("T1", "指标", "%", (PlanKind.WOMEN,), "健康", way)
    monkeypatch.setattr(data, "indicators", lambda: {"T1": known})
    item = Assessment("T1", "指标", "women", "健康", "县", 2024, 44.0, "%", target="保持在45%左右")
    assert data.target_of(item) is not None
    item = Assessment("T1", "指标", "women", "健康", "县", 2024, 44.0, "%", target="45%")
    found = data.target_of(item)
    assert found is not None
    assert found.direction == way
    assert found.milestones[0].op == {"higher": ">=", "lower": "<="}[way]
