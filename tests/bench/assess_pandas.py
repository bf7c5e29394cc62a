"""A straightforward pandas version of the assessment (groupby-apply), for comparing speed only.

Judges at-least targets with one milestone: level, required path, pace, compound growth, outlook.
"""

import numpy as np
import pandas as pd

BASE_YEAR, END, GOAL = 2020, 2030, 70.0


def judge(group: pd.DataFrame) -> pd.Series:
    group = group.sort_values("year")
    last, known = group.iloc[-1], group.set_index("year")["value"]
    value, year, base = last["value"], int(last["year"]), known.get(BASE_YEAR)
    met = value >= GOAL
    attainment = "met" if met else "nearly_met" if GOAL - value <= 0.01 * GOAL else "not_met"
    required = base + (GOAL - base) * (year - BASE_YEAR) / (END - BASE_YEAR)
    ratio = (value - base) / (required - base) if required != base else None
    slipped = not met and (known[(known.index >= BASE_YEAR) & (known.index < year)] >= GOAL).any()
    pace = "slipped" if slipped else pace_of(ratio)
    actual = (value / base) ** (1 / (year - BASE_YEAR)) - 1
    asked = (GOAL / base) ** (1 / (END - BASE_YEAR)) - 1
    second = actual / abs(asked) if asked else None
    tail = group.tail(6)
    years, values = tail["year"].to_numpy(), tail["value"].to_numpy()
    slopes = [
        (values[j] - values[i]) / (years[j] - years[i])
        for i in range(len(years))
        for j in range(i + 1, len(years))
    ]
    low, middle, high = value + np.percentile(slopes, [10, 50, 90]) * (END - year)
    outlook = (
        "will_meet"
        if low >= GOAL
        else "likely"
        if middle >= GOAL
        else "hard"
        if high >= GOAL
        else "will_miss"
    )
    columns = ["attainment", "required", "pace", "ratio", "second", "low", "middle", "high", "outlook"]
    return pd.Series(
        [attainment, required, pace, ratio, second, low, middle, high, outlook], index=columns, dtype=object
    )


def pace_of(ratio):
    if ratio is None:
        return None
    for name, least in (("ahead", 1.3), ("on_schedule", 0.95), ("slow", 0.6), ("behind", 0.0)):
        if ratio >= least:
            return name
    return "moving_away"


def assess(figures: pd.DataFrame) -> pd.DataFrame:
    return figures.groupby(["indicator", "area"]).apply(judge)
