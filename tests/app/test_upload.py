"""The upload desk and the first-run page, from the dropped file to the undone batch."""

import pytest
from conftest import APP, COUNTY, open_page, sound, words
from streamlit.testing.v1 import AppTest

from dashboard import data, runtime, state
from indicators.store import Store

HEAD = ("指标", "单位", "2023年", "2024年")


def table(*rows):
    return "\n".join(",".join(row) for row in (HEAD, *rows)).encode()


HONEST = table(("婚前医学检查率", "%", "61", "63"), ("5岁以下儿童死亡率", "‰", "5.2", "4.9"))
MISTAKEN = table(("婚前医学检查率", "%", "61", "630"), ("5岁以下儿童死亡率", "‰", "5.2", "4.9"))
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(200)


@pytest.fixture
def desk(district):
    page = open_page("upload")
    page.text_input[0].set_value("经办人甲")
    button(page, "记住").click()
    return sound(page.run())


def button(page, label):
    return next(item for item in page.button if label in item.label)


def drop(page, name, content):
    page.file_uploader[0].set_value((name, content, "application/octet-stream"))
    return sound(page.run())


def test_the_name_is_asked_before_anything_else(district):
    page = open_page("upload")
    assert "请先写下您的姓名" in words(page)
    assert not page.file_uploader


def test_a_file_shows_what_was_read_and_waits(desk):
    page = drop(desk, "民政局.csv", HONEST)
    assert "读出 4 个数据" in words(page)
    assert page.title[0].value == "上报：桌上有1个文件待处理"
    assert len(data.submissions()) == 1


def test_accepting_keeps_the_figures_with_name_and_file(desk):
    page = drop(desk, "民政局.csv", HONEST)
    button(page, "入库").click()
    page = sound(page.run())
    assert "已入库：民政局.csv" in words(page)
    newest = data.submissions()[0]
    assert (newest.file, newest.uploader, newest.accepted) == ("民政局.csv", "经办人甲", 4)


def test_an_error_blocks_its_figure_and_not_the_file(desk):
    page = drop(desk, "民政局.csv", MISTAKEN)
    assert "错误 1 条" in words(page)
    button(page, "入库").click()
    sound(page.run())
    assert (data.submissions()[0].accepted, data.submissions()[0].blocked) == (3, 1)


def test_a_list_of_persons_says_so_once_and_nothing_else(desk):
    page = drop(desk, "名单.csv", "2024年困境儿童花名册\n序号,姓名,年龄\n1,张三,5\n2,李四,6".encode())
    assert words(page).count("是人员名单") == 1
    assert "没有发现问题" not in words(page)
    assert "没有读出数据" not in words(page)


def test_a_question_stands_before_what_it_keeps_from_being_read(desk):
    page = drop(desk, "表.csv", "2024年,数值\n甲,5\n乙,6".encode())
    assert "第几行是表头" in words(page) or any("第几行是表头" in item.label for item in page.radio)
    assert "请回答下面的问题" in words(page)
    assert "没有发现问题" not in words(page)


def test_giving_up_leaves_nothing(desk):
    page = drop(desk, "民政局.csv", HONEST)
    button(page, "放弃").click()
    page = sound(page.run())
    assert "民政局.csv" not in words(page)
    assert len(data.submissions()) == 1


def test_a_wrong_file_gets_a_sentence_and_the_others_stay(desk):
    page = drop(drop(desk, "民政局.csv", HONEST), "照片.xlsx", PICTURE)
    assert "照片.xlsx" in words(page)
    assert "图片" in words(page)
    assert "读出 4 个数据" in words(page)


def test_undo_wants_a_reason_and_brings_the_old_figure_back(desk):
    page = drop(desk, "民政局.csv", HONEST)
    button(page, "入库").click()
    page = sound(page.run())
    batch = next(item for item in page.selectbox if item.label == "哪一批")
    batch.select_index(0)
    button(page, "撤销这一批").click()
    page = sound(page.run())
    assert not data.submissions()[0].withdrawn
    next(item for item in page.text_input if item.label == "原因").set_value("发错了")
    next(item for item in page.selectbox if item.label == "哪一批").select_index(0)
    button(page, "撤销这一批").click()
    page = sound(page.run())
    assert "已撤销：民政局.csv" in words(page)
    assert data.submissions()[0].withdrawn
    code = next(item.code for item in data.indicators().values() if item.name == "婚前医学检查率")
    assert dict(data.series(code, COUNTY))[2024] == 58.0


def test_first_run_makes_the_store_from_a_name_alone(empty_store):
    page = sound(AppTest.from_file(str(APP), default_timeout=60).run())
    page.text_input(key="setup_name").set_value("某某县")
    page.text_input(key="setup_by").set_value("经办人甲")
    button(page, "建立").click()
    page = sound(page.run())
    assert page.title[0].value == "某某县：已建好，还没有数据"
    runtime.close_all()
    with Store.open(state.store_path()) as made:
        assert [area.name for area in made.areas()] == ["某某县"]
        assert len(made.catalog().indicators) > 100


def test_first_run_with_a_broken_list_of_areas_makes_nothing(empty_store):
    page = sound(AppTest.from_file(str(APP), default_timeout=60).run())
    page.text_input(key="setup_name").set_value("某某县")
    page.text_input(key="setup_by").set_value("经办人甲")
    page.file_uploader(key="setup_areas").set_value(("地区.csv", PICTURE, "text/csv"))
    button(page, "建立").click()
    page = sound(page.run())
    assert "没有建立" in words(page)
    assert not empty_store.exists()


def test_first_run_without_a_name_says_what_is_missing(empty_store):
    page = sound(AppTest.from_file(str(APP), default_timeout=60).run())
    button(page, "建立").click()
    assert "还差名称或姓名" in words(sound(page.run()))
