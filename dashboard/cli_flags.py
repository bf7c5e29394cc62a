"""`twoplans flag`: warnings raised by hand, and those the office knows of."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import typer

from dashboard.cli_input import CodeArgument, JsonFlag, PlaceOption, StoreOption, YearOption
from dashboard.cli_run import run, told


class Level(StrEnum):
    """Levels of a warning."""

    RED = "red"
    ORANGE = "orange"
    YELLOW = "yellow"


_COLOURS = {"red": "红色", "orange": "橙色", "yellow": "黄色"}


def add(
    code: CodeArgument,
    level: Annotated[Level, typer.Option("--level", help="red 红色、orange 橙色、yellow 黄色")],
    note: Annotated[str, typer.Option("--note", help="为什么要预警")],
    store: StoreOption = None,
    year: YearOption = None,
    area: PlaceOption = None,
    as_json: JsonFlag = False,
) -> int:
    """人工预警：从这一年起一直有效，直到撤销。"""
    options = {"code": code, "level": str(level), "note": note, "year": year, "area": area}
    return told(run(store, "flag_add", options), as_json, _line)


def seen(
    code: CodeArgument,
    note: Annotated[str, typer.Option("--note", help="怎样处理")] = "",
    store: StoreOption = None,
    year: YearOption = None,
    area: PlaceOption = None,
    as_json: JsonFlag = False,
) -> int:
    """把一个指标这一年的预警标为已知悉；级别以后加重，会重新提示。"""
    options = {"code": code, "note": note, "year": year, "area": area}
    return told(run(store, "flag_seen", options), as_json, _line)


def list_(
    code: Annotated[str | None, typer.Option("--code", help="只看这个指标")] = None,
    area: PlaceOption = None,
    store: StoreOption = None,
    as_json: JsonFlag = False,
) -> int:
    """列出人工预警和已知悉的记录，撤销了的也在内。"""
    return told(run(store, "flag_list", {"code": code, "area": area}), as_json, _line)


def undo(
    number: Annotated[str, typer.Argument(help="记录的编号", metavar="编号")],
    store: StoreOption = None,
    reason: Annotated[str, typer.Option("--reason", help="原因")] = "",
    as_json: JsonFlag = False,
) -> int:
    """撤销一次人工预警或已知悉。"""
    return told(run(store, "flag_undo", {"number": number, "reason": reason}), as_json, _line)


def _line(record: dict[str, Any]) -> str:
    what = "人工预警" if record["record"] == "flag" else "已知悉"
    note = f"（{record['note']}）" if record["note"] else ""
    gone = "，已撤销" if record["retracted"] else ""
    return (
        f"{record['number']} {record['area']}{record['year']}年 {record['indicator']}："
        f"{what}，{_COLOURS[record['level']]}{note}{gone}"
    )


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = typer.Typer(help="人工预警和已知悉。", no_args_is_help=True, rich_markup_mode=None)
    for command in (add, seen, undo):
        group.command()(command)
    group.command("list")(list_)
    app.add_typer(group, name="flag")
