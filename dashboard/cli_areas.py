"""`twoplans areas`: towns and villages in, and their renamings, mergers, splits and moves."""

from __future__ import annotations

import sys
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from dashboard.cli_input import JsonFlag, StoreOption, answers_of, files_of
from dashboard.cli_output import print_findings, print_records
from dashboard.cli_run import run

AreasFile = Annotated[
    Path, typer.Argument(help="地区名单：xlsx、xls、et 或 csv；写 - 就从标准输入读文字", metavar="文件")
]
STATES = {"new": "新增", "changed": "有变化", "same": "已有"}


class Kind(StrEnum):
    """What happened to areas."""

    RENAME = "rename"
    MERGE = "merge"
    SPLIT = "split"
    MOVE = "move"


WORDS = {Kind.RENAME: "改名", Kind.MERGE: "合并", Kind.SPLIT: "拆分", Kind.MOVE: "划转"}


def _run(store: Path | None, command: str, options: dict[str, Any], file: Path | None = None) -> Any:
    files: list[tuple[str, bytes]] = []
    if file is not None and str(file) == "-":
        options["text"] = sys.stdin.read()
    elif file is not None:
        files = files_of([file])
    return run(store, command, options, files)


def _shown(outcome: Any, as_json: bool) -> int:
    if as_json:
        print_records(outcome.records)
        return outcome.exit
    for record in outcome.records:
        match record.get("record"):
            case "area":
                indent = "　" * record["path"].count("/")
                state = f"[{STATES[record['state']]}] " if "state" in record else ""
                print(f"{indent}{state}{record['name']} {record['code'] if record['code'].isdigit() else ''}")
            case "area_change":
                gone = "，已撤销" if record["undone"] else ""
                print(f"{record['happened']} {WORDS[Kind(record['kind'])]}：{'、'.join(record['sources'])} → "
                      f"{'、'.join(record['targets'])}{gone}  编号 {record['id']}")  # fmt: skip
            case _:
                print_findings([record])
    return outcome.exit


def check(file: AreasFile, store: StoreOption = None, as_json: JsonFlag = False) -> int:
    """看系统怎样读地区名单，哪些是新的；不写入。"""
    return _shown(_run(store, "areas check", {}, file), as_json)


def load(file: AreasFile, store: StoreOption = None, as_json: JsonFlag = False) -> int:
    """把名单里新的和有变化的地区写入。"""
    return _shown(_run(store, "areas load", {}, file), as_json)


def list_(
    store: StoreOption = None,
    closed: Annotated[bool, typer.Option("--closed", help="连已撤并的也列出")] = False,
    as_json: JsonFlag = False,
) -> int:
    """列出地区和历次区划调整。"""
    return _shown(_run(store, "areas list", {"closed": closed}), as_json)


def change(
    kind: Annotated[Kind, typer.Option("--kind", help="rename 改名、merge 合并、split 拆分、move 划转")],
    date: Annotated[datetime, typer.Option("--date", help="生效日期，如 2024-07-01", formats=["%Y-%m-%d"])],
    source: Annotated[list[str], typer.Option("--from", help="原地区（名称或路径），合并时写多次")],
    target: Annotated[list[str] | None, typer.Option("--to", help="新名称，拆分时写多次")] = None,
    parent: Annotated[str | None, typer.Option("--parent", help="新的上级（划转时必写）")] = None,
    code: Annotated[list[str] | None, typer.Option("--code", help="新地区的区划代码，按 --to 的顺序")] = None,
    assign: Annotated[
        list[str] | None, typer.Option("--assign", help="拆分时下级归谁：村=新名称，可多次")
    ] = None,
    note: Annotated[str, typer.Option("--note", help="依据，如文号")] = "",
    store: StoreOption = None,
    as_json: JsonFlag = False,
) -> int:
    """登记改名、合并、拆分、划转：以前的数接到新的地区，可以撤销。"""
    options = {
        "kind": str(kind), "happened": date.date().isoformat(), "sources": source, "names": target or [],
        "parent": parent, "codes": code or [], "assign": answers_of(assign), "note": note,
    }  # fmt: skip
    return _shown(_run(store, "areas change", options), as_json)


def undo(
    event: Annotated[str, typer.Argument(help="区划调整的编号", metavar="编号")],
    store: StoreOption = None,
    reason: Annotated[str, typer.Option("--reason", help="原因")] = "",
    as_json: JsonFlag = False,
) -> int:
    """撤销一次区划调整：地区和数据恢复原样。"""
    return _shown(_run(store, "areas undo", {"event": event, "reason": reason}), as_json)


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = typer.Typer(help="乡镇、村：名单和区划调整。", no_args_is_help=True, rich_markup_mode=None)
    for command in (check, load, change, undo):
        group.command()(command)
    group.command("list")(list_)
    app.add_typer(group, name="areas")
