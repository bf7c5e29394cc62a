"""The papers for the pages: what there is to make, and the files, made when they are wanted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from dashboard import own
from dashboard.commands_reports import matter_of
from dashboard.data import district, many, store
from dashboard.data_store import within
from dashboard.guard import needs, own_unit, require
from dashboard.messages import UserError
from dashboard.rights import Right
from indicators.reports.forms import zip_forms
from indicators.reports.papers import sets
from indicators.reports.papers.matter import Item, Matter
from indicators.reports.papers.sets import KINDS, PER_UNIT, Wanted, file_names, make
from indicators.reports.word import Look, docx_bytes
from indicators.store.action_records import deadlines


@needs(Right.PAPERS)
def matter(year: int, result: str | None, *, towns: bool) -> Matter:
    """What the papers are made from: a year's live state, or a published result.

    A unit's holds its own indicators, reporting and actions alone. Raises Refused for a published result.
    """
    if result is not None:
        require(Right.VIEW)
        own.require_one(result, store().published_results(), lambda one: one.area)
    whole = _of_seat(matter_of(store(), year, result, towns=towns, home=district().path if many() else None))
    return whole if own_unit() is None else _narrowed(whole)


def _of_seat(whole: Matter) -> Matter:
    """What stands in the register and on the list of actions of other seats is left out."""
    if not many():
        return whole
    return replace(
        whole,
        register=tuple(one for one in whole.register if own.here(one.area, one.name)),
        actions=tuple(one for one in whole.actions if within(one.area)),
        remarks=tuple(one for one in whole.remarks if within(one.area)),
    )


def _narrowed(whole: Matter) -> Matter:
    codes = {item.verdict.code for item in whole.items if own.indicator(item.verdict.code)}

    def mine(items: Iterable[Item]) -> tuple[Item, ...]:
        return tuple(item for item in items if item.verdict.code in codes)

    return replace(
        whole,
        items=mine(whole.items),
        towns={path: mine(items) for path, items in whole.towns.items()},
        units=tuple(one for one in whole.units if own.unit(one.unit)),
        register=tuple(one for one in whole.register if own.unit(one.name)),
        never=tuple(line for line in whole.never if line[0] in codes),
        actions=tuple(one for one in whole.actions if own.unit(one.lead) or any(map(own.unit, one.coop))),
        remarks=tuple(one for one in whole.remarks if one.code is None or one.code in codes),
        files=0,
        figures=0,
    )


OF_UNITS = (*PER_UNIT, "indicator")
"""The kinds of papers that a unit may make, of itself."""


@needs(Right.PAPERS)
def kinds() -> list[str]:
    """The kinds of papers that the person at the page may make."""
    return [kind for kind in KINDS if own_unit() is None or kind in OF_UNITS]


@needs(Right.PAPERS)
def wanted(whole: Matter, kind: str, **narrowed: Any) -> list[Wanted]:
    """The papers of a kind that the person at the page may make; see `sets.wanted`. Raises Elsewhere."""
    own.require_area(whole.home)
    return [one for one in sets.wanted(whole, kind, **narrowed) if _allowed(one)]


def _allowed(one: Wanted) -> bool:
    if own_unit() is None:
        return True
    return own.indicator(one.of) if one.kind == "indicator" else one.kind in PER_UNIT and own.unit(one.of)


@needs(Right.PAPERS)
def made(
    whole: Matter, papers: Sequence[Wanted], pitch: float, due: dt.date | None
) -> Iterator[tuple[str, bytes]]:
    """(name, docx) of each paper, one at a time, so that progress can be shown."""
    if not all(map(_allowed, papers)):
        raise UserError("这份报告不是本单位的。")
    own.require_area(whole.home)
    whole = whole if own_unit() is None else _narrowed(whole)
    known = deadlines(whole.actions, whole.home, whole.today)
    if due:
        known[""] = due
    names = file_names(whole, papers)
    for one in papers:
        yield names[one], docx_bytes(make(whole, one, deadlines=known), Look(pitch))


def packed(files: Sequence[tuple[str, bytes]], name: str) -> tuple[str, bytes]:
    """One file as it is, several as a zip of that name."""
    if len(files) == 1:
        return files[0][0].rpartition("/")[2], files[0][1]
    return f"{name}.zip", zip_forms(files)
