"""`twoplans approve`: files that units handed in, reviewed, returned, accepted; locks of units' years."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import typer

from dashboard.cli_districts import AtOption
from dashboard.cli_input import JsonFlag, StoreOption, decisions_of
from dashboard.cli_run import run, told

NumberArgument = Annotated[str, typer.Argument(help="提交编号，见 approve list", metavar="提交")]
NoteOption = Annotated[str, typer.Option("--note", help="意见，会留存")]
UnitArgument = Annotated[str, typer.Argument(help="责任单位", metavar="单位")]
YearArgument = Annotated[int, typer.Argument(help="年份，如 2024", metavar="年份", min=1949, max=2100)]


class Review(StrEnum):
    """Whether a review is asked for."""

    AUTO = "auto"
    YES = "yes"
    NO = "no"


def list_(
    handed_in: Annotated[
        str | None, typer.Argument(help="看这一个的经过和审核问题", metavar="[提交]")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="已办的也列出")] = False,
    at: AtOption = None,
    store: StoreOption = None,
    as_json: JsonFlag = False,
) -> int:
    """列出等待审批的文件和锁定的年份；写上提交编号，看它的经过和问题。"""
    return told(
        run(store, "approve_list", {"handed_in": handed_in, "all": everything, "at": at}), as_json, _line
    )


def review(
    handed_in: NumberArgument, note: NoteOption = "", store: StoreOption = None, as_json: JsonFlag = False
) -> int:
    """审核通过。"""
    return told(run(store, "approve_review", {"handed_in": handed_in, "note": note}), as_json, _line)


def accept(
    handed_in: NumberArgument,
    note: NoteOption = "",
    decide: Annotated[
        list[str] | None,
        typer.Option("--decide", help="与已入库的不同时：表!格=new（新数）或 =old（原数），*=new 对全部"),
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help="为什么这样定")] = "",
    store: StoreOption = None,
    as_json: JsonFlag = False,
) -> int:
    """按现在的数据重新审核，没有错误的入库。"""
    options = {"handed_in": handed_in, "note": note, "decisions": decisions_of(decide), "reason": reason}
    return told(run(store, "approve_accept", options), as_json, _line)


def send_back(
    handed_in: NumberArgument,
    reason: Annotated[str, typer.Option("--reason", help="要单位改什么，单位会看到")],
    store: StoreOption = None,
    as_json: JsonFlag = False,
) -> int:
    """退回责任单位。"""
    return told(run(store, "approve_return", {"handed_in": handed_in, "reason": reason}), as_json, _line)


def lock(
    unit: UnitArgument,
    year: YearArgument,
    reason: Annotated[str, typer.Option("--reason", help="说明")] = "",
    at: AtOption = None,
    store: StoreOption = None,
    as_json: JsonFlag = False,
) -> int:
    """锁定一个单位一年的数据；全部单位用 year close。"""
    options = {"at": at, "unit": unit, "year": year, "reason": reason}
    return told(run(store, "approve_lock", options), as_json, _line)


def unlock(
    unit: UnitArgument,
    year: YearArgument,
    reason: Annotated[str, typer.Option("--reason", help="为什么要改")],
    at: AtOption = None,
    store: StoreOption = None,
    as_json: JsonFlag = False,
) -> int:
    """解除一个单位一年的锁定。"""
    options = {"at": at, "unit": unit, "year": year, "reason": reason}
    return told(run(store, "approve_unlock", options), as_json, _line)


def setting(
    word: Annotated[Review | None, typer.Option("--review", help="入库前是否要统计局审核")] = None,
    store: StoreOption = None,
    as_json: JsonFlag = False,
) -> int:
    """看或定入库前是否要统计局审核；auto：有统计局审核账号时要求。"""
    chosen = str(word) if word else None
    return told(run(store, "approve_setting", {"review": chosen}), as_json, _line)


def _line(record: dict[str, Any]) -> str:
    from indicators.store.handed_in import STATES

    kind = record["record"]
    if kind == "handed_in":
        state = STATES[record["state"]]
        return f"{record['handed_in']} {state} {record['unit']} {record['file']} {record['figures']}个数据"
    if kind == "step":
        return (
            f"  {STATES[record['state']]} {record['by']} {record['at'][:16]} {record['note'] or ''}".rstrip()
        )
    if kind == "lock":
        word = "已锁定" if record["locked"] else "已解除锁定"
        return f"{record['unit']} {record['year']}年 {word} {record['reason'] or ''}".rstrip()
    if kind == "setting":
        return "入库前要统计局审核" if record["needed"] else "入库前不用审核"
    return f"已入库：{record['accepted']}个数据"


def register(app: typer.Typer) -> None:
    """Add `approve` to the application."""
    group = typer.Typer(help="审批：责任单位提交的文件，锁定和解除锁定。", rich_markup_mode=None)
    group.command("list")(list_)
    group.command("review")(review)
    group.command("accept")(accept)
    group.command("return")(send_back)
    group.command("lock")(lock)
    group.command("unlock")(unlock)
    group.command("setting")(setting)
    app.add_typer(group, name="approve")
