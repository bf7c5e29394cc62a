"""Units: what a file states against what the catalogue asks for."""

from __future__ import annotations

import re
import unicodedata

import numpy as np
import pandas as pd

from indicators.checks.audit import Audit, number_text
from indicators.checks.table import Table

SHARES = {1.0: "小数(如0.365)", 1e-2: "%", 1e-3: "‰", 1e-4: "1/万", 1e-5: "1/10万"}
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
    if np.isclose(factor, 1.0):
        return "same", 1.0
    return ("money" if goal[0] in ("元", "美元") else "factor"), _power(factor)


def _plain(unit: str) -> str:
    return "".join(unicodedata.normalize("NFKC", unit).split()).strip("()")


def _power(factor: float) -> float:
    return float(10.0 ** round(np.log10(factor)))


def stated_factors(audit: Audit, table: Table, is_part: np.ndarray) -> np.ndarray:
    """What each value is to be multiplied by for the catalogue's unit; units that cannot be are reported.

    Only a unit that the file states itself counts. Money is never converted: 万元 written where
    亿元 is wanted is as often a slip of the unit as of the figure, so the figure is held back
    with a suggestion.
    """
    work = audit.work
    asked = work["ind"].to_numpy()
    looked = ~is_part & (asked >= 0) & work["unit"].notna().to_numpy() & work["value"].notna().to_numpy()
    several = len(table) + 1
    unit_codes = work["unit"].cat.codes.to_numpy()[looked].astype("int64")
    codes, pairs = pd.factorize(unit_codes * several + asked[looked])
    stated = work["unit"].cat.categories
    verdicts = [compare_units(str(stated[at // several]), str(table.unit[at % several])) for at in pairs]
    factor, kind = np.ones(len(work)), np.full(len(work), "same", dtype=object)
    if verdicts:
        factor[looked] = np.array([item[1] for item in verdicts])[codes]
        kind[looked] = np.array([item[0] for item in verdicts], dtype=object)[codes]
    wanted = table.unit[asked]
    suggestion = pd.Series(work["value"].to_numpy() * factor)
    audit.each("unit_money", kind == "money", stated=work["unit"], wanted=wanted, suggestion=suggestion)
    audit.grouped("unit_other", kind == "other", ["ind", "unit"], lambda group: _words(group, table))
    factor[kind != "factor"] = 1.0
    return factor


def report_converted(audit: Audit, table: Table, converted: np.ndarray, before: np.ndarray) -> None:
    """A note for every column whose figures were brought to the catalogue's unit."""
    was, now = pd.Series(before), audit.work["value"]

    def words(group: pd.DataFrame) -> dict[str, object]:
        first = group.index[0]
        example = f"{number_text(was[first])} → {number_text(now[first])}"
        return {**_words(group, table), "example": example}

    audit.grouped("unit_converted", converted, ["ind", "unit"], words)


def _words(group: pd.DataFrame, table: Table) -> dict[str, object]:
    return {"stated": group["unit"].iloc[0], "wanted": table.unit[int(group["ind"].iloc[0])]}


def slip_words(unit: str, times: float) -> str:
    """What a figure `times` as large as it should be looks like: written in % instead of ‰."""
    scale = unit_scale(unit)
    if scale and scale[0] == "share":
        for size, name in SHARES.items():
            if np.isclose(size * times, scale[1]):
                return f"像是按“{name}”填的,而指标单位是“{unit}”"
    return f"正好差{number_text(max(times, 1 / times))}倍,像是单位写错了"
