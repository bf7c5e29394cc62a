"""From a plan's own words to a typed Target."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from indicators.findings import Finding, has_errors
from indicators.model import Direction, Milestone, Target, TargetKind
from indicators.targets.assemble import assemble
from indicators.targets.clauses import read_text
from indicators.targets.context import Context
from indicators.targets.lexer import MAX_LENGTH, normalise
from indicators.targets.special import CONDITION

NO_TARGET = re.compile(
    r"(?:[-/\\*]{0,4}|无|没有|暂无|无目标|不设目标|未设目标|仅监测|监测|监测指标|只监测|不考核|N/?A"
    r"|未找到.{0,40}|未检索到.{0,40})[。]?"
)
_REFERENCE = re.compile(r"(?:详?见|参见|同)(?:[A-Z]{1,2}\d{2,6}|附件|附表|上|下|前).{0,20}")


@dataclass(frozen=True, slots=True)
class Parsed:
    """What was read of a phrase: the target, and everything doubtful, each finding with its place."""

    target: Target
    findings: tuple[Finding, ...] = ()

    @property
    def readable(self) -> bool:
        """Whether the phrase was understood (no error among the findings)."""
        return not has_errors(self.findings)


def parse_target(
    phrase: str,
    *,
    unit: str | None = None,
    direction: Direction | str | None = None,
    period: tuple[int, int] = (2021, 2030),
) -> Parsed:
    """Read what a plan asks of one indicator.

    `unit` and `direction` are the indicator's own (numbers without a unit or without 以上/以下 take
    them); `period` is the plan's first and last year. Never raises: what cannot be read is a finding of
    severity error that points at the place, and the target is then `qualitative` (a person must judge),
    never `none`.
    """
    source = normalise(phrase)
    sense = Direction(direction) if direction else None
    context = Context(source, unit, sense, period)
    if len(phrase) > MAX_LENGTH:
        context.complain("target_too_long", 0, 1, limit=MAX_LENGTH, length=len(phrase))
    text = source.text
    if NO_TARGET.fullmatch(text):
        return Parsed(Target(phrase, TargetKind.NONE))
    if _REFERENCE.fullmatch(text):
        context.complain("target_reference", 0, len(text))
        return Parsed(Target(phrase, TargetKind.QUALITATIVE), tuple(context.findings))
    target = _read(text, 0, context)
    _check_sense(target, context)
    _check_years(target, context)
    if has_errors(context.findings):  # half a target would be judged as if it were the whole
        target = Target("", TargetKind.QUALITATIVE)
    return Parsed(replace(target, phrase=phrase), tuple(context.findings))


def _read(text: str, at: int, context: Context) -> Target:
    """The target of text[at:]; a leading condition wraps the rest."""
    condition = None if at else condition_of(text)
    if condition:
        inner = _read(text, condition.end(), context)
        if inner.kind in (TargetKind.QUALITATIVE, TargetKind.YES_NO):
            inner = replace(inner, phrase=text[condition.end() :])
        when = condition["when"]
        return Target("", TargetKind.CONDITIONAL, inner.direction, parts=(inner,), condition=when)
    reading = read_text(text, at, context)
    return assemble(reading.demands, reading.every, context, at)


def condition_of(text: str) -> re.Match[str] | None:
    """The condition under which all of a text holds (人口20万以上的县…), if it begins with one."""
    lead = re.match(r"(?:到|至)?(?:20\d\d年(?:底|末)?[,，]?)?", text)
    match = CONDITION.match(text, lead.end() if lead else 0)
    return match if match and match.end() < len(text) else None


def _check_sense(target: Target, context: Context) -> None:
    """Warn where the phrase asks for the other way than the indicator's own sense."""
    ways = {Direction.HIGHER, Direction.LOWER}
    if context.direction in ways and target.direction in ways and target.direction is not context.direction:
        if target.kind is TargetKind.GAP:
            return
        context.complain("target_direction_differs", 0, len(context.source.text))


def _check_years(target: Target, context: Context) -> None:
    """Warn of years before the plan or more than ten years behind it: a slip of the pen is likely."""
    first, last = context.period
    if any(_says_last_year_twice(part, last) for part in (target, *target.parts)):
        context.complain("target_two_values", 0, len(context.source.text))
    read = {stone.year for stone in _stones(target) if stone.year}
    odd = "、".join(str(year) for year in sorted(read) if not first <= year <= last + 10)
    if odd:
        end = len(context.source.text)
        context.complain("target_year_outside", 0, end, years=odd, first=first, last=last)


def _says_last_year_twice(target: Target, last: int) -> bool:
    """达到75%,2030年达到90%: a number without a year means the plan's last year too."""
    return {None, last} <= {stone.year for stone in target.milestones}


def _stones(target: Target) -> list[Milestone]:
    return [*target.milestones, *(stone for part in target.parts for stone in _stones(part))]
