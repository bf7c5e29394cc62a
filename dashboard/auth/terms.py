"""What the server was asked to hold to: hosts, lengths of time, certificate, other ways to sign in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Oidc:
    """An organisation's sign-in service: where it is, and how this server is known there."""

    issuer: str
    client_id: str
    client_secret: str
    claim: str = "sub"
    name: str = "统一认证"
    ca: str | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms of a server. Lengths of time are in seconds.

    `literal_hosts`: an address in numbers is a host name to answer, too. `proxy_header` names the person
    in requests that come from an address of `trusted`.
    """

    hosts: tuple[str, ...] = LOOPBACK
    literal_hosts: bool = False
    idle: float = 1800
    longest: float = 43200
    certificate: tuple[Path, Path] | None = None
    proxy_header: str | None = None
    trusted: tuple[str, ...] = ()
    oidc: Oidc | None = None
