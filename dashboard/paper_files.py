"""Papers on disk: a file that is there already is never lost, unless its loss is asked for."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_OWN_TIME = "docProps/core.xml"
"""The part of a docx that says when it was made."""
_MOST = 1000


@dataclass(frozen=True, slots=True)
class Written:
    """Where a paper lies; `beside`: a file of its name was there and stayed, `same`: it said the same."""

    path: Path
    beside: bool = False
    same: bool = False


def put(target: Path, data: bytes, *, force: bool) -> Written:
    """Write a file; where another of its name is, beside it as name（2）, and nothing if it says the same.

    `force`: in its place. Raises OSError.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    if force:
        target.write_bytes(data)
        return Written(target)
    for number in range(1, _MOST):
        path = target if number == 1 else target.with_stem(f"{target.stem}（{number}）")
        try:
            with path.open("xb") as file:
                file.write(data)
            return Written(path, beside=number > 1)
        except FileExistsError:
            if path.is_file() and same_paper(path.read_bytes(), data):
                return Written(path, same=True)
    raise FileExistsError(target)


def same_paper(one: bytes, other: bytes) -> bool:
    """Whether two files say the same: bytes, or all parts of two zips but the time of making."""
    if one == other:
        return True
    try:
        return _parts(one) == _parts(other)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def _parts(data: bytes) -> dict[str, tuple[int, int]]:
    """Checksum and size of each part; of a docx within a zip, of each of its own parts."""
    found: dict[str, tuple[int, int]] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        for part in packed.infolist():
            if part.filename.endswith(".docx") and part.file_size < 1 << 26:
                inner = _parts(packed.read(part)).items()
                found |= {f"{part.filename}!{name}": sizes for name, sizes in inner}
            elif part.filename != _OWN_TIME:
                found[part.filename] = (part.CRC, part.file_size)
    return found


def told(written: Sequence[Written]) -> list[str]:
    """What a person has to know of files that were there before."""
    said = []
    same = sum(one.same for one in written)
    if same:
        said.append(f"其中{same}份与原有文件内容相同，没有重写。")
    beside = [one.path.name for one in written if one.beside]
    if beside:
        names = "、".join(beside[:3]) + ("等" if len(beside) > 3 else "")
        said.append(
            f"有{len(beside)}份已有同名文件且内容不同（可能有人改过），没有覆盖，另存为：{names}。"
            "要覆盖请加 --force。"
        )
    return said
