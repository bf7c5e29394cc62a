"""Which indicator a line of a plan speaks of: by code, by name, or by a sentence that begins with it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any

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
    """The indicator of a line; `own`: defined by the district; `phrase`: a sentence that holds the target."""

    indicator: Indicator
    own: bool = False
    phrase: str = ""


def find_subject(line: Line, catalog: Catalog, findings: list[Finding]) -> Subject | None:
    """The line's indicator, or None with a finding that says why there is none."""
    code, name = line.get("code"), line.get("indicator")
    by_code = catalog.find_all(code or name)
    by_name = _named(name, catalog) if name else None
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
        return Subject(by_code[0])
    if by_name:
        return Subject(by_name)
    return _sentence(line, catalog, findings) or _own(line, catalog, findings)


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
    return Subject(item, phrase=text)


def _own(line: Line, catalog: Catalog, findings: list[Finding]) -> Subject | None:
    """A definition of the district's own, if the line gives a unit and a direction can be told."""
    name = _NUMBERING.sub("", line.get("indicator")) or line.get("code")
    near = [item.name for item, _ in catalog.nearest(name)]
    unit, direction = line.get("unit"), _direction(line)
    words: dict[str, Any] = {"value": name, "nearest": "、".join(near)}
    if not unit or direction is None:
        findings.append(finding("plan_unknown_indicator", line.place("indicator"), **words))
        return None
    code = line.get("code")
    if not CODE.fullmatch(code) or code in catalog.by_code:
        code = own_code(name)
    words["unit"] = unit
    findings.append(finding("plan_new_indicator", line.place("indicator"), indicator=code, **words))
    item = Indicator(
        code=code, name=name, unit=unit, plans=(PlanKind.WOMEN, PlanKind.CHILDREN), domain="",
        direction=direction, lower=0.0 if unit in MULTIPLIERS else None,
    )  # fmt: skip
    return Subject(item, own=True)


def own_code(name: str) -> str:
    """A code for a district's own indicator, the same for the same name in every year."""
    return "D" + hashlib.sha256(label_key(name).encode()).hexdigest()[:8].upper()


def _direction(line: Line) -> Direction | None:
    """As the line says, else as its target implies."""
    text = line.get("direction")
    if text:
        word = word_of("direction", text)
        return Direction(word) if word else None
    phrases = [line.get("target"), *line.by_year.values()]
    for phrase in filter(None, phrases):
        implied = parse_target(phrase, unit=line.get("unit") or None).target.direction
        if implied is not Direction.NONE:
            return implied
    return None
