"""Additive score tables: readable CSV of features and their steps, one score per role."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """Scores per feature step and role; `after` holds what follows what (roles x roles), if learned."""

    roles: tuple[str, ...]
    base: np.ndarray
    steps: dict[str, dict[int, np.ndarray]]
    after: np.ndarray
    start: np.ndarray
    end: np.ndarray

    def score(self, features: dict[str, np.ndarray], n: int) -> np.ndarray:
        """Sum of the scores of n items' feature steps (n x roles); unknown steps count nothing."""
        total = np.tile(self.base, (n, 1))
        for name, rows in self.steps.items():
            values = features.get(name)
            if values is None or not n:
                continue
            table = np.zeros((max(int(values.max()), *rows) + 1, len(self.roles)))
            for step, scores in rows.items():
                table[step] = scores
            total += table[values]
        return total

    def reasons(self, features: dict[str, np.ndarray], index: int, role: int, most: int = 3) -> list[str]:
        """The features that spoke most for one item's role, as name=step."""
        found = []
        for name, rows in self.steps.items():
            step = int(features[name][index]) if name in features else -1
            if step in rows:
                found.append((float(rows[step][role]), f"{name}={step}"))
        return [text for score, text in sorted(found, reverse=True)[:most] if score > 0]


@cache
def score_table(name: str) -> ScoreTable:
    """A shipped table by its file name. Raises FileNotFoundError for an unknown one."""
    return read_table((resources.files("indicators.sheets") / name).read_text(encoding="utf-8"))


def read_table(text: str) -> ScoreTable:
    """A table from its CSV text."""
    reader = csv.reader(io.StringIO(text))
    roles = tuple(next(reader)[2:])
    k = len(roles)
    steps: dict[str, dict[int, np.ndarray]] = {}
    special = {"(always)": np.zeros(k), "(start)": np.zeros(k), "(end)": np.zeros(k)}
    after = np.zeros((k, k))
    for feature, step, *scores in reader:
        row = np.array(scores, dtype=float)
        if feature == "(after)":
            after[int(step)] = row
        elif feature in special:
            special[feature] = row
        else:
            steps.setdefault(feature, {})[int(step)] = row
    return ScoreTable(roles, special["(always)"], steps, after, special["(start)"], special["(end)"])


def best_path(scores: np.ndarray, after: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """The best sequence of roles under line scores and scores of what follows what (Viterbi)."""
    n, k = scores.shape
    if not n:
        return np.zeros(0, dtype=np.int8)
    best = scores[0] + start
    back = np.zeros((n, k), dtype=np.int8)
    for i in range(1, n):
        reach = best[:, None] + after
        back[i] = reach.argmax(axis=0)
        best = reach.max(axis=0) + scores[i]
    path = np.zeros(n, dtype=np.int8)
    path[-1] = int((best + end).argmax())
    for i in range(n - 1, 0, -1):
        path[i - 1] = back[i, path[i]]
    return path
