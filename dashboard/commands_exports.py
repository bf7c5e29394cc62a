"""The commands that write data to files on this computer: long CSV and data packages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from dashboard.commands import Files, Outcome
from dashboard.messages import os_reason
from indicators.findings import finding
from indicators.model import Place
from indicators.store import Published, Store


def export(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """Write what `kind` says to the file `out` (a full path); one record on what was written.

    `published` is the number of a result: data as they stood when it was made. How far the work has
    come is written into the file `progress`, if one is named.
    """
    del files
    out = Path(options["out"])
    number = options.get("published")
    result = store.published(number) if number else None
    outcome = Outcome()
    try:
        rows = KINDS[options["kind"]](store, out, result, options)
        size = out.stat().st_size
    except OSError as error:
        outcome.add([finding("export_failed", Place(str(out)), reason=os_reason(error))])
        return outcome
    outcome.records.append(
        {"record": "export", "kind": options["kind"], "file": str(out), "rows": rows, "bytes": size,
         "published": number}
    )  # fmt: skip
    outcome.messages.append(f"已写到：{out}（{rows}行，{size / 1e6:.1f} MB）")
    return outcome


def _csv(store: Store, out: Path, result: Published | None, options: Mapping[str, Any]) -> int:
    from indicators.exports.sdmx import write_long_csv

    return write_long_csv(
        store, out, result=result, year=options.get("year"), progress=_teller(options.get("progress"))
    )


def _package(store: Store, out: Path, result: Published | None, options: Mapping[str, Any]) -> int:
    from indicators.exports.package import write_package

    counts = write_package(
        store, out, result=result, files=options.get("files", True), licence=options.get("licence") or "",
        progress=_teller(options.get("progress")),
    )  # fmt: skip
    return sum(counts.values())


def _teller(path: str | None) -> Callable[[float, str], None]:
    """Writes how far the work has come into a file, for the command line that waits."""

    def tell(share: float, words: str) -> None:
        if path:
            with suppress(OSError):
                Path(path).write_text(f"{share:.3f} {words}", encoding="utf-8")

    return tell


KINDS = {"csv": _csv, "datapackage": _package}

COMMANDS = {"export": export}
