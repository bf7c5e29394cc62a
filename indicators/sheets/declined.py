"""What is no table of figures: one sentence on what is missing, and where it helps the one question."""

from __future__ import annotations

import re

import numpy as np

from indicators.model import Place
from indicators.sheets.blocks import Block
from indicators.sheets.context import Context
from indicators.sheets.facts import BLANK, TEXT, Facts
from indicators.sheets.heads import Head
from indicators.sheets.labels import simple
from indicators.sheets.lexicon import nfkc
from indicators.sheets.line_signs import DATA, HEADER, TITLE
from indicators.sheets.questions import Asker
from indicators.sheets.roles import LineRoles

_NAME_LIST = re.compile(r"姓名|氏名|身[份分]证|联系电话|手机号|电话号码|名单|花名册|家庭住址|户主")
_PERSON = re.compile(
    r"(?:儿童|学生|妇女|监护人|户主|受助人|对象|患者|本人|母亲|父亲)?(?:姓名|氏名)|.{0,4}身[份分]证件?(?:号码?|字号)?|公民身份号码"
)
_CONTACT = re.compile(r".{0,4}(?:电话|手机|联系方式)(?:号码?)?|.{0,4}(?:银行)?(?:卡|账)号|一卡通.{0,4}")
_PERSONAL = re.compile(
    r"年龄|性别|民族|出生(?:日期|年月|时间)|.{0,2}(?:家庭|户籍|居住)?(?:住址|地址)|户籍所?在?地|监护人|家长|户主|患者|病种|.{0,4}诊断|与.{1,6}关系"
)
_ID_NUMBER = re.compile(r"[1-9]\d{16}[\dXx]")
_MOST_OFFERED = 4
REASONS = {
    "words": "全是文字，没有数",
    "joined": "数和文字写在同一格里，例如“{example}”",
    "no_figures": "有表头，下面没有数",
    "no_head": "有数，没有看出哪一行是表头",
}
"""What is missing, by kind."""


def lists_people(facts: Facts, block: Block, top: dict[int, Head]) -> bool:
    """Whether a table lists persons, by its heads or by identity numbers: such a list is never read."""
    heads = [simple(facts.text(*cell)) for head in top.values() for cell in head.cells]
    if any(_PERSON.fullmatch(head) for head in heads):
        return True
    if any(_CONTACT.fullmatch(head) for head in heads) and any(_PERSONAL.fullmatch(head) for head in heads):
        return True
    rows = block.body[:50]
    for column in range(block.columns[0], block.columns[1] + 1):
        texts = [facts.text(row, column).strip() for row in rows if facts.kinds[row, column] != BLANK]
        if len(texts) > 1 and all(_ID_NUMBER.fullmatch(text) for text in texts):
            return True
    return False


def decline(
    facts: Facts, block: Block, context: Context, asker: Asker, where: Place, *, people: bool = False
) -> None:
    """One finding for a block that lists `people` or is no table of figures; nothing for stray lines."""
    rows = block.headers + block.body
    if not people and sum(int((facts.kinds[row] != BLANK).sum()) for row in rows) < 4:
        return
    texts = " ".join(facts.text(row, int(c)) for row in block.headers[:3] for c in range(facts.n_columns))
    title = context.title or where.sheet or where.file or ""
    if people or _NAME_LIST.search(texts + context.title):
        asker.tell("name_list", where, title=title)
    else:
        tell_not_a_table(facts, rows, asker, where, title)


def tell_not_a_table(
    facts: Facts, rows: list[int], asker: Asker, where: Place, title: str, **more: object
) -> None:
    """Say that these rows are no table, and what is missing."""
    asker.tell("not_a_table", where, title=title, missing=what_is_missing(facts, rows), **more)


def what_is_missing(facts: Facts, rows: list[int]) -> str:
    """Why rows are no table, in words."""
    kind, example = _missing(facts, rows)
    return REASONS[kind].format(example=example)


def _missing(facts: Facts, rows: list[int]) -> tuple[str, str]:
    """The kind of what is missing, and an example."""
    if (facts.numeric[rows] & ~facts.yearish[rows]).any():
        return "no_head", ""
    joined = re.compile(r"\S{2,12}[::为共有达]\s*\d+(?:\.\d+)?\s*[\u4e00-\u9fff%‰]{1,3}")
    for row in rows:
        for column in np.flatnonzero(facts.kinds[row] == TEXT)[:20].tolist():
            match = joined.search(nfkc(facts.text(row, column)))
            if match:
                return "joined", match[0]
    tabular = sum(int((facts.kinds[row] != BLANK).sum()) > 1 for row in rows) > 1
    return ("no_figures" if tabular else "words"), ""


def ask_head_row(facts: Facts, lines: LineRoles, asker: Asker, place: Place) -> LineRoles | None:
    """Ask which row heads a sheet with figures that gave no table; its lines anew once that is told."""
    rows = np.flatnonzero((facts.kinds != BLANK).any(axis=1)).tolist()
    if int((facts.numeric & ~facts.yearish).sum()) < 2:
        return None
    words = [
        re.sub(r"\d+", "", "".join(facts.text(row, c) for c in range(facts.n_columns))) for row in rows[:5]
    ]
    labels = (facts.kinds == TEXT) | facts.yearish
    likely = [
        row for row in rows[:30] if labels[row].sum() >= 2 and labels[row].sum() > facts.numeric[row].sum()
    ]
    answers = [(str(row + 1), f"第{row + 1}行：{_shown(facts, row)}", 0.5) for row in likely[:_MOST_OFFERED]]
    title = place.sheet or place.file or ""
    given = asker.ask("layout", [place.sheet, *words], place, "", answers, title=title)
    if not given or not given.isdigit() or int(given) - 1 not in rows:
        return None
    head = int(given) - 1
    for row in rows:
        figures = (facts.numeric[row] & ~facts.yearish[row]).any()
        told = TITLE if row < head else HEADER if row == head else DATA if figures else int(lines.roles[row])
        lines.roles[row] = DATA if row > head and told in (TITLE, HEADER) else told
    return lines


def _shown(facts: Facts, row: int) -> str:
    texts = [facts.text(row, c).strip() for c in np.flatnonzero(facts.kinds[row] != BLANK)[:4].tolist()]
    return "、".join(text[:10] for text in texts)
