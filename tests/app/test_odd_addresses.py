"""Addresses that are stale, mistyped or made up, on a store with odd things in it: every page still shows."""

import pytest
from store_kit import figures, indicator
from streamlit.testing.v1 import AppTest

from indicators.catalog import Catalog, PlanGoal
from indicators.model import Area, AreaLevel, PlanKind
from indicators.store import Store
from indicators.targets import parse_target
from tests.app.conftest import ONE_PAGE, sound, words

COUNTY = "测*试_县<b>![x](x.png)"
TOWN = f"{COUNTY}/东镇"
PAGES = (
    "overview", "alerts", "progress", "indicators", "units", "compare", "papers", "exports", "library",
)  # fmt: skip
KEYS = (
    "area", "code", "office", "sort", "show", "by", "level", "flag", "p", "plan", "domain", "unit", "status",
    "alert", "attained", "q", "vs", "seen", "view", "order", "rstate",
)  # fmt: skip
ADDRESSES = {
    "nonsense": dict.fromkeys(KEYS, "<u>坏((") | {"year": "abc", "page": "999", "ryear": "x", "print": "1"},
    "signs": {"year": "²", "page": "²", "code": "T1", "flag": "T1", "area": "", "office": ""},
    "stale": {"year": "2022", "page": "-1", "code": "T2", "p": "children", "area": "东镇"},
}


@pytest.fixture
def odd(empty_store, lay):
    """No unit, an even zero, a target for people to judge, nobody responsible; figures of a town alone."""
    return lay(empty_store, "odd", make)


def make(path):
    catalog = Catalog(
        (
            indicator("T1", unit="", name="甲*乙<b>"),
            indicator("T2", unit="人", plans=(PlanKind.WOMEN, PlanKind.CHILDREN)),
            indicator("T3"),
        )
    )
    goals = [
        PlanGoal(code, f"指标{code}", PlanKind.WOMEN, phrase, parse_target(phrase, unit="%").target, lead="")
        for code, phrase in (("T1", "建立健全机制"), ("T2", "逐步提高"), ("T3", "保持在50%左右"))
    ]
    with Store.create(path) as store:
        county = Area("9", COUNTY, COUNTY, AreaLevel.COUNTY)
        store.put_areas([county, Area("91", "东镇", TOWN, AreaLevel.TOWN, "9")], by="t")
        store.put_catalog(catalog, goals=goals, area=COUNTY, by="t")
        rows = [("T1", TOWN, 2022, 3.0), ("T2", TOWN, 2022, 0.0), ("T3", TOWN, 2021, 48.0)]
        store.accept(figures(*rows), file="<b>x.csv", data=b"1", by="<u>")


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_shows(odd, address):
    for page in PAGES:
        test = AppTest.from_string(ONE_PAGE.format(page=page), default_timeout=60)
        for key, value in ADDRESSES[address].items():
            test.query_params[key] = value
        sound(test.run())
        html = "\n".join(element.proto.body for element in test.get("html"))
        assert "<u>" not in html, page
        assert "<b>![" not in html, page
        assert not any("![x](" in str(one.value) for one in (*test.title, *test.header, *test.caption)), page
        assert words(test).strip()
