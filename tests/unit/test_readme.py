"""The README names every command there is, and no other."""

import re
from pathlib import Path

import typer.main

from dashboard import cli

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")


def test_every_command_is_in_the_readme():
    commands = set(typer.main.get_command(cli.app).commands)
    section = README.partition("## From a terminal")[2].partition("\n## ")[0]
    cells = " ".join(
        line.split("|")[1] for line in section.replace("\\|", " ").splitlines() if line[:1] == "|"
    )
    named = set(re.findall(r"`(?:twoplans )?([a-z-]+)", cells)) - {"command"}
    assert commands - named == set()
    assert named - commands == set()
