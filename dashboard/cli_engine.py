"""The commands that use the engine: read, check, load, undo, judge, target, catalog."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from dashboard.cli_districts import AtOption
from dashboard.cli_input import (
    AnswerOption,
    AreaOption,
    FileList,
    JsonFlag,
    StoreOption,
    UnitOption,
    YearOption,
    answers_of,
    decisions_of,
    files_of,
    store_path,
    user_name,
)
from dashboard.cli_output import (
    print_assessments,
    print_findings,
    print_messages,
    print_records,
    question_record,
    read_record,
    say,
)
from dashboard.messages import ERRORS, OK, UNREADABLE, UserError, os_reason


def _on_store(
    store: Path | None, command: str, files: list[tuple[str, bytes]], options: dict[str, Any], as_json: bool
) -> int:
    from dashboard.commands import run_on

    outcome = run_on(store_path(store), command, files, options)
    if as_json:
        print_records(outcome.records)
    else:
        print_findings(outcome.records)
    for message in outcome.messages:
        say(message)
    return outcome.exit


def read(
    files: FileList,
    area: AreaOption = None,
    year: YearOption = None,
    explain: Annotated[bool, typer.Option("--explain", help="每个单元格被当作什么")] = False,
    ask: Annotated[bool, typer.Option("--ask", help="只列出还没有答案的问题")] = False,
    answer: AnswerOption = None,
    as_json: JsonFlag = False,
) -> int:
    """看系统从表里读出了什么：每个数据一条。"""
    from indicators.catalog import builtin
    from indicators.sheets import read_file

    del as_json  # records are JSON Lines either way
    answers, vocabulary, code = answers_of(answer), builtin().vocabulary(), OK
    for name, data in files_of(files):
        reading = read_file(data, name, vocabulary, area=area, year=year, answers=answers)
        if explain:
            keys = ("sheet", "cell", "role", "reason")
            print_records(dict(zip(keys, role, strict=True)) for role in reading.roles())
        elif ask:
            print_records(question_record(question) for question in reading.questions)
        else:
            print_records(read_record(record) for record in reading.records)
        print_messages(reading.findings)
        code = max(code, _read_exit(reading))
    return code


def _read_exit(reading: Any) -> int:
    from indicators.findings import has_errors

    if not len(reading.records):
        return UNREADABLE
    return ERRORS if has_errors(reading.findings) else OK


def check(
    files: FileList,
    store: StoreOption = None,
    area: AreaOption = None,
    year: YearOption = None,
    unit: UnitOption = None,
    answer: AnswerOption = None,
    as_json: JsonFlag = False,
) -> int:
    """审核文件，列出全部问题，不入库。"""
    options = {"unit": unit, "area": area, "year": year, "answers": answers_of(answer), "by": user_name()}
    return _on_store(store, "check", files_of(files), options, as_json)


def load(
    files: FileList,
    store: StoreOption = None,
    area: AreaOption = None,
    year: YearOption = None,
    unit: UnitOption = None,
    answer: AnswerOption = None,
    explain_warning: Annotated[
        list[str] | None, typer.Option("--explain-warning", help="对警告的说明：问题代码=文字")
    ] = None,
    decide: Annotated[
        list[str] | None,
        typer.Option("--decide", help="与已入库的数不同时用哪个：工作表!单元格=new 或 old；*=new 表示全部"),
    ] = None,
    as_json: JsonFlag = False,
) -> int:
    """读表、审核并入库；有错误的数据不入库，其余照常。"""
    options = {
        "unit": unit,
        "area": area,
        "year": year,
        "answers": answers_of(answer),
        "by": user_name(),
        "explanations": answers_of(explain_warning, "--explain-warning"),
        "decisions": decisions_of(decide),
    }
    return _on_store(store, "load", files_of(files), options, as_json)


def undo(
    submission: Annotated[str, typer.Argument(help="报送批次编号", metavar="批次")],
    store: StoreOption = None,
    reason: Annotated[str, typer.Option("--reason", help="原因")] = "",
    as_json: JsonFlag = False,
) -> int:
    """撤销一个报送批次；被它替换的数据恢复。"""
    options = {"submission": submission, "by": user_name(), "reason": reason}
    return _on_store(store, "undo", [], options, as_json)


def submissions(at: AtOption = None, store: StoreOption = None, as_json: JsonFlag = False) -> int:
    """列出报送批次。"""
    return _on_store(store, "submissions", [], {"at": at}, as_json)


def judge(
    file: Annotated[Path, typer.Argument(help="CSV 文件", metavar="文件")], as_json: JsonFlag = False
) -> int:
    """不用数据库，直接评估一个 CSV 里的序列。"""
    from indicators.assess import assessment_record, judge_csv
    from indicators.findings import has_errors

    assessments, findings = judge_csv(files_of([file])[0][1])
    print_assessments([assessment_record(item) for item in assessments], as_json)
    print_messages(replace(item, file=file.name) for item in findings)
    if not assessments:
        return UNREADABLE
    return ERRORS if has_errors(findings) else OK


def target(
    phrase: Annotated[str, typer.Argument(help="规划里的原话", metavar="原话")],
    unit: Annotated[str | None, typer.Option("--unit", help="指标的单位")] = None,
    as_json: JsonFlag = False,
) -> int:
    """看一句目标怎么读。"""
    from indicators.findings import has_errors
    from indicators.targets import parse_target, target_record

    parsed = parse_target(phrase, unit=unit)
    record = target_record(parsed)
    if as_json:
        print_records([record])
    else:
        print(record["reading_zh"])
    print_messages(parsed.findings)
    return ERRORS if has_errors(parsed.findings) else OK


def catalog_check(
    folder: Annotated[
        Path | None, typer.Argument(help="定义文件夹；不写就检查内置的", metavar="文件夹")
    ] = None,
    as_json: JsonFlag = False,
) -> int:
    """检查指标定义，一次列出全部问题。"""
    from dashboard.commands import Outcome
    from indicators.catalog import check_definitions

    outcome = Outcome()
    outcome.add(check_definitions(folder))
    (print_records if as_json else print_findings)(outcome.records)
    return outcome.exit


def catalog_export(out: Annotated[Path, typer.Option("--out", help="写到哪个 xlsx 文件")]) -> int:
    """把指标库导出为 xlsx 手册。"""
    from indicators.catalog import builtin, export_catalog

    try:
        out.write_bytes(export_catalog(builtin()))
    except OSError as error:
        raise UserError(f"写不进 {out}（{os_reason(error)}）。请检查文件夹和权限。") from error
    say(f"已导出：{out}")
    return OK


def catalog_draft(
    file: Annotated[Path, typer.Argument(help="规划文本：.docx、.txt 或 .html", metavar="规划")],
    out: Annotated[
        Path | None, typer.Option("--out", help="写到哪个 xlsx 文件；不写就放在当前文件夹")
    ] = None,
    as_json: JsonFlag = False,
) -> int:
    """从规划文本里起草目标清单，由人补全。"""
    from dataclasses import asdict

    from indicators.findings import has_errors
    from indicators.plan_draft import draft_plan, draft_workbook

    name, data = files_of([file])[0]
    rows, findings = draft_plan(data, name)
    print_messages(findings)
    if has_errors(findings):
        return UNREADABLE
    if as_json:
        print_records([asdict(row) for row in rows])
    if out or not as_json:
        target_file = out or Path(f"{file.stem}-目标清单.xlsx")
        try:
            target_file.write_bytes(draft_workbook(rows))
        except OSError as error:
            message = f"写不进 {target_file}（{os_reason(error)}）。请检查文件夹和权限。"
            raise UserError(message) from error
        say(f"共{len(rows)}条，已写到：{target_file}")
    return OK


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (read, check, load, undo, submissions, judge, target):
        app.command()(command)
    catalog = typer.Typer(help="指标库：检查、导出、起草。", no_args_is_help=True, rich_markup_mode=None)
    catalog.command("check")(catalog_check)
    catalog.command("export")(catalog_export)
    catalog.command("draft")(catalog_draft)
    app.add_typer(catalog, name="catalog")
