"""Pure: the warnings page as HTML."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dashboard import format as fmt
from dashboard.alerts import Alert
from dashboard.markup import Href, chip, name_link, plan_words, scrolled, target_words, wrap
from indicators.store import LEVELS, Flag

h = fmt.html
CodeHref = Callable[[str], str]
Take = Callable[[str], tuple[str, str]]
"""Address and words of the link from an indicator to its action; an empty address: there is none."""
CHIPS = {"red": "unmet", "orange": "watch", "yellow": "watch"}


def tiles(alerts: Sequence[Alert], href: Callable[[str], str]) -> str:
    """One tile a level that opens what it counts, with how many of them nobody has looked at."""
    cells = []
    for level in LEVELS:
        mine = [alert for alert in alerts if alert.level == level]
        new = sum(alert.mark is None for alert in mine)
        said = f"其中{new}项还没有处理" if new else "都已知悉" if mine else "没有"
        cells.append(
            f'<a class="tp-tile tp-go" href="{h(href(level))}">{level_chip(level)}'
            f'<div class="n">{len(mine)}<small>项</small></div><div class="what">{h(said)}</div></a>'
        )
    return wrap(f'<div class="tp-tiles three">{"".join(cells)}</div>')


def level_chip(level: str) -> str:
    """A level as icon, word and colour."""
    icon, word = fmt.ALERTS[level]
    return f'<span class="tp-chip {CHIPS[level]} level-{level}">{icon} {h(word)}</span>'


def listing(alerts: Sequence[Alert], href: Href, act: CodeHref | None, take: Take | None = None) -> str:
    """The warnings level by level: what, why, how long, whose, and what was done about it.

    `act` leads to the marks on an indicator (None: for who may not set any), `take` to the action on it,
    or to a new one.
    """
    parts = []
    for level in LEVELS:
        mine = [alert for alert in alerts if alert.level == level]
        if mine:
            rows = "".join(
                _line(alert, href(alert.row), act and act(alert.row.item.code), take) for alert in mine
            )
            parts.append(
                f"<h2>{level_chip(level)} {len(mine)}项</h2>"
                + scrolled(f'<table class="tp-rows tp-alerts">{_HEAD}{rows}</table>')
            )
    return wrap("".join(parts))


_HEAD = (
    "<thead><tr><th class='what'>指标</th><th class='r value'>现值</th><th class='aim'>目标</th><th>原因</th>"
    "<th class='long'>持续</th><th class='lead'>牵头单位</th><th class='done'>处理</th></tr></thead>"
)


def _line(alert: Alert, href: str, act: str | None, take: Take | None) -> str:
    row = alert.row
    item = row.item
    place = " · ".join(part for part in (plan_words(row), item.domain, item.code) if part)
    value = f'<span class="tp-nowrap">{h(fmt.with_unit(item.value, item.unit, row.decimals))}</span>'
    value += f'<br><span class="tp-quiet tp-small">{h(row.rolled)}</span>' if row.rolled else ""
    long = alert.duration
    reasons = "".join(f"<li>{h(reason)}</li>" for reason in alert.reasons)
    return (
        f"<tbody><tr><td>{name_link(item.indicator, href)}"
        f'<br><span class="tp-quiet tp-small">{h(place)}</span></td>'
        f'<td class="r" data-k="现值">{value}</td><td data-k="目标">{h(target_words(row))}</td>'
        f'<td class="why">{chip(fmt.status_of(item), item.word)}<ul>{reasons}</ul></td>'
        f'<td class="{"" if long else "none"}" data-k="持续">{h(long or fmt.DASH)}</td>'
        f'<td class="{"" if row.lead else "none"}" data-k="牵头">{h(row.lead or fmt.DASH)}</td>'
        f'<td data-k="处理">{_done(alert)}{_act(item.indicator, act)}{_taken(item.code, take)}</td>'
        "</tr></tbody>"
    )


def _act(name: str, href: str | None) -> str:
    if href is None:
        return ""
    return f'<a class="tp-text tp-go tp-small" href="{h(href)}" aria-label="标注{h(name)}">标注 →</a>'


def _taken(code: str, take: Take | None) -> str:
    if take is None:
        return ""
    href, words = take(code)
    if not href:
        return ""
    return f'<br><a class="tp-text tp-go tp-small tp-nowrap" href="{h(href)}">{h(words)} →</a>'


def _done(alert: Alert) -> str:
    if alert.mark is None:
        return '<span class="tp-chip nodata">○ 未处理</span> '
    said = f"{alert.mark.by} {alert.mark.at.astimezone():%Y-%m-%d}"
    note = f"<br>{h(alert.mark.note)}" if alert.mark.note else ""
    return (
        f'<span class="tp-chip met">● 已知悉</span> <span class="tp-small">{note}'
        f'<span class="tp-quiet"> {h(said)}</span></span> '
    )


def said_of(flag: Flag) -> str:
    """One record of a flag or a mark, as a line of the history."""
    when = f"{flag.at.astimezone():%Y-%m-%d %H:%M}"
    what = "人工预警" if flag.kind == "flag" else "已知悉"
    gone = f"；{flag.retracted_by}已撤销：{flag.retracted_why or '未写原因'}" if flag.retracted else ""
    mark = ' class="tp-quiet"' if flag.retracted else ""
    words = f"{flag.year}年 {what}，{fmt.ALERTS[flag.level][1]}{'：' + flag.note if flag.note else ''}"
    return wrap(
        f'<span{mark}>{h(words)} <span class="tp-quiet tp-small">{h(flag.by)} {when}{h(gone)}</span></span>'
    )
