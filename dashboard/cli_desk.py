"""`twoplans year`, `units`, `status`, `enter`, `decide`, `purge` and others: the desk by terminal."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import typer

from dashboard.cli_districts import AtOption
from dashboard.cli_input import (
    FileList,
    JsonFlag,
    StoreOption,
    UnitOption,
    YearOption,
    answers_of,
    decisions_of,
    files_of,
)
from dashboard.cli_output import print_findings, print_records
from dashboard.cli_run import run
from dashboard.messages import OK, USAGE, UserError

ReasonOption = Annotated[str, typer.Option("--reason", help="原因，会留存")]
SubmissionArgument = Annotated[str, typer.Argument(help="报送批次编号", metavar="批次")]
YearArgument = Annotated[int, typer.Argument(help="年份，如 2024", metavar="年份", min=1949, max=2100)]
DeadlineOption = Annotated[str | None, typer.Option("--deadline", help="截止日期，如 2025-05-20")]


class Choice(StrEnum):
    """Which of two figures counts."""

    NEW = "new"
    OLD = "old"


class NoFigure(StrEnum):
    """Why there is no figure."""

    NOT_COLLECTED = "not_collected"
    NOT_CARRIED_OUT = "not_carried_out"
    NOT_PUBLISHED = "not_published"
    NOT_APPLICABLE = "not_applicable"


def _show(outcome: Any, as_json: bool, line: Any) -> int:
    """Records as JSON Lines, or one line of text for each; findings as sentences."""
    if as_json:
        print_records(outcome.records)
        return outcome.exit
    print_findings([record for record in outcome.records if record.get("record") == "finding"])
    for record in outcome.records:
        if record.get("record") != "finding":
            typer.echo(line(record))
    return outcome.exit


def _day(text: str | None) -> str | None:
    import datetime as dt

    try:
        return dt.date.fromisoformat(text).isoformat() if text else None
    except ValueError:
        raise UserError(f"截止日期要写成 2025-05-20 这样，这里是：{text}", USAGE) from None


def _year_line(record: dict[str, Any]) -> str:
    state = "已结束收集" if record["closed"] else "正在收集"
    return f"{record['year']}年 {state}" + (f" 截止{record['deadline']}" if record["deadline"] else "")


def year_open(
    year: YearArgument,
    deadline: DeadlineOption = None,
    at: AtOption = None,
    store: StoreOption = None,
    as_json: JsonFlag = False,
) -> int:
    """开始收集一个年度的数据。"""
    options = {"at": at, "step": "open", "year": year, "deadline": _day(deadline)}
    return _show(run(store, "year", options), as_json, _year_line)


def year_deadline(
    year: YearArgument,
    deadline: Annotated[str, typer.Option("--deadline", help="新的截止日期，如 2025-05-20")],
    reason: ReasonOption = "",
    at: AtOption = None,
    store: StoreOption = None,
    as_json: JsonFlag = False,
) -> int:
    """改截止日期。"""
    options = {"at": at, "step": "deadline", "year": year, "deadline": _day(deadline), "reason": reason}
    return _show(run(store, "year", options), as_json, _year_line)


def year_close(
    year: YearArgument,
    reason: ReasonOption = "",
    at: AtOption = None,
    store: StoreOption = None,
    as_json: JsonFlag = False,
) -> int:
    """结束收集；以后这一年的新数不再入库，除非重新打开。"""
    options = {"at": at, "step": "close", "year": year, "reason": reason}
    return _show(run(store, "year", options), as_json, _year_line)


def year_reopen(
    year: YearArgument,
    reason: Annotated[str, typer.Option("--reason", help="为什么重新打开，会留存")],
    at: AtOption = None,
    store: StoreOption = None,
    as_json: JsonFlag = False,
) -> int:
    """重新打开已结束的年度。"""
    options = {"at": at, "step": "reopen", "year": year, "reason": reason}
    return _show(run(store, "year", options), as_json, _year_line)


def year_list(at: AtOption = None, store: StoreOption = None, as_json: JsonFlag = False) -> int:
    """列出各年度的状态。"""
    return _show(run(store, "year", {"at": at}), as_json, _year_line)


def _unit_line(record: dict[str, Any]) -> str:
    return " ".join(part for part in (record["name"], record["liaison"], record["telephone"]) if part)


def units_load(
    files: FileList, at: AtOption = None, store: StoreOption = None, as_json: JsonFlag = False
) -> int:
    """从表格读责任单位名册（单位、简称、联络员、电话）。"""
    return _show(run(store, "units", {"at": at}, files_of(files)), as_json, _unit_line)


def units_list(at: AtOption = None, store: StoreOption = None, as_json: JsonFlag = False) -> int:
    """列出责任单位名册。"""
    return _show(run(store, "units", {"at": at}), as_json, _unit_line)


STATES = {
    "not_started": "未报",
    "partly": "部分已报",
    "errors": "有错误",
    "complete": "已报齐",
    "nothing": "本年不用报",
}


def _status_line(record: dict[str, Any]) -> str:
    late = " 逾期" if record["late"] else ""
    line = (
        f"{record['unit']}：{STATES[record['state']]}{late}，应报{record['owed']}项，已报{record['done']}项"
    )
    return line + ("，缺：" + "、".join(record["missing"]) if record["missing"] else "")


def status(
    at: AtOption = None, store: StoreOption = None, year: YearOption = None, as_json: JsonFlag = False
) -> int:
    """谁报了、谁没报、缺什么、还有几天。"""
    return _show(run(store, "status", {"at": at, "year": year}), as_json, _status_line)


def no_data(
    at: AtOption = None, store: StoreOption = None, year: YearOption = None, as_json: JsonFlag = False
) -> int:
    """多年没有数据的指标，和单位说的原因。"""

    def line(record: dict[str, Any]) -> str:
        return (
            f"{record['code']} {record['indicator']}（{record['unit']}）：{record['words'] or '没有说明原因'}"
        )

    return _show(run(store, "without_data", {"at": at, "year": year}), as_json, line)


def _submission_line(record: dict[str, Any]) -> str:
    return f"已入库：{record['file']}，批次 {record['submission']}"


def enter(
    code: Annotated[str, typer.Argument(help="指标编号", metavar="指标")],
    year: Annotated[int, typer.Option("--year", help="年份")],
    source: Annotated[str, typer.Option("--source", help="来源说明：谁、何时、怎样告诉的")],
    area: Annotated[
        str | None,
        typer.Option("--area", help="地区，写路径，--at 的地区以下可以只写后面几级"),
    ] = None,
    at: AtOption = None,
    value: Annotated[str, typer.Option("--value", help="数值，如 81.5")] = "",
    missing: Annotated[NoFigure | None, typer.Option("--missing", help="没有数的原因")] = None,
    numerator: Annotated[str, typer.Option("--numerator", help="分子")] = "",
    denominator: Annotated[str, typer.Option("--denominator", help="分母")] = "",
    unit: UnitOption = None,
    explain_warning: Annotated[
        list[str] | None, typer.Option("--explain-warning", help="问题代码=文字")
    ] = None,
    decide: Annotated[list[str] | None, typer.Option("--decide", help="*=new 或 *=old")] = None,
    store: StoreOption = None,
    as_json: JsonFlag = False,
) -> int:
    """手工录入一个数（电话、纸面），写明来源。"""
    entry = {
        "code": code, "year": year, "area": area, "source": source, "value": value, "unit": unit,
        "missing": str(missing) if missing else None, "numerator": numerator, "denominator": denominator,
    }  # fmt: skip
    options = {
        "at": at,
        "entry": entry,
        "explanations": answers_of(explain_warning, "--explain-warning"),
        "decisions": decisions_of(decide),
    }
    return _show(run(store, "enter", options), as_json, _submission_line)


def conflicts(at: AtOption = None, store: StoreOption = None, as_json: JsonFlag = False) -> int:
    """列出等待裁定的数：两个部门报的不一样。"""

    def line(record: dict[str, Any]) -> str:
        where = f"{record['file']} {record['sheet'] or ''}{record['cell']}"
        return (
            f"{record['indicator']} {record['area']} {record['year']}年：已入库{record['old_text']}，"
            f"新报{record['text']}（{where}），批次 {record['submission']}，序号 {record['rec']}"
        )

    return _show(run(store, "conflicts", {"at": at}), as_json, line)


def decide(
    submission: SubmissionArgument,
    outcome: Annotated[Choice, typer.Argument(help="new 采用新数，old 保留原数", metavar="new|old")],
    reason: Annotated[str, typer.Option("--reason", help="裁定的理由，会留存")],
    rec: Annotated[list[int] | None, typer.Option("--rec", help="只裁定这些序号；不写就是整批")] = None,
    store: StoreOption = None,
    as_json: JsonFlag = False,
) -> int:
    """裁定两个不一样的数用哪个。"""
    options = {"submission": submission, "outcome": str(outcome), "reason": reason, "recs": rec}
    words = {"new": "已采用新数", "old": "已保留原数"}
    return _show(run(store, "decide", options), as_json, lambda record: words[record["outcome"]])


def explain(
    submission: SubmissionArgument,
    finding: Annotated[str, typer.Argument(help="问题代码，或 问题代码@单元格", metavar="问题")],
    text: Annotated[str, typer.Argument(help="说明文字", metavar="说明")],
    store: StoreOption = None,
) -> int:
    """给已入库批次的警告补写说明。"""
    outcome = run(store, "explain", {"submission": submission, "finding": finding, "text": text})
    return _show(outcome, False, str)


def purge(
    submission: SubmissionArgument,
    reason: Annotated[str, typer.Option("--reason", help="原因，会留存")],
    yes: Annotated[bool, typer.Option("--yes", help="不再询问")] = False,
    store: StoreOption = None,
    as_json: JsonFlag = False,
) -> int:
    """彻底删除误传的文件（如含个人信息的名单）；不能恢复。"""
    if not yes and not typer.confirm("彻底删除后不能恢复，确定吗？"):
        return OK
    outcome = run(store, "purge", {"submission": submission, "reason": reason})
    return _show(outcome, as_json, lambda record: f"涉及{record['submissions']}个批次")


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (status, enter, conflicts, decide, explain, purge):
        app.command()(command)
    app.command("no-data")(no_data)
    year = typer.Typer(
        help="年度：开始、截止日期、结束、重新打开。", no_args_is_help=True, rich_markup_mode=None
    )
    for step in (year_open, year_deadline, year_close, year_reopen, year_list):
        year.command(step.__name__.removeprefix("year_"))(step)
    app.add_typer(year, name="year")
    units = typer.Typer(help="责任单位名册。", no_args_is_help=True, rich_markup_mode=None)
    units.command("load")(units_load)
    units.command("list")(units_list)
    app.add_typer(units, name="units")
