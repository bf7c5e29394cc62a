"""Where a request came from, through proxies that are trusted, and what it may not say of itself."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from dashboard.auth.identity import HEADER
from dashboard.auth.terms import Terms

FORWARDED = (b"forwarded", b"x-forwarded-for", b"x-forwarded-proto", b"x-forwarded-host", b"x-real-ip")
"""What only a proxy may say."""


def header(scope: dict[str, Any], name: bytes) -> str | None:
    """The last header of this name, or None."""
    found = [value for key, value in scope["headers"] if key.lower() == name]
    return found[-1].decode("latin-1") if found else None


def peer(scope: dict[str, Any]) -> str:
    """The address at the other end of the connection."""
    client = scope.get("client")
    return str(client[0]) if client else ""


def is_trusted(scope: dict[str, Any], terms: Terms) -> bool:
    """Whether the other end is a proxy that may speak for others."""
    return peer(scope) in terms.trusted


def address(scope: dict[str, Any], terms: Terms) -> str:
    """The client's address: the nearest that is no trusted proxy."""
    here = peer(scope)
    if here not in terms.trusted:
        return here
    for step in reversed((header(scope, b"x-forwarded-for") or "").split(",")):
        named = step.strip()
        if named and named not in terms.trusted:
            return named if is_literal(named) else here
    return here


def is_secure(scope: dict[str, Any], terms: Terms) -> bool:
    """Whether the browser came by TLS, to us or to a trusted proxy."""
    if is_trusted(scope, terms) and (header(scope, b"x-forwarded-proto") or "").strip() == "https":
        return True
    return scope.get("scheme") in ("https", "wss")


def is_literal(name: str) -> bool:
    """Whether a host is an address in numbers."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def is_here(scope: dict[str, Any]) -> bool:
    """Whether the other end is this computer itself."""
    other = peer(scope)
    server = scope.get("server")
    if server and other == str(server[0]):
        return True
    return is_literal(other) and ipaddress.ip_address(other).is_loopback


def same_origin(scope: dict[str, Any], *, needed: bool) -> bool:
    """Whether the page that asks is ours; `needed`: a request that does not say from where is not."""
    origin = header(scope, b"origin")
    if origin is None:
        return not needed
    try:
        return urlsplit(origin).netloc == (header(scope, b"host") or "")
    except ValueError:  # such as http://[
        return False


def cleaned(
    headers: Iterable[tuple[bytes, bytes]], terms: Terms, *, trusted: bool
) -> list[tuple[bytes, bytes]]:
    """Headers without what no client may say: who it is, and for an untrusted one, from where."""
    banned = {HEADER.encode(), (terms.proxy_header or HEADER).lower().encode()}
    if not trusted:
        banned.update(FORWARDED)
    return [(key, value) for key, value in headers if key.lower() not in banned]
