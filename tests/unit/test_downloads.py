"""Tables taken away: Chinese stays intact, numbers stay numbers, and no text becomes a formula."""

import io

import openpyxl
import pandas as pd
import pytest

from dashboard import downloads

RISKY = ["=1+1", "+86 10", "-2+3", "@SUM(A1)", "\tx", "\rx"]


def sheet_of(frame, title="某县2024年指标"):
    return openpyxl.load_workbook(io.BytesIO(downloads.safe_xlsx(frame, title))).active


@pytest.mark.parametrize("text", RISKY)
def test_csv_defuses_text_that_a_spreadsheet_would_run(text):
    content = downloads.safe_csv(pd.DataFrame({"说明": [text]}))
    kept = text.replace("\r", "\n")  # a bare carriage return would begin a row
    assert f"'{kept}" in content.decode("utf-8-sig")


def test_csv_keeps_chinese_and_leaves_numbers_alone():
    content = downloads.safe_csv(pd.DataFrame({"=指标": ["正常", "—"], "值": [1.5, -2.0]}))
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig") == "'=指标,值\n正常,1.5\n—,-2.0\n"


@pytest.mark.parametrize("text", RISKY[:4])
def test_xlsx_keeps_text_as_text_with_the_quote_mark_of_spreadsheets(text):
    cell = sheet_of(pd.DataFrame({"说明": [text]}))["A2"]
    assert (cell.value, cell.data_type) == (text, "s")
    assert cell.quotePrefix


def test_xlsx_writes_numbers_dates_and_absence_as_what_they_are():
    moment = pd.Timestamp("2025-03-01 08:30", tz="Asia/Shanghai")
    frame = pd.DataFrame(
        {
            "数值": [58.3, None],
            "分子": [None, 12],
            "是否": [True, False],
            "时间": [moment, pd.NaT],
            "码": ["011", None],
        }
    )
    sheet = sheet_of(frame)
    assert [cell.value for cell in sheet[1]] == ["数值", "分子", "是否", "时间", "码"]
    assert [cell.value for cell in sheet[2]] == [
        58.3,
        None,
        "是",
        moment.tz_localize(None).to_pydatetime(),
        "011",
    ]
    assert [cell.value for cell in sheet[3]] == [None, 12, "否", None, None]


def test_xlsx_freezes_its_head_and_gives_every_column_room():
    sheet = sheet_of(pd.DataFrame({"指标": ["适龄妇女宫颈癌人群筛查率"], "说明": ["很长的话" * 40]}))
    assert sheet.freeze_panes == "A2"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.column_dimensions["A"].width >= 24
    assert sheet.column_dimensions["B"].width <= downloads.WIDEST + 3


def test_xlsx_stands_without_rows_and_with_a_name_excel_would_refuse():
    sheet = sheet_of(pd.DataFrame({"指标": []}), "甲/乙[2024]：" + "长" * 40)
    assert sheet.title.startswith("甲_乙_2024_")
    assert len(sheet.title) <= 31


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("示例县 / 东镇2024年指标", "示例县_东镇2024年指标"),
        ("a:b?c", "a_b_c"),
        ("..", "表格"),
        ("每10万", "每10万"),
    ],
)
def test_file_names_are_taken_by_every_system(name, file):
    assert downloads.file_name(name) == file


def test_picture_buttons_say_their_chart_and_escape_it():
    html = downloads.picture_buttons("trend", '甲率<"趋势">')
    assert html.count('data-chart="trend"') == 2
    assert 'data-format="png"' in html
    assert 'data-format="svg"' in html
    assert '<"' not in html
