"""What is opened at the desk: filters of findings, pages of a large sheet, the history of a figure."""

from dashboard import data
from indicators.intake import load_file
from indicators.store import Store
from tests.app.conftest import COUNTY, TOWNS, open_page, sound, words

NAME = "婚前医学检查率"


def desk_with(name, content):
    page = open_page("upload")
    page.session_state["uploader"] = "经办人甲"
    page.run()
    page.file_uploader[0].set_value((name, content, "text/csv"))
    return sound(page.run())


def labelled(elements, label):
    return next(item for item in elements if item.label == label)


def test_findings_are_narrowed_by_grade_kind_and_words(district):
    rows = [f"{NAME},%,{630 + number}" for number in range(3)]
    strange = [f"从没听说的指标{number}率,%,5" for number in range(3)]
    page = desk_with("乱.csv", "\n".join(["指标,单位,2019年", *rows, *strange]).encode())
    said = words(page)
    assert "从没听说的指标0率" in said
    assert "630" in said
    find = labelled(page.text_input, "查找")
    page = sound(find.set_value("指标1率").run())
    assert "从没听说的指标1率" in words(page)
    assert "从没听说的指标0率" not in words(page)
    page = sound(labelled(page.text_input, "查找").set_value("没有这样的话").run())
    assert "没有符合条件的问题" in words(page)
    page = sound(labelled(page.text_input, "查找").set_value("").run())
    kinds = labelled(page.selectbox, "问题类别")
    page = sound(kinds.select(next(one for one in kinds.options if "指标目录" in one)).run())
    assert "从没听说的指标0率" in words(page)
    assert "630" not in words(page)


def test_a_large_sheet_is_drawn_page_by_page(district):
    rows = [f"{area},{year},61" for year in range(1960, 2020) for area in TOWNS]
    page = desk_with("大表.csv", "\n".join([f"地区,年份,{NAME}(%)", *rows]).encode())
    (digest,) = page.session_state["desk_files"]
    assert "第1—40行" not in words(page)
    page.session_state[f"grid-{digest[:12]}"] = True
    page = sound(page.run())
    assert "第1—40行（共121行）" in words(page)
    turn = next(item for item in page.number_input if item.label.startswith("行：第几页"))
    page = sound(turn.set_value(4).run())
    assert "第121—121行（共121行）" in words(page)


def test_every_record_of_a_figure_is_told(district):
    code = next(item.code for item in data.indicators().values() if item.name == NAME)
    with Store.open(district) as store:
        told = [
            load_file(store, f"指标,单位,2024年\n{NAME},%,{value}\n".encode(), f"{value}.csv", by="李")
            for value in (64, 65)
        ]
        store.undo(told[1].submission.id, by="王", reason="传错了")
    data.forget_run()
    page = open_page("indicators", code=code, year="2024", area=COUNTY)
    page.session_state["history"] = True
    page = sound(page.run())
    said = " ".join(words(page).split())
    assert "现在算的" in said
    assert "被后来的数取代" in said
    assert "王于" in said
    assert "撤销：传错了" in said
    assert all(name in said for name in ("64.csv", "65.csv", "卫健局.xlsx"))
