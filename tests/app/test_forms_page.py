"""The forms that go out and the file that goes back, as offered on the pages."""

import io
import zipfile

import openpyxl
from test_upload import MISTAKEN, button, desk, drop  # noqa: F401  (the fixture)

from dashboard import data_forms
from tests.app.conftest import open_page, sound, words


def test_the_page_offers_all_forms_and_one(district):
    page = open_page("forms")
    assert page.title[0].value == "填报表：发给各单位"
    assert "县卫健局" in words(page)
    page.selectbox(key="forms-unit").set_value("县卫健局")
    page = sound(page.run())
    assert len(page.get("download_button")) == 2
    with zipfile.ZipFile(io.BytesIO(data_forms.form_file(2024, None)())) as made:
        assert made.namelist() == ["2024年_县卫健局_填报表.xlsx"]
    book = openpyxl.load_workbook(io.BytesIO(data_forms.form_file(2024, "县卫健局")()))
    assert book["填报表"]["A2"].value == "填报单位：县卫健局"


def test_a_file_with_findings_can_be_sent_back_marked(desk):  # noqa: F811
    page = drop(desk, "民政局.csv", MISTAKEN)
    button(page, "批注在原表上").click()
    page = sound(page.run())
    assert "下载批注后的原表" in {item.label for item in page.get("download_button")}
