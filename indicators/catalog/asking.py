"""What a plan's reader could not decide by itself, and the answers a person gave."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from indicators.catalog.labels import label_key
from indicators.model import Place, Question

NEW = "new"
"""The answer that a line is the district's own indicator."""

PLANS, CATALOGUES = "plan", "catalogue"
"""Answers whose definition holds where the plan's differs: the plan's own, or the built-in one."""

DIRECTIONS = (("higher", "越高越好"), ("lower", "越低越好"), ("around", "适中为好"), ("none", "只作监测"))


def question_key(name: str) -> str:
    """The key of the question which indicator a name means; the same name is asked about once."""
    return "plan:" + hashlib.sha256(label_key(name).encode()).hexdigest()[:8]


def definition_key(name: str) -> str:
    """The key under which is said whose definition holds for the indicator that a name means."""
    return f"{question_key(name)}:definition"


@dataclass(slots=True)
class Desk:
    """Answers by question key, and the questions still open.

    `kept`: the codes that names of the plan in force were tied to, by question key. `in_use`: codes that
    have figures, whose unit therefore stays.
    """

    answers: Mapping[str, str] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)
    in_use: frozenset[str] = frozenset()
    questions: dict[str, Question] = field(default_factory=dict)

    def ask_indicator(self, name: str, place: Place, ranked: Sequence[tuple[str, str, float]]) -> None:
        """Which indicator is meant: those most like it, best first, or a new one."""
        answers = (*ranked, (NEW, "新指标（本地自己的指标）", 0.0))
        self._ask(question_key(name), "plan_indicator", f"“{name}”是指标库里的哪个指标？", place, answers)

    def ask_unit(self, name: str, place: Place) -> None:
        """The unit of a new indicator (any text)."""
        key = f"{question_key(name)}:unit"
        self._ask(key, "plan_unit", f"新指标“{name}”的计量单位是什么？（例如 %、人、个）", place, ())

    def ask_direction(self, name: str, place: Place) -> None:
        """Which way is better for a new indicator."""
        key, ranked = f"{question_key(name)}:direction", tuple((v, w, 0.0) for v, w in DIRECTIONS)
        self._ask(key, "plan_direction", f"新指标“{name}”的数越高越好，还是越低越好？", place, ranked)

    def _ask(
        self, key: str, kind: str, text: str, place: Place, answers: tuple[tuple[str, str, float], ...]
    ) -> None:
        self.questions.setdefault(key, Question(key, kind, text, place, answers, key))
