"""`twoplans boundaries`: boundary files (GeoJSON) for the maps."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from dashboard.cli_input import JsonFlag, StoreOption, answers_of, files_of
from dashboard.cli_output import print_findings, print_records
from dashboard.cli_run import run

BoundaryFileArgument = Annotated[Path, typer.Argument(help="边界文件：GeoJSON", metavar="文件")]
AnswerOption = Annotated[
    list[str] | None,
    typer.Option("--answer", help="没有对上的图形是哪个地区：第几个=地区名称，不要的写 第几个=-，可多次"),
]


def _shown(outcome: Any, as_json: bool) -> int:
    if as_json:
        print_records(outcome.records)
        return outcome.exit
    matched = [record["area"] for record in outcome.records if record["record"] == "boundary"]
    if matched:
        print(f"对上{len(matched)}个地区：{'、'.join(path.rpartition('/')[2] for path in matched[:30])}"
              + ("等" if len(matched) > 30 else ""))  # fmt: skip
    for record in outcome.records:
        if record["record"] == "boundary_file":
            gone = f"，已撤销（{record['retracted_why']}）" if record["retracted"] else ""
            print(f"{record['at'][:10]} {record['file']} {record['areas']}个地区 {record['by']}{gone}  "
                  f"编号 {record['id']}")  # fmt: skip
        elif record["record"] == "finding":
            print_findings([record])
    return outcome.exit


def check(
    file: BoundaryFileArgument,
    store: StoreOption = None,
    answer: AnswerOption = None,
    as_json: JsonFlag = False,
) -> int:
    """看边界文件里的图形对上哪些地区；不写入。"""
    return _shown(run(store, "boundaries check", {"answers": answers_of(answer)}, files_of([file])), as_json)


def load(
    file: BoundaryFileArgument,
    store: StoreOption = None,
    answer: AnswerOption = None,
    as_json: JsonFlag = False,
) -> int:
    """存下对上的地区的边界，地图就用它画。"""
    return _shown(run(store, "boundaries load", {"answers": answers_of(answer)}, files_of([file])), as_json)


def list_(store: StoreOption = None, as_json: JsonFlag = False) -> int:
    """列出放入过的边界文件。"""
    return _shown(run(store, "boundaries list", {}), as_json)


def undo(
    number: Annotated[str, typer.Argument(help="边界文件的编号", metavar="编号")],
    store: StoreOption = None,
    reason: Annotated[str, typer.Option("--reason", help="原因")] = "",
    as_json: JsonFlag = False,
) -> int:
    """撤销一个边界文件：以前的边界照旧。"""
    return _shown(run(store, "boundaries undo", {"number": number, "reason": reason}), as_json)


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = typer.Typer(help="乡镇、村的边界（地图用）。", no_args_is_help=True, rich_markup_mode=None)
    for command in (check, load, undo):
        group.command()(command)
    group.command("list")(list_)
    app.add_typer(group, name="boundaries")
