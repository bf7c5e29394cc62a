"""The web server: one process that owns the store, bound to this computer while nobody has an account.

Streamlit runs as an ASGI app behind two gates: the host name must be one of this server's (so that a
web page elsewhere cannot reach it by a name of its own), and who has no session is sent to the sign-in
page. The command route wants the token that stands in a file only this user can read.
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
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashboard.address import (
    COMMAND_PATH,
    bind,
    from_here,
    open_browser,
    refuse_other_hosts,
    server_note,
)
from dashboard.auth.host_gate import HostGate
from dashboard.auth.terms import LOOPBACK, Terms

if TYPE_CHECKING:
    from dashboard.auth.door import Door

APP = Path(__file__).resolve().parent / "app.py"
log = logging.getLogger(__name__)


def command_route(store: Path, token: str) -> Any:
    """The route by which command lines on this computer use the store that the server holds."""
    from starlette.requests import Request
    from starlette.responses import JSONResponse
    from starlette.routing import Route

    async def answer(request: Request) -> JSONResponse:
        given = request.headers.get("x-twoplans-token", "")
        if not hmac.compare_digest(given.encode(), token.encode()):
            return JSONResponse({"error": "no token"}, status_code=403)
        try:
            body = json.loads(await request.body())
            files = [(str(item["name"]), base64.b64decode(item["data"])) for item in body.get("files", [])]
            command, options = body["command"], dict(body.get("options", {}))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return JSONResponse({"error": "not a command"}, status_code=400)
        try:
            outcome = await asyncio.to_thread(_run_here, store, command, files, options)
        except KeyError:  # no such command, or one without what it needs
            log.exception("a command was not understood")
            return JSONResponse({"error": "not a command"}, status_code=400)
        return JSONResponse(outcome)

    return Route(COMMAND_PATH, answer, methods=["POST"])


def _run_here(store: Path, command: str, files: list[tuple[str, bytes]], options: dict) -> dict:
    """Run one command on the store this process holds; the answer as plain JSON."""
    from dashboard import commands, runtime

    outcome = commands.run(command, runtime.shared_store(store), files, options)
    return {"records": outcome.records, "exit": outcome.exit, "messages": outcome.messages}


def build_app(store: Path, token: str, door: Door) -> Any:
    """The ASGI app: Streamlit's pages and the command route, behind the gates of host and sign-in."""
    import streamlit as st
    from starlette.middleware import Middleware

    from dashboard.auth.gate import Gate
    from dashboard.bound import Bound

    os.environ["TWOPLANS_STORE"] = str(store)
    hosts = Middleware(HostGate, hosts=door.terms.hosts, literal=door.terms.literal_hosts)
    gates = [hosts, Middleware(Gate, door=door), Middleware(Bound, owner=_owner)]
    app = st.App(APP, routes=[command_route(store, token)], middleware=gates)
    _quiet_settings()
    return app


def _owner(scope: dict[str, Any]) -> str | None:
    """Whose the files in memory are that a request behind the gate asks for; None without accounts."""
    from dashboard.auth.identity import visitor_of
    from dashboard.bound import signed_in

    here = visitor_of({key.decode("latin-1"): value.decode("latin-1") for key, value in scope["headers"]})
    return signed_in(here.login, scope) if here else None


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


def serve(
    store: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8501,
    browser: bool = True,
    terms: Terms | None = None,
    invite: bool = False,
) -> None:
    """Serve the dashboard on `store` until interrupted. Raises UserError with one clear sentence.

    `invite`: while nobody has an account, print a link by which the first administrator is made.
    """
    from dashboard import restart, runtime
    from dashboard.auth import passwords
    from dashboard.auth.door import open_door
    from dashboard.auth.tls import certificate_text
    from dashboard.backups import Keeper

    earlier = restart.resumed(store)
    try:
        runtime.prepare(store)
        if earlier and earlier.trouble:
            restart.note_trouble(store, earlier.trouble)
        administered = runtime.exists(store) and runtime.shared_store(store).accounts.administered()
        host = refuse_other_hosts(host, administered=administered)
        terms = _named(terms or Terms(), host)
        certificate = certificate_text(terms.certificate)
        sock = earlier.sock if earlier else bind(host, port)
        spare = sock.dup()  # uvicorn closes the other one
        try:
            port = sock.getsockname()[1]
            passwords.warm()
            runtime.expect_pages()
            door = open_door(store, terms)
            token = secrets.token_urlsafe(32)
            settings = _settings(build_app(store, token, door), terms)
            with server_note(store, host, port, token, certificate):
                url = _say_where(door, host, port, invite)
                if browser and not earlier:
                    threading.Timer(1.0, open_browser, (url,)).start()
                keeper = Keeper(store)
                keeper.start()
                try:
                    _run(settings, sock, store if invite else None)
                finally:
                    keeper.stop()
            restart.again(spare)
        finally:
            sock.close()
            spare.close()
    finally:
        runtime.close_all()


def _named(terms: Terms, host: str) -> Terms:
    """The terms with the names that a server bound to `host` answers to."""
    if host in LOOPBACK:
        return terms
    own = (socket.gethostname(), socket.getfqdn())
    return replace(terms, hosts=(*terms.hosts, host, *own), literal_hosts=True)


def _settings(app: Any, terms: Terms) -> Any:
    """How uvicorn serves: what a client may send, and how slowly, is bounded."""
    import uvicorn

    from dashboard.auth.limits import allow_many_files

    allow_many_files()
    os.umask(0o077)  # what the server writes (store, backups, papers) is its own user's alone
    return uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        http=_protocol(terms),
        ws="websockets-sansio",
        ws_max_size=8 * 2**20,  # files come by another way
        proxy_headers=False,  # a forwarded address counts only from --trusted-proxy, see clients.py
        server_header=False,
        limit_concurrency=2000,
        h11_max_incomplete_event_size=64 * 1024,
        timeout_graceful_shutdown=3,
    )


def _protocol(terms: Terms) -> type:
    """How uvicorn speaks with a client: over TLS where there is a certificate."""
    from dashboard.auth.handshake import Secured
    from dashboard.auth.limits import Protocol
    from dashboard.auth.tls import context_of

    if terms.certificate is None:
        return type("Protocol", (Protocol,), {"trusted": terms.trusted})
    own = {"trusted": terms.trusted, "context": context_of(terms.certificate), "begun": Counter()}
    return type("Protocol", (Secured,), own)


def _run(settings: Any, sock: socket.socket, store: Path | None) -> None:
    """Serve until interrupted, or until a backup shall take the place of the store (None: it may not)."""
    import uvicorn

    from dashboard import restart
    from indicators.store.opening import is_lake

    server = uvicorn.Server(settings)

    def end() -> None:
        server.should_exit = True

    with suppress(KeyboardInterrupt):
        if store is None or is_lake(store):
            server.run(sockets=[sock])
        else:
            with restart.offered(store, end):
                server.run(sockets=[sock])


def _say_where(door: Door, host: str, port: int, invite: bool) -> str:
    """Print the address, and the link for the first administrator while there is none."""
    scheme = "https" if door.terms.certificate else "http"
    here = from_here(host)
    url = f"{scheme}://{'[' + here + ']' if ':' in here else here}:{port}"
    print(f"两规划监测已启动：{url}\n用浏览器打开上面的地址；要结束，按 Ctrl+C。", file=sys.stderr)
    if invite and not door.required():
        print(
            "目前只有本机能用，不需要登录。要给多人使用，先打开下面的链接建立第一个管理员"
            f"（一小时内有效，只能用一次）：\n{url}/account/first?key={door.open_first()}",
            file=sys.stderr,
        )
    elif host not in LOOPBACK:
        print(
            f"同一网络里的人用这台计算机的地址打开，例如 {scheme}://{socket.gethostname()}:{port}",
            file=sys.stderr,
        )
        if scheme == "http":
            print(
                "注意：没有加密（TLS），密码会在网络上明文传送。请用 --tls-cert 和 --tls-key。",
                file=sys.stderr,
            )
    sys.stderr.flush()
    return url
