"""A backup as a file: what it says of itself, and reading it without trusting it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from indicators.findings import finding
from indicators.model import Place
from indicators.store.errors import StoreError
from indicators.store.statements import migrations

FORMAT, VERSION = "twoplans-backup", 1
MANIFEST, DATA = "manifest.json", "store.duckdb"
PIECE = 1 << 20
_LONGEST_MANIFEST = 1 << 20
_SMALL, _MOST_FOLD = 256 << 20, 100
"""A database of more than so many bytes that is more than so many times its packed size is no honest one."""


class BadBackup(StoreError):  # noqa: N818 - the name says what is the matter
    """A backup that could not be made or cannot be used; `finding` says why."""

    def __init__(self, code: str, path: Path | str, **words: Any) -> None:
        self.code = code
        self.finding = finding(code, Place(file=str(path)), **words)
        Exception.__init__(self, self.finding.message)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself.

    `made` is UTC (ISO), `size` and `sha256` are the database's, `tables` gives rows and content sum by
    table (sums are compared only where the database engine is of the same version), `head` and `audited`
    the last hash of the audit and its number, `snapshot` the lake's snapshot that it holds (None: of a file).
    """

    made: str
    store: str
    schema_version: int
    app_version: str
    engine: str
    size: int
    sha256: str
    tables: Mapping[str, tuple[int, str]]
    head: str
    audited: int
    snapshot: int | None = None

    def text(self) -> str:
        """The manifest's JSON."""
        return json.dumps(
            {"format": FORMAT, "version": VERSION, **asdict(self)}, ensure_ascii=False, indent=1
        )


def manifest_of(text: bytes, path: Path) -> Manifest:
    """Read a manifest. Raises BadBackup."""
    try:
        told = json.loads(text)
        if told["format"] != FORMAT:
            raise ValueError
        if told["version"] > VERSION or told["schema_version"] > migrations()[-1][0]:
            raise BadBackup("backup_newer", path, version=str(told.get("app_version", ""))[:20])
        tables = {str(name): (int(row[0]), str(row[1])) for name, row in told["tables"].items()}
        names = ("made", "store", "app_version", "engine", "sha256", "head")
        if not all(isinstance(told[name], str) for name in names) or len(told["sha256"]) != 64:
            raise ValueError
        return Manifest(
            **{name: told[name] for name in names}, schema_version=int(told["schema_version"]),
            size=int(told["size"]), audited=int(told["audited"]), tables=tables,
            snapshot=None if told.get("snapshot") is None else int(told["snapshot"]),
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, IndexError) as error:
        raise BadBackup("backup_not_one", path) from error


@contextmanager
def opened(path: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """A backup's archive and manifest, its outside checked. Raises BadBackup."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive, _outside(archive, path)
    except (
        zipfile.BadZipFile,
        EOFError,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        UnicodeError,
    ) as error:
        raise BadBackup("backup_damaged", path) from error


def _outside(archive: zipfile.ZipFile, path: Path) -> Manifest:
    """The manifest, once the archive holds exactly the two parts that it must, in honest sizes."""
    parts = archive.infolist()
    if sorted(part.filename for part in parts) != [MANIFEST, DATA]:
        raise BadBackup("backup_not_one", path)
    packed = {part.filename: part for part in parts}
    if packed[MANIFEST].file_size > _LONGEST_MANIFEST:
        raise BadBackup("backup_not_one", path)
    with archive.open(MANIFEST) as part:
        manifest = manifest_of(part.read(_LONGEST_MANIFEST + 1), path)
    data = packed[DATA]
    if data.file_size != manifest.size:
        raise BadBackup("backup_damaged", path)
    if manifest.size > _SMALL and manifest.size > data.compress_size * _MOST_FOLD:
        raise BadBackup("backup_bomb", path, size=f"{manifest.size / 1e9:.1f}")
    return manifest


def unpack(archive: zipfile.ZipFile, manifest: Manifest, path: Path, draft: Path) -> None:
    """Write the database to `draft`, not a byte more than the manifest says. Raises BadBackup, OSError."""
    if shutil.disk_usage(draft.parent).free < manifest.size:
        raise BadBackup("backup_no_room", path, size=f"{manifest.size / 1e6:.0f}", folder=str(draft.parent))
    seal, size = hashlib.sha256(), 0
    with archive.open(DATA) as part, draft.open("xb") as out:
        while piece := part.read(PIECE):
            if not size and piece[8:12] != b"DUCK":
                raise BadBackup("backup_damaged", path)
            size += len(piece)
            if size > manifest.size:
                raise BadBackup("backup_damaged", path)
            seal.update(piece)
            out.write(piece)
        to_disk(out)
    if size != manifest.size or seal.hexdigest() != manifest.sha256:
        raise BadBackup("backup_damaged", path)


def pack(copy: Path, manifest: Manifest, draft: Path) -> None:
    """Write the archive at `draft` and to the disk. Raises OSError."""
    with draft.open("xb") as out:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.writestr(MANIFEST, manifest.text())
            archive.write(copy, DATA)
        to_disk(out)


def digest_of(path: Path) -> str:
    """SHA-256 of a file."""
    seal = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            seal.update(piece)
    return seal.hexdigest()


def to_disk(file: IO[bytes]) -> None:
    """Have the system write a file's bytes to the disk."""
    file.flush()
    os.fsync(file.fileno())


def folder_to_disk(folder: Path) -> None:
    """Have the system write a folder's names to the disk, where it can."""

    with suppress(OSError):  # Windows opens no folders
        held = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(held)
        finally:
            os.close(held)
