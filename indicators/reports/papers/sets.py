"""Which papers there are, and how each is made from the matter of a year."""

from __future__ import annotations

import datetime as dt
import hashlib
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from indicators.reports.forms import safe_name
from indicators.reports.papers import annual, brief, card, evaluation, notices, unit_page
from indicators.reports.papers.blocks import Paper
from indicators.reports.papers.matter import Item, Matter

KINDS: Mapping[str, str] = {
    "annual": "年度监测报告", "midterm": "中期评估报告", "final": "终期评估报告", "brief": "领导简报",
    "unit": "单位页", "area": "乡镇页", "indicator": "指标卡", "notice": "督办单", "circular": "通报",
    "hard-list": "重难点指标清单", "reminder": "催报通知",
}  # fmt: skip
"""The kinds of papers by the word a command takes."""

PER_PLAN, PER_UNIT = ("annual", "midterm", "final"), ("unit", "notice", "reminder")
WHOLE_SET = ("annual", "brief", "circular", "hard-list", "notice", "reminder", "unit", "area", "indicator")
"""What the office hands in every year, in this order."""
EVALUATIONS = ("midterm", "final")
"""What comes to it in the plan's mid-term year and in its last year, or when it is asked for."""
_MIDTERM = 4
"""The mid-term year is the plan's fifth: 2025 of 2021–2030."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One paper that is wanted: its kind and of what (a plan, unit, area or indicator)."""

    kind: str
    of: str = ""

    @property
    def folder(self) -> str:
        """The folder in which it lies in a whole set."""
        return KINDS[self.kind] if self.kind in (*PER_UNIT, "area", "indicator") else ""


def wanted(
    matter: Matter,
    kind: str,
    *,
    plan: str | None = None,
    unit: str | None = None,
    area: str | None = None,
    indicator: str | None = None,
    extra: Collection[str] = (),
) -> list[Wanted]:
    """The papers of a kind ("all": the whole set), narrowed to a plan, unit, area or indicator.

    `extra`: the evaluations that the whole set has besides those that its year calls for.

    Notices and reminders go to units that have something to mend or to hand in, unless one is named.
    A named unit, area or indicator that there is not gives none.
    """
    if kind == "all":
        more = {*extra, *called_for(matter)}
        kinds = (WHOLE_SET[0], *(one for one in EVALUATIONS if one in more), *WHOLE_SET[1:])
        return [one for each in kinds for one in wanted(matter, each, plan=plan)]
    if kind in PER_PLAN:
        plans = [one for one in matter.plans if one != "grassroots"]
        return [Wanted(kind, one) for one in plans if plan in (None, one)]
    if kind in PER_UNIT:
        return [Wanted(kind, one) for one in _units(matter, kind, unit)]
    if kind == "area":
        paths = [path for path, items in matter.towns.items() if items or area]
        return [Wanted(kind, path) for path in paths if area in (None, path, path.rpartition("/")[2])]
    if kind == "indicator":
        cards = dict.fromkeys(
            item.verdict.code
            for item in matter.of_plan(plan)
            if indicator in (None, item.verdict.code, item.verdict.indicator)
        )
        return [Wanted(kind, code) for code in cards]
    return [Wanted(kind, plan or "")]


def called_for(matter: Matter) -> tuple[str, ...]:
    """The evaluations that the year calls for: the plan's mid-term year, its last year."""
    first, last = matter.period
    found = {first + _MIDTERM: "midterm", last: "final"}.get(matter.year)
    return (found,) if found else ()


def _units(matter: Matter, kind: str, unit: str | None) -> list[str]:
    acting = dict.fromkeys((*matter.leads, *(one.lead for one in matter.running)))
    helping = (unit for one in matter.running for unit in one.coop)
    known = dict.fromkeys((*acting, *(one.unit for one in matter.units), *helping))
    if unit is not None:
        names = {alias: one.name for one in matter.register for alias in (one.name, *one.aliases)}
        name = names.get(unit, unit)
        return [name] if name in known else []
    if kind == "notice":
        return [name for name in acting if notices.is_wanted(matter, name)]
    if kind == "reminder":
        return [one.unit for one in matter.units if one.reminder]
    return [name for name in matter.leads if matter.led_by(name) or matter.helped_by(name)]


def _card(matter: Matter, code: str) -> Paper:
    items: list[Item] = [item for item in matter.items if item.verdict.code == code]
    return card.card(matter, items)


def make(matter: Matter, one: Wanted, *, deadlines: Mapping[str, dt.date] | None = None) -> Paper:
    """The paper that is wanted, from the matter alone."""
    makers: Mapping[str, Callable[[], Paper]] = {
        "annual": lambda: annual.annual(matter, one.of),
        "midterm": lambda: evaluation.evaluation(matter, one.of, "midterm"),
        "final": lambda: evaluation.evaluation(matter, one.of, "final"),
        "brief": lambda: brief.brief(matter, one.of or None),
        "unit": lambda: unit_page.unit_page(matter, one.of),
        "area": lambda: unit_page.area_page(matter, one.of),
        "indicator": lambda: _card(matter, one.of),
        "notice": lambda: notices.supervision(matter, one.of, deadlines),
        "circular": lambda: notices.circular(matter),
        "hard-list": lambda: notices.hard_list(matter),
        "reminder": lambda: notices.reminder(matter, one.of),
    }
    return makers[one.kind]()


def file_name(one: Wanted, paper: Paper) -> str:
    """Where it lies in a whole set: 指标卡/W0103_孕产妇死亡率_2024年.docx."""
    name = f"{safe_name(paper.name)}.docx"
    return f"{one.folder}/{name}" if one.folder else name


def file_names(matter: Matter, papers: Iterable[Wanted]) -> dict[Wanted, str]:
    """Where each lies, no two in one place.

    Two whose cleaned or shortened names are alike, for a system that takes 甲A for 甲a too, both get a mark
    made of what they are of, so that neither's name hangs on the order.
    """
    names = {one: file_name(one, make(matter, one)) for one in papers}
    many = Counter(_alike(name) for name in names.values())
    return {one: _marked(name, one) if many[_alike(name)] > 1 else name for one, name in names.items()}


def _alike(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def _marked(name: str, one: Wanted) -> str:
    digest = hashlib.sha256(f"{one.kind}\0{one.of}".encode()).hexdigest()
    return f"{name.removesuffix('.docx')}_{digest[:6]}.docx"
