"""How people head, sign and measure the columns of a judge file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal

from indicators.model import Direction


def _listed(**lists: str) -> dict[str, str]:
    return {word: name for name, words in lists.items() for word in words.split()}


COLUMNS = _listed(
    indicator="indicator 指标 指标名称 指标名",
    unit="unit 单位 计量单位",
    direction="direction 方向 指标方向 指标性质 正逆向",
    base_year="base_year baseyear baseline_year 基期年 基期年份 基年 基准年 基准年份 基线年 基线年份",
    base_value="base_value basevalue baseline baseline_value 基期值 基期数据 基期数 基准值 基线值",
    year="year 年份 年度 年 数据年份",
    value="value 值 数值 数据 实际值 完成值 监测值 当前值 现值",
    target="target 目标 目标值 规划目标",
    target_year="target_year targetyear 目标年 目标年份",
    area="area 地区 区域 行政区 行政区划",
    numerator="numerator 分子",
    denominator="denominator 分母",
)
_DIRECTIONS = _listed(
    higher="higher 1 +1 1.0 up increase increasing positive maximize ↑ 越高越好 越大越好 越多越好 正向 "
    "正指标 正 高优 上升 提高 增加 升 higherisbetter",
    lower="lower -1 -1.0 down decrease decreasing negative minimize ↓ 越低越好 越小越好 越少越好 逆向 逆指标 "
    "逆 负向 负指标 反向 低优 下降 降低 减少 降 lowerisbetter",
    around="around 适度 适中 适度指标 中性",
    none="none 0 无",
)
_UNITS = {"percent": "%", "percentage": "%", "per cent": "%", "pct": "%", "百分比": "%", "per mille": "‰"}
_PER = {"1000": "‰", "10000": "1/万", "100000": "1/10万"}
_SCALE = {"%": Decimal(100), "‰": Decimal(1000), "/万": Decimal(10_000), "/10万": Decimal(100_000)}


def columns(heads: Sequence[str]) -> list[str]:
    """The contract's names of the columns so headed; a head that is such a name is never outdone by a
    likeness of it, and unknown heads stay as they are."""
    plain = [unicodedata.normalize("NFKC", head).strip().lower() for head in heads]
    return [
        name if (name := COLUMNS.get(re.sub(r"[ -]", "_", head), head)) not in plain else head
        for head in plain
    ]


def direction(given: str) -> Direction | None:
    """The direction that a cell names, or None."""
    plain = re.sub(r"[\s_-]+(?=[a-z])", "", given.lower())
    found = _DIRECTIONS.get(plain)
    return Direction(found) if found else None


def unit(given: str) -> str | None:
    """The unit in the plans' own way: percent -> %, per 100,000 live births -> 1/10万."""
    plain = given.strip().lower()
    if plain in _UNITS:
        return _UNITS[plain]
    scale = re.match(r"(?:per|1/|/)\s*(100[\s,]?000|10[\s,]?000|1[\s,]?000)(?![\d,])", plain)
    return _PER[re.sub(r"\D", "", scale[1])] if scale else given.strip() or None


def factor(own: str, wanted: str | None) -> Decimal | None:
    """By what to multiply a figure printed in the rate `own` for one in `wanted`; 1 where they agree,
    None where `wanted` is no rate."""
    bare = re.sub(r"^1(?=/)|\s", "", unicodedata.normalize("NFKC", wanted or "")).replace("十万", "10万")
    return _SCALE[bare] / _SCALE[own] if bare in _SCALE else None
