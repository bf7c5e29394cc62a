"""What is carried while a phrase is read, and the single demand that comes out."""

from __future__ import annotations

from dataclasses import dataclass, field

from indicators.findings import Finding, finding
from indicators.model import Direction, Target
from indicators.targets.lexer import Source


@dataclass(frozen=True, slots=True)
class Demand:
    """One demand as read: a target of one part, and the words it is said of."""

    target: Target
    subject: str
    start: int
    end: int
    after: bool = False


@dataclass(slots=True)
class Context:
    """What the whole phrase is read with, and what carries over from one clause to the next."""

    source: Source
    unit: str | None
    direction: Direction | None
    period: tuple[int, int]
    year: int | None = None
    base: int | None = None
    findings: list[Finding] = field(default_factory=list)

    def complain(self, code: str, start: int, end: int, **words: object) -> None:
        """Add a finding that points at text[start:end] in the phrase as given."""
        if code == "target_sense_assumed" and any(item.code == code for item in self.findings):
            return
        position, excerpt = self.source.original(start, end)
        shown = excerpt if len(excerpt) <= 30 else excerpt[:29] + "…"
        phrase = self.source.phrase if len(self.source.phrase) <= 60 else self.source.phrase[:59] + "…"
        shown_words = {key: str(value) for key, value in words.items()}
        self.findings.append(
            finding(
                code,
                None,
                indicator=None,
                area=None,
                year=None,
                value=phrase,
                severity=None,
                phrase=phrase,
                position=position,
                excerpt=shown,
                **shown_words,
            )
        )
