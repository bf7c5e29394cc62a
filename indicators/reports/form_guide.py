"""The sheets behind a form: what every indicator means, and the lists of the drop-downs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from indicators.catalog.handbook import FREQUENCY_WORDS
from indicators.reports.form_prompts import formula_words, limits_words

if TYPE_CHECKING:
    from indicators.reports.form_styles import Styles
    from indicators.reports.forms import Form, Line

REASONS = ("未统计", "未开展", "未公布", "不适用")
YES_NO_WORDS = ("是", "否")
CHOICES = "选项"
REASON_RANGE = f"={CHOICES}!$A$2:$A${len(REASONS) + 1}"
YES_NO_RANGE = f"={CHOICES}!$B$2:$B${len(YES_NO_WORDS) + 1}"
_COLUMNS = (
    ("指标代码", 9), ("指标名称", 26), ("含义", 26), ("计算方法", 30), ("口径", 30), ("计量单位", 9),
    ("上下限", 13), ("报送频率", 9), ("规划目标", 26), ("数据来源", 18), ("更早的数据", 14),
)  # fmt: skip
_ABOUT = (
    "怎样填：只填黄色格，灰色格不用填。指标名称、单位和年份请不要改；不需要的行可以留空。",
    "百分数直接填数：36.5%填36.5。有分子、分母的，请一并填写，便于核对。",
    "没有数据的不要填0，请选无数据原因：未统计（开展了但没有数）、未开展（没有做这项工作）、未公布（上级还没有公布）、"
    "不适用（本地没有这种情况）。",
    "上报的数要与报给上级主管部门的一致，口径、来源与上年一致；与上年相差较大的，请在“说明”里写明原因。",
    "填好后存成Excel文件（.xlsx、.xls、.et都可以）交回。",
)


def write_guide(sheet: Any, form: Form, styles: Styles) -> None:
    """填报说明: how to fill in, and every indicator's meaning, reckoning, scope, unit, limits, source."""
    sheet.merge_range(0, 0, 0, len(_COLUMNS) - 1, "", styles.title)
    sheet.write_string(0, 0, "填报说明", styles.title)
    for row, text in enumerate(_ABOUT, 1):
        sheet.merge_range(row, 0, row, len(_COLUMNS) - 1, "", styles.fact)
        sheet.write_string(row, 0, text, styles.fact)
    head = len(_ABOUT) + 1
    for at, (word, width) in enumerate(_COLUMNS):
        sheet.set_column(at, at, width)
        sheet.write_string(head, at, word, styles.head)
    firsts: dict[str, Line] = {}
    for line in form.lines:
        firsts.setdefault(line.code, line)
    for row, line in enumerate(firsts.values(), head + 1):
        for at, text in enumerate(_explained(form, line)):
            sheet.write_string(row, at, text, styles.text)
    sheet.freeze_panes(head + 1, 2)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head)
    sheet.set_footer("&C第&P页，共&N页")


def _explained(form: Form, line: Line) -> list[str]:
    item = form.indicators[line.code]
    scope = "".join(filter(None, (item.caliber, item.note)))
    return [
        item.code, item.name, item.meaning or "", formula_words(item), scope, item.unit,
        limits_words(item.lower, item.upper).removesuffix("的数"), FREQUENCY_WORDS.get(item.frequency, ""),
        line.target, item.data_source or "", line.earlier,
    ]  # fmt: skip


def write_choices(sheet: Any, styles: Styles) -> None:
    """选项: the lists behind the drop-downs, as plain ranges."""
    sheet.set_column(0, 1, 14)
    for at, (word, choices) in enumerate((("无数据原因", REASONS), ("是或否", YES_NO_WORDS))):
        sheet.write_string(0, at, word, styles.head)
        for row, choice in enumerate(choices, 1):
            sheet.write_string(row, at, choice, styles.text)
