"""The catalogue as a workbook to read and print: one sheet per plan, one with every target."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from typing import Any

from indicators.catalog.catalogue import Catalog
from indicators.model import Indicator, PlanKind, TargetText
from indicators.targets import parse_target, reading_zh

PLAN_WORDS = {PlanKind.WOMEN: "妇女", PlanKind.CHILDREN: "儿童", PlanKind.GRASSROOTS: "基层"}
DIRECTION_WORDS = {"higher": "越高越好", "lower": "越低越好", "around": "适中为好", "none": "只作监测"}
FREQUENCY_WORDS = {"annual": "每年", "term": "每届", "census": "普查", "survey": "调查"}

_INDICATOR_COLUMNS = (
    ("领域", 10), ("代码", 9), ("指标", 34), ("单位", 9), ("方向", 10), ("频率", 7), ("分子", 22),
    ("分母", 22), ("乘数", 8), ("下限", 7), ("上限", 8), ("小数位", 7), ("数少时波动大", 8),
    ("只发布全县合计", 24), ("分组", 12), ("牵头单位", 16), ("配合单位", 20), ("数据来源", 24), ("含义", 30),
    ("口径", 30), ("说明", 32), ("其他名称", 32), ("旧代码", 12),
)  # fmt: skip
_TARGET_COLUMNS = (
    ("规划", 8), ("领域", 10), ("代码", 9), ("指标", 32), ("适用范围", 12), ("规划期", 11), ("目标原文", 36),
    ("读作", 36), ("用途", 16), ("目标来源", 26), ("文字", 16), ("出处", 44), ("证据等级", 8),
)  # fmt: skip
_ABOUT = (
    ("怎样读这本手册", ""),
    ("代码", "指标的固定代码；“旧代码”是资料里用过、现已合并或拆分的代码，填报时仍然认得。"),
    ("方向", "越高越好、越低越好、适中为好（在目标附近），只作监测的没有好坏。"),
    ("频率", "每届、普查、调查的指标不是每年都有数，两次之间沿用上一次的数。"),
    ("分子、分母、乘数", "数值 = 分子 ÷ 分母 × 乘数。"),
    ("下限、上限", "超出上下限的数不可能，审核时作为错误；毛入学率、巩固率等可以超过 100，所以没有上限。"),
    ("数少时波动大", "死亡、病例一类的指标，基数小的地方一年的数受偶然影响，评估时另作说明。"),
    ("只发布全县合计", "涉及暴力、拐卖、病种和侵害未成年人的指标，对外只发布全县（区）合计；格里写着理由。"),
    ("目标的用途", "“评估”的目标用来评估适用范围内的地区；“示例”是别处的目标，只供参考，从不用来评估。"),
    ("目标的文字", "“原文”照资料抄录；“据数值写成”是资料只给出数值，按通常的说法写成一句。"),
)  # fmt: skip


def export_catalog(catalog: Catalog) -> bytes:
    """The handbook of a catalogue as an xlsx file: 说明, one sheet per plan, 目标."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": "指标手册", "created": dt.datetime(2021, 1, 1)})
    head = book.add_format(
        {"bold": True, "bg_color": "#DCE6F1", "border": 1, "text_wrap": True, "valign": "vcenter"}
    )
    body = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    about = book.add_worksheet("说明")
    about.set_column(0, 0, 18, body)
    about.set_column(1, 1, 90, body)
    for row, texts in enumerate(_ABOUT):
        about.write_row(row, 0, texts, head if row == 0 else body)
    for plan, word in PLAN_WORDS.items():
        if rows := list(_indicator_rows(catalog, plan)):
            name = f"{word}指标" if plan is PlanKind.GRASSROOTS else f"{word}规划"
            _sheet(book, name, _INDICATOR_COLUMNS, rows, (head, body))
    _sheet(book, "目标", _TARGET_COLUMNS, list(_target_rows(catalog)), (head, body))
    book.close()
    return out.getvalue()


def _sheet(
    book: Any, name: str, columns: Sequence[tuple[str, int]], rows: list[list[Any]], formats: tuple[Any, Any]
) -> None:
    head, body = formats
    sheet = book.add_worksheet(name)
    for column, (word, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, word, head)
    for number, row in enumerate(rows, 1):
        sheet.write_row(number, 0, row, body)
    sheet.freeze_panes(1, 4)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _indicator_rows(catalog: Catalog, plan: PlanKind) -> Iterator[list[Any]]:
    for domain, items in catalog.chapters(plan).items():
        for item in items:
            yield [domain, *_definition(item)]


def _definition(item: Indicator) -> list[Any]:
    other_names = [*item.aliases, *(part.label for part in item.parts)]
    old_codes = [*item.old_codes, *(part.old_code for part in item.parts if part.old_code)]
    return [
        item.code,
        item.name,
        item.unit,
        DIRECTION_WORDS[item.direction],
        FREQUENCY_WORDS[item.frequency],
        item.numerator,
        item.denominator,
        item.multiplier,
        item.lower,
        item.upper,
        item.decimals,
        "是" if item.random_events else None,
        (item.sensitive_reason or "是") if item.sensitive else None,
        "、".join(item.breakdowns) or None,
        item.lead,
        "、".join(item.coop) or None,
        item.data_source,
        item.meaning,
        item.caliber,
        item.note,
        "、".join(other_names) or None,
        "、".join(old_codes) or None,
    ]


def _target_rows(catalog: Catalog) -> Iterator[list[Any]]:
    for plan, word in PLAN_WORDS.items():
        for domain, items in catalog.chapters(plan).items():
            for item in items:
                fitting = (one for one in item.targets if one.plan in (None, plan))
                yield from ([word, domain, *_target(item, target)] for target in fitting)


def _target(item: Indicator, target: TargetText) -> list[Any]:
    parsed = parse_target(target.phrase, unit=item.unit, direction=item.direction, period=target.period)
    return [
        item.code,
        item.name,
        target.scope,
        f"{target.period[0]}—{target.period[1]}",
        target.phrase,
        reading_zh(parsed.target),
        "示例" if target.example else "评估",
        target.set_name or "规划",
        "原文" if target.quoted else "据数值写成",
        target.source,
        target.grade,
    ]
