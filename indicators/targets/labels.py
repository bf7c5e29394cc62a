"""The words a demand is said of, freed of what means nothing."""

from __future__ import annotations

import re

from indicators.model import TargetKind
from indicators.targets.context import Demand
from indicators.targets.words import (
    BREAKDOWNS,
    CHANGE_DOWN,
    CHANGE_UP,
    LEVEL_FLAT,
    MAKE,
    SCOPES,
    any_of,
    listed,
)

_IDLE = listed("""
    逐步 不断 明显 显著 持续 稳步 有效 大幅 进一步 基本 逐年 有所 较大 大幅度 稳中有 得到 更加 普遍 逐渐
    力争 争取 确保 努力 总体 全面 切实
""")
_BEFORE = "|".join(
    [*SCOPES, *_IDLE, *listed("到 至 其中 将 的 并 且 以及 同时 把 做到 累计"), "使(?!用)|[:、和及与]"]
)
_BEHIND = "|".join([*_IDLE, *listed("要 均 都 应 分别 各 的 得到 有"), "[:、和及与]"])
_TRIM = re.compile(rf"^(?:{_BEFORE})+|(?:{_BEHIND})+$")


_DOING = re.compile(rf"^(?:{any_of([*CHANGE_UP, *CHANGE_DOWN, *LEVEL_FLAT])})(?=[一-鿿]{{2}})")


def label(subject: str) -> str:
    """The words a number is said of, without scope and filling words; of 覆盖率:城市 the last."""
    pieces = [piece for piece in (_TRIM.sub("", part) for part in subject.split(":")) if piece]
    if not pieces:
        return ""
    return _TRIM.sub("", _DOING.sub("", pieces[-1]))


_MAKING = re.compile(rf"^(?:{any_of(word for word in MAKE if len(word) > 1)})(?=[一-鿿]{{2}})")
_LEADING = re.compile(any_of(BREAKDOWNS))


def begins_with_a_part(words: str) -> bool:
    """Whether words begin with a breakdown (农村要达到…)."""
    return bool(_LEADING.match(words))


def part_name(demand: Demand) -> str:
    """What a demand is said of: the words before it, else the thing counted behind it; of that only the
    breakdown where it begins with one (85%的农村社区建立家长学校 -> 农村社区)."""
    before = label(demand.subject)
    if demand.target.kind is TargetKind.QUOTA:
        before = _MAKING.sub("", before)
    if before or not demand.thing:
        return before
    thing = label(demand.thing)
    stones = demand.target.milestones
    known = _LEADING.match(thing) if stones and stones[-1].unit == "%" else None
    return known[0] if known else thing
