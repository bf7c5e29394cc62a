"""A target that was not understood, or asks for no number, gives no verdict on a number."""

from __future__ import annotations

import pytest

from indicators.assess import judge_csv


@pytest.mark.parametrize(
    "phrase", ["阿巴阿巴", "提升质量安全水平", "市、县两级均有1所标准化妇幼保健机构", "不低于90%以下"]
)
def test_a_measured_figure_does_not_meet_words(phrase):
    text = f"indicator,unit,direction,year,value,target\n甲率,%,higher,2024,85,{phrase}\n"
    verdicts, _ = judge_csv(text.encode())
    assert [item.attainment for item in verdicts] == ["awaiting"]
