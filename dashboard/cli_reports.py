"""`twoplans report`: the office's papers as docx."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from dashboard.cli_districts import AtOption
from dashboard.cli_input import JsonFlag, StoreOption, YearOption, store_path
from dashboard.cli_output import print_findings, print_records, say
from dashboard.cli_run import ask
from dashboard.messages import OK, USAGE, UserError, os_reason
from dashboard.paper_files import Written, put, told

_AT_ONCE = 16
"""Papers made in one go, so that the progress can be seen."""
_PLANS = {"women": "women", "妇女": "women", "children": "children", "儿童": "children"}


class Kind(StrEnum):
    """The kinds of papers."""

    ANNUAL = "annual"
    MIDTERM = "midterm"
    FINAL = "final"
    BRIEF = "brief"
    UNIT = "unit"
    AREA = "area"
    INDICATOR = "indicator"
    NOTICE = "notice"
    CIRCULAR = "circular"
    HARD_LIST = "hard-list"
    REMINDER = "reminder"
    ALL = "all"


def report(
    kind: Annotated[
        Kind,
        typer.Argument(
            help="annual 年度监测报告，midterm 中期评估，final 终期评估，brief 领导简报，unit 单位页，"
            "area 乡镇页，indicator 指标卡，notice 督办单，circular 通报，hard-list 重难点指标清单，"
            "reminder 催报通知，all 全套",
            metavar="种类",
        ),
    ],
    out: Annotated[Path, typer.Option("--out", help="写到哪里：文件夹、.zip，只有一份时也可以是.docx")],
    store: StoreOption = None,
    year: YearOption = None,
    plan: Annotated[
        str | None, typer.Option("--plan", help="只要一个规划：women（妇女）或 children（儿童）")
    ] = None,
    unit: Annotated[str | None, typer.Option("--unit", help="只要一个单位的")] = None,
    area: Annotated[str | None, typer.Option("--area", help="只要一个乡镇（街道）的")] = None,
    indicator: Annotated[str | None, typer.Option("--indicator", help="只要一个指标的：编号或名称")] = None,
    published: Annotated[
        str | None, typer.Option("--published", help="按已发布的结果（编号）生成，数字与当时相同")
    ] = None,
    due: Annotated[str | None, typer.Option("--due", help="督办单的完成时限，例如 2025-09-30")] = None,
    besides: Annotated[
        list[Kind] | None,
        typer.Option("--with", help="整套里另加：midterm（中期评估）或 final（终期评估），可写多次"),
    ] = None,
    at: AtOption = None,
    force: Annotated[bool, typer.Option("--force", help="覆盖已有的同名文件")] = False,
    pitch: Annotated[float, typer.Option("--pitch", help="正文行距（磅）", min=28, max=30)] = 28.95,
    as_json: JsonFlag = False,
) -> int:
    """生成报告、通知和清单（docx，可在Word或WPS里修改），数字都取自数据库。

    已有的同名文件不会被覆盖：内容相同的不重写，不同的另存为带序号的名字，写明 --force 才覆盖。
    规划中期年份的整套里有中期评估报告，末年的有终期评估报告。
    """
    path = store_path(store)
    options = {
        "kind": str(kind), "year": year, "plan": _plan(plan), "unit": unit, "area": area,
        "indicator": indicator, "published": published, "due": _day(due), "pitch": pitch,
        "with": _besides(kind, besides), "at": at,
    }  # fmt: skip
    listed = ask(path, "report_list", options)
    wanted = [record for record in listed.records if record.get("record") == "wanted"]
    found = [(record["kind"], record["of"]) for record in wanted]
    if listed.exit != OK:
        return _shown(listed.records, listed.exit, as_json)
    if out.suffix.lower() == ".docx" and len(found) > 1:
        raise UserError(f"共有{len(found)}份，写不进一个docx文件。请写明文件夹或zip文件。", USAGE)
    made = _make(path, options, found)
    for record, named in zip(made, wanted, strict=True):
        record["file"] = named["file"]
    written = _write(out, [(one["file"], base64.b64decode(one.pop("data"))) for one in made], force)
    for record, one in zip(made, written, strict=False):
        record["path"] = str(one.path)
    say(f"共{len(made)}份，已写到：{out}")
    for line in told(written):
        say(line)
    return _shown(made, OK, as_json)


def _plan(given: str | None) -> str | None:
    if given is not None and given not in _PLANS:
        raise UserError("--plan 只能是 women（妇女）或 children（儿童）。", USAGE)
    return _PLANS[given] if given else None


def _day(given: str | None) -> str | None:
    try:
        return dt.date.fromisoformat(given).isoformat() if given else None
    except ValueError as error:
        raise UserError(f"--due 要写成年-月-日，例如 2025-09-30，这里是：{given}", USAGE) from error


def _make(path: Path, options: dict[str, Any], found: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    """The papers, some at a time, with a progress bar where there is a terminal."""
    import sys

    made: list[dict[str, Any]] = []
    with typer.progressbar(length=len(found), label="正在生成", file=sys.stderr) as bar:
        for start in range(0, len(found), _AT_ONCE):
            some = found[start : start + _AT_ONCE]
            outcome = ask(path, "report_make", {**options, "papers": some})
            made += outcome.records
            bar.update(len(some))
    return made


def _besides(kind: Kind, besides: Sequence[Kind] | None) -> list[str]:
    if not besides:
        return []
    if kind is not Kind.ALL or set(besides) - {Kind.MIDTERM, Kind.FINAL}:
        raise UserError("--with 只用于整套（report all），只能是 midterm 或 final。", USAGE)
    return [str(one) for one in besides]


def _write(out: Path, made: list[tuple[str, bytes]], force: bool) -> list[Written]:
    from indicators.reports.forms import zip_forms

    try:
        if out.suffix.lower() == ".zip":
            return [put(out, zip_forms(made), force=force)] * len(made)
        if out.suffix.lower() == ".docx":
            return [put(out, made[0][1], force=force)]
        return [put(out / name, data, force=force) for name, data in made]
    except OSError as error:
        raise UserError(f"写不进 {out}（{os_reason(error)}）。请检查文件夹和权限。") from error


def _shown(records: list[dict[str, Any]], code: int, as_json: bool) -> int:
    if as_json:
        print_records(records)
    else:
        print_findings(record for record in records if record.get("record") == "finding")
    return code


def register(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command()(report)
