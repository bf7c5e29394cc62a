"""A backup put in the place of a store that a server holds: laid ready, swapped once it is let go."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from indicators.store import backup
from indicators.store.backup_file import BadBackup, Manifest
from indicators.store.file_database import resolved


@dataclass(frozen=True, slots=True)
class Ready:
    """A backup that was proven and lies unpacked beside the store; `administered`: one may sign in to it."""

    draft: Path
    manifest: Manifest
    administered: bool


def lay_ready(file: Path, path: Path, *, by: str = "") -> Ready:
    """Prove a backup and lay it beside the store at `path`, which may be in use meanwhile.

    `swap` or `forget` must take what is laid ready. Raises BadBackup, StoreError.
    """
    from indicators.store import Store

    path, file = resolved(path), resolved(file)
    manifest = backup.look(file)
    draft = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}.restoring")
    try:
        backup._prove(file, draft)
        with Store.open(draft) as held:
            rows = sum(count for count, _ in manifest.tables.values())
            held.audit.record("restored", file.name, by=by, after={"rows": rows, "head": manifest.head})
            return Ready(draft, manifest, held.accounts.administered())
    except OSError as error:
        forget(draft)
        raise BadBackup("restore_failed", path, reason=backup._reason(error)) from error
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
        backup._refuse_in_use(path)
        return backup._replace(draft, path)
    except OSError as error:
        raise BadBackup("restore_failed", path, reason=backup._reason(error)) from error
    finally:
        forget(draft)


def forget(draft: Path) -> None:
    """Remove what was laid ready and not used."""
    kept = (draft.name, f"{draft.name}.wal", *(item.name for item in _copies(draft)))
    for name in kept:
        with suppress(OSError):
            draft.with_name(name).unlink(missing_ok=True)


def _copies(draft: Path) -> list[Path]:
    """What an upgrade of the draft kept of it."""
    return list(draft.parent.glob(f"{draft.name}.before-upgrade-*"))
