"""What a store's submissions hold, learned once by each process and added to as they come.

Records are never changed or moved, so of a submission once looked at nothing has to be asked again. Where
records were removed for good, everything is learned anew.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from indicators.store.database import Cursor, Database
from indicators.store.statements import statements

MOST = 2000
"""More submissions than this are not worth naming to DuckDB one by one."""

FEW = 100
"""So many new submissions are looked up by name; for more all records are gone through."""


class _Told:
    """Rows (submission, …) that one statement says of the records, kept by the submission's number."""

    def __init__(self, name: str) -> None:
        self._statement = statements("whereabouts")[name]
        self.clear()

    def clear(self) -> None:
        """Know nothing."""
        self.numbers: dict[str, int] = {}
        self._known: set[str] = set()
        self._parts: list[pa.Table] = []

    def learn(self, cursor: Cursor, every: Sequence[str]) -> None:
        """Add what the submissions hold that were not looked at yet."""
        new = [number for number in every if number not in self._known]
        if not new and self._parts:
            return
        if len(new) <= FEW:
            text = self._statement.replace("{which}", named(new))
            found = cursor.execute(text).to_arrow_table()
        else:
            cursor.register("incoming_number", pa.table({"submission": pa.array(new, pa.string())}))
            which = "o.submission IN (SELECT CAST(submission AS UUID) FROM incoming_number)"
            found = cursor.execute(
                self._statement.replace("{which}", which if self._known else "TRUE")
            ).to_arrow_table()
            cursor.unregister("incoming_number")
        self._add(found, set(new))

    def _add(self, found: pa.Table, new: set[str]) -> None:
        names = found.column("submission").to_pylist()
        if not new.issuperset(names):  # accepted meanwhile: it is learned whole the next time
            found = found.filter(pa.array([name in new for name in names]))
            names = found.column("submission").to_pylist()
        at = pa.array([self.numbers.setdefault(name, len(self.numbers)) for name in names], pa.int32())
        self._parts = [pa.concat_tables([*self._parts, found.drop(["submission"]).append_column("at", at)])]
        self._known.update(new)

    def column(self, name: str) -> npt.NDArray[np.int64]:
        """A column of all rows; `at` is the submission's place in `numbers`."""
        return np.asarray(self._parts[0].column(name).to_numpy(), np.int64)

    def table(self) -> pa.Table:
        """All rows, the submission's number as text."""
        names = pa.array(self.numbers, pa.string())
        rows = self._parts[0]
        return rows.append_column("submission", names.take(rows.column("at").combine_chunks()))


class Whereabouts:
    """The areas, years and breakdowns of which a store's submissions have records."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._areas, self._years, self._breakdowns = _Told("areas"), _Told("years"), _Told("breakdowns")
        self._purged = 0

    def of(self, cursor: Cursor, areas: Sequence[int]) -> list[str] | None:
        """The numbers of the submissions with a record of one of the areas; None where they are most of all.

        A submission whose records were removed since may be among them.
        """
        with self._lock:
            told = self._learned(cursor, self._areas)
            at = told.column("at")[np.isin(told.column("area"), np.asarray(areas, np.int64))]
            found = np.unique(at)
            if len(found) > MOST or 2 * len(found) > len(told.numbers):
                return None
            numbers = list(told.numbers)
            return sorted(numbers[int(at)] for at in found)

    def years_of(self, cursor: Cursor) -> dict[str, list[int]]:
        """The years of which each submission has a record, by its number."""
        with self._lock:
            told = self._learned(cursor, self._years)
            numbers, found = list(told.numbers), dict[str, list[int]]()
            for at, year in zip(told.column("at"), told.column("year"), strict=True):
                found.setdefault(numbers[int(at)], []).append(int(year))
            return {number: sorted(years) for number, years in found.items()}

    def years(self, cursor: Cursor) -> list[int]:
        """The years with a figure that counts, the newest first.

        The records of a year's last submission count whatever came before: only where none of them has a
        figure all records of the year are gone through.
        """
        newest = self._newest(cursor)
        found: set[int] = set()
        for step in ("last_told", "last_counting", "counting"):
            still = {year: number for year, number in newest.items() if year not in found}
            if still:
                text = statements("whereabouts")[step].replace("{which}", named(sorted(set(still.values()))))
                rows = cursor.execute(text, [list(still), list(still.values())]).fetchall()
                found.update(int(year) for (year,) in rows)
        return sorted(found, reverse=True)

    def latest(self, cursor: Cursor) -> int | None:
        """The newest year of which a standing submission has a record."""
        return max(self._newest(cursor), default=None)

    def _newest(self, cursor: Cursor) -> dict[int, str]:
        """The last standing submission with a record of each year."""
        held = self.years_of(cursor)
        found: dict[int, str] = {}
        for (number,) in cursor.execute(statements("whereabouts")["standing"]).fetchall():
            found.update(dict.fromkeys(held.get(number, ()), number))
        return found

    def breakdowns(self, cursor: Cursor) -> pa.Table:
        """Breakdowns other than the whole: submission (text), indicator, breakdown, since (first year)."""
        with self._lock:
            return self._learned(cursor, self._breakdowns).table()

    def _learned(self, cursor: Cursor, told: _Told) -> _Told:
        every = cursor.execute(statements("whereabouts")["every"]).fetchall()
        purged = cursor.execute(statements("whereabouts")["purged"]).fetchall()[0][0]
        if purged != self._purged:
            for one in (self._areas, self._years, self._breakdowns):
                one.clear()
            self._purged = purged
        told.learn(cursor, [number for (number,) in every])
        return told


def named(numbers: Sequence[str]) -> str:
    """A condition that names submissions: DuckDB then passes over the records of others."""
    if not numbers:
        return "FALSE"
    names = ", ".join(f"'{number}'::UUID" for number in numbers)
    return f"o.submission IN ({names})"


_held: weakref.WeakKeyDictionary[Database, Whereabouts] = weakref.WeakKeyDictionary()
_holding = threading.Lock()


def whereabouts(database: Database) -> Whereabouts:
    """What is known of this database."""
    with _holding:
        return _held.setdefault(database, Whereabouts())
