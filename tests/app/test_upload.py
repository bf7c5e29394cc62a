"""The upload desk and the first-run page, from the dropped file to the undone batch."""

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import data, runtime, state
from indicators.store import Store
from tests.app.conftest import APP, COUNTY, open_page, sound, words

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
    page = drop(desk, "报表.csv", HONEST)
    assert "读出 4 个数据" in words(page)
    assert page.title[0].value == "上报：桌上有1个文件待处理"
    assert len(data.submissions()) == 1


def test_accepting_keeps_the_figures_with_name_and_file(desk):
    page = drop(desk, "报表.csv", HONEST)
    button(page, "入库").click()
    page = sound(page.run())
    assert "已入库：报表.csv" in words(page)
    newest = data.submissions()[0]
    assert (newest.file, newest.uploader, newest.accepted) == ("报表.csv", "经办人甲", 4)


def test_an_error_blocks_its_figure_and_not_the_file(desk):
    page = drop(desk, "报表.csv", MISTAKEN)
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
    page = drop(desk, "报表.csv", HONEST)
    button(page, "放弃").click()
    page = sound(page.run())
    assert "报表.csv" not in words(page)
    assert len(data.submissions()) == 1


def test_a_wrong_file_gets_a_sentence_and_the_others_stay(desk):
    page = drop(drop(desk, "报表.csv", HONEST), "照片.xlsx", PICTURE)
    assert "照片.xlsx" in words(page)
    assert "图片" in words(page)
    assert "读出 4 个数据" in words(page)


def accepted(desk, name, content):
    page = drop(desk, name, content)
    button(page, "入库").click()
    return sound(page.run())


def open_batch(page, at=0):
    next(item for item in page.selectbox if item.label == "哪一批").select_index(at)
    return sound(page.run())


def write(page, label, text, at=0):
    [item for item in page.text_input if label in item.label][at].set_value(text)


def test_undo_wants_a_reason_and_brings_the_old_figure_back(desk):
    page = open_batch(accepted(desk, "报表.csv", HONEST))
    button(page, "撤销这一批").click()
    page = sound(page.run())
    assert not data.submissions()[0].withdrawn
    page.text_input(key="undo_reason").set_value("发错了")
    button(page, "撤销这一批").click()
    page = sound(page.run())
    assert "已撤销：报表.csv" in words(page)
    assert data.submissions()[0].withdrawn
    assert dict(data.series(premarital(), COUNTY))[2024] == 58.0


def premarital():
    return next(item.code for item in data.indicators().values() if item.name == "婚前医学检查率")


def test_several_files_get_a_table_and_are_taken_at_once(desk):
    files = [
        (f"{name}.csv", table((name, unit, value, value)), "text/csv")
        for name, unit, value in (("婚前医学检查率", "%", "61"), ("学前教育毛入园率", "%", "92"))
    ]
    desk.file_uploader[0].set_value(files)
    page = sound(desk.run())
    assert page.title[0].value == "上报：桌上有2个文件待处理"
    assert "可以入库" in words(page) or "等写说明" in words(page)
    assert "待回答" in words(page)


def test_many_files_are_shown_short_until_one_is_opened(desk):
    files = [(f"{n}.csv", table(("学前教育毛入园率", "%", str(90 + n), "")), "text/csv") for n in range(5)]
    desk.file_uploader[0].set_value(files)
    page = sound(desk.run())
    assert len(page.toggle) == 5
    assert not [item for item in page.button if item.label == "放弃这个文件"]
    page.toggle[0].set_value(True)
    page = sound(page.run())
    assert len([item for item in page.button if item.label == "放弃这个文件"]) == 1


def test_a_department_named_in_the_file_name_is_taken_and_can_be_changed(desk):
    page = drop(desk, "县卫健局报表.csv", HONEST)
    unit = [item for item in page.selectbox if item.label == "报送单位"][-1]
    assert unit.value == "县卫健局"
    page = accepted_now(page)
    assert data.submissions()[0].unit == "县卫健局"


def accepted_now(page):
    button(page, "入库").click()
    return sound(page.run())


def warned(desk):
    """A file whose figures contradict the accepted ones of the same department: warnings."""
    return drop(desk, "县卫健局.csv", table(("婚前医学检查率", "%", "62", "50")))


def test_a_warning_wants_an_explanation_that_is_kept(desk):
    page = warned(desk)
    assert "条警告要写说明" in labels(page)
    assert "先入库，说明待补" in button(page, "入库").label
    for box in [item for item in page.text_input if "上报说明" in item.label]:
        box.set_value("已核对")
        page = sound(page.run())
    while boxes := [item for item in page.text_input if "上报说明" in item.label and not item.value]:
        boxes[0].set_value("已核对")
        page = sound(page.run())
    assert button(page, "入库").label.startswith("入库")
    accepted_now(page)
    kept = data.store().explanations(data.submissions()[0].id)
    assert {text for _, text, _, _ in kept} == {"已核对"}


def labels(page):
    return "\n".join(item.label for item in page.expander)


def test_an_explanation_can_be_written_after_the_file(desk):
    page = accepted_now(warned(desk))
    assert "待说明" in words(page)
    page = open_batch(page)
    assert "补写说明" in labels(page)
    while boxes := [item for item in page.text_input if "上报说明" in item.label and not item.value]:
        boxes[0].set_value("单位来函更正")
        page = sound(page.run())
    assert "补写说明" not in labels(page)
    assert "警告待说明" not in words(page)


def test_a_file_accepted_before_says_when_and_by_whom(desk):
    page = drop(accepted(desk, "报表.csv", HONEST), "报表.csv", HONEST)
    assert "由经办人甲入库" in words(page)
    assert not [item for item in page.button if "入库" in item.label]
    button(page, "拿走").click()
    assert "由经办人甲入库" not in words(sound(page.run()))


@pytest.mark.parametrize(
    ("choice", "counts", "waiting"),
    [("采用新数", 50.0, 0), ("保留原数", 58.0, 0), ("先放着，等待裁定", 58.0, 1)],
)
def test_a_figure_of_another_department_is_decided_in_the_card(desk, choice, counts, waiting):
    page = drop(desk, "表.csv", table(("婚前医学检查率", "%", "", "50")))
    unit = [item for item in page.selectbox if item.label == "报送单位"][-1]
    unit.set_value("残联")
    page = sound(page.run())
    assert "与已入库的不同" in words(page)
    assert "卫健局.xlsx" in words(page)
    next(item for item in page.button_group if item.label == "用哪一个").set_value(choice)
    page = sound(page.run())
    write(page, "理由", "两家核对过")
    button(page, "就这样定").click()
    page = sound(page.run())
    page = accepted_now(page)
    assert dict(data.series(premarital(), COUNTY))[2024] == counts
    assert len(data.store().desk.conflicts()) == waiting


def test_batches_are_narrowed_by_person_and_state(desk):
    page = accepted(desk, "报表.csv", HONEST)
    person = next(item for item in page.selectbox if item.label == "报送人")
    assert set(person.options) == {"测试员", "经办人甲"}
    person.set_value("测试员")
    page = sound(page.run())
    chosen = next(item for item in page.selectbox if item.label == "哪一批")
    assert len(chosen.options) == 1


def test_a_batch_shows_its_figures_and_findings(desk):
    page = open_batch(accepted(desk, "报表.csv", MISTAKEN))
    assert "读出的数据（3个）" in labels(page)
    assert "婚前医学检查率" in words(page)
    assert "审核问题" in labels(page)


def test_a_purge_wants_the_word_and_a_reason_and_leaves_only_the_record(desk):
    page = open_batch(accepted(desk, "报表.csv", HONEST))
    button(page, "彻底删除这个文件").click()
    page = sound(page.run())
    assert not data.submissions()[0].purged
    page.text_input(key="purge_reason").set_value("误传名单")
    page.text_input(key="purge_typed").set_value("彻底删除")
    button(page, "彻底删除这个文件").click()
    page = sound(page.run())
    assert data.submissions()[0].purged
    assert "已彻底删除：报表.csv" in words(page)
    page = open_batch(page)
    assert "误传名单" in words(page)
    assert not [item for item in page.button if "撤销" in item.label]


def test_a_remembered_answer_is_listed_and_can_be_forgotten(desk):
    rows = "地区,2022年,2023年\n东镇,31,32\n西乡,41,42"
    page = drop(desk, "表.csv", rows.encode())
    page.radio[0].set_value(page.radio[0].options[0]) if page.radio else write(page, "指标", "W0706")
    button(page, "按回答重新读取").click()
    page = accepted_now(sound(page.run()))
    assert "记住的回答（1条）" in labels(page)
    page.selectbox(key="forget_which").select_index(0)
    button(page, "忘掉这条回答").click()
    page = sound(page.run())
    assert "记住的回答" not in labels(page)
    page = drop(page, "表2.csv", rows.replace("31", "33").encode())
    assert "处拿不准" in words(page)


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
