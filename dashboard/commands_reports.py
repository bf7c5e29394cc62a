"""The commands that write papers: which there are for a year, and the files themselves."""

from __future__ import annotations

import base64
import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from dashboard.commands import Files, Outcome
from dashboard.messages import ERRORS
from indicators.reports.papers.matter import Matter
from indicators.reports.papers.sets import KINDS, Wanted
from indicators.store import Store
from indicators.store.action_records import deadlines

_KEPT = 4
_matters: OrderedDict[tuple[object, ...], Matter] = OrderedDict()
_lock = threading.Lock()


def matter_of(
    store: Store, year: int | None, result: str | None, *, towns: bool, home: str | None = None
) -> Matter:
    """What the papers are made from, gathered once for a state of the store; `home`: whose papers."""
    from indicators.reports.papers.gather import gather

    key = (str(store.path), store.data_version(), year, result, towns, home, dt.date.today())
    with _lock:
        if key not in _matters:
            _matters[key] = gather(store, year=year, result=result, towns=towns, home=home)
            while len(_matters) > _KEPT:
                _matters.popitem(last=False)
        _matters.move_to_end(key)
        return _matters[key]


def _matter(store: Store, options: Mapping[str, Any]) -> Matter:
    from indicators.office import seat

    towns = options["kind"] in ("area", "all")
    home = seat(store, options["at"]).path if options.get("at") else None
    return matter_of(store, options.get("year"), options.get("published"), towns=towns, home=home)


def report_list(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """One record for each paper that the options ask for."""
    del files
    from indicators.reports.papers.sets import file_names, wanted

    matter = _matter(store, options)
    narrowed = {name: options.get(name) for name in ("plan", "unit", "area", "indicator")}
    found = wanted(matter, options["kind"], **narrowed, extra=options.get("with") or ())
    names = file_names(matter, found)
    outcome = Outcome(
        [
            {"record": "wanted", "kind": one.kind, "of": one.of, "year": matter.year, "file": names[one]}
            for one in found
        ]
    )
    if not found:
        what = KINDS.get(options["kind"], "")
        said = next((f"“{value}”" for value in narrowed.values() if value), "")
        outcome.messages.append(
            f"{matter.year}年没有{said}的{what}可以生成。请检查名称，或先看看这一年有没有数据和规划目标。"
        )
        outcome.exit = ERRORS
    return outcome


def report_make(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """The papers named by `papers` ([kind, of] each), with their bytes (base64)."""
    del files
    from indicators.reports.papers.sets import file_name, make
    from indicators.reports.word import Look, docx_bytes

    matter, look = _matter(store, options), Look(options["pitch"]) if options.get("pitch") else Look()
    due = deadlines(matter.actions, matter.home, matter.today)
    if options.get("due"):
        due[""] = dt.date.fromisoformat(options["due"])
    records = []
    for kind, of in options["papers"]:
        one = Wanted(kind, of)
        paper = make(matter, one, deadlines=due)
        data = base64.b64encode(docx_bytes(paper, look)).decode()
        records.append(
            {"record": "paper", "kind": kind, "of": of, "year": matter.year, "file": file_name(one, paper),
             "data": data}
        )  # fmt: skip
    return Outcome(records)


COMMANDS = {"report_list": report_list, "report_make": report_make}
