"""Actions (督办事项) in the papers: a unit's open ones in its notice, the overdue ones in the circular."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from indicators.reports.papers.blocks import Block, Column, Heading, Para, Table
from indicators.reports.papers.matter import Matter
from indicators.reports.papers.said import Said, Source, Text, counted, given, joined, quoted, say, text
from indicators.store import Action
from indicators.store.action_records import EVIDENCE, LOG
from indicators.store.action_states import FINISHED, STATES


def day(date: dt.date, what: str) -> Said:
    """A day as documents write it."""
    return given(f"{date.year}年{date.month}月{date.day}日", what, date.isoformat())


def of_unit(matter: Matter, unit: str) -> tuple[list[Action], list[Action]]:
    """The running actions that a unit leads, and those in which it cooperates, by deadline."""
    led = [one for one in matter.running if one.lead == unit]
    return led, [one for one in matter.running if unit in one.coop and one.lead != unit]


def section(matter: Matter, unit: str) -> list[Block]:
    """The unit's open actions: measure, state, deadline, whether overdue, what was last done, evidence."""
    led, helped = of_unit(matter, unit)
    if not led and not helped:
        return []
    late = [one for one in (*led, *helped) if one in matter.overdue]
    said = say(
        "截至{day}，你单位尚未办结的督办事项共{n}项{split}{late}。",
        day=day(matter.today, "today"),
        n=_count((*led, *helped), "running"),
        split=_split(led, helped),
        late=say("；已超过时限{n}项，请抓紧办理并说明原因", n=_count(late, "overdue")) if late else (),
    )
    table = _table(matter, [*led, *helped], helped)
    return [Heading(1, ("尚未办结的督办事项",)), Para(said), table]


def _split(led: Sequence[Action], helped: Sequence[Action]) -> Text:
    if not helped:
        return ()
    if not led:
        return ("，均为配合事项",)
    return say("，其中牵头{led}项、配合{helped}项", led=_count(led, "led"), helped=_count(helped, "helped"))


def summary(matter: Matter, unit: str) -> Text:
    """How many actions a unit leads that are open and how many of them overdue; () for none."""
    led, _ = of_unit(matter, unit)
    late = [one for one in led if one in matter.overdue]
    if not led:
        return ()
    said = say("{n}项督办事项尚未办结", n=_count(led, "running"))
    return say("{said}（其中已超过时限{n}项）", said=said, n=_count(late, "overdue")) if late else said


def circular(matter: Matter) -> list[Block]:
    """How the district's actions stand, and which are overdue; nothing where there never was one."""
    if not matter.actions:
        return []
    done = [one for one in matter.actions if one.state in FINISHED]
    first = say(
        "截至{day}，共立项督办{n}项，已办结{done}项，尚未办结{open}项，其中超过时限{late}项。",
        day=day(matter.today, "today"),
        n=_count(matter.actions, "actions"),
        done=_count(done, "done"),
        open=_count(matter.running, "running"),
        late=_count(matter.overdue, "overdue"),
    )
    blocks: list[Block] = [Heading(1, ("督办事项办理情况",)), Para(first)]
    if matter.overdue:
        blocks.append(_late_table(matter))
    return blocks


def _count(actions: Iterable[Action], what: str) -> Said:
    return counted((one.id for one in actions), what)


def _said(action: Action, field: str, words: str, value: float | None = None) -> Said:
    return Said(words, Source("action", (action.id, field)), value)


def _deadline(action: Action) -> Said:
    date = action.deadline
    return _said(action, "deadline", f"{date.year}年{date.month}月{date.day}日")


def _left(matter: Matter, action: Action) -> Text:
    """已超期30天, 还有5天, 今天到期."""
    left = (action.deadline - matter.today).days
    if left == 0:
        return ("当日到期",)
    days = _said(action, f"left:{matter.today.isoformat()}", str(abs(left)), float(abs(left)))
    return say("已超期{n}天", n=days) if left < 0 else say("未超期，还有{n}天", n=days)


def _last(action: Action) -> Text:
    """The last entry of the log, else the last step at all."""
    logged = [step for step in action.standing if step.kind == LOG]
    step = logged[-1] if logged else None
    if step is None:
        moved = [one for one in action.standing if one.state]
        if not moved:
            return ("尚无记录",)
        return say(
            "{day}{state}", day=_day_of(action, moved[-1].happened), state=STATES[moved[-1].state or ""]
        )
    words = quoted(step.note.rstrip("。"), "step", step.id)
    return say("{day}：{words}", day=_day_of(action, step.happened), words=words)


def _day_of(action: Action, date: dt.date) -> Said:
    return _said(action, f"day:{date.isoformat()}", f"{date.year}年{date.month}月{date.day}日")


def _proofs(action: Action) -> Said:
    return counted((step.id for step in action.standing if step.kind == EVIDENCE), "evidence")


def _what(action: Action, helped: Sequence[Action]) -> Text:
    """The action, its measure, and that the unit only cooperates."""
    name = quoted(action.title, "action", action.id)
    measure = quoted(action.measure.rstrip("。"), "measure", action.id) if action.measure else ""
    parts: list[Text] = [(name,)]
    if action in helped:
        parts.append(text("（配合，牵头：", quoted(action.lead, "unit", action.lead), "）"))
    if measure:
        parts.append(text("措施：", measure))
    return joined(parts, "\n")


def _table(matter: Matter, actions: Sequence[Action], helped: Sequence[Action]) -> Table:
    rows = tuple(
        (
            _what(one, helped),
            (STATES[one.state],),
            joined([text(_deadline(one)), _left(matter, one)], "\n"),
            _last(one),
            text(_proofs(one)),
        )
        for one in actions
    )
    columns = (
        Column("事项和措施", 0.31, "left"),
        Column("状态", 0.09),
        Column("完成时限", 0.24),
        Column("最近办理情况", 0.25, "left"),
        Column("佐证（份）", 0.11),
    )
    return Table(("尚未办结的督办事项",), columns, rows)


def _late_table(matter: Matter) -> Table:
    rows = tuple(
        (
            text(quoted(one.title, "action", one.id)),
            text(quoted(one.lead, "unit", one.lead)),
            text(_deadline(one)),
            _left(matter, one),
            (STATES[one.state],),
        )
        for one in matter.overdue
    )
    columns = (
        Column("事项", 0.32, "left"),
        Column("牵头单位", 0.2, "left"),
        Column("完成时限", 0.22),
        Column("超期", 0.16),
        Column("状态", 0.1),
    )
    return Table(("超过时限的督办事项",), columns, rows)
