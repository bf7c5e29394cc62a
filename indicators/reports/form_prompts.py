"""The words of a form about one indicator: what to fill in, how it is reckoned, its limits."""

from __future__ import annotations

from indicators.model import Indicator

_TITLE, _MESSAGE = 32, 255
"""The most characters a cell's prompt may have in a workbook."""


def plain(number: float) -> str:
    """A number without float noise: 100.0 -> 100."""
    return f"{number:.12g}"


def limits_words(lower: float | None, upper: float | None) -> str:
    """The limits in words, "" where there are none."""
    if lower is not None and upper is not None:
        return f"{plain(lower)}到{plain(upper)}之间的数"
    if lower is not None:
        return f"不小于{plain(lower)}的数"
    return f"不大于{plain(upper)}的数" if upper is not None else ""


def formula_words(item: Indicator) -> str:
    """How the value is reckoned from numerator and denominator, "" where it is not."""
    if not item.numerator or not item.denominator:
        return ""
    factor = {100.0: " × 100%", 1000.0: " × 1000‰", 1.0: "", None: ""}
    times = factor.get(item.multiplier, f" × {plain(item.multiplier)}" if item.multiplier else "")
    return f"{item.numerator} ÷ {item.denominator}{times}"


def prompt(item: Indicator, what: str) -> tuple[str, str]:
    """Title and text shown beside a cell while it is filled in; `what`: value, numerator, denominator."""
    words = {"numerator": ("分子", item.numerator), "denominator": ("分母", item.denominator)}
    if what in words:
        title, meaning = words[what]
        return title, _cut(f"{meaning}（{item.name}的{title}）", _MESSAGE)
    said = [f"单位：{item.unit}"]
    if item.unit == "%":
        said.append("36.5%填36.5")
    if formula := formula_words(item):
        said.append(f"＝{formula}")
    if item.decimals is not None:
        said.append(f"保留{item.decimals}位小数" if item.decimals else "填整数")
    return _cut(item.name, _TITLE), _cut("；".join(said) + "。", _MESSAGE)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
