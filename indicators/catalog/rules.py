"""What must hold within one definition and between all of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from indicators.catalog.catalogue import labels_of, old_codes_of
from indicators.catalog.fields import Fields
from indicators.catalog.labels import label_key
from indicators.findings import Finding, finding
from indicators.model import Indicator, Place, Severity
from indicators.targets import parse_target

CODE = re.compile(r"[A-Za-z][A-Za-z0-9._-]{0,23}")
MULTIPLIERS = {"%": 100.0, "‰": 1000.0, "1/万": 10_000.0, "1/10万": 100_000.0}
"""value = numerator / denominator x multiplier; these units leave no choice."""

Filed = tuple[str, Indicator]
"""A definition with the name of the file it stands in."""


def check_indicator(item: Indicator, table: Fields) -> None:
    """Findings of one definition that is otherwise well formed."""
    if not CODE.fullmatch(item.code):
        table.note("definition_code_form", "code", value=item.code)
    if item.lower is not None and item.upper is not None and item.lower >= item.upper:
        table.note("definition_limits_reversed", "lower", value=item.lower, upper=item.upper)
    _check_ratio(item, table)
    for plan, _ in item.domains:
        if plan not in item.plans:
            allowed = "、".join(item.plans)
            table.note("definition_not_allowed", "domains", value=plan, allowed=allowed)


def _check_ratio(item: Indicator, table: Fields) -> None:
    given = {"numerator": item.numerator, "denominator": item.denominator, "multiplier": item.multiplier}
    absent = [key for key, value in given.items() if value is None]
    if 0 < len(absent) < 3:
        table.note("definition_half_ratio", absent[0])
        return
    needed = MULTIPLIERS.get(item.unit)
    if item.multiplier is None:
        return
    if item.multiplier <= 0 or (needed and item.multiplier != needed):
        allowed = f"{needed or 1:g}" if needed else "大于 0 的数"
        table.note(
            "definition_multiplier", "multiplier", value=item.multiplier, unit=item.unit, allowed=allowed
        )


def check_together(filed: Sequence[Filed], findings: list[Finding], *, phrases: bool) -> None:
    """Findings between definitions: codes and labels given twice; and phrases that cannot be read."""
    _codes(filed, findings)
    _labels(filed, findings)
    if phrases:
        for entry in filed:
            _phrases(entry, findings)


def _add(findings: list[Finding], code: str, entry: Filed, key: str, **words: Any) -> None:
    file, item = entry
    key = f"{item.code}.{key}"
    findings.append(finding(code, Place(file, None, key), indicator=item.code, key=key, **words))


def _codes(filed: Sequence[Filed], findings: list[Finding]) -> None:
    seen: dict[str, Indicator] = {}
    for entry in filed:
        item = entry[1]
        if item.code in seen:
            _add(
                findings, "definition_code_twice", entry, "code", value=item.code, other=seen[item.code].name
            )
        seen.setdefault(item.code, item)
    for entry in filed:
        for old in old_codes_of(entry[1]):
            if old in seen:
                _add(
                    findings, "definition_old_code_taken", entry, "old_codes", value=old, other=seen[old].name
                )


def _labels(filed: Sequence[Filed], findings: list[Finding]) -> None:
    """No label may mean two indicators; an alias repeated within one is harmless."""
    seen: dict[str, Indicator] = {}
    for entry in filed:
        item = entry[1]
        for label in (*labels_of(item), *(part.label for part in item.parts)):
            other = seen.setdefault(label_key(label), item)
            if other.code != item.code:
                _add(findings, "definition_label_twice", entry, "aliases", value=label, other=other.code)


def _phrases(entry: Filed, findings: list[Finding]) -> None:
    """Target phrases that the grammar cannot read."""
    item = entry[1]
    for number, text in enumerate(item.targets, 1):
        parsed = parse_target(text.phrase, unit=item.unit, direction=item.direction, period=text.period)
        for one in parsed.findings:
            if one.severity is Severity.NOTE:
                continue
            words = {"value": text.phrase, "reason": one.message.rstrip("。"), "advice": one.hint}
            key = f"targets[{number}].phrase"
            _add(findings, "definition_phrase_unreadable", entry, key, severity=one.severity, **words)
