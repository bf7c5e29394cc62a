"""The plan's own definition of an indicator that the catalogue defines otherwise."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from indicators.catalog.asking import CATALOGUES, PLANS, Desk, definition_key
from indicators.catalog.base import same_unit
from indicators.catalog.definitions import builtin
from indicators.catalog.lines import Subject, bare_name
from indicators.catalog.listing import Line, word_of
from indicators.catalog.rules import MULTIPLIERS
from indicators.findings import Finding, finding
from indicators.model import Direction, Indicator, Target

_FORMULA = re.compile(r"(?:[^=＝]*[=＝])?(.+?)[÷/](.+?)(?:[×xX*·][\d,.]+\s*[万千百]?[%％‰]?)?[。.]?")
_BRACKETS = {"（": "）", "(": ")"}


def redefined(
    subject: Subject, line: Line, target: Target | None, findings: list[Finding], desk: Desk
) -> Subject:
    """The subject with the definition that was asked for it: the plan's, or the built-in one again.

    `target` is the line's as read with the catalogue's definition; its direction is meant where the line
    names none. The unit of an indicator that has figures stays, with a finding.
    """
    asked = desk.answers.get(definition_key(bare_name(line)))
    if subject.own or asked not in (PLANS, CATALOGUES):
        return subject
    item = subject.indicator
    if asked == CATALOGUES:
        new = builtin().by_code.get(item.code, item)
    else:
        new = _with_formula(_with_direction(_with_unit(item, line.get("unit")), line, target), line)
    if new.unit != item.unit and item.code in desk.in_use:
        words: dict[str, Any] = {"name": item.name, "unit": item.unit, "other": new.unit}
        findings.append(finding("plan_unit_kept", line.place("unit"), indicator=item.code, **words))
        new = replace(new, unit=item.unit, multiplier=item.multiplier, lower=item.lower, upper=item.upper)
    return subject if new == item else replace(subject, indicator=new, redefined=True)


def _with_unit(item: Indicator, unit: str) -> Indicator:
    """In the plan's unit; limits of the old unit say nothing of figures in the new one."""
    if not unit or same_unit(unit, item.unit):
        return item
    lower = 0.0 if unit in MULTIPLIERS or item.lower == 0 else None
    return replace(item, unit=unit, multiplier=MULTIPLIERS.get(unit), lower=lower, upper=None)


def _with_direction(item: Indicator, line: Line, target: Target | None) -> Indicator:
    word = word_of("direction", line.get("direction")) if line.get("direction") else None
    if word:
        return replace(item, direction=Direction(word))
    implied = target.direction if target else Direction.NONE
    both = {Direction.HIGHER, Direction.LOWER}
    return replace(item, direction=implied) if {implied, item.direction} <= both else item


def _with_formula(item: Indicator, line: Line) -> Indicator:
    """With numerator and denominator where the words are a quotient, else with the words as meaning."""
    words = line.get("formula").strip()
    if not words:
        return item
    match = _FORMULA.fullmatch(words.replace(" ", ""))
    if not match:
        return replace(item, numerator=None, denominator=None, multiplier=None, meaning=words)
    numerator, denominator = (_bare(part) for part in match.groups())
    times = MULTIPLIERS.get(item.unit, item.multiplier)
    return replace(item, numerator=numerator, denominator=denominator, multiplier=times, meaning=words)


def _bare(words: str) -> str:
    """Without a pair of brackets around the whole."""
    whole = words[:1] in _BRACKETS and words.endswith(_BRACKETS[words[0]]) and words[1:-1].isidentifier()
    return words[1:-1] if whole else words
