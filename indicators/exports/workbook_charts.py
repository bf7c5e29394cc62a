"""The native charts of the results workbook: by domain, by warning, and one for each indicator that lags."""

from __future__ import annotations

from collections import Counter
from typing import Any

from indicators.assess import attainment_rate
from indicators.catalog.book import Book
from indicators.exports.results import Results
from indicators.exports.workbook import (
    ALERTS,
    COLOURS,
    LEVELS,
    MOST_CHARTS,
    OTHER,
    plan_word,
    put,
    tally,
    wholes,
)
from indicators.model import Assessment
from indicators.neutral import neutral

_LEVEL_COLOURS = {
    "达标": "#2E7D32",
    "基本达标": "#8BC34A",
    "未达标": "#C62828",
    "无数据": "#9AA0A6",
    OTHER: "#D5D8DC",
}
_BLOCK = 16


def overview(book: Book, found: Results) -> None:
    """总览: verdicts by plan and domain, warnings, with two charts."""
    sheet = book.sheet("总览")
    levels = [*LEVELS.values(), OTHER]
    for at, (word, width) in enumerate(
        [("规划和领域", 26), *((one, 10) for one in levels), ("合计", 8), ("达标率", 20)]
    ):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, word, book.head)
    groups: dict[str, list[Assessment]] = {}
    for item in found.items:
        groups.setdefault(f"{plan_word(item.plan)} · {item.domain or '其他'}".strip(" ·"), []).append(item)
    for line, (name, items) in enumerate([*groups.items(), ("全部", list(found.items))], 1):
        counts = tally(items)
        rate = attainment_rate(items, found.settings).text
        for at, value in enumerate([name, *(counts[one] for one in levels), len(items), rate]):
            put(book, sheet, line, at, value)
    sheet.freeze_panes(1, 1)
    last = len(groups)
    if last:
        _levels_chart(book, sheet, levels, last)
    _alerts(book, sheet, found, last + 4)


def _levels_chart(book: Book, sheet: Any, levels: list[str], last: int) -> None:
    chart = book.book.add_chart({"type": "bar", "subtype": "stacked"})
    for at, level in enumerate(levels, 1):
        chart.add_series(
            {"name": ["总览", 0, at], "categories": ["总览", 1, 0, last, 0],
             "values": ["总览", 1, at, last, at],
             "fill": {"color": _LEVEL_COLOURS[level]}, "gap": 60}
        )  # fmt: skip
    chart.set_title({"name": "各领域指标的评定（个）", "name_font": {"size": 12}})
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"num_format": "0", "major_gridlines": {"visible": True, "line": {"color": "#E0E0E0"}}})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 760, "height": max(300, 110 + 26 * last)})
    sheet.insert_chart(0, 9, chart, {"description": "各领域指标评定的条形图"})


def _alerts(book: Book, sheet: Any, found: Results, start: int) -> None:
    counts = Counter(item.alert for item in found.items)
    sheet.write_string(start, 0, "预警", book.head)
    sheet.write_string(start, 1, "个数", book.head)
    for line, (alert, word) in enumerate(ALERTS.items(), start + 1):
        put(book, sheet, line, 0, word)
        put(book, sheet, line, 1, counts[alert])
    chart = book.book.add_chart({"type": "doughnut"})
    rows = (start + 1, start + len(ALERTS))
    chart.add_series(
        {"name": "预警", "categories": ["总览", rows[0], 0, rows[1], 0],
         "values": ["总览", rows[0], 1, rows[1], 1],
         "points": [{"fill": {"color": COLOURS[alert]}} for alert in ALERTS],
         "data_labels": {"value": True, "leader_lines": False}}
    )  # fmt: skip
    chart.set_title({"name": "预警（个）", "name_font": {"size": 12}})
    chart.set_size({"width": 420, "height": 300})
    sheet.insert_chart(start, 3, chart, {"description": "各级预警个数的环形图"})


def lagging_charts(book: Book, found: Results) -> None:
    """滞后指标图: the figures and the target of each indicator that lags, with a line chart beside them."""
    sheet = book.sheet("滞后指标图")
    sheet.set_column(0, 0, 40)
    series = wholes(found, found.home)
    order = list(ALERTS)
    lagging = sorted(
        (item for item in found.items if item.alert in ("red", "orange", "yellow")),
        key=lambda item: order.index(item.alert),
    )
    drawn = 0
    for item in lagging:
        known = {
            year: row["value"] for year, row in series.get(item.code, {}).items() if row["value"] is not None
        }
        if len(known) > 1 and drawn < MOST_CHARTS:
            _block(book, sheet, drawn * _BLOCK, item, known)
            drawn += 1
    sheet.set_h_pagebreaks(range(3 * _BLOCK, drawn * _BLOCK, 3 * _BLOCK))
    if not drawn:
        sheet.write_string(0, 0, "没有滞后而又有两年以上数据的指标。", book.quiet)


def _block(book: Book, sheet: Any, top: int, item: Assessment, known: dict[int, float]) -> None:
    years = list(range(min(known), max(*known, item.milestone_year or 0) + 1))
    sheet.write_string(top, 0, neutral(f"{item.indicator}（{item.unit or ''}）"), book.head)
    target = f"目标（{item.milestone_year}年）" if item.milestone_year else "目标"
    for line, word in enumerate(("数值", target), top + 1):
        sheet.write_string(line, 0, word, book.body)
    for at, year in enumerate(years, 1):
        sheet.write_string(top, at, f"{year}年", book.head)
        put(book, sheet, top + 1, at, known.get(year))
        put(book, sheet, top + 2, at, item.milestone_value)
    chart = book.book.add_chart({"type": "line"})
    name, last = sheet.get_name(), len(years)
    lines = [(1, {"color": "#1F5FA8", "width": 2.25}, {"type": "circle", "size": 6})]
    if item.milestone_value is not None:
        lines.append((2, {"color": COLOURS["red"], "width": 1.5, "dash_type": "dash"}, {"type": "none"}))
    for row, line_style, marker in lines:
        chart.add_series(
            {"name": [name, top + row, 0], "categories": [name, top, 1, top, last],
             "values": [name, top + row, 1, top + row, last], "line": line_style, "marker": marker}
        )  # fmt: skip
    chart.set_title({"name": neutral(f"{item.indicator}：{item.word}"), "name_font": {"size": 11}})
    chart.set_legend({"position": "bottom"})
    chart.set_y_axis(
        {"num_format": "General", "major_gridlines": {"visible": True, "line": {"color": "#E0E0E0"}}}
    )
    chart.show_blanks_as("span")
    chart.set_size({"width": 620, "height": 230})
    sheet.insert_chart(top + 3, 1, chart, {"description": neutral(f"{item.indicator}的折线图")})
