"""Whatever a reading holds, the checks end, lose nothing in silence and let nothing impossible through."""

import sys
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "spec"))
from check_frames import AREAS, SmallCatalog, records

from indicators.checks import check_frame

CATALOG = SmallCatalog()
NAMES = [item.name for item in CATALOG.indicators]
PARTS = [part for item in CATALOG.indicators for part in (item.numerator, item.denominator) if part]
LIMITS = {item.code: (item.lower, item.upper) for item in CATALOG.indicators}

numbers = st.one_of(
    st.integers(-3, 5000).map(float),
    st.floats(0, 200).map(lambda value: round(value, 2)),
    st.sampled_from([0.0, 100.0, 36.5, 0.365, 3.65, float("inf"), 1e12]),
)
figures = st.fixed_dictionaries(
    {
        "name": st.sampled_from([*NAMES, *PARTS, "没有的指标", "活产"]),
        "value": st.one_of(st.none(), numbers),
        "area": st.sampled_from(
            [None, "城关镇", "柳河乡", "东庄村", "合计", "柳树弯村", "示例县/城关镇/东庄村"]
        ),
        "year": st.sampled_from([None, 1800, 2022, 2023, 2024, 2031]),
        "unit": st.sampled_from([None, "%", "‰", "/10万", "人", "万人", "万元", "亿元", "户、人", "什么"]),
        "missing": st.sampled_from([None, None, None, "blank", "not_carried_out", "unreadable"]),
        "breakdown": st.sampled_from(["", "", '{"性别":"女"}', "{}", "坏的"]),
        "sheet": st.sampled_from(["甲", "乙"]),
    }
)


def run(rows):
    frame = records(*[dict(row) for row in rows])
    if len(frame):
        frame.loc[frame["missing"].notna(), "value"] = None
        frame["missing"] = frame["missing"].where(frame["missing"].notna() | frame["value"].notna(), "blank")
    return frame, check_frame(frame, CATALOG, AREAS, this_year=2026)


def kept(checked):
    columns = ["code", "area", "year", "breakdown", "value", "missing"]
    rows = checked.observations[columns].astype(object).where(checked.observations[columns].notna(), None)
    return sorted(map(str, rows.to_numpy().tolist()))


def judge(rows):
    frame, checked = run(rows)
    taken = set(checked.observations["cell"])
    told = {item.cell for item in checked.findings}
    hidden = any("等" in item.message for item in checked.findings)
    for row in frame.itertuples():
        left_out = pd.isna(row.component) and row.cell not in taken
        assert not left_out or row.cell in told or hidden or _named_twice(checked, row.cell), row
    for row in checked.observations.itertuples():
        low, high = LIMITS[row.code]
        assert pd.isna(row.value) != pd.isna(row.missing)
        assert pd.isna(row.value) or low is None or row.value >= low
        assert pd.isna(row.value) or high is None or row.value <= high
        assert row.year in (2022, 2023, 2024)
    identity = checked.observations[["code", "area", "year", "breakdown"]]
    assert not identity.duplicated().any()
    assert checked.blocked <= len(frame)


def _named_twice(checked, cell):
    return any(cell in item.message for item in checked.findings)


@settings(max_examples=30, deadline=None)
@given(st.lists(figures, max_size=8))
def test_nothing_is_lost_in_silence_and_nothing_impossible_kept(rows):
    judge(rows)


@settings(max_examples=20, deadline=None)
@given(st.lists(figures, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_cells_does_not_matter(rows, dice):
    shuffled = list(rows)
    dice.shuffle(shuffled)
    assert kept(run(rows)[1]) == kept(run(shuffled)[1])


@pytest.mark.long
@settings(max_examples=3000, deadline=None)
@given(st.lists(figures, max_size=25))
def test_many_more(rows):
    judge(rows)
