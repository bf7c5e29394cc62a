"""WebSockets opened by programs: who may, what they may send, how many at once, whose page they show."""

import os
import re
import time
import zlib
from contextlib import ExitStack, suppress

import pytest
from door_kit import Browser
from hostile_kit import cookie_of, plain, raw, read, request, serves, status, stream
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed, InvalidStatus

from dashboard.auth.sockets import MOST_SOCKETS

UPGRADE = ("Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13")
KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="


def rerun(opened, query=""):
    """Ask for a page as its script does."""
    message = BackMsg()
    message.rerun_script.query_string = query
    opened.send(message.SerializeToString())


def shown(opened, seconds=60) -> list[ForwardMsg]:
    """What the server says until the page is whole."""
    found = []
    while not found or found[-1].WhichOneof("type") != "script_finished":
        found.append(ForwardMsg.FromString(opened.recv(timeout=seconds)))
    return found


def session_id(messages) -> str:
    return next(one.new_session.initialize.session_id for one in messages if one.HasField("new_session"))


def ended(opened, seconds=20) -> bool:
    """Whether the server ends this connection."""
    try:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            opened.recv(timeout=seconds)
    except ConnectionClosed:
        return True
    except TimeoutError:
        return False
    return False


@pytest.mark.parametrize(
    "path", ["/_stcore/stream", "/", "/_stcore/agent", "/account/sign-in", "/x", "//_stcore/stream"]
)
def test_without_a_session_no_path_opens_a_socket(server, path):
    lines = (*UPGRADE, KEY, f"Origin: http://127.0.0.1:{server.port}", "Sec-WebSocket-Protocol: streamlit")
    head = request(server, "GET", path, *lines).replace(b"Connection: close\r\n", b"")
    assert status(raw(server, head)) == 403


@pytest.mark.parametrize(
    "lines",
    [
        ("Origin: http://evil.example",), ("Origin: null",), (), ("Origin: http://[",),
        ("Origin: http://127.0.0.1:{port}", "Origin: http://evil.example"),
        ("Origin: http://127.0.0.1:{port}.evil.example",), ("Origin: http://evil@127.0.0.1:{port}",),
    ],
)  # fmt: skip
def test_only_our_own_page_opens_a_socket(server, inside, lines):
    told = [line.replace("{port}", str(server.port)) for line in lines]
    head = request(server, "GET", "/_stcore/stream", *UPGRADE, KEY, *told, cookie_of(inside))
    assert status(raw(server, head.replace(b"Connection: close\r\n", b""))) in (400, 403)


def test_a_socket_under_another_host_name_is_refused(server, inside):
    for host in ("evil.example", f"evil.example:{server.port}", "127.0.0.1.evil.example"):
        lines = (*UPGRADE, KEY, f"Origin: http://{host}", cookie_of(inside))
        head = request(server, "GET", "/_stcore/stream", *lines, host=host)
        assert status(raw(server, head.replace(b"Connection: close\r\n", b""))) == 403


@pytest.mark.parametrize(
    "line",
    [
        "X-Twoplans-Person: 0 wang x",
        "x-twoplans-person: wang",
        "X-Remote-User: wang",
        "X-Forwarded-User: wang",
    ],
)
def test_no_header_makes_a_leader_an_administrator(inside, line):
    name, _, value = line.partition(": ")
    with stream(inside, **{name: value}) as opened:
        rerun(opened)
        text = b"".join(one.SerializeToString() for one in shown(opened)).decode("utf-8", "replace")
    assert "领导某" in text
    assert "王芳" not in text


@pytest.mark.parametrize(
    "data", [b"\xff" * 200, b"", b"\x0a\xff\xff\xff\xff\x0f", os.urandom(3000), "text", b"\x08\x01" * 9000]
)
def test_garbage_ends_a_socket_at_most(server, inside, data):
    with stream(inside) as opened, suppress(ConnectionClosed):
        opened.send(data)
        rerun(opened)
        shown(opened)
    assert serves(server)
    with stream(inside) as opened:
        rerun(opened)
        assert shown(opened)


def test_a_huge_message_ends_its_socket(server, inside):
    with stream(inside) as opened:
        with suppress(ConnectionClosed):
            for _ in range(3):
                opened.send(b"\x12" * (9 * 2**20))
        assert ended(opened)
    assert serves(server)


def test_a_message_in_endless_pieces_ends_its_socket(server, inside):
    def pieces():
        for _ in range(12):
            yield b"\x12" * 2**20

    with stream(inside) as opened:
        with suppress(ConnectionClosed):
            opened.send(pieces())
        assert ended(opened)
    assert serves(server)


def test_a_packed_bomb_is_not_unpacked(server, inside):
    """20 kB that would be 20 MB."""
    packer = zlib.compressobj(9, wbits=-12)
    packed = b"".join(packer.compress(b"\0" * 2**20) for _ in range(20)) + packer.flush(zlib.Z_SYNC_FLUSH)
    packed = packed.removesuffix(b"\x00\x00\xff\xff")
    assert len(packed) < 200_000
    with plain(server) as made:
        lines = (
            *UPGRADE,
            KEY,
            f"Origin: {inside.origin}",
            cookie_of(inside),
            "Sec-WebSocket-Extensions: permessage-deflate",
        )
        made.sendall(request(server, "GET", "/_stcore/stream", *lines).replace(b"Connection: close\r\n", b""))
        assert made.recv(12) == b"HTTP/1.1 101"
        mask = b"\0\0\0\0"  # no masking at all, as far as the bytes go
        made.sendall(b"\xc2\xff" + len(packed).to_bytes(8, "big") + mask + packed)
        answer = read(made, 20)
    assert b"\x88" in answer  # a closing frame
    assert serves(server)


def test_a_socket_that_reads_nothing_holds_up_nobody(server, inside):
    with stream(inside) as idle:
        for _ in range(5):
            rerun(idle)
        with stream(inside) as opened:
            rerun(opened)
            assert shown(opened)
    assert serves(server)


def test_one_sign_in_opens_a_bounded_number_of_sockets(server):
    browser = Browser(server)
    browser.sign_in("office")
    with ExitStack() as held:
        for _ in range(MOST_SOCKETS):
            held.enter_context(stream(browser))
        with pytest.raises(InvalidStatus):
            stream(browser)
        other = Browser(server)
        other.sign_in("office")
        held.enter_context(stream(other))
    for _ in range(40):  # closed ones count no more, as soon as the server has noticed
        with suppress(InvalidStatus), stream(browser):
            return
        time.sleep(0.25)
    pytest.fail("closed sockets still count")


def test_another_s_page_is_not_taken_over_by_its_number(server, inside):
    """The framework lets a page that lost its connection go on by a number: only to the same sign-in."""
    with stream(inside) as opened:
        rerun(opened)
        number = session_id(shown(opened))
    other = Browser(server)
    other.sign_in("office")
    with stream(other, protocols=("streamlit", "x", number)) as opened:
        rerun(opened)
        assert session_id(shown(opened)) != number
    with stream(inside, protocols=("streamlit", "x", number)) as opened:
        rerun(opened)
        assert session_id(shown(opened)) == number


def test_no_page_outlives_its_sign_in(server):
    """Sign out and in again as somebody else: the number of the page before leads nowhere."""
    browser = Browser(server)
    browser.sign_in("office")
    with stream(browser) as opened:
        rerun(opened)
        number = session_id(shown(opened))
    browser.send("/account/sign-out", {})
    browser.sign_in("leader")
    with stream(browser, protocols=("streamlit", "x", number)) as opened:
        rerun(opened)
        assert session_id(shown(opened)) != number


@pytest.mark.parametrize(
    "kind",
    [
        "debug_shutdown_runtime",
        "debug_disconnect_websocket",
        "clear_cache",
        "set_run_on_save",
        "load_git_info",
        "stop_script",
    ],
)
def test_the_framework_s_levers_move_nothing(server, inside, kind):
    with stream(inside) as opened:
        message = BackMsg()
        setattr(message, kind, True)
        opened.send(message.SerializeToString())
        rerun(opened)
        assert shown(opened)
    assert serves(server)


def test_answers_to_a_broken_request_tell_nothing(server):
    lines = (*UPGRADE, "Sec-WebSocket-Key: short", f"Origin: http://127.0.0.1:{server.port}")
    answer = raw(
        server, request(server, "GET", "/_stcore/stream", *lines).replace(b"Connection: close\r\n", b"")
    )
    assert status(answer) in (400, 403)
    assert not re.search(rb"Traceback|site-packages", answer)
