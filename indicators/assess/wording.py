"""Numbers and their units in Chinese sentences."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal

_WIDE = Context(prec=400)  # wide enough for every float
_PER = re.compile(r"^(?:每|1)?\s*[/每]?\s*(10\s*万|十万|万|千)(?:分之一)?$")
_DIFFERENCE = {"%": "个百分点", "‰": "个千分点", "百分点": "个百分点", "千分点": "个千分点"}
_COUNT = {2: "两", 3: "三", 4: "四", 5: "五", 6: "六", 7: "七", 8: "八", 9: "九", 10: "十"}


def plain(value: float, decimals: int | None = None, *, keep: bool = False) -> str:
    """A number in digits, half up; `keep` leaves the trailing zeros of `decimals` standing."""
    places = 6 if decimals is None else decimals
    exact = Decimal(repr(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=_WIDE)
    text = format(exact, "f")
    if not keep and "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def unit_suffix(unit: str | None) -> str:
    """How a unit stands behind its number: %, ‰, /10万, 岁; nothing for a pure number."""
    text = (unit or "").strip().replace("%", "%")
    if not text or text in ("-", "—", "无", "比值", "文字"):
        return ""
    if "=" in text:  # an index (1990=100)
        return ""
    if text in ("百分点", "千分点"):
        return f"个{text}"
    if found := re.search(r"(?:^1?|/)\s*/?\s*(10\s*万|十万|万)$", text):
        return "/10万" if found[1] != "万" else "/万"
    return text


def amount(value: float, unit: str | None, decimals: int | None = None, *, keep: bool = False) -> str:
    """A figure with its unit, as in 58.3%, 6.8‰, 14.3/10万, 80.88岁."""
    return plain(value, decimals, keep=keep) + unit_suffix(unit)


def difference(value: float, unit: str | None, decimals: int | None = None) -> str:
    """A distance between two figures: percent differ by 个百分点, per mille by 个千分点."""
    suffix = unit_suffix(unit)
    return plain(abs(value), decimals) + _DIFFERENCE.get(suffix, suffix)


def yearly(value: float, unit: str | None, *, short: bool = False) -> str:
    """A change a year, two decimals or two significant digits; `short` drops 百分点 once it was said."""
    size = abs(value)
    decimals = 2 if size >= 0.095 or size == 0 else 3 if size >= 0.0095 else 5
    text = difference(value, unit, decimals)
    return text.replace("个百分点", "个").replace("个千分点", "个") if short else text


def count_word(number: int) -> str:
    """近六期: a small number in characters."""
    return _COUNT.get(number, str(number))


def bound(op: str | None, value: float, unit: str | None) -> str:
    """A demand in the plans' own way: 70%以上, 12/10万以下, 低于10‰, 45%左右."""
    text = amount(value, unit)
    if op in (">=", "<="):
        return f"{text}以{'上' if op == '>=' else '下'}"
    if op in (">", "<"):
        return f"{'高' if op == '>' else '低'}于{text}"
    return f"{text}左右" if op and op.startswith("~") else text
