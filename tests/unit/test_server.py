"""The server's gates: which hosts, which port, who may give commands."""

import asyncio
import json
import socket
import stat
import subprocess
import sys
import threading

import pytest

from dashboard.address import bind, note_path, refuse_other_hosts, server_note
from dashboard.auth.host_gate import HostGate
from dashboard.messages import UserError


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.0.9", "example.org", ""])
def test_only_this_computer_is_served(host):
    with pytest.raises(UserError, match="不能在地址") as refused:
        refuse_other_hosts(host)
    assert refused.value.exit == 64


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.0.9"])
def test_others_are_served_once_there_is_an_administrator(host):
    assert refuse_other_hosts(host, administered=True) == host
    assert refuse_other_hosts("localhost", administered=True) == "127.0.0.1"


def test_a_taken_port_is_told_in_one_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(1)
        port = taken.getsockname()[1]
        with pytest.raises(UserError, match=f"端口 {port} 打不开.*--port {port + 1}"):
            bind("127.0.0.1", port)


def test_the_note_is_private_and_goes_with_the_server(tmp_path):
    store = tmp_path / "a.duckdb"
    with server_note(store, "127.0.0.1", 1234, "secret"):
        path = note_path(store)
        assert json.loads(path.read_text())["token"] == "secret"
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not path.exists()


def answer_of(host: str, kind: str = "http", **gate) -> list[dict]:
    sent = []

    async def inner(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def send(message):
        sent.append(message)

    scope = {"type": kind, "headers": [(b"host", host.encode())]}
    # in a thread of its own: the browser tests leave a loop running in this one
    worker = threading.Thread(target=lambda: asyncio.run(HostGate(inner, **gate)(scope, None, send)))
    worker.start()
    worker.join()
    return sent


@pytest.mark.parametrize("host", ["127.0.0.1:8501", "localhost:8501", "localhost", "[::1]:8501"])
def test_requests_naming_this_computer_pass(host):
    (start,) = answer_of(host)
    assert start["status"] == 200


@pytest.mark.parametrize("host", ["192.168.0.9:8501", "[fe80::1]:80", "Office.Example", "10.0.0.1"])
def test_named_hosts_and_addresses_pass_where_others_are_served(host):
    assert answer_of(host, hosts=("office.example",), literal=True)[0]["status"] == 200
    assert answer_of("evil.example", hosts=("office.example",), literal=True)[0]["status"] == 403


@pytest.mark.parametrize("host", ["evil.example:8501", "", "127.0.0.1.evil.example"])
def test_requests_naming_another_host_are_refused(host):
    assert answer_of(host)[0]["status"] == 403
    assert answer_of(host, "websocket")[0]["type"] == "websocket.close"


def test_what_is_loaded_is_set_aside_once_after_the_first_page_of_a_server():
    assert runs("settle(); print(gc.get_freeze_count())") == "0"
    assert int(runs("expect_pages(); settle(); print(gc.get_freeze_count())")) > 1000
    assert runs("expect_pages(); settle(); gc.unfreeze(); settle(); print(gc.get_freeze_count())") == "0"


def runs(code: str) -> str:
    """What a process of its own prints: freezing would concern every later test of this one."""
    command = [sys.executable, "-c", f"import gc; from dashboard.runtime import *; {code}"]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout.strip()
