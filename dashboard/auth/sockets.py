"""What passes over a WebSocket: whose page it is, and what a browser may ask of the framework."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Any

MOST_SOCKETS = 60
"""So many pages one sign-in may have open at once."""
_KEPT = 5000
_PROTOCOL = b"sec-websocket-protocol"
LEVERS = {
    "clear_cache", "set_run_on_save", "load_git_info", "debug_shutdown_runtime", "debug_disconnect_websocket",
}  # fmt: skip
"""What developers of a page may ask for, and our pages never do: the first empties everybody's caches."""


class Pages:
    """Which sign-in each of the framework's pages belongs to, by the page's number; safe for threads."""

    def __init__(self) -> None:
        self._owners: OrderedDict[str, str] = OrderedDict()
        self._lock = threading.Lock()

    def note(self, number: str, owner: str) -> None:
        """A page was begun for a sign-in; the oldest are forgotten."""
        with self._lock:
            self._owners[number] = owner
            self._owners.move_to_end(number)
            while len(self._owners) > _KEPT:
                self._owners.popitem(last=False)

    def resumable(self, scope: Any, owner: str) -> Any:
        """The scope of a WebSocket without the number of a page that was another sign-in's.

        A browser that lost its connection names its page as the third subprotocol, to go on with it.
        """
        told = b",".join(value for key, value in scope["headers"] if key.lower() == _PROTOCOL)
        parts = told.decode("latin-1").split(",")
        with self._lock:
            own = len(parts) < 3 or self._owners.get(parts[2].strip()) == owner
        if own:
            return scope
        headers = [(key, value) for key, value in scope["headers"] if key.lower() != _PROTOCOL]
        kept = ",".join(parts[:2])
        return {
            **scope,
            "headers": [*headers, (_PROTOCOL, kept.encode("latin-1"))],
            "subprotocols": [part.strip() for part in parts[:2]],
        }


def number_of(data: bytes) -> str | None:
    """The page's number where a message to the browser begins a page."""
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    message = ForwardMsg.FromString(data)
    if message.WhichOneof("type") != "new_session":
        return None
    return message.new_session.initialize.session_id or None


def is_lever(data: bytes) -> bool:
    """Whether a message from the browser is one that our pages never send."""
    from google.protobuf.message import DecodeError
    from streamlit.proto.BackMsg_pb2 import BackMsg

    try:
        kind = BackMsg.FromString(data).WhichOneof("type")
    except DecodeError:
        return False  # the framework ends the connection
    return kind in LEVERS
