"""Pure: the warnings of a year — computed and raised by hand — with what the office did about each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard import format as fmt
from dashboard import markup
from dashboard.rows import Filters, Row, joined
from dashboard.watch import Key, Lag, key_of
from indicators.store import LEVELS, Flag

NEW, SEEN = "未处理", "已知悉"
STATES = (NEW, SEEN)
_GRAVITY = {level: number for number, level in enumerate(LEVELS)}


@dataclass(frozen=True, slots=True)
class Alert:
    """One indicator that is warned of.

    `level` is the graver of the computed one and those raised by hand; `flags` are the standing
    warnings raised by hand; `mark` says that the office knows of a warning of this level or a graver one.
    """

    row: Row
    level: str
    lag: Lag | None = None
    flags: tuple[Flag, ...] = ()
    mark: Flag | None = None

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why, the gravest first; what people said of it comes last."""
        computed = level_of(self.row) is not None
        said = tuple(f"人工预警（{fmt.ALERTS[flag.level][1]}）：{flag.note}" for flag in self.flags)
        return (*(self.row.item.reasons if computed else ()), *said)

    @property
    def duration(self) -> str:
        """How long it has been on the list."""
        return self.lag.words if self.lag else ""

    @property
    def state(self) -> str:
        """Whether the office knows of it."""
        return SEEN if self.mark else NEW


def level_of(row: Row) -> str | None:
    """The computed level; a target missed in its year is red, though its pace is unknown; None: none."""
    if not fmt.is_lagging(row.item):
        return None
    return row.item.alert if row.item.alert in _GRAVITY else "red"


def alerts_of(rows: Iterable[Row], lags: Mapping[Key, Lag], flags: Iterable[Flag], year: int) -> list[Alert]:
    """The warnings of a year, the gravest first; within a level as urgent as on the lagging list."""
    standing = [flag for flag in flags if not flag.retracted]
    found: list[Alert] = []
    lines = joined(rows)
    computed = {row.item.code for row in lines if level_of(row)}
    for row in lines:
        code = row.item.code
        if level_of(row) is None and code in computed:
            continue  # of two plans' lines, what people said of the indicator stands with the one warned of
        computed.add(code)
        raised = tuple(
            flag for flag in standing if flag.kind == "flag" and flag.code == code and flag.year <= year
        )
        levels = [level for level in (level_of(row), *(flag.level for flag in raised)) if level]
        if not levels:
            continue
        level = min(levels, key=_GRAVITY.__getitem__)
        mark = next((flag for flag in standing if flag.code == code and _covers(flag, level, year)), None)
        found.append(Alert(row, level, lags.get(key_of(row.item)), raised, mark))
    return sorted(found, key=lambda alert: (_GRAVITY[alert.level], fmt.urgency(alert.row.item)))


def _covers(flag: Flag, level: str, year: int) -> bool:
    """Whether a mark is of this year's warning; a graver one than was marked is new again."""
    return flag.kind == "mark" and flag.year == year and _GRAVITY[flag.level] <= _GRAVITY[level]


def kept(alerts: Iterable[Alert], wanted: Filters, states: Sequence[str] = ()) -> list[Alert]:
    """The warnings that pass the filters; `wanted.alert` looks at the level shown."""
    return [
        alert
        for alert in alerts
        if (not wanted.alert or alert.level in wanted.alert)
        and (not wanted.plan or set(wanted.plan) & set(alert.row.plans))
        and (not wanted.domain or alert.row.item.domain in wanted.domain)
        and (not wanted.unit or alert.row.lead in wanted.unit)
        and (not states or alert.state in states)
    ]


def finding(area: str, year: int, alerts: Sequence[Alert], rows: Sequence[Row]) -> str:
    """The page's title: how many of each level, and how many nobody has looked at."""
    if not alerts:
        return f"{area}{year}年没有预警" if judged(rows) else f"{area}{year}年没有数据，看不出预警"
    counts = {level: sum(alert.level == level for alert in alerts) for level in LEVELS}
    words = "，".join(f"{fmt.ALERTS[level][1][:2]}{count}项" for level, count in counts.items() if count)
    new = sum(alert.mark is None for alert in alerts)
    tail = f"，{new}项还没有处理" if new else "，都已知悉"
    return f"{area}{year}年{len(alerts)}项预警：{words}{tail}"


def judged(rows: Sequence[Row]) -> bool:
    """Whether any indicator has a figure to warn by."""
    return any(row.item.value is not None for row in rows)


def frame(alerts: Iterable[Alert]) -> pd.DataFrame:
    """The warnings as a table to take away."""
    return pd.DataFrame([_line(alert) for alert in alerts], columns=list(_HEADS))


_HEADS = (
    "级别", "编号", "指标", "规划", "领域", "数值", "单位", "目标", "评定", "原因", "持续", "牵头单位",
    "处理", "处理说明", "处理人", "处理时间",
)  # fmt: skip


def _line(alert: Alert) -> dict[str, object]:
    row, mark = alert.row, alert.mark
    item = row.item
    seen = (mark.note, mark.by, f"{mark.at.astimezone():%Y-%m-%d %H:%M}") if mark else ("", "", "")
    values = (
        fmt.ALERTS[alert.level][1], item.code, item.indicator, markup.plan_words(row), item.domain or "",
        item.value, item.unit or "", item.target or "", item.word, "；".join(alert.reasons), alert.duration,
        row.lead, alert.state, *seen,
    )  # fmt: skip
    return dict(zip(_HEADS, values, strict=True))
