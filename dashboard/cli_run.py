"""What the commands share: ask the store, say its messages, show its records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from dashboard.cli_input import store_path, user_name
from dashboard.cli_output import print_findings, print_records, say


def ask(path: Path, command: str, options: Mapping[str, Any], files: Iterable[Any] = ()) -> Any:
    """Run a command on the store at `path`; its messages are said, its outcome comes back."""
    from dashboard.commands import run_on

    outcome = run_on(path, command, list(files), options)
    for message in outcome.messages:
        say(message)
    return outcome


def run(store: Path | None, command: str, options: Mapping[str, Any], files: Iterable[Any] = ()) -> Any:
    """The same on the store named, else on the default one, with the name of who asks."""
    return ask(store_path(store), command, {**options, "by": user_name()}, files)


def told(outcome: Any, as_json: bool, line: Callable[[dict[str, Any]], str]) -> int:
    """Records as JSON Lines, or in their order a line for each, findings as sentences; the exit code."""
    if as_json:
        print_records(outcome.records)
        return int(outcome.exit)
    for record in outcome.records:
        if record["record"] == "finding":
            print_findings([record])
        else:
            print(line(record))
    return int(outcome.exit)
