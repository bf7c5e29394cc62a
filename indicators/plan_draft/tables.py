"""Tables inside a plan's text: lines of indicators with their targets, or of goals with their units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from indicators.plan_draft.outline import Line, bare
from indicators.plan_draft.paragraphs import Paragraph
from indicators.targets import Goal, parse_target

_NAME = re.compile(r"指标名称|^指标$|主要指标|目标指标|监测指标|指标内容")
_GOAL = re.compile(r"目标任务|主要目标|目标内容|^目标$|规划目标|具体目标")
_TARGET = re.compile(r"目标|20[23]\d年?$")
_NOT_A_TARGET = re.compile(r"现状|基期|基准|实际|单位|部门|措施")
_LEAD = re.compile(r"责任|牵头")
_YEAR = re.compile(r"20[23]\d")


@dataclass(frozen=True, slots=True)
class _Head:
    """Which column is what; `targets` maps a column to the year in its heading ("2030年" or "")."""

    name: int
    targets: dict[int, str] = field(default_factory=dict)
    lead: int | None = None


def table_goals(
    paragraphs: list[Paragraph], period: tuple[int, int]
) -> Iterator[tuple[Line, Goal | None, str]]:
    """(line, goal, lead unit) for every line of every table that names indicators with targets, or goals
    (then without a goal: the line is read as a sentence). Lines with empty targets are skipped."""
    head: _Head | None = None
    for paragraph in paragraphs:
        found = _head(paragraph.cells)
        if found or not paragraph.cells:
            head = found
        elif head and _cell(paragraph.cells, head.name):
            text = bare(_cell(paragraph.cells, head.name))
            lead = _cell(paragraph.cells, head.lead)
            goal = _goal(text, paragraph.cells, head, period)
            if goal:
                yield Line(" ".join(filter(None, paragraph.cells)), paragraph.number), goal, lead
            elif not head.targets:
                yield Line(text, paragraph.number), None, lead


def _cell(cells: tuple[str, ...], at: int | None) -> str:
    return cells[at] if at is not None and at < len(cells) else ""


def _head(cells: tuple[str, ...]) -> _Head | None:
    name = next((at for at, cell in enumerate(cells) if _NAME.search(cell) and len(cell) < 12), None)
    lead = next((at for at, cell in enumerate(cells) if _LEAD.search(cell) and len(cell) < 12), None)
    if name is None:
        goal = next((at for at, cell in enumerate(cells) if _GOAL.search(cell) and len(cell) < 12), None)
        return None if goal is None or lead is None else _Head(goal, {}, lead)
    targets: dict[int, str] = {}
    for at, cell in enumerate(cells):
        if at != name and _TARGET.search(cell) and not _NOT_A_TARGET.search(cell) and len(cell) < 16:
            year = _YEAR.search(cell)
            targets[at] = f"{year[0]}年" if year else ""
    return _Head(name, targets, lead) if targets else None


def _goal(text: str, cells: tuple[str, ...], head: _Head, period: tuple[int, int]) -> Goal | None:
    said = [year + _cell(cells, at) for at, year in head.targets.items() if _cell(cells, at).strip("-—/无")]
    phrase = "，".join(said)
    return Goal(text, phrase, parse_target(phrase, period=period).target) if said else None
