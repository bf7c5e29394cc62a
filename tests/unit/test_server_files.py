"""The systemd unit and the container file that travel with the Linux bundle."""

import inspect
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from dashboard import cli_serve

FILES = Path(__file__).resolve().parents[2] / ".ci" / "bundle_parts" / "files" / "server"
UNIT = (FILES / "two-plans.service").read_text(encoding="utf-8")
CONTAINER = (FILES / "Containerfile").read_text(encoding="utf-8")


def options_of(words: str) -> set[str]:
    return {name.replace("-", "_") for name in re.findall(r"--([a-z-]+)", words)}


def test_both_ask_serve_for_options_that_it_has():
    known = set(inspect.signature(cli_serve.serve).parameters)
    unit = UNIT.replace("\\\n", " ")
    (line,) = re.findall(r"^ExecStart=.* serve (.*)$", unit, flags=re.MULTILINE)
    (command,) = re.findall(r'^CMD \["serve"(.*)\]$', CONTAINER, flags=re.MULTILINE)
    assert {"host", "store", "allowed_host"} <= options_of(line) <= known
    assert {"host", "store"} <= options_of(command) <= known


def test_neither_runs_as_root_nor_writes_outside_its_data():
    assert re.search(r"^User=two-plans$", UNIT, flags=re.MULTILINE)
    assert {"ProtectSystem=strict", "StateDirectory=two-plans", "NoNewPrivileges=yes"} <= set(
        UNIT.splitlines()
    )
    assert re.search(r"^USER 10001$", CONTAINER, flags=re.MULTILINE)
    assert CONTAINER.index("USER 10001") < CONTAINER.index("ENTRYPOINT")
    assert "--read-only" in CONTAINER
    assert "VOLUME /data" in CONTAINER
    assert "HEALTHCHECK" in CONTAINER


def test_systemd_accepts_the_unit_and_finds_it_shut():
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze here")
    path = str(FILES / "two-plans.service")
    verified = subprocess.run(
        ["systemd-analyze", "verify", path], capture_output=True, text=True, check=False
    )
    assert verified.returncode == 0, verified.stderr
    assert "two-plans.service" not in verified.stderr
    judged = subprocess.run(
        ["systemd-analyze", "security", "--offline=yes", "--threshold=20", path],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert judged.returncode == 0, judged.stdout[-500:]
