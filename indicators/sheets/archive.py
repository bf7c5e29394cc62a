"""Zip archives of spreadsheets: members by their right names, within limits, never unpacked to disk."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator

from indicators.sheets.clean import shown_name
from indicators.sheets.faults import Refused
from indicators.sheets.package import Package

_IGNORED = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")
_UTF8_NAME = 0x800
_LOCKED = 0x1


def members(package: Package) -> Iterator[tuple[str, bytes | Refused]]:
    """(member's name for display, its bytes or why not), in the archive's order.

    Names without the UTF-8 flag are GB18030, as Chinese Windows writes them. Folders of a member
    stay in its shown name, cleaned. Raises Refused for the archive as a whole.
    """
    entries = [entry for entry in package.zip.infolist() if not entry.is_dir()]
    wanted = [(entry, name) for entry in entries if (name := _shown(entry)) and not _ignored(name)]
    if len(wanted) > package.limits.members:
        raise Refused("archive_too_many", value=len(wanted))
    if any(entry.flag_bits & _LOCKED for entry, _ in wanted):
        raise Refused("archive_has_password")
    for entry, name in wanted:
        yield name, _bytes(package, entry)


def _bytes(package: Package, entry: zipfile.ZipInfo) -> bytes | Refused:
    if entry.file_size > package.limits.file_bytes:
        return Refused("file_too_large", value=package.limits.file_bytes >> 20)
    try:
        return package.read(entry, most=package.limits.file_bytes)
    except Refused as refusal:
        if refusal.code == "zip_bomb":
            raise
        return refusal


def _shown(entry: zipfile.ZipInfo) -> str:
    name = entry.filename
    if not entry.flag_bits & _UTF8_NAME:
        raw = name.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    steps = [shown_name(step) for step in name.replace("\\", "/").split("/") if step.strip(". ")]
    return "/".join(steps[-4:])


def _ignored(name: str) -> bool:
    lowered = name.lower()
    base = lowered.rpartition("/")[2]
    return lowered.startswith(_IGNORED[0]) or base in _IGNORED or base.startswith(("~$", "._"))
