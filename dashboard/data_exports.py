"""The part of `data` that makes files of data: the results workbook, the long CSV, the data packages."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from dashboard.data import store, version
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

    `mark` stands in the file's name for the published result.
    """

    kind: str
    year: int | None
    public: bool
    result: str | None
    compare: str | None
    version: str
    mark: str = ""

    @property
    def name(self) -> str:
        """The file's name."""
        word, ending, _ = KINDS[self.kind]
        year = f"{self.year}年" if self.year else ""
        mark = f"_{self.mark}" if self.mark else ""
        return f"{year}{word}{'_公开版' if self.public else ''}{mark}.{ending}"


@needs(Right.EXPORT)
def wanted(
    kind: str, year: int | None, *, public: bool, result: str | None, compare: str | None, mark: str = ""
) -> Wanted:
    """What a person asks for, of the data as they stand."""
    whole = kind == "datapackage" and not public
    return Wanted(
        kind, None if whole else year, public, result, compare if kind == "xlsx" else None, version(), mark
    )


@needs(Right.EXPORT)
def made(what: Wanted, progress: Progress) -> bytes:
    """The file. Raises StoreError kinds, OSError."""
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
                progress=progress,
            )  # fmt: skip
        elif what.kind == "csv":
            write_long_csv(store(), out, year=what.year, result=result, public=what.public, progress=progress)
        elif what.public:
            write_public(store(), out, year=what.year, result=result, progress=progress)
        else:
            write_package(store(), out, result=result, progress=progress)
        return out.read_bytes()


@kept(4)
def _sensitive(version: str) -> tuple[Sensitive, ...]:
    return tuple(sensitive_indicators(store()))


def sensitive() -> tuple[Sensitive, ...]:
    """The sensitive indicators with their reasons."""
    return _sensitive(version())
