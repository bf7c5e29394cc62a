"""`twoplans assess`, `published`, `judgement` and `settings`: what the office judges, sets and gives out."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from dashboard.cli_districts import AtOption
from dashboard.cli_input import AreaOption, CodeArgument, JsonFlag, StoreOption, YearOption, files_of
from dashboard.cli_output import print_assessments, print_findings, print_records
from dashboard.cli_run import run, told
from dashboard.messages import USAGE, UserError

PlanOption = Annotated[str | None, typer.Option("--plan", help="只对哪个规划的目标：women 或 children")]
SetOption = Annotated[str | None, typer.Option("--set", help="只对哪一套目标，如 本级规划")]


class Verdict(StrEnum):
    """What people say of a target."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Holds(StrEnum):
    """Whether a conditional target holds."""

    YES = "yes"
    NO = "no"


def assess(
    store: StoreOption = None,
    year: YearOption = None,
    area: AreaOption = None,
    publish: Annotated[
        str | None, typer.Option("--publish", help="把这次结果定稿发布，写上标题；以后可原样查看和比较")
    ] = None,
    as_json: JsonFlag = False,
) -> int:
    """评估各指标的达标情况、进度和预警；可同时发布结果。"""
    outcome = run(store, "assess", {"year": year, "area": area, "publish": publish})
    records = outcome.records
    if as_json or (records and records[0].get("record") == "finding"):
        (print_records if as_json else print_findings)(records)
    else:
        print_assessments([record for record in records if "word" in record], False)
    return outcome.exit


def published(
    result: Annotated[str | None, typer.Argument(help="结果编号；不写就列出全部", metavar="结果")] = None,
    compare: Annotated[
        str | None, typer.Option("--compare", help="与另一次发布的结果（编号）或与现在（now）比较")
    ] = None,
    at: AtOption = None,
    store: StoreOption = None,
    year: YearOption = None,
    as_json: JsonFlag = False,
) -> int:
    """列出已发布的结果，查看其中一次，或比较两次有什么变化、为什么。"""
    outcome = run(store, "published", {"at": at, "result": result, "compare": compare, "year": year})
    if as_json:
        print_records(outcome.records)
        return outcome.exit
    for record in outcome.records:
        if record.get("record") == "published":
            where = record["area"] or "全部有规划的地区"
            print(
                f"{record['result']} {record['title']}（{record['year']}年，{where}，{record['verdicts']}项）"
            )
        elif record.get("record") == "change":
            print(record["text"])
        elif "word" in record:
            print_assessments([record], False)
        else:
            print_findings([record])
    return outcome.exit


def judgement_add(
    code: CodeArgument,
    verdict: Annotated[Verdict, typer.Argument(help="yes 做到、partly 部分做到、no 没做到", metavar="结果")],
    evidence: Annotated[str, typer.Option("--evidence", help="依据：文件名称和文号、会议、现场查看等")],
    file: Annotated[Path | None, typer.Option("--file", help="依据的文件，一并保存")] = None,
    store: StoreOption = None,
    year: YearOption = None,
    area: AreaOption = None,
    plan: PlanOption = None,
    target_set: SetOption = None,
    as_json: JsonFlag = False,
) -> int:
    """评定一个是/否或定性的目标。"""
    options = {"code": code, "verdict": str(verdict), "evidence": evidence, "year": year, "area": area,
               "plan": plan, "target_set": target_set}  # fmt: skip
    return told(run(store, "judgement_add", options, files_of([file] if file else [])), as_json, _line)


def judgement_applies(
    code: CodeArgument,
    applies: Annotated[Holds, typer.Argument(help="yes 适用、no 不适用", metavar="是否")],
    reason: Annotated[str, typer.Option("--reason", help="理由，例如人口数")],
    store: StoreOption = None,
    year: YearOption = None,
    area: AreaOption = None,
    plan: PlanOption = None,
    target_set: SetOption = None,
    as_json: JsonFlag = False,
) -> int:
    """答复一个有条件的目标（如“人口20万以上的县…”）是否适用。"""
    options = {"code": code, "applies": applies is Holds.YES, "reason": reason, "year": year, "area": area,
               "plan": plan, "target_set": target_set}  # fmt: skip
    return told(run(store, "judgement_applies", options), as_json, _line)


def judgement_list(
    code: Annotated[str | None, typer.Option("--code", help="只看这个指标")] = None,
    area: AreaOption = None,
    store: StoreOption = None,
    as_json: JsonFlag = False,
) -> int:
    """列出评定和适用答复，撤销了的也在内。"""
    return told(run(store, "judgement_list", {"code": code, "area": area}), as_json, _line)


def judgement_undo(
    number: Annotated[str, typer.Argument(help="评定或答复的编号", metavar="编号")],
    store: StoreOption = None,
    reason: Annotated[str, typer.Option("--reason", help="原因")] = "",
    as_json: JsonFlag = False,
) -> int:
    """撤销一次评定或答复；以前的恢复有效。"""
    return told(run(store, "judgement_undo", {"number": number, "reason": reason}), as_json, _line)


_SAID = {"yes": "做到", "partly": "部分做到", "no": "没做到", True: "适用", False: "不适用"}


def _line(record: dict[str, Any]) -> str:
    said = _SAID[record.get("verdict", record.get("applies"))]
    why = record.get("evidence", record.get("reason"))
    gone = "，已撤销" if record["retracted"] else ""
    return (
        f"{record['number']} {record['area']}{record['year']}年 {record['indicator']}：{said}（{why}）{gone}"
    )


def settings(
    values: Annotated[
        list[str] | None,
        typer.Argument(help="要改的常数，写成 名称=值；值写 default 为恢复默认", metavar="常数=值"),
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help="为什么改")] = "",
    store: StoreOption = None,
    as_json: JsonFlag = False,
) -> int:
    """列出评估办法的常数，或改动其中几个（写明理由）。"""
    outcome = run(store, "settings", {"values": _values(values or []), "reason": reason})
    return told(outcome, as_json, _setting)


def _setting(record: dict[str, Any]) -> str:
    changed = f"（默认 {record['default']}；{record['reason']}）" if record["reason"] else ""
    return f"{record['name']} = {record['value']}{changed}"


def _values(pairs: list[str]) -> dict[str, bool | int | float | None]:
    found: dict[str, bool | int | float | None] = {}
    for pair in pairs:
        name, _, text = pair.partition("=")
        try:
            value = None if text == "default" else json.loads(text.lower())
        except ValueError:
            value = ""
        if value is not None and not isinstance(value, (bool, int, float)):
            raise UserError(f"常数要写成 名称=数值（或 true、false、default），这里不是：{pair}", USAGE)
        found[name] = value
    return found


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (assess, published, settings):
        app.command()(command)
    group = typer.Typer(
        help="由人评定的目标：是/否、定性、是否适用。", no_args_is_help=True, rich_markup_mode=None
    )
    group.command("add")(judgement_add)
    group.command("applies")(judgement_applies)
    group.command("list")(judgement_list)
    group.command("undo")(judgement_undo)
    app.add_typer(group, name="judgement")
