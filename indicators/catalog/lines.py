"""Which indicator a line of a plan speaks of: by code, by name, or by a sentence that begins with it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any

from indicators.catalog.asking import NEW, Desk, question_key
from indicators.catalog.catalogue import Catalog
from indicators.catalog.labels import label_key
from indicators.catalog.listing import Line, word_of
from indicators.catalog.rules import CODE, MULTIPLIERS
from indicators.findings import Finding, finding
from indicators.model import Direction, Indicator, PlanKind
from indicators.targets import parse_target

_NUMBERING = re.compile(
    r"^\s*(?:[(\uff08]\d{1,3}[)\uff09]|\d{1,3}\s*[.\u3001\uff0e)\uff09]|[①-⑳]|[(\uff08]?[一二三四五六七八九十]+[)\uff09\u3001.])\s*(?=\D)"
)
_TAIL = re.compile(r"\([^()]*\)$")
_OPENING = re.compile(r"^(?:到|至)?20\d\d年底?,?|^全[县区市],?")


@dataclass(frozen=True, slots=True)
class Subject:
    """The indicator of a line; `own`: defined by the district; `phrase`: a sentence that holds the target.

    `how` it was found (code, name, alias, near, sentence, answered, kept, new) and how sure (0–1).
    `redefined`: the plan brings this definition along, for an indicator that the catalogue has.
    """

    indicator: Indicator
    own: bool = False
    phrase: str = ""
    how: str = "name"
    score: float = 1.0
    redefined: bool = False


def find_subject(line: Line, catalog: Catalog, findings: list[Finding], desk: Desk) -> Subject | None:
    """The line's indicator, or None with a finding or an open question that says why there is none.

    An answer goes before everything; what the plan in force tied the same name to, before what is like it.
    """
    key = question_key(bare_name(line))
    answer = desk.answers.get(key)
    if answer == NEW:
        return _own(line, catalog, findings, desk, answered=True)
    if answer and (chosen := catalog.find(answer)):
        return Subject(chosen, how="answered")
    by_name = _named(line.get("indicator"), catalog) if line.get("indicator") else None
    kept = catalog.find(desk.kept.get(key, ""))
    if kept and kept is not by_name and not catalog.find_all(line.get("code")):
        return Subject(kept, how="kept")
    return _by_itself(line, by_name, catalog, findings, desk)


def _by_itself(
    line: Line, by_name: Indicator | None, catalog: Catalog, findings: list[Finding], desk: Desk
) -> Subject | None:
    """The indicator that the line's own words mean, by code, name or likeness."""
    code, name = line.get("code"), line.get("indicator")
    by_code = catalog.find_all(code or name)
    if len(by_code) > 1:
        parts = "、".join(f"{item.code} {item.name}" for item in by_code)
        findings.append(finding("plan_code_split", line.place("code"), value=code or name, parts=parts))
        return None
    if by_code and by_name and by_code[0] is not by_name:
        words: dict[str, Any] = {
            "value": code,
            "by_code": by_code[0].name,
            "name": name,
            "by_name": by_name.code,
        }
        findings.append(finding("plan_code_name_differ", line.place("indicator"), **words))
        return None
    if by_code:
        return Subject(by_code[0], how="code")
    if by_name:
        same = label_key(by_name.name) == label_key(bare_name(line))
        return Subject(by_name, how="name" if same else "alias")
    return _sentence(line, catalog, findings) or _near(line, catalog, findings, desk)


def bare_name(line: Line) -> str:
    """The name as written, without numbering (1.) before it; the code where there is no name."""
    return _NUMBERING.sub("", line.get("indicator")) or line.get("code")


def _near(line: Line, catalog: Catalog, findings: list[Finding], desk: Desk) -> Subject | None:
    """An indicator whose name differs by nothing that matters; else the district's own, or a question.

    A line that gives unit and direction says by that that it is the district's own.
    """
    name = bare_name(line)
    match = catalog.matcher.match(name, line.get("unit") or None)
    if match.code and not match.breakdown and match.how in ("name", "variant", "near"):
        item = catalog.by_code[match.code]
        words: dict[str, Any] = {"value": name, "name": item.name, "score": round(match.score * 100)}
        findings.append(finding("plan_near_name", line.place("indicator"), indicator=item.code, **words))
        return Subject(item, how="near", score=match.score)
    alike = bool(match.answers) or bool(match.breakdown)
    if alike and not (line.get("unit") and line.get("direction")):
        _unknown(line, catalog, findings)
        desk.ask_indicator(name, line.place("indicator"), candidates(name, catalog))
        return None
    return _own(line, catalog, findings, desk)


def candidates(name: str, catalog: Catalog, count: int = 5) -> tuple[tuple[str, str, float], ...]:
    """(code, name, score 0–1) of the indicators most like a name, best first."""
    ranked = catalog.nearest(name, count)
    return tuple((item.code, item.name, round(score / 100, 2)) for item, score in ranked)


def _unknown(line: Line, catalog: Catalog, findings: list[Finding]) -> None:
    near = "、".join(item.name for item, _ in catalog.nearest(bare_name(line)))
    words: dict[str, Any] = {"value": bare_name(line), "nearest": near}
    findings.append(finding("plan_unknown_indicator", line.place("indicator"), **words))


def _named(name: str, catalog: Catalog) -> Indicator | None:
    """By name; without numbering (1.) before it or a bracket (the unit) after it."""
    bare = _NUMBERING.sub("", name)
    for text in (name, bare, _TAIL.sub("", label_key(bare))):
        found = catalog.named(text)
        if found:
            return found
    return None


def _sentence(line: Line, catalog: Catalog, findings: list[Finding]) -> Subject | None:
    """A goal written as one sentence that begins with an indicator's name; only without a target of its own.

    A label further inside is no match: 农村孕产妇死亡率 is not 孕产妇死亡率.
    """
    if line.get("target") or any(line.by_year.values()):
        return None
    text = _NUMBERING.sub("", line.get("indicator"))
    key = _OPENING.sub("", label_key(text))
    key = _OPENING.sub("", key)
    item = catalog.beginning(key)
    if item is None:
        return None
    findings.append(finding("plan_sentence", line.place("indicator"), indicator=item.code, name=item.name))
    return Subject(item, phrase=text, how="sentence")


def _own(
    line: Line, catalog: Catalog, findings: list[Finding], desk: Desk, *, answered: bool = False
) -> Subject | None:
    """A definition of the district's own, if the line gives a unit and a direction can be told."""
    name = bare_name(line)
    key, place = question_key(name), line.place("indicator")
    unit = line.get("unit") or desk.answers.get(f"{key}:unit", "")
    direction = _direction(line, unit) or _answered_direction(desk.answers.get(f"{key}:direction"))
    if not unit or direction is None:
        _unknown(line, catalog, findings)
        if not answered:
            desk.ask_indicator(name, place, candidates(name, catalog))
        elif not unit:
            desk.ask_unit(name, place)
        else:
            desk.ask_direction(name, place)
        return None
    code = line.get("code")
    if not CODE.fullmatch(code) or code in catalog.by_code:
        code = own_code(name)
    near = "、".join(item.name for item, _ in catalog.nearest(name))
    words: dict[str, Any] = {"value": name, "nearest": near, "unit": unit}
    kind = "plan_own_indicator" if answered else "plan_new_indicator"
    findings.append(finding(kind, place, indicator=code, **words))
    taken = catalog.named(name)
    if taken and taken.code != code:
        name = f"{name}（本地）"  # beside the catalogue's of the same name
    item = Indicator(
        code=code, name=name, unit=unit, plans=(PlanKind.WOMEN, PlanKind.CHILDREN), domain="",
        direction=direction, lower=0.0 if unit in MULTIPLIERS else None,
    )  # fmt: skip
    return Subject(item, own=True, how="new")


def _answered_direction(answer: str | None) -> Direction | None:
    word = word_of("direction", answer) if answer else None
    return Direction(word) if word else None


def own_code(name: str) -> str:
    """A code for a district's own indicator, the same for the same name in every year."""
    return "D" + hashlib.sha256(label_key(name).encode()).hexdigest()[:8].upper()


def _direction(line: Line, unit: str) -> Direction | None:
    """As the line says, else as its target implies."""
    text = line.get("direction")
    if text:
        word = word_of("direction", text)
        return Direction(word) if word else None
    phrases = [line.get("target"), *line.by_year.values()]
    for phrase in filter(None, phrases):
        implied = parse_target(phrase, unit=unit or None).target.direction
        if implied is not Direction.NONE:
            return implied
    return None
