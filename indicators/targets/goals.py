"""A sentence of a plan as the things it asks for: each indicator's name with the words of its target."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from indicators.model import Target, TargetKind
from indicators.targets.assemble import SOFT, Group, groups_of, joined
from indicators.targets.clauses import read_text
from indicators.targets.context import Context
from indicators.targets.lexer import Source, normalise
from indicators.targets.parser import condition_of, parse_target
from indicators.targets.words import BREAKDOWNS, FIGURES
from indicators.targets.write import write_target


@dataclass(frozen=True, slots=True)
class Goal:
    """One thing a sentence asks for: what it is said of (may be empty), and the target in words that
    `parse_target` reads; `as_written` is False where these are canonical words, because the sentence
    shares them among several things (A和B分别降至1%、2%)."""

    subject: str
    phrase: str
    target: Target
    as_written: bool = True


def read_goals(sentence: str, *, period: tuple[int, int] = (2021, 2030)) -> list[Goal]:
    """The measurable things of one sentence, in order; empty when there are none.

    Demands without a name of their own (城乡差距缩小) belong to the thing named before them, parts
    named by a breakdown (城市95%、农村85%) to one thing. Never raises.
    """
    source = normalise(sentence)
    context = Context(source, None, None, period)
    condition = condition_of(source.text)
    at = condition.end() if condition else 0
    reading = read_text(source.text, at, context)
    firm = [item for item in reading.demands if item.target.kind not in (*SOFT, TargetKind.NONE)]
    groups = _full_names(groups_of(firm, reading.every), source.text)
    found = [_goal(bundle, source, context) for bundle in _bundles(groups)]
    if condition:
        found = [
            replace(goal, phrase=f"{condition['when']}：{goal.phrase}", as_written=False) for goal in found
        ]
        found = [replace(goal, target=parse_target(goal.phrase, period=period).target) for goal in found]
    return found


_ENDING = re.compile(r"[一-鿿]{2}(?:率|比例|比重|人数|覆盖面)$")


def _full_names(groups: list[Group], text: str) -> list[Group]:
    """Names with the ending they share: 新生儿、婴儿和5岁以下儿童死亡率分别… are three death rates."""
    named = [group for group in groups if group.name and group.named]
    if "分别" not in text or len(named) < 2:
        return groups
    last = named[-1].name
    lead = max((word for word in BREAKDOWNS if last.startswith(word)), key=len, default="")
    ending = _ENDING.search(last)
    shared = last[len(lead) :] if lead else ending[0] if ending else ""
    short = [group for group in named[:-1] if not group.name.endswith(FIGURES)]
    return [replace(group, name=group.name + shared) if group in short else group for group in groups]


def _bundles(groups: list[Group]) -> list[list[Group]]:
    """Groups that speak of one thing."""
    bundles: list[list[Group]] = []
    for group in groups:
        part = group.name in BREAKDOWNS and (not bundles or bundles[-1][-1].name in BREAKDOWNS)
        if bundles and (not group.name or part):
            bundles[-1].append(group)
        else:
            bundles.append([group])
    return bundles


def _goal(bundle: list[Group], source: Source, context: Context) -> Goal:
    target = joined(bundle, context)
    start, end = bundle[0].start, max(group.end for group in bundle)
    position, excerpt = source.original(start, end)
    subject = bundle[0].name
    if subject in BREAKDOWNS and len(bundle) > 1:
        subject = _lead(source, start)
    lead = _year_before(source, start)
    for phrase in (source.phrase[lead : position - 1] + excerpt, excerpt):
        read = parse_target(phrase, period=context.period)
        if read.readable and replace(read.target, phrase="", scope=()) == replace(target, scope=()):
            return Goal(subject, phrase.strip(), read.target)
    phrase = write_target(target)
    return Goal(subject, phrase, replace(target, phrase=phrase), as_written=False)


def _lead(source: Source, start: int) -> str:
    """The words before the first breakdown of a split: …覆盖率:城市95%、农村85%."""
    head = source.text[:start].rsplit("。", 1)[-1]
    return head.rsplit(":", 1)[0] if ":" in head else ""


def _year_before(source: Source, start: int) -> int:
    """Where a year that stands right before text[start] begins in the phrase as given."""
    lead = start
    while lead and source.text[lead - 1] in "到至年底末前0123456789":
        lead -= 1
    return source.places[lead] if lead < len(source.places) else len(source.phrase)
