"""Only requests that name this server come in: no web page elsewhere reaches it by a name of its own."""

from __future__ import annotations

import re
from typing import Any

from dashboard.auth.clients import is_literal
from dashboard.auth.terms import LOOPBACK


class HostGate:
    """ASGI middleware: answers only requests that name this server.

    `literal`: an address in numbers is right as well (no page elsewhere can have it as its name).
    """

    def __init__(self, app: Any, hosts: tuple[str, ...] = LOOPBACK, *, literal: bool = False) -> None:
        self.app = app
        self.hosts = tuple(host.lower() for host in hosts)
        self.literal = literal

    async def __call__(self, scope: dict, receive: Any, send: Any) -> None:
        """Pass on a request that names this server; refuse any other with 403."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        named = next((value for key, value in scope["headers"] if key == b"host"), b"").decode("latin-1")
        host = _host_name(named).lower()
        if host not in self.hosts and not (self.literal and is_literal(host)):
            await _refuse(scope, send)
            return
        await self.app(scope, receive, send)


def _host_name(header: str) -> str:
    """The name in a Host header without its port: `[::1]:8501` -> `::1`."""
    found = re.fullmatch(r"\[([0-9A-Fa-f:.]+)\](?::\d*)?|([^:\[\]]*)(?::\d*)?", header)
    return (found[1] or found[2]) if found else ""


async def _refuse(scope: dict, send: Any) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    text = "这个网址不在本系统接受的范围内。管理员可以在启动时加上 --allowed-host 网址中的主机名。"
    await send({"type": "http.response.body", "body": text.encode()})
