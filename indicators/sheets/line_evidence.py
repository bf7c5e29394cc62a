"""Evidence for a line's role in any language: figures that add up, labels that head the lines below."""

from __future__ import annotations

from indicators.sheets.facts import Facts
from indicators.sheets.lines import LineFeatures
from indicators.sheets.looks import introduces

GROUP, TOTAL = 2, 4
Evidence = list[tuple[str, int, float]]
"""Reason, role and weight."""


def adds_up(features: LineFeatures, index: int) -> Evidence:
    """A line that calls itself a total and whose figures add up others."""
    word, sums = int(features.table["total"][index]), int(features.table["sums"][index])
    if not word or not sums or features.share[index] < 0.3:
        return []
    return [("合计行，等于相邻各行之和", TOTAL, 6.0 if word > 1 else 4.0)]


def heads_lines(facts: Facts, features: LineFeatures, index: int) -> Evidence:
    """A lone label in capitals or with a colon, over a line of figures labelled in the same column."""
    below = index + 1
    if not index or features.count[index] != 1 or below >= len(features.rows):
        return []
    column = int(features.first[index])
    text = facts.text(int(features.rows[index]), column).strip().rstrip("\\0123456789 ")
    inside = features.zone[index] == 1 or features.count[index - 1] > 1
    labelled = features.first[below] == column and features.numeric[below] and not features.numeric[index]
    if not inside or not labelled or not text.isascii() or introduces("note", text):
        return []
    return [("独占一行的分组名称", GROUP, 4.0)] if text.isupper() or text.endswith(":") else []
