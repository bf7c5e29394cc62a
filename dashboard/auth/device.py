"""A browser in which somebody signed in before: strangers who guess do not lock it out.

The browser keeps a nonce and its seal. The seal is made with the hash of the account's password, so a new
password makes every such browser strange again; it opens nothing by itself, the password is still asked.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

COOKIE = "twoplans_device"
LASTS = 180 * 86400
"""Seconds for which a browser keeps it."""
_LONGEST = 200


def made(kept: str, key: str) -> str:
    """A new mark for a browser; `kept`: the hash of the password, `key`: the login as it is kept."""
    nonce = secrets.token_hex(16)
    return f"{nonce}.{_seal(kept, key, nonce)}"


def nonce_of(mark: str, kept: str | None, key: str) -> str | None:
    """The nonce of a mark that was made for this login and password; None for any other."""
    nonce, _, seal = mark[:_LONGEST].partition(".")
    if kept is None or not hmac.compare_digest(seal.encode(), _seal(kept, key, nonce).encode()):
        return None
    return nonce


def _seal(kept: str, key: str, nonce: str) -> str:
    secret = hashlib.sha256(kept.encode()).digest()
    return hmac.new(secret, f"device {key} {nonce}".encode(), hashlib.sha256).hexdigest()
