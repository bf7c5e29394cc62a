"""A client that sends its request drop by drop loses its place; one that waits for answers does not."""

import asyncio
import socket
import threading
import time

import pytest
import uvicorn
from websockets.sync.client import connect

from dashboard.auth import limits

HEAD = 0.5


async def app(scope, receive, send):
    """Answers a request after a while, and a WebSocket at each message."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        while (await receive())["type"] == "websocket.receive":
            await send({"type": "websocket.send", "text": "here"})
    elif scope["type"] == "http":
        body = limits.Body(receive, 100)
        try:
            while (await body()).get("more_body"):
                pass
            await asyncio.sleep(2 * HEAD)
            status = 200
        except limits.TooMuch as error:
            status = error.status
        await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})


@pytest.fixture
def port(monkeypatch):
    monkeypatch.setattr(limits, "HEAD_SECONDS", HEAD)
    monkeypatch.setattr(limits, "CHUNK_SECONDS", HEAD)
    sock = socket.socket()
    sock.bind(("127.0.0.1", 0))
    settings = uvicorn.Config(
        app,
        http=limits.Protocol,
        ws="websockets-sansio",
        lifespan="off",
        log_level="error",
        timeout_keep_alive=60,
    )
    server = uvicorn.Server(settings)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True)
    thread.start()
    for _ in range(600):
        if server.started:
            break
        time.sleep(0.05)
    yield sock.getsockname()[1]
    server.should_exit = True
    thread.join(20)


def said(port, *parts, pause=0.0):
    """What comes back for these bytes; b"" where the server hangs up."""
    with socket.create_connection(("127.0.0.1", port), 30) as client:
        for part in parts:
            client.sendall(part)
            time.sleep(pause)
        try:
            return client.recv(100)
        except ConnectionResetError:
            return b""


def test_a_request_that_never_ends_loses_its_place(port):
    assert said(port, b"GET / HTTP/1.1\r\nHost: a\r\n") == b""
    assert said(port, b"") == b""


def test_drops_do_not_buy_time(port):
    with socket.create_connection(("127.0.0.1", port), 30) as client:
        client.sendall(b"GET / HTTP/1.1\r\n")
        began = time.monotonic()
        try:
            for _ in range(400):
                client.sendall(b"X-A: b\r\n")
                time.sleep(0.1)
            pytest.fail("forty seconds of drops were listened to")
        except OSError:
            pass
        assert time.monotonic() - began < 30


def test_a_body_that_stops_coming_is_refused(port):
    head = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\n\r\n"
    assert said(port, head, b"x").startswith(b"HTTP/1.1 408")
    assert said(port, head.replace(b"50", b"101"), b"x" * 101).startswith(b"HTTP/1.1 413")


def test_an_answer_that_takes_long_is_waited_for(port):
    whole = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
    assert said(port, whole).startswith(b"HTTP/1.1 200")
    with socket.create_connection(("127.0.0.1", port), 30) as client:
        for _ in range(2):  # the second request of a connection as the first
            client.sendall(whole)
            assert client.recv(200).startswith(b"HTTP/1.1 200")


def test_a_websocket_may_be_silent(port):
    with connect(f"ws://127.0.0.1:{port}/", proxy=None, open_timeout=30) as opened:
        time.sleep(4 * HEAD)
        opened.send("?")
        assert opened.recv(timeout=30) == "here"
