"""The checks themselves: the tables put before the SQL, and what the SQL finds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Protocol

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from indicators.catalog import Catalog
from indicators.catalog.relations import Relations, owner, part_names, relations
from indicators.findings import Finding
from indicators.intake.cross import tables
from indicators.intake.cross.tell import again_findings, tell
from indicators.intake.earlier import unit_of_register
from indicators.model import Area, Indicator
from indicators.store import Store

LIMITS: Mapping[str, float] = {
    "factor": 2.0,
    "few_factor": 3.0,
    "few_steps": 3,
    "usual_times": 5.0,
    "points": 30.0,
    "gap": 2,
    "term_gap": 12,
    "deviates": 4.0,
    "random_deviates": 3.29,
    "near_power": 0.13,
    "past_room": 0.1,
    "far": 0.15,
    "near": 0.005,
    "hundred_room": 0.1,
    "least_children": 2,
    "nearly_all": 0.9,
    "sum_room": 0.005,
    "mean_room": 0.005,
    "moving": 0.5,
    "least_copied": 6,
    "copied_share": 0.8,
}
"""Where the checks draw their lines.

`factor`: a jump is more than this many times the figure before, or less than its part (`few_factor`
where fewer than `few_steps` steps are known), and more than `usual_times` the median change of the
series; or, for a share, `points` points. `gap`, `term_gap`: years to look back, for yearly figures and
others. `deviates`: least distance of two counts in standard deviations of chance, by square roots
(Anscombe 1948), for counts and for rates with known parts; `random_deviates` (one in a thousand) takes
the place of the history for deaths and cases. `near_power`: how near (in powers of ten) a jump lies to
10, 100, 1,000, 10,000; `past_room`: how far beyond the years before a figure may lie after division by
one of these. `far`, `near`: a figure far from its own series, near to another indicator's.
`hundred_room`, `sum_room`, `mean_room`: what rounding and late corrections explain. `nearly_all`: share
of the places below that must have reported. `least_copied`, `copied_share`: figures equal to last
year's, among those that moved in at least `moving` of the years before.
"""


class KnownLike(Protocol):
    """What a store knows of names."""

    @property
    def catalog(self) -> Catalog:
        """The catalogue."""
        ...

    @property
    def areas(self) -> list[Area]:
        """The areas."""
        ...

    @property
    def seat(self) -> str | None:
        """The office whose departments send."""
        ...


@dataclass(frozen=True)
class Figures:
    """All that one check looks at.

    `new`, `old`: see `tables.new_figures`, `tables.old_figures`; `areas`: the district's.
    """

    new: pa.Table
    old: pa.Table
    indicators: Sequence[Indicator]
    areas: Sequence[Area]
    relations: Relations


def cross_check(
    store: Store,
    observations: pd.DataFrame,
    earlier: pd.DataFrame,
    *,
    known: KnownLike,
    file: str,
    unit: str | None = None,
    told: Sequence[Finding] = (),
    repeated: bool = False,
) -> list[Finding]:
    """Findings on a file's figures beside one another and beside the accepted ones.

    `observations`: the figures that would be accepted; `earlier`: what is accepted of their
    `neighbours`. `known`: the store's catalogue and
    areas. `unit`: the department that sends. `told`: findings made already;
    a slip said there is not said again. `repeated`: the very file is accepted already, so that its
    figures need not be said to be. All are warnings or notes: a person decides which of two figures is wrong.
    """
    new = tables.new_figures(observations, file)
    if not len(new):
        return []
    related, indicators, areas = relations(), known.catalog.indicators, known.areas
    figures = Figures(new, tables.old_figures(earlier), indicators, areas, related)
    found = cross_rows(store.scratch(len(new) + len(figures.old)), figures)
    names = {item.code: (item.name, item.unit) for item in indicators}
    names |= {part: (label, "") for part, label in part_names(indicators).items()}
    said = tell(found, observations, names, file, told)
    if repeated or "again" not in found or not len(found["again"]):
        return said
    denominators = {item.denominator for item in indicators}
    shared = {item.code for item in indicators if item.name in denominators}
    sender = unit_of_register(store, unit, known.seat)
    return said + again_findings(found["again"], observations, file, sender, shared)


def cross_rows(cursor: Any, figures: Figures) -> dict[str, pd.DataFrame]:
    """What each statement of cross.sql finds, by its name; one without anything to look at is left out."""
    codes = set(pc.unique(figures.new["indicator"]).to_pylist())
    fields = _before(figures, codes)
    due = _may_find(fields)
    if any(due.values()):
        with _put(cursor, fields, queries()["fact"]):
            fields["cross_fact"] = cursor.execute(queries()["fact"]).to_arrow_table()
        due = _will_find(fields["cross_fact"], due)
    wanted = [name for name, is_due in due.items() if is_due]
    wanted += ["again"] if len(fields["cross_old"]) else []
    statements = {name: queries()[name] for name in wanted}
    with _put(cursor, fields, *statements.values()):
        return {name: _run(cursor, sql) for name, sql in statements.items()}


def _before(figures: Figures, codes: set[str]) -> dict[str, pa.Table]:
    present = codes | set(pc.unique(figures.old["indicator"]).to_pylist())
    known = [item for item in figures.indicators if item.code in present]
    breakdowns = {
        *pc.unique(figures.new["breakdown"]).to_pylist(),
        *pc.unique(figures.old["breakdown"]).to_pylist(),
    }
    counted = codes & {owner(code) for code in figures.relations.one_a_village}
    places = pc.unique(figures.new["area"]).to_pylist() if counted else []
    return {
        "cross_new": figures.new,
        "cross_old": figures.old,
        "cross_item": tables.items(known, figures.relations),
        "cross_area": _areas(figures.areas),
        "cross_pair": tables.pair_table(figures.relations, figures.indicators, codes),
        "cross_piece": tables.piece_table(sorted(breakdowns), figures.relations),
        "cross_village": tables.village_counts(figures.areas, places),
    }


def _may_find(fields: Mapping[str, pa.Table]) -> dict[str, bool]:
    """Which statements have anything to look at: each costs some milliseconds even on nothing."""
    key = ["indicator", "area", "breakdown", "period_label", "year"]
    keys = pa.concat_tables([fields[name].select(key) for name in ("cross_new", "cross_old")])
    codes = set(pc.unique(keys["indicator"]).to_pylist())
    pairs = fields["cross_pair"].to_pylist()
    both = {pair["relation"] for pair in pairs if owner(pair["one"]) in codes and owner(pair["two"]) in codes}
    years = keys.group_by(key[:4]).aggregate([("year", "count_distinct")])["year_count_distinct"]
    moves = pc.max(years).as_py() > 1
    return {
        "siblings": moves and "sibling" in both,
        "steps": moves,
        "pairs": bool(both & {"at_most", "hundred"}),
        "pieces": len(fields["cross_piece"]) > 0,
        "villages": len(fields["cross_village"]) > 0,
        "areas": _has_children(keys),
        "copied": moves,
    }


def _will_find(fact: pa.Table, due: Mapping[str, bool]) -> dict[str, bool]:
    """What of that is left when the steps between the years are known."""
    jumps, far, equal = _moves(fact)
    left = {"siblings": far, "steps": jumps, "copied": equal >= LIMITS["least_copied"]}
    return {name: is_due and left.get(name, True) for name, is_due in due.items()}


def _moves(fact: pa.Table) -> tuple[bool, bool, int]:
    """Whether any incoming figure may be a jump, or far from the one before; how many are the same as it."""
    fresh = fact.filter(fact["fresh"])
    value, old = (fresh[name].to_numpy() for name in ("value", "old"))
    change = np.abs(value - old)
    times = np.maximum(value, old) > LIMITS["factor"] * np.minimum(value, old)
    jumps = times | (change >= LIMITS["points"])
    return bool(jumps.any()), bool((change > LIMITS["far"] * np.abs(old)).any()), int((value == old).sum())


def _has_children(keys: pa.Table) -> bool:
    """Whether an indicator has figures of a place and of one right below it."""
    series = keys.group_by(["indicator", "area"]).aggregate([]).to_pylist()
    held = {(row["indicator"], row["area"]) for row in series}
    return any((code, area.rpartition("/")[0]) in held for code, area in held)


def _run(cursor: Any, sql: str) -> pd.DataFrame:
    wanted = {name: value for name, value in LIMITS.items() if f"${name}" in _words(sql)}
    return cursor.execute(sql, wanted or None).to_arrow_table().to_pandas()


@cache
def _words(sql: str) -> frozenset[str]:
    return frozenset(re.findall(r"\$\w+", sql))


@contextmanager
def _put(cursor: Any, fields: Mapping[str, pa.Table], *statements: str) -> Iterator[None]:
    """Put the tables that the statements read before them."""
    read = {word for sql in statements for word in _tables(sql)}
    for name in sorted(read):
        cursor.register(name, fields[name])
    try:
        yield
    finally:
        for name in read:
            cursor.unregister(name)


@cache
def _tables(sql: str) -> frozenset[str]:
    return frozenset(re.findall(r"\bcross_[a-z]+", sql))


def neighbours(codes: set[str], places: set[str], known: KnownLike) -> tuple[set[str], set[str]]:
    """Codes and area paths of which the checks need the accepted figures, for a file with these."""
    indicators = known.catalog.indicators
    more = relations().neighbours(codes, indicators) & {item.code for item in indicators}
    return codes | more, places | _kin(places, known.areas)


def _kin(places: set[str], areas: Sequence[Area]) -> set[str]:
    """Places above, below and beside the given ones."""
    above = {path.rpartition("/")[0] for path in places} - {""}
    around = above | places
    return {
        area.path for area in areas if area.path.rpartition("/")[0] in around or area.path in above
    } - places


_LAST: list[tuple[Sequence[Area], pa.Table]] = []


def _areas(areas: Sequence[Area]) -> pa.Table:
    """The areas' table, made once for the same list of them."""
    held = _LAST[:1]  # another thread may put its own there meanwhile
    if held and held[0][0] is areas:
        return held[0][1]
    made = tables.area_table(areas)
    _LAST[:] = [(areas, made)]
    return made


@cache
def queries() -> dict[str, str]:
    """The statements of cross.sql by name."""
    text = (resources.files("indicators.intake.cross") / "cross.sql").read_text(encoding="utf-8")
    parts = re.split(r"^-- name: (\w+)\n", text, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], (part.strip().rstrip(";") for part in parts[1::2]), strict=True))
