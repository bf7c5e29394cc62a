"""Bounds on what a client sends: so much, and not more slowly than that."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

MB = 2**20
FORM = 64 * 1024
OTHER = 1 * MB
UPLOAD = 210 * MB
COMMAND = 512 * MB
HEAD_SECONDS = 20.0
"""Within so many seconds a request's head must be there."""
MOST_CONNECTIONS = 300
"""So many requests at once from one address; open pages count no more once their WebSocket stands."""
MOST_FILES = 65_536
CHUNK_SECONDS = 30.0
"""Within so many seconds the next part of a body must come."""


def bound_of(path: str) -> int:
    """Most bytes that a request to this path may carry."""
    if path.startswith("/_stcore/upload_file/"):
        return UPLOAD
    if path == "/twoplans/command":
        return COMMAND
    return FORM if path.startswith("/account/") else OTHER


def allow_many_files() -> None:
    """Ask the system for as many open connections as it gives; many give 256 or 1024 unasked."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


class TooMuch(Exception):  # noqa: N818 - says what is the matter
    """A body is larger, or slower, than allowed; `status` is the answer."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Body:
    """Hands on a request's body while it keeps within its bounds."""

    def __init__(self, receive: Any, bound: int) -> None:
        self._receive, self._left = receive, bound
        self._whole = False
        self.broken: int | None = None

    async def __call__(self) -> Any:
        """The next part. Raises TooMuch."""
        if self._whole:  # what still comes is that the client has gone, whenever it will
            return await self._receive()
        try:
            message = await asyncio.wait_for(self._receive(), CHUNK_SECONDS)
        except TimeoutError:
            self.broken = 408
            raise TooMuch(408) from None
        if message["type"] == "http.request":
            self._left -= len(message.get("body", b""))
            self._whole = not message.get("more_body", False)
            if self._left < 0:
                self.broken = 413
                raise TooMuch(413)
        return message


class Protocol(H11Protocol):
    """uvicorn's HTTP with bounds on the time in which a request's head must come, and on how many at once.

    `trusted`: proxies, from which everybody comes.
    """

    trusted: tuple[str, ...] = ()
    _head: asyncio.TimerHandle | None = None
    _upgraded = False

    def connection_made(self, transport: Any) -> None:
        """A client came: its request must follow."""
        super().connection_made(transport)
        here = from_(self)
        same = [one for one in self.connections if isinstance(one, Protocol) and from_(one) == here]
        if here not in self.trusted and len(same) > MOST_CONNECTIONS:
            transport.abort()
            return
        self._expect_head()

    def data_received(self, data: bytes) -> None:
        """Something came: when the head is whole, there is no more hurry."""
        super().data_received(data)
        if self._upgraded or (self.cycle is not None and not self.cycle.response_complete):
            self._head_came()
        elif self._head is None and not self.transport.is_closing():
            self._expect_head()

    def handle_websocket_upgrade(self, event: Any) -> None:
        """The connection goes to the WebSocket's own code."""
        self._upgraded = True
        self._head_came()
        super().handle_websocket_upgrade(event)

    def connection_lost(self, exc: Exception | None) -> None:
        """The client has gone."""
        self._head_came()
        super().connection_lost(exc)

    def _expect_head(self) -> None:
        self._head = self.loop.call_later(HEAD_SECONDS, self._too_slow)

    def _head_came(self) -> None:
        if self._head is not None:
            self._head.cancel()
            self._head = None

    def _too_slow(self) -> None:
        self._head = None
        busy = self.cycle is not None and not self.cycle.response_complete
        if not busy and not self.transport.is_closing():
            self.transport.abort()


def from_(connection: Protocol) -> str:
    """The address at the other end of a connection."""
    return connection.client[0] if connection.client else ""
