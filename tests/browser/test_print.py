"""Pages on paper: A4 across, nothing to press, no chart wider than the sheet."""

import pytest

from tests.browser.test_offline import settle

SHEET = {"width": 1032, "height": 703}  # A4 across without its margins, in CSS pixels
PRESSED = [
    "header[data-testid='stHeader']",
    ".stButton button",
    ".stDownloadButton button",
    ".stSelectbox",
    ".tp-shots",
]
BEYOND = """() => [...document.querySelectorAll('.js-plotly-plot .main-svg, .tp table')]
    .filter(e => e.getBoundingClientRect().width > 0)
    .map(e => e.getBoundingClientRect().right - document.documentElement.clientWidth)
    .filter(over => over > 1)"""


@pytest.mark.parametrize(
    "path",
    # an ordinary run prints the pages that differ most: each visit costs some ten seconds of a core
    [
        "indicators",
        "indicators?code=W0115",
        *(pytest.param(path, marks=pytest.mark.long) for path in ("", "indicators?code=C0109", "compare")),
    ],
)
def test_a_page_fits_the_sheet_and_shows_nothing_to_press(page, sample_url, path):
    page.goto(f"{sample_url}/{path}")
    settle(page)
    if "code=" in path:
        page.wait_for_selector(".st-key-trend .main-svg")
    page.emulate_media(media="print")
    page.set_viewport_size(SHEET)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(BEYOND) == []
    for chosen in PRESSED:
        assert not [one for one in page.locator(chosen).all() if one.is_visible()], chosen
    page.emulate_media(media="screen")
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
