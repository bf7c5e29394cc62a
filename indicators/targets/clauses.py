"""From a text to its demands: clauses between commas, asides in brackets, what carries over."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from indicators.model import Target, TargetKind
from indicators.targets.context import Context, Demand
from indicators.targets.demands import clause_demands, dated
from indicators.targets.labels import label
from indicators.targets.lexer import Token, tokens
from indicators.targets.special import special_demand, unmeasured
from indicators.targets.words import BREAKDOWNS, FIGURES
from indicators.targets.years import year_of

_DIGITS = re.compile(r"\d[\d./%]*")
_TELLING = {"quantity", "base", "hold", "full", "zero"}
_IDLE = {"year", "base", "enum", "range", "per_year", "close", "year_behind", "reach", "every"}


@dataclass(slots=True)
class Clause:
    """A run of tokens; `aside` when it stood in brackets."""

    tokens: list[Token] = field(default_factory=list)
    aside: bool = False


@dataclass(slots=True)
class Reading:
    """What a text demands, in order, and the kind of area by which it counts, if it says so."""

    demands: list[Demand] = field(default_factory=list)
    every: str | None = None


def read_text(text: str, at: int, context: Context) -> Reading:
    """The demands of text[at:]. Clauses that mean nothing come back as demands of kind none."""
    reading = Reading()
    for token in tokens(text[:at]):
        if token.kind == "year":  # the year may stand before a condition
            context.year = year_of(token, context.period)
    all_tokens = tokens(text, at)
    for clause in clauses(all_tokens):
        for token in clause.tokens:
            reading.every = token.value if token.kind == "every" else reading.every
        clause.tokens = [token for token in clause.tokens if token.kind != "every"]
        _read_clause(text, clause.tokens, context, reading)
    if context.waiting:
        reading.demands.append(context.waiting)
    if context.years:  # 全覆盖,2025年底前完成: the year stands behind
        reading.demands = [dated(item, context.years[-1]) for item in reading.demands]
    _complain_unused(all_tokens, context)
    return reading


def _complain_unused(all_tokens: list[Token], context: Context) -> None:
    """No number vanishes: whatever no demand, year or name took is pointed at."""
    for token in all_tokens:
        counted = token.quantity is not None and not token.quantity.spelled
        loose = token.kind == "text" and _DIGITS.search(token.value)
        if counted and token.start not in context.used:
            context.complain("target_number_left_over", token.start, token.end)
        elif loose:
            context.complain(
                "target_number_left_over", token.start + loose.start(), token.start + loose.end()
            )


def clauses(all_tokens: list[Token]) -> list[Clause]:
    """Token runs between commas and stops; a bracketed aside is a clause of its own behind its host,
    and only when it holds a number, a base, a year or the like."""
    runs = [Clause()]
    asides: list[Clause] = []
    depth = 0
    for token in all_tokens:
        if token.kind == "open":
            depth += 1
            asides.append(Clause(aside=True))
        elif token.kind == "close":
            depth = max(0, depth - 1)
            if asides and _only_a_part(asides[-1]) and runs[-1].tokens:
                runs[-1].tokens.append(replace(asides.pop().tokens[0], kind="part_behind"))
            elif asides and _only_dates(asides[-1]):
                runs[-1].tokens += [replace(item, kind="year_behind") for item in _years(asides.pop())]
        elif depth and asides:
            asides[-1].tokens.append(token)
        elif token.kind == "stop":
            runs += [*filter(_matters, asides), Clause()]
            asides = []
        else:
            runs[-1].tokens.append(token)
    return [run for run in [*runs, *filter(_matters, asides)] if run.tokens]


def _matters(aside: Clause) -> bool:
    return any(token.kind in _TELLING or token.kind == "every" for token in aside.tokens)


def _years(aside: Clause) -> list[Token]:
    return [token for token in aside.tokens if token.kind in ("year", "range")]


def _only_a_part(aside: Clause) -> bool:
    """低于5‰(城市)、6‰(农村): the bracket names the part that its number is said of."""
    return len(aside.tokens) == 1 and aside.tokens[0].value in BREAKDOWNS


def _only_dates(aside: Clause) -> bool:
    return bool(_years(aside)) and not _matters(aside)


def _read_clause(text: str, clause: list[Token], context: Context, reading: Reading) -> None:
    if not clause:
        return
    found = _clause(text, clause, context)
    if found and context.carried and not label(found[0].subject):
        found[0] = replace(found[0], subject=context.carried)
    context.carried, context.waiting = "", None
    context.last_subject = found[-1].subject if found else ""
    subject = _only_a_subject(text, clause, found)
    if subject:
        context.carried = subject
        context.waiting = found[0]
        return
    reading.demands += found


def _clause(text: str, clause: list[Token], context: Context) -> list[Demand]:
    whole = special_demand(text, clause, context)
    if whole:
        behind = [token for token in clause if token.kind == "year_behind"]
        return [dated(whole, year_of(behind[-1], context.period)) if behind else whole]
    found = clause_demands(clause, context)
    if found or all(_idle(token) for token in clause):
        return found
    other = unmeasured(text, clause)
    return [other] if other else [Demand(Target("", TargetKind.NONE), "", clause[0].start, clause[-1].end)]


def _idle(token: Token) -> bool:
    return not label(token.value) if token.kind == "text" else token.kind in _IDLE


def _only_a_subject(text: str, clause: list[Token], found: list[Demand]) -> str:
    """The clause as the subject of the next one (孕产妇死亡率,2025年控制在…), or nothing."""
    if len(found) != 1 or found[0].target.kind not in (TargetKind.NONE, TargetKind.QUALITATIVE):
        return ""
    if any(token.quantity and not token.quantity.spelled for token in clause):
        return ""
    body = text[clause[0].start : clause[-1].end]
    return body if body.endswith(FIGURES) and clause[0].kind in ("text", "name") else ""
