"""Charts are saved as pictures and tables as files, in Chinese and without leaving the computer."""

import io
import re

import openpyxl
import pytest

from dashboard.charts import paper_colours
from tests.browser.test_offline import outside, settle, watch

DETAIL = "indicators?code=W0115"


@pytest.fixture
def detail(page, sample_url):
    requests, errors = watch(page)
    page.goto(f"{sample_url}/{DETAIL}")
    settle(page)
    yield page
    assert outside(requests) == []
    assert errors == []


def taken(page, button) -> tuple[str, bytes]:
    with page.expect_download() as coming:
        button.click()
    return coming.value.suggested_filename, coming.value.path().read_bytes()


def test_a_chart_is_saved_as_png_and_as_svg(detail):
    png = taken(detail, detail.locator("button.tp-shot[data-chart='trend'][data-format='png']"))
    assert png[0].endswith("趋势.png")
    assert png[1].startswith(b"\x89PNG")
    assert int.from_bytes(png[1][16:20]) == 2000  # twice as fine, the same width on every screen
    svg = taken(detail, detail.locator("button.tp-shot[data-chart='trend'][data-format='svg']"))
    assert svg[0].endswith("趋势.svg")
    assert svg[1].startswith(b"<svg")
    assert "单位" in svg[1].decode()


def test_a_picture_taken_from_a_dark_page_is_on_white_paper(browser, sample_url):
    context = browser.new_context(color_scheme="dark", locale="zh-CN")
    page = context.new_page()
    page.goto(f"{sample_url}/{DETAIL}")
    settle(page)
    svg = taken(page, page.locator("button.tp-shot[data-chart='trend'][data-format='svg']"))[1].decode()
    context.close()
    colours = set(re.findall(r"rgba?\(\d+, ?\d+, ?\d+|#[0-9A-Fa-f]{6}\b", svg))
    assert "rgb(255, 255, 255" in colours
    dark = {_rgb(colour) for colour in paper_colours()} - {
        _rgb(colour) for colour in paper_colours().values()
    }
    assert dark & {_rgb(colour) for colour in colours} == set()


def _rgb(colour: str) -> tuple[int, ...]:
    if colour.startswith("#"):
        return tuple(bytes.fromhex(colour[1:]))
    return tuple(int(part) for part in re.findall(r"\d+", colour)[:3])


def test_what_is_said_while_a_picture_is_made_is_chinese(detail):
    taken(detail, detail.locator("button.tp-shot[data-chart='trend'][data-format='png']"))
    detail.wait_for_selector(".plotly-notifier")
    said = detail.inner_text(".plotly-notifier")
    assert "图片" in said
    assert "image" not in said


def test_a_table_is_saved_as_workbook_and_as_csv(detail):
    name, content = taken(detail, detail.locator(".st-key-figures-xlsx button"))
    assert name.endswith(".xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet["A1"].value == "年份"
    assert isinstance(sheet["A2"].value, int)
    name, content = taken(detail, detail.locator(".st-key-figures-csv button"))
    assert name.endswith(".csv")
    assert content.startswith(b"\xef\xbb\xbf")


def test_the_overview_s_bars_are_saved_as_png_and_as_svg(page, sample_url):
    page.goto(sample_url)
    settle(page)
    name, png = taken(page, page.locator(".tp-shots[data-svg] button[data-format='png']"))
    assert name == "示例县2024年各领域达标情况.png"
    assert png.startswith(b"\x89PNG")
    assert int.from_bytes(png[16:20]) == 2000
    name, svg = taken(page, page.locator(".tp-shots[data-svg] button[data-format='svg']"))
    assert name.endswith(".svg")
    assert "儿童发展规划" in svg.decode()
