"""A data package -> a store, or one sentence on what is wrong with it.

A package may come from anywhere: nothing is unpacked onto the disk, nothing is fetched, every path must
stand inside, and what would grow beyond all measure is refused before it is read.
"""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path, PurePosixPath
from typing import IO, Any

import pyarrow as pa
from pyarrow import csv as arrow_csv

from indicators.assess import settings_in_force
from indicators.exports.package import FORMAT, KIND, PUBLIC_KIND
from indicators.model import Place
from indicators.store import BadRecords, RecordTable, Store, StoreError

MOST_BYTES = 64 * 2**30
MOST_ENTRIES = 200_000
MOST_TABLES = 500
MOST_ABOUT = 32 * 2**20
"""Bytes of datapackage.json."""
LOOSE, TIGHTEST = 32 * 2**20, 300
"""An entry above so many bytes may be packed to no less than one part in so many."""
_BLOCK = 16 * 2**20
_HASH = re.compile(r"[0-9a-f]{64}")
_SCHEME = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*:")


class Digested:
    """A stream that digests what is read from it."""

    closed = False
    readable = staticmethod(lambda: True)
    writable = staticmethod(lambda: False)
    seekable = staticmethod(lambda: False)

    def __init__(self, below: IO[bytes]) -> None:
        self._below = below
        self._digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        data = self._below.read(size)
        self._digest.update(data)
        return data

    def close(self) -> None:
        """The stream below is its owner's to close."""

    def digest(self) -> str:
        """SHA-256 of the whole, what was not yet read included."""
        while data := self._below.read(1 << 20):
            self._digest.update(data)
        return self._digest.hexdigest()


class Package:
    """An opened package: its description, and its files by path."""

    def __init__(self, name: str, opener: Callable[[str], IO[bytes]], sizes: dict[str, int]) -> None:
        self.name = name
        self._open = opener
        self._sizes = sizes

    def open(self, path: str) -> IO[bytes]:
        """A file of the package. Raises BadRecords where it is not there."""
        if path not in self._sizes:
            raise BadRecords("package_lacks_file", Place(self.name), path=path)
        return self._open(path)

    def bytes_of(self, digest: str) -> bytes | None:
        """A kept file by its SHA-256."""
        path = f"files/{digest}"
        if not _HASH.fullmatch(digest) or path not in self._sizes:
            return None
        with self.open(path) as stream:
            return stream.read()

    def about(self) -> dict[str, Any]:
        """datapackage.json. Raises BadRecords."""
        if self._sizes.get("datapackage.json", 0) > MOST_ABOUT:
            raise BadRecords("package_too_big", Place(self.name), path="datapackage.json")
        with self.open("datapackage.json") as stream:
            text = stream.read(MOST_ABOUT + 1)
        try:
            found = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise BadRecords("package_not_json", Place(self.name)) from error
        if not isinstance(found, dict):
            raise BadRecords("package_not_json", Place(self.name))
        return found


def load_package(package: Path, store: Path) -> dict[str, int]:
    """Make a store at `store` with the content of a package (zip or folder); the rows by table.

    Raises BadRecords for a package that cannot be taken over, StoreExists, StoreFolderMissing; nothing
    is left behind then.
    """
    with opened(package) as found:
        about = found.about()
        known = _known_tables()
        paths = _paths(found, about)
        whole = about["twoplans"]["schema_version"] == Store.schema_version
        sources = {
            name: (path, _batches(found, path, digest, known[name], whole))
            for name, (path, digest) in paths.items()
            if name in known
        }
        for needed in ("area", "journal", "submission", "observation"):
            if needed not in sources:
                raise BadRecords("package_lacks_table", Place(found.name), table=needed)
        return Store.restore(store, sources, found.bytes_of, _look)


@cache
def _known_tables() -> dict[str, RecordTable]:
    with Store.memory() as store, store.reader() as reader:
        return {table.name: table for table in reader.tables()}


@contextmanager
def opened(path: Path) -> Iterator[Package]:
    """The package at a path: a zip, a folder, or the datapackage.json in a folder. Raises BadRecords."""
    path = path.parent if path.name == "datapackage.json" else path
    with ExitStack() as stack:
        try:
            if path.is_dir():
                yield _folder(path)
                return
            archive = stack.enter_context(zipfile.ZipFile(path))
        except (zipfile.BadZipFile, NotImplementedError) as error:
            raise BadRecords("package_not_zip", Place(path.name)) from error
        except OSError as error:
            gone = isinstance(error, FileNotFoundError)
            reason = (
                "没有这个文件" if gone else "没有权限" if isinstance(error, PermissionError) else str(error)
            )
            raise BadRecords("package_unreadable", Place(path.name), reason=reason) from error
        try:
            yield _zipped(path.name, archive)
        except (zipfile.BadZipFile, NotImplementedError, EOFError) as error:
            raise BadRecords("package_not_zip", Place(path.name)) from error


def _folder(path: Path) -> Package:
    top = path.resolve()
    sizes = {}
    for item in top.rglob("*"):
        if item.is_file() and item.resolve().is_relative_to(top):
            sizes[item.relative_to(top).as_posix()] = item.stat().st_size
        if len(sizes) > MOST_ENTRIES:
            raise BadRecords("package_too_big", Place(path.name), path=path.name)
    return Package(path.name, lambda name: (top / name).open("rb"), sizes)


def _zipped(name: str, archive: zipfile.ZipFile) -> Package:
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise BadRecords("package_too_big", Place(name), path=name)
    for entry in entries:
        if entry.file_size > LOOSE and entry.file_size > TIGHTEST * max(1, entry.compress_size):
            raise BadRecords("package_bomb", Place(name), path=entry.filename)
        if entry.flag_bits & 1:
            raise BadRecords("package_locked", Place(name))
    names = [entry.filename for entry in entries]
    if len(set(names)) < len(names):
        raise BadRecords("package_not_zip", Place(name))
    return Package(name, archive.open, {entry.filename: entry.file_size for entry in entries})


def _paths(found: Package, about: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """Table -> (path, digest or ""), of a package that this program can take over. Raises BadRecords."""
    made = about.get("twoplans")
    if not isinstance(made, dict) or made.get("kind") not in (KIND, PUBLIC_KIND):
        raise BadRecords("package_not_ours", Place(found.name))
    if made["kind"] == PUBLIC_KIND:
        raise BadRecords("package_public", Place(found.name))
    schema = made.get("schema_version")
    if made.get("format") != FORMAT or type(schema) is not int or schema > Store.schema_version:
        raise BadRecords("package_too_new", Place(found.name))
    listed = about.get("resources")
    if not isinstance(listed, list) or len(listed) > MOST_TABLES:
        raise BadRecords("package_not_ours", Place(found.name))
    paths: dict[str, tuple[str, str]] = {}
    for item in listed:
        name = item.get("name") if isinstance(item, dict) else None
        if not isinstance(name, str) or name in paths:
            raise BadRecords("package_not_ours", Place(found.name))
        digest = item.get("hash")
        paths[name] = (_inside(found, item.get("path")), digest if isinstance(digest, str) else "")
    return paths


def _inside(found: Package, path: Any) -> str:
    """A path that stays inside the package. Raises BadRecords for addresses and for ways out."""
    if not isinstance(path, str) or not path:
        raise BadRecords("package_path", Place(found.name), path=str(path)[:80])
    if _SCHEME.match(path) or path.startswith("//"):
        raise BadRecords("package_address", Place(found.name), path=path[:80])
    parts = PurePosixPath(path).parts
    if "\\" in path or "\0" in path or path.startswith("/") or ".." in parts:
        raise BadRecords("package_path", Place(found.name), path=path[:80])
    return "/".join(part for part in parts if part != ".")


def _batches(
    found: Package, path: str, digest: str, table: RecordTable, whole: bool
) -> Callable[[], Iterator[pa.Table]]:
    """The rows of a table's file as texts. Raises BadRecords where it is no such CSV.

    `digest`: what datapackage.json says of the file ("sha256:…"); a file that it does not fit was damaged
    on its way. `whole`: no column may be missing (a package of an older version has fewer).
    """
    wanted = [column.name for column in table.columns]

    def rows() -> Iterator[pa.Table]:
        try:
            with found.open(path) as below:
                stream = Digested(below)
                yield from _read(stream, path, wanted, whole)
                if digest.startswith("sha256:") and stream.digest() != digest.partition(":")[2]:
                    raise BadRecords("package_damaged", Place(path))
        except (pa.ArrowInvalid, pa.ArrowKeyError, UnicodeDecodeError) as error:
            raise BadRecords(
                "package_not_csv", Place(path), reason=str(error).splitlines()[0][:120]
            ) from error

    return rows


def _read(stream: Digested, path: str, wanted: list[str], whole: bool) -> Iterator[pa.Table]:
    texts = {name: pa.string() for name in wanted}
    reader = arrow_csv.open_csv(
        pa.PythonFile(stream, mode="r"),
        read_options=arrow_csv.ReadOptions(block_size=_BLOCK),
        parse_options=arrow_csv.ParseOptions(newlines_in_values=True),
        convert_options=arrow_csv.ConvertOptions(
            column_types=texts, strings_can_be_null=True, null_values=[""], quoted_strings_can_be_null=False
        ),
    )
    names = reader.schema.names
    unknown = [name for name in names if name not in texts]
    if unknown or len(set(names)) < len(names):
        shown = "、".join(unknown or names)[:80]
        raise BadRecords("package_columns", Place(path), unknown=shown, known="、".join(wanted))
    if whole and (lacking := [name for name in wanted if name not in names]):
        raise BadRecords("package_lacks_columns", Place(path), lacking="、".join(lacking))
    for batch in reader:
        yield pa.Table.from_batches([batch])


def _look(store: Store) -> None:
    """See that the pages and the assessment can work with what was taken over. Raises BadRecords."""
    try:
        store.catalog()
        areas = store.areas()
        store.submissions()
        store.desk.units()
        store.desk.conflicts()
        store.desk.decisions()
        store.desk.years()
        store.judgements()
        store.applicabilities()
        store.plans.versions()
        for area in areas[:1]:
            store.plans.goals(area.path)
        settings_in_force(store)
        store.area_changes.events()
    except StoreError:
        raise
    except Exception as error:
        detail = (str(error).splitlines() or [type(error).__name__])[0][:120]
        raise BadRecords("package_content", detail=detail) from error
