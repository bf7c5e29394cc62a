"""Pure: actions (督办事项) as the pages show them: how due, in which order, by state, by month."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard import format as fmt
from dashboard.rows import Row
from indicators.model import Direction
from indicators.store import Action, ActionText, Step
from indicators.store.action_records import DEADLINE, EVIDENCE, LOG, MOVE
from indicators.store.action_states import DUE, ENDED, LATER, OVERDUE, SOON, STATES, due

KINDS = {MOVE: "状态", LOG: "办理情况", DEADLINE: "改期限", EVIDENCE: "佐证材料"}
_ORDER = {name: at for at, name in enumerate(DUE)}


@dataclass(frozen=True, slots=True)
class Listed:
    """An action with how it stands to its deadline (`due`), in words too."""

    action: Action
    due: str
    words: str

    @property
    def units(self) -> tuple[str, ...]:
        """Lead and cooperating units."""
        return (self.action.lead, *self.action.coop)

    @property
    def last(self) -> str:
        """The last thing that happened, in words."""
        return step_words(self.action.standing[-1]) if self.action.standing else "已立项"


@dataclass(frozen=True, slots=True)
class Filters:
    """What of the actions is wanted; empty means everything."""

    unit: Sequence[str] = ()
    state: Sequence[str] = ()
    plan: Sequence[str] = ()

    def keep(self, item: Listed) -> bool:
        """Whether an action is wanted."""
        action = item.action
        return (
            (not self.unit or bool(set(self.unit) & set(item.units)))
            and (not self.state or action.state in self.state)
            and (not self.plan or action.plan in self.plan)
        )


def listed(actions: Iterable[Action], area: str, today: dt.date, within: int) -> list[Listed]:
    """The standing actions of an area and those below it, the most pressing first, then by deadline."""
    found = [
        Listed(item, due(item.deadline, item.state, today, within), due_words(item, today))
        for item in actions
        if not item.retracted and (item.area == area or item.area.startswith(f"{area}/"))
    ]
    return sorted(found, key=lambda item: (_ORDER[item.due], item.action.deadline, item.action.id))


def due_words(action: Action, today: dt.date) -> str:
    """The time left, in words."""
    left = (action.deadline - today).days
    if due(action.deadline, action.state, today) == ENDED:
        return STATES[action.state]
    return f"超期{-left}天" if left < 0 else f"还有{left}天" if left else "今天到期"


def title(area: str, found: Sequence[Listed]) -> str:
    """The page's title: how many, and what presses."""
    if not found:
        return f"{area}还没有督办事项"
    counts = {name: sum(item.due == name for item in found) for name in DUE}
    words = [f"{counts[name]}项{DUE[name]}" for name in (OVERDUE, SOON, ENDED) if counts[name]]
    if not counts[OVERDUE] and not counts[SOON] and counts[LATER]:
        words.insert(0, "没有超期和快到期的")
    return f"{area}{len(found)}项督办事项：{'，'.join(words)}"


def step_words(step: Step) -> str:
    """One step in words."""
    if step.kind == MOVE:
        said = f"转为{STATES[step.state or '']}"
    elif step.kind == DEADLINE:
        said = f"期限改为{step.deadline}"
    elif step.kind == EVIDENCE:
        said = f"佐证材料：{step.file}"
    else:
        return step.note
    return f"{said}（{step.note}）" if step.note else said


def by_state(found: Iterable[Listed]) -> dict[str, list[Listed]]:
    """The board's columns, in the order of the states."""
    columns: dict[str, list[Listed]] = {state: [] for state in STATES}
    for item in found:
        columns[item.action.state].append(item)
    return columns


def month_of(text: str | None, found: Sequence[Listed], today: dt.date) -> tuple[int, int]:
    """The month of the address (2026-06); else the one of the most pressing open deadline; else today's."""
    try:
        day = dt.datetime.strptime(text or "", "%Y-%m").date()
        return day.year, day.month
    except ValueError:
        near = next((item.action.deadline for item in found if item.due != ENDED), today)
        return near.year, near.month


def beside(year: int, month: int, steps: int) -> str:
    """The month so many months away, as the address has it."""
    at = year * 12 + month - 1 + steps
    return f"{at // 12:04d}-{at % 12 + 1:02d}"


def weeks(year: int, month: int, found: Iterable[Listed]) -> list[list[tuple[dt.date, list[Listed]]]]:
    """The month's weeks, Monday first, each day with the deadlines that fall on it."""
    days: dict[dt.date, list[Listed]] = {}
    for item in found:
        days.setdefault(item.action.deadline, []).append(item)
    plan = calendar.Calendar().monthdatescalendar(year, month)
    return [[(day, days.get(day, [])) for day in week] for week in plan]


def filled(row: Row, deadline: dt.date) -> ActionText:
    """What a new action on an indicator says before anybody edits it: the verdict as the cause."""
    coop = row.indicator.coop if row.indicator else ()
    return ActionText(
        f"{row.item.indicator}整改", row.lead, deadline, row.item.plan, tuple(coop), row.item.sentence or ""
    )


def moved(
    points: Sequence[tuple[int, float | None]], year: int, direction: Direction | str, unit: str | None
) -> str:
    """Whether the figure moved after the action: the opening year's against the latest one, in words."""
    known = {at: value for at, value in points if value is not None}
    if year not in known:
        return f"立项时（{year}年）没有数，无法比较"
    last = max(known)
    if last <= year:
        return f"{year}年{fmt.with_unit(known[year], unit)}，以后还没有新数"
    words = fmt.change_words(known[last], known[year], direction, unit)
    return f"{year}年{fmt.with_unit(known[year], unit)}，{last}年{fmt.with_unit(known[last], unit)}，{words}"


_HEADS = (
    "编号", "事项", "指标编号", "指标", "地区", "规划", "年份", "状态", "立项日期", "期限", "到期",
    "牵头单位", "配合单位", "原因", "措施", "项目", "办理记录",
)  # fmt: skip


def frame(found: Iterable[Listed]) -> pd.DataFrame:
    """The actions as a table to take away."""
    return pd.DataFrame([_line(item) for item in found], columns=list(_HEADS))


def _line(item: Listed) -> dict[str, object]:
    at = item.action
    log = "；".join(f"{step.happened} {step_words(step)}" for step in at.standing)
    values = (
        at.id, at.title, at.code, at.indicator, at.area, fmt.PLANS_SHORT.get(at.plan or "", ""), at.year,
        STATES[at.state], str(at.opened), str(at.deadline), f"{DUE[item.due]}，{item.words}", at.lead,
        "、".join(at.coop), at.cause, at.measure, at.project, log,
    )  # fmt: skip
    return dict(zip(_HEADS, values, strict=True))
