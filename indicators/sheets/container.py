"""Any file -> workbooks of grids, or findings that say why not and how to mend it."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

from indicators.findings import Finding, finding
from indicators.model import Place
from indicators.sheets.archive import members
from indicators.sheets.caged_sheets import read_caged
from indicators.sheets.clean import shown_name
from indicators.sheets.csv_text import read_csv
from indicators.sheets.faults import Refused
from indicators.sheets.grid import Grid, Workbook
from indicators.sheets.limits import Limits
from indicators.sheets.package import Package
from indicators.sheets.sniff import kind_of, kind_of_ole, kind_of_zip
from indicators.sheets.xls import decrypt, read_xls
from indicators.sheets.xlsx import read_xlsx

_log = logging.getLogger(__name__)
_ENDINGS = {
    "xlsx": ("xlsx", "xlsm", "xltx", "xltm"),
    "biff": ("xls", "et", "xlt", "ett"),
    "ods": ("ods", "ots"),
    "csv": ("csv", "tsv", "txt", "tab", "prn"),
    "html": ("htm", "html"),
    "xml2003": ("xml",),
    "archive": ("zip",),
}
_WORDS = {"xlsx": "Excel 工作簿（xlsx）", "biff": "旧版 Excel 工作簿（xls）", "ods": "ODS 表格",
          "csv": "文本表格（CSV）", "html": "网页表格（HTML）", "xml2003": "XML 表格",
          "archive": "zip 压缩包"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Opened:
    """What a file held: its workbooks (one, or one per archive member) and what was wrong or doubtful."""

    workbooks: tuple[Workbook, ...] = ()
    findings: list[Finding] = field(default_factory=list)


def open_bytes(data: bytes, name: str, *, limits: Limits | None = None) -> Opened:
    """Open a file by its content. Never raises for what is in the file: a bad file is a finding."""
    limits = limits or Limits()
    file = shown_name(name)
    return open_named(data, file, limits)


def open_named(data: bytes, file: str, limits: Limits, *, nested: bool = False) -> Opened:
    """Open a file whose shown name is settled (archive members: "a.zip/b.xls")."""
    try:
        if len(data) > limits.file_bytes:
            raise Refused("file_too_large", value=limits.file_bytes >> 20)
        return _open(data, file, limits, nested)
    except Refused as refusal:
        return Opened((), [refusal.finding(file)])
    except MemoryError:
        return Opened((), [finding("reading_took_too_much_memory", Place(file))])
    except Exception:  # a fault of the reader must not stop the server; tests look for this code
        _log.exception("reading failed")
        return Opened((), [finding("reading_failed", Place(file))])


def _open(data: bytes, file: str, limits: Limits, nested: bool) -> Opened:
    kind, word = kind_of(data)
    if kind == "ole":
        kind, word = kind_of_ole(data)
    notes: list[Finding] = []
    if kind == "encrypted":
        data, kind = decrypt(data, limits), "zip"
        notes.append(finding("default_password", Place(file)))
    package = None
    if kind == "zip":
        package = Package(data, limits)
        mime = package.read("mimetype")[:200] if "mimetype" in package.entries else b""
        kind, word = kind_of_zip(set(package.entries), mime)
    if kind == "text":
        kind = "csv"
    if kind not in _WORDS:
        raise _not_a_table(kind, word)
    if kind == "archive" and package:
        if nested:
            raise Refused("archive_in_archive")
        return _open_archive(package, file, limits)
    grids, findings = _read(kind, data, package, file, limits)
    notes += _name_note(kind, file)
    if not any(grid.rows for grid in grids) and not findings:
        findings = [finding("no_cells", Place(file))]
    return Opened((Workbook(file, tuple(grids), kind),), notes + findings)


def _open_archive(package: Package, file: str, limits: Limits) -> Opened:
    workbooks: list[Workbook] = []
    findings: list[Finding] = []
    for name, content in members(package):
        shown = f"{file}/{name}"
        if isinstance(content, Refused):
            findings.append(content.finding(shown))
        elif kind_of(content)[0] == "stranger" and not _looks_like_table(name):
            findings.append(finding("archive_member_skipped", Place(shown)))
        else:
            opened = open_named(content, shown, limits, nested=True)
            workbooks += opened.workbooks
            findings += opened.findings
    if not workbooks and not findings:
        findings.append(finding("archive_empty", Place(file)))
    return Opened(tuple(workbooks), findings)


def _looks_like_table(name: str) -> bool:
    ending = name.rpartition(".")[2].lower()
    return any(ending in endings for endings in _ENDINGS.values())


def _read(
    kind: str, data: bytes, package: Package | None, file: str, limits: Limits
) -> tuple[list[Grid], list[Finding]]:
    if kind == "xlsx" and package:
        return read_xlsx(data, package, file, limits)
    if kind == "csv":
        return read_csv(data, file, limits)
    if kind == "biff":
        return read_xls(data, file, limits)
    return read_caged(kind, data, file, limits, unpacked=package.unpacked if package else None)


def _not_a_table(kind: str, word: str) -> Refused:
    match kind:
        case "empty":
            return Refused("empty_file")
        case "damaged":
            return Refused("file_damaged")
        case "xlsb":
            return Refused("binary_workbook")
        case "mhtml":
            return Refused("web_archive")
    return Refused("not_a_spreadsheet", kind=word)


def _name_note(kind: str, file: str) -> list[Finding]:
    ending = file.rpartition(".")[2].lower() if "." in file else ""
    known = {word for endings in _ENDINGS.values() for word in endings}
    if ending in known and ending not in _ENDINGS[kind]:
        return [finding("content_differs_from_name", Place(file), value=ending, kind=_WORDS[kind])]
    return []
