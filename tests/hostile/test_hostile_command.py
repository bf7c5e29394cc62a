"""The command route: for this computer's own command lines, and for no web page."""

import json
import os
import stat

import pytest
from hostile_kit import raw, request, serves, status

from dashboard.address import note_path

ROUTE = "/twoplans/command"


def post(server, body, *lines):
    told = (*lines, f"Content-Length: {len(body.encode())}", "Content-Type: application/json")
    data = request(server, "POST", ROUTE, *told) + body.encode()
    return raw(server, data)


def token(server) -> str:
    return json.loads(note_path(server.store).read_text())["token"]


@pytest.mark.parametrize("given", ["", "x", "{half}", "{whole} ", "{whole}x", "null", "é", "A" * 9000])
def test_without_the_token_nothing_is_run(server, given):
    whole = token(server)
    line = "X-Twoplans-Token: " + given.format(half=whole[: len(whole) // 2], whole=whole + "y")
    assert status(post(server, '{"command": "user_list"}', line)) == 403


def test_the_token_stands_where_only_this_user_reads(server):
    assert stat.S_IMODE(note_path(server.store).stat().st_mode) == 0o600
    assert len(token(server)) >= 43


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1"])
def test_a_web_page_is_given_no_leave_to_ask(server, origin):
    """A page elsewhere may not send the header: the browser asks first, and gets no yes."""
    lines = (f"Origin: {origin}", "Access-Control-Request-Method: POST",
             "Access-Control-Request-Headers: x-twoplans-token")  # fmt: skip
    answer = raw(server, request(server, "OPTIONS", ROUTE, *lines))
    assert status(answer) in (403, 404, 405)
    assert b"access-control-allow" not in answer.lower()
    assert (
        status(post(server, '{"command": "user_list"}', f"Origin: {origin}", "Content-Type: text/plain"))
        == 403
    )


@pytest.mark.parametrize(
    "body",
    ["", "{", "[]", "[" * 50_000, "null", "1", '"x"', "{}", '{"files": 3, "command": "x"}',
     '{"command": "x", "files": [{}]}',
     '{"command": "x", "files": [{"name": "a", "data": "%%%"}]}', '{"command": "x", "options": 3}'],
    ids=lambda body: body[:30],
)  # fmt: skip
def test_what_is_no_command_is_refused_plainly(server, body):
    answer = post(server, body, f"X-Twoplans-Token: {token(server)}")
    assert status(answer) == 400
    assert b"Traceback" not in answer


@pytest.mark.parametrize("name", ["drop", "__class__", "", "user_list; ", "../check", "USER_LIST"])
def test_an_unknown_command_is_no_command(server, name):
    answer = post(server, json.dumps({"command": name}), f"X-Twoplans-Token: {token(server)}")
    assert status(answer) == 400
    assert serves(server)


def test_a_file_s_name_is_a_name_and_no_path(server, tmp_path):
    """A name with steps upwards is kept as it is; nothing is written anywhere."""
    name, data = "../../../../tmp/hostile-canary.csv", "5oyH5qCHLOWNleS9jSwyMDI05bm0Cg=="
    body = json.dumps({"command": "check", "files": [{"name": name, "data": data}], "options": {}})
    assert status(post(server, body, f"X-Twoplans-Token: {token(server)}")) == 200
    assert not (server.home.parent / "hostile-canary.csv").exists()
    assert not list(server.home.rglob("*canary*"))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_what_the_server_writes_is_for_no_other_user_of_the_computer(server, tmp_path):
    done = server.cli("backup", "--out", str(tmp_path / "b.zip"))
    assert done.returncode == 0, done.stderr
    assert stat.S_IMODE((tmp_path / "b.zip").stat().st_mode) & 0o077 == 0
