"""Drafting survives any text and loses no goal."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.plan_draft import draft_plan, draft_workbook

RELAXED = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
GOALS = [
    "孕产妇死亡率下降到10/10万以下,城乡差距缩小",
    "新生儿、婴儿和5岁以下儿童死亡率分别降至2‰、3‰和4‰以下",
    "加强妇女心理健康服务",
    "妇女健康素养水平不断提高",
    "城市95%、农村85%的社区建立站点",
    "未知事项率达到60%以上",
    "0-6岁儿童眼保健和视力检查覆盖率达到90%以上",
    "每年培训骨干不少于500人次",
]
NUMBERS = ["{}.", "{}、", "({})", "", "—", "● "]


@st.composite
def plans(draw):
    goals = draw(st.lists(st.sampled_from(GOALS), min_size=1, max_size=8, unique=True))
    style = draw(st.sampled_from(NUMBERS))
    end = draw(st.sampled_from(["。", ";", ""]))
    lines = [style.format(number) + goal + end for number, goal in enumerate(goals, 1)]
    return goals, "\n".join(["妇女与健康", "主要目标:", *lines, "策略措施:", "覆盖率达到99%。"])


def check_complete(plan):
    goals, text = plan
    rows, _ = draft_plan(text.encode(), "plan.txt")
    found = list(dict.fromkeys(row.goal.rstrip("。;") for row in rows))
    assert found == goals


@settings(max_examples=40, derandomize=True, **RELAXED)
@given(plans())
def test_every_goal_is_listed_once_and_nothing_else(plan):
    check_complete(plan)


@pytest.mark.long
@settings(max_examples=1000, **RELAXED)
@given(plans())
def test_every_goal_is_listed_once_and_nothing_else_long(plan):
    check_complete(plan)


def check_survives(data):
    rows, findings = draft_plan(data, "plan")
    assert rows or findings
    draft_workbook(rows)


bytes_or_text = st.binary(max_size=200) | st.text(max_size=300).map(str.encode)


@settings(max_examples=60, derandomize=True, **RELAXED)
@given(bytes_or_text)
def test_any_bytes_are_survived(data):
    check_survives(data)


@pytest.mark.long
@settings(max_examples=2000, **RELAXED)
@given(bytes_or_text)
def test_any_bytes_are_survived_long(data):
    check_survives(data)
