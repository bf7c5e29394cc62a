"""Pure: the page of progress as HTML: bullets beside two demands, and the map of verdicts by year."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from dashboard import format as fmt
from dashboard import markup
from dashboard.progress import Distance, HeatRow, Line
from dashboard.rows import Row
from indicators.model import Assessment

Href = Callable[[Row], str]
HrefOf = Callable[[Assessment], str]
h = fmt.html
KEY = (
    "<span>蓝条（或圆点）为现值；不从0画起时用圆点</span><span>粗竖线为最终目标</span>"
    "<span>细竖线为按序时进度今年应达到的值</span><span>三角为基期</span><span>深灰一侧未达到，浅灰一侧已达到</span>"
)
LEGEND = markup.wrap(f'<div class="tp-legend">{KEY}</div>')


def lines(found: Iterable[Line], href: Href) -> str:
    """One line an indicator: status, name, figure, this year's demand, the last demand, the bullet."""
    head = (
        "<thead><tr><th>状态</th><th>指标</th><th class='r'>现值</th><th>进度</th>"
        "<th>今年应达到</th><th>最终目标</th></tr></thead>"
    )
    body = "".join(_line(item, href(item.row)) for item in found)
    return markup.wrap(markup.scrolled(f'<table class="tp-rows tp-progress">{head}{body}</table>'))


def _line(found: Line, href: str) -> str:
    row, item = found.row, found.row.item
    place = " · ".join(part for part in (markup.plan_words(row), item.domain, row.lead) if part)
    need = item.required if found.now and item.required is not None else None
    drawn = markup.bullet(found.bullet, _said(found), need=need)
    year = f"{found.final_year}年 " if found.final_year else ""
    return (
        f'<tbody><tr><td class="s">{markup.state(row)}</td>'
        f'<td class="what">{markup.name_link(item.indicator, href)}'
        f'<br><span class="tp-quiet tp-small">{h(place)}</span></td>'
        f'<td class="r" data-k="现值">{markup.value(row)}</td><td class="b">{drawn}</td>'
        f'<td data-k="今年应达到">{_demand("", found.now, item, warn=True)}</td>'
        f'<td data-k="最终目标">{_demand(year, found.final, item)}</td></tr></tbody>'
    )


def _demand(year: str, found: Distance | None, item: Assessment, *, warn: bool = False) -> str:
    if found is None:
        return f'<span class="tp-quiet">{h(item.target or fmt.DASH)}</span>'
    wanted = fmt.with_unit(found.wanted, item.unit, found.decimals)
    tone = "tp-short" if warn and found.behind else "tp-quiet"
    return f'{h(year + wanted)}<br><span class="{tone} tp-small">{h(found.words)}</span>'


def _said(found: Line) -> str:
    """The bullet in words, for readers aloud and under the pointer."""
    words = [markup.bullet_words(found.row)]
    if found.now:
        words.append(f"今年应达到{fmt.with_unit(found.now.wanted, found.row.item.unit, found.now.decimals)}")
        words.append(found.now.words)
    return "，".join(words)


def heat(found: Sequence[HeatRow], years: Sequence[int], href: Href, href_of: HrefOf) -> str:
    """A table of verdicts: a line an indicator, a column a year; each cell opens that year's page."""
    head = "".join(f'<th class="y" scope="col">{year}</th>' for year in years)
    parts = []
    for (plan, domain), group in groupby(found, key=lambda line: (line.row.item.plan, line.row.item.domain)):
        title = " · ".join(part for part in (fmt.PLANS.get(plan or ""), domain) if part)
        body = "".join(_heat_line(line, years, href, href_of) for line in group)
        rows = f'<tr class="g"><th colspan="{len(years) + 1}" scope="rowgroup">{h(title)}</th></tr>{body}'
        parts.append(f"<tbody>{rows}</tbody>")
    table = (
        f'<table class="tp-heat"><caption class="tp-hidden">各指标各年的评定</caption>'
        f'<thead><tr><th scope="col">指标</th>{head}</tr></thead>{"".join(parts)}</table>'
    )
    return markup.wrap(f'<div class="tp-scroll" tabindex="0" role="region" aria-label="热力图">{table}</div>')


def _heat_line(line: HeatRow, years: Sequence[int], href: Href, href_of: HrefOf) -> str:
    item = line.row.item
    unit = f' <span class="tp-quiet tp-small">{h(item.unit)}</span>' if item.unit else ""
    name = f'<th scope="row">{markup.name_link(item.indicator, href(line.row))}{unit}</th>'
    cells = "".join(_cell(item, year, href_of) for item, year in zip(line.cells, years, strict=True))
    return f"<tr>{name}{cells}</tr>"


def _cell(item: Assessment | None, year: int, href_of: HrefOf) -> str:
    if item is None:
        return f'<td class="none"><span title="{year}年没有目标"></span></td>'
    status = fmt.status_of(item)
    figure = fmt.with_unit(item.value, item.unit, item.basis.decimals) if item.value is not None else ""
    said = "，".join(part for part in (f"{year}年{item.word}", figure, item.target or "") if part)
    shown = (
        f"<small>{h(fmt.number(item.value, item.basis.decimals))}</small>" if item.value is not None else ""
    )
    return (
        f'<td><a class="tp-cell tp-go {status.key}" href="{h(href_of(item))}" title="{h(said)}" '
        f'aria-label="{h(item.indicator)}：{h(said)}"><i aria-hidden="true">{status.icon}</i>{shown}</a></td>'
    )
