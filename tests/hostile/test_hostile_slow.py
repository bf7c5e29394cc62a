"""Clients that are slow, many or greedy: others are served meanwhile."""

import time
from contextlib import ExitStack, suppress

import pytest
from door_kit import Browser
from hostile_kit import cookie_of, plain, read, request, serves, status

from dashboard.auth import limits

HALF = b"POST /account/sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\n"


def gone(made, seconds=1) -> bool:
    """Whether the server has ended a connection."""
    made.settimeout(seconds)
    try:
        return made.recv(1) == b""
    except TimeoutError:
        return False
    except OSError:
        return True


def test_half_a_request_from_many_leaves_room_for_others(server):
    with ExitStack() as held:
        many = [held.enter_context(plain(server)) for _ in range(limits.MOST_CONNECTIONS - 20)]
        for made in many:
            made.sendall(HALF)
        assert serves(server)
        assert not gone(many[0], 0.2)


def test_one_address_has_so_many_connections_and_no_more(server):
    with ExitStack() as held:
        many = [held.enter_context(plain(server)) for _ in range(limits.MOST_CONNECTIONS + 60)]
        for made in many:
            with suppress(OSError):
                made.sendall(HALF)
        time.sleep(1)
        assert sum(gone(made, 0.01) for made in many) >= 40
    for _ in range(40):
        with suppress(OSError):
            if serves(server):
                return
        time.sleep(0.25)
    pytest.fail("the server did not recover")


@pytest.mark.long
def test_a_head_that_comes_byte_by_byte_is_not_waited_for(server):
    with plain(server) as made:
        for sign in HALF[: int(limits.HEAD_SECONDS) + 6]:
            with suppress(OSError):
                made.sendall(bytes([sign]))
            time.sleep(1)
        assert gone(made)


@pytest.mark.long
@pytest.mark.parametrize("line", ["Content-Length: 5000", "Transfer-Encoding: chunked"])
def test_a_body_that_stops_is_not_waited_for(server, inside, line):
    told = (line, f"Origin: {inside.origin}", "Content-Type: application/x-www-form-urlencoded")
    with plain(server, limits.CHUNK_SECONDS + 60) as made:
        made.sendall(
            request(server, "POST", "/account/password", *told, cookie_of(inside)) + b"5\r\nhello\r\n"
        )
        assert serves(server)
        answer = read(made, limits.CHUNK_SECONDS + 30)
    assert status(answer) == 408


@pytest.mark.parametrize("told", ["70000", "999999999999", "-1", "x"])
def test_a_length_that_is_too_long_is_refused_before_the_body_comes(server, inside, told):
    lines = (f"Content-Length: {told}", f"Origin: {inside.origin}", cookie_of(inside))
    with plain(server) as made:
        made.sendall(request(server, "POST", "/account/password", *lines))
        assert status(made.recv(100)) in (400, 413)


def test_chunks_without_end_are_cut_off(server, inside):
    lines = ("Transfer-Encoding: chunked", f"Origin: {inside.origin}", cookie_of(inside))
    with plain(server) as made:
        made.sendall(request(server, "POST", "/account/password", *lines))
        with suppress(OSError):
            for _ in range(200):
                made.sendall(b"4000\r\n" + b"x" * 0x4000 + b"\r\n")
        assert status(read(made)) in (0, 413)
    assert serves(server)


def test_a_stranger_s_upload_is_not_even_received(server):
    lines = ("Content-Length: 200000000", f"Origin: http://127.0.0.1:{server.port}", "X-Xsrftoken: x")
    with plain(server) as made:
        made.sendall(request(server, "PUT", "/_stcore/upload_file/x/y", *lines))
        assert status(made.recv(100)) == 401


def test_a_client_that_reads_nothing_holds_up_nobody(server, inside):
    with ExitStack() as held:
        for _ in range(30):
            made = held.enter_context(plain(server))
            made.sendall(request(server, "GET", "/", cookie_of(inside), "Accept: text/html") * 3)
        start = time.perf_counter()
        assert serves(server)
        assert inside.get("/account/alive").status == 204
        assert time.perf_counter() - start < 20


def test_an_upload_needs_the_page_s_own_token(server, inside):
    """A form elsewhere cannot send one: origin, cookie and token must all be right."""
    head = ("Content-Length: 0", cookie_of(inside))
    origin = f"Origin: {inside.origin}"
    for lines in ((), ("Origin: http://evil.example",), (origin,), (origin, "X-Xsrftoken: forged")):
        with plain(server) as made:
            made.sendall(request(server, "PUT", "/_stcore/upload_file/0-0/1", *head, *lines))
            assert status(made.recv(100)) in (403, 404)
    assert Browser(server).get("/health").text == "ok"


def test_a_person_uploads_only_so_much_in_an_hour(server):
    made = Browser(server)
    made.sign_in("guard")
    lines = ("Content-Length: 200000000", f"Origin: {made.origin}", cookie_of(made))
    answers = []
    for _ in range(11):  # each told before it is sent: the server need not receive it to know
        with plain(server) as held:
            held.sendall(request(server, "PUT", "/_stcore/upload_file/0-0/1", *lines))
            answers.append(read(held))
    assert [status(answer) for answer in answers] == [404] * 10 + [429]
    assert "一小时内最多上传" in answers[-1].decode("utf-8", "replace")
    assert "上传太多，被拒绝" in server.cli("audit", "list").stdout
    other = Browser(server)
    other.sign_in("li")
    with plain(server) as held:
        held.sendall(request(server, "PUT", "/_stcore/upload_file/0-0/1", *lines[:2], cookie_of(other)))
        assert status(read(held)) == 404
