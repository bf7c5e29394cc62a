"""Hand-made catalogue, district and records for the tests of the checks."""

import pandas as pd

from indicators.model import Area, AreaLevel, Direction, Indicator, NameEntry, PlanKind, Vocabulary

WOMEN = (PlanKind.WOMEN,)


def indicator(code, name, unit, numerator=None, denominator=None, multiplier=None, **more):
    return Indicator(
        code, name, unit, WOMEN, "健康", Direction.HIGHER,
        numerator=numerator, denominator=denominator, multiplier=multiplier, **{"lower": 0, **more},
    )  # fmt: skip


class SmallCatalog:
    indicators = (
        indicator("S1", "宫颈癌筛查率", "%", "宫颈癌实查人数", "应查人数", 100, upper=100, decimals=1),
        indicator("S2", "乳腺癌筛查率", "%", "乳腺癌实查人数", "应查人数", 100, upper=100, decimals=1),
        indicator("S3", "婴儿死亡率", "‰", "死亡婴儿数", "活产数", 1000, upper=1000, decimals=2),
        indicator("S4", "孕产妇死亡率", "1/10万", "孕产妇死亡人数", "活产数", 100000, upper=100000),
        indicator("S5", "活产数", "人"),
        indicator("S6", "高中毛入学率", "%", "在校生数", "适龄人口数", 100),
        indicator("S7", "教育经费", "亿元"),
        indicator("S8", "妇女之家数量", "个"),
        indicator("S10", "每千人口托位数", "个", "托位总数", "常住人口", 1000),
        indicator("S11", "常住人口", "万人"),
        indicator("S9", "自然增长率", "‰", lower=None),
    )

    def find(self, code):
        return next((item for item in self.indicators if item.code == code), None)

    def vocabulary(self, areas=()):
        entries = tuple(NameEntry(item.code, item.name, item.unit, item.aliases) for item in self.indicators)
        return Vocabulary(entries, ("宫颈癌实查人数", "应查人数"), tuple(areas))


AREAS = [
    Area("1", "示例县", "示例县", AreaLevel.COUNTY),
    Area("11", "城关镇", "示例县/城关镇", AreaLevel.TOWN, "1"),
    Area("12", "柳河乡", "示例县/柳河乡", AreaLevel.TOWN, "1"),
    Area("111", "东庄村", "示例县/城关镇/东庄村", AreaLevel.VILLAGE, "11"),
    Area("121", "东庄村", "示例县/柳河乡/东庄村", AreaLevel.VILLAGE, "12"),
    Area("122", "柳树湾村", "示例县/柳河乡/柳树湾村", AreaLevel.VILLAGE, "12"),
]


def records(*rows):
    """Rows of dicts as a reading's frame; `name` gives code or component, cells run down column B."""
    catalog = SmallCatalog()
    codes = {item.name: item.code for item in catalog.indicators}
    parts = {item.numerator for item in catalog.indicators} | {
        item.denominator for item in catalog.indicators
    }
    full = []
    for at, row in enumerate(rows):
        name = row.pop("name")
        part = name in parts and name not in codes
        value = row.get("value")
        full.append(
            {
                "file": "a.xlsx",
                "sheet": "Sheet1",
                "cell": f"B{at + 2}",
                "indicator": name,
                "code": codes.get(name),
                "score": 1.0,
                "area": None,
                "year": 2024,
                "as_of": None,
                "period_label": None,
                "breakdown": "",
                "missing": None,
                "qualifier": "exact",
                "unit": None,
                "raw": "" if value is None else str(value),
                "flags": (),
                "component": name if part else None,
                "value": None,
                **row,
            }
        )
    return pd.DataFrame(full)
