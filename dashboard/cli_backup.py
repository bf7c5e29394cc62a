"""`twoplans backup`, `restore` and `recover`."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import typer

from dashboard.cli_input import JsonFlag, StoreOption, store_place, user_name
from dashboard.cli_output import print_findings, print_records, say
from dashboard.cli_run import run, told
from dashboard.messages import OK, UserError, plainly

PATIENCE = 120
"""Seconds for which a server that begins anew is waited for."""


def backup(
    out: Annotated[
        Path | None, typer.Option("--out", help="写到哪个 zip 文件或文件夹；不写就放在备份文件夹")
    ] = None,
    store: StoreOption = None,
    as_json: JsonFlag = False,
) -> int:
    """备份整个数据库为一个文件；程序在运行、别人在录入时也可以。"""
    outcome = run(store, "backup", {"out": str(out.resolve()) if out else None})
    return told(outcome, as_json, lambda record: str(record["file"]))


def restore(
    file: Annotated[Path, typer.Argument(help="备份文件", metavar="备份文件")],
    store: StoreOption = None,
    as_json: JsonFlag = False,
) -> int:
    """从备份恢复：先核对备份，再替换；原来的数据库改名保留。"""
    from indicators.store.swap import restore_backup

    path = store_place(store)
    if (asked := _by_server(file, path)) is not None:
        return asked(as_json)
    with plainly():
        _made(path.parent)
        done = restore_backup(file, path, by=user_name())
    record = {
        "record": "restore", "file": str(file), "store": str(done.path), "made": done.manifest.made,
        "before": str(done.before) if done.before else None, "head": done.manifest.head,
    }  # fmt: skip
    if as_json:
        print_records([record])
    kept = f"原来的数据库保留为：{done.before}" if done.before else "原来这里没有数据库。"
    say(f"已从备份恢复：{done.path}（备份于 {done.manifest.made} UTC）。{kept}")
    return OK


def _by_server(file: Path, path: Path) -> Callable[[bool], int] | None:
    """Let the server that holds the store restore it; what then tells of it. None where no server does."""
    from dashboard.address import note_path
    from dashboard.commands import ask_server

    try:
        before = (note_path(path).read_bytes(), kept_beside(path))
    except OSError:
        return None
    outcome = ask_server(path, "restore", [], {"file": str(file.resolve()), "by": user_name()})
    if outcome is None:
        return None

    def tell(as_json: bool) -> int:
        for message in outcome.messages:
            say(message)
        if outcome.exit:
            print_findings(outcome.records)
            return outcome.exit
        kept = _wait_for_server(path, *before)
        say(f"已从备份恢复：{path}。原来的数据库保留为：{kept}")
        if as_json:
            print_records([{**record, "before": str(kept)} for record in outcome.records])
        return OK

    return tell


def kept_beside(path: Path) -> set[Path]:
    """Earlier stores that restores kept beside a store."""
    return set(path.parent.glob(f"{path.name}.before-restore-*"))


def _wait_for_server(path: Path, note: bytes, held: set[Path]) -> Path:
    """Wait until the server is back; where the earlier store is kept. Raises UserError where it is not."""
    from dashboard.address import note_path
    from dashboard.commands import ask_server

    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        time.sleep(0.5)
        with suppress(OSError):
            now = note_path(path).read_bytes()
            if now and now != note and ask_server(path, "submissions", [], {}) is not None:
                kept = [item for item in kept_beside(path) - held if item.suffix != ".wal"]
                if kept:
                    return kept[0]
                raise UserError("程序重新启动了，但备份没有换上；原因见操作记录和程序窗口。")
    raise UserError("程序没有重新启动，请看程序窗口里的文字。数据库和备份都还在。")


def recover(
    store: StoreOption = None,
    out: Annotated[Path | None, typer.Option("--out", help="救回的数据库写到哪个文件")] = None,
    as_json: JsonFlag = False,
) -> int:
    """数据库损坏打不开时：把能读出的救到另一个文件，不动损坏的原件。"""
    from indicators.store.rescue import rescue

    path = store_place(store)
    with plainly():
        done = rescue(path, out, by=user_name())
    record: dict[str, Any] = {
        "record": "recover", "store": str(done.path), "way": done.way, "lost": list(done.lost),
        "backup": str(done.backup) if done.backup else None,
    }  # fmt: skip
    if as_json:
        print_records([record])
    for sentence in done.sentences():
        say(sentence)
    return OK


def _made(folder: Path) -> None:
    """Make the folder a store goes to. Raises BadBackup."""
    from indicators.store.backup_file import BadBackup

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadBackup("backup_no_folder", folder) from error


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (backup, restore, recover):
        app.command()(command)
