"""How the gate tells a page's script who is there: a header that no client can set."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote

HEADER = "x-twoplans-person"
_KEY = secrets.token_hex(16)
"""Known to this process alone: a header that came in by another server than ours says nothing."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is signed in, and from which address."""

    login: str
    address: str


def header_value(visitor: Visitor) -> str:
    """The header's value for somebody signed in."""
    return f"{_KEY} {quote(visitor.login, safe='')} {quote(visitor.address, safe='')}"


def visitor_of(headers: Mapping[str, str]) -> Visitor | None:
    """Who the gate let in, None where the header is absent or not the gate's."""
    key, _, rest = str(headers.get(HEADER) or "").partition(" ")
    if not hmac.compare_digest(key.encode(), _KEY.encode()):
        return None
    login, _, address = rest.partition(" ")
    return Visitor(unquote(login), unquote(address))
