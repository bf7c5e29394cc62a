"""The contract's `target` record."""

from __future__ import annotations

from collections.abc import Iterator

from indicators.model import Target
from indicators.targets.parser import Parsed
from indicators.targets.reading import reading_en, reading_zh
from indicators.targets.write import write_target


def target_record(parsed: Parsed) -> dict[str, object]:
    """One JSON-ready record of a read phrase, in the contract's order, with what else was read.

    `milestones` lists the demands of all parts too; those of a part carry its `part` (城市, 农村 …).
    For changes from a base the milestone's unit is "percent" or "point" and its value the change.
    """
    target = parsed.target
    change = target.change
    return {
        "phrase": target.phrase,
        "kind": str(target.kind),
        "milestones": list(_milestones(target, None)),
        "direction": str(target.direction),
        "scope": list(_scope(target)),
        "reading_zh": reading_zh(target) if parsed.readable else "没有读懂，见问题说明",
        "reading_en": reading_en(target) if parsed.readable else "not understood, see the findings",
        "findings": [item.as_record() for item in parsed.findings],
        "base_year": target.base_year,
        "change": None
        if change is None
        else {
            "amount": change.amount,
            "upper": change.upper,
            "unit": change.unit,
            "per_year": change.per_year,
            "text": change.text,
        },
        "hold": target.hold,
        "every": target.every,
        "breakdown": target.breakdown,
        "comparator": target.comparator,
        "condition": target.condition,
        "cumulative": target.cumulative,
        "parts": [{"kind": str(part.kind), "breakdown": part.breakdown} for part in target.parts],
        "written": write_target(target),
    }


def _milestones(target: Target, part: str | None) -> Iterator[dict[str, object]]:
    for stone in target.milestones:
        record: dict[str, object] = {
            "year": stone.year,
            "op": stone.op,
            "value": stone.value,
            "unit": stone.unit,
        }
        if part:
            record["part"] = part
        yield record
    for item in target.parts:
        yield from _milestones(item, item.breakdown or part)


def _scope(target: Target) -> Iterator[str]:
    yield from target.scope
    if target.every:
        yield target.every
    if target.condition:
        yield target.condition
    for part in target.parts:
        if part.breakdown:
            yield part.breakdown
