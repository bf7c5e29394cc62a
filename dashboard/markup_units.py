"""Pure: the units page as HTML — the table of all, one unit's state, and the sheets to print."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from dashboard import format as fmt
from dashboard.markup import chip, name_link, plan_words, scrolled, table, target_words, wrap
from dashboard.rows import Row
from dashboard.units import ORDERS, STATES, Report, Unit

h = fmt.html
UnitHref = Callable[[Unit, str | None], str]
"""The address of a unit's indicators: all (None) or of one status word."""


def report_chip(report: Report | None) -> str:
    """A unit's reporting state as icon and word, late ones marked."""
    if report is None:
        return fmt.DASH
    kind, icon, word = STATES[report.state]
    late = ' <span class="tp-alert red">▲ 逾期</span>' if report.late else ""
    return f'<span class="tp-chip {kind}">{icon} {word}</span>{late}'


def overview(
    units: Sequence[Unit],
    order: str,
    open_: Callable[[Unit], str],
    sort: Callable[[str], str],
    listed: UnitHref,
) -> str:
    """The table of all units; a heading orders it, a name opens the unit, a number its indicators."""
    heads = "".join(_head(word, order, sort(word)) for word in ORDERS)
    body = "".join(_unit_line(unit, open_(unit), listed) for unit in units)
    top = f"<thead><tr>{heads}<th>还缺</th></tr></thead>"
    return wrap(scrolled(f'<table class="tp-rows tp-units">{top}{body}</table>'))


def _head(word: str, order: str, href: str) -> str:
    right = ' class="r"' if word in ("指标", "达标", "关注", "未达标", "无数据") else ""
    if word == order:
        return f'<th{right} aria-sort="descending"><b>{word} ▾</b></th>'
    return f'<th{right}><a class="tp-go" href="{h(href)}" title="按{word}排序">{word} <i>▾</i></a></th>'


def _unit_line(unit: Unit, href: str, listed: UnitHref) -> str:
    tally, report = unit.tally, unit.report
    cells = [_count("指标", len(unit.rows), listed(unit, None))]
    for status in fmt.STATUSES[:4]:
        cells.append(_count(status.word, tally[status.key], listed(unit, status.word)))
    given = f' <span class="tp-quiet">{report.done} / {report.owed}</span>' if report and report.owed else ""
    missing = list(report.missing) if report else []
    lacking = "、".join(missing[:2]) + (f" 等{len(missing)}项" if len(missing) > 2 else "")
    none = "" if missing else " none"
    helps = f' <span class="tp-quiet tp-small">配合{len(unit.coop)}项</span>' if unit.coop else ""
    return (
        f"<tbody><tr><td>{name_link(unit.name, href)}{helps}</td>{''.join(cells)}"
        f'<td data-k="预警"{"" if unit.lagging else " class=none"}>{_levels(unit)}</td>'
        f'<td data-k="报送"{"" if report else " class=none"}>{report_chip(report)}{given}</td>'
        f'<td class="tp-small{none}" data-k="还缺">{h(lacking or fmt.DASH)}</td></tr></tbody>'
    )


def _count(word: str, count: int, href: str) -> str:
    if not count:
        return f'<td class="r none" data-k="{word}"><span class="tp-quiet">0</span></td>'
    return f'<td class="r" data-k="{word}"><a class="tp-go tp-num" href="{h(href)}">{count}</a></td>'


def _levels(unit: Unit) -> str:
    found = [
        f'<span class="tp-alert {level}" title="{fmt.ALERTS[level][1]}">{fmt.ALERTS[level][0]} '
        f"{fmt.ALERTS[level][1][:1]}{unit.level(level)}</span>"
        for level in ("red", "orange", "yellow")
        if unit.level(level)
    ]
    return " ".join(found) or fmt.DASH


def state(unit: Unit, year: int, mend: str | None = None) -> str:
    """One unit's liaison and reporting, in a box; `mend` is the address at which errors are listed."""
    report = unit.report
    if report is None:
        return ""
    person = " ".join(part for part in (report.liaison, report.telephone) if part)
    parts = [f"<b>{year}年报送</b> {report_chip(report)}"]
    parts += [f"已报 {report.done} / {report.owed} 项"] if report.owed else []
    parts += [_errors(report.blocked, mend)] if report.blocked else []
    parts += [f"待裁定 {report.conflicts} 项"] if report.conflicts else []
    parts += [h(report.when)] if report.when else []
    parts += [f'<span class="tp-quiet">联络员</span> {h(person)}'] if person else []
    line = "".join(f"<span>{part}</span>" for part in parts)
    lacking = "、".join(report.missing)
    more = f'<div class="all">还缺：{h(lacking)}</div>' if lacking else ""
    return wrap(line + more, "tp-strip")


def _errors(count: int, mend: str | None) -> str:
    words = f"有错误 {count} 项"
    return f'<a class="tp-text tp-go" href="{h(mend)}">{words}，看问题 →</a>' if mend else words


def helped(rows: Sequence[Row], href: Callable[[Row], str]) -> str:
    """The indicators a unit helps with, led by another."""
    cells = [
        (
            name_link(row.item.indicator, href(row)), chip(fmt.status_of(row.item), row.item.word),
            h(row.lead or fmt.DASH),
        )
        for row in rows
    ]  # fmt: skip
    return table(("指标", "评定", "牵头单位"), cells, stack=True)


def sheet(unit: Unit, year: int, office: str, day: str) -> str:
    """One unit's sheet for the meeting with it: what lags, with room for measures, and what is missing."""
    tally = unit.tally
    counted = [f"{item.icon} {item.word}{tally[item.key]}项" for item in fmt.STATUSES if tally[item.key]]
    led = f"牵头指标{len(unit.rows)}项：{'，'.join(counted)}。" if unit.rows else ""
    parts = [
        f"<h2>{h(unit.name)}：{year}年两规划指标情况</h2>",
        f'<p class="tp-quiet">{h(office)} {h(day)}</p><p>{led}{_said(unit, year)}</p>',
    ]
    blocks = [
        ("需要盯紧的指标", unit.lagging, _PLAN, lambda row: _lagging_cells(unit, row)),
        ("没有数据的指标", unit.silent, _SILENT, _silent_cells),
        ("其余指标", unit.steady, _STEADY, _steady_cells),
        ("配合的指标", list(unit.coop), _COOP, _coop_cells),
    ]
    numbers = iter("一二三四")
    for title, rows, heads, cells in blocks:
        if rows:
            parts.append(f"<h3>{next(numbers)}、{title}（{len(rows)}项）</h3>")
            parts.append(_sheet_table(heads, map(cells, rows)))
    return f'<section class="tp-sheet">{"".join(parts)}</section>'


_PLAN = (
    ("指标", 18), ("现值", 8), ("目标", 11), ("评定", 12), ("为什么", 22), ("整改措施", 19), ("完成时限", 10),
)  # fmt: skip
_SILENT = (("指标", 32), ("目标", 22), ("为什么没有数据", 28), ("何时能报", 18))
_STEADY = (("指标", 34), ("现值", 12), ("目标", 22), ("评定", 12), ("变化", 20))
_COOP = (("指标", 40), ("现值", 12), ("评定", 16), ("牵头单位", 32))


def _said(unit: Unit, year: int) -> str:
    report = unit.report
    if report is None or not report.owed:
        return ""
    late = "，有逾期" if report.late else ""
    lacking = f"，还缺：{h('、'.join(report.missing))}" if report.missing else ""
    return f"{year}年应报{report.owed}项，已报{report.done}项{late}{lacking}。"


def _name(row: Row) -> str:
    place = f"{plan_words(row)} {row.item.code}"
    return f'{h(row.item.indicator)}<br><span class="tp-quiet tp-small">{h(place)}</span>'


def _value(row: Row) -> str:
    return h(fmt.with_unit(row.item.value, row.item.unit, row.decimals) + row.aside)


def _lagging_cells(unit: Unit, row: Row) -> tuple[str, ...]:
    lag = unit.lag(row)
    long = f'<br><span class="tp-small">{h(lag)}</span>' if lag else ""
    why = "；".join(row.item.reasons[:3])
    state_ = chip(fmt.status_of(row.item), row.item.word)
    return (_name(row), _value(row), h(target_words(row)), state_ + long, h(why), "", "")


def _silent_cells(row: Row) -> tuple[str, ...]:
    return (_name(row), h(target_words(row)), "", "")


def _steady_cells(row: Row) -> tuple[str, ...]:
    said = chip(fmt.status_of(row.item), row.item.word)
    return (_name(row), _value(row), h(target_words(row)), said, h(row.change))


def _coop_cells(row: Row) -> tuple[str, ...]:
    return (_name(row), _value(row), chip(fmt.status_of(row.item), row.item.word), h(row.lead or fmt.DASH))


def _sheet_table(heads: Sequence[tuple[str, int]], rows: Iterable[Sequence[str]]) -> str:
    top = "".join(f'<th style="width:{width}%">{word}</th>' for word, width in heads)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
