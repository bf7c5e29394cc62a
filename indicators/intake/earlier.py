"""What the store holds already of the figures a file brings."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import pandas as pd

from indicators.store import Store, area_key

MOST_AREAS = 2000
"""Beyond this many areas the figures of every area are fetched."""

FORGOTTEN = frozenset(("year",))
"""Kinds of questions whose answers hold for one file only."""


@cache
def _queries() -> dict[str, str]:
    text = (resources.files("indicators.intake") / "earlier.sql").read_text(encoding="utf-8")
    parts = re.split(r"^-- name: (\w+)\n", text, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], (part.strip().rstrip(";") for part in parts[1::2]), strict=True))


def earlier_figures(
    store: Store, codes: Collection[str], areas: Collection[str], seat: str | None = None
) -> pd.DataFrame:
    """The accepted figures of these indicators in these areas, with their origin.

    Columns code, area, year, breakdown, period_label, as_of, value, text, decimals, numerator,
    denominator, missing, file, sheet, cell, uploader, at, unit (the department that sent it, as the
    register of the office `seat` calls it), against, against_rec (its record).
    """
    wanted: dict[int, str] = {}
    for code, indicator in store.names(_queries()["keys"]):
        if code in codes:
            wanted.setdefault(indicator, code)
    every = {key: path for path, key in store.names(_queries()["places"])}
    keys = [area_key(path) for path in areas]
    held = {
        "indicators": ", ".join(map(str, wanted)) or "NULL",
        "areas": "TRUE" if len(areas) > MOST_AREAS else f"o.area IN ({', '.join(map(str, keys)) or 'NULL'})",
    }
    if not len(store.query(_queries()["any"].format(**held))):
        return store.kept("no earlier figures", lambda: _read(store, {}, {}, "NULL", "FALSE")).copy()
    return _read(store, wanted, every, seat=seat, **held)


def _read(
    store: Store, codes: Mapping[int, str], paths: Mapping[int, str], indicators: str, areas: str,
    seat: str | None = None,
) -> pd.DataFrame:  # fmt: skip
    """The figures with the names of their keys."""
    frame = store.query(_queries()["earlier"].format(indicators=indicators, areas=areas))
    names = _unit_names(store, seat)
    frame["area"] = pd.Series(frame["area_key"].map(paths), dtype="str")
    frame["unit"] = pd.Series(frame["unit"].map(lambda name: names.get(name, name)), dtype="str")
    frame["code"] = pd.Series(frame["indicator_key"].map(codes), dtype="str")
    known = frame[frame["area"].notna()]
    return known.drop(columns=["indicator_key", "area_key"]).reset_index(drop=True)


def _unit_names(store: Store, seat: str | None) -> dict[str, str]:
    """Every name of a department in an office's register -> the name that the register has for it."""
    return store.kept(("unit names", seat), lambda: dict(reversed(store.names(_of(seat, "units")))))


def _of(seat: str | None, name: str) -> str:
    """A statement for the office at this path; None: that of the store's own district."""
    number = "NULL" if seat is None else str(area_key(seat))
    return _queries()[name].replace("{seat}", f"CAST({number} AS BIGINT)")


def remembered_answers(store: Store, unit: str | None, seat: str | None = None) -> dict[str, str]:
    """The department's earlier answers by question key, the latest of each.

    A key stands for the label or layout asked about, so an answer comes back for the same form
    only; answers about the year are not remembered, as next year's form has another one. `seat`: the
    office whose department it is.
    """
    return {item.key: item.value for item in _given(store, unit, seat, every=False)}


@dataclass(frozen=True, slots=True)
class Remembered:
    """An answer that comes back for the same form: the question's key, the answer, where it was given."""

    unit: str | None
    key: str
    value: str
    file: str
    by: str
    at: dt.datetime


def remembered_of_all(store: Store) -> list[Remembered]:
    """The answers in force of every department, the latest last."""
    return sorted(_given(store, None, None, every=True), key=lambda item: item.at)


def forget_answer(store: Store, unit: str | None, key: str, *, by: str = "") -> None:
    """Ask again what a department answered; answers given later are remembered again."""
    store.put_setting(f"{_FORGET}{unit or ''}|{key}", store.data_version(), by=by)


_FORGET = "forgotten_answer|"


def _given(store: Store, unit: str | None, seat: str | None, *, every: bool) -> list[Remembered]:
    """Each answer's latest, unless it was forgotten since."""
    settings = store.settings()
    found: dict[tuple[str | None, str], Remembered] = {}
    rows = store.query(_of(seat, "answers"), {"unit": unit, "every": every})
    for row in rows.itertuples():
        name = row.unit if isinstance(row.unit, str) else None
        for key, value in json.loads(row.answers).items():
            until = settings.get(f"{_FORGET}{name or ''}|{key}", "")
            if key.partition(":")[0] not in FORGOTTEN and row.submission > until:
                at = row.at.to_pydatetime().replace(tzinfo=dt.UTC)
                found[name, key] = Remembered(name, key, value, row.file, row.uploader, at)
    return list(found.values())


def plan_leads(store: Store, seat: str | None = None) -> list[str]:
    """The departments that the plan of an office's areas names as responsible, by its own names for them."""
    return [str(name) for (name,) in store.names(_of(seat, "leads"))]


def unit_of_register(store: Store, unit: str | None, seat: str | None = None) -> str | None:
    """A department's name as the register has it; one the register does not know stays as it is."""
    return _unit_names(store, seat).get(unit, unit) if unit else None


def locked_units(store: Store, seat: str | None = None) -> frozenset[tuple[str, int]]:
    """Departments by their name in the register, each with a year that is locked for it."""
    rows = store.names(_of(seat, "locks"))
    return frozenset((str(unit), int(year)) for unit, year in rows)
