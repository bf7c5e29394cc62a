"""`twoplans plan`: the district's own plan in, its versions, and out again."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Annotated, Any

import typer

from dashboard.cli_districts import AtOption
from dashboard.cli_input import (
    AnswerOption,
    JsonFlag,
    StoreOption,
    answers_of,
    files_of,
)
from dashboard.cli_output import print_findings, print_records, say
from dashboard.cli_run import run
from dashboard.messages import OK, UserError, os_reason

PlanFile = Annotated[Path, typer.Argument(help="指标体系表：xlsx、xls、et 或 csv", metavar="文件")]
FromYear = Annotated[
    int | None,
    typer.Option("--from-year", help="中期调整从哪一年起执行；不写就是规划原文", min=1990, max=2100),
]
OutOption = Annotated[Path, typer.Option("--out", help="写到哪个 xlsx 文件")]
VersionOption = Annotated[int | None, typer.Option("--version", help="哪一版；不写就是现行的")]
HOW = {"code": "代码", "name": "同名", "alias": "别名", "near": "近似", "sentence": "整句",
       "answered": "按回答", "kept": "按上一版", "new": "新指标"}  # fmt: skip
CHANGES = {"added": "新增", "removed": "取消", "target": "目标改", "revised": "调整", "lead": "牵头改",
           "coop": "配合改", "domain": "领域改", "base": "基期改"}  # fmt: skip


def check(
    file: PlanFile, store: StoreOption = None, from_year: FromYear = None, answer: AnswerOption = None,
    at: AtOption = None, as_json: JsonFlag = False,
) -> int:  # fmt: skip
    """看系统怎样读指标体系表，与现行规划、指标库有什么不同；不采用。"""
    options = {"at": at, "from_year": from_year, "answers": answers_of(answer)}
    return _shown(run(store, "plan check", options, files_of([file])), as_json)


def load(
    file: PlanFile, store: StoreOption = None, from_year: FromYear = None, answer: AnswerOption = None,
    at: AtOption = None, as_json: JsonFlag = False,
) -> int:  # fmt: skip
    """采用指标体系表，作为本地规划的新版本。"""
    options = {"at": at, "from_year": from_year, "answers": answers_of(answer)}
    return _shown(run(store, "plan load", options, files_of([file])), as_json)


def _shown(outcome: Any, as_json: bool) -> int:
    if as_json:
        print_records(outcome.records)
        return outcome.exit
    for record in outcome.records:
        match record.get("record"):
            case "plan_line":
                name = (
                    f"{record['code']} {record['indicator']}（{HOW[record['match']]}）"
                    if record["code"]
                    else "?"
                )
                print(f"{record['cell']} {record['written']} → {name}；{record['target'] or '仅监测'}；"
                      f"{record['reading_zh'] or ''}；牵头：{record['lead'] or '未写'}")  # fmt: skip
            case "plan_change":
                print(f"[{CHANGES[record['kind']]}] {record['name']}：{record['before'] or '无'} → "
                      f"{record['after'] or '无'}")  # fmt: skip
            case "plan_difference":
                side = "规划" if record["taken"] else "指标库"
                print(f"[{record['what']}不同] {record['name']}：规划写“{record['plan_says']}”，"
                      f"指标库是“{record['catalog_says']}”，按{side}计算。")  # fmt: skip
            case "question":
                for one in record["answers"]:
                    say(f"  --answer {record['key']}={one['value']}  {one['meaning']}")
            case "finding":
                print_findings([record])
    return outcome.exit


def versions(at: AtOption = None, store: StoreOption = None, as_json: JsonFlag = False) -> int:
    """列出规划的各个版本。"""
    outcome = run(store, "plan versions", {"at": at})
    if as_json:
        print_records(outcome.records)
    else:
        for item in outcome.records:
            back = f"，等于第{item['restores']}版" if item["restores"] else ""
            print(f"第{item['version']}版 {item['at'][:16]} {item['by']} {item['source']} "
                  f"{item['goals']}条目标{back}")  # fmt: skip
    return outcome.exit


def undo(
    version: Annotated[
        int | None, typer.Argument(help="退回到哪一版；不写就是上一版", metavar="版本")
    ] = None,
    at: AtOption = None,
    store: StoreOption = None,
    reason: Annotated[str, typer.Option("--reason", help="原因")] = "",
    as_json: JsonFlag = False,
) -> int:
    """退回到规划的某一版：记为新的一版，中间的版本仍可查看。"""
    outcome = run(store, "plan undo", {"at": at, "version": version, "reason": reason})
    if as_json or (outcome.records[:1] and outcome.records[0]["record"] == "finding"):
        (print_records if as_json else print_findings)(outcome.records)
    return outcome.exit


def export(
    out: OutOption, at: AtOption = None, store: StoreOption = None, version: VersionOption = None
) -> int:
    """把本地规划导出为 xlsx，可以改好再传回来。"""
    return write_file(run(store, "plan export", {"at": at, "version": version}), out)


def duties(out: OutOption, at: AtOption = None, store: StoreOption = None) -> int:
    """按责任单位导出目标责任分解书（xlsx，A4 可直接打印）。"""
    return write_file(run(store, "plan duties", {"at": at}), out)


def write_file(outcome: Any, out: Path) -> int:
    """Write the file that a command gave. Raises UserError where the place cannot be written to."""
    for record in outcome.records:
        if record["record"] != "file":
            print_findings([record])
            continue
        try:
            out.write_bytes(base64.b64decode(record["data"]))
        except OSError as error:
            raise UserError(f"写不进 {out}（{os_reason(error)}）。请检查文件夹和权限。") from error
        say(f"已导出{record['goals']}条目标：{out}")
    return outcome.exit or OK


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = typer.Typer(
        help="本地规划：读入、版本、导出、责任分解书。", no_args_is_help=True, rich_markup_mode=None
    )
    for command in (check, load, versions, undo, export, duties):
        group.command()(command)
    app.add_typer(group, name="plan")
