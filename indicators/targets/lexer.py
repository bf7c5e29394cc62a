"""From a phrase to tokens, every token with its place in the phrase as given."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

from indicators.targets import words
from indicators.targets.numbers import Quantity, read_quantity
from indicators.targets.words import any_of

MAX_LENGTH = 1000

_SAME = str.maketrans(
    "﹤﹥≦≧⩽⩾—–―－‒−～〜∶：；⁄／﹪！？•﹑［］〔〕【】[]",
    "<>≤≥≤≥------~~::;//%。。·、()()()()",
)
_DROPPED = frozenset("“”\"'‘’「」『』《》〈〉*")


@dataclass(frozen=True, slots=True)
class Source:
    """A phrase in one spelling; `places[i]` is where character i stood in the phrase as given."""

    phrase: str
    text: str
    places: tuple[int, ...]

    def original(self, start: int, end: int) -> tuple[int, str]:
        """(position counted from 1, excerpt) in the phrase as given of text[start:end]."""
        if not self.places:
            return 1, ""
        first = self.places[min(start, len(self.places) - 1)]
        last = self.places[min(max(end - 1, start), len(self.places) - 1)]
        return first + 1, self.phrase[first : last + 1]


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the grammar: `kind`, its canonical `value`, and its span in the normalised text."""

    kind: str
    value: str
    start: int
    end: int
    quantity: Quantity | None = None


def normalise(phrase: str) -> Source:
    """One spelling: half-width digits and signs, no spaces or quotation marks; the Chinese comma stays
    apart from the comma inside 1,200. Longer phrases are cut at MAX_LENGTH characters."""
    chars: list[str] = []
    places: list[int] = []
    for place, char in enumerate(phrase[: MAX_LENGTH * 2]):
        if char in _DROPPED or char.isspace() or unicodedata.category(char) in ("Cf", "Cc"):
            if char in "\n\r":
                chars.append("。")
                places.append(place)
            continue
        plain = (
            "，" if char == "，" else unicodedata.normalize("NFKC", char.translate(_SAME)).translate(_SAME)
        )
        for piece in plain:
            if not piece.isspace():
                chars.append(piece)
                places.append(place)
    return Source(phrase, "".join(chars[:MAX_LENGTH]), tuple(places[:MAX_LENGTH]))


_YEAR = r"(?:19|20)\d\d"
_PLAN = r"十[一二三四五六]五(?:规划)?(?:时期|期间|期)?(?:末期|末|期末)?"
_NEXT_NUMBER = r"(?=约|近|百分|[\d≥≤<>]|[零〇一二两三四五六七八九十百千]{1,4}(?:成|名|个|所|处|分之))"
_BASE_AT = rf"(?:{_YEAR}年?(?:年?底|末)?|{_PLAN}|基期|基准年|规划基期|上一?年|去年|现有|现状|目前|期初)"
_OF = r"(?:的|年度|数据|水平|底数|实际|指标值?|数值|统计){0,3}"

_PATTERNS: list[tuple[str, str]] = [
    (
        "every",
        r"以(?P<every>[^,，;。\d]{1,20}?)为单位(?:统计|计算)?"
        r"|(?:各|所有)(?P<every2>(?:乡镇|街道|社区|[县市区旗州盟乡镇村]){1,4}(?:\([县市区旗、村居社街道乡镇]{1,10}\))?)"
        r"(?:(?:均|都|全部)(?![有配建设])|(?=达到|稳定|保持|≥|不低于|控制|不超过))",
    ),
    (
        "base",
        rf"(?:以{_BASE_AT}{_OF}(?:作?为(?:基数|基期|基准|基础|起点|比较))"
        rf"|(?:在)?{_BASE_AT}{_OF}的?(?:基础)(?:上|之上)?"
        rf"|(?:与|同|和){_BASE_AT}{_OF}(?:相比|比较|相较)"
        rf"|(?:相比于?|相较于?|比照|对照|较|(?<![占别之同分])比){_BASE_AT}{_OF})",
    ),
    ("since", rf"(?:从|由)(?:{_BASE_AT}{_OF}的?)?(?=\d)"),
    ("range", rf"{_YEAR}年?[-至到~]{_YEAR}(?:年(?:期间)?|(?!\d))"),
    (
        "year",
        rf"(?:{_YEAR}年(?:底前|底|末|前|初|度)?|{_YEAR}(?=[:≤≥<>=])|(?<=\(){_YEAR}(?=\))|(?<=[到至]){_YEAR}(?![\d.%‰/个名所处人张年])"
        rf"|{_PLAN}|规划期末|规划期内|规划末期|规划结束时|期末|末期|规划中期|中期"
        r"|二〇[二三][〇一二三四五六七八九]年(?:底|末)?)",
    ),
    (
        "each",
        r"每(?:个|一|一个)?(?:街道乡镇|乡镇街道|乡镇|街道|社区|村居|行政村|班子|学校|机构|县|市|区|乡|镇|村|所|家)"
        r"|均有|各有|都有|各配备|均配备|各级|各(?=\d)",
    ),
    ("apart", r"分别"),
    ("per_year", any_of(words.PER_YEAR)),
    ("full", r"(?:基本)?(?:实现)?(?:100%|百分之百|百分百)?的?" + any_of(words.FULL)),
    ("hold", any_of(words.HOLD_WORDS)),
    ("up_to", any_of(words.LEVEL_UP)),
    ("down_to", any_of(words.LEVEL_DOWN)),
    ("double", r"翻(?P<double>[一两二三]?)番"),
    ("ge", any_of(words.GE) + rf"|最低{_NEXT_NUMBER}"),
    ("le", any_of(words.LE) + rf"|最高{_NEXT_NUMBER}"),
    ("gt", any_of(words.GT) + rf"|超{_NEXT_NUMBER}"),
    ("lt", any_of(words.LT)),
    ("about", any_of(words.ABOUT) + r"|近(?=[\d百七八九五六四三二一])"),
    ("reach", any_of(words.LEVEL_FLAT) + rf"|(?:达|为|是|占|到){_NEXT_NUMBER}|=|:(?=[\d≥≤<>])"),
    ("after_ge", any_of(words.AFTER[">="]) + r"|(?<=[%‰\d])\+"),
    ("after_le", any_of(words.AFTER["<="])),
    ("between", r"之间"),
    ("zero", r"零(?:死亡|发生|事故|发案|病例|感染|传播|辍学|失学|犯罪|(?=$|[,，;。]))"),
    ("after_about", any_of(words.AFTER["~="])),
    ("up", any_of(words.CHANGE_UP)),
    ("down", any_of(words.CHANGE_DOWN)),
    ("make", any_of(words.MAKE)),
    ("stop", r"[,，;。]"),
    ("enum", r"、|和(?=[\d百千十])|(?<=\d)/(?=[\d一-鿿])|(?<=%)/(?=[一-鿿])"),
    ("open", r"\("),
    ("close", r"\)"),
]
_MASTER = re.compile("|".join(f"(?P<{kind}_>{pattern})" for kind, pattern in _PATTERNS))
_NAME = re.compile(words.NAMES, re.VERBOSE)
_AGE = re.compile(words.AGE)
_LEVEL = frozenset({"hold", "up_to", "down_to", "ge", "le", "gt", "lt", "about", "reach"})
_CONTINUES = re.compile(
    r"左右|上下|以上|以下|以内|之内|及以|或以|并|且|[,，;。、:()]|的(?!儿童|妇女|人|女|男|孩)|$"
)


def tokens(text: str, at: int = 0) -> list[Token]:
    """All tokens of a normalised text from `at` on; characters that mean nothing here are `text`."""
    found: list[Token] = []
    while at < len(text):
        token = _token(text, at, found[-1] if found else None)
        if token.kind == "text" and found and found[-1].kind == "text":
            last = found[-1]
            token = Token("text", last.value + token.value, last.start, token.end)
            found.pop()
        found.append(token)
        at = token.end
    return found


def _token(text: str, at: int, previous: Token | None) -> Token:
    if previous is None or not text[at].isdigit() or not text[at - 1].isdigit():
        name = _name(text, at, previous)
        if name:
            return name
        match = _MASTER.match(text, at)
        if match and match.end() > at and not _level_that_looks_like_a_year(match, previous):
            kind = (match.lastgroup or "").rstrip("_")
            kind = next(group[:-1] for group in match.groupdict() if group.endswith("_") and match[group])
            value = match["every"] or match["every2"] or match["double"] or match[0]
            return Token(kind, value, at, match.end())
        quantity = _negative(text, at, previous) or read_quantity(text, at)
        if quantity:
            return Token("quantity", text[at : quantity.end], at, quantity.end, quantity)
    return Token("text", text[at], at, at + 1)


def _negative(text: str, at: int, previous: Token | None) -> Quantity | None:
    """-2‰, where a minus makes sense: at the beginning, or behind an operator."""
    begins = previous is None or previous.kind in _LEVEL or previous.kind in ("stop", "up", "down")
    if text[at] != "-" or not begins or not text[at + 1 : at + 2].isdigit():
        return None
    quantity = read_quantity(text, at + 1)
    return replace(quantity, text=f"-{quantity.text}", start=at) if quantity else None


def _level_that_looks_like_a_year(match: re.Match[str], previous: Token | None) -> bool:
    """提高到2025 asks for the number 2025; 到2025 names a year."""
    return match[0].isdigit() and previous is not None and previous.kind in _LEVEL


def _name(text: str, at: int, previous: Token | None) -> Token | None:
    """A name that holds digits (5岁以下儿童, 每千人口), as text; an age after 达到 is a demand."""
    match = _NAME.match(text, at)
    if match:
        return Token("name", match[0], at, match.end())
    match = _AGE.match(text, at)
    if not match or (previous is not None and previous.kind in _LEVEL):
        return None
    bracketed = text[at - 1 : at] == "(" and text[match.end() : match.end() + 1] == ")"
    if not bracketed and _CONTINUES.match(text, match.end()):
        return None
    return Token("name", match[0], at, match.end())
