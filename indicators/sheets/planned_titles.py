"""Tables that their titles call targets or plans: which of their columns hold what was observed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from indicators.model import Place
from indicators.sheets.columns import Column
from indicators.sheets.context import Context
from indicators.sheets.dims import Reader, Token
from indicators.sheets.facts import Facts
from indicators.sheets.grid import address
from indicators.sheets.lexicon import fold
from indicators.sheets.questions import Asker

_SAMPLE = 400
_KIND = r"(?:一览|汇总|明细|清单|责任|安排)*表?$"
_PLAN = re.compile(
    rf"(?:目标|目标任务|任务目标|(?:目标|计划|规划|预期|预测|预计|任务)(?:值|数|量)"
    rf"|(?:目标|预期|任务)指标)(?:要求)?{_KIND}"
    rf"|(?:目标|任务|计划|指标)(?:责任)?(?:分解|分配|下达)(?:情况|方案)?{_KIND}"
    rf"|(?<!规划)计划(?:一览|汇总|明细|安排|任务)*表?$"
)
_OBSERVED = re.compile(r"实际|完成|实绩|实现|基期|基数|基线|基准|现状|现值|上年|去年|已")
_ASIDE = re.compile(r"[((][^()]*[))]|\.[a-z]{2,4}$")


def is_plan_title(title: str) -> bool:
    """Whether a title ends in words for a table of targets or plans (…目标任务分解表, …目标值一览表)."""
    plain = _ASIDE.sub("", fold(title))
    return _PLAN.search(plain) is not None and not re.search(r"完成|实施情况|执行情况|进展|实现", plain)


def planned_columns(
    context: Context, place: Place, tokens: Mapping[int, Sequence[Token]], named: bool
) -> set[int]:
    """The data columns that hold targets only because the title says so.

    `named`: some column says itself that it holds targets, so that the others do not. Columns that
    speak of what is (2024年实际, 上年完成) hold figures all the same.
    """
    titles = [context.title] if context.title else [place.sheet or "", place.file or ""]
    if named or not any(is_plan_title(title) for title in titles):
        return set()
    return {
        column for column, path in tokens.items() if not any(_OBSERVED.search(token.text) for token in path)
    }


def says_target(
    columns: Sequence[Column], tokens: Mapping[int, Sequence[Token]], facts: Facts, body: Sequence[int],
    reader: Reader,
) -> bool:  # fmt: skip
    """Whether a column or a row of a table says itself that it holds targets."""
    if any(c.dim == "target" for c in columns):
        return True
    if any(token.dim == "target" for path in tokens.values() for token in path):
        return True
    stubs = [c.index for c in columns if c.use == "stub"]
    texts = {facts.text(row, column) for row in body[:_SAMPLE] for column in stubs}
    return any(reader.token(text).dim == "target" for text in texts)


def tell_plan(
    facts: Facts, body: Sequence[int], columns: Sequence[int], title: str, place: Place, asker: Asker
) -> None:
    """Say that a whole table's figures are targets, as its title says."""
    held = [(row, column) for row in body for column in columns if facts.numeric[row, column]]
    if held:
        where = Place(place.file, place.sheet, address(*held[0]))
        asker.tell("planned_figures", where, labels=f"“{title}”", count=len(held))
