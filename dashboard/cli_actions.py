"""`twoplans action`: actions on what lags (督办事项), their steps, evidence and deadlines."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from dashboard.cli_districts import AtOption
from dashboard.cli_input import JsonFlag, PlaceOption, StoreOption, YearOption, files_of
from dashboard.cli_run import run, told
from dashboard.messages import USAGE, UserError
from indicators.store.action_states import DUE, STATES

NumberArgument = Annotated[str, typer.Argument(help="督办事项的编号", metavar="编号")]
DayOption = Annotated[str | None, typer.Option("--date", help="哪一天，如 2026-06-30；不写就是今天")]
NoteOption = Annotated[str, typer.Option("--note", help="说明")]


class State(StrEnum):
    """States of an action."""

    OPENED = "opened"
    ASSIGNED = "assigned"
    WORKING = "working"
    DONE = "done"
    CLOSED = "closed"


class Due(StrEnum):
    """How an action stands to its deadline."""

    OVERDUE = "overdue"
    SOON = "soon"
    LATER = "later"
    ENDED = "ended"


class Plan(StrEnum):
    """The plan an action belongs to."""

    WOMEN = "women"
    CHILDREN = "children"


_STATE_HELP = "opened 立项、assigned 交办、working 办理中、done 办结、closed 销号"


def _run(store: Path | None, command: str, options: dict[str, Any], files: Any = ()) -> Any:
    for key in ("day", "deadline"):
        if options.get(key):
            options[key] = _date(options[key])
    return run(store, command, options, files)


def _date(text: str) -> str:
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError:
        raise UserError(f"日期要写成 2026-06-30 这样，这里不是：{text}", USAGE) from None


def open_(
    code: Annotated[str, typer.Argument(help="指标编号", metavar="指标")],
    deadline: Annotated[str, typer.Option("--deadline", help="办结期限，如 2026-06-30")],
    title: Annotated[str | None, typer.Option("--title", help="事项名称；不写就是“某指标整改”")] = None,
    lead: Annotated[str | None, typer.Option("--lead", help="牵头单位；不写就是规划里的")] = None,
    coop: Annotated[list[str] | None, typer.Option("--coop", help="配合单位，可多次")] = None,
    cause: Annotated[str | None, typer.Option("--cause", help="原因；不写就是评定的句子")] = None,
    measure: Annotated[str, typer.Option("--measure", help="整改措施")] = "",
    project: Annotated[str, typer.Option("--project", help="依托的项目")] = "",
    plan: Annotated[Plan | None, typer.Option("--plan", help="women 妇女、children 儿童")] = None,
    day: DayOption = None,
    store: StoreOption = None,
    year: YearOption = None,
    area: PlaceOption = None,
    as_json: JsonFlag = False,
) -> int:
    """立项：给一个指标开一个督办事项。"""
    options = {
        "code": code, "deadline": deadline, "title": title, "lead": lead, "coop": coop or [], "cause": cause,
        "measure": measure, "project": project, "plan": str(plan) if plan else None, "day": day,
        "year": year, "area": area,
    }  # fmt: skip
    return told(_run(store, "action_open", options), as_json, _line)


def step(
    number: NumberArgument,
    to: Annotated[State, typer.Option("--to", help=_STATE_HELP)],
    note: NoteOption = "",
    day: DayOption = None,
    store: StoreOption = None,
    as_json: JsonFlag = False,
) -> int:
    """把事项推进到下一步；退回上一步要写原因（--note）。"""
    options = {"number": number, "to": str(to), "note": note, "day": day}
    return told(_run(store, "action_step", options), as_json, _line)


def log(
    number: NumberArgument,
    note: Annotated[str, typer.Option("--note", help="做了什么")],
    day: DayOption = None,
    store: StoreOption = None,
    as_json: JsonFlag = False,
) -> int:
    """记一条办理情况。"""
    return told(_run(store, "action_log", {"number": number, "note": note, "day": day}), as_json, _line)


def deadline(
    number: NumberArgument,
    deadline: Annotated[str, typer.Argument(help="新的期限，如 2026-06-30", metavar="期限")],
    reason: Annotated[str, typer.Option("--reason", help="为什么改期限")],
    day: DayOption = None,
    store: StoreOption = None,
    as_json: JsonFlag = False,
) -> int:
    """改期限；原来的期限还在记录里。"""
    options = {"number": number, "deadline": deadline, "reason": reason, "day": day}
    return told(_run(store, "action_deadline", options), as_json, _line)


def evidence(
    number: NumberArgument,
    files: Annotated[list[Path], typer.Argument(help="佐证材料，可以多个，每个不超过20兆", metavar="文件…")],
    note: NoteOption = "",
    day: DayOption = None,
    store: StoreOption = None,
    as_json: JsonFlag = False,
) -> int:
    """保存佐证材料。"""
    options = {"number": number, "note": note, "day": day}
    return told(_run(store, "action_evidence", options, files_of(files)), as_json, _line)


def list_(
    code: Annotated[str | None, typer.Option("--code", help="只看这个指标")] = None,
    unit: Annotated[str | None, typer.Option("--unit", help="只看这个单位牵头或配合的")] = None,
    state: Annotated[State | None, typer.Option("--state", help=_STATE_HELP)] = None,
    due: Annotated[
        Due | None, typer.Option("--due", help="overdue 已超期、soon 快到期、later 未到期、ended 已办结")
    ] = None,
    area: PlaceOption = None,
    day: DayOption = None,
    at: AtOption = None,
    store: StoreOption = None,
    as_json: JsonFlag = False,
) -> int:
    """列出督办事项，已超期和快到期的在前，撤销了的在最后。"""
    options = {
        "at": at, "code": code, "unit": unit, "state": str(state) if state else None,
        "due": str(due) if due else None,
        "area": area, "day": day,
    }  # fmt: skip
    return told(_run(store, "action_list", options), as_json, _line)


def remind(
    days: Annotated[int, typer.Argument(help="期限前多少天起提醒", metavar="天数")],
    store: StoreOption = None,
    as_json: JsonFlag = False,
) -> int:
    """设定期限前多少天起算快到期（原为15天）。"""
    return told(_run(store, "action_remind", {"days": days}), as_json, _line)


def undo(
    number: Annotated[str, typer.Argument(help="督办事项或其中一步的编号", metavar="编号")],
    store: StoreOption = None,
    reason: Annotated[str, typer.Option("--reason", help="原因")] = "",
    as_json: JsonFlag = False,
) -> int:
    """撤销一个督办事项，或者其中的一步。"""
    return told(_run(store, "action_undo", {"number": number, "reason": reason}), as_json, _line)


def _line(record: dict[str, Any]) -> str:
    gone = "，已撤销" if record["retracted"] else ""
    units = "、".join((record["lead"], *record["coop"]))
    return (
        f"{record['number']} [{STATES[record['state']]}] {record['title']}（{record['indicator']}，"
        f"{record['area']}）：{units}，期限{record['deadline']}，{DUE[record['due']]}{gone}"
    )


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = typer.Typer(help="督办事项。", no_args_is_help=True, rich_markup_mode=None)
    for command in (step, log, deadline, evidence, remind, undo):
        group.command()(command)
    group.command("open")(open_)
    group.command("list")(list_)
    app.add_typer(group, name="action")
