"""The papers for the pages: what there is to make, and the files, made when they are wanted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from dashboard.commands_reports import matter_of
from dashboard.data import store
from dashboard.guard import needs
from dashboard.rights import Right
from indicators.reports.forms import zip_forms
from indicators.reports.papers.matter import Matter
from indicators.reports.papers.sets import Wanted, file_names, make
from indicators.reports.word import Look, docx_bytes
from indicators.store.action_records import deadlines


@needs(Right.PAPERS)
def matter(year: int, result: str | None, *, towns: bool) -> Matter:
    """What the papers are made from: a year's live state, or a published result."""
    return matter_of(store(), year, result, towns=towns)


@needs(Right.PAPERS)
def made(
    whole: Matter, papers: Sequence[Wanted], pitch: float, due: dt.date | None
) -> Iterator[tuple[str, bytes]]:
    """(name, docx) of each paper, one at a time, so that progress can be shown."""
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
