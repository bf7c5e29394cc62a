"""Labels to the catalogue: what is certain matches, what is near becomes a question, the rest is unknown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Indel

from indicators.model import NameEntry, Vocabulary
from indicators.sheets.lexicon import fold, lexicon
from indicators.sheets.units import as_unit, split_unit

SURE = 0.95
ASK = 0.74
_NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]+[、.]|[((][一二三四五六七八九十\d]+[))]|\d{1,3}(?:[、.)](?!\d)|(?:\.\d{1,2})+[、.]?)|[#*●○■◆★☆▲△·•]+|其中[:]?|第[一二三四五六七八九十]+[章节部分]+[:]?)"
)
_SAFE = frozenset("的之及和与、,，.·/()（）[]:：“”\"'‘’《》-~—之中数其为")
_TAILS = (("所占比重", "率"), ("所占比例", "率"), ("所占的比重", "率"), ("所占的比例", "率"), ("的比例", "率"), ("的比重", "率"),  # noqa: E501
          ("占比", "率"), ("比例", "率"), ("比重", "率"), ("百分比", "率"), ("百分率", "率"), ("比率", "率"))  # fmt: skip  # noqa: E501


@lru_cache(maxsize=1)
def _simplified() -> dict[int, str]:
    """The small table of traditional characters, as str.translate takes it."""
    text = (resources.files("indicators.sheets") / "traditional.txt").read_text(encoding="utf-8")
    pairs = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    return {ord(old): new for olds, news in pairs for old, new in zip(olds, news, strict=True)}


@lru_cache(maxsize=65536)
def simple(text: str) -> str:
    """A folded text with its traditional characters made simplified."""
    return fold(text).translate(_simplified())


@lru_cache(maxsize=65536)
def normal(label: str) -> str:
    """A label as compared: folded, numbering and 其中 off, unit in brackets off, traditional to simplified."""  # noqa: E501
    text = simple(label)
    for _ in range(3):
        text = _NUMBERING.sub("", text)
    text, _unit = split_unit(text)
    return fold(text).strip(":;,、.。")


@lru_cache(maxsize=65536)
def loose(label: str) -> str:
    """`normal` with the free variants taken out: 比例, 比重, 占比 as 率, marks and 的 left out."""
    text = normal(label)
    for tail, short in _TAILS:
        if text.endswith(tail):
            text = text[: -len(tail)] + short
            break
    text = re.sub(r"[、,,.·()()\[\]::“”\"'‘’《》\-~/的之]", "", text)
    return text.replace("所占", "占")


@dataclass(frozen=True, slots=True)
class Match:
    """What a label was taken for: `code` only when sure; `answers` the ranked candidates when doubtful."""

    code: str | None
    score: float
    how: str = "none"
    breakdown: tuple[tuple[str, str], ...] = ()
    answers: tuple[tuple[str, str, float], ...] = ()

    @property
    def doubtful(self) -> bool:
        """Near enough to ask, not near enough to take."""
        return self.code is None and bool(self.answers)


NONE = Match(None, 0.0)
Meaning = tuple[str, tuple[tuple[str, str], ...]]


class Matcher:
    """Looks labels up in a vocabulary; keeps what it found, so that each label is worked out once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Index all labels of the vocabulary, exact, normal and loose."""
        self._entries: dict[str, NameEntry] = {}
        self._exact: dict[str, set[Meaning]] = {}
        self._loose: dict[str, set[Meaning]] = {}
        for entry in vocabulary.indicators:
            if entry.code not in self._entries or not entry.breakdown:
                self._entries[entry.code] = entry
            for label in (entry.name, *entry.labels):
                self._exact.setdefault(normal(label), set()).add((entry.code, tuple(entry.breakdown)))
                self._loose.setdefault(loose(label), set()).add((entry.code, tuple(entry.breakdown)))
        self._codes = {fold(entry.code): entry.code for entry in vocabulary.indicators}
        self._keys = list(self._loose)
        self.components = {loose(label): label for label in vocabulary.components}
        self._found: dict[tuple[str, str | None], Match] = {}

    @property
    def entries(self) -> Iterable[NameEntry]:
        """The vocabulary's entries, one a code."""
        return self._entries.values()

    def entry(self, code: str) -> NameEntry | None:
        """The vocabulary's entry of a code."""
        return self._entries.get(code)

    def match(self, label: str, unit: str | None = None) -> Match:
        """Match one label; `unit` (if the sheet gives one) decides between equal names."""
        key = (label, unit)
        if key not in self._found:
            self._found[key] = self._work_out(label, unit)
        return self._found[key]

    def is_component(self, label: str) -> str | None:
        """The vocabulary's numerator or denominator of this name, unless it is an indicator itself."""
        if loose(label) in self._loose:
            return None
        return self.components.get(loose(label))

    def knows(self, label: str) -> bool:
        """Whether the label names an indicator without doubt."""
        return normal(label) in self._exact or loose(label) in self._loose

    def _work_out(self, label: str, unit: str | None) -> Match:
        if fold(label) in self._codes:
            return Match(self._codes[fold(label)], 1.0, "code")
        for table, text, score, how in (
            (self._exact, normal(label), 1.0, "name"),
            (self._loose, loose(label), 0.98, "variant"),
        ):
            codes = table.get(text)
            if codes:
                return self._one_of(codes, unit, score, how)
        return self._without_part(label, unit) or self._fuzzy(label, unit)

    def _one_of(self, codes: set[Meaning], unit: str | None, score: float, how: str) -> Match:
        if len(codes) > 1 and unit:
            fitting = {item for item in codes if as_unit(self._entries[item[0]].unit) == as_unit(unit)}
            codes = fitting or codes
        if len(codes) == 1:
            code, part = next(iter(codes))
            return Match(code, score, how, part)
        answers = tuple((code, self._entries[code].name, score) for code, _ in sorted(codes))
        return Match(None, score, "several", answers=answers)

    def _without_part(self, label: str, unit: str | None) -> Match | None:
        """A leading or trailing part of the whole (农村孕产妇死亡率, 参保率(女)) split off as a breakdown."""
        text = normal(label)
        for word, part in lexicon().breakdown.items():
            if len(word) < 2 and not re.search(rf"[((]{word}[))]$|[-_:]{word}$", text):
                continue
            rest = _strip_word(text, word)
            if rest and len(rest) >= 4:
                codes = self._exact.get(normal(rest)) or self._loose.get(loose(rest))
                if codes and not self._part_belongs(codes, part):
                    found = self._one_of(codes, unit, 0.97, "part")
                    return Match(found.code, found.score, "part", (part,), found.answers)
        return None

    def _part_belongs(self, codes: Iterable[Meaning], part: tuple[str, str]) -> bool:
        """Whether the indicator's own name already speaks of one part of the same question."""
        own = {
            other
            for other, (question, _) in lexicon().breakdown.items()
            if question == part[0] and len(other) > 1
        }
        return any(other in normal(self._entries[code].name) for code, _ in codes for other in own)

    def _fuzzy(self, label: str, unit: str | None) -> Match:
        text = loose(label)
        if len(text) < 3 or not self._keys:
            return NONE
        found = process.extract(text, self._keys, scorer=fuzz.ratio, limit=8, score_cutoff=50)
        best: dict[Meaning, float] = {}
        for key, ratio, _ in found:
            score = max(ratio, 0.95 * fuzz.token_sort_ratio(text, key)) / 100
            for item in self._loose[key]:
                fits = unit is None or as_unit(self._entries[item[0]].unit) == as_unit(unit)
                best[item] = max(best.get(item, 0.0), score * (1.0 if fits else 0.93))
        ranked = sorted(best.items(), key=lambda item: -item[1])
        names: dict[str, tuple[str, str, float]] = {}
        for (code, _), score in ranked:
            if score >= ASK:
                names.setdefault(code, (code, self._entries[code].name, round(score, 3)))
        answers = tuple(names.values())[:5]
        top = ranked[0][1] if ranked else 0.0
        if (
            answers
            and self._harmless(text, found)
            and (len(answers) < 2 or answers[0][2] - answers[1][2] > 0.03)
        ):
            return Match(answers[0][0], answers[0][2], "near", ranked[0][0][1])
        return Match(None, round(min(top, 0.94), 3), "doubtful" if answers else "none", answers=answers)

    @staticmethod
    def _harmless(text: str, found: list[tuple[str, float, int]]) -> bool:
        """Whether the nearest name differs only by characters that carry no meaning."""
        key, ratio, _ = found[0]
        if ratio < 92:
            return False
        changed = [
            (text[op.src_start : op.src_end] if op.tag == "delete" else key[op.dest_start : op.dest_end])
            for op in Indel.opcodes(text, key)
            if op.tag != "equal"
        ]
        return all(set(part) <= _SAFE for part in changed)


def _strip_word(text: str, word: str) -> str | None:
    for pattern in (f"({word})", f"-{word}", f"_{word}", f":{word}"):
        if text.endswith(pattern):
            return text[: -len(pattern)]
    if len(word) >= 2 and text.startswith(word):
        return text[len(word) :].lstrip("的:-_")
    return None
