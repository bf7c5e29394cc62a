"""The web server: one process that owns the store, bound to this computer only.

Streamlit runs as an ASGI app behind two gates: the host name must be this computer's (so that a web
page elsewhere cannot reach it by a name of its own), and the command route wants the token that
stands in a file only this user can read.
"""

from __future__ import annotations

import asyncio
import base64
import hmac
import json
import logging
import os
import secrets
import socket
import sys
import threading
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from dashboard.messages import UserError

LOOPBACK = ("127.0.0.1", "localhost", "::1")
COMMAND_PATH = "/twoplans/command"
MAX_COMMAND_BYTES = 512 * 2**20
APP = Path(__file__).resolve().parent / "app.py"
log = logging.getLogger(__name__)


def note_path(store: Path) -> Path:
    """The file beside a store that tells command lines how to ask the server that holds it."""
    return store.with_name(store.name + ".server.json")


def refuse_other_hosts(host: str) -> str:
    """The host to bind to. Raises UserError for anything but this computer itself."""
    if host not in LOOPBACK:
        raise UserError(
            f"不能在地址 {host} 上提供服务：目前没有用户登录，同一网络里的任何人都能看到和改动数据。"
            "请去掉 --host，只在本机使用（127.0.0.1）；多人使用要等账号功能启用之后。",
            64,
        )
    return "127.0.0.1" if host == "localhost" else host


def bind(host: str, port: int) -> socket.socket:
    """A bound socket. Raises UserError with one clear sentence when the port is taken or refused."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    if os.name != "nt":
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
    except (OSError, OverflowError) as error:
        sock.close()
        raise UserError(
            f"端口 {port} 打不开，可能已被另一个程序占用（也可能本程序已经在运行）。"
            f"请先在浏览器里试试 http://{host}:{port} ；不行就换一个端口，例如加上 --port {port + 1}。"
        ) from error
    sock.listen(128)
    return sock


@contextmanager
def server_note(store: Path, host: str, port: int, token: str) -> Iterator[None]:
    """While it lasts, the note beside the store names address, token and process; then it is gone."""
    path = note_path(store)
    text = json.dumps({"host": host, "port": port, "token": token, "pid": os.getpid()})
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as note:
        note.write(text)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


class HostGate:
    """ASGI middleware: answers only requests that name this computer, and adds safe headers."""

    HEADERS = (
        (b"x-content-type-options", b"nosniff"),
        (b"x-frame-options", b"DENY"),
        (b"referrer-policy", b"no-referrer"),
    )

    def __init__(self, app: Any, hosts: tuple[str, ...] = LOOPBACK) -> None:
        self.app = app
        self.hosts = hosts

    async def __call__(self, scope: dict, receive: Any, send: Any) -> None:
        """Pass on a request of this computer; refuse any other with 403."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        named = next((value for key, value in scope["headers"] if key == b"host"), b"").decode("latin-1")
        if _host_name(named) not in self.hosts:
            await _refuse(scope, send)
            return

        async def with_headers(message: dict) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", []), *self.HEADERS]}
            await send(message)

        await self.app(scope, receive, with_headers)


def _host_name(header: str) -> str:
    """The name in a Host header without its port: `[::1]:8501` -> `::1`."""
    if header.startswith("["):
        return header[1:].partition("]")[0]
    return header.partition(":")[0]


async def _refuse(scope: dict, send: Any) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": "只接受本机访问。".encode()})


def command_route(store: Path, token: str) -> Any:
    """The route by which command lines on this computer use the store that the server holds."""
    from starlette.requests import Request
    from starlette.responses import JSONResponse
    from starlette.routing import Route

    async def answer(request: Request) -> JSONResponse:
        given = request.headers.get("x-twoplans-token", "")
        if not hmac.compare_digest(given.encode(), token.encode()):
            return JSONResponse({"error": "no token"}, status_code=403)
        if int(request.headers.get("content-length") or 0) > MAX_COMMAND_BYTES:
            return JSONResponse({"error": "too large"}, status_code=413)
        body = json.loads(await request.body())
        outcome = await asyncio.to_thread(_run_here, store, body)
        return JSONResponse(outcome)

    return Route(COMMAND_PATH, answer, methods=["POST"])


def _run_here(store: Path, body: dict) -> dict:
    """Run one command on the store this process holds; the answer as plain JSON."""
    from dashboard import commands, runtime

    files = [(item["name"], base64.b64decode(item["data"])) for item in body.get("files", [])]
    outcome = commands.run(body["command"], runtime.shared_store(store), files, body.get("options", {}))
    return {"records": outcome.records, "exit": outcome.exit, "messages": outcome.messages}


def build_app(store: Path, token: str) -> Any:
    """The ASGI app: Streamlit's pages, the command route, the host gate."""
    import streamlit as st
    from starlette.middleware import Middleware

    os.environ["TWOPLANS_STORE"] = str(store)
    app = st.App(APP, routes=[command_route(store, token)], middleware=[Middleware(HostGate)])
    _quiet_settings()
    return app


def _quiet_settings() -> None:
    """No usage statistics, no English developer menu, whatever the working directory holds."""
    from streamlit import config

    for name, value in {
        "browser.gatherUsageStats": False,
        "global.developmentMode": False,
        "client.toolbarMode": "minimal",
        "client.showErrorDetails": "none",
        "server.fileWatcherType": "none",
        "server.headless": True,
        "runner.postScriptGC": False,  # a full collection after every run costs more than the run
    }.items():
        config.set_option(name, value)


def serve(store: Path, *, host: str = "127.0.0.1", port: int = 8501, browser: bool = True) -> None:
    """Serve the dashboard on `store` until interrupted. Raises UserError with one clear sentence."""
    import uvicorn

    from dashboard import runtime

    host = refuse_other_hosts(host)
    sock = bind(host, port)
    port = sock.getsockname()[1]
    try:
        runtime.prepare(store)
        runtime.expect_pages()
        token = secrets.token_urlsafe(32)
        app = build_app(store, token)
        settings = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            ws="websockets-sansio",
            ws_max_size=256 * 2**20,
            timeout_graceful_shutdown=3,
        )
        url = f"http://{'[' + host + ']' if ':' in host else host}:{port}"
        with server_note(store, host, port, token):
            print(f"两规划监测已启动：{url}\n用浏览器打开上面的地址；要结束，按 Ctrl+C。", file=sys.stderr)
            if browser:
                threading.Timer(1.0, open_browser, (url,)).start()
            with suppress(KeyboardInterrupt):
                uvicorn.Server(settings).run(sockets=[sock])
    finally:
        sock.close()
        runtime.close_all()


def open_browser(url: str) -> None:
    """Show an address in the person's browser; a computer without one is no reason to stop."""
    with suppress(Exception):
        webbrowser.open(url)
