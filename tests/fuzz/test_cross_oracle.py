"""The SQL of the checks between figures against plain loops over the same figures."""

import datetime as dt
import statistics
from itertools import pairwise, product

import duckdb
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.catalog.relations import Relations
from indicators.intake.cross import Figures, cross_rows
from indicators.intake.cross.check import LIMITS
from indicators.intake.cross.tables import new_figures, old_figures
from indicators.model import Area, AreaLevel, Direction, Indicator, PlanKind

PLANS = (PlanKind.WOMEN,)
UP = Direction.HIGHER
ITEMS = [
    Indicator("N", "设施数", "个", PLANS, "x", UP, lower=0),
    Indicator("M", "示范设施数", "个", PLANS, "x", UP, lower=0),
    Indicator("P", "覆盖率", "%", PLANS, "x", UP, lower=0, upper=100),
]
AREAS = [
    Area("1", "县", "县", AreaLevel.COUNTY),
    Area("11", "甲", "县/甲", AreaLevel.TOWN, "1"),
    Area("12", "乙", "县/乙", AreaLevel.TOWN, "1"),
]
PATHS = [area.path for area in AREAS]
YEARS = (2021, 2022, 2023, 2024)
CITY, COUNTRY = '{"城乡":"城市"}', '{"城乡":"农村"}'
RELATIONS = Relations(at_most=(("M", "N"),), partitions={"城乡": ("城市", "农村")})
VALUES = st.sampled_from([0, 1, 3, 5, 10, 20, 33, 40, 66, 70, 95, 100])
KEYS = list(product(("N", "M", "P"), PATHS, YEARS, ("", CITY, COUNTRY)))
worlds = st.dictionaries(st.sampled_from(KEYS), st.tuples(VALUES, st.booleans()), min_size=1, max_size=40)


def frame(rows):
    made = pd.DataFrame(
        [(code, area, year, part, float(value)) for (code, area, year, part), value in rows],
        columns=["code", "area", "year", "breakdown", "value"],
    )
    return made.assign(
        period_label="", decimals=0, numerator=float("nan"), denominator=float("nan"), file="a", sheet="s",
        cell="A1", unit="u", against="1", at=pd.Timestamp(dt.datetime(2024, 1, 1)),
    ).astype({"period_label": "str", "breakdown": "str", "code": "str", "area": "str"})  # fmt: skip


def found(world):
    new = [(key, value) for key, (value, fresh) in world.items() if fresh]
    old = [(key, value) for key, (value, fresh) in world.items() if not fresh]
    if not new:
        return set()
    figures = Figures(new_figures(frame(new), "a"), old_figures(frame(old)), ITEMS, AREAS, RELATIONS)
    with duckdb.connect() as connection:
        rows = cross_rows(connection, figures)
    checks = ("steps", "pairs", "pieces", "areas")
    return {
        (row["code"].replace("slip", "jump"), new[int(row["row"])][0])
        for check in checks
        for row in (rows[check].to_dict("records") if check in rows else ())
    }


def expected(world):
    return {*jumps(world), *pairs(world), *pieces(world), *areas(world)}


def jumps(world):
    for code, area, part in product(("N", "M", "P"), PATHS, ("", CITY, COUNTRY)):
        series = [
            (year, *world[code, area, year, part]) for year in YEARS if (code, area, year, part) in world
        ]
        steps = list(pairwise(series))
        if not steps:
            continue
        usual = statistics.median_low([abs(b[1] - a[1]) for a, b in steps])
        before = None
        for (old_year, old, _), (year, value, fresh) in steps:
            jump = jumped(code, year - old_year, old, value, len(steps), usual)
            back = before is not None and before[0] and before[1] > 0 < value
            back = back and max(value, before[1]) <= LIMITS["factor"] * min(value, before[1])
            if jump and fresh and not back:
                yield "jump_against_before", (code, area, year, part)
            before = (jump, old)


def jumped(code, gap, old, value, steps, usual):
    change, few = abs(value - old), steps < LIMITS["few_steps"]
    if gap > LIMITS["gap"] or not change or not (few or change > LIMITS["usual_times"] * usual):
        return bool(code == "P" and not old and change >= LIMITS["points"] and gap <= LIMITS["gap"])
    factor = LIMITS["few_factor"] if few else LIMITS["factor"]
    many = min(old, value) == 0 or max(old, value) > factor * min(old, value)
    if code == "P":
        return change >= LIMITS["points"] or (old > 0 and many)
    chance = abs((value + 0.375) ** 0.5 - (old + 0.375) ** 0.5) / 0.5**0.5
    return many and chance > LIMITS["deviates"]


def pairs(world):
    for area, year, part in product(PATHS, YEARS, ("", CITY, COUNTRY)):
        small, great = world.get(("M", area, year, part)), world.get(("N", area, year, part))
        if small and great and small[0] > great[0] and (small[1] or great[1]):
            yield "above_related", ("M" if small[1] else "N", area, year, part)


def first_row(world, keys):
    """The key that comes first in the file among those."""
    return next(key for key in world if key in keys and world[key][1])


def pieces(world):
    for code, area, year in product(("N", "M", "P"), PATHS, YEARS):
        keys = [(code, area, year, part) for part in (CITY, COUNTRY)]
        whole = (code, area, year, "")
        if not all(key in world for key in (*keys, whole)) or not any(
            world[key][1] for key in (*keys, whole)
        ):
            continue
        values, total = [world[key][0] for key in keys], world[whole][0]
        at = whole if world[whole][1] else first_row(world, keys)
        if code != "P" and sum(values) != total:
            yield "parts_not_whole", at
        if code == "P" and not min(values) - 1 <= total <= max(values) + 1:
            yield "whole_outside_parts", at


def areas(world):
    for code, year, part in product(("N", "M", "P"), YEARS, ("", CITY, COUNTRY)):
        keys = [(code, path, year, part) for path in PATHS[1:]]
        whole = (code, PATHS[0], year, part)
        if not all(key in world for key in (*keys, whole)) or not any(
            world[key][1] for key in (*keys, whole)
        ):
            continue
        values, total = [world[key][0] for key in keys], world[whole][0]
        at = whole if world[whole][1] else first_row(world, keys)
        room = LIMITS["sum_room"] * total
        if code != "P" and abs(sum(values) - total) > room:
            yield "areas_above_whole" if sum(values) > total else "areas_below_whole", at
        if code == "P" and not min(values) - 1 <= total <= max(values) + 1:
            yield "whole_outside_areas", at


@settings(max_examples=20, deadline=None)
@given(worlds)
def test_sql_and_loops_find_the_same(world):
    assert found(world) == expected(world)
