"""The page 数据导出: each kind of file is made with one button and can then be taken."""

import io
import zipfile

import pytest

from dashboard.views import exports
from tests.app.conftest import open_page, sound, words

KINDS = [
    ("xlsx", False, "2024年结果工作簿.xlsx"),
    ("csv", True, "数据长表_公开版.csv"),
    ("datapackage", False, "数据包.zip"),
    ("datapackage", True, "数据包_公开版.zip"),
]


@pytest.mark.parametrize(("kind", "public", "name"), KINDS)
def test_a_file_is_made_and_taken(district, kind, public, name):
    page = open_page("exports")
    assert not page.get("download_button")
    page.radio(key="export-kind").set_value(kind)
    page.checkbox(key="export-public").set_value(public)
    page = sound(page.run())
    page.button(key="export-make").click()
    page = sound(page.run())
    (button,) = page.get("download_button")
    assert name in button.label.replace("\\", "")  # a label is Markdown: its signs stand escaped
    content = page.session_state[exports.DONE][1]
    if kind != "csv":
        assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    page.checkbox(key="export-public").set_value(not public)
    assert not sound(page.run()).get("download_button"), "the file made before is not what is asked for now"


def test_the_page_says_which_indicators_are_sensitive(district):
    assert "小范围的数可能认出本人" in words(open_page("exports"))
