"""Whether a server holds a store already: a second start then only opens the browser."""

from __future__ import annotations

import http.client
import json
from contextlib import closing
from pathlib import Path


def address_of_running(store: Path) -> str | None:
    """The address of the server that holds `store`, or None; a stale note beside the store names none."""
    from dashboard.address import COMMAND_PATH, note_path
    from dashboard.commands import connection_to

    try:
        note = json.loads(note_path(store).read_text(encoding="utf-8"))
        host, port = str(note["host"]), int(note["port"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    scheme = "https" if note.get("certificate") else "http"
    with closing(connection_to(note, 3)) as connection:
        try:
            # without the token: only this program refuses its command route in these words
            connection.request("POST", COMMAND_PATH, b"{}", {"content-type": "application/json"})
            reply = connection.getresponse()
            refused = reply.status == 403 and b"no token" in reply.read(1000)
        except (OSError, http.client.HTTPException):
            return None
    return f"{scheme}://{'[' + host + ']' if ':' in host else host}:{port}" if refused else None
