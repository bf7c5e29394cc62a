"""`twoplans`: the same engine from a terminal (records and exit codes as in the contract)."""

from __future__ import annotations

import os
import sys

import typer
from typer.exceptions import TyperException

from dashboard import (
    cli_actions,
    cli_annotate,
    cli_approval,
    cli_areas,
    cli_audit,
    cli_backup,
    cli_boundaries,
    cli_desk,
    cli_districts,
    cli_engine,
    cli_exports,
    cli_flags,
    cli_forms,
    cli_lake,
    cli_move,
    cli_office,
    cli_plan,
    cli_reports,
    cli_serve,
    cli_users,
)
from dashboard.cli_data_path import offer_data_path
from dashboard.cli_output import say
from dashboard.messages import INTERRUPTED, OK, USAGE, UserError, usage_sentence

app = typer.Typer(
    name="twoplans",
    help="两规划监测：读表、审核、评估、看进度。",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
cli_serve.register(app)
cli_engine.register(app)
cli_office.register(app)
cli_desk.register(app)
cli_districts.register(app)
cli_plan.register(app)
cli_areas.register(app)
cli_boundaries.register(app)
cli_forms.register(app)
cli_reports.register(app)
cli_flags.register(app)
cli_annotate.register(app)
cli_actions.register(app)
cli_approval.register(app)
cli_exports.register(app)
cli_users.register(app)
cli_audit.register(app)
cli_backup.register(app)
cli_move.register(app)
cli_lake.register(app)
offer_data_path(app)


def main() -> None:
    """Run the command line: wrong usage exits with 64, what the user can mend is told in a sentence."""
    _utf8_streams()
    sys.exit(_run())


def _run() -> int:
    try:
        code = app(standalone_mode=False, args=sys.argv[1:] or ["--help"])
    except UserError as error:
        say(str(error))
        return error.exit
    except TyperException as error:
        say(usage_sentence(error))
        return USAGE
    except (typer.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except typer.Exit as error:
        return error.exit_code
    except BrokenPipeError:  # the reader of our output has gone: nothing is wrong
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    return code if isinstance(code, int) else OK


def _utf8_streams() -> None:
    """JSON Lines are UTF-8 whatever the console's code page is."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


if __name__ == "__main__":
    main()
