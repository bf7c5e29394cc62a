"""The store as the rest of the product sees it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Self, TypeVar

import pandas as pd

from indicators.catalog import Catalog, PlanGoal
from indicators.findings import Finding, finding
from indicators.model import Area, Place, Submission
from indicators.store import areas, definitions, file_database, lake_tidy, opening, restoring, submissions
from indicators.store.backup import Backup, make_backup
from indicators.store.database import Change, Cursor, Database
from indicators.store.keys import area_key
from indicators.store.office import Office
from indicators.store.parts import Parts
from indicators.store.past import Past
from indicators.store.published import Published
from indicators.store.records import Moment, Reader
from indicators.store.restoring import Batches, BytesOf
from indicators.store.statements import migrations, statements
from indicators.store.whereabouts import Whereabouts, whereabouts

T = TypeVar("T")
FEW_ROWS = 50_000
"""Up to so many rows one thread is enough."""


class Store(Office, Parts):
    """All that an office knows, in one DuckDB file; records are added, never changed or removed.

    Open it once per process and use it from any thread. Every method raises a kind of StoreError,
    which carries a finding, where the store itself is at fault.
    """

    schema_version = migrations()[-1][0]
    """The version of the tables of a store that is open."""

    def __init__(self, held: Database) -> None:
        self._database = held
        self._closed = False

    @classmethod
    def create(cls, path: Path | str) -> Self:
        """Make an empty store and open it.

        A file's folder must be there, the file must not; of a lake (`ducklake:postgres:…`) the catalogue's
        database must be there, and TWOPLANS_DATA_PATH names the data path.
        """
        return cls(opening.create(path))

    @classmethod
    def open(cls, path: Path | str) -> Self:
        """Open a store, bringing an older one up to date."""
        return cls(opening.attach(path))

    @classmethod
    def memory(cls) -> Self:
        """An empty store in memory, gone when closed."""
        return cls(file_database.attach_memory())

    def close(self) -> None:
        """Give the file back; the last Store of the process on it closes it."""
        if not self._closed:
            self._closed = True
            opening.release(self._database)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self._database.path

    @property
    def is_lake(self) -> bool:
        """Whether it lives in a lake, which other processes write, too."""
        return self._database.lake

    def cursor(self) -> Cursor:
        """The calling thread's cursor, for SQL over the store's tables and views; never for writing."""
        return self._database.cursor()

    def scratch(self, rows: int) -> Cursor:
        """The calling thread's cursor for SQL over registered tables alone, of this many rows in all.

        For few rows it belongs to an empty database in memory with a single thread: a second one costs
        more than it helps there.
        """
        return file_database.scratch() if rows < FEW_ROWS else self.cursor()

    def query(self, sql: str, parameters: object = None) -> pd.DataFrame:
        """Run a SELECT on the calling thread's cursor; its rows as a frame."""
        return self._database.read(sql, parameters).to_arrow_table().to_pandas()

    def names(self, sql: str) -> tuple[tuple, ...]:
        """The rows of a SELECT over areas, catalogue, register, years and settings alone.

        They are kept until any of these is written; figures and submissions must not occur in it.
        """
        return self._database.names(sql)

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, made again only after areas, catalogue, register, years or settings change.

        The value is shared by threads: nobody may change it.
        """
        return self._database.kept.get(key, make)

    @property
    def whereabouts(self) -> Whereabouts:
        """In which submissions the records of an area lie."""
        return whereabouts(self._database)

    def data_version(self) -> str:
        """Changes with every write, by whomever; the key of caches. Empty for a store never written."""
        return self._database.data_version()

    def figures_version(self) -> str:
        """The same, but unchanged by writes that change no figure, verdict or finding: files handed in,
        accounts, actions, remarks, publishing."""
        return self._database.figures_version()

    def put_areas(self, areas_: Sequence[Area], *, by: str = "") -> int:
        """Record areas, those above before or among those below; how many were new or changed.

        Identity is the path. Raises ValueError when a path comes twice or hangs in the air.
        """
        return areas.put(self._database, areas_, by)

    def areas(self, *, closed: bool = False) -> list[Area]:
        """All areas, in the order in which they were first put; with `closed` those that ended, too."""
        return areas.every(self._database, closed)

    def put_catalog(
        self,
        catalog: Catalog,
        *,
        goals: Sequence[PlanGoal] = (),
        area: str | None = None,
        source: str = "",
        by: str = "",
    ) -> int:
        """Record a catalogue, and the goals of `area`'s own plan, as a new version; its number.

        The catalogue's targets count for the area that their scope names (国家: 全国), goals for `area`
        alone. Goals of a set, plan and period stand until the same are put again for the area, so
        that a new catalogue or another area's plan does not remove them. Putting the newest version's
        content once more gives its number. Raises UnknownName, ValueError.
        """
        return definitions.put(self._database, catalog, goals, area, source, by)

    def catalog(self) -> Catalog:
        """The newest catalogue, as it was put; empty for a new store."""
        return definitions.catalog_of(self._database)

    def put_setting(self, name: str, value: str, *, by: str = "") -> None:
        """Record a setting's new value."""

        def work(cursor: Cursor, change: Change) -> tuple[None, str]:
            held = dict(cursor.execute(statements("reading")["settings"]).fetchall())
            change.before.update({name: held[name]} if name in held else {})
            change.after[name] = value
            cursor.execute(statements("reading")["put_setting"], [change.id, name, value, change.at, by])
            return None, name

        self._database.write("setting", by, work)

    def settings(self) -> dict[str, str]:
        """The newest value of every setting."""
        return dict(self._database.names(statements("reading")["settings"]))

    def accept(
        self,
        observations: pd.DataFrame,
        *,
        file: str,
        data: bytes,
        by: str,
        unit: str | None = None,
        area: str | None = None,
        year: int | None = None,
        blocked: int = 0,
        findings: Sequence[Finding] = (),
        explanations: Mapping[str, str] | None = None,
        note: str | None = None,
        reader: str | None = None,
        answers: Mapping[str, str] | None = None,
        again: bool = False,
        held: pd.DataFrame | None = None,
    ) -> Submission:
        """Keep a file and its figures in one transaction; when this returns, they are on disk.

        `observations` has columns code, area (path), breakdown (canonical JSON, "" = whole) and those
        of the table `observation`; `area` and `year` are what the uploader said of the whole file.
        Where a figure comes twice in one file, the later row counts. `held` are figures that
        contradict accepted ones (with `against`, `against_rec` naming those): they are kept with the
        file and do not count before `desk.decide`. A file that a standing
        submission holds already, with the same figures, is not kept again: that submission comes
        back with `repeat` set, unless `again` is true. Raises UnknownName, ValueError.
        """
        parcel = submissions.Parcel(
            observations, file, data, by, unit, area, year, blocked, findings, explanations, note, reader,
            answers, again, held,
        )  # fmt: skip
        return submissions.accept(self._database, parcel)

    def alone(self) -> AbstractContextManager[object]:
        """While it lasts, no other thread writes: for what is compared and then accepted."""
        return self._database.alone()

    def undo(self, submission: str, by: str, reason: str) -> Submission:
        """Withdraw a submission: what counted before it counts again.

        Raises UnknownSubmission, AlreadyWithdrawn.
        """
        return submissions.undo(self._database, submission, by, reason)

    def explain(self, submission: str, name: str, text: str, *, by: str) -> None:
        """Keep a written explanation of a finding (code, or code@cell) of an accepted file.

        Raises UnknownSubmission.
        """
        submissions.explain(self._database, submission, name, text, by)

    def reader(self, result: Published | None = None) -> Reader:
        """All records as they stand, or as they stood when `result` was made; use as a context."""
        return Reader(self._database, _moment(result) if result else None)

    def as_of(self, result: Published) -> Store:
        """This store as it stood when `result` was made, for reading; this one must stay open."""
        return Store(Past(self._database, _moment(result)))

    @classmethod
    def restore(
        cls,
        path: Path | str,
        sources: Mapping[str, tuple[str, Batches]],
        bytes_of: BytesOf,
        check: Callable[[Store], None],
    ) -> dict[str, int]:
        """Make a store at `path` from records that travelled; the number of rows by table.

        `check` looks at the filled store and raises where it is no good; then there is none. See
        `restoring.restore`. Raises BadRecords, StoreExists, StoreFolderMissing.
        """
        counts: dict[str, int] = {}

        def fill(held: Database) -> None:
            counts.update(restoring.restore(held, sources, bytes_of))
            check(cls(held))

        restoring.make_with(path, fill)
        return counts

    def backup(self, out: Path | None = None) -> Backup:
        """Write a backup of this moment to a file or folder; see `backup.make_backup`. Raises BadBackup."""
        return make_backup(self._database, out)

    def tidy(self, keep_days: int = lake_tidy.KEEP_DAYS) -> lake_tidy.Tidied:
        """Tidy a lake's files beside its writers; snapshots of so many days stay. Raises NotOnLake."""
        return lake_tidy.tidy(self._database, keep_days)

    def submissions(self) -> list[Submission]:
        """All submissions, withdrawn ones too, the newest first."""
        return submissions.every(self._database)

    def submission(self, number: str) -> Submission:
        """One submission. Raises UnknownSubmission."""
        return submissions.one(self._database, number)

    def holds(self, sha256: str) -> bool:
        """Whether a file of these bytes was ever accepted."""
        return self._database.row(statements("submissions")["holds"], [sha256]) is not None

    def file_bytes(self, submission: str) -> tuple[str, bytes]:
        """Name and bytes of a submission's file. Raises UnknownSubmission."""
        return submissions.file_bytes(self._database, submission)

    def findings(self, submission: str) -> list[Finding]:
        """The findings kept with a submission."""
        return submissions.findings(self._database, submission)

    def explanations(self, submission: str) -> list[tuple[str, str, str, dt.datetime]]:
        """(finding, text, by whom, when) for each explanation kept with a submission."""
        return submissions.explanations(self._database, submission)

    def current(
        self, *, code: str | None = None, area: str | None = None, year: int | None = None
    ) -> pd.DataFrame:
        """The figures that count, with names and origin: all, or of one indicator, area (path), year.

        Columns: submission, rec, code, indicator, area, year, period_label, as_of, breakdown, value,
        text, decimals, numerator, denominator, qualifier, missing, unit, file, sheet, cell, raw,
        flags, uploader, at (UTC).
        """
        parameters: list[Any] = []
        for wanted in (self._indicator_key(code), area_key(area) if area else None, year):
            parameters += [wanted, wanted]
        return self.query(statements("reading")["current"], parameters)

    def _indicator_key(self, code: str | None) -> int | None:
        """The key that a code had last; -1, which nothing has, for a code never known."""
        if code is None:
            return None
        row = self._database.row(statements("reading")["indicator_key"], [code])
        return row[0] if row and row[0] is not None else -1

    def history(self, code: str, area: str, year: int) -> pd.DataFrame:
        """Every record ever made of an indicator in an area and year, the oldest first.

        The columns of `current`, then withdrawn, withdrawn_by, reason, withdrawn_at, and counts (is it
        the one that counts now?).
        """
        parameters: list[Any] = [self._indicator_key(code), area_key(area), year]
        return self.query(statements("reading")["history"], parameters)


def _moment(result: Published) -> Moment:
    at = result.at.astimezone(dt.UTC).replace(tzinfo=None)
    return Moment(result.data_version, result.catalog_version, at)


def repeat_finding(submission: Submission, file: str) -> Finding:
    """What to tell the person who sent a file again that `submission` holds already."""
    at = submission.at.astimezone().strftime("%Y-%m-%d %H:%M")
    uploader, earlier = submission.uploader, submission.file
    return finding("same_file_again", Place(file=file), at=at, uploader=uploader, earlier=earlier)
