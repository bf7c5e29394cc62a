"""Pure: the overview's own pieces as HTML — bars by domain, what changed, who has reported."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dashboard import format as fmt
from dashboard.markup import Href, name_link, wrap
from dashboard.rows import Row
from dashboard.watch import Revision, Since

h = fmt.html
FIRST = 4
"""How many names a list of changes shows before the rest is folded away."""
ROOM = 0.12
"""From which share of the longest bar a segment has room for its icon beside its count."""
SegmentHref = Callable[[str, str | None], str]
"""The address of a domain's indicators, all (None) or of one status word."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One domain of a plan: how many indicators each status group holds."""

    domain: str
    tally: Mapping[str, int]

    @property
    def whole(self) -> int:
        """How many indicators the domain has."""
        return sum(self.tally.values())

    @property
    def said(self) -> str:
        """Met of judged, in words."""
        judged = self.tally["met"] + self.tally["watch"] + self.tally["unmet"]
        return f"达标 {self.tally['met']}/{judged}" if judged else "未评定"


def bars_of(rows: Sequence[Row]) -> list[Bar]:
    """One bar a domain, in the plan's order."""
    domains = list(dict.fromkeys(row.item.domain or "其他" for row in rows))
    return [
        Bar(name, fmt.counts(row.item for row in rows if (row.item.domain or "其他") == name))
        for name in domains
    ]


def bars(title: str, found: Sequence[Bar], most: int, href: SegmentHref) -> str:
    """A plan's domains as stacked bars; every segment, name and sum opens its indicators.

    `most` is the longest bar's count, so that bars of several plans can be compared.
    """
    lines = "".join(_bar(bar, most, href) for bar in found)
    return f'<section class="tp-plan"><h3>{h(title)}</h3><div class="tp-bars">{lines}</div></section>'


def _bar(bar: Bar, most: int, href: SegmentHref) -> str:
    parts = []
    for status in fmt.STATUSES:
        count = bar.tally[status.key]
        if not count:
            continue
        said = h(f"{bar.domain}：{status.word}{count}项")
        icon = f"<i>{status.icon}</i>" if count / most >= ROOM else ""
        parts.append(
            f'<a class="tp-go {status.key}" style="flex-grow:{count}" title="{said}" aria-label="{said}"'
            f' href="{h(href(bar.domain, status.word))}">{icon}{count}</a>'
        )
    whole, width = h(href(bar.domain, None)), f"width:{bar.whole / most * 100:.1f}%"
    return (
        f'<a class="tp-go name" href="{whole}">{h(bar.domain)}</a>'
        f'<div><div class="parts" style="{width}">{"".join(parts)}</div></div>'
        f'<a class="tp-go sum" href="{whole}">{h(bar.said)}</a>'
    )


def changes(since: Since, href: Href, code_href: Callable[[str], str]) -> str:
    """What is not as it was, in three short lists side by side."""
    columns = [
        _column("met", "●", "新达标", [_named(row, href) for row in since.met]),
        _column("unmet", "✕", "新落后", [_named(row, href) for row in since.lagging]),
        _column("other", "○", "数据修订", [_revision(item, code_href) for item in since.revised]),
    ]
    return wrap(f'<div class="tp-since">{"".join(columns)}</div>')


def _column(kind: str, icon: str, word: str, items: Sequence[str]) -> str:
    head = f'<div class="head"><span class="tp-chip {kind}">{icon} {word}</span> <b>{len(items)}</b> 项</div>'
    if not items:
        return f'<div>{head}<div class="tp-quiet tp-small">没有</div></div>'
    shown = "".join(f"<li>{item}</li>" for item in items[:FIRST])
    rest = "".join(f"<li>{item}</li>" for item in items[FIRST:])
    more = f"<details><summary>另外{len(items) - FIRST}项</summary><ul>{rest}</ul></details>" if rest else ""
    return f"<div>{head}<ul>{shown}</ul>{more}</div>"


def _named(row: Row, href: Href) -> str:
    figure = fmt.with_unit(row.item.value, row.item.unit, row.decimals) + row.aside
    return f'{name_link(row.item.indicator, href(row))} <span class="tp-quiet tp-small">{h(figure)}</span>'


def _revision(item: Revision, code_href: Callable[[str], str]) -> str:
    part = f"（{item.breakdown}）" if item.breakdown else ""
    said = f"{item.year}年{part} {item.old} → {item.new}"
    return (
        f'{name_link(item.indicator, code_href(item.code))} <span class="tp-quiet tp-small">{h(said)}</span>'
    )


@dataclass(frozen=True, slots=True)
class Reporting:
    """How far a year's reporting is: units by state, and the days to the deadline (None: no deadline)."""

    year: int
    states: Mapping[str, int]
    days_left: int | None
    late: int
    closed: bool = False

    @property
    def asked(self) -> int:
        """Units that owe something."""
        return sum(count for state, count in self.states.items() if state != "nothing")

    @property
    def when(self) -> str:
        """The deadline in words."""
        if self.closed:
            return "已结束收集"
        if self.days_left is None:
            return "没有设截止日期"
        if self.days_left > 0:
            return f"离截止还有{self.days_left}天"
        return "今天截止" if self.days_left == 0 else f"已过截止{-self.days_left}天"


STATES = (
    ("complete", "met", "●", "已报齐"),
    ("partly", "watch", "◐", "部分已报"),
    ("errors", "unmet", "▲", "有错误待改"),
    ("not_started", "nodata", "○", "未报"),
)


def reporting(found: Reporting, href: Callable[[str | None], str]) -> str:
    """One line on the year's reporting: units reported of those that owe, and the deadline."""
    done = found.states.get("complete", 0)
    parts = [
        f'<a class="tp-go" href="{h(href(f"{icon} {word}"))}">'
        f'<span class="tp-chip {kind}">{icon} {word}</span> {found.states[state]}</a>'
        for state, kind, icon, word in STATES
        if found.states.get(state)
    ]
    late = f'<span class="tp-alert red">▲ 逾期{found.late}个单位</span>' if found.late else ""
    return wrap(
        f'<a class="tp-go head" href="{h(href(None))}"><b>{found.year}年报送</b> '
        f"{done} / {found.asked} 个单位已报齐</a>{''.join(parts)}{late}"
        f'<span class="tp-quiet">{h(found.when)}</span>'
        f'<a class="tp-text tp-go go" href="{h(href(None))}">报送进度 →</a>',
        "tp-strip",
    )
