"""Pure: view values -> HTML text. Every word from outside is escaped here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from dashboard import format as fmt
from dashboard.bullets import Bullet, bullet_of
from dashboard.rows import Row

Href = Callable[[Row], str]
h = fmt.html


def wrap(inner: str, *classes: str) -> str:
    """The product's own block, so that its styles reach nothing else."""
    return f'<div class="{" ".join(("tp", *classes))}">{inner}</div>'


def chip(status: fmt.Status, word: str | None = None, *, strong: bool = False) -> str:
    """A status as icon, word and colour."""
    more = " strong" if strong else ""
    return f'<span class="tp-chip {status.key}{more}">{status.icon} {h(word or status.word)}</span>'


ALERT_CHIP = {"red": "unmet", "orange": "watch", "yellow": "watch", "green": "met", "grey": "other"}


def alert_chip(alert: str) -> str:
    """An alert level as icon, word and colour."""
    icon, word = fmt.ALERTS.get(alert, ("○", alert))
    return f'<span class="tp-chip {ALERT_CHIP.get(alert, "other")}">{icon} {h(word)}</span>'


def tiles(tally: Mapping[str, int], links: Mapping[str, str], rates: Sequence[str] = ()) -> str:
    """The four tiles that open what they count, with the plans' rates beside them."""
    cells = []
    for status in fmt.STATUSES[:4]:
        count = f'<div class="n">{tally[status.key]}<small>项</small></div>'
        cells.append(
            f'<a class="tp-tile tp-go {status.key}" href="{h(links[status.key])}">'
            f'{chip(status, strong=True)}{count}<div class="what">{h(status.meaning)}</div></a>'
        )
    style = f'style="--rates: {max(1, len(rates))}"'
    return wrap(f'<div class="tp-tiles" {style}>{"".join(cells)}{"".join(rates)}</div>')


def rate(title: str, part: int, whole: int, words: str, hrefs: tuple[str, str, str]) -> str:
    """A plan's attainment rate; `hrefs` open the plan, the numerator and the denominator."""
    value, sign = fmt.share(part, whole), ""
    if value.endswith("%"):
        value, sign = value[:-1], "%"
    plan, above, below = (h(href) for href in hrefs)
    made = (
        f'<a class="tp-go" href="{above}" title="算作达标的{part}项">{part}</a> / '
        f'<a class="tp-go" href="{below}" title="参加评定的{whole}项">{whole}</a> 项'
    )
    return (
        f'<div class="tp-tile tp-rate"><a class="tp-go" href="{plan}">'
        f'<div class="tp-small tp-quiet">{h(title)} · 达标率</div></a>'
        f'<div class="n"><a class="tp-go" href="{plan}">{value}{sign}</a><small>{made}</small></div>'
        f'<div class="what">{h(words)}</div></div>'
    )


def bullet(found: Bullet | None, words: str, *, need: float | None = None) -> str:
    """A bullet 24 px high: bands, bar or dot, target tick, base triangle; `words` for readers aloud.

    `need`: what the year asks on the way to the target, a thin mark.
    """
    if found is None:
        return ""
    parts = _bands(found)
    if found.value is not None:
        at = _percent(found.at(found.value))
        parts += [
            f'<i class="dot" style="left:{at}"></i>'
            if found.dot
            else f'<i class="bar" style="width:{at}"></i>'
        ]
    if found.base is not None:
        parts.append(f'<i class="base" style="left:{_percent(found.at(found.base))}"></i>')
    if need is not None:
        parts.append(f'<i class="need" style="left:{_percent(found.at(need))}"></i>')
    if found.target is not None:
        parts.append(f'<i class="tick" style="left:{_percent(found.at(found.target))}"></i>')
    said = h(words)
    return f'<span class="tp-bullet" role="img" aria-label="{said}" title="{said}">{"".join(parts)}</span>'


def _bands(found: Bullet) -> list[str]:
    if found.target is None or not found.band:
        return ['<i class="band" style="left:0;width:100%"></i>']
    edge = found.at(found.target)
    left = " unmet" if found.band in ("left", "both") else ""
    right = " unmet" if found.band in ("right", "both") else ""
    return [
        f'<i class="band{left}" style="left:0;width:{_percent(edge)}"></i>',
        f'<i class="band{right}" style="left:{_percent(edge)};width:{_percent(1 - edge)}"></i>',
    ]


def _percent(part: float) -> str:
    return f"{part * 100:.1f}%"


def bullet_words(row: Row) -> str:
    """A bullet in words."""
    item = row.item
    words = [f"{row.figure_year}年{fmt.with_unit(item.value, item.unit, row.decimals)}"]
    if item.milestone_value is not None:
        words.append(f"{item.milestone_year or ''}年目标{fmt.with_unit(item.milestone_value, item.unit)}")
    if item.base_value is not None:
        words.append(f"{item.base_year}年基数{fmt.with_unit(item.base_value, item.unit)}")
    return "，".join(words)


def lines(
    rows: Iterable[Row],
    href: Href,
    *,
    sentences: bool = True,
    note: Callable[[Row], str] | None = None,
    lead: bool = True,
) -> str:
    """A list of indicators: status, name, value, target, bullet, change, lead unit, sentence below.

    `note` says something short of a row, shown below its status; without `lead` the unit is left out.
    """
    head = (
        "<thead><tr><th>状态</th><th>指标</th><th class='r'>现值</th><th>目标</th><th>进度</th>"
        f"<th>变化</th>{'<th>牵头单位</th>' if lead else ''}</tr></thead>"
    )
    body = "".join(_line(row, href(row), sentences, note(row) if note else "", lead) for row in rows)
    return wrap(scrolled(f'<table class="tp-rows">{head}{body}</table>'))


def scrolled(table: str) -> str:
    """A table that scrolls sideways where the screen is narrow; the keyboard gets there too."""
    reach = "" if "<a " in table else ' tabindex="0" role="group" aria-label="表格，可以左右滚动"'
    return f'<div class="tp-scroll"{reach}>{table}</div>'


def _line(row: Row, href: str, sentences: bool, note: str, lead: bool) -> str:
    item = row.item
    place = " · ".join(part for part in (plan_words(row), item.domain, item.code) if part)
    more = ""
    if sentences and item.sentence:
        more = f'<tr class="more"><td colspan="{6 if lead else 5}">{h(item.sentence)}</td></tr>'
    unit = f'<td class="{_none(row.lead)}" data-k="牵头">{h(row.lead)}</td>' if lead else ""
    drawn = bullet(bullet_of(item, row.direction), bullet_words(row))
    return (
        f'<tbody><tr class="{"first" if more else ""}">'
        f'<td class="s"{" rowspan=2" if more else ""}>{state(row, note)}</td>'
        f'<td style="width:240px">{name_link(item.indicator, href)}'
        f'<br><span class="tp-quiet tp-small">{h(place)}</span></td>'
        f'<td class="r" data-k="现值">{value(row)}</td>'
        f'<td data-k="目标">{h(target_words(row))}</td>'
        f'<td class="b">{drawn}</td>'
        f'<td class="tp-nowrap{_none(row.change)}" data-k="变化">{h(row.change)}</td>'
        f"{unit}</tr>{more}</tbody>"
    )


def plan_words(row: Row) -> str:
    """The plan or plans a line stands for, with another set of targets by name: 妇女（省规划）."""
    words = "、".join(fmt.PLANS_SHORT.get(plan, plan) for plan in row.plans)
    return f"{words}（{row.other_set}）" if row.other_set else words


def name_link(name: str, href: str) -> str:
    """An indicator's name that opens it."""
    return f'<a class="tp-go" href="{h(href)}"><span class="tp-name">{h(name)}</span></a>'


def state(row: Row, note: str = "") -> str:
    """The word the office uses, below it the alert where there is one, and a note."""
    item = row.item
    said = chip(fmt.status_of(item), item.word or None)
    below = f'<br><span class="tp-note">{h(note)}</span>' if note else ""
    if item.alert not in ("red", "orange", "yellow"):
        return said + below
    icon, word = fmt.ALERTS[item.alert]
    return f'{said}<br><span class="tp-alert {item.alert}">{icon} {h(word)}</span>{below}'


def _none(text: str) -> str:
    return " none" if text in ("", fmt.DASH) else ""


def value(row: Row) -> str:
    """The figure with what it was made of below, or the year it is of."""
    item = row.item
    text = f'<span class="tp-nowrap">{h(fmt.with_unit(item.value, item.unit, row.decimals))}</span>'
    if item.value is not None and row.figure_year != item.year:
        text += f'<br><span class="tp-quiet tp-small tp-nowrap">{row.figure_year}年</span>'
    if row.rolled:
        text += f'<br><span class="tp-quiet tp-small tp-nowrap">{h(row.rolled)}</span>'
    if row.numerator is None or row.denominator is None:
        return text
    made = f"{fmt.number(row.numerator)} / {fmt.number(row.denominator)}"
    return f'{text}<br><span class="tp-quiet tp-small tp-nowrap">{made}</span>'


def target_words(row: Row) -> str:
    """The target now in force, short: its words when short, else year and figure."""
    item = row.item
    if not item.target:
        return fmt.DASH
    if len(item.target) <= 16 or item.milestone_value is None:
        return item.target
    sign = {"higher": "≥", "lower": "≤", "around": "≈"}.get(str(row.direction), "")
    year = f"{item.milestone_year}年 " if item.milestone_year else ""
    return f"{year}{sign}{fmt.with_unit(item.milestone_value, item.unit)}"


def table(
    heads: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[int] = (), *, stack: bool = False
) -> str:
    """A plain table of already safe cells; columns in `right` are figures.

    `stack`: on a narrow screen each row becomes a short list, every cell with its heading.
    """
    marks = dict.fromkeys(right, ' class="r"')
    kind = ' class="tp-rows"' if stack else ' class="wide"' if len(heads) > 4 else ""
    top = "".join(f"<th{marks.get(i, '')}>{h(text)}</th>" for i, text in enumerate(heads))
    lines = [f"<tr>{_cells(heads, row, right, stack)}</tr>" for row in rows]
    body = ("</tbody><tbody>" if stack else "").join(lines)
    return wrap(scrolled(f"<table{kind}><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"))


def _cells(heads: Sequence[str], row: Sequence[str], right: Sequence[int], stack: bool) -> str:
    found = []
    for at, cell in enumerate(row):
        kinds = ["r"] if at in right else []
        kinds += ["none"] if stack and cell in ("", fmt.DASH) else []
        mark = f' class="{" ".join(kinds)}"' if kinds else ""
        key = f' data-k="{h(heads[at])}"' if stack and (at > 1 or at in right) else ""
        found.append(f"<td{mark}{key}>{cell}</td>")
    return "".join(found)


def stacked(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of already safe cells whose rows become blocks, cell under cell, on a telephone."""
    top = "".join(f"<th>{h(text)}</th>" for text in heads)
    body = "".join(
        "<tbody><tr>"
        + f"<td>{row[0]}</td>"
        + "".join(
            f'<td data-k="{h(head)}"{"" if cell else " class=none"}>{cell}</td>'
            for head, cell in zip(heads[1:], row[1:], strict=True)
        )
        + "</tr></tbody>"
        for row in rows
    )
    return wrap(scrolled(f'<table class="tp-rows"><thead><tr>{top}</tr></thead>{body}</table>'))


def pairs(items: Iterable[tuple[str, str]]) -> str:
    """Terms and what they say, as a definition list; the values are already safe HTML."""
    inner = "".join(f"<dt>{h(term)}</dt><dd>{said}</dd>" for term, said in items if said)
    return wrap(f"<dl>{inner}</dl>")


def empty(title: str, text: str) -> str:
    """In place of an empty box: what is missing and what to do."""
    return wrap(f'<div class="tp-empty"><b>{h(title)}</b><br>{h(text)}</div>')


def trouble(what: str, do: str) -> str:
    """In place of a traceback: what is wrong and how to mend it."""
    return wrap(f'<div class="tp-trouble" role="alert"><b>{h(what)}</b><br>{h(do)}</div>')


LEGEND = wrap(
    '<div class="tp-legend">'
    + "".join(f"<span>{chip(status)} {h(status.meaning)}</span>" for status in fmt.STATUSES)
    + "</div>"
)
BULLET_LEGEND = wrap(
    '<div class="tp-legend"><span>进度图：</span>'
    "<span>蓝条（或圆点）为现值；不从0画起时用圆点</span><span>竖线为目标</span>"
    "<span>三角为基期</span><span>深灰一侧未达目标，浅灰一侧已达目标</span></div>"
)
