"""A district's plan as a list (csv, xlsx, xls) becomes goals tied to the catalogue, and findings.

Understood are lists with a heading: indicator (code or name), target (one column, or one per year),
lead and cooperating units, and optionally plan, domain, unit, direction, base, source, note, formula,
set and version. Columns may stand in any order, domains as merged cells or as rows of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from indicators.catalog.asking import Desk, definition_key
from indicators.catalog.base import in_unit, with_base
from indicators.catalog.catalogue import Catalog
from indicators.catalog.goals import PlanGoal, PlanWords
from indicators.catalog.handbook import DIRECTION_WORDS
from indicators.catalog.labels import label_key
from indicators.catalog.lines import Subject, bare_name, find_subject
from indicators.catalog.listing import Line, Listing, read_listings, word_of
from indicators.catalog.redefine import redefined
from indicators.findings import Finding, finding
from indicators.model import Indicator, Place, PlanKind, Question, Target, TargetKind
from indicators.targets import parse_target

_PERIOD = re.compile(r"(20\d\d)\s*年?\s*(?:[-—–―~\uff5e]+|至|到)\s*(20\d\d)")
_SECTION = re.compile(
    r"^(?:第?[一二三四五六七八九十]+[、章部分.\s]+|[(\uff08][一二三四五六七八九十]+[)\uff09])\s*(.+)$"
)
_BETWEEN_UNITS = re.compile(r"[、,;\uff0c\uff1b\s]+")
_LEADING = re.compile(r"^\s*(?:牵头|责任|主责)(?:单位|部门)?\s*[:\uff1a]")
_HELPING = re.compile(r"(?:配合|协办|参与|协同)(?:单位|部门)?\s*[:\uff1a]")
_NOTE = re.compile(r"^(注|说明|备注|资料来源|数据来源)\s*[:\uff1a]")


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One line of a plan as understood: the words in it, the goals it gave, and where it stands.

    `subject` is None, and `goals` empty, where no indicator was found or a question is open.
    """

    place: Place
    name: str
    code: str
    subject: Subject | None
    phrase: str
    goals: tuple[PlanGoal, ...]
    said: PlanWords
    domain: str = ""
    lead: str | None = None
    coop: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanReading:
    """A plan as read: lines in the order of the file, goals without doubles, findings, open questions."""

    lines: tuple[PlanLine, ...]
    goals: list[PlanGoal]
    findings: list[Finding]
    questions: list[Question]


@dataclass
class _Context:
    """What holds for the lines that follow: plan, domain and period of the sheet or section."""

    plan: PlanKind | None
    period: tuple[int, int]
    version: str
    domains: frozenset[str]
    desk: Desk
    lines: list[PlanLine] = field(default_factory=list)
    domain: str = ""


def read_plan(data: bytes, name: str, catalog: Catalog) -> tuple[list[PlanGoal], list[Finding]]:
    """Read a district's plan; a line that cannot be tied to an indicator is left out, with a finding.

    A phrase that cannot be read keeps its line, as a target that a person must judge, with the
    grammar's finding at its cell. A goal without a plan of its own belongs to every plan of its
    indicator (two goals). Raises nothing for what is in the file.
    """
    reading = read_plan_lines(data, name, catalog)
    return reading.goals, reading.findings


def read_plan_lines(
    data: bytes,
    name: str,
    catalog: Catalog,
    *,
    answers: Mapping[str, str] | None = None,
    version: str = "",
    kept: Mapping[str, str] | None = None,
    in_use: frozenset[str] = frozenset(),
) -> PlanReading:
    """Read a plan as `read_plan` does, line by line, with the questions that stay open.

    `answers` by question key: an indicator's code, or `new`; by definition key: `plan` or `catalogue`.
    `version`: the year from which lines without a version of their own hold (a mid-term revision), "" =
    with the plan. `kept`, `in_use`: see Desk.
    """
    lists = read_listings(data, name, "plan", ("indicator", "code"))
    findings = lists.findings
    desk = Desk(answers or {}, kept or {}, in_use)
    lines: list[PlanLine] = []
    domains = frozenset(label_key(_plain_domain(item.domain)) for item in catalog.indicators)
    for listing in lists.listings:
        context = _context(listing)
        context.version, context.domains, context.desk = version, domains, desk
        for line in listing.lines:
            _line(line, context, catalog, findings)
        lines += context.lines
    for place in lists.without:
        code = "plan_sheet_skipped" if lists.listings else "plan_no_heading"
        findings.append(finding(code, place, sheet_name=place.sheet or ""))
    findings += [finding("plan_sheet_hidden", place, sheet_name=place.sheet or "") for place in lists.hidden]
    goals = _without_doubles([goal for line in lines for goal in line.goals], findings)
    return PlanReading(tuple(lines), goals, findings, list(desk.questions.values()))


def with_goals(catalog: Catalog, goals: Iterable[PlanGoal]) -> Catalog:
    """The catalogue with the district's own indicators among the goals."""
    return catalog.extended(goal.definition for goal in goals if goal.definition)


def _context(listing: Listing) -> _Context:
    """Plan and period as title, sheet name or file name tell them."""
    told = next((plan for plan in map(_plan_in, (listing.title, listing.sheet, listing.file)) if plan), None)
    years = _PERIOD.search(f"{listing.title} {listing.sheet} {listing.file}")
    period = (int(years[1]), int(years[2])) if years else (2021, 2030)
    return _Context(told, period if period[0] < period[1] else (2021, 2030), "", frozenset(), Desk())


def _plan_in(text: str) -> PlanKind | None:
    """The one plan that a title names; None when it names both or neither."""
    women, children = "妇女" in text, "儿童" in text
    if women == children:
        return None
    return PlanKind.WOMEN if women else PlanKind.CHILDREN


def _line(line: Line, context: _Context, catalog: Catalog, findings: list[Finding]) -> None:
    if _NOTE.match(line.everything[0]) or _section(line, context):
        return
    context.domain = _plain_domain(line.get("domain")) or context.domain
    if not (line.get("indicator") or line.get("code")):
        if any(line.get(role) for role in ("target", "lead")) or any(line.by_year.values()):
            findings.append(finding("plan_no_indicator", line.place("indicator")))
        return
    subject = find_subject(line, catalog, findings, context.desk)
    if subject and definition_key(bare_name(line)) in context.desk.answers:
        target = _target(line, subject, context.period, [])
        subject = redefined(subject, line, target, findings, context.desk)
    goals = tuple(_goals(line, subject, context, findings)) if subject else ()
    phrase = (subject.phrase if subject else "") or _phrase(line, context.period)
    lead, coop = _units(line)
    context.lines.append(
        PlanLine(
            line.place("indicator"), bare_name(line), line.get("code"), subject, phrase, goals,
            _words(line, subject), context.domain, lead, coop,
        )
    )  # fmt: skip


def _words(line: Line, subject: Subject | None) -> PlanWords:
    """The line's words; a district's own indicator has its direction said, as nothing else defines it."""
    base = line.get("base")
    if base and line.base_year and str(line.base_year) not in base:
        base = f"{line.base_year}年{base}"
    own = DIRECTION_WORDS[subject.indicator.direction] if subject and subject.own else ""
    direction = line.get("direction") or own
    said = ("unit", "source", "note", "formula")
    asked = tuple((year, text) for year, text in sorted(line.by_year.items()) if text)
    return PlanWords(
        bare_name(line),
        direction=direction,
        base=base,
        by_year=asked,
        **{role: line.get(role) for role in said},
    )


def _plain_domain(text: str) -> str:
    """A chapter's name without numbering and 妇女与: 一、妇女与健康 -> 健康."""
    match = _SECTION.match(text)
    return re.sub(r"^(妇女|儿童)与", "", (match[1] if match else text).strip())


def _section(line: Line, context: _Context) -> bool:
    """Whether a row is only a heading inside the list (一、健康, 健康); it then sets domain or plan."""
    if len(set(line.everything)) > 1:
        return False
    text = line.everything[0]
    match = _SECTION.match(text)
    bare = label_key(_plain_domain(text))
    if not match and bare in context.domains:
        context.domain = _plain_domain(text)
        return True
    plan = _plan_in(text) if "规划" in text else None
    if plan:
        context.plan = plan
    elif match:
        context.domain = _plain_domain(text)
    return bool(plan or match)


def _goals(line: Line, subject: Subject, context: _Context, findings: list[Finding]) -> list[PlanGoal]:
    item = subject.indicator
    plans = _plans(line, context, item, findings)
    target = _target(line, subject, context.period, findings)
    version = line.get("version") or context.version
    said = _words(line, subject)
    target = with_base(target, said, item, context.period)
    lead, coop = _units(line)
    goals = []
    for plan in plans:
        definition = item if subject.own or subject.redefined else None
        if plan not in item.plans or subject.own:
            definition = replace(item, plans=tuple(dict.fromkeys((*_real(item, subject), plan))))
        domain = (
            _plain_domain(line.get("domain"))
            or (item.domain_in(plan) if plan in item.plans else "")
            or context.domain
        )
        if subject.own:
            definition = replace(definition or item, domain=domain or "未分类")
        goals.append(
            PlanGoal(
                code=item.code, name=item.name, plan=plan, phrase=target.phrase, target=target, domain=domain,
                lead=lead or item.lead, coop=coop, set_name=line.get("set"), version=version,
                period=context.period, unit=item.unit, place=line.place("indicator"), definition=definition,
                said=said,
            )
        )  # fmt: skip
    return goals


def _real(item: Indicator, subject: Subject) -> tuple[PlanKind, ...]:
    return () if subject.own else item.plans


def _plans(line: Line, context: _Context, item: Indicator, findings: list[Finding]) -> list[PlanKind]:
    """The plan in the line, else of the sheet, else every plan of the indicator but the grassroots'."""
    text = line.get("plan")
    if text:
        word = word_of("plan", text) or _plan_in(text)
        if word:
            return [PlanKind(word)]
        findings.append(finding("plan_unknown_plan", line.place("plan"), indicator=item.code, value=text))
    if context.plan:
        return [context.plan]
    return [plan for plan in item.plans if plan is not PlanKind.GRASSROOTS] or list(item.plans)


def _target(line: Line, subject: Subject, period: tuple[int, int], findings: list[Finding]) -> Target:
    phrase = subject.phrase or _phrase(line, period)
    if not phrase:
        return Target("", TargetKind.NONE)
    item = subject.indicator
    place = line.place("target")
    counted = in_unit(phrase, line.get("unit"), item.unit)
    parsed = parse_target(counted, unit=item.unit, direction=item.direction, period=period)
    for one in parsed.findings:
        findings.append(
            replace(one, file=place.file, sheet=place.sheet, cell=place.cell, indicator=item.code)
        )
    return replace(parsed.target, phrase=phrase) if counted != phrase else parsed.target


def _phrase(line: Line, period: tuple[int, int]) -> str:
    """The target's words; columns named by a year become one phrase with milestones."""
    asked = {year: text for year, text in sorted(line.by_year.items()) if text}
    if not asked:
        return line.get("target")
    if list(asked) == [period[1]]:
        return asked[period[1]]
    return "，".join(
        text if re.match(r"\D*20\d\d", text) else f"{year}年{text}" for year, text in asked.items()
    )


def _units(line: Line) -> tuple[str | None, tuple[str, ...]]:
    """Lead unit and cooperating ones; of several lead units the first leads and the rest cooperate.

    Both may stand in one cell: 牵头单位:卫健局 配合单位:妇联、财政局.
    """
    lead, *helping = _HELPING.split(_LEADING.sub("", line.get("lead")))
    leads = _names(lead)
    others = [*leads[1:], *_names("、".join(helping)), *_names(line.get("coop"))]
    return (leads[0] if leads else None), tuple(dict.fromkeys(others))


def _names(text: str) -> list[str]:
    return [name for name in _BETWEEN_UNITS.split(_HELPING.sub("", text)) if name]


def _without_doubles(goals: list[PlanGoal], findings: list[Finding]) -> list[PlanGoal]:
    """The first of goals that ask for the same indicator, plan, set and version; the others are said."""
    kept: dict[tuple, PlanGoal] = {}
    for goal in goals:
        key = (goal.code, goal.plan, goal.set_name, goal.version)
        first = kept.setdefault(key, goal)
        if first is goal:
            continue
        same = first.phrase == goal.phrase
        words: dict[str, Any] = {
            "first": _cell(first.place),
            "phrase": goal.phrase,
            "kept": first.phrase,
            "name": goal.name,
        }
        code = "plan_goal_repeated" if same else "plan_goal_conflict"
        findings.append(finding(code, goal.place, indicator=goal.code, **words))
    return list(kept.values())


def _cell(place: Place) -> str:
    return f"{place.sheet} {place.cell}".strip() if place.sheet else str(place.cell)
