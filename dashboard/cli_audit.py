"""`twoplans audit`: is the chain whole, who did what, take it away."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Any

import typer

from dashboard.cli_input import JsonFlag, StoreOption
from dashboard.cli_run import run, told
from dashboard.messages import USAGE, UserError

SinceOption = Annotated[str | None, typer.Option("--since", help="从哪一天起，如 2026-06-30")]
WhoOption = Annotated[str | None, typer.Option("--by", help="只看这个人（姓名或用户名）做的")]
KindOption = Annotated[list[str] | None, typer.Option("--kind", help="只看这一类，可多次，如 setting")]


def verify(
    head: Annotated[
        str | None, typer.Option("--head", help="以前记下的校验值：看它之前的记录是不是都还在")
    ] = None,
    store: StoreOption = None,
    as_json: JsonFlag = False,
) -> int:
    """核对操作记录：有没有被改过、删过、加过、挪过。"""
    if head is not None and len(head.strip()) < 12:
        raise UserError("校验值至少要写前12位，越长越可靠。", USAGE)
    return told(run(store, "audit_verify", {"head": head}), as_json, _verdict)


def list_(
    since: SinceOption = None,
    who: WhoOption = None,
    kind: KindOption = None,
    most: Annotated[int | None, typer.Option("--limit", help="最多列出多少条", min=1)] = None,
    store: StoreOption = None,
    as_json: JsonFlag = False,
) -> int:
    """列出操作记录，新的在前。"""
    options = {"since": _day(since), "who": who, "kinds": kind, "limit": most}
    return told(run(store, "audit_list", options), as_json, _line)


def export(
    out: Annotated[Path, typer.Option("--out", help="写到哪个 xlsx 或 csv 文件")],
    since: SinceOption = None,
    who: WhoOption = None,
    kind: KindOption = None,
    store: StoreOption = None,
    as_json: JsonFlag = False,
) -> int:
    """把操作记录导出为 xlsx 或 CSV；同时给出校验值。"""
    if out.suffix.lower() not in (".xlsx", ".csv"):
        raise UserError(f"文件名要以 .xlsx 或 .csv 结尾，这里不是：{out}", USAGE)
    options = {"out": str(out.resolve()), "since": _day(since), "who": who, "kinds": kind}
    return told(run(store, "audit_export", options), as_json, lambda record: f"{record['file']}")


def _day(text: str | None) -> str | None:
    if text is None:
        return None
    try:
        return dt.datetime.combine(dt.date.fromisoformat(text), dt.time()).isoformat()
    except ValueError:
        raise UserError(f"日期要写成 2026-06-30 这样，这里不是：{text}", USAGE) from None


def _verdict(record: dict[str, Any]) -> str:
    if record["whole"]:
        return f"操作记录完整：共{record['rows']}条，没有被改动。最后一条的校验值：{record['head']}"
    return f"操作记录有问题：{record['problem']}它之前的{record['rows']}条没有被改动。"


def _line(record: dict[str, Any]) -> str:
    at = dt.datetime.fromisoformat(record["at"]).astimezone()
    who = record["name"] or record["login"] or "系统"
    return f"{record['number']} {at:%Y-%m-%d %H:%M} {who}（{record['origin']}）{record['sentence']}"


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = typer.Typer(help="操作记录：核对、查看、导出。", no_args_is_help=True, rich_markup_mode=None)
    group.command()(verify)
    group.command("list")(list_)
    group.command()(export)
    app.add_typer(group, name="audit")
