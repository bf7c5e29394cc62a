"""What a plan's line says in figures beside its target: the base value, and the unit of bare numbers."""

from __future__ import annotations

import re
from dataclasses import replace

from indicators.catalog.goals import PlanWords
from indicators.model import Indicator, Target, TargetKind

_BASE = re.compile(r"(?:((?:19|20)\d\d)年?[:\uff1a]?)?\s*(-?\d+(?:\.\d+)?)\s*(\S*)")
_BARE = re.compile(r"(?<![\d./])(\d+(?:\.\d+)?)(?=以上|以下|以内|左右|及以上|及以下|[,\uff0c;\uff1b]|$)")
_BASELESS = {TargetKind.NONE, TargetKind.QUALITATIVE, TargetKind.YES_NO, TargetKind.SPLIT,
             TargetKind.CONDITIONAL}  # fmt: skip


def with_base(target: Target, said: PlanWords, item: Indicator, period: tuple[int, int]) -> Target:
    """The target with the base value of the line's own column, unless its words give one.

    A value in another unit than the indicator's is left aside; without a year it is that of the year
    before the plan.
    """
    match = _BASE.fullmatch(said.base.strip())
    if not match or target.kind in _BASELESS or target.base_value is not None:
        return target
    unit = match[3] or said.unit
    if unit and not same_unit(unit, item.unit):
        return target
    year = int(match[1]) if match[1] else target.base_year or period[0] - 1
    if target.base_year not in (None, year):
        return target
    return replace(target, base_year=year, base_value=float(match[2]))


def same_unit(one: str, other: str) -> bool:
    """Whether two units are the same in their usual writing (/10万 and 1/10万)."""
    from indicators.sheets.units import as_unit

    return one == other or (as_unit(one) or one) == (as_unit(other) or other)


def in_unit(phrase: str, unit: str, usual: str) -> str:
    """The phrase with the line's own unit behind bare numbers, where it is not the indicator's."""
    if not unit or same_unit(unit, usual):
        return phrase
    return _BARE.sub(lambda match: f"{match[1]}{unit}", phrase)
