"""Numbers as plans print them: 70, 七十, 百分之七十, 七成, 1/6, 12/10万, 十万分之十二, 0.5到1个百分点."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from indicators.targets.words import UNIT

CN = "零〇一二两三四五六七八九十百千"
CN_NUMBER = rf"[{CN}]{{1,9}}(?:点[零〇一二三四五六七八九]{{1,6}})?"
DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d{1,12})(?:\.\d{1,10})?"
ANY_NUMBER = rf"(?:{DIGITS}|{CN_NUMBER})"
SCALE = r"(?:10万|十万|100000|10000|1000|百万|万|千)"
BETWEEN = r"(?:-|~|至|到)"

_PER = {
    "10万": "/10万",
    "十万": "/10万",
    "100000": "/10万",
    "万": "/万",
    "10000": "/万",
    "千": "‰",
    "1000": "‰",
}
_PARTS = {"百": "%", "千": "‰", "万": "/万", "十万": "/10万", "10万": "/10万", "100": "%", "1000": "‰"}
_DIGIT = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_POWER = {"十": 10, "百": 100, "千": 1000}

# One alternative a way of printing; every repetition is bounded, so that time is linear in the text.
FORMS = rf"""
(?P<hundred>百分(?:之)?百)
|(?P<parts>(?:百|千|万|十万|10万|100|1000)分之)(?P<parts_n>{ANY_NUMBER})
   (?:{BETWEEN}(?:(?:百|千|万|十万|10万)分之)?(?P<parts_m>{ANY_NUMBER}))?
|(?P<frac_d>{ANY_NUMBER})分之(?P<frac_n>{ANY_NUMBER})
|(?P<cheng>[一二两三四五六七八九十\d])成(?P<cheng5>[半一二三四五六七八九](?![名个所]))?(?![立功员长为效本果绩分])
|(?P<half>一半|半数|(?<![\d一-鿿])过半)
|(?P<rate_n>{DIGITS})(?:{BETWEEN}(?P<rate_m>{DIGITS}))?/(?P<rate_d>{SCALE})(?:分)?
|(?P<slash_n>\d{{1,3}})/(?P<slash_d>\d{{1,3}})(?![\d.])
|(?P<ratio_n>\d{{1,2}}(?:\.\d{{1,3}})?):(?P<ratio_d>\d{{1,2}}(?:\.\d{{1,3}})?)(?![\d.%‰])
|(?P<num>{DIGITS})[余多]?(?P<num_u>{UNIT})?(?:{BETWEEN}(?P<num_m>{DIGITS})(?P<unit>{UNIT})?)?
|(?P<cn>{CN_NUMBER})(?P<cn_unit>{UNIT})
"""
_FORM = re.compile(FORMS, re.VERBOSE)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A printed number: `text` is decimal text (70, 3.0), `unit` canonical (%, ‰, /10万, 百分点, 名 …).

    `upper` is the far end of a range. `fraction` keeps 1/6 as printed; `text` then is its percent.
    `spelled` marks a number in Chinese words with a measure word (一名), which counts only after an
    operator, since 一个 is mostly no number at all. `ratio` marks 3:2, whose text is the quotient.
    """

    text: str
    unit: str | None
    start: int
    end: int
    upper: str | None = None
    fraction: str | None = None
    spelled: bool = False
    ratio: bool = False

    @property
    def value(self) -> float:
        """The number as a float."""
        return float(self.text)


def plain(number: Decimal) -> str:
    """Decimal text without exponent or idle zeros (Decimal('7E+1') -> '70')."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def numeral(text: str) -> str:
    """Decimal text of a number in digits or Chinese words: 1,200 -> 1200, 七十五点五 -> 75.5."""
    if text[0].isdigit():
        return text.replace(",", "")
    whole, _, decimals = text.partition("点")
    fraction = "".join(str(_DIGIT[char]) for char in decimals)
    return str(_whole(whole)) + (f".{fraction}" if fraction else "")


def _whole(text: str) -> int:
    if not any(char in _POWER for char in text):  # 二〇二五, read digit by digit
        return int("".join(str(_DIGIT[char]) for char in text))
    total, digit = 0, None
    for char in text:
        if char in _POWER:
            total += (1 if digit is None else digit) * _POWER[char]
            digit = None
        else:
            digit = _DIGIT[char]
    return total + (digit or 0)


def share(part: str, whole: str) -> str:
    """Percent text of a fraction, to ten decimals: share('1', '6') -> '16.6666666667'."""
    exact = Decimal(part) * 100 / Decimal(whole)
    return plain(exact.quantize(Decimal("1e-10")))


def canonical_unit(unit: str | None) -> str | None:
    """One spelling a unit: 个百分点 -> 百分点, ‱ and 1/万 -> /万, ％ -> %."""
    if unit is None:
        return None
    known = {"个百分点": "百分点", "‱": "/万", "个千分点": "千分点"}
    if unit in known:
        return known[unit]
    scale = re.fullmatch(rf"1?/({SCALE})", unit)
    return _PER.get(scale[1], unit) if scale else unit


def read_quantity(text: str, at: int) -> Quantity | None:
    """The quantity printed at position `at` of normalised `text`, or None."""
    match = _FORM.match(text, at)
    if not match:
        return None
    span = match.start(), match.end()
    if match["hundred"]:
        return Quantity("100", "%", *span)
    if match["parts"]:
        unit = _PARTS[match["parts"].removesuffix("分之")]
        upper = numeral(match["parts_m"]) if match["parts_m"] else None
        return Quantity(numeral(match["parts_n"]), unit, *span, upper=upper)
    if match["frac_d"]:
        return _fraction(numeral(match["frac_n"]), numeral(match["frac_d"]), span)
    if match["slash_n"]:
        two = Quantity(match["slash_n"], None, span[0], span[0] + len(match["slash_n"]))
        return _fraction(match["slash_n"], match["slash_d"], span) or two  # 98/96 is two figures
    if match["ratio_n"] and float(match["ratio_d"]):
        quotient = Decimal(match["ratio_n"]) / Decimal(match["ratio_d"])
        return Quantity(plain(quotient.quantize(Decimal("1e-10"))), None, *span, ratio=True)
    if match["half"]:
        return _fraction("1", "2", span)
    if match["cheng"]:
        return _tenths(match, span)
    return _counted(match, span)


def _fraction(part: str, whole: str, span: tuple[int, int]) -> Quantity | None:
    if not float(whole) or float(part) >= float(whole):
        return None
    return Quantity(share(part, whole), "%", *span, fraction=f"{part}/{whole}")


def _tenths(match: re.Match[str], span: tuple[int, int]) -> Quantity:
    tens = Decimal(numeral(match["cheng"])) * 10
    small = match["cheng5"]
    ones = Decimal(5) if small == "半" else Decimal(_DIGIT[small] if small else 0)
    return Quantity(plain(tens + ones), "%", *span)


def _counted(match: re.Match[str], span: tuple[int, int]) -> Quantity:
    if match["ratio_n"]:  # 3:0 is no ratio
        return Quantity(match["ratio_n"], None, span[0], span[0] + len(match["ratio_n"]))
    if match["rate_n"]:
        upper = numeral(match["rate_m"]) if match["rate_m"] else None
        return Quantity(numeral(match["rate_n"]), _PER.get(match["rate_d"], "/100万"), *span, upper=upper)
    if match["cn"]:
        return Quantity(numeral(match["cn"]), canonical_unit(match["cn_unit"]), *span, spelled=True)
    upper = numeral(match["num_m"]) if match["num_m"] else None
    unit = canonical_unit(match["unit"] or match["num_u"])
    return Quantity(numeral(match["num"]), unit, *span, upper=upper)
