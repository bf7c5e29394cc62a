"""`twoplans move`: a store's whole content in another place, a file or a lake."""

from __future__ import annotations

from typing import Annotated

import typer

from dashboard.cli_input import JsonFlag, user_name
from dashboard.cli_output import print_records, say
from dashboard.messages import OK, plainly

From = Annotated[str, typer.Option("--store", help="原来的数据库：文件，或 ducklake:postgres:…")]
To = Annotated[str, typer.Option("--to", help="搬到哪里：还没有的文件，或空的 ducklake:postgres:…")]
DataPath = Annotated[
    str | None, typer.Option("--data-path", help="搬到多机共用的数据库时，数据放在哪个共享文件夹或 s3://…")
]


def move(source: From, to: To, data_path: DataPath = None, as_json: JsonFlag = False) -> int:
    """把整个数据库搬到另一个位置（文件、多机共用的数据库都可以）；逐表核对，原来的不动。"""
    from indicators.store.lake_place import path_at
    from indicators.store.move import move as carried
    from indicators.store.opening import shown

    with plainly():
        place, target = path_at(source), path_at(to, data_path)
        done = carried(place, target, by=user_name())
    record = {
        "record": "move", "store": shown(place), "to": shown(target), "tables": done.tables,
        "rows": done.rows, "head": done.head, "later": done.later,
    }  # fmt: skip
    if as_json:
        print_records([record])
    say(f"已搬到：{record['to']}。{done.tables}张表、{done.rows}行，逐表读回核对一致，操作记录完整。")
    say(f"操作记录的校验值：{done.head}。原来的数据库没有改动，请停用它，以后只用新的。")
    if done.later:
        say(f"注意：搬的过程中原来的数据库又有{done.later}条新记录，不在新库里。请停下所有程序后重新搬一次。")
    return OK


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(move)
