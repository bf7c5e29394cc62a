"""One cell's text -> a figure, or the reason for having none; nothing is guessed in silence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from indicators.model import Missing, Qualifier
from indicators.sheets.lexicon import fold, lexicon, nfkc
from indicators.sheets.units import as_unit

NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+)(?:\.\d+)?|\.\d+"
_UNITS = r"%|‰|/10万|/万|/10000|/100000|[\u4e00-\u9fff/·]{1,8}"
_VALUE = re.compile(
    rf"(?P<lead>约|近|大约|约为|达到|达|超过|超|≥|>=|不低于|不少于|至少|≈|~)?"
    rf"(?P<sign>[+\-])?(?P<number>{NUMBER})(?:[eE](?P<power>[+\-]?\d+))?\s*"
    rf"(?P<more>余|多|几)?\s*(?P<unit>{_UNITS})?\s*(?P<more2>余|多)?(?P<tail>以上|及以上|左右|上下)?"
    rf"(?P<mark>\*+|\[\d+\]|\(\d\)|#)?",
)
_LABELLED = re.compile(r"(?P<label>[\u4e00-\u9fff][\u4e00-\u9fff()、]{1,15})\s*:\s*(?P<figure>\S*\d\S*)")
_PAREN_NEGATIVE = re.compile(rf"\((?P<number>{NUMBER})\)")
_DAMAGE = str.maketrans({"O": "0", "o": "0", "C": "0", "l": "1", "I": "1", "|": "1", "S": "5", "B": "8", "。": ".",  # noqa: E501
                         "、": ".", "Z": "2", "q": "9", "D": "0", "Q": "0", "i": "1"})  # fmt: skip
_NUMERICISH = re.compile(r"[\d.,:;'`OoClI|SB。、ZqDQi\s\-+%‰]+")


@dataclass(frozen=True, slots=True)
class Value:
    """What one cell says: a figure with its own unit, or why there is none.

    `suggestion` is the figure a damaged text may have meant; it is shown, never used.
    """

    value: float | None
    missing: Missing | None = None
    qualifier: Qualifier = Qualifier.EXACT
    unit: str | None = None
    flags: tuple[str, ...] = ()
    suggestion: float | None = None


BLANK = Value(None, Missing.BLANK)


@lru_cache(maxsize=65536)
def parse_text(text: str) -> Value:
    """A cell's text as a figure. Unreadable text gives `missing` unreadable, with a suggestion if any."""
    plain = (
        nfkc(text).replace("\u2212", "-").replace("—", "-").replace("–", "-").strip(" \t\r\n\u3000\u200b'’‘`")
    )
    if not plain:
        return BLANK
    mark = lexicon().missing.get(fold(text)) or lexicon().missing.get(fold(plain))
    if mark is not None:
        return Value(None, mark)
    footnote = ("footnote_mark",) if nfkc(text).strip() != text.strip() and _has_raised(text) else ()
    match = _VALUE.fullmatch(plain)
    if match is None and (label := label_in(plain)):
        match = _VALUE.fullmatch(nfkc(plain).split(":", 1)[1].strip())
        footnote = (*footnote, f"label:{label}")
    if match and (not match["unit"] or as_unit(match["unit"])) and not _is_date(match):
        return _from_match(match, footnote)
    return _damaged(plain)


@lru_cache(maxsize=16384)
def label_in(text: str) -> str | None:
    """The label before a figure and its counting word in one cell (妇女之家：25个), or None."""
    labelled = _LABELLED.fullmatch(nfkc(text).strip())
    figure = _VALUE.fullmatch(labelled["figure"]) if labelled else None
    if labelled is None or figure is None or not figure["unit"] or _is_date(figure):
        return None
    return labelled["label"] if as_unit(figure["unit"]) else None


def _is_date(match: re.Match[str]) -> bool:
    """Whether a number with 年, 月 or 日 is a date's part rather than a figure (2018年, 11月)."""
    unit = match["unit"]
    return unit in ("月", "日") or (
        unit == "年" and re.fullmatch(r"(?:19|20)\d\d", match["number"]) is not None
    )


def _has_raised(text: str) -> bool:
    return any(
        0x2460 <= ord(char) <= 0x2487 or char in "¹²³⁰ⁱ†‡" or 0x2074 <= ord(char) <= 0x2079 for char in text
    )


def _from_match(match: re.Match[str], flags: tuple[str, ...]) -> Value:
    number = float(re.sub(r"[ ,]", "", match["number"]))
    if match["power"]:
        number *= 10.0 ** int(match["power"])
    if match["sign"] == "-":
        number = -number
    if match["mark"]:
        flags = (*flags, "footnote_mark")
    return Value(number, None, _qualifier(match), _clean_unit(match["unit"]), flags)


def _qualifier(match: re.Match[str]) -> Qualifier:
    lead = match["lead"] or ""
    if match["tail"] in ("以上", "及以上") or lead in ("≥", ">=", "不低于", "不少于", "至少", "超过", "超"):
        return Qualifier.AT_LEAST
    if match["tail"] or match["more"] or match["more2"] or lead in ("约", "近", "大约", "约为", "≈", "~"):
        return Qualifier.ABOUT
    return Qualifier.EXACT


def _clean_unit(unit: str | None) -> str | None:
    return as_unit(unit) if unit else None


def _damaged(plain: str) -> Value:
    suggestion = None
    bracketed = _PAREN_NEGATIVE.fullmatch(plain)
    if bracketed:
        suggestion = -float(re.sub(r"[ ,]", "", bracketed["number"]))
    elif any(char.isdigit() for char in plain) and _NUMERICISH.fullmatch(plain):
        mended = re.sub(r"[\s'`;:]", "", plain.translate(_DAMAGE)).strip(",.+%‰")
        mended = mended.replace(",", "") if mended.count(",") and mended.count(".") <= 1 else mended
        suggestion = float(mended) if re.fullmatch(r"-?\d+(\.\d+)?", mended) else None
    flags = ("unreadable",) if suggestion is None else ("unreadable", f"suggestion:{suggestion:g}")
    return Value(None, Missing.UNREADABLE, flags=flags, suggestion=suggestion)


@lru_cache(maxsize=1024)
def is_percent_format(code: str) -> bool:
    """Whether a number format shows the figure times 100 with a per-cent sign."""
    bare = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", code.split(";", maxsplit=1)[0])
    return "%" in bare


def shown(number: float) -> str:
    """A number as text without float noise: 5.0 -> 5, 0.30000000000000004 -> 0.3."""
    if number == int(number) and abs(number) < 1e15:
        return str(int(number))
    return f"{number:.12g}"
