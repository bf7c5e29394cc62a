"""Fitting a printed number to the indicator's own unit."""

from __future__ import annotations

import re
from decimal import Decimal

from indicators.targets.context import Context
from indicators.targets.numbers import Quantity, canonical_unit, plain

RATES = {"%": Decimal(100), "‰": Decimal(1000), "/万": Decimal(10_000), "/10万": Decimal(100_000)}
_MYRIADS = {
    "": Decimal(1),
    "百": Decimal(100),
    "千": Decimal(1000),
    "万": Decimal(10_000),
    "亿": Decimal(100_000_000),
}


def fit(quantity: Quantity, unit: str | None, context: Context) -> tuple[float, str | None, str]:
    """(value, unit, decimal text) of a printed number in the indicator's unit.

    Without an own unit the number takes the indicator's. Rates are converted between %, ‰, /万 and
    /10万, counts between 万人 and 人, with a warning for rates; anything else that differs is warned of
    and left as printed.
    """
    own, wanted = quantity.unit, canonical_unit(unit)
    if own is None or wanted is None or own == wanted or wanted.startswith(own + "/") or own == "百分点":
        shown = wanted if own is None or (wanted or "").startswith(f"{own}/") else own
        return float(quantity.text), shown, quantity.text
    text = _converted(quantity.text, own, wanted)
    if text is None:
        if own in RATES or wanted in RATES:
            context.complain("target_unit_differs", quantity.start, quantity.end, own=own, wanted=wanted)
        return float(quantity.text), own, quantity.text
    if own in RATES:
        words = {"own": own, "wanted": wanted, "converted": text}
        context.complain("target_unit_converted", quantity.start, quantity.end, **words)
    return float(text), wanted, text


def _converted(text: str, own: str, wanted: str) -> str | None:
    if own in RATES and wanted in RATES:
        return plain(Decimal(text) * RATES[wanted] / RATES[own])
    mine, theirs = _myriad(own), _myriad(wanted)
    if mine[1][:1] != theirs[1][:1]:
        return None
    return plain(Decimal(text) * mine[0] / theirs[0])


def _myriad(unit: str) -> tuple[Decimal, str]:
    match = re.fullmatch(r"([万亿千百]?)(.*)", unit)
    assert match is not None  # noqa: S101 - the pattern matches any text
    return _MYRIADS[match[1]], match[2]
