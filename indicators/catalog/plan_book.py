"""A district's plan as a workbook in the office's own columns; reading it gives the same goals again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from indicators.catalog.book import Book
from indicators.catalog.goals import PlanGoal
from indicators.catalog.handbook import DIRECTION_WORDS, PLAN_WORDS
from indicators.model import PlanKind
from indicators.targets import reading_zh

Column = tuple[str, int, Callable[[PlanGoal], str]]
_TITLES = {PlanKind.WOMEN: "妇女发展规划", PlanKind.CHILDREN: "儿童发展规划", PlanKind.GRASSROOTS: "基层指标"}


def export_plan(goals: Sequence[PlanGoal], district: str = "") -> bytes:
    """The plan as xlsx: a sheet per plan and period; domains merged, targets in the plan's own words.

    The column 读作 is for reading only; it is passed over when the file is read.
    """
    book = Book(f"{district}两规划指标体系表")
    for plan in PlanKind:
        mine = [goal for goal in goals if goal.plan is plan]
        periods = sorted({goal.period for goal in mine})
        for period in periods:
            name = f"{PLAN_WORDS[plan]}规划"
            if len(periods) > 1:
                name += f"{period[0]}-{period[1]}"
            title = f"{district}{_TITLES[plan]}（{period[0]}—{period[1]}年）指标体系表"
            _sheet(book, name, title, [goal for goal in mine if goal.period == period])
    if not goals:
        book.sheet("规划").write_string(0, 0, "还没有规划目标。", book.body)
    return book.bytes()


def _sheet(book: Book, name: str, title: str, goals: Sequence[PlanGoal]) -> None:
    columns = _columns(goals)
    sheet = book.sheet(name)
    book.merged(sheet, (0, 0), (0, len(columns) - 1), title, book.title)
    sheet.set_row(0, 28)
    for at, (word, width, _) in enumerate(columns):
        sheet.set_column(at, at, width)
        sheet.write_string(1, at, word, book.head)
    line = 2
    for domain, block in groupby(goals, key=lambda goal: goal.domain):
        first = line
        for goal in block:
            for at, (_, _, words) in enumerate(columns[1:], 1):
                sheet.write_string(line, at, words(goal), book.body)
            line += 1
        book.merged(sheet, (first, 0), (line - 1, 0), domain, book.middle)
    sheet.freeze_panes(2, 3)
    sheet.repeat_rows(1)


def _columns(goals: Sequence[PlanGoal]) -> list[Column]:
    """The columns a sheet needs: the office's usual ones, and others where a line has something there."""
    years = sorted({year for goal in goals for year, _ in goal.said.by_year})
    columns: list[Column] = [
        ("领域", 12, lambda goal: goal.domain),
        ("代码", 10, lambda goal: goal.code),
        ("指标", 34, lambda goal: goal.said.indicator or goal.name),
        ("单位", 9, lambda goal: goal.said.unit if goal.said.indicator else goal.unit or ""),
        ("方向", 10, _direction),
        ("基期值", 12, lambda goal: goal.said.base),
    ]
    if not years or any(goal.phrase and not goal.said.by_year for goal in goals):
        columns.append(("目标", 34, lambda goal: "" if goal.said.by_year else goal.phrase))
    columns += [(f"{year}年目标", 18, _of_year(year)) for year in years]
    columns += [
        ("读作", 34, lambda goal: reading_zh(goal.target) if goal.phrase else ""),
        ("牵头单位", 16, lambda goal: goal.lead or ""),
        ("配合单位", 20, lambda goal: "、".join(goal.coop)),
        ("数据来源", 18, lambda goal: goal.said.source),
        ("计算公式", 24, lambda goal: goal.said.formula),
        ("说明", 24, lambda goal: goal.said.note),
        ("目标来源", 12, lambda goal: goal.set_name),
        ("版本", 8, lambda goal: goal.version),
    ]
    return [column for column in columns if column[0] in _ALWAYS or _used(goals, column)]


_ALWAYS = ("领域", "代码", "指标", "单位", "目标", "读作", "牵头单位", "配合单位")


def _used(goals: Iterable[PlanGoal], column: Column) -> bool:
    return any(column[2](goal) for goal in goals)


def _direction(goal: PlanGoal) -> str:
    """As written; for an indicator of the district's own always, as it has no other definition."""
    own = DIRECTION_WORDS[goal.definition.direction] if goal.definition else ""
    return goal.said.direction or own


def _of_year(year: int) -> Callable[[PlanGoal], str]:
    return lambda goal: dict(goal.said.by_year).get(year, "")
