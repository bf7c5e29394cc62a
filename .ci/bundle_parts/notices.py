"""What a bundle holds and under which licences, told by the wheels' own metadata."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from email.message import Message
from pathlib import Path

from bundle_parts.wheels import metadata

UNSTATED = "not stated in the metadata"
HEAD = """本安装包所含软件及其许可（由各软件包自带的元数据生成；许可全文在各 .whl 文件内）
Software in this bundle and its licences, from the packages' own metadata; the licences' full texts are
inside the .whl files named below (a .whl file is a zip archive).
"""


def licence(facts: Message) -> str:
    """What METADATA states: the SPDX expression, else a short licence field, else the classifiers."""
    if expression := facts.get("License-Expression"):
        return expression
    stated = (facts.get("License") or "").strip()
    named = [item.rpartition(" :: ")[2] for item in facts.get_all("Classifier", []) if "License" in item]
    if stated and "\n" not in stated and len(stated) < 100:
        return stated
    return ", ".join(named) or (stated.splitlines() or [UNSTATED])[0]


def licence_files(wheel: Path) -> list[str]:
    """The names of the licence texts inside a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if ".dist-info/" in name]
    words = ("license", "licence", "copying", "notice")
    return [name for name in names if any(word in name.rpartition("/")[2].lower() for word in words)]


def third_party(wheels: Iterable[Path], own: str) -> str:
    """The text of THIRD_PARTY.txt: one entry a distribution, with the files that carry it."""
    entries: dict[tuple[str, str], list[Path]] = {}
    for wheel in sorted(wheels, key=lambda path: path.name.lower()):
        facts = metadata(wheel)
        entries.setdefault((facts["Name"], facts["Version"]), []).append(wheel)
    parts = [HEAD]
    for (name, version), files in entries.items():
        if name == own:
            continue
        texts = licence_files(files[0])
        lines = [f"{name} {version}", f"  licence: {licence(metadata(files[0]))}"]
        lines += [f"  texts: {', '.join(texts)}"] if texts else []
        parts.append("\n".join([*lines, *(f"  file: wheels/{path.name}" for path in files)]) + "\n")
    return "\n".join(parts)
