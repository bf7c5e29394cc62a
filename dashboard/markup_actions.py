"""Pure: actions (督办事项) as HTML: list, board, calendar, log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from dashboard import format as fmt
from dashboard.actions import Listed, by_state, step_words, weeks
from dashboard.markup import name_link, scrolled, wrap
from indicators.store import Action, Step
from indicators.store.action_states import DUE, ENDED, LATER, OVERDUE, SOON, STATES

h = fmt.html
Href = Callable[[str], str]
"""The address of an action by its number."""

CHIPS = {OVERDUE: ("unmet", "✕"), SOON: ("watch", "▲"), LATER: ("other", "○"), ENDED: ("met", "●")}
STATE_ICONS = dict(zip(STATES, ("○", "◔", "◑", "◕", "●"), strict=True))
_WEEKDAYS = "一二三四五六日"


def due_chip(item: Listed) -> str:
    """How an action stands to its deadline as icon, word and colour."""
    kind, icon = CHIPS[item.due]
    return f'<span class="tp-chip {kind}">{icon} {h(item.words)}</span>'


def state_chip(state: str) -> str:
    """A state as icon and word."""
    return f'<span class="tp-chip other">{STATE_ICONS[state]} {h(STATES[state])}</span>'


def listing(found: Sequence[Listed], href: Href) -> str:
    """The actions by how pressing they are."""
    parts = []
    for name, word in DUE.items():
        mine = [item for item in found if item.due == name]
        if mine:
            kind, icon = CHIPS[name]
            rows = "".join(_row(item, href(item.action.id)) for item in mine)
            parts.append(
                f'<h2><span class="tp-chip {kind}">{icon} {h(word)}</span> {len(mine)}项</h2>'
                + scrolled(f'<table class="tp-rows tp-actions">{_HEAD}{rows}</table>')
            )
    return wrap("".join(parts))


_HEAD = (
    "<thead><tr><th class='what'>事项</th><th class='state'>状态</th><th class='until'>期限</th>"
    "<th class='who'>牵头与配合</th><th>最近办理</th></tr></thead>"
)


def _row(item: Listed, href: str) -> str:
    at = item.action
    coop = f'<br><span class="tp-quiet tp-small">{h("、".join(at.coop))}</span>' if at.coop else ""
    day = at.standing[-1].happened if at.standing else at.opened
    return (
        f"<tbody><tr><td>{name_link(at.title, href)}<br>"
        f'<span class="tp-quiet tp-small">{h(_place(at))}</span></td>'
        f'<td data-k="状态">{state_chip(at.state)}</td>'
        f'<td data-k="期限">{at.deadline} {due_chip(item)}</td>'
        f'<td data-k="单位">{h(at.lead)}{coop}</td>'
        f'<td data-k="最近">{h(item.last)} <span class="tp-quiet tp-small tp-nowrap">{day}</span></td>'
        "</tr></tbody>"
    )


def _place(at: Action) -> str:
    plan = fmt.PLANS_SHORT.get(at.plan or "", "")
    return " · ".join(part for part in (at.indicator, fmt.leaf(at.area), plan, f"{at.year}年") if part)


def board(found: Sequence[Listed], href: Href) -> str:
    """A column a state."""
    columns = []
    for state, mine in by_state(found).items():
        cards = "".join(_card(item, href(item.action.id)) for item in mine)
        columns.append(
            f'<section class="{"" if mine else "none"}"><h3>{STATE_ICONS[state]} {h(STATES[state])} '
            f'<span class="tp-quiet">{len(mine)}</span></h3>{cards}</section>'
        )
    return wrap(f'<div class="tp-board">{"".join(columns)}</div>')


def _card(item: Listed, href: str) -> str:
    at = item.action
    chip = "" if item.due == ENDED else due_chip(item)
    return (
        f'<a class="tp-go" href="{h(href)}"><b>{h(at.title)}</b>'
        f'<span class="tp-quiet tp-small">{h(at.lead)} · 期限{at.deadline}</span>{chip}</a>'
    )


def month(year: int, number: int, found: Sequence[Listed], href: Href, turn: Sequence[str]) -> str:
    """A month's deadlines as a grid; `turn`: the addresses of the months before and after."""
    heads = "".join(f'<div class="d">周{name}</div>' for name in _WEEKDAYS)
    cells = "".join(
        _day(day, mine, day.month == number, href)
        for week in weeks(year, number, found)
        for day, mine in week
    )
    inside = any(at.action.deadline.timetuple()[:2] == (year, number) for at in found)
    none = "" if inside else '<p class="tp-quiet">这个月没有到期的事项。</p>'
    before, after = (h(link) for link in turn)
    return wrap(
        f'<div class="tp-turn"><a class="tp-text tp-go" href="{before}">← 上个月</a> '
        f'<b>{year}年{number}月</b> <a class="tp-text tp-go" href="{after}">下个月 →</a></div>{none}'
        f'<div class="tp-cal">{heads}{cells}</div>'
    )


def _day(day: dt.date, mine: Sequence[Listed], inside: bool, href: Href) -> str:
    shown = mine if inside else ()
    items = "".join(
        f'<a class="tp-go {CHIPS[item.due][0]}" href="{h(href(item.action.id))}" '
        f'title="{h(item.action.title)}，{h(item.action.lead)}，{h(item.words)}">'
        f"{CHIPS[item.due][1]} {h(item.action.title)}</a>"
        for item in shown
    )
    kind = ("" if inside else " out") + ("" if shown else " none")
    return f'<div class="c{kind}"><span class="n">{day.day}<i>日</i></span>{items}</div>'


def step_line(step: Step) -> str:
    """One step of the log: its day, what, who recorded it when, and whether it was taken back."""
    when = f"{step.at.astimezone():%Y-%m-%d %H:%M}"
    words = (
        f"<b>{step.happened}</b> {h(step_words(step))} "
        f'<span class="tp-quiet tp-small">{h(step.by)} {when}记</span>'
    )
    if not step.retracted:
        return wrap(words)
    why = f"：{h(step.retracted_why)}" if step.retracted_why else ""
    return wrap(f'<s>{words}</s> <span class="tp-quiet tp-small">{h(step.retracted_by)}已撤销{why}</span>')


def gone(actions: Sequence[Action], href: Href) -> str:
    """The actions taken back, each with who did it and why."""
    lines = []
    for at in actions:
        why = f"：{h(at.retracted_why)}" if at.retracted_why else ""
        said = f'<span class="tp-quiet tp-small">{h(at.retracted_by)}已撤销{why}</span>'
        lines.append(
            f'<li><a class="tp-text tp-go" href="{h(href(at.id))}">{h(at.title)}</a> '
            f'<span class="tp-quiet tp-small">{h(_place(at))}</span> {said}</li>'
        )
    return wrap(f"<ul>{''.join(lines)}</ul>")


def brief(found: Sequence[Listed], href: Href, moved: Callable[[Action], str]) -> str:
    """An indicator's actions as short lines, each with whether the figure moved after it."""
    lines = "".join(
        f'<li>{state_chip(item.action.state)} <a class="tp-text tp-go" href="{h(href(item.action.id))}">'
        f"{h(item.action.title)}</a> {due_chip(item)} "
        f'<span class="tp-quiet tp-small">{h(item.action.lead)} · 期限{item.action.deadline}</span>'
        f"<br>立项后：{h(moved(item.action))}</li>"
        for item in found
    )
    return wrap(f'<ul class="tp-brief">{lines}</ul>')
