"""What is carried while a phrase is read, and the single demand that comes out."""

from __future__ import annotations

from dataclasses import dataclass, field

from indicators.findings import Finding, finding
from indicators.model import Direction, Target
from indicators.targets.lexer import Source, Token


@dataclass(frozen=True, slots=True)
class Demand:
    """One demand as read: a target of one part, the words it is said of (`subject`, before the number)
    and the thing counted behind it (`thing`: 95%的城市社区, 1名全科医生).

    `named` marks a demand that the phrase itself sets beside its name (城市:95%, A、B分别…).
    """

    target: Target
    subject: str
    start: int
    end: int
    thing: str = ""
    named: bool = False


@dataclass(slots=True)
class Context:
    """What the whole phrase is read with, and what carries over from one clause to the next."""

    source: Source
    unit: str | None
    direction: Direction | None
    period: tuple[int, int]
    year: int | None = None
    base: int | None = None
    base_value: float | None = None
    year_is_own: bool = False
    years: list[int | None] = field(default_factory=list)
    carried: str = ""
    last_subject: str = ""
    last_names: list[str] = field(default_factory=list)
    waiting: Demand | None = None
    used: set[int] = field(default_factory=set)
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


@dataclass(slots=True)
class Chain:
    """The operators since the last number, and the words before them.

    `gap` says that words stand between the last operator and where we are; the operators before such
    words then also belong to the words (妇女参加社会组织比例), so `subject` holds them too.
    """

    ops: list[Token] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    held_back: list[str] = field(default_factory=list)
    gap: bool = False
    start: int | None = None

    def add(self, token: Token) -> None:
        """Take one more operator."""
        self.ops.append(token)
        self.held_back.append(token.value)
        self.gap = False
        self.start = token.start if self.start is None else self.start

    def say(self, words: str, *, filling: bool) -> None:
        """Take words; filling ones (的, 要, 应) part nothing."""
        if filling and self.ops:
            self.held_back.append(words)
            return
        self.gap = bool(self.ops)
        self.words += [*self.held_back, words]
        self.held_back.clear()

    def has(self, *kinds: str) -> bool:
        """Whether an operator of any of these kinds is there."""
        return any(token.kind in kinds for token in self.ops)

    def last(self, *kinds: str) -> Token | None:
        """The last operator of any of these kinds."""
        return next((token for token in reversed(self.ops) if token.kind in kinds), None)

    @property
    def subject(self) -> str:
        """The words before the number."""
        return "".join(self.words)
