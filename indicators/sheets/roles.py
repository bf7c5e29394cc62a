"""The role of every line: learned scores, the words that settle it, and the best sequence of both."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from indicators.sheets.facts import BLANK, TEXT, Facts
from indicators.sheets.lexicon import fold
from indicators.sheets.line_evidence import adds_up, heads_lines
from indicators.sheets.line_signs import DATA, HEADER, NOTE, body_line, evidence_of
from indicators.sheets.lines import LineFeatures
from indicators.sheets.scores import best_path, score_table
from indicators.sheets.series_lines import series_lines
from indicators.sheets.year_lines import year_lines

NAMES = ("title", "header", "group", "data", "total", "note")
_SMOOTH = 0.3
_MANY = 1200
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(slots=True)
class LineRoles:
    """Role of every row (-1: blank) and why; `features` and `scores` are those of the `rows` looked at singly."""  # noqa: E501

    roles: np.ndarray
    rows: np.ndarray
    features: LineFeatures
    scores: np.ndarray
    evidence: dict[int, list[tuple[str, int, float]]] = field(default_factory=dict)

    def reason(self, row: int) -> str:
        """Why a row got its role: the words that settled it, else the learned features that spoke most."""
        words = [
            text for text, role, score in self.evidence.get(row, []) if role == self.roles[row] and score > 0
        ]
        if words:
            return "、".join(words)
        at = np.searchsorted(self.rows, row)
        if at >= len(self.rows) or self.rows[at] != row:
            return "与上下数据行相同"
        return "、".join(
            score_table("learned_lines.csv").reasons(self.features.table, int(at), int(self.roles[row]))
        )


def line_roles(facts: Facts, knows: Callable[[str], bool] | None = None) -> LineRoles:
    """Decide the role of every line of a sheet; `knows` tells whether a label names an indicator."""
    filled = np.flatnonzero((facts.kinds != BLANK).any(axis=1))
    rows = _worth_a_look(facts, filled)
    features = LineFeatures(facts, rows)
    table = score_table("learned_lines.csv")
    scores = table.score(features.table, len(rows))
    found = LineRoles(np.full(facts.n_rows, -1, dtype=np.int8), rows, features, scores)
    again = _repeated_heads(facts, features)
    years, year_heads = year_lines(facts, rows)
    series = series_lines(facts, rows)
    for index, row in enumerate(rows):
        evidence = [
            *evidence_of(facts, features, index, int(row), knows),
            *adds_up(features, index),
            *heads_lines(facts, features, index),
        ]
        if index in series:
            evidence = [("说明数列的行，不是数据", NOTE, 30.0)]
        elif index in years:
            evidence += body_line("逐年的各行", 14.0)
        elif index in year_heads:
            evidence.append(("逐年各行上方的栏目名称", HEADER, 9.0))
        if index in again:
            evidence.append(("与上面的栏目名称行相同", HEADER, 9.0))
        if evidence:
            found.evidence[int(row)] = evidence
            for _, role, score in evidence:
                scores[index, role] += score
    path = best_path(scores, table.after * _SMOOTH, table.start * _SMOOTH, table.end * _SMOOTH)
    found.roles[filled] = DATA
    found.roles[rows] = path
    return found


def _worth_a_look(facts: Facts, filled: np.ndarray) -> np.ndarray:
    """Lines to decide singly: all of a short sheet; of a long one the ends and what differs from its neighbours."""  # noqa: E501
    if len(filled) <= _MANY:
        return filled
    coarse = np.where(facts.kinds[filled] == BLANK, 0, np.where(facts.kinds[filled] == TEXT, 1, 2)).astype(
        np.uint8
    )
    count = (coarse > 0).sum(axis=1)
    numbers = (coarse == 2).sum(axis=1)
    odd = (numbers == 0) | (count <= 1)
    odd[: _MANY // 10] = True
    odd[-_MANY // 10 :] = True
    near = odd.copy()
    near[1:] |= odd[:-1]
    near[:-1] |= odd[1:]
    return filled[near][: 20 * _MANY]


def _repeated_heads(facts: Facts, features: LineFeatures) -> set[int]:
    """Lines that say again, years apart, what a line of labels above the first figures says."""
    known: set[tuple[tuple[int, str], ...]] = set()
    found: set[int] = set()
    for index in np.flatnonzero((features.count > 1) & (features.share < 1)):
        row, zone = int(features.rows[index]), int(features.zone[index])
        columns = np.flatnonzero(facts.kinds[row] != BLANK)
        if (zone and not known) or (facts.numeric[row, columns] & ~facts.yearish[row, columns]).any():
            continue
        labels = [fold(facts.text(row, int(c))) for c in columns[:60]]
        said = tuple(zip(columns.tolist(), (_YEAR.sub("#", label) for label in labels), strict=False))
        if zone == 0 and any("#" not in text for _, text in said):
            known.add(said)
        elif zone and said in known:
            found.add(int(index))
    return found
