"""`twoplans lake`: upkeep of a store that several computers share."""

from __future__ import annotations

from typing import Annotated

import typer

from dashboard.cli_input import JsonFlag, StoreOption
from dashboard.cli_run import run, told


def tidy(
    store: StoreOption = None,
    keep_days: Annotated[
        int, typer.Option("--keep-days", min=1, max=3650, help="几天以内的旧版本留着，可以回头看")
    ] = 7,
    as_json: JsonFlag = False,
) -> int:
    """整理多机共用的数据库：小文件合并，过期的旧版本清掉；别人在录入时也可以，数据不变。"""
    outcome = run(store, "lake_tidy", {"keep_days": keep_days})
    shown = [record for record in outcome.records if as_json or record["record"] == "finding"]
    outcome.records[:] = shown
    return told(outcome, as_json, str)


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = typer.Typer(
        help="多机共用的数据库（DuckLake）：日常整理。", no_args_is_help=True, rich_markup_mode=None
    )
    group.command()(tidy)
    group.callback()(lambda: None)
    app.add_typer(group, name="lake")
