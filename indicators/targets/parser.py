"""From a plan's own words to a typed Target."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from indicators.findings import Finding, has_errors
from indicators.model import Direction, Target, TargetKind
from indicators.targets.assemble import assemble, label
from indicators.targets.context import Context, Demand
from indicators.targets.demands import clause_demands
from indicators.targets.lexer import MAX_LENGTH, Token, normalise, tokens
from indicators.targets.special import CONDITION, special_demand, unmeasured
from indicators.targets.years import year_of

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
    return Parsed(replace(target, phrase=phrase), tuple(context.findings))


def _read(text: str, at: int, context: Context) -> Target:
    """The target of text[at:]; a leading condition wraps the rest."""
    condition = None if at else _condition(text)
    if condition:
        inner = _read(text, condition.end(), context)
        when = condition["when"]
        return Target("", TargetKind.CONDITIONAL, inner.direction, parts=(inner,), condition=when)
    demands, every = _demands(text, at, context)
    return assemble(demands, every, context, at)


def _condition(text: str) -> re.Match[str] | None:
    lead = re.match(r"(?:到|至)?(?:20\d\d年(?:底|末)?[,，]?)?", text)
    match = CONDITION.match(text, lead.end() if lead else 0)
    return match if match and match.end() < len(text) else None


def _demands(text: str, at: int, context: Context) -> tuple[list[Demand], str | None]:
    found: list[Demand] = []
    every: str | None = None
    lead = tokens(text)
    if at:  # the year may stand before the condition
        for token in lead:
            if token.kind == "year" and token.end <= at:
                context.year = _year(token, context)
    for clause in _clauses([token for token in lead if token.start >= at]):
        for token in clause:
            every = token.value if token.kind == "every" else every
        body = [token for token in clause if token.kind != "every"]
        if body:
            found += _clause(text, body, context)
    return found, every


def _year(token: Token, context: Context) -> int | None:
    return year_of(token, context.period)


def _clauses(all_tokens: list[Token]) -> list[list[Token]]:
    """Token runs between commas and stops; a bracketed aside is a clause of its own behind its host,
    and only when it holds a number, a base or a year."""
    runs: list[list[Token]] = [[]]
    asides: list[list[Token]] = []
    depth = 0
    for token in all_tokens:
        if token.kind == "open":
            depth += 1
            asides.append([])
        elif token.kind == "close":
            depth = max(0, depth - 1)
        elif depth:
            asides[-1].append(token)
        elif token.kind == "stop":
            runs += [*filter(_matters, asides), []]
            asides = []
        else:
            runs[-1].append(token)
    return [run for run in [*runs, *filter(_matters, asides)] if run]


def _matters(aside: list[Token]) -> bool:
    return any(token.kind in ("quantity", "base", "hold", "full") for token in aside)


def _clause(text: str, clause: list[Token], context: Context) -> list[Demand]:
    whole = special_demand(text, clause, context)
    if whole:
        return [whole]
    found = clause_demands(clause, context)
    if found:
        return found
    if all(_empty(token) for token in clause):
        return []
    other = unmeasured(text, clause)
    return [other] if other else [Demand(Target("", TargetKind.NONE), "", clause[0].start, clause[-1].end)]


def _empty(token: Token) -> bool:
    if token.kind == "text":
        return not label(token.value)
    return token.kind in ("year", "base", "enum", "range", "per_year", "close", "reach")


def _check_sense(target: Target, context: Context) -> None:
    """Warn where the phrase asks for the other way than the indicator's own sense."""
    ways = {Direction.HIGHER, Direction.LOWER}
    if context.direction in ways and target.direction in ways and target.direction is not context.direction:
        if target.kind is TargetKind.GAP:
            return
        context.complain("target_direction_differs", 0, len(context.source.text))
