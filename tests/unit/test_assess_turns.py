"""A great store is judged in turns of whole indicators: the verdicts are the same."""

import itertools
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import assess_kit

from indicators.assess import Settings, engine

LEVEL = {"kind": "at_least", "ops": [(2030, ">=", 70.0)], "year": 2024}
CASES = [
    {**LEVEL, "series": {2020: 40.0, 2022: 50.0, 2024: 58.3}},
    {"year": 2024, "series": {2024: 3.0}},
    {**LEVEL, "kind": "every_area", "every": "town", "series": {}, "children": {
        "东镇": {2024: 80.0}, "西镇": {2024: 60.0}}},
    {**LEVEL, "kind": "gap", "direction": "lower", "ops": [], "series": {}, "breakdowns": {
        "城市": {2020: 90.0, 2024: 91.0}, "农村": {2020: 80.0, 2024: 85.0}}},
    {**LEVEL, "kind": "versus", "series": {2024: 60.0}, "comparator": "全省平均水平",
     "others": {"全省": {2024: 61.0}}},
]  # fmt: skip


@pytest.mark.parametrize(
    ("sizes", "count"),
    [
        ([], 1),
        ([(1, 9)], 1),
        ([(n, engine.TURN) for n in (-7, 3, 5)], 3),
        ([(5, engine.TURN * 9), (6, 1)], 2),
    ],
)
def test_turns_hold_every_key_once(sizes, count):
    ranges = engine.turns(sizes)
    assert len(ranges) == count
    assert (ranges[0][0], ranges[-1][1]) == (-(2**63), 2**63 - 1)
    assert all(last + 1 == first for (_, last), (first, _) in itertools.pairwise(ranges))


def test_verdicts_do_not_depend_on_the_turns(monkeypatch):
    whole = assess_kit.rows(CASES)
    monkeypatch.setattr(engine, "turns", lambda sizes: [(-(2**63), 1), (2, 3), (4, 2**63 - 1)])
    assert assess_kit.rows(CASES) == whole
    assert [row["attainment"] for row in whole] == ["not_met", "monitored", "not_met", "met", "not_met"]


def test_no_table_of_small_counts_is_needed():
    (row,) = assess_kit.rows([CASES[0]], Settings(byar_from=0))
    assert row["attainment"] == "not_met"
