"""The page of reports: what it offers, what comes out, what it says where there is nothing."""

import io
import zipfile

import docx

from dashboard import data_papers
from indicators.assess import publish
from indicators.reports.papers.sets import KINDS
from indicators.store import Store
from tests.app.conftest import COUNTY, open_page, sound, words


def button(page, key):
    return next(item for item in page.button if item.key == key)


def made(page, place="one"):
    return page.session_state[f"paper_made-{place}"]


def test_a_report_is_made_and_offered(district):
    page = open_page("papers")
    assert page.title[0].value == "报告：生成可修改的Word文件"
    page.selectbox(key="paper-plan-annual").set_value("妇女发展规划")
    page = sound(page.run())
    assert not page.get("download_button")
    button(page, "paper-make").click()
    page = sound(page.run())
    _, count, name, content = made(page)
    assert (count, name) == (1, "2024年测试县妇女发展规划监测报告.docx")
    assert "60.0%" in "\n".join(one.text for one in docx.Document(io.BytesIO(content)).paragraphs)
    assert [item.label for item in page.get("download_button")] == ["下载"]
    page.number_input(key="paper-pitch").set_value(28.0)
    page = sound(page.run())
    assert not page.get("download_button"), "another line pitch wants another file"


def test_every_kind_has_its_page(district):
    page = open_page("papers")
    for kind in KINDS:
        page.selectbox(key="paper-kind").set_value(kind)
        page = sound(page.run())
        makes = any(item.key == "paper-make" for item in page.button)
        assert makes != ("没有要生成的" in words(page)), kind


def test_the_whole_set_comes_as_a_zip(district):
    page = open_page("papers")
    button(page, "paper-set").click()
    page = sound(page.run())
    _, count, name, content = made(page, "set")
    assert name == "测试县2024年报告整套.zip"
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert len(packed.namelist()) == count
        assert "督办单/督办单_县卫健局_2024年.docx" in packed.namelist()


def test_a_published_result_can_be_chosen(district):
    with Store.open(district) as store:
        publish(store, title="2024年度结果", by="王", year=2024, area=COUNTY)
    page = open_page("papers")
    source = page.selectbox(key="paper-source")
    assert source.options[0] == "现在的数据"
    assert source.options[1].startswith("2024年度结果（")
    source.set_value(source.options[1])
    page = sound(page.run())
    button(page, "paper-make").click()
    page = sound(page.run())
    assert made(page)[1] == 2


def test_one_file_stays_itself_and_several_are_packed():
    assert data_papers.packed([("督办单/甲.docx", b"1")], "全") == ("甲.docx", b"1")
    name, content = data_papers.packed([("甲.docx", b"1"), ("乙/丙.docx", b"2")], "全")
    assert name == "全.zip"
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.namelist() == ["甲.docx", "乙/丙.docx"]
