"""TLS: old versions are refused, who never finishes the handshake is let go, others are served meanwhile."""

import http.client
import socket
import ssl
import threading
import time
import warnings
from collections import Counter
from contextlib import ExitStack, closing, suppress

import pytest
import uvicorn

from dashboard.auth import handshake, limits
from dashboard.auth.handshake import Secured
from dashboard.auth.tls import context_of
from tests.app.test_door_ways import write_pair

WAIT = 1.0


async def app(scope, receive, send):
    """Says hello."""
    if scope["type"] == "http":
        await receive()
        words = scope["scheme"].encode()
        length = str(len(words)).encode()
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", length)]})
        await send({"type": "http.response.body", "body": words})


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    return write_pair(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def port(monkeypatch, pair):
    monkeypatch.setattr(handshake, "HANDSHAKE_SECONDS", WAIT)
    kind = type("P", (Secured,), {"trusted": (), "context": context_of(pair), "begun": Counter()})
    server = uvicorn.Server(
        uvicorn.Config(app, http=kind, log_level="error", lifespan="off", timeout_graceful_shutdown=1)
    )
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        sock.listen(500)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True)
        thread.start()
        port = sock.getsockname()[1]
        while not server.started:
            time.sleep(0.02)
        yield port
        assert not kind.begun, "every handshake was counted out again"
        server.should_exit = True
        thread.join(10)


def ask(port, pair, **terms) -> str:
    context = ssl.create_default_context(cafile=str(pair[0]))
    for name, value in terms.items():
        setattr(context, name, value)
    with closing(http.client.HTTPSConnection("127.0.0.1", port, timeout=10, context=context)) as made:
        made.request("GET", "/")
        return made.getresponse().read().decode()


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3], ids=["1.2", "1.3"])
def test_what_is_asked_right_after_the_handshake_is_answered(port, pair, version):
    for _ in range(20):
        assert ask(port, pair, minimum_version=version, maximum_version=version) == "https"


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1], ids=["1.0", "1.1"])
def test_older_versions_are_refused(port, pair, version):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = context.maximum_version = version
    context.set_ciphers("ALL:@SECLEVEL=0")
    raw = socket.create_connection(("127.0.0.1", port), timeout=5)
    with closing(raw), pytest.raises((ssl.SSLError, OSError)):
        context.wrap_socket(raw)
    assert ask(port, pair) == "https"


@pytest.mark.parametrize("cipher", ["NULL", "RC4", "3DES", "aNULL", "EXPORT", "MD5", "CBC"])
def test_no_weak_cipher_is_offered(pair, cipher):
    names = [item["name"] for item in context_of(pair).get_ciphers()]
    assert names
    assert not any(cipher in name for name in names)


@pytest.mark.parametrize("first", [b"", b"\x16\x03\x01", b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"])
def test_many_who_never_finish_hold_up_nobody_and_are_let_go(port, pair, first):
    with ExitStack() as held:
        many = [
            held.enter_context(closing(socket.create_connection(("127.0.0.1", port)))) for _ in range(200)
        ]
        for made in many:
            with suppress(OSError):
                made.sendall(first)
        assert ask(port, pair) == "https"
        end = time.monotonic() + 5 * WAIT
        for made in many:
            made.settimeout(max(0.01, end - time.monotonic()))
            with suppress(ConnectionError):
                while made.recv(100):
                    pass


def test_an_address_has_so_many_handshakes_at_once(port, pair, monkeypatch):
    monkeypatch.setattr(limits, "MOST_CONNECTIONS", 20)
    with ExitStack() as held:
        many = [held.enter_context(closing(socket.create_connection(("127.0.0.1", port)))) for _ in range(60)]
        time.sleep(WAIT / 2)
        gone = 0
        for made in many:
            made.setblocking(False)
            try:
                gone += made.recv(1) == b""
            except BlockingIOError:
                pass
            except OSError:
                gone += 1
        assert gone == 40
    time.sleep(0.2)
    assert ask(port, pair) == "https"
