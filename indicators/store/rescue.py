"""A damaged store: what can be read is saved into a new file, the damaged one is never touched.

The reading is done by a process of its own (`python -m indicators.store.rescue`), as damaged bytes may
end it.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import secrets
import shutil
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from indicators.store.backup import PREFIX, backup_folder
from indicators.store.backup_file import BadBackup
from indicators.store.errors import (
    NotOnLake,
    StoreError,
    StoreExists,
    StoreFolderMissing,
    StoreLocked,
    translate,
)
from indicators.store.file_database import put_in_place, resolved
from indicators.store.opening import attach, is_lake, release, shown
from indicators.store.swap import restore_backup

WHOLE, WITHOUT_LOG, IN_PART, BACKUP = "whole", "without_log", "in_part", "backup"
PATIENCE = 3600
_PIECE = 122_880  # rows of a row group: what a damaged block takes with it


@dataclass(frozen=True, slots=True)
class Rescued:
    """What was saved and how.

    `way` whole: everything; without_log: all but what stood in the write-ahead log; in_part: some tables
    lack rows; backup: nothing could be read, `backup` was restored. `lost` says in words what is missing.
    """

    path: Path
    way: str
    lost: tuple[str, ...] = ()
    backup: Path | None = None

    def sentences(self) -> list[str]:
        """What to tell a person."""
        head = {
            WHOLE: "全部数据都读出来了。",
            WITHOUT_LOG: "数据读出来了，但写入日志读不出：上一次正常关闭程序之后录入的可能不在，请核对。",
            IN_PART: "读出了一部分数据。",
            BACKUP: f"数据库里读不出数据，已改用备份：{self.backup}。这份备份之后录入的不在，请补录。",
        }[self.way]
        lost = [f"没能救回：{'；'.join(self.lost)}。"] if self.lost else []
        use = (
            f"救回的数据库在：{self.path}。损坏的原件没有动过。请先用它打开看看"
            f"（twoplans serve --store {self.path}），确认后把它备份，再恢复到原来的位置。"
        )
        return [head, *lost, use]


def rescue(path: Path, out: Path | None = None, *, by: str = "") -> Rescued:
    """Save what can be read of the store at `path` into a new file. Raises StoreError kinds, BadBackup."""
    if is_lake(path):
        raise NotOnLake(shown(path), what="救回损坏的数据库")
    path = resolved(path)
    moment = dt.datetime.now().strftime("%Y%m%d-%H%M%S")
    out = resolved(out) if out else path.with_name(f"{path.stem}.recovered-{moment}{path.suffix}")
    if out.exists():
        raise StoreExists(out)
    if not out.parent.is_dir():
        raise StoreFolderMissing(out)
    _refuse_in_use(path)
    folder = out.parent / f".rescue-{os.getpid()}-{secrets.token_hex(4)}"
    try:
        folder.mkdir()
        return _from_file(path, folder, out, by) or _from_backup(path, out, by)
    except OSError as error:
        raise translate(error, out) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _refuse_in_use(path: Path) -> None:
    """A store that a running program holds is not damaged."""
    if not path.exists():
        return
    try:
        duckdb.connect(str(path), read_only=True, config={"enable_external_access": False}).close()
    except duckdb.Error as error:
        if isinstance(told := translate(error, path), StoreLocked):
            raise told from error


def _from_file(path: Path, folder: Path, out: Path, by: str) -> Rescued | None:
    log = path.with_name(f"{path.name}.wal")
    for with_log in (True, False) if log.exists() else (False,):
        copy, draft = folder / f"{with_log}.duckdb", folder / f"{with_log}.saved.duckdb"
        if not path.exists():
            return None
        shutil.copyfile(path, copy)
        if with_log:
            shutil.copyfile(log, copy.with_name(f"{copy.name}.wal"))
        lost = _read(copy, draft)
        if lost is not None and (told := _finish(draft, path, lost, by)) is not None:
            way = IN_PART if told else WITHOUT_LOG if log.exists() and not with_log else WHOLE
            put_in_place(draft, out)
            return Rescued(out, way, tuple(told))
    return None


def _read(copy: Path, draft: Path) -> dict[str, int] | None:
    """Rows lost by table, once the rest is in `draft`; None where the copy cannot be read."""
    command = [sys.executable, "-m", "indicators.store.rescue", str(copy), str(draft)]
    root = str(Path(__file__).resolve().parents[2])
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((root, os.environ.get("PYTHONPATH", "")))}
    try:
        done = subprocess.run(  # noqa: S603 - this program itself, with two paths
            command, capture_output=True, text=True, timeout=PATIENCE, check=False, env=environment
        )
        lost: dict[str, int] = json.loads(done.stdout)
    except (ValueError, subprocess.TimeoutExpired):
        return None
    return lost if done.returncode == 0 else None


def _finish(draft: Path, path: Path, lost: dict[str, int], by: str) -> list[str] | None:
    """Make a store of the saved tables; what is lost in words, None where it becomes none."""
    told = [f"{name}表约{count}行" for name, count in lost.items() if count]
    try:
        held = attach(draft, keep_old=False)
        try:
            held.note("recovered", path.name, by, after={"lost": told})
        finally:
            release(held)
    except (StoreError, duckdb.Error):
        return None
    return told


def _from_backup(path: Path, out: Path, by: str) -> Rescued:
    """Restore the newest good backup of the folder beside the store."""
    found: list[Path] = []
    with suppress(OSError):
        found = sorted(backup_folder(path).glob(f"{PREFIX}*.zip"), reverse=True)
    for file in found:
        try:
            restore_backup(file, out, by=by)
        except StoreError:
            continue
        return Rescued(out, BACKUP, (), file)
    raise BadBackup("recover_nothing", path)


def _save(copy: Path, draft: Path) -> dict[str, int]:
    """Copy table by table, and where that fails row group by row group; the rows lost by table."""
    with _pair(copy, draft) as held:
        sql = (
            "SELECT table_name, estimated_size FROM duckdb_tables() WHERE database_name = 'old' ORDER BY ALL"
        )
        tables = [(str(name), int(size)) for name, size in held.execute(sql).fetchall()]
    names = {name for name, _ in tables}
    if not {"store_meta", "journal", "observation"} <= names:
        raise SystemExit(2)
    return {name: _save_table(copy, draft, name, size) for name, size in tables}


def _pair(copy: Path, draft: Path) -> Any:
    held = duckdb.connect(str(draft), config={"storage_compatibility_version": "v1.5.0"})
    quoted = str(copy).replace("'", "''")
    held.execute(f"ATTACH '{quoted}' AS old (READ_ONLY)")
    return held


def _save_table(copy: Path, draft: Path, name: str, size: int) -> int:
    quoted = '"' + name.replace('"', '""') + '"'
    with suppress(duckdb.Error), _pair(copy, draft) as held:
        held.execute(f"CREATE TABLE main.{quoted} AS FROM old.main.{quoted}")
        return 0
    with _pair(copy, draft) as held:
        held.execute(f"CREATE TABLE IF NOT EXISTS main.{quoted} AS FROM old.main.{quoted} LIMIT 0")
    for start in range(0, size, _PIECE):
        with suppress(duckdb.Error), _pair(copy, draft) as held:
            held.execute(
                f"INSERT INTO main.{quoted} FROM old.main.{quoted} WHERE rowid >= ? AND rowid < ?",
                [start, start + _PIECE],
            )
    with _pair(copy, draft) as held:
        rows = held.execute(f"SELECT count(*) FROM main.{quoted}").fetchall()  # noqa: S608 - quoted above
        return size - int(rows[0][0])


if __name__ == "__main__":
    print(json.dumps(_save(Path(sys.argv[1]), Path(sys.argv[2]))))
