"""A published plan's text as a draft list of goals."""

from __future__ import annotations

import io
import time
import zipfile

import pytest

from indicators.catalog import builtin, read_plan
from indicators.plan_draft import draft_plan, draft_workbook

PLAN = """示例县妇女发展规划(2021—2030年)
序言
到2020年,全县孕产妇死亡率为12.3/10万。
二、发展领域、主要目标和策略措施
(一)妇女与健康。
主要目标:
1. 妇女享有良好的卫生健康服务。孕产妇死亡率下降到10/10万以下,城乡、区域差距缩小。
2. 适龄妇女宫颈癌人群筛查率2025年达到50%以上,2030年达到75%以上。
3. 孕产妇系统管理率和产后访视率分别达到95%和98%以上。
4. 加强妇女心理健康服务。
策略措施:
1. 到2025年建成1所县级妇幼保健院,开展服务500人次。
(二)妇女与教育。
主要目标:1.高中阶段教育毛入学率达到并保持在97%以上。2.辖区未知指标率达到60%以上。
策略措施:
略。
三、组织实施
每年检查1次。
"""
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(body: str, prolog: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", f"{prolog}<w:document {W}><w:body>{body}</w:body></w:document>")
    return out.getvalue()


def paragraph(text: str, listed: bool = False) -> str:
    mark = "<w:pPr><w:numPr/></w:pPr>" if listed else ""
    half = len(text) // 2  # Word cuts a paragraph into runs anywhere
    return f"<w:p>{mark}<w:r><w:t>{text[:half]}</w:t></w:r><w:r><w:t>{text[half:]}</w:t></w:r></w:p>"


def table(*rows: tuple[str, ...]) -> str:
    lines = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{line}</w:tr>" for line in lines) + "</w:tbl>"


def brief(rows):
    return [(row.domain, row.code, row.kind, row.reading) for row in rows]


EXPECTED = [
    ("健康", "", "qualitative", ""),
    ("健康", "W0103", "at_most", "≤10/10万；同时：城乡、区域差距缩小"),
    ("健康", "W0115", "at_least", "≥50 %（2025年），≥75 %（2030年）"),
    ("健康", "W0107", "at_least", "≥95 %"),
    ("健康", "W0111", "at_least", "≥98 %"),
    ("健康", "", "qualitative", ""),
    ("教育", "C0305", "hold", "≥97 %并保持"),
    ("教育", "", "at_least", "≥60 %"),
]


def test_goals_come_out_in_order_and_none_vanishes():
    rows, findings = draft_plan(PLAN.encode(), "plan.txt")
    assert brief(rows) == EXPECTED
    assert {row.plan for row in rows} == {"women"}
    assert [item.code for item in findings] == ["draft_unmatched"]
    assert rows[0].goal == "妇女享有良好的卫生健康服务。"
    assert rows[-1].subject == "辖区未知指标率"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig", "utf-16"])
def test_text_in_any_usual_encoding(encoding):
    assert brief(draft_plan(PLAN.encode(encoding), "plan.txt")[0]) == EXPECTED


def test_html_and_docx_give_the_same_goals():
    lines = PLAN.splitlines()
    html = "<html><head><title>x</title><script>主要目标:9%</script></head><body>" + "".join(
        f"<p>{line}</p>" for line in lines
    )
    word = docx("".join(map(paragraph, lines)))
    assert brief(draft_plan(html.encode(), "plan.html")[0]) == EXPECTED
    assert brief(draft_plan(word, "plan.docx")[0]) == EXPECTED


def test_numbers_that_word_sets_itself_do_not_hide_goals():
    body = paragraph("妇女与健康") + paragraph("主要目标") + paragraph("孕产妇死亡率降至9/10万以下", True)
    rows, _ = draft_plan(docx(body), "plan.docx")
    assert [(row.code, row.target) for row in rows] == [("W0103", "降至9/10万以下")]


def test_tables_of_indicators_and_of_goals():
    body = table(
        ("序号", "指标名称", "2025年目标", "2030年目标", "责任单位"),
        ("1", "孕产妇死亡率", "≤10.5/10万", "≤10/10万", "县卫生健康局"),
        ("2", "产后访视率", "—", "98%以上", "县卫生健康局"),
    ) + table(("目标任务", "责任单位"), ("提高妇女健康素养水平", "县卫生健康局"))
    rows, _ = draft_plan(docx(body), "plan.docx")
    assert [(row.code, row.target, row.lead) for row in rows if row.lead] == [
        ("W0103", "2025年≤10.5/10万，2030年≤10/10万", "县卫生健康局"),
        ("W0111", "2030年98%以上", "县卫生健康局"),
        ("W0126", "提高妇女健康素养水平", "县卫生健康局"),
    ]


def test_without_a_goal_heading_only_measurable_sentences_are_listed():
    rows, findings = draft_plan("各部门:\n加强领导。\n孕产妇死亡率降至9/10万以下。".encode(), "x.txt")
    assert [row.code for row in rows] == ["W0103"]
    assert [item.code for item in findings] == ["draft_no_goal_heading"]


def test_a_title_over_bullets_is_their_heading():
    text = "妇女与健康\n主要目标:\n1.提高孕产妇保健水平\n--孕产妇系统管理率达到90%。\n--知识知晓水平提升。"
    rows, _ = draft_plan(text.encode(), "x.txt")
    assert [(row.goal, row.kind) for row in rows] == [
        ("提高孕产妇保健水平：孕产妇系统管理率达到90%。", "at_least"),
        ("提高孕产妇保健水平：知识知晓水平提升。", "qualitative"),
    ]


def test_a_whole_chapter_on_one_line():
    text = (
        "三、主要目标和策略措施 (一)妇女与健康。 主要目标: 1.延长妇女健康寿命 --剖宫产率降低。 "
        "--妇女健康改善。 2.提高保健水平 --产后访视率达到90%。 "
        "策略措施: 1.加大力度。覆盖率达到95%以上。(二)妇女与教育。"
    )
    rows, _ = draft_plan(text.encode(), "x.txt")
    assert [(row.domain, row.code, row.kind) for row in rows] == [
        ("健康", "W0130", "fall"),
        ("健康", "", "qualitative"),
        ("健康", "W0111", "at_least"),
    ]


def test_the_number_of_a_goal_is_not_part_of_an_age():
    text = "儿童与健康\n主要目标:\n1.低出生体重儿发生率控制在4%以下。\n2.5岁以下儿童死亡率控制在6‰以下。"
    assert [row.code for row in draft_plan(text.encode(), "x.txt")[0]] == ["C0114", "C0103"]


def test_a_part_of_an_indicator_is_only_a_candidate():
    rows, _ = draft_plan("主要目标:\n流动人口孕产妇死亡率降低。".encode(), "x.txt")
    assert (rows[0].code, rows[0].candidates) == ("", "W0103 孕产妇死亡率（只是其中一部分）")


def test_the_workbook_loads_as_a_plan():
    rows, _ = draft_plan(PLAN.encode(), "plan.txt")
    goals, findings = read_plan(draft_workbook(rows), "draft.xlsx", builtin())
    assert [goal.code for goal in goals] == ["W0103", "W0115", "W0107", "W0111", "C0305"]
    assert {"plan_unknown_indicator", "plan_sheet_skipped"} == {item.code for item in findings}


def test_formula_text_stays_text():
    rows, _ = draft_plan("主要目标:\n=cmd|' /C calc'!A0达到70%以上。".encode(), "x.txt")
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(draft_workbook(rows)))
    assert all(cell.data_type != "f" for sheet in book for line in sheet.iter_rows() for cell in line)


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "draft_no_text"),
        (b"  \n \n", "draft_no_text"),
        (b"%PDF-1.7 ...", "draft_pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "draft_old_word"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", "draft_unknown_file"),
        (b"PK\x03\x04 cut off", "zip_damaged"),
        (docx("", BOMB), "unsafe_markup"),
        (docx("<w:p>" * 5000 + "</w:p>" * 5000), "unsafe_markup"),
        (docx("<w:p><w:r><w:t>主要目标"), "file_damaged"),
        (docx(""), "draft_no_text"),
        (docx("<w:p/>" * 3_500_000), "zip_bomb"),
        ("没有目标的一句话".encode(), "draft_nothing_found"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_said(data, code):
    begun = time.perf_counter()
    rows, findings = draft_plan(data, "plan.docx")
    assert rows == []
    assert code in [item.code for item in findings]
    assert time.perf_counter() - begun < 10
