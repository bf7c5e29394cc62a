"""From goals as printed to a list a person can complete: indicator, target as read, what is in doubt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from indicators.catalog import Catalog, builtin
from indicators.findings import Finding, finding, has_errors
from indicators.model import Indicator, Place, TargetKind
from indicators.plan_draft.outline import Line, goal_lines, plan_period
from indicators.plan_draft.paragraphs import read_paragraphs
from indicators.plan_draft.tables import table_goals
from indicators.sheets.labels import Matcher
from indicators.targets import Goal, parse_target, read_goals, reading_zh

_SENTENCE = re.compile(r"(?<=[。;;])")
_AND = re.compile(r"、|以及|和(?=[^和、]{4,})")
_TAIL = re.compile(r"(?:率|比例|比重|人数)$")


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One goal of the plan, or one measurable thing of it.

    `goal`: the sentence as printed; `subject`: what it speaks of, in the plan's words; `code` and
    `indicator`: the catalogue's, when the match is sure, else `candidates`; `target`: the words to be
    kept; `reading`: how they are read; `kind` qualitative: nothing in it can be measured.
    """

    number: int
    plan: str
    domain: str
    goal: str
    subject: str = ""
    code: str = ""
    indicator: str = ""
    unit: str = ""
    target: str = ""
    reading: str = ""
    kind: str = str(TargetKind.QUALITATIVE)
    candidates: str = ""
    note: str = ""
    lead: str = ""


def draft_plan(
    data: bytes, name: str, *, catalog: Catalog | None = None
) -> tuple[list[DraftRow], list[Finding]]:
    """A published plan as a list of goals, none left out.

    `data` is a .docx, .html or .txt file, told by its content. Each sentence under 主要目标 gives one
    row for every thing it measures, or one qualitative row. Indicator tables in the text give a row for
    each line. Without such a heading only sentences with something measurable are listed.
    """
    paragraphs, findings = read_paragraphs(data, name)
    if has_errors(findings):
        return [], findings
    desk = _Desk(catalog or builtin(), plan_period(paragraphs))
    lines = goal_lines(paragraphs)
    rows = [row for line in lines for row in desk.rows(line)]
    for line, goal, lead in table_goals(paragraphs, desk.period):
        rows += desk.of_table(line, goal, lead)
    if lines and not lines[0].surely:
        findings.append(finding("draft_no_goal_heading", Place(name)))
    unmatched = sum(1 for row in rows if row.kind != TargetKind.QUALITATIVE and not row.code)
    if not rows:
        findings.append(finding("draft_nothing_found", Place(name)))
    elif unmatched:
        findings.append(finding("draft_unmatched", Place(name), count=unmatched))
    return [replace(row, number=at) for at, row in enumerate(rows, 1)], findings


class _Desk:
    """Knows the catalogue and the plan's period, and turns lines into rows."""

    def __init__(self, catalog: Catalog, period: tuple[int, int]) -> None:
        self.catalog = catalog
        self.period = period
        self.matcher = Matcher(catalog.vocabulary())

    def rows(self, line: Line, lead: str = "") -> Iterator[DraftRow]:
        """The rows of one goal, sentence by sentence."""
        for sentence in filter(_says_something, _SENTENCE.split(line.text)):
            printed = f"{line.heading}：{sentence.strip()}" if line.heading else sentence.strip()
            row = DraftRow(line.number, str(line.plan or ""), line.domain, printed, lead=lead)
            goals = read_goals(sentence, period=self.period)
            if goals:
                for goal in goals:
                    yield from self._goal(row, goal)
            elif line.surely:
                yield replace(row, note=self._doubt(sentence))

    def of_table(self, line: Line, goal: Goal | None, lead: str) -> Iterator[DraftRow]:
        """The rows of one line of a table."""
        if goal is None:
            yield from self.rows(line, lead)
            return
        row = DraftRow(line.number, str(line.plan or ""), line.domain, line.text, lead=lead)
        yield from self._goal(row, goal)

    def _doubt(self, sentence: str) -> str:
        """What a person should look at in a sentence without anything measurable: numbers in it."""
        findings = parse_target(sentence, period=self.period).findings
        doubts = (item.message for item in findings if item.code == "target_number_left_over")
        return " ".join(doubts)

    def _goal(self, row: DraftRow, goal: Goal) -> Iterator[DraftRow]:
        found = self._match(goal.subject)
        for subject, item in found:
            known = {"unit": item.unit, "direction": item.direction} if item else {}
            parsed = parse_target(goal.phrase, period=self.period, **known)
            names = "" if item else "、".join(self._candidates(subject))
            yield replace(
                row,
                subject=subject,
                code=item.code if item else "",
                indicator=item.name if item else "",
                unit=item.unit if item else "",
                target=goal.phrase,
                reading=reading_zh(parsed.target),
                kind=str(parsed.target.kind),
                candidates=names,
                note=" ".join(doubt.message for doubt in parsed.findings),
            )

    def _match(self, subject: str) -> list[tuple[str, Indicator | None]]:
        """The catalogue's indicator of a name; of A、B和C率 one each, where all of them are known."""
        whole = self._known(subject)
        parts = _names(subject)
        if whole or len(parts) < 2:
            return [(subject, whole)]
        several = [(part, self._known(part)) for part in parts]
        return several if all(item for _, item in several) else [(subject, None)]

    def _known(self, subject: str) -> Indicator | None:
        if not subject:
            return None
        match = self.matcher.match(subject)
        if match.code is None or match.breakdown:  # 流动人口孕产妇死亡率 is a part, no indicator by itself
            return None
        return self.catalog.by_code.get(match.code)

    def _candidates(self, subject: str) -> list[str]:
        if not subject:
            return []
        match = self.matcher.match(subject)
        if match.code:
            return [f"{match.code} {self.catalog.by_code[match.code].name}（只是其中一部分）"]
        near = [f"{code} {name}" for code, name, _ in self.matcher.match(subject).answers]
        return near or [
            f"{item.code} {item.name}" for item, score in self.catalog.nearest(subject) if score >= 55
        ]


def _says_something(sentence: str) -> bool:
    return bool(re.search(r"[一-鿿]", sentence))


def _names(subject: str) -> list[str]:
    """A、B和C率 as three names that each bear the last one's ending."""
    names = [name for name in _AND.split(subject) if name]
    ending = re.search(r"中(?:的)?女性(?:所占)?比例$|[一-鿿]{2}率$", names[-1]) if names else None
    if not ending:
        return names
    return [name if _TAIL.search(name) else name + ending[0] for name in names]
