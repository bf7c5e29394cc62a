"""The commands that write data to files on this computer: results workbook, long CSV, data packages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from dashboard.commands import Files, Outcome
from dashboard.messages import USAGE, UserError, os_reason
from indicators.findings import finding
from indicators.model import Place
from indicators.store import Published, Store

WHOLE = (
    "完整的数据包总是整个数据库的，不能只要一个地区。一个地区的数据请用公开版（--public），"
    "或者用 export csv、export xlsx。"
)


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
        if out.exists() and store.path.exists() and out.samefile(store.path):
            outcome.add([finding("export_failed", Place(str(out)), reason="这是数据库文件本身")])
            return outcome
        rows = KINDS[options["kind"]](store, out, result, options)
        size = out.stat().st_size
    except OSError as error:
        outcome.add([finding("export_failed", Place(str(out)), reason=os_reason(error))])
        return outcome
    outcome.records.append(
        {"record": "export", "kind": options["kind"], "file": str(out), "rows": rows, "bytes": size,
         "published": number, "public": bool(options.get("public"))}
    )  # fmt: skip
    outcome.messages.append(f"已写到：{out}（{rows}行，{size / 1e6:.1f} MB）")
    return outcome


def _csv(store: Store, out: Path, result: Published | None, options: Mapping[str, Any]) -> int:
    from indicators.exports.sdmx import write_long_csv

    return write_long_csv(
        store, out, result=result, year=options.get("year"), public=bool(options.get("public")),
        home=_home(store, options), progress=_teller(options.get("progress")),
    )  # fmt: skip


def _home(store: Store, options: Mapping[str, Any]) -> str | None:
    """Whose data, where one office of several is meant; at the top all that the store holds."""
    from indicators.office import seat

    at = options.get("at")
    return None if at == seat(store).path else at


def _package(store: Store, out: Path, result: Published | None, options: Mapping[str, Any]) -> int:
    from indicators.exports.package import write_package
    from indicators.exports.public import write_public

    home = _home(store, options)
    if home and not options.get("public"):
        raise UserError(WHOLE, USAGE)
    if options.get("public"):
        told = _teller(options.get("progress"))
        licence = options.get("licence") or ""
        return sum(
            write_public(
                store, out, result=result, year=options.get("year"), licence=licence, home=home, progress=told
            ).values()
        )
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


def _workbook(store: Store, out: Path, result: Published | None, options: Mapping[str, Any]) -> int:
    from indicators.exports.workbook import write_workbook

    return write_workbook(
        store, out, result=result, year=options.get("year"), public=bool(options.get("public")),
        compare=options.get("compare"), home=_home(store, options), progress=_teller(options.get("progress")),
    )  # fmt: skip


KINDS = {"xlsx": _workbook, "csv": _csv, "datapackage": _package}


def sensitive(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """The sensitive indicators with their reasons; with `code`, say first whether it is one."""
    del files
    from indicators.assess.disclosure import sensitive_indicators, set_sensitive

    if options.get("code"):
        set_sensitive(
            store, options["code"], options["sensitive"], options.get("reason") or "", by=options["by"]
        )
    return Outcome([{"record": "sensitive", **asdict(item)} for item in sensitive_indicators(store)])


COMMANDS = {"export": export, "sensitive": sensitive}
