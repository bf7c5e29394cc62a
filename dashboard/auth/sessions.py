"""Who is signed in: kept in memory, known by the digest of a token that only the browser has."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

TOKEN_BYTES = 32
PER_ACCOUNT = 20
"""So many browsers at once; one more ends the one unused longest."""


def clock() -> float:
    """Seconds that go on while the computer sleeps, where the system can tell."""
    boottime = getattr(time, "CLOCK_BOOTTIME", None)
    return time.clock_gettime(boottime) if boottime is not None else time.monotonic()


def digest_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()


@dataclass(slots=True, eq=False)
class Session:
    """One browser signed in. `stamp` is the account's at that time: another one ends it.

    `how`: password, oidc or proxy. `ended` once it is over; then each of `listeners` was called.
    """

    digest: str
    login: str
    stamp: str
    how: str
    address: str
    since: float
    seen: float
    ended: bool = False
    listeners: set[Callable[[], None]] = field(default_factory=set)


def owner_of(session: Session | None) -> str:
    """The name of a sign-in among those of this server; empty where nobody has to sign in."""
    return session.digest if session else ""


class Sessions:
    """All who are signed in at this server; safe for threads. Lengths of time are in seconds."""

    def __init__(
        self, *, idle: float = 1800, longest: float = 43200, now: Callable[[], float] = clock
    ) -> None:
        self.idle, self.longest, self._now = idle, longest, now
        self._held: dict[str, Session] = {}
        self._lock = threading.Lock()

    def begin(self, login: str, stamp: str, *, how: str, address: str) -> tuple[str, Session]:
        """Sign somebody in: a new token, told once, and the session."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        now = self._now()
        made = Session(digest_of(token), login, stamp, how, address, now, now)
        own = sorted(self.every(login), key=lambda item: item.seen)
        for old in own[: max(0, len(own) - PER_ACCOUNT + 1)]:
            self.end(old)
        with self._lock:
            self._held[made.digest] = made
        return token, made

    def of(self, token: str | None) -> Session | None:
        """The session of a token, None where there is none or its time is over."""
        found = self._held.get(digest_of(token)) if token else None
        return found if found is not None and self.alive(found) else None

    def alive(self, session: Session) -> bool:
        """Whether it still counts; one whose time is over is ended by the question."""
        if not session.ended and self.remaining(session) <= 0:
            self.end(session)
        return not session.ended

    def remaining(self, session: Session) -> float:
        """Seconds until its time is over, if nothing is done."""
        now = self._now()
        return min(session.seen + self.idle, session.since + self.longest) - now

    def touch(self, session: Session) -> None:
        """Note that the person did something."""
        session.seen = self._now()

    def end(self, session: Session) -> None:
        """It is over: whoever listens is told."""
        with self._lock:
            self._held.pop(session.digest, None)
            session.ended = True
            listeners = list(session.listeners)
            session.listeners.clear()
        for tell in listeners:
            tell()

    def listen(self, session: Session, tell: Callable[[], None]) -> None:
        """Call `tell` when it ends; at once where it has ended."""
        with self._lock:
            if not session.ended:
                session.listeners.add(tell)
                return
        tell()

    def deaf(self, session: Session, tell: Callable[[], None]) -> None:
        """Call `tell` no more."""
        with self._lock:
            session.listeners.discard(tell)

    def end_all(self, login: str, *, but: Session | None = None) -> int:
        """End every session of an account; how many there were."""
        own = [item for item in self.every(login) if item is not but]
        for item in own:
            self.end(item)
        return len(own)

    def every(self, login: str | None = None) -> list[Session]:
        """Those that count, of one account or of all."""
        with self._lock:
            held = list(self._held.values())
        return [item for item in held if login in (None, item.login) and self.alive(item)]
