"""The head cells over one column -> tokens, with labels written over several cells put together."""

from __future__ import annotations

import re

from indicators.sheets.columns import row_names
from indicators.sheets.dims import Reader, Token, clean_label
from indicators.sheets.facts import Facts
from indicators.sheets.heads import Head
from indicators.sheets.lexicon import fold

_RANGE = re.compile(r"^\d{1,3}[-~至]\d{1,3}$")
_SINGLE = re.compile(r"^\d{1,3}$")
_COUNTED = re.compile(
    r"^(?:个|小时|人|户|岁|天|周|年|元|间|次|平方米|孩|胎|级|层|代|分钟|亩|公里)(?:月|钟|户)?"
)
_WHOLE = re.compile(r"^(?:个月|小时|岁|天|周|分钟|元)(?:及?以[上下])?$")


def head_tokens(facts: Facts, top: dict[int, Head], column: int, reader: Reader) -> list[Token]:
    """The tokens of one column's head, outermost first; 1-3 over 个月, 自然 over 增长率 are one label."""
    cells = top[column].cells if column in top else ()
    shared = {cell for other, head in top.items() if other != column for cell in head.cells}
    rows = next((found for head in top.values() if (found := row_names(facts, head))), {})
    if rows:
        return [
            _of_row(reader.token(facts.text(*c)), rows.get(c[0], ""))
            for c in cells
            if rows.get(c[0]) != "remark"
        ]
    joined: list[str] = []
    own = False
    for cell in cells:
        text = facts.text(*cell)
        if joined and own and _ends_name(reader, joined[-1], text):
            joined[-1] = clean_label(joined[-1]) + clean_label(text)
            continue
        own = cell not in shared
        if joined and _goes_on(fold(joined[-1]), fold(clean_label(text))):
            joined[-1] = fold(joined[-1]) + clean_label(text)
        else:
            joined.append(text)
    return [reader.token(text) for text in joined]


def _of_row(token: Token, dim: str) -> Token:
    """A head cell in a row that is named as the row of areas names a place."""
    return Token("place", token.text) if dim == "area" and token.dim != "blank" else token


def _ends_name(reader: Reader, above: str, below: str) -> bool:
    """Whether a word such as 增长率 ends the name that its own column begins above it (自然)."""
    return reader.token(below).dim == "change" and reader.token(above).dim == "text"


def _goes_on(above: str, below: str) -> bool:
    """Whether a number over a word of its unit is one label (1-3 over 个月, 24 over 小时以上)."""
    if _RANGE.match(above):
        return len(below) <= 6 and _COUNTED.match(below) is not None
    return _SINGLE.match(above) is not None and _WHOLE.match(below) is not None


def share_labels(top: dict[int, Head], tokens: dict[int, list[Token]]) -> None:
    """A label that runs on down its first column is the label of the parts beside it too.

    Under 文盲人口占 stand 总人口的比重(%), 男 and 女: the first column only ends the name.
    """
    columns = sorted(tokens)
    for at, column in enumerate(columns):
        head = top.get(column)
        if not head or len(head.cells) < 2 or len(tokens[column]) != len(head.cells):
            continue
        outer = head.cells[0]
        beside: list[int] = []
        for other in columns[at + 1 :]:
            if other != column + len(beside) + 1 or not top[other].cells or top[other].cells[0] != outer:
                break
            beside.append(other)
        own = tokens[column][1:]
        if outer[1] != column or not beside or any(token.dim in ("whole", "period") for token in own):
            continue
        rests = [tokens[other][1:] for other in beside]
        only_parts = all(rest and all(_sexlike(token) for token in rest) for rest in rests)
        if only_parts and not any(_sexlike(token) for token in own):
            for other, rest in zip(beside, rests, strict=True):
                tokens[other] = [tokens[column][0], *own, *rest]


def _sexlike(token: Token) -> bool:
    """Whether a label is nothing but a part of the whole, other than an age group."""
    return token.dim == "part" and token.part is not None and token.part[0] != "年龄"
