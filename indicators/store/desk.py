"""The office's year in the store: the register of units, reporting years, decisions, purges."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, replace
from functools import cache
from typing import Any

import pandas as pd

from indicators.model import ReportingUnit, ReportingYear
from indicators.store import removal
from indicators.store.database import Change, Cursor, Database
from indicators.store.errors import NotHeld, UnknownName, YearState
from indicators.store.keys import area_key, key
from indicators.store.locks import refuse_locked_held
from indicators.store.statements import statements
from indicators.store.submissions import number_of

NEW, OLD = "new", "old"


class Desk:
    """Records of an office's year: its units, duties and reporting years; conflicts and purges of all.

    Reached as `store.desk` for the store's own district and as `store.desk_of` for another area with an
    office of its own (`seat`): names of units mean something within one office only. Every method raises
    kinds of StoreError.
    """

    def __init__(self, database: Database, seat: str | None = None) -> None:
        self._database = database
        self._seat = seat
        self._sql = _statements(area_key(seat) if seat else None)

    def put_units(self, units: Sequence[ReportingUnit], *, by: str = "") -> int:
        """Record units that are new or changed; how many were written. Identity is the name.

        An alias given to one unit is taken from any other. Of an office that is not the store's own
        district a department has the office's area. Raises UnknownName for an area that the store does not
        hold or that is not the office's, ValueError for a unit without a name or a name given twice.
        """
        if self._seat:
            units = [replace(unit, area=unit.area or self._seat) for unit in units]
        names = [unit.name for unit in units]
        if not all(names) or len(set(names)) < len(names):
            raise ValueError("every unit needs a name of its own")

        def work(cursor: Cursor, change: Change) -> tuple[int, str | None]:
            known = {row[0]: row for row in cursor.execute(self._sql["units"]).fetchall()}
            areas = dict(cursor.execute(statements("submissions")["areas"]).fetchall())
            fresh = [unit for unit in units if unit.name not in known or _unit(known[unit.name]) != unit]
            start = 1 + max((row[8] for row in known.values()), default=-1)
            for position, unit in enumerate(fresh):
                old = known.get(unit.name)
                if old:
                    change.before[unit.name] = _told(_unit(old))
                change.after[unit.name] = _told(unit)
                self._write_unit(cursor, change, unit, areas, old, start + position)
            return len(fresh), str(len(fresh)) if fresh else None

        return self._database.write("units", by, work)

    def _write_unit(
        self,
        cursor: Cursor,
        change: Change,
        unit: ReportingUnit,
        areas: dict[str, int],
        old: Any,
        ordinal: int,
    ) -> None:
        outside = self._seat and not f"{unit.area}/".startswith(f"{self._seat}/")
        if unit.area is not None and (unit.area not in areas or outside):
            raise UnknownName(what="地区", name=unit.area)
        number = old[7] if old else unit_key(unit.name, self._seat)
        area = area_key(unit.area) if unit.area else None
        what = [change.id, number, unit.name, unit.liaison, unit.telephone, area, unit.note, unit.active]
        when = [old[8] if old else ordinal, change.at, change.by]
        cursor.execute(self._sql["insert_unit"], [*what, *when])
        before = set(old[4]) if old else set()
        for alias in set(unit.aliases) ^ before:
            owner = number if alias in unit.aliases else None
            cursor.execute(self._sql["insert_alias"], [change.id, alias, owner, change.at, change.by])

    def _unit_key(self, cursor: Cursor, name: str) -> int:
        row = cursor.execute(self._sql["named"], [name]).fetchone()
        if row is None:
            raise UnknownName(what="责任单位", name=name)
        return row[0]

    def units(self, *, inactive: bool = False) -> list[ReportingUnit]:
        """The register in its order; with `inactive` also units that were struck off."""
        rows = self._database.names(self._sql["units"])
        return [unit for unit in map(_unit, rows) if unit.active or inactive]

    def put_duty(self, unit: str, code: str, owed: bool | None, *, reason: str = "", by: str = "") -> None:
        """Say that a unit owes an indicator, or not, whatever the plan says; None: as the plan says.

        Raises UnknownName.
        """

        def work(cursor: Cursor, change: Change) -> tuple[None, str]:
            indicator = dict(cursor.execute(statements("submissions")["codes"]).fetchall()).get(code)
            if indicator is None:
                raise UnknownName(what="指标", name=code)
            owner = self._unit_key(cursor, unit)
            held = cursor.execute(self._sql["duty_held"], [owner, indicator]).fetchall()
            change.before.update([("owed", was[0]) for was in held])
            change.after.update(code=code, owed=owed, reason=reason)
            row = [change.id, owner, indicator, owed, reason, change.at, by]
            cursor.execute(self._sql["insert_duty"], row)
            return None, unit

        self._database.write("duty", by, work)

    def duties(self) -> pd.DataFrame:
        """Duties put by hand. Columns: unit, code, owed, reason."""
        return self._frame("duties")

    def open_year(self, year: int, deadline: dt.date | None, *, by: str = "") -> None:
        """Begin to collect a year's figures. Raises YearState where it is open or closed already."""
        self._step(year, "opened", deadline, "", by, wants=None)

    def move_deadline(self, year: int, deadline: dt.date, *, reason: str = "", by: str = "") -> None:
        """Set another deadline. Raises YearState unless the year is open."""
        self._step(year, "deadline", deadline, reason, by, wants=False)

    def close_year(self, year: int, *, reason: str = "", by: str = "") -> None:
        """End the collection of a year's figures, which locks them. Raises YearState unless it is open."""
        self._step(year, "closed", None, reason, by, wants=False)

    def reopen_year(self, year: int, *, reason: str, by: str = "") -> None:
        """Collect again after the close, which unlocks. Raises YearState unless the year is closed."""
        self._step(year, "reopened", None, reason, by, wants=True)

    def _step(
        self, year: int, event: str, deadline: dt.date | None, reason: str, by: str, wants: bool | None
    ) -> None:
        def work(cursor: Cursor, change: Change) -> tuple[None, str]:
            row = cursor.execute(self._sql["year_state"], [year]).fetchone()
            state = None if row is None else bool(row[0])
            if state is not wants:
                raise YearState(year=year, state=_STATES[state])
            held = {was[0]: was for was in cursor.execute(self._sql["years"]).fetchall()}.get(year)
            if held:
                change.before.update(state="closed" if held[2] else "open", deadline=held[1])
            change.after.update(event=event, deadline=deadline, reason=reason)
            values = [change.id, year, event, deadline, reason, change.at, by]
            cursor.execute(self._sql["insert_year"], values)
            return None, str(year)

        self._database.write("reporting_year", by, work)

    def years(self) -> list[ReportingYear]:
        """All reporting years, the newest first."""
        rows = self._database.names(self._sql["years"])
        return [
            ReportingYear(
                year, deadline, bool(closed), _utc(opened), _utc(ended) if ended else None, why or ""
            )
            for year, deadline, closed, opened, ended, why in rows
        ]

    def put_self_assessment(self, unit: str, year: int, text: str, *, by: str = "") -> None:
        """Keep what a unit says of its work in a year; an empty text takes it back. Raises UnknownName."""

        def work(cursor: Cursor, change: Change) -> tuple[None, str]:
            owner = self._unit_key(cursor, unit)
            held = cursor.execute(self._sql["self_assessment_held"], [owner, year]).fetchall()
            change.before.update([("text", was[0]) for was in held])
            change.after.update(year=year, text=text.strip())
            row = [change.id, owner, year, text.strip(), change.at, by]
            cursor.execute(self._sql["insert_self_assessment"], row)
            return None, unit

        self._database.write("self_assessment", by, work)

    def self_assessments(self, year: int | None = None) -> pd.DataFrame:
        """The units' own words of a year, or of all. Columns: unit, year, text, by, at (UTC)."""
        return self._frame("self_assessments", [year, year])

    def conflicts(self) -> pd.DataFrame:
        """Held figures that wait for a decision, each beside the one that counts now.

        Columns: submission, rec, code, indicator, area, year, period_label, breakdown, unit, value,
        text, raw, file, sheet, cell, from_unit, uploader, at, against, against_rec, and old_value,
        old_text, old_file, old_sheet, old_cell, old_unit, old_uploader, old_at of the figure that counts.
        """
        return self._frame("conflicts")

    def decide(
        self, submission: str, recs: Sequence[int], outcome: str, *, reason: str, by: str
    ) -> str | None:
        """Decide held figures of one submission: `new` makes them count, `old` leaves them out.

        Returns the number of the submission by which the new figures count (its withdrawal opens the
        conflict again), None for `old`. Raises NotHeld for a figure that does not wait, ValueError.
        """
        if outcome not in (NEW, OLD):
            raise ValueError(f"outcome is new or old, not {outcome!r}")
        origin, chosen = number_of(submission), list(recs)

        def work(cursor: Cursor, change: Change) -> tuple[str | None, str]:
            waiting = {row[0] for row in cursor.execute(self._sql["open_recs"], [origin]).fetchall()}
            if not chosen or not waiting.issuperset(chosen):
                raise NotHeld(number=submission)
            refuse_locked_held(cursor, origin, chosen, "裁定")
            adopted = change.id if outcome == NEW else None
            change.after.update(outcome=outcome, figures=len(chosen), reason=reason)
            values = [change.id, origin, outcome, reason, adopted, change.at, by, chosen]
            cursor.execute(self._sql["insert_decisions"], values)
            if adopted:
                _adopt(cursor, change, origin, chosen, reason)
            return (str(adopted) if adopted else None), submission

        return self._database.write("decision", by, work)

    def decisions(self) -> pd.DataFrame:
        """All decisions, the oldest first.

        Columns: submission, rec, code, indicator, area, year, new_text, file, sheet, cell, outcome,
        reason, adopted, withdrawn, by, at (UTC).
        """
        return self._frame("decisions")

    def purge(self, submission: str, *, reason: str, by: str) -> int:
        """Remove a file's bytes, figures, findings and answers for good, wherever the same bytes came in.

        What stays: the record of every submission of these bytes, the hash, the reason. The freed
        room in the file is written over. Returns how many submissions held the bytes. Raises
        UnknownSubmission.
        """
        return removal.purge(self._database, submission, reason, by)

    def purges(self) -> pd.DataFrame:
        """What was purged. Columns: submission, file, sha256, size, reason, by, at (UTC)."""
        return self._frame("purges")

    def _frame(self, name: str, parameters: object = None) -> pd.DataFrame:
        found = self._database.read(self._sql[name], parameters)
        return found.to_arrow_table().to_pandas()


_STATES = {None: "还没有开始收集", False: "正在收集", True: "已经结束收集"}


@cache
def _statements(seat: int | None) -> dict[str, str]:
    """The statements for one office."""
    number = "NULL" if seat is None else str(seat)
    return {
        name: text.replace("{seat}", f"CAST({number} AS BIGINT)") for name, text in statements("desk").items()
    }


def unit_key(name: str, seat: str | None = None) -> int:
    """The key of the unit first recorded under this name in an office."""
    return key("unit", name if seat is None else f"{seat}\0{name}")


def _unit(row: tuple) -> ReportingUnit:
    name, liaison, telephone, area, aliases, note, active = row[:7]
    return ReportingUnit(name, liaison, telephone, area, tuple(aliases), note, bool(active))


def _told(unit: ReportingUnit) -> dict[str, Any]:
    """A unit for the audit: what is empty is left out."""
    whole = {**asdict(unit), "aliases": list(unit.aliases)}
    return {name: value for name, value in whole.items() if value not in (None, "", []) and name != "name"}


def _adopt(cursor: Cursor, change: Change, origin: Any, recs: list[int], reason: str) -> None:
    """Copy held rows into a submission of their own, which keeps the origin's file, sheet and cells."""
    sql = statements("desk")
    values = [change.id, change.by, f"裁定采用新数：{reason}", len(recs), change.at, origin]
    cursor.execute(sql["adopt_submission"], values)
    cursor.execute(sql["adopt_rows"], [change.id, origin, recs])
    cursor.execute(sql["adopt_lineage"], [change.id, origin, recs])


def _utc(moment: dt.datetime) -> dt.datetime:
    return moment.replace(tzinfo=dt.UTC)
