"""Units as words: what they measure, their size, and how two of them stand to each other."""

from __future__ import annotations

import math
import re
import unicodedata

SHARES = {1.0: "小数（如0.365）", 1e-2: "%", 1e-3: "‰", 1e-4: "1/万", 1e-5: "1/10万"}
"""Scales of shares and rates, largest first."""

_SHARE_SPELLINGS = {
    1e-2: ("%", "百分比", "百分率", "百分之", "/百", "1/百"),
    1e-3: ("‰", "千分比", "千分率", "千分之", "/千", "1/千", "1/1000"),
    1e-4: ("‱", "万分比", "万分率", "万分之", "/万", "1/万", "1/10000"),
    1e-5: ("10万分比", "10万分率", "10万分之", "10万分之一", "每10万", "/10万", "1/10万", "1/100000"),
}
_SHARE_NAMES = {name: size for size, names in _SHARE_SPELLINGS.items() for name in names}
_PREFIX = {"": 1.0, "千": 1e3, "万": 1e4, "百万": 1e6, "亿": 1e8}
_COUNTS = re.compile(
    r"^(百万|千|万|亿)?(人次|人|名|个|户|件|所|册|份|处|家|间|次|场|张|对|例|台|批次|辆|岁|年|元|美元)$"
)
WHOLE = frozenset(
    (
        "人",
        "名",
        "个",
        "户",
        "件",
        "所",
        "册",
        "份",
        "处",
        "家",
        "间",
        "次",
        "场",
        "张",
        "对",
        "例",
        "台",
        "人次",
    )
)
"""Units of things that are counted one by one."""


def unit_scale(unit: str) -> tuple[str, float] | None:
    """What a unit measures and its size in the basic unit: ‰ -> ("share", 0.001), 万元 -> ("元", 10000)."""
    plain = "".join(unicodedata.normalize("NFKC", unit).split()).replace("十万", "10万").strip("()")
    if plain in _SHARE_NAMES:
        return "share", _SHARE_NAMES[plain]
    match = _COUNTS.match(plain)
    if not match:
        return None
    thing = {"名": "人"}.get(match[2], match[2])
    return thing, _PREFIX[match[1] or ""]


def compare_units(stated: str, wanted: str) -> tuple[str, float]:
    """How a stated unit stands to the catalogue's: ("same"|"factor"|"money"|"other"|"unsure", factor).

    A unit row may list several units (户、人): the one that fits counts.
    """
    if _plain(stated) == _plain(wanted):
        return "same", 1.0
    goal = unit_scale(wanted)
    several = [part for part in re.split(r"[、,,;;]", stated) if part.strip()]
    if len(several) > 1:
        return (
            "same" if any(compare_units(part, wanted)[0] == "same" for part in several) else "unsure"
        ), 1.0
    have = unit_scale(stated)
    if goal is None or have is None:
        return "unsure", 1.0
    if goal[0] != have[0]:
        return "other", 1.0
    factor = have[1] / goal[1]
    if math.isclose(factor, 1.0):
        return "same", 1.0
    return ("money" if goal[0] in ("元", "美元") else "factor"), _power(factor)


def _plain(unit: str) -> str:
    return "".join(unicodedata.normalize("NFKC", unit).split()).strip("()")


def _power(factor: float) -> float:
    return 10.0 ** round(math.log10(factor))


def _sizes(thing: str) -> dict[float, str]:
    """Units of the same thing by size: 元, 万元, 亿元."""
    return SHARES if thing == "share" else {size: prefix + thing for prefix, size in _PREFIX.items()}


def slip_words(unit: str, times: float) -> str:
    """What a figure `times` as large as it should be looks like: written in % instead of ‰."""
    scale = unit_scale(unit)
    if scale:
        for size, name in _sizes(scale[0]).items():
            if math.isclose(size * times, scale[1]):
                return f"像是按“{name}”填的，而指标单位是“{unit}”"
    return f"约差{max(times, 1 / times):.10g}倍，像是单位或小数点错了"
