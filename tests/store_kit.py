"""A small district for tests of the store: areas, two indicators, and frames of figures for them."""

import pandas as pd

from indicators.catalog import Catalog
from indicators.model import Area, AreaLevel, Direction, Indicator, PlanKind, TargetText

COUNTY = "示例县"
TOWNS = ["示例县/东镇", "示例县/西镇"]
AREAS = [
    Area("900001", "示例县", COUNTY, AreaLevel.COUNTY),
    Area("900001001", "东镇", TOWNS[0], AreaLevel.TOWN, "900001"),
    Area("900001002", "西镇", TOWNS[1], AreaLevel.TOWN, "900001"),
]


def indicator(code, **more):
    base = {"name": f"指标{code}", "unit": "%", "plans": (PlanKind.WOMEN,), "domain": "健康"}
    return Indicator(code, **(base | {"direction": Direction.HIGHER} | more))


CATALOG = Catalog(
    (
        indicator(
            "T1",
            aliases=("测试率",),
            targets=(TargetText("2030年达到90%以上", "国家", (2021, 2030)),),
        ),
        indicator("T2", unit="人", plans=(PlanKind.WOMEN, PlanKind.CHILDREN), old_codes=("OLD2",)),
    )
)


def figures(*rows):
    """Rows of (code, area, year, value[, breakdown[, period label]]) as a frame of observations."""
    names = ["code", "area", "year", "value", "breakdown", "period_label"]
    frame = pd.DataFrame([[*row, *["", None][len(row) - 4 :]] for row in rows], columns=names)
    frame["text"] = frame["value"].map(str)
    frame["sheet"] = "表1"
    frame["cell"] = [f"B{position + 2}" for position in range(len(frame))]
    return frame


def fill(store):
    store.put_areas(AREAS)
    store.put_catalog(CATALOG, source="test", by="t")
    return store
