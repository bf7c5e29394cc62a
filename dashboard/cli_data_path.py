"""`--data-path` for every command that takes `--store`, said once instead of with each of them."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, get_type_hints

import typer

from dashboard.cli_input import DataPathOption

_NAME = "data_path"


def offer_data_path(app: typer.Typer) -> None:
    """Let every command with a store take `--data-path`, too; it is read before `--store` is."""
    for command in app.registered_commands:
        if command.callback and "store" in inspect.signature(command.callback).parameters:
            command.callback = _taking(command.callback)
    for group in app.registered_groups:
        if group.typer_instance is not None:
            offer_data_path(group.typer_instance)


def _taking(work: Callable[..., Any]) -> Callable[..., Any]:
    signature = inspect.signature(work, eval_str=True)
    option = inspect.Parameter(_NAME, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=DataPathOption)

    @wraps(work)
    def run(**given: Any) -> Any:
        given.pop(_NAME, None)
        return work(**given)

    run.__signature__ = signature.replace(  # type: ignore[attr-defined]
        parameters=[*signature.parameters.values(), option]
    )
    run.__annotations__ = {**get_type_hints(work, include_extras=True), _NAME: DataPathOption}
    return run
