"""Pure: the responsible units — their indicators by status, their reporting — and the sheet to talk over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from dashboard import format as fmt
from dashboard.rows import Row, by_urgency, joined
from dashboard.watch import Key, Lag, key_of

NOBODY = "（未写明牵头单位）"
STATES = {
    "errors": ("unmet", "▲", "有错误待改"),
    "not_started": ("nodata", "○", "未报"),
    "partly": ("watch", "◐", "部分已报"),
    "complete": ("met", "●", "已报齐"),
    "nothing": ("other", "–", "本年不用报"),
}


@dataclass(frozen=True, slots=True)
class Report:
    """How far a unit's reporting for the year is; see `indicators.office.unit_status`."""

    state: str
    owed: int
    done: int
    missing: tuple[str, ...] = ()
    blocked: int = 0
    conflicts: int = 0
    late: bool = False
    days_left: int | None = None
    liaison: str = ""
    telephone: str = ""

    @property
    def when(self) -> str:
        """The deadline in words; nothing once everything is in, or where there is none."""
        if self.days_left is None or self.state in ("complete", "nothing"):
            return ""
        if self.days_left > 0:
            return f"离截止还有{self.days_left}天"
        return "今天截止" if self.days_left == 0 else f"已过截止{-self.days_left}天"


@dataclass(frozen=True, slots=True)
class Unit:
    """A responsible unit: the indicators it leads and those it helps with, joined over the plans.

    `names`: under which the plans call it, for links to the list of indicators.
    """

    name: str
    rows: tuple[Row, ...] = ()
    coop: tuple[Row, ...] = ()
    report: Report | None = None
    names: tuple[str, ...] = ()
    lags: Mapping[Key, Lag] = field(default_factory=dict)

    @property
    def tally(self) -> dict[str, int]:
        """Its indicators by status."""
        return fmt.counts(row.item for row in self.rows)

    @property
    def lagging(self) -> list[Row]:
        """Its indicators on the lagging list, the most urgent first."""
        return by_urgency(row for row in self.rows if fmt.is_lagging(row.item))

    @property
    def silent(self) -> list[Row]:
        """Its indicators without data."""
        return [row for row in self.rows if row.item.attainment == "no_data"]

    @property
    def steady(self) -> list[Row]:
        """The rest: met or on schedule, and what is not judged."""
        apart = {id(row) for row in (*self.lagging, *self.silent)}
        return [row for row in self.rows if id(row) not in apart]

    def level(self, level: str) -> int:
        """How many of its indicators have an alert of this level; missed for good counts as red."""
        return sum(_level(row) == level for row in self.lagging)

    def lag(self, row: Row) -> str:
        """How long one of its indicators has lagged, in words."""
        found = self.lags.get(key_of(row.item))
        return found.words if found else ""


def _level(row: Row) -> str:
    return row.item.alert if row.item.alert in ("red", "orange", "yellow") else "red"


def units_of(
    rows: Iterable[Row],
    reports: Mapping[str, Report | None],
    coop: Mapping[str, Sequence[str]],
    lags: Mapping[Key, Lag],
    called: Callable[[str], str],
) -> list[Unit]:
    """Every unit that leads an indicator, helps with one or owes a figure.

    `reports` by the register's name, `coop` the units that help by indicator code; `called` gives the
    register's name of a name in a plan.
    """
    every = joined(rows)
    called = _one_name(every, reports, coop, called)
    led: dict[str, list[Row]] = {}
    names: dict[str, list[str]] = {}
    helped: dict[str, list[Row]] = {}
    for row in every:
        name = called(row.lead) if row.lead else NOBODY
        led.setdefault(name, []).append(row)
        names.setdefault(name, []).append(row.lead)
        for unit in dict.fromkeys(map(called, coop.get(row.item.code, ()))):
            if unit != name:
                helped.setdefault(unit, []).append(row)
    return [
        Unit(
            name, tuple(by_urgency(led.get(name, ()))), tuple(helped.get(name, ())), reports.get(name),
            tuple(dict.fromkeys(filter(None, names.get(name, ())))), lags,
        )
        for name in dict.fromkeys([*reports, *led, *helped])
    ]  # fmt: skip


def _one_name(
    rows: Iterable[Row],
    reports: Iterable[str],
    coop: Mapping[str, Sequence[str]],
    called: Callable[[str], str],
) -> Callable[[str], str]:
    """`called`, and of names it does not know the one longer name that ends with it: 统计局 is 县统计局."""
    said = {row.lead for row in rows if row.lead} | {name for names in coop.values() for name in names}
    known = {called(name) for name in said} | set(reports)
    longer = {name: [other for other in known if other != name and other.endswith(name)] for name in known}
    found = {name: others[0] if len(others) == 1 else name for name, others in longer.items()}
    return lambda name: found.get(called(name), name)


def report_of(line: Any) -> Report:
    """A line of `indicators.office.unit_status` as a Report."""
    left = None if pd.isna(line.days_left) else int(line.days_left)
    return Report(
        line.state, int(line.owed), int(line.done), tuple(line.missing), int(line.blocked),
        int(line.conflicts), bool(line.late), left, line.liaison or "", line.telephone or "",
    )  # fmt: skip


def _report_order(unit: Unit) -> tuple[int, int, float]:
    report = unit.report
    if report is None:
        return (1, len(STATES), 0.0)
    part = report.done / report.owed if report.owed else 1.0
    return (0 if report.late else 1, list(STATES).index(report.state), part)


ORDERS: Mapping[str, Callable[[Unit], Any]] = {
    "单位": lambda unit: 0,
    "指标": lambda unit: -len(unit.rows),
    "达标": lambda unit: -unit.tally["met"],
    "关注": lambda unit: -unit.tally["watch"],
    "未达标": lambda unit: (-unit.tally["unmet"], -len(unit.lagging)),
    "无数据": lambda unit: -unit.tally["nodata"],
    "预警": lambda unit: (-unit.level("red"), -unit.level("orange"), -unit.level("yellow")),
    "报送": _report_order,
}
"""How the table of units can be ordered, by the heading's word; within, the register's order stays."""


def ordered(units: Iterable[Unit], word: str) -> list[Unit]:
    """The units in one of ORDERS; in the register's order for any other word."""
    return sorted(units, key=ORDERS.get(word, ORDERS["单位"]))


def finding(units: Sequence[Unit], year: int) -> str:
    """The page's title: how many units, and how many of them have something to see to."""
    leading = [unit for unit in units if unit.rows and unit.name != NOBODY]
    red = sum(unit.level("red") > 0 for unit in leading)
    owing = sum(
        bool(unit.report and unit.report.state in ("errors", "not_started", "partly")) for unit in units
    )
    parts = [f"{len(leading)}个牵头单位"]
    parts += [f"{red}个有红色预警"] if red else ["没有红色预警"]
    parts += [f"{owing}个还没有报齐"] if owing else []
    return f"{year}年：{'，'.join(parts)}"


def unit_finding(unit: Unit, year: int) -> str:
    """A unit's title: its indicators by status, and what it has not reported."""
    tally = unit.tally
    if not unit.rows:
        return f"{unit.name}{year}年：没有牵头的指标"
    words = f"{unit.name}{year}年：{len(unit.rows)}项指标，达标{tally['met']}，未达标{tally['unmet']}"
    missing = len(unit.report.missing) if unit.report else 0
    return f"{words}，还缺{missing}项没报" if missing else words


def frame(units: Iterable[Unit]) -> pd.DataFrame:
    """The table of units to take away."""
    return pd.DataFrame([_line(unit) for unit in units], columns=list(_HEADS))


_HEADS = (
    "单位", "牵头指标", "达标", "关注", "未达标", "无数据", "不评", "红色预警", "橙色预警", "黄色预警",
    "配合指标", "报送", "应报", "已报", "还缺", "逾期", "联络员", "电话",
)  # fmt: skip


def _line(unit: Unit) -> dict[str, object]:
    report = unit.report or Report("", 0, 0)
    levels = [unit.level(level) for level in ("red", "orange", "yellow")]
    values = (
        unit.name, len(unit.rows), *unit.tally.values(), *levels,
        len(unit.coop), STATES.get(report.state, ("", "", ""))[2], report.owed, report.done,
        "、".join(report.missing), "是" if report.late else "", report.liaison, report.telephone,
    )  # fmt: skip
    return dict(zip(_HEADS, values, strict=True))


def rows_frame(unit: Unit) -> pd.DataFrame:
    """A unit's indicators to take away."""
    return pd.DataFrame(
        [
            {
                "编号": row.item.code, "指标": row.item.indicator,
                "规划": "、".join(fmt.PLANS_SHORT.get(plan, plan) for plan in row.plans),
                "领域": row.item.domain or "", "职责": duty, "数值": row.item.value,
                "单位": row.item.unit or "", "目标": row.item.target or "", "评定": row.item.word,
                "预警": fmt.ALERTS.get(row.item.alert, ("", ""))[1], "持续": unit.lag(row),
                "说明": row.item.sentence,
            }
            for duty, rows in (("牵头", unit.rows), ("配合", unit.coop))
            for row in rows
        ]
    )  # fmt: skip
