"""`twoplans form` and `twoplans markup`: files to hand out to the departments."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Annotated, Any

import typer

from dashboard.cli_districts import AtOption
from dashboard.cli_input import (
    AnswerOption,
    AreaOption,
    JsonFlag,
    StoreOption,
    UnitOption,
    YearOption,
    answers_of,
    files_of,
    store_path,
)
from dashboard.cli_output import print_findings, print_records, say
from dashboard.cli_run import ask
from dashboard.messages import USAGE, UserError, os_reason

OutOption = Annotated[Path, typer.Option("--out", help="写到哪个文件")]


def form(
    year: Annotated[int, typer.Option("--year", help="填报哪一年的数据", min=1990, max=2100)],
    out: Annotated[Path, typer.Option("--out", help="写到哪个文件：.zip，只有一个单位时也可以是.xlsx")],
    store: StoreOption = None,
    unit: UnitOption = None,
    at: AtOption = None,
    as_json: JsonFlag = False,
) -> int:
    """生成各责任单位的填报表，每个单位一个 xlsx。"""
    from indicators.reports.forms import zip_forms

    single = out.suffix.lower() == ".xlsx"
    if single and unit is None:
        raise UserError("要写成一个xlsx文件，请用 --unit 指明单位；全部单位请写成zip文件。", USAGE)
    outcome = ask(store_path(store), "form", {"year": year, "unit": unit, "at": at})
    made = []
    for record in outcome.records:
        if record.get("record") == "form":
            made.append((record["file"], base64.b64decode(record.pop("data"))))
            say(f"{record['unit']}：{record['indicators']}个指标，{record['figures']}个数，{record['file']}")
    if made:
        _write(out, made[0][1] if single else zip_forms(made))
        say(f"共{len(made)}张填报表，已写到：{out}")
    return _shown(outcome, as_json)


def markup(
    out: OutOption,
    file: Annotated[Path | None, typer.Argument(help="部门交来的文件", metavar="文件")] = None,
    submission: Annotated[
        str | None, typer.Option("--submission", help="已入库的报送批次编号，代替文件")
    ] = None,
    store: StoreOption = None,
    unit: UnitOption = None,
    area: AreaOption = None,
    year: YearOption = None,
    answer: AnswerOption = None,
    as_json: JsonFlag = False,
) -> int:
    """在部门的原表上批注审核问题，退回部门修改。"""
    if (file is None) == (submission is None):
        raise UserError("请写明文件，或用 --submission 写明报送批次，二者选一。", USAGE)
    options = {
        "submission": submission,
        "unit": unit,
        "area": area,
        "year": year,
        "answers": answers_of(answer),
    }
    outcome = ask(store_path(store), "markup", options, files_of([file]) if file else [])
    for record in outcome.records:
        if record.get("record") == "markup":
            _write(out, base64.b64decode(record.pop("data")))
            say(f"错误{record['error']}条，疑问{record['warning']}条，提示{record['note']}条，已写到：{out}")
    return _shown(outcome, as_json)


def _write(out: Path, data: bytes) -> None:
    try:
        out.write_bytes(data)
    except OSError as error:
        raise UserError(f"写不进 {out}（{os_reason(error)}）。请检查文件夹和权限。") from error


def _shown(outcome: Any, as_json: bool) -> int:
    if as_json:
        print_records(outcome.records)
    else:
        print_findings(record for record in outcome.records if record.get("record") == "finding")
    return int(outcome.exit)


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(form)
    app.command()(markup)
