"""Definitions as TOML: one file per plan and domain becomes indicators, or all findings at once."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from indicators.catalog.catalogue import Catalog
from indicators.catalog.fields import Fields
from indicators.catalog.rules import Filed, check_indicator, check_together
from indicators.findings import Finding, finding, has_errors
from indicators.model import (
    Direction,
    Frequency,
    Indicator,
    PartLabel,
    Place,
    PlanKind,
    TargetText,
)

GRADES = ("A", "B", "C", "D", "E")
"""Grade of evidence of a target, A the best; "" where none is given."""


@cache
def builtin() -> Catalog:
    """The catalogue that ships with the product. Raises ValueError if its files are damaged.

    Phrases are not parsed here: the tests do that, and a start-up need not.
    """
    found = load_definitions(resources.files("indicators") / "definitions", phrases=False)
    if isinstance(found, Catalog):
        return found
    raise ValueError("; ".join(f"{item.file} {item.message}" for item in found))


def load_definitions(folder: Path | Traversable, *, phrases: bool = True) -> Catalog | list[Finding]:
    """Read every .toml file of a folder into one Catalog; any error gives the list of all findings.

    `phrases`: also parse each target's words, so that one that cannot be read is found now.
    """
    indicators, findings = _read(folder, phrases)
    return findings if has_errors(findings) else Catalog(indicators)


def check_definitions(folder: Path | None = None) -> list[Finding]:
    """Every finding of a folder of definitions (None: the built-in ones), warnings included."""
    return _read(folder or resources.files("indicators") / "definitions", True)[1]


def _read(folder: Path | Traversable, phrases: bool) -> tuple[tuple[Indicator, ...], list[Finding]]:
    findings: list[Finding] = []
    chapters = [_file(name, text, findings) for name, text in _texts(folder, findings)]
    chapters.sort(key=lambda chapter: chapter[0])
    filed = [one for _, items in chapters for one in items]
    check_together(filed, findings, phrases=phrases)
    return tuple(item for _, item in filed), findings


def _texts(folder: Path | Traversable, findings: list[Finding]) -> list[tuple[str, str]]:
    entries = sorted(folder.iterdir(), key=lambda entry: entry.name) if folder.is_dir() else []
    found = []
    for entry in entries:
        if not entry.name.endswith(".toml"):
            continue
        try:
            found.append((entry.name, entry.read_bytes().decode("utf-8-sig")))
        except UnicodeDecodeError:
            findings.append(finding("definition_not_utf8", Place(entry.name)))
    if not any(entry.name.endswith(".toml") for entry in entries):
        findings.append(finding("definitions_absent", Place(str(folder))))
    return found


def _file(name: str, text: str, findings: list[Finding]) -> tuple[tuple[int, int], list[Filed]]:
    """One file's place in the order (plan, chapter) and its indicators."""
    try:
        raw = tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        findings.append(finding("definition_not_toml", Place(name), reason=str(error)))
        return (99, 99), []
    head = Fields(raw, name, "", findings)
    plans = tuple(PlanKind(plan) for plan in head.choices("plans", tuple(PlanKind), required=True))
    domain = head.text("domain", required=True) or ""
    chapter = head.integer("chapter", 1, 99) or 99
    tables = head.tables("indicator", required=True)
    head.done()
    built = [_indicator(table, plans, domain) for table in tables]
    order = list(PlanKind).index(plans[0]) if len(plans) == 1 else 9
    return (order, chapter), [(name, item) for item in built if item]


def _indicator(table: Fields, plans: tuple[PlanKind, ...], domain: str) -> Indicator | None:
    """One indicator, or None when a key without which it means nothing is missing or wrong."""
    code = table.text("code", required=True)
    table.path = code or table.path
    own = tuple(PlanKind(plan) for plan in table.choices("plans", tuple(PlanKind)))
    name, unit = table.text("name", required=True), table.text("unit", required=True)
    direction = table.choice("direction", tuple(Direction), required=True)
    frequency = table.choice("frequency", tuple(Frequency))
    rest = _more(table)
    table.done()
    if not (code and name and unit and direction):
        return None
    item = Indicator(
        code=code, name=name, unit=unit, plans=own or plans, domain=domain, direction=Direction(direction),
        frequency=Frequency(frequency or "annual"), **rest,
    )  # fmt: skip
    check_indicator(item, table)
    return item


def _more(table: Fields) -> dict:
    """The keys that may be left out."""
    domains = table.pairs("domains")
    known = [pair for pair in domains if pair[0] in tuple(PlanKind)]
    for plan, _ in domains:
        if plan not in tuple(PlanKind):
            table.note("definition_not_allowed", "domains", value=plan, allowed="、".join(PlanKind))
    return {
        "aliases": table.texts("aliases"),
        "old_codes": table.texts("old_codes"),
        "domains": tuple((PlanKind(plan), domain) for plan, domain in known),
        "numerator": table.text("numerator"),
        "denominator": table.text("denominator"),
        "multiplier": table.number("multiplier"),
        "lower": table.number("lower"),
        "upper": table.number("upper"),
        "decimals": table.integer("decimals", 0, 6),
        "random_events": table.flag("random_events", False),
        "sensitive": table.flag("sensitive", False),
        "sensitive_reason": table.text("sensitive_reason"),
        "breakdowns": table.texts("breakdowns"),
        "lead": table.text("lead"),
        "coop": table.texts("coop"),
        "data_source": table.text("data_source"),
        "meaning": table.text("meaning"),
        "caliber": table.text("caliber"),
        "note": table.text("note"),
        "parts": tuple(part for part in map(_part, table.tables("parts")) if part),
        "targets": tuple(target for target in map(_target, table.tables("targets")) if target),
    }


def _part(table: Fields) -> PartLabel | None:
    label = table.text("label", required=True)
    breakdown = table.pairs("breakdown", required=True)
    old_code = table.text("old_code")
    table.done()
    return PartLabel(label, breakdown, old_code) if label and breakdown else None


def _target(table: Fields) -> TargetText | None:
    phrase = table.text("phrase", required=True)
    scope = table.text("scope", required=True)
    period = table.years("period")
    source = table.text("source", required=True)
    grade = table.choice("grade", GRADES) or ""
    plan = table.choice("plan", tuple(PlanKind))
    example, quoted = table.flag("example", False), table.flag("quoted", True)
    set_name = table.text("set") or ""
    table.done()
    if not (phrase and scope and period and source):
        return None
    kind = PlanKind(plan) if plan else None
    return TargetText(phrase, scope, period, source, grade, example, kind, set_name, quoted)
