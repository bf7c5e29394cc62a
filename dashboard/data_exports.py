"""The part of `data` that makes files of data: the results workbook, the long CSV, the data packages."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from dashboard import data_store, own
from dashboard.data import district, many, seat, store, version
from dashboard.guard import needs
from dashboard.memo import kept
from dashboard.rights import Right
from indicators.assess.disclosure import Sensitive, sensitive_indicators
from indicators.exports.progress import Progress

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = {
    "xlsx": ("结果工作簿", "xlsx", XLSX),
    "csv": ("数据长表", "csv", "text/csv"),
    "datapackage": ("数据包", "zip", "application/zip"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be written: the kind, and of which data. `version` is the data's, so that it grows old.

    `mark` stands in the file's name for the published result; `home` is the seat whose data they are, None
    in a store of one.
    """

    kind: str
    year: int | None
    public: bool
    result: str | None
    compare: str | None
    version: str
    mark: str = ""
    home: str | None = None

    @property
    def name(self) -> str:
        """The file's name."""
        word, ending, _ = KINDS[self.kind]
        year = f"{self.year}年" if self.year else ""
        mark = f"_{self.mark}" if self.mark else ""
        place = f"{self.home.rpartition('/')[2]}" if self.home else ""
        return f"{place}{year}{word}{'_公开版' if self.public else ''}{mark}.{ending}"


@needs(Right.EXPORT)
def wanted(
    kind: str, year: int | None, *, public: bool, result: str | None, compare: str | None, mark: str = ""
) -> Wanted:
    """What a person asks for, of the data as they stand: those of the seat looked at.

    Raises Elsewhere for all records, which are the whole store's, where the person sees a part of it.
    """
    if result is not None:
        own.require_one(result, store().published_results(), lambda one: one.area)
    whole = kind == "datapackage" and not public
    if whole:
        own.require_whole()
    return Wanted(
        kind,
        None if whole else year,
        public,
        result,
        compare if kind == "xlsx" else None,
        version(),
        mark,
        home=district().path if many() and not (whole or _everything(kind)) else None,
    )


def _everything(kind: str) -> bool:
    """Whether a file of this kind holds all there is: at the top, for who sees the whole store."""
    return kind != "xlsx" and data_store.whole() and seat().above is None


@needs(Right.EXPORT)
def records_allowed() -> bool:
    """Whether the person may have the package of all records: it is always the whole store's."""
    return data_store.whole()


@needs(Right.EXPORT)
def made(what: Wanted, progress: Progress) -> bytes:
    """The file. Raises StoreError kinds, OSError; Elsewhere as `wanted`."""
    if what.home or what.kind == "xlsx":
        own.require_area(what.home or district().path)
    if what.home is None and (what.kind != "xlsx" or many()):
        own.require_whole()
    if what.kind == "datapackage" and not what.public:
        own.require_whole()
    if what.result is not None:
        own.require_one(what.result, store().published_results(), lambda one: one.area)
    from indicators.exports.package import write_package
    from indicators.exports.public import write_public
    from indicators.exports.sdmx import write_long_csv
    from indicators.exports.workbook import write_workbook

    result = store().published(what.result) if what.result else None
    with tempfile.TemporaryDirectory(prefix="twoplans-") as folder:
        out = Path(folder) / "out"
        if what.kind == "xlsx":
            write_workbook(
                store(), out, year=what.year, result=result, public=what.public, compare=what.compare,
                home=what.home, progress=progress,
            )  # fmt: skip
        elif what.kind == "csv":
            write_long_csv(
                store(), out, year=what.year, result=result, public=what.public, home=what.home,
                progress=progress,
            )  # fmt: skip
        elif what.public:
            write_public(store(), out, year=what.year, result=result, home=what.home, progress=progress)
        else:
            write_package(store(), out, result=result, progress=progress)
        return out.read_bytes()


@kept(4)
def _sensitive(version: str) -> tuple[Sensitive, ...]:
    return tuple(sensitive_indicators(store()))


def sensitive() -> tuple[Sensitive, ...]:
    """The sensitive indicators with their reasons."""
    return _sensitive(version())
