"""Several years judged in one run, beside the same years one by one: what came later is not known earlier."""

import random

import pytest
from store_kit import AREAS, CATALOG, COUNTY, TOWNS, figures

from indicators.assess import assess, assess_years
from indicators.catalog import PlanGoal
from indicators.model import PlanKind
from indicators.store import Store
from indicators.targets import parse_target

pytestmark = pytest.mark.tenth(20)
PHRASES = (
    "城市达到60%以上，农村达到50%以上", "2030年达到60%以上，其中农村50%以上", "缩小城乡差距",
    "不低于男性水平", "以乡镇为单位达到50%以上",
)  # fmt: skip
LABELS = ("城市", "城镇", "城区", "农村", "乡村", "男", "男性", "女")
YEARS = range(2022, 2025)


def goal(phrase):
    parsed = parse_target(phrase, unit="%")
    return PlanGoal("T1", "指标T1", PlanKind.WOMEN, phrase, parsed.target)


def some_figures(chance):
    """Figures of the whole and of breakdowns whose labels come and go, some with a reason for having none."""
    rows = []
    for year in YEARS:
        labels = [""] + [label for label in LABELS if chance.random() < 0.3]
        for label in labels:
            dimension = "性别" if label.startswith(("男", "女")) else "城乡"
            breakdown = f'{{"{dimension}": "{label}"}}' if label else ""
            if label or chance.random() < 0.6:
                area = chance.choice([COUNTY, COUNTY, TOWNS[0]])
                value = round(chance.uniform(30, 90), 1) if chance.random() < 0.9 else None
                rows.append(("T1", area, year, value, breakdown))
        rows += [("T1", town, year, 50.0 + year % 3, "") for town in TOWNS if chance.random() < 0.4]
    return rows


@pytest.mark.parametrize("phrase", PHRASES)
@pytest.mark.parametrize("seed", range(4))
def test_many_years_know_no_more_than_each_of_them(phrase, seed):
    frame = figures(*some_figures(random.Random(f"{phrase}{seed}")))
    frame["missing"] = frame["value"].isna().map({True: "not_applicable", False: None})
    with Store.memory() as store:
        store.put_areas(AREAS)
        store.put_catalog(CATALOG, goals=[goal(phrase)], area=COUNTY, by="t")
        store.accept(
            frame.drop_duplicates(["code", "area", "year", "breakdown"]), file="f", data=b"f", by="t"
        )
        each = [item for year in YEARS for item in assess(store, year=year, area=COUNTY)]
        assert assess_years(store, YEARS[0], YEARS[-1], COUNTY) == each
    assert any(item.target and item.value is not None for item in each)
