"""The command line run inside a test: its words, its records, its exit code."""

import json
import sys

import pytest

from dashboard import cli


def command_line(monkeypatch, capsys, path, *front):
    """A function that runs `twoplans`, with the words `front` first, on the store at `path`.

    It gives what was printed, or the records where `--json` is among the arguments.
    """

    def run(*arguments, code=0, store=path):
        monkeypatch.setattr(sys, "argv", ["twoplans", *front, *map(str, arguments), "--store", str(store)])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        printed = capsys.readouterr()
        assert stopped.value.code == code, printed.err
        if "--json" in arguments:
            return [json.loads(line) for line in printed.out.splitlines()]
        return printed.out + printed.err

    return run
