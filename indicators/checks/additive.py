"""What may be made of the figures of several places: a sum, a rate of sums, or nothing."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.catalog.relations import Relations, relations
from indicators.checks.measures import unit_scale
from indicators.model import Indicator

RATE, SUM = "rate", "sum"
_MONEY = ("元", "美元")


def kind_of(item: Indicator) -> tuple[str, float]:
    """What is measured, and the size of its unit.

    count (things counted one by one, `size` each), share (a part in 100, 1000, …), flag (yes or no,
    words), level (any other amount).
    """
    scale = unit_scale(item.unit)
    if item.lower is None or (item.lower, item.upper) == (0, 1):
        return "flag", 1.0
    if scale is None or item.multiplier is not None:
        return ("share" if scale and scale[0] == "share" else "level"), 1.0
    if scale[0] == "share":
        return "share", 1.0
    counted = scale[0] not in (*_MONEY, "年", "岁")
    return ("count", scale[1]) if counted else ("level", 1.0)


def adds_up(item: Indicator, known: Relations) -> bool:
    """Whether the total is the sum of the places below: counts and money that are no average."""
    mean = item.code in known.not_additive or any(word in item.name for word in known.mean_words)
    money = (unit_scale(item.unit) or ("",))[0] in _MONEY
    return item.multiplier is None and not mean and (kind_of(item)[0] == "count" or money)


@dataclass(frozen=True, slots=True)
class Way:
    """How figures of an indicator are put together: `rate` (sum / sum × `factor`) or `sum`."""

    code: str
    way: str
    factor: float | None = None
    decimals: int | None = None


def way_of(item: Indicator) -> Way | None:
    """How the figures of several places become one; None where no figure can be made of them.

    A rate needs its factor in the catalogue (or a unit that is one: %, ‰) and what its numerator and
    denominator count; a count is summed where its total is the sum of the places below.
    """
    if item.multiplier is not None:
        return Way(item.code, RATE, float(item.multiplier), item.decimals)
    kind, _ = kind_of(item)
    scale = unit_scale(item.unit)
    if kind == "share" and scale and item.numerator and item.denominator:
        return Way(item.code, RATE, 1 / scale[1], item.decimals)
    return Way(item.code, SUM, None, item.decimals) if adds_up(item, relations()) else None
