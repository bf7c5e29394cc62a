# ruff: noqa: E501 - tables of addresses
"""Requests as no browser makes them: the gate answers each plainly, opens nothing and tells nothing."""

import re

import pytest
from hostile_kit import cookie_of, raw, request, serves, status

TELLS = re.compile(rb"Traceback|/site-packages/|\.py\b|streamlit\.|uvicorn|Starlette|duckdb", re.IGNORECASE)
"""What an answer to a stranger must not tell."""


@pytest.mark.parametrize(
    "method", ["TRACE", "PUT", "DELETE", "PATCH", "OPTIONS", "CONNECT", "PROPFIND", "GETX"]
)
@pytest.mark.parametrize(
    "path", ["/", "/account/sign-in", "/_stcore/health", "/twoplans/command", "/media/x"]
)
def test_other_methods_get_nothing(server, method, path):
    answer = raw(server, request(server, method, path, "X-Canary: seen-again"))
    assert status(answer) in (400, 401, 403, 404, 405)
    assert b"seen-again" not in answer
    assert not TELLS.search(answer)


@pytest.mark.parametrize(
    "path",
    [
        "/%2e%2e/%2e%2e/etc/passwd", "/static/..%2f..%2f..%2fetc/passwd", "/static/%252e%252e/x", "/%00",
        "/static/../../../../etc/passwd", "/component/twoplans_bridge/../../server.py", "/..;/x", "//etc/passwd",
        "/account/../_stcore/metrics", "/account/%2e%2e/_stcore/stream", "/account/style.css/../../x",
        "/account//sign-in", "/ACCOUNT/sign-in/..", "/\\..\\..\\x", "/" + "a/" * 4000, "/media/" + "9" * 5000,
        "/%ff%fe", "/_stcore/upload_file/%2e%2e/x", "/health/../_stcore/metrics", "/account/style.css%00.js",
        "http://evil.example/", "/?" + "a=1&" * 5000, "/app/static/../../x", "/_stcore/bidi-components/../../x",
    ],
)  # fmt: skip
def test_no_path_leads_past_the_gate(server, path):
    answer = raw(server, request(server, "GET", path))
    assert status(answer) in (200, 303, 400, 401, 403, 404, 414, 431)
    body = answer.partition(b"\r\n\r\n")[2]
    assert b"root:" not in answer
    assert not TELLS.search(answer)
    if status(answer) == 200:  # only what is open to all
        assert "用户名".encode() in body
    if status(answer) == 303:
        place = re.search(rb"location: ([^\r]*)", answer)[1]
        assert place.startswith(b"/account/sign-in")


@pytest.mark.parametrize(
    "path",
    [
        "/%2e%2e/%2e%2e/etc/passwd", "/static/..%2f..%2f..%2fetc/passwd", "/static/%252e%252e/x", "/%00", "/%ff%fe",
        "/component/twoplans_bridge/../../server.py", "/static/../../../../etc/passwd", "/media/../../x",
        "/_stcore/bidi-components/twoplans_bridge/..%2f..%2fserver.py", "/app/static/..%2fserver.py",
        "/static/js/%00", "//evil.example/x", "/\\evil.example/x", "/static//etc/passwd", "/" + "a/" * 4000,
        "/component/" + "%2e%2e%2f" * 10 + "etc/passwd", "/media/" + "9" * 5000, "/?" + "a=1&" * 5000,
    ],
)  # fmt: skip
def test_no_path_leads_out_of_the_program_for_somebody_signed_in(server, inside, path):
    answer = raw(server, request(server, "GET", path, cookie_of(inside), "Accept: text/html"))
    assert status(answer) in (200, 301, 302, 307, 400, 404, 414, 431)
    assert b"root:" not in answer
    assert b"from __future__" not in answer
    place = re.search(rb"\r\nlocation: ([^\r]*)", answer)
    assert place is None or re.match(rb"/[^/\\]", place[1]) or place[1] == b"/"
    if status(answer) >= 400:
        assert not TELLS.search(answer)


@pytest.mark.parametrize(
    "lines",
    [
        ("Content-Length: 5", "Transfer-Encoding: chunked"),
        ("Transfer-Encoding: chunked", "Content-Length: 5"),
        ("Content-Length: 5", "Content-Length: 6"),
        ("Transfer-Encoding: chunked, identity",), ("Transfer-Encoding: xchunked",),
        ("Transfer-Encoding: chunked", "Transfer-Encoding: identity"),
        ("Transfer-Encoding : chunked",), ("Content-Length: +5",), ("Content-Length: 5, 5, 6",),
        ("Content-Length: -1",), ("Content-Length: 0x5",), ("Content-Length: 99999999999999999999",),
        ("Host: evil.example",), ("X: a\x00b",), (" folded: x",),
    ],
)  # fmt: skip
def test_a_request_that_two_servers_would_read_apart_is_refused(server, lines):
    """What follows must never be taken for a request of its own (request smuggling)."""
    smuggled = "0\r\n\r\nGET /health HTTP/1.1\r\nHost: x\r\n\r\n"
    answer = raw(server, request(server, "POST", "/account/sign-in", *lines, body=smuggled))
    assert status(answer) in (400, 403, 413, 501)
    assert answer.count(b"HTTP/1.1 ") == 1
    assert not answer.endswith(b"ok")


@pytest.mark.parametrize(
    "host", ["127.0.0.1\tx", "127.0.0.1/@evil", "evil.example:80@127.0.0.1", "[::1", "127.1"]
)
def test_odd_host_names_are_not_answered(server, host):
    assert status(raw(server, request(server, "GET", "/account/sign-in", host=host))) in (400, 403)


@pytest.mark.parametrize(
    "line", ["X-Forwarded-Host: evil.example", "Forwarded: host=evil.example", "X-Host: evil"]
)
def test_a_host_told_in_another_header_changes_nothing(server, line):
    answer = raw(server, request(server, "GET", "/units", line, "Accept: text/html"))
    assert status(answer) == 303
    assert b"evil" not in answer


def test_a_host_says_nothing_in_the_policy_that_it_must_not(server, inside):
    host = f"127.0.0.1:{server.port};script-src*"
    answer = raw(server, request(server, "GET", "/", cookie_of(inside), "Accept: text/html", host=host))
    assert b"script-src*" not in answer


@pytest.mark.parametrize(
    "origin", ["http://[", "http://[::1", "//", "http://127.0.0.1:99999999", "\xff", "a" * 9000]
)
def test_an_odd_origin_is_another_origin(server, inside, origin):
    for path in ("/account/sign-out", "/_stcore/upload_file/a/b"):
        answer = raw(server, request(server, "POST", path, cookie_of(inside), f"Origin: {origin}"))
        assert status(answer) == 403


def test_a_flood_of_headers_is_refused(server):
    many = [f"X-{number}: {'y' * 60}" for number in range(3000)]
    assert status(raw(server, request(server, "GET", "/", *many))) in (400, 431)
    one = "X: " + "y" * 200_000
    assert status(raw(server, request(server, "GET", "/", one))) in (400, 431)
    assert serves(server)


@pytest.mark.parametrize(
    "data", [b"\x16\x03\x01\x02\x00\x01\x00", b"\x00" * 5000, b"GET\r\n\r\n", b"\r\n" * 40_000, b"{}\n"]
)
def test_garbage_is_no_request(server, data):
    assert status(raw(server, data + b"\r\n\r\n")) in (0, 400, 431)
    assert serves(server)


COOKIES = [
    "twoplans_session=", "twoplans_session=x; twoplans_session=y", "twoplans_session=\"a\\\"", "=;;;=;",
    "twoplans_session=" + "A" * 30_000, "__Host-twoplans=x", "twoplans_session=%00", "twoplans_session=\xe9\xff",
    "TWOPLANS_SESSION=x", "; ".join(f"c{n}=1" for n in range(2000)),
]  # fmt: skip


@pytest.mark.parametrize("cookie", COOKIES)
def test_a_made_up_cookie_is_no_session(server, cookie):
    answer = raw(server, request(server, "GET", "/", f"Cookie: {cookie}", "Accept: text/html"))
    assert status(answer) in (303, 400, 431)


def test_a_real_cookie_is_of_no_use_cut_or_changed(server, inside):
    token = inside.session()
    other = token[:-1] + ("A" if token[-1] != "A" else "B")
    tries = [token[:-1], token + "A", token.swapcase(), token[::-1], other, f" {token[1:]}"]
    for forged in tries:
        answer = raw(
            server, request(server, "GET", "/", f"Cookie: twoplans_session={forged}", "Accept: text/html")
        )
        assert status(answer) == 303, forged
    # under TLS alone the other name counts
    answer = raw(server, request(server, "GET", "/", f"Cookie: __Host-twoplans={token}", "Accept: text/html"))
    assert status(answer) == 303


def test_what_shows_data_is_kept_by_no_cache(inside):
    for path in ("/", "/units", "/upload?x=1", "/media/none.xlsx", "/_stcore/health", "/_stcore/host-config"):
        assert inside.get(path).headers["cache-control"] == "no-store"


def test_the_framework_s_files_tell_no_stranger_its_version(server):
    for path in (
        "/static/",
        "/static/js/",
        "/index.html",
        "/manifest.json",
        "/robots.txt",
        "/_stcore/",
        "/docs",
    ):
        answer = raw(server, request(server, "GET", path, "Sec-Fetch-Mode: no-cors"))
        assert status(answer) == 401, path
        assert not TELLS.search(answer)


@pytest.mark.parametrize(
    "place",
    [
        "//evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)", "/\t/evil.example",
        "/\n/evil.example", "https:evil.example", "///evil.example", "/account/../..//evil.example", " //evil.example",
        "/%0d%0aSet-Cookie:x=1", "data:text/html,x", "/\u2028/evil", "@evil.example", "/" + "x" * 3000,
    ],
)  # fmt: skip
def test_signing_in_leads_to_a_page_of_ours(server, browser, place):
    came = browser.sign_in("leader", next=place)
    assert came.status == 303
    assert came.place.startswith("/")
    assert not came.place.startswith(("//", "/\\"))
    assert "\n" not in came.place
    names = {cookie.partition("=")[0] for cookie in came.cookies}
    assert names == {"twoplans_session", "twoplans_form", "twoplans_device"}
