"""The way back of a backup: nothing is replaced before the backup was proven by reading it."""

from __future__ import annotations

import datetime as dt
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from indicators.store import backup_file
from indicators.store.accounts import Accounts
from indicators.store.backup import backup_folder, look, prove, reason, scratch
from indicators.store.backup_file import BadBackup, Manifest
from indicators.store.database import Database
from indicators.store.errors import LakeExists, StoreFull, StoreLocked, StoreNoPermission, translate
from indicators.store.file_database import resolved
from indicators.store.lake_place import Given, path_of, place_at
from indicators.store.move import copy_into
from indicators.store.opening import attach, exists, release
from indicators.store.places import Lake


@dataclass(frozen=True, slots=True)
class Restored:
    """A store that came back from a backup; `before` is where the earlier file is kept."""

    path: Path
    manifest: Manifest
    before: Path | None


@dataclass(frozen=True, slots=True)
class Ready:
    """A backup that was proven and lies unpacked beside the store; `administered`: one may sign in to it."""

    draft: Path
    manifest: Manifest
    administered: bool


def restore_backup(file: Path, place: Given, *, by: str = "") -> Restored:
    """Put a backup in the place of a store in a file, which is kept beside it, or into a lake without one.

    The backup is unpacked, opened, compared and brought up to date first; until the last step the store
    there is as it was. Into a lake that holds a store nothing is restored: others may be at work in it.
    It makes no difference whether the backup is of a file or of a lake. Raises BadBackup, StoreError.
    """
    found, file = place_at(place), resolved(file)
    if isinstance(found, Lake):
        return _restore_lake(file, found, by)
    path = resolved(found)
    if not path.parent.is_dir():
        raise BadBackup("backup_no_folder", path.parent)
    look(file)
    _refuse_in_use(path)  # before the long work; `swap` looks again
    ready = lay_ready(file, path, by=by)
    return Restored(path, ready.manifest, swap(ready.draft, path))


def lay_ready(file: Path, path: Path, *, by: str = "") -> Ready:
    """Prove a backup and lay it beside the store at `path`, which may be in use meanwhile.

    `swap` or `forget` must take what is laid ready. Raises BadBackup, StoreError.
    """
    path, file = resolved(path), resolved(file)
    look(file)
    draft = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}.restoring")
    try:
        manifest = prove(file, draft)
        with _held(draft) as held:
            held.note("restored", file.name, by, after=_told(manifest))
            return Ready(draft, manifest, Accounts(held).administered())
    except OSError as error:
        forget(draft)
        raise BadBackup("restore_failed", path, reason=reason(error)) from error
    except BaseException:
        forget(draft)
        raise


def swap(draft: Path, path: Path) -> Path | None:
    """Give what was laid ready the store's name; where the earlier file is kept.

    Nothing may hold the store. Raises BadBackup, StoreError; then the store is as it was.
    """
    path = resolved(path)
    try:
        if not draft.exists():
            raise BadBackup("backup_missing", draft)
        _refuse_in_use(path)
        return _replace(draft, path)
    except OSError as error:
        raise BadBackup("restore_failed", path, reason=reason(error)) from error
    finally:
        forget(draft)


def forget(draft: Path) -> None:
    """Remove what was laid ready and not used."""
    for left in (draft, draft.with_name(f"{draft.name}.wal")):
        with suppress(OSError):
            left.unlink(missing_ok=True)


def _restore_lake(file: Path, lake: Lake, by: str) -> Restored:
    """Make a store in a lake from a backup: unpacked to a file of its own first, and moved from there."""
    look(file)
    if exists(lake):
        raise LakeExists(lake.shown)
    path = path_of(lake)
    try:
        with scratch(backup_folder(path)) as folder:
            manifest = prove(file, folder / backup_file.DATA)
            with _held(folder / backup_file.DATA) as held:
                copy_into(held, lake)
    except OSError as error:
        raise BadBackup("restore_failed", lake.shown, reason=reason(error)) from error
    with _held(lake) as held:
        held.note("restored", file.name, by, after=_told(manifest))
    return Restored(path, manifest, None)


@contextmanager
def _held(place: Given) -> Iterator[Database]:
    held = attach(place, keep_old=False)
    try:
        yield held
    finally:
        release(held)


def _told(manifest: Manifest) -> dict[str, object]:
    return {"rows": sum(count for count, _ in manifest.tables.values()), "head": manifest.head}


def _refuse_in_use(path: Path) -> None:
    """A store that opens is closed again, its log written into it; a damaged one is replaced as it is."""
    if not path.exists():
        return
    try:
        with duckdb.connect(str(path), config={"enable_external_access": False}) as held:
            held.execute("CHECKPOINT")
    except duckdb.Error as error:
        told = translate(error, path)
        if isinstance(told, StoreLocked):
            raise BadBackup("restore_in_use", path) from error
        if isinstance(told, (StoreNoPermission, StoreFull)):
            raise told from error


def _replace(draft: Path, path: Path) -> Path | None:
    """Give the draft the store's name; the file that had it, with its log, gets another one."""
    before = None
    if path.exists():
        moment = dt.datetime.now().strftime("%Y%m%d-%H%M%S")
        before = _free(path.with_name(f"{path.name}.before-restore-{moment}"))
        _second_name(path, before)
        log = path.with_name(f"{path.name}.wal")
        if log.exists():  # left by a store that could not be opened; it belongs to that file
            log.rename(before.with_name(f"{before.name}.wal"))
    with draft.open("rb+") as held:
        backup_file.to_disk(held)
    draft.replace(path)
    backup_file.folder_to_disk(path.parent)
    return before


def _free(path: Path) -> Path:
    """This name, or with a number where it is taken."""
    tries = (path.with_name(f"{path.name}-{turn}") for turn in range(2, 1000))
    return next(name for name in (path, *tries) if not name.exists())


def _second_name(path: Path, name: Path) -> None:
    try:
        os.link(path, name)
    except OSError:  # a file system without hard links
        shutil.copy2(path, name)
