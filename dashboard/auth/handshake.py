"""TLS begun by the connection itself, so that who never finishes the handshake is counted and let go.

uvicorn's own TLS tells of a connection only once its handshake is done: until then nobody counts it,
and it may take a minute.
"""

from __future__ import annotations

import asyncio
import ssl
from collections import Counter
from typing import Any

from dashboard.auth import limits
from dashboard.auth.limits import Protocol

HANDSHAKE_SECONDS = 10.0
"""Within so many seconds the handshake must be done."""


class Secured(Protocol):
    """`Protocol` over TLS; `context` holds the certificate."""

    context: ssl.SSLContext
    begun: Counter[str]
    """Handshakes under way by address; a counter for each server."""
    _secure: asyncio.Task[None] | None = None
    _ready = _lost = False
    _early = b""

    def connection_made(self, transport: Any) -> None:
        """A client came: the handshake first, among so many of its address."""
        there = transport.get_extra_info("peername")
        here = str(there[0]) if there else ""
        standing = sum(isinstance(one, Protocol) and limits.from_(one) == here for one in self.connections)
        if here not in self.trusted and self.begun[here] + standing >= limits.MOST_CONNECTIONS:
            transport.abort()
            return
        self.begun[here] += 1
        transport.pause_reading()
        self._secure = self.loop.create_task(self._shake_hands(transport, here))

    async def _shake_hands(self, plain: Any, here: str) -> None:
        try:
            secured = await self.loop.start_tls(
                plain, self, self.context, server_side=True, ssl_handshake_timeout=HANDSHAKE_SECONDS
            )
        except OSError:  # no TLS, too old a version, too slow, gone
            plain.abort()
            return
        finally:
            self.begun[here] -= 1
            if not self.begun[here]:
                del self.begun[here]
        if self._lost or secured is None:
            return
        self._ready = True
        super().connection_made(secured)
        if self._early:
            early, self._early = self._early, b""
            self.data_received(early)

    def data_received(self, data: bytes) -> None:
        """What came; what came with the end of the handshake waits for it."""
        if self._ready:
            super().data_received(data)
        else:
            self._early += data

    def eof_received(self) -> None:
        """The client sends no more."""
        if self._ready:
            super().eof_received()

    def connection_lost(self, exc: Exception | None) -> None:
        """The client has gone."""
        self._lost = True
        if self._ready:
            super().connection_lost(exc)
