"""Files in memory belong to who was shown them: a copied or guessed link gives nothing to anybody else.

The framework hands out downloads and pictures at `/media/<digest>` and takes uploads at
`/_stcore/upload_file/<page>/<file>`, to whoever asks. Every such address is told to a browser over its
WebSocket first. This layer notes which sign-in was told which, and lets only that one use it.
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

MEDIA, UPLOAD = "/media/", "/_stcore/upload_file/"
MOST_OWNERS, MOST_LINKS = 2000, 20_000
_TOLD = re.compile(rb"/media/([0-9A-Za-z]{16,128})|/_stcore/upload_file/([0-9A-Za-z-]{8,64})/")
_SESSION = re.compile(r"(?:^|;\s*)(?:__Host-twoplans|twoplans_session)=([^;]*)")

Owner = Callable[[dict[str, Any]], "str | None"]
"""Who asks, from an ASGI scope that the gate let through; None: nobody has to sign in."""


class Told:
    """Which addresses each owner was told; the oldest are forgotten. Safe for threads."""

    def __init__(self) -> None:
        self._links: OrderedDict[str, OrderedDict[str, None]] = OrderedDict()
        self._lock = threading.Lock()

    def note(self, owner: str, data: bytes) -> None:
        """Take note of the addresses in a message to an owner."""
        if b"/media/" not in data and b"/upload_file/" not in data:
            return
        found = {(one or other).decode() for one, other in _TOLD.findall(data)}
        with self._lock:
            links = self._links.setdefault(owner, OrderedDict())
            self._links.move_to_end(owner)
            for link in found:
                links[link] = None
                links.move_to_end(link)
            while len(links) > MOST_LINKS:
                links.popitem(last=False)
            while len(self._links) > MOST_OWNERS:
                self._links.popitem(last=False)

    def knows(self, owner: str, link: str) -> bool:
        """Whether an owner was told an address."""
        with self._lock:
            return link in self._links.get(owner, ())


class Bound:
    """ASGI middleware behind the gate: answers 404 for addresses that this sign-in was never told."""

    def __init__(self, app: Any, owner: Owner) -> None:
        self.app, self.owner, self.told = app, owner, Told()

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Pass on, note, or refuse."""
        owner = self.owner(scope) if scope["type"] in ("http", "websocket") else None
        if owner is None:
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await self.app(scope, receive, self._noting(owner, send))
        elif (link := _link(scope["path"])) is not None and not self.told.knows(owner, link):
            await _nothing(send)
        else:
            await self.app(scope, receive, send)

    def _noting(self, owner: str, send: Any) -> Any:
        async def noting(message: dict[str, Any]) -> None:
            if data := message.get("bytes") if message["type"] == "websocket.send" else None:
                self.told.note(owner, data)
            await send(message)

        return noting


def _link(path: str) -> str | None:
    """The part of a path that has to have been told; None for a path that is nobody's own."""
    for start in (MEDIA, UPLOAD):
        if path.startswith(start):
            return re.split(r"[/.]", path.removeprefix(start), maxsplit=1)[0]
    return None


async def _nothing(send: Any) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 404, "headers": headers})
    await send({"type": "http.response.body", "body": "没有这个文件，或它不是给您的。".encode()})


def signed_in(login: str, scope: dict[str, Any]) -> str:
    """The owner's name for a sign-in: the account with the digest of its session's cookie."""
    cookies = "; ".join(value.decode("latin-1") for key, value in scope["headers"] if key == b"cookie")
    found = _SESSION.search(cookies)
    return f"{login} {hashlib.sha256((found[1] if found else '').encode()).hexdigest()}"
