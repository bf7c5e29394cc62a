"""`twoplans annotate`: remarks on years, as the charts and tables show them."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import typer

from dashboard.cli_input import JsonFlag, PlaceOption, StoreOption
from dashboard.cli_run import run, told
from dashboard.format import ANNOTATIONS
from dashboard.messages import USAGE, UserError


class Kind(StrEnum):
    """Kinds of remarks."""

    METHOD = "method"
    EPIDEMIC = "epidemic"
    OTHER = "other"


def add(
    text: Annotated[str, typer.Option("--text", help="这一年发生了什么")],
    year: Annotated[int, typer.Option("--year", help="哪一年")],
    code: Annotated[str | None, typer.Argument(help="指标编号", metavar="指标")] = None,
    kind: Annotated[
        Kind, typer.Option("--kind", help="method 口径调整、epidemic 疫情影响、other 其他")
    ] = Kind.OTHER,
    every: Annotated[bool, typer.Option("--every", help="对这个地区的全部指标")] = False,
    area: PlaceOption = None,
    store: StoreOption = None,
    as_json: JsonFlag = False,
) -> int:
    """给一个指标（或用 --every 给全部指标）的某一年写一条标注。"""
    if (code is None) != every:
        raise UserError("请写一个指标编号；要标注全部指标，请只写 --every。", USAGE)
    options = {"code": code, "year": year, "kind": str(kind), "text": text, "area": area}
    return told(run(store, "annotate_add", options), as_json, _line)


def list_(
    code: Annotated[str | None, typer.Option("--code", help="只看这个指标")] = None,
    area: PlaceOption = None,
    store: StoreOption = None,
    as_json: JsonFlag = False,
) -> int:
    """列出年份标注，撤销了的也在内。"""
    return told(run(store, "annotate_list", {"code": code, "area": area}), as_json, _line)


def undo(
    number: Annotated[str, typer.Argument(help="标注的编号", metavar="编号")],
    store: StoreOption = None,
    reason: Annotated[str, typer.Option("--reason", help="原因")] = "",
    as_json: JsonFlag = False,
) -> int:
    """撤销一条年份标注。"""
    return told(run(store, "annotate_undo", {"number": number, "reason": reason}), as_json, _line)


def _line(record: dict[str, Any]) -> str:
    gone = "，已撤销" if record["retracted"] else ""
    return (
        f"{record['number']} {record['area']}{record['year']}年 {record['indicator'] or '全部指标'}："
        f"{ANNOTATIONS[record['kind']]}（{record['text']}）{gone}"
    )


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = typer.Typer(help="年份标注：口径调整、疫情影响等。", no_args_is_help=True, rich_markup_mode=None)
    group.command()(add)
    group.command("list")(list_)
    group.command()(undo)
    app.add_typer(group, name="annotate")
