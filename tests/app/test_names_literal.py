"""Names with signs of Markdown in them stand on every page as they were written."""

import datetime as dt

import pytest
from store_kit import figures, indicator
from streamlit.testing.v1 import AppTest

from dashboard import state
from indicators.assess import publish
from indicators.catalog import Catalog, PlanGoal
from indicators.model import Area, AreaLevel, PlanKind
from indicators.model.office import ReportingUnit
from indicators.store import ActionText, Store
from indicators.targets import parse_target
from tests.app.conftest import ONE_PAGE, sound

ODD = "*甲*[乙](x):red[丙]$x$`y`<b>"
COUNTY, UNIT = f"{ODD}县", f"{ODD}局"
TOWNS = [f"{COUNTY}/{ODD}{name}镇" for name in ("东", "西")]
PAGES = [
    *((page, {}) for page in ("overview", "progress", "indicators", "units", "compare", "upload", "papers")),
    *((page, {}) for page in ("exports", "library", "plan", "areas", "actions", "forms")),
    ("alerts", {"flag": "T1"}),
    ("indicators", {"code": "T1"}),
    ("library", {"code": "T1"}),
    ("units", {"office": UNIT}),
    ("units", {"print": "1"}),
    ("compare", {"show": "表格"}),
    ("progress", {"show": "热力图"}),
    ("actions", {"new": "T1"}),
    ("actions", {"look": "看板"}),
    *(("reporting", {"part": part}) for part in ("谁报了", "填报表", "无数据指标", "手工录入", "年度与名册")),
    *(("areas", {"areas_part": part}) for part in ("区划调整", "边界")),
    ("plan", {"plan_part": "历次版本"}),
]


@pytest.fixture
def odd(empty_store):
    """A store in which everything that has a name has an odd one; the number of its action."""
    item = indicator("T1", name=f"{ODD}率", domain=f"{ODD}领域", unit=ODD)
    goal = PlanGoal(
        "T1", item.name, PlanKind.WOMEN, "达到95以上", parse_target("达到95以上").target, lead=UNIT
    )
    with Store.create(empty_store) as store:
        county = Area("9", COUNTY, COUNTY, AreaLevel.COUNTY)
        towns = [
            Area(f"9{at}", path.split("/")[1], path, AreaLevel.TOWN, "9") for at, path in enumerate(TOWNS)
        ]
        store.put_areas([county, *towns], by=ODD)
        store.put_catalog(Catalog((item,)), goals=[goal], area=COUNTY, by=ODD)
        rows = [("T1", area, year, 60.0) for area in (COUNTY, *TOWNS) for year in (2022, 2023, 2024)]
        store.accept(figures(*rows), file=f"{ODD}.csv", data=b"1", by=ODD, unit=UNIT)
        store.desk.put_units([ReportingUnit(UNIT, liaison=ODD, note=ODD)], by=ODD)
        store.desk.open_year(2024, dt.date(2025, 1, 1), by=ODD)
        store.annotations.add("T1", COUNTY, 2024, "method", ODD, by=ODD)
        text = ActionText(ODD, UNIT, dt.date(2025, 1, 1), "women", (ODD,), ODD, ODD, ODD)
        action = store.actions.open("T1", COUNTY, 2024, text, opened=dt.date(2024, 1, 1), by=ODD)
        publish(store, title=ODD, by=ODD, year=2024)
    return action.id


def told_as_markdown(node):
    """Every text below a node that the browser reads as Markdown, with what bears it."""
    kind, proto = getattr(node, "type", ""), getattr(node, "proto", None)
    if kind not in ("html", "root", "bidi_component") and proto is not None:
        for part in (proto, *(getattr(proto, name, None) for name in ("expandable", "tab", "popover"))):
            for name in ("label", "body", "text", "help"):
                yield kind, getattr(part, name, "")
        options = getattr(proto, "options", ())
        for option in options if kind in ("radio", "button_group", "pills", "segmented_control") else ():
            yield kind, getattr(option, "content", option)
    for child in getattr(node, "children", {}).values():
        yield from told_as_markdown(child)


def test_names_stand_as_they_were_written(odd):
    bad = []
    for page, address in [*PAGES, ("actions", {"action": odd})]:
        test = AppTest.from_string(ONE_PAGE.format(page=page), default_timeout=60)
        test.session_state[state.UPLOADER] = ODD
        for key, value in address.items():
            test.query_params[key] = value
        sound(test.run())
        read = [text for _, text in told_as_markdown(test._tree) if isinstance(text, str) and "甲" in text]
        bad += [(page, text) for text in read if "[乙](" in text or "`<b>" in text]
        shown = [option for box in (*test.selectbox, *test.multiselect) for option in box.options]
        bad += [(page, option) for option in shown if "\\*" in option]
        html = "\n".join(element.proto.body for element in test.get("html"))
        bad += [(page, "HTML")] if "`<b>" in html else []
    assert not bad
