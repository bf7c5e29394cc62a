"""A WebSocket watched while its session lasts."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from dashboard.auth.door import Door
from dashboard.auth.sessions import Session, owner_of
from dashboard.auth.sockets import is_lever, number_of
from indicators.store import StoreError

log = logging.getLogger(__name__)
ENDED = 4401
"""The code with which a WebSocket is closed whose session is over."""


class Watch:
    """Stands between a WebSocket and the app, and closes it when the session is over."""

    def __init__(self, door: Door, session: Session | None, receive: Any, send: Any) -> None:
        self._door, self._session = door, session
        self._receive, self._send = receive, send
        self._known = False
        self._over = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._coming: asyncio.Task[Any] | None = None
        self._ended = asyncio.ensure_future(self._over.wait())
        if session is not None:
            door.sessions.listen(session, self._tell)

    def _tell(self) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._over.set)

    async def receive(self) -> Any:
        """The next message, or that the client has gone once the session is over."""
        while True:
            if self._coming is None:
                self._coming = asyncio.ensure_future(self._receive())
            await asyncio.wait(
                {self._coming, self._ended}, timeout=self._left(), return_when=asyncio.FIRST_COMPLETED
            )
            if not self._valid():
                return await self._shut()
            if self._coming.done():
                message = self._coming.result()
                self._coming = None
                if is_lever(message.get("bytes") or b""):
                    continue
                if self._session is not None and message["type"] == "websocket.receive":
                    self._door.sessions.touch(self._session)
                return message

    def _left(self) -> float | None:
        if self._session is None:
            return None
        return max(0.05, self._door.sessions.remaining(self._session) + 0.05)

    def _valid(self) -> bool:
        """Whether the session still counts; who came in without one may stay while nobody has an account."""
        try:
            if self._session is None:
                return not self._door.required()
            return self._door.stands(self._session)
        except StoreError:  # a store that cannot be asked shows nothing either
            return True

    async def _shut(self) -> Any:
        self._over.set()
        try:
            await self._send({"type": "websocket.close", "code": ENDED, "reason": ""})
        except Exception:  # the client may have gone in the same moment
            log.debug("a closed connection was closed again", exc_info=True)
        return {"type": "websocket.disconnect", "code": ENDED}

    async def send(self, message: Any) -> None:
        """Hand a message on, nothing after the end."""
        if not self._known and message.get("bytes") and (number := number_of(message["bytes"])):
            self._known = True
            self._door.pages.note(number, owner_of(self._session))
        if not self._over.is_set():
            await self._send(message)

    def close(self) -> None:
        """The app is done with it."""
        if self._session is not None:
            self._door.sessions.deaf(self._session, self._tell)
        for task in (self._ended, self._coming):
            if task is not None:
                task.cancel()
