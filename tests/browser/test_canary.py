"""Markup in every text that people give: no page makes it part of itself, whoever looks.

The browser is told to pass over the content policy, which would stop a script that got in; so only
the escaping is tried. A flag on the window means that a script ran, an element that markup got in.
"""

import datetime as dt
import random
from contextlib import suppress

import pytest
from door_kit import GOOD, Browser, Server
from store_kit import figures, indicator

from dashboard.auth import passwords
from indicators.assess import publish
from indicators.catalog import Catalog, PlanGoal
from indicators.model import Area, AreaLevel, PlanKind, Role
from indicators.model.office import ReportingUnit
from indicators.store import ActionText, Store
from indicators.targets import parse_target

RUN = "<img src=x onerror=tpBroken=1>"
ODD = f"{RUN}<b class=tpc>\"'[乙](javascript:tpBroken=1)"
COUNTY, UNIT = f"{ODD}县", f"{ODD}局"
TOWNS = [f"{COUNTY}/{ODD}{name}镇" for name in ("东", "西")]
PAGES = [
    "overview", "progress", "indicators", "units", "compare", "upload", "papers", "exports", "library",
    "plan", "areas", "actions", "users", "audit", "backup", "checks", "method", "guide",
    "approval", "alerts?flag=T1",
    "indicators?code=T1", "library?code=T1", "units?office={unit}", "units?print=1", "compare?show=表格",
    "progress?show=热力图", "actions?new=T1", "actions?look=看板", "actions?action={action}",
    "plan?plan_part=历次版本",
    "reporting?part=谁报了", "reporting?part=填报表", "reporting?part=无数据指标", "reporting?part=手工录入",
    "reporting?part=年度与名册", "areas?areas_part=区划调整", "areas?areas_part=边界",
    "indicators?q={odd}&area={odd}",
    "units?office={odd}&year={odd}", "{odd}",
]  # fmt: skip


def hostile_store(path):
    """A store in which everything that has a name has one with markup; the number of its action."""
    item = indicator("T1", name=f"{ODD}率", domain=f"{ODD}领域", unit=ODD)
    goal = PlanGoal(
        "T1", item.name, PlanKind.WOMEN, "达到95以上", parse_target("达到95以上").target, lead=UNIT
    )
    with Store.create(path) as store:
        county = Area("9", COUNTY, COUNTY, AreaLevel.COUNTY)
        towns = [
            Area(f"9{at}", town.split("/")[1], town, AreaLevel.TOWN, "9") for at, town in enumerate(TOWNS)
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
        kept = passwords.hashed(GOOD)
        store.accounts.add("wang", RUN, Role.ADMIN, by=ODD, password=kept, must_change=False)
        store.accounts.add("li", "李明", Role.UNIT, unit=UNIT, by=ODD, password=kept, must_change=False)
    return action.id


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    home = tmp_path_factory.mktemp("canary")
    action = hostile_store(home / "district.duckdb")
    server = Server(home / "district.duckdb", home)
    yield server, action
    server.stop()


@pytest.fixture
def window(browser, hostile):
    """A window that was signed in to, and obeys no content policy; what dialogs said."""
    held = Browser(hostile[0])
    assert held.sign_in("wang").status == 303
    context = browser.new_context(locale="zh-CN", bypass_csp=True)
    context.add_cookies([{"name": "twoplans_session", "value": held.session(), "url": held.origin}])
    page, said = context.new_page(), []
    page.set_default_timeout(40_000)
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    yield page, held, said
    context.close()


def infected(page) -> list[str]:
    """What of the markup became part of the page."""
    return page.evaluate(
        """() => [...document.querySelectorAll(
            '.tpc, img[src="x"], [onerror], a[href^="javascript:" i]')].map(e => e.outerHTML.slice(0, 200))
            .concat(window.tpBroken ? ['a script ran'] : [])"""
    )


def settled(page) -> None:
    """Wait until the page's script has run to its end and what can be opened is open."""
    page.wait_for_selector('[data-testid="stApp"]')
    with suppress(Exception):
        page.wait_for_selector('[data-testid="stApp"][data-test-script-state="running"]', timeout=3000)
    page.wait_for_selector('[data-testid="stApp"]:not([data-test-script-state="running"])')
    page.wait_for_timeout(700)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")


@pytest.mark.long
@pytest.mark.timeout(900)
def test_markup_in_names_becomes_no_part_of_a_page(window, hostile, whole):
    page, held, said = window
    chosen = PAGES if whole else random.Random(dt.date.today().isocalendar()[1]).sample(PAGES, 5)
    bad, shown = [], 0
    for path in chosen:
        page.goto(f"{held.origin}/" + path.format(unit=UNIT, action=hostile[1], odd=ODD))
        settled(page)
        bad += [(path, one) for one in infected(page)]
        shown += "onerror=" in page.inner_text("body")
    assert shown >= len(chosen) // 3  # the names do stand there, as text
    page.evaluate("text => { document.body.insertAdjacentHTML('beforeend', text) }", ODD)
    page.wait_for_function("window.tpBroken")
    assert len(infected(page)) > 1  # the looking itself works
    assert not said
    assert not bad


def test_a_file_s_name_and_cells_become_no_part_of_the_page(window):
    """A file whose name, sheet and cells are markup, dropped on the page 上报."""
    page, held, said = window
    page.goto(f"{held.origin}/upload")
    settled(page)
    text = f"填报单位：{RUN}\n指标,单位,2024年\n{RUN}率,{RUN},{RUN}\n{ODD}率,%,=1+1\n".encode()
    name = f"{RUN}<b class=tpc>.csv"
    page.locator('input[type="file"]').first.set_input_files(
        [{"name": name, "mimeType": "text/csv", "buffer": text}]
    )
    page.get_by_text("onerror").first.wait_for()
    settled(page)
    assert not infected(page)
    assert not said
