"""The marked-up workbook: a department's own file with what is wrong written at the cells and in front."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from indicators.findings import Finding, finding
from indicators.model import Place, Severity
from indicators.reports.markup_book import SHEET, from_grids
from indicators.sheets.archive import members
from indicators.sheets.cage import NO_WINDOW, confine
from indicators.sheets.container import open_bytes
from indicators.sheets.faults import Refused
from indicators.sheets.limits import Limits
from indicators.sheets.package import Package
from indicators.sheets.xls import decrypt

MOST_CELLS = 400_000
"""A workbook of more cells is not opened whole to be marked; its list of findings is made alone."""

_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}
_LOST = (
    ("xl/vbaProject.bin", "原表里的宏没有保留。"),
    ("xl/charts/", "原表里的图表没有保留。"),
    ("xl/media/", "原表里的图片没有保留。"),
)
_ZIP = b"PK\x03\x04"
_HEAD = struct.Struct("<I")


@dataclass(frozen=True, slots=True)
class MarkedUp:
    """A marked-up file: its name, its bytes, and what the reader of it should know (sentences)."""

    name: str
    data: bytes
    notes: tuple[str, ...] = ()


class CannotMark(Exception):  # noqa: N818 - the name says what is the matter
    """The file cannot be opened or marked; `finding` says why."""

    def __init__(self, what: Finding) -> None:
        super().__init__(what.message)
        self.finding = what


def mark_up(data: bytes, name: str, findings: Sequence[Finding], *, limits: Limits | None = None) -> MarkedUp:
    """The file with a first sheet 审核意见, and a comment and a colour at each cell that a finding names.

    An .xlsx keeps its styles; any other kind becomes an .xlsx with values and merged cells; an archive
    becomes a zip of its marked files. Texts stay texts, formulas of the department stay as they are,
    macros go. Heavy files are opened in a child process within limits. Raises CannotMark.
    """
    limits = limits or Limits()
    told = sorted(findings, key=lambda item: _ORDER[item.severity])
    opened = open_bytes(data, name, limits=limits)
    if not opened.workbooks:
        raise CannotMark(opened.findings[0] if opened.findings else finding("markup_failed", Place(name)))
    if len(opened.workbooks) > 1 or opened.workbooks[0].file.count("/"):
        return _archive(data, name, told, limits)
    book = opened.workbooks[0]
    notes: list[str] = []
    cells = sum(grid.n_rows * grid.n_columns for grid in book.grids)
    if cells > MOST_CELLS:
        notes.append("原表太大，没有在原表上批注；请按下面列出的工作表和单元格核对。")
        marked = from_grids((), told, notes)
    elif book.container == "xlsx":
        data = data if data.startswith(_ZIP) else decrypt(data, limits)
        names = Package(data, limits).entries
        notes += [text for part, text in _LOST if any(member.startswith(part) for member in names)]
        marked = _in_child(data, name, told, notes, limits)
    else:
        ending = PurePosixPath(name).suffix or "原格式"
        notes.append(f"原表是{ending}文件，已转成.xlsx：保留数值和合并单元格，字体、颜色等格式没有保留。")
        marked = from_grids(book.grids, told, notes)
    return MarkedUp(_name(name), marked, tuple(notes))


def _name(name: str) -> str:
    from indicators.reports.forms import safe_name

    return f"{safe_name(PurePosixPath(name.rpartition('/')[2]).stem)}_审核意见.xlsx"


def _archive(data: bytes, name: str, told: Sequence[Finding], limits: Limits) -> MarkedUp:
    """Each spreadsheet of an archive, marked with its own findings."""
    from indicators.reports.forms import zip_forms

    made, notes = [], []
    for member, content in members(Package(data, limits)):
        if isinstance(content, Refused):
            continue
        own = [replace(item, file=member) for item in told if item.file == f"{name}/{member}"]
        try:
            done = mark_up(content, member, own, limits=limits)
        except CannotMark as error:
            notes.append(f"{member}：{error.finding.message}")
            continue
        made.append((done.name, done.data))
        notes += [f"{member}：{note}" for note in done.notes]
    return MarkedUp(_name(name).replace(".xlsx", ".zip"), zip_forms(made), tuple(notes))


def _in_child(data: bytes, name: str, told: Sequence[Finding], notes: Sequence[str], limits: Limits) -> bytes:
    """Mark an .xlsx in a child process with a memory and a time limit. Raises CannotMark."""
    records = [item.as_record() for item in told]
    head = json.dumps({"findings": records, "notes": list(notes), "memory": limits.memory}).encode()
    command = [sys.executable, "-I", "-m", "indicators.reports.markup_main"]
    pipe, quiet = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=quiet, creationflags=NO_WINDOW) as child:  # noqa: S603 - our own module in a child, no word of a user
        job = confine(child, limits.memory) if confine is not None else None
        try:
            out, _ = child.communicate(_HEAD.pack(len(head)) + head + data, timeout=limits.seconds)
        except subprocess.TimeoutExpired:
            child.kill()
            raise CannotMark(finding("markup_failed", Place(name))) from None
        finally:
            del job
    if child.returncode != 0 or not out.startswith(_ZIP):
        raise CannotMark(finding("markup_failed", Place(name)))
    return out


__all__ = ["MOST_CELLS", "SHEET", "CannotMark", "MarkedUp", "mark_up"]
