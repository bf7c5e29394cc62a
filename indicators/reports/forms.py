"""The forms that go out: what each unit is asked for a year, one workbook a unit, all in one zip."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from indicators.model import Indicator, ReportingUnit
from indicators.office import owed
from indicators.office.owed import home_of, office
from indicators.store import Store, StoreError

MOST_LISTED = 30
"""Up to so many figures of the areas right below the district stand in the list; more get a grid."""

LIST, FINER = "填报表", ("乡镇填报表", "村级填报表")


class OwesNothing(StoreError):  # noqa: N818 - the name says what is the matter
    """A form is wanted for a unit that owes nothing for the year, or is not known."""

    code = "unit_owes_nothing"


@dataclass(frozen=True, slots=True)
class Line:
    """One figure asked for: of which indicator, area and breakdown, and what was given last.

    `area`: the steps below the district, () for the district itself. `last`: last year's figure or
    reason as printed, "" if none came; `earlier`: the figure of the year before that, where last
    year has none.
    """

    code: str
    area: tuple[str, ...]
    breakdown: tuple[tuple[str, str], ...] = ()
    last: str = ""
    last_numerator: float | None = None
    last_denominator: float | None = None
    earlier: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """One unit's form: its head, its lines in the plan's order, the definitions they need."""

    unit: str
    year: int
    home: str
    lines: tuple[Line, ...]
    indicators: Mapping[str, Indicator]
    deadline: dt.date | None = None
    liaison: str = ""
    telephone: str = ""
    levels: tuple[str, ...] = field(default=("乡镇（街道）", "村（社区）"))

    @property
    def name(self) -> str:
        """The file's name, safe on every system: 2024年_县卫生健康局_填报表.xlsx."""
        return f"{self.year}年_{safe_name(self.unit)}_{LIST}.xlsx"

    @property
    def listed(self) -> tuple[Line, ...]:
        """The lines of the first sheet."""
        grids = {line for lines in self.grids.values() for line in lines}
        return tuple(line for line in self.lines if line not in grids)

    @property
    def grids(self) -> dict[str, tuple[Line, ...]]:
        """Lines of areas below by the name of their sheet: all villages, and towns where there are many."""
        towns = tuple(line for line in self.lines if len(line.area) == 1)
        finer = tuple(line for line in self.lines if len(line.area) > 1)
        found = {FINER[0]: towns if len(towns) > MOST_LISTED else (), FINER[1]: finer}
        return {name: lines for name, lines in found.items() if lines}

    def record(self) -> dict[str, object]:
        """What the form holds, as one JSON-ready record."""
        return {
            "unit": self.unit,
            "year": self.year,
            "file": self.name,
            "indicators": len({line.code for line in self.lines}),
            "figures": len(self.lines),
            "listed": len(self.listed),
            "sheets": [LIST, *self.grids],
            "deadline": self.deadline.isoformat() if self.deadline else None,
            "liaison": self.liaison,
        }


def unit_forms(store: Store, year: int, unit: str | None = None, *, home: str | None = None) -> list[Form]:
    """The forms of a year, in the register's order, or the one of `unit` (name or another of its names).

    Units that owe nothing get none. Raises OwesNothing for a unit without anything to fill in.
    """
    home = home or home_of(store)
    asked = owed(store, year, home=home)
    desk = store.desk_of(office(store, home))
    people = {item.name: item for item in desk.units()}
    if unit is not None:
        wanted = next((item.name for item in people.values() if unit in item.aliases), unit)
        asked = asked[asked["unit"] == wanted]
        if asked.empty:
            raise OwesNothing(value=unit, year=year)
    term = next((item for item in desk.years() if item.year == year), None)
    known = store.catalog().by_code
    levels = _level_words(asked)
    found = []
    for name, part in asked.groupby("unit", sort=False):
        person = people.get(str(name), ReportingUnit(str(name)))
        lines = tuple(_line(row, year, home) for row in part.to_dict("records"))
        own = {line.code: known[line.code] for line in lines if line.code in known}
        found.append(
            Form(
                str(name), year, home, tuple(line for line in lines if line.code in own), own,
                term.deadline if term else None, person.liaison, person.telephone, levels,
            )
        )  # fmt: skip
    return found


def _level_words(asked: pd.DataFrame) -> tuple[str, str]:
    """What the areas below the district are called, from their levels."""
    words = {"county": "县（市、区）", "town": "乡镇（街道）", "village": "村（社区）"}
    levels = set(asked.loc[asked["area"].str.count("/") == 1, "level"])
    first = words.get(next(iter(levels)), "地区") if len(levels) == 1 else "乡镇（街道）"
    return first, "村（社区）"


def _line(row: Mapping[str, object], year: int, home: str) -> Line:
    path = str(row["area"])
    steps = tuple(path[len(home) + 1 :].split("/")) if path != home else ()
    parts = tuple(sorted(json.loads(str(row["breakdown"])).items())) if row["breakdown"] else ()
    said = _said(row)
    of_last_year = not pd.isna(row["last_year"]) and int(str(int(row["last_year"]))) == year - 1  # type: ignore[call-overload]
    earlier = "" if of_last_year or not said else f"{int(row['last_year'])}年：{said}"  # type: ignore[call-overload]
    numbers = [
        _number(row[name]) if of_last_year else None for name in ("last_numerator", "last_denominator")
    ]
    return Line(
        str(row["code"]), steps, parts, said if of_last_year else "", numbers[0], numbers[1], earlier,
        "" if pd.isna(row["target"]) else str(row["target"]),
    )  # fmt: skip


def _number(value: object) -> float | None:
    return None if pd.isna(value) else float(value)  # type: ignore[call-overload, arg-type]


def _said(row: Mapping[str, object]) -> str:
    """The last figure as printed, or the word of the reason that stood for it."""
    from indicators.checks.remarks import REASONS

    if not pd.isna(row["last_value"]):
        return str(row["last_text"] or row["last_value"])
    return next((word for reason, word in REASONS.items() if str(reason) == row["last_missing"]), "")


# what Windows forbids, and signs that are not seen: some turn the direction of writing and hide an ending
_FORBIDDEN = re.compile(
    r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufffe\uffff]+'
)
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


def safe_name(text: str) -> str:
    """A part of a file's name without what Windows forbids, at most 60 characters; never empty."""
    plain = _FORBIDDEN.sub("_", text).strip(" .")[:60].strip(" .")
    return f"_{plain}" if _RESERVED.fullmatch(plain) else plain or "未命名"


def form_bytes(form: Form) -> bytes:
    """The form as an xlsx workbook (see form_workbook)."""
    from indicators.reports.form_workbook import write_form

    return write_form(form)


def zip_forms(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Workbooks by name in one zip; a name given twice gets a number. Names are marked as UTF-8."""
    out, taken = io.BytesIO(), set[str]()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(_free(name, taken), data)
    return out.getvalue()


def _free(name: str, taken: set[str]) -> str:
    stem, _, ending = name.rpartition(".")
    tried, number = name, 1
    while tried.lower() in taken:
        number += 1
        tried = f"{stem}_{number}.{ending}"
    taken.add(tried.lower())
    return tried


def made_forms(forms: Sequence[Form]) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of each form, one at a time, so that progress can be shown."""
    for form in forms:
        yield form.name, form_bytes(form)
