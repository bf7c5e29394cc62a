"""目标责任分解书: the plan's goals by responsible unit, to print and to sign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from indicators.catalog import PlanGoal
from indicators.catalog.book import Book
from indicators.catalog.handbook import PLAN_WORDS

_COLUMNS = (
    ("序号", 6), ("规划", 7), ("领域", 12), ("指标", 34), ("单位", 9), ("目标", 40), ("职责", 7),
    ("牵头单位", 18), ("配合单位", 26),
)  # fmt: skip
NOBODY = "（未写明牵头单位）"


def duties(
    goals: Sequence[PlanGoal], aliases: Mapping[str, str] | None = None
) -> dict[str, list[tuple[bool, PlanGoal]]]:
    """What each unit answers for: (does it lead?, goal), led goals first; units with most led goals first.

    `aliases` gives the register's name for another name of a unit. Goals without a lead unit stand
    under NOBODY, last.
    """
    known = aliases or {}
    found: dict[str, list[tuple[bool, PlanGoal]]] = {}
    for goal in goals:
        lead = known.get(goal.lead or "", goal.lead) or NOBODY
        found.setdefault(lead, []).append((True, goal))
        for unit in dict.fromkeys(known.get(name, name) for name in goal.coop):
            if unit != lead:
                found.setdefault(unit, []).append((False, goal))
    for mine in found.values():
        mine.sort(key=lambda pair: not pair[0])
    return dict(sorted(found.items(), key=lambda item: (item[0] == NOBODY, -_led(item[1]), item[0])))


def _led(mine: Sequence[tuple[bool, PlanGoal]]) -> int:
    return sum(lead for lead, _ in mine)


def duties_book(goals: Sequence[PlanGoal], district: str, aliases: Mapping[str, str] | None = None) -> bytes:
    """The sheet of duties as xlsx: an overview, then one sheet per unit, A4 landscape, ready to print."""
    book = Book(f"{district}两规划目标责任分解书")
    units = duties(goals, aliases)
    front = book.sheet("汇总")
    _title(book, front, f"{district}两规划目标责任分解书", 3)
    front.set_column(0, 0, 34)
    front.set_column(1, 3, 14)
    for at, word in enumerate(("责任单位", "牵头目标", "配合目标", "合计")):
        front.write_string(1, at, word, book.head)
    for line, (unit, mine) in enumerate(units.items(), 2):
        front.write_string(line, 0, unit, book.body)
        for at, count in enumerate((_led(mine), len(mine) - _led(mine), len(mine)), 1):
            front.write_number(line, at, count, book.middle)
    front.repeat_rows(1)
    for unit, mine in units.items():
        _unit(book, district, unit, mine)
    return book.bytes()


def _unit(book: Book, district: str, unit: str, mine: Sequence[tuple[bool, PlanGoal]]) -> None:
    sheet = book.sheet(unit)
    _title(book, sheet, f"{district}两规划目标责任分解书（{unit}）", len(_COLUMNS) - 1)
    for at, (word, width) in enumerate(_COLUMNS):
        sheet.set_column(at, at, width)
        sheet.write_string(1, at, word, book.head)
    for number, (lead, goal) in enumerate(mine, 1):
        _line(book, sheet, number, lead, goal)
    end = len(mine) + 3
    sheet.write_string(end, 3, "责任单位（盖章）：", book.quiet)
    sheet.write_string(end, 5, "负责人：　　　　　联络员：　　　　　日期：", book.quiet)
    sheet.repeat_rows(1)
    sheet.freeze_panes(2, 4)


def _line(book: Book, sheet: Any, number: int, lead: bool, goal: PlanGoal) -> None:
    target = goal.phrase or "监测"
    if goal.version:
        target += f"（{goal.version}年起）"
    if goal.set_name:
        target += f"（{goal.set_name}）"
    texts = (
        PLAN_WORDS[goal.plan], goal.domain, goal.name, goal.said.unit or goal.unit or "", target,
        "牵头" if lead else "配合", goal.lead or "", "、".join(goal.coop),
    )  # fmt: skip
    sheet.write_number(number + 1, 0, number, book.middle)
    for at, text in enumerate(texts, 1):
        sheet.write_string(number + 1, at, text, book.middle if at in (1, 6) else book.body)


def _title(book: Book, sheet: Any, text: str, last: int) -> None:
    book.merged(sheet, (0, 0), (0, last), text, book.title)
    sheet.set_row(0, 28)
