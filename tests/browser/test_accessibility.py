"""Keyboard and screen reader: pages pass axe, charts say what they show, the keyboard shows where it is.

axe-core comes with a package of the test tools; nothing is fetched.
"""

from pathlib import Path

import pytest

from tests.browser.test_offline import PAGES, settle

# What is Streamlit's own and cannot be mended from a page: (rule, part of the element's HTML, why).
STREAMLITS_OWN = [
    ("list", 'data-testid="stSidebarNavItems"', "the folded menu of narrow screens wraps its groups in div"),
    ("listitem", "<li", "the entries of those groups, for the same reason"),
]
GRAVE = ("serious", "critical")


@pytest.fixture(scope="session")
def axe() -> str:
    """The text of axe-core."""
    package = pytest.importorskip("axe_playwright_python")
    return (Path(package.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


def own(rule: str, html: str) -> bool:
    """Whether a violation is one of Streamlit's listed above."""
    return any(rule == known and part in html for known, part, _ in STREAMLITS_OWN)


def violations(page, axe: str) -> list[str]:
    """Grave violations of the page as it stands, ours only: rule, element, what axe says."""
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [
        f"{rule['id']}: {node['html'][:200]} {node['failureSummary'][:200]}"
        for rule in found
        if rule["impact"] in GRAVE
        for node in rule["nodes"]
        if not own(rule["id"], node["html"])
    ]


def until(page, true: str) -> None:
    """Wait until an expression is true; asked from outside, as the page forbids text to run as code."""
    for _ in range(300):
        if page.evaluate(true):
            return
        page.wait_for_timeout(100)
    raise AssertionError(true)


def darken(page) -> None:
    """Switch to the dark theme; the page runs again and fades over, which axe would take for faint text."""
    page.emulate_media(color_scheme="dark")
    until(page, "getComputedStyle(document.querySelector('.stApp')).backgroundColor == 'rgb(22, 25, 28)'")
    page.wait_for_timeout(700)
    settle(page)
    until(page, "!document.querySelector('[data-stale=true]')")
    page.wait_for_timeout(1200)


# An ordinary run looks at the pages that differ most; the others, made of the same parts, with `-m long`.
OFTEN = {"indicators?code=W0103", "upload"}
EVERY = [path if path in OFTEN else pytest.param(path, marks=pytest.mark.long) for path in PAGES]


@pytest.mark.parametrize("path", EVERY)
def test_a_page_passes_axe_light_dark_and_narrow(page, sample_url, axe, path):
    page.goto(f"{sample_url}/{path}")
    settle(page)
    assert violations(page, axe) == []
    unnamed = page.eval_on_selector_all(
        "[data-testid=stPlotlyChart]", "all => all.filter(e => !e.getAttribute('aria-label')).length"
    )
    assert unnamed == 0
    darken(page)
    assert violations(page, axe) == []
    page.set_viewport_size({"width": 390, "height": 844})
    settle(page)
    assert violations(page, axe) == []


STOP = """() => {
  const e = document.activeElement, s = getComputedStyle(e);
  const shown = s.outlineStyle != 'none' || s.boxShadow != 'none';
  const inside = e.closest('[data-baseweb], [data-testid=stSelectbox], [data-testid=stMultiSelect]') != null;
  const name = e.getAttribute('aria-label') || e.innerText || e.getAttribute('placeholder') || '';
  const kind = e.getAttribute('data-testid') || e.className.toString();
  return [e.tagName, kind, name.trim().slice(0, 40), shown || inside];
}"""


@pytest.mark.parametrize(
    "path",
    ["upload", *(pytest.param(path, marks=pytest.mark.long) for path in ("", "indicators", "compare"))],
)
def test_the_keyboard_reaches_everything_in_order_and_shows_where_it_is(page, sample_url, path):
    page.goto(f"{sample_url}/{path}")
    settle(page)
    page.get_by_text("跳到正文").wait_for(state="attached")
    links = page.eval_on_selector_all(".stMain a.tp-go", "all => all.filter(e => e.checkVisibility()).length")
    stops = []
    for _ in range(links + 80):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop[0] == "BODY":
            break
        stops.append(stop)
    assert stops[0][2] == "跳到正文"
    assert [stop for stop in stops if stop[0] in ("A", "BUTTON") and not stop[3]] == []
    assert [stop for stop in stops if stop[0] in ("A", "BUTTON", "INPUT") and not stop[2]] == []
    reached = sum("tp-go" in stop[1] for stop in stops)
    assert reached == links
    order = [stop[1] for stop in stops]
    assert order.index("stTopNavLink") < order.index("stMain")
