"""Backups of a store in use: a file that was proven by reading it back (their way back: swap.py)."""

from __future__ import annotations

import datetime as dt
import os
import secrets
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

import indicators
from indicators.store import audit, backup_file, carry
from indicators.store.audit_check import verify
from indicators.store.backup_file import BadBackup, Manifest
from indicators.store.database import Database
from indicators.store.errors import StoreError, translate
from indicators.store.file_database import put_in_place, resolved
from indicators.store.statements import statements

PREFIX = "twoplans-backup-"
_one_at_a_time = threading.Lock()


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made and proven: the file, its size and SHA-256, and what it says of itself."""

    path: Path
    size: int
    sha256: str
    manifest: Manifest


def backup_folder(store: Path) -> Path:
    """The folder beside the store for backups; the only one that the database may write to itself."""
    return store.parent / "backups"


def backup_name(moment: dt.datetime) -> str:
    """The usual name of a backup made at a moment (local time)."""
    return f"{PREFIX}{moment:%Y%m%d-%H%M%S}.zip"


def make_backup(database: Database, out: Path | None = None) -> Backup:
    """Write a backup of all that is recorded at this moment, while others read and write.

    `out` is a file or a folder (None: the folder beside the store). The file takes its name only once it
    was read back and its content found equal. Raises BadBackup; an existing file is left alone.
    """
    target = _target(database, out)
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    with _one_at_a_time:
        try:
            with scratch(backup_folder(database.path)) as folder:
                manifest = _copy(database, folder / backup_file.DATA)
                target.parent.mkdir(parents=True, exist_ok=True)
                backup_file.pack(folder / backup_file.DATA, manifest, draft)
                (folder / backup_file.DATA).unlink()
                proven = prove(draft, folder / "proof.duckdb")
                if proven != manifest:
                    raise BadBackup("backup_differs", target)
                made = Backup(target, draft.stat().st_size, backup_file.digest_of(draft), manifest)
                put_in_place(draft, target)
                backup_file.folder_to_disk(target.parent)
        except BadBackup as error:
            raise (error if error.code == "backup_failed" else BadBackup("backup_differs", target)) from error
        except OSError as error:
            raise BadBackup("backup_failed", target, reason=reason(error)) from error
        except duckdb.Error as error:
            raise BadBackup("backup_failed", target, reason=reason(translate(error, target))) from error
        finally:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
    return made


def _target(database: Database, out: Path | None) -> Path:
    name = backup_name(dt.datetime.now())
    folder = backup_folder(database.path)
    if out is None:
        return folder / name
    out = resolved(out)
    return out / name if out.is_dir() or not out.suffix else out


@contextmanager
def scratch(folder: Path) -> Iterator[Path]:
    """A folder of its own in the one where the database may write, gone afterwards."""
    made = folder / f".tmp-{os.getpid()}-{secrets.token_hex(4)}"
    made.mkdir(parents=True)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _copy(database: Database, copy: Path) -> Manifest:
    """Copy every table as of one moment into a database of its own."""
    cursor = database.cursor().cursor()
    name = f"copy_{secrets.token_hex(8)}"
    quoted = str(copy).replace("'", "''")
    try:
        cursor.execute(f"ATTACH '{quoted}' AS {name} (STORAGE_VERSION 'v1.5.0')")
        try:
            cursor.begin()
            told = carry.sums(cursor)
            order = " ORDER BY rowid" if database.lake else ""  # a file's rows come in their order anyway
            for table in told:
                cursor.execute(f"CREATE TABLE {name}.main.{table} AS FROM main.{table}{order}")
            number, head = audit.head_of(cursor)
            [(version,)] = cursor.execute(statements("schema")["version"]).fetchall()
            seen = cursor.execute(statements("lake")["snapshot"]).fetchall()[0][0] if database.lake else None
            cursor.commit()
        finally:
            with suppress(duckdb.Error):
                cursor.rollback()
            cursor.execute(f"DETACH {name}")
    finally:
        cursor.close()
    made = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    return Manifest(
        made, shown_name(database), int(version), indicators.__version__, duckdb.__version__,
        copy.stat().st_size, backup_file.digest_of(copy), told, head, number, seen,
    )  # fmt: skip


def shown_name(database: Database) -> str:
    """A store's name as a backup tells it: the file's, or the lake's."""
    return database.path.parent.name if database.lake else database.path.name


def look(path: Path) -> Manifest:
    """What a backup says of itself; its content is not looked at. Raises BadBackup."""
    try:
        with backup_file.opened(resolved(path)) as (_, manifest):
            return manifest
    except FileNotFoundError as error:
        raise BadBackup("backup_missing", path) from error
    except OSError as error:
        raise BadBackup("backup_unreadable", path, reason=reason(error)) from error


def prove(path: Path, draft: Path) -> Manifest:
    """Unpack a backup to `draft`, open it, and hold its content against what it says. Raises BadBackup."""
    with backup_file.opened(path) as (archive, manifest):
        backup_file.unpack(archive, manifest, path, draft)
    try:
        with duckdb.connect(str(draft), read_only=True, config={"enable_external_access": False}) as held:
            sums = carry.sums(held.cursor())
            if duckdb.__version__ != manifest.engine:
                same = {name: count for name, (count, _) in sums.items()} == {
                    name: count for name, (count, _) in manifest.tables.items()
                }
            else:
                same = sums == dict(manifest.tables)
            audited = not manifest.audited or (
                audit.head_of(held) == (manifest.audited, manifest.head) and verify(held.cursor()).whole
            )
    except duckdb.Error as error:
        raise BadBackup("backup_damaged", path) from error
    if not same or not audited:
        raise BadBackup("backup_damaged", path)
    return manifest


def reason(error: Exception) -> str:
    """Why the system refused, in Chinese where it is one of the common reasons."""
    if isinstance(error, OSError):
        told: StoreError = translate(error, str(error.filename or ""))
        known = {"FileExistsError": "已有同名的文件", "NotADirectoryError": "路径中有一段不是文件夹"}
        if type(error).__name__ in known:
            return known[type(error).__name__]
        if type(told) is StoreError:
            return str(error.strerror or error)
        error = told
    words = {"StoreFull": "磁盘空间不足", "StoreNoPermission": "没有权限", "StoreNoMemory": "内存不足"}
    return words.get(type(error).__name__, str(error))
