"""Lines above or below time series that describe the series (SR码, 频度) or sum it up (标准差)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from indicators.sheets.dims import Token
from indicators.sheets.facts import BLANK, DATE, Facts
from indicators.sheets.lexicon import fold, lexicon
from indicators.sheets.years import parse_period

_MOST_LINES = 3000
_LEAST_FACTS = 2
_YEARS = 0.6
"""Share of the other lines' labels that must be times for a mean to be the mean of a series."""


def series_lines(facts: Facts, rows: np.ndarray) -> set[int]:
    """Positions in `rows` of lines that hold codes, sources, dates or statistics of series.

    Their first cells say so: two or more such lines side by side, or a word for a statistic in a
    list of years; two words for measures of spread in any longer list. A mean of areas is left alone.
    """
    labels = _labels(facts, rows[:_MOST_LINES])
    words = lexicon().words
    strong = [label in words["series_fact"] for label in labels]
    weak = [label in words["series_fact_weak"] for label in labels]
    found = _together(strong, weak)
    found |= _statistics(facts, rows, labels, found)
    return found


def describes_series(facts: Facts, row: int) -> bool:
    """Whether a line's first cell is a word for a fact about series (时间区间, 更新时间)."""
    return bool(_labels(facts, [row])[0] in lexicon().words["series_fact"])


def series_columns(tokens: Mapping[int, Sequence[Token]]) -> dict[int, str]:
    """Columns beside years that hold statistics of the years (平均值, 标准差), each with the reason."""
    words = lexicon().words
    known = words["series_statistic"] | words["series_mean"]
    summed = [c for c, path in tokens.items() if path and fold(path[-1].text) in known]
    timed = sum(any(token.period for token in path) for path in tokens.values())
    if not summed or timed < _YEARS * (len(tokens) - len(summed)):
        return {}
    return dict.fromkeys(summed, "各年数据的统计量，不是某一年的数")


def _labels(facts: Facts, rows: Iterable[int]) -> list[str]:
    """The folded first cell of every line, "" where another cell must say what it is."""
    out = []
    for row in rows:
        filled = np.flatnonzero(facts.kinds[row] != BLANK)
        text = fold(facts.text(int(row), int(filled[0]))) if filled.size > 1 else ""
        out.append(text.strip(":") if len(text) <= 24 else "")
    return out


def _together(strong: list[bool], weak: list[bool]) -> set[int]:
    """Runs of lines that describe series, at least two of them, one by a word that says nothing else."""
    found: set[int] = set()
    known = [at for at, sure in enumerate(strong) if sure]
    if not known:
        return found
    for at, (sure, likely) in enumerate(zip(strong, weak, strict=True)):
        if sure or (likely and any(abs(at - other) <= len(known) + 1 for other in known)):
            found.add(at)
    return found if len(found) >= _LEAST_FACTS else set()


def _statistics(facts: Facts, rows: np.ndarray, labels: list[str], described: set[int]) -> set[int]:
    words = lexicon().words
    spread = {at for at, label in enumerate(labels) if label in words["series_statistic"]}
    means = {at for at, label in enumerate(labels) if label in words["series_mean"]}
    if not spread and not means:
        return set()
    others = [at for at, label in enumerate(labels) if label and at not in spread | means | described]
    if len(others) < len(spread):
        return set()
    timed = sum(_is_time(facts, int(rows[at]), labels[at]) for at in others)
    if others and timed >= _YEARS * max(len(others) - 2, 1):
        return spread | means
    return spread if len({labels[at] for at in spread}) > 1 and len(others) >= 2 * len(spread) else set()


def _is_time(facts: Facts, row: int, label: str) -> bool:
    column = int(np.flatnonzero(facts.kinds[row] != BLANK)[0])
    return bool(facts.yearish[row, column] or facts.kinds[row, column] == DATE or parse_period(label))
