"""A judge row's target -> a Target: the plan's words, or a bare number in the direction's sense."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from indicators.assess.judge_rows import Row
from indicators.findings import Finding, finding
from indicators.model import Direction, Indicator, Milestone, Target, TargetKind
from indicators.targets import parse_target

_BARE = re.compile(r"[-+]?\d+(?:\.\d+)?(?:%|‰)?")
_SENSE = {
    Direction.HIGHER: (TargetKind.AT_LEAST, ">="),
    Direction.LOWER: (TargetKind.AT_MOST, "<="),
    Direction.AROUND: (TargetKind.AROUND, "~="),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A target with the plan period that its years belong to."""

    target: Target
    period: tuple[int, int]
    findings: tuple[Finding, ...] = ()


def period_of(row: Row) -> tuple[int, int]:
    """The plan a row belongs to: plans run ten years from a year ending in 1 (2021–2030).

    A target year ends it, and a base year is the one before it.
    """
    year = row.target_year or row.year or 2030
    start = (year - 1) // 10 * 10 + 1
    if row.base_year is not None:
        start = row.base_year + 1
    return start, row.target_year or max((year - 1) // 10 * 10 + 10, start)


def direction_of(row: Row, known: Indicator | None) -> Direction | None:
    """What the file says, else what the catalogue knows."""
    return row.direction if row.direction is not None else known.direction if known else None


def asked_of(row: Row, known: Indicator | None) -> Asked:
    """The target a row is judged against; kind `none` where it has none."""
    period = period_of(row)
    text = unicodedata.normalize("NFKC", row.target or "").replace("−", "-").replace(" ", "")
    if not text:
        return Asked(Target("", TargetKind.NONE), period)
    direction = direction_of(row, known)
    unit = row.unit or (known.unit if known else None)
    if _BARE.fullmatch(text):
        return _bare(text, unit, direction, row, period)
    parsed = parse_target(row.target or "", unit=unit, direction=direction, period=period)
    return Asked(parsed.target, period, tuple(parsed.findings))


def _bare(
    text: str, unit: str | None, direction: Direction | None, row: Row, period: tuple[int, int]
) -> Asked:
    number = text.rstrip("%‰")
    value = float(number)
    notes: tuple[Finding, ...] = ()
    if direction is None or direction not in _SENSE:
        notes = (finding("judge_no_direction", indicator=row.indicator, row=row.line, given=text),)
        direction = Direction.HIGHER
    kind, op = _SENSE[direction]
    if value == 100 and kind is TargetKind.AT_LEAST and (unit or "").strip() in ("%", "%"):
        kind = TargetKind.FULL
    stone = Milestone(None, op, value, None, number)
    return Asked(Target(row.target or text, kind, direction, (stone,)), period, notes)
