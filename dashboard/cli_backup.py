"""`twoplans backup`, `restore` and `recover`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from dashboard.cli_input import JsonFlag, StoreOption, store_place, user_name
from dashboard.cli_output import print_records, say
from dashboard.cli_run import run, told
from dashboard.messages import OK, UserError, store_sentence


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
    from dashboard.commands import ask_server
    from indicators.store.backup import restore_backup
    from indicators.store.backup_file import BadBackup

    path = store_place(store)
    with plainly():
        if path.exists() and ask_server(path, "settings", [], {}) is not None:
            raise UserError(store_sentence(BadBackup("restore_in_use", path)))
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


@contextmanager
def plainly() -> Iterator[None]:
    """Trouble with a store becomes the one sentence of a UserError."""
    from indicators.store import StoreError

    try:
        yield
    except StoreError as error:
        raise UserError(store_sentence(error)) from error


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
