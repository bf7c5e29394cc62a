"""The door of one store: who has an account, who is signed in, and how they come in and go."""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass
from pathlib import Path

from dashboard import runtime
from dashboard.auth import device, passwords, quota
from dashboard.auth.log import note
from dashboard.auth.sessions import Session, Sessions, clock
from dashboard.auth.sockets import Pages
from dashboard.auth.terms import Terms
from dashboard.auth.throttle import ADDRESS, Throttle, accounts_throttle, own_key
from indicators.store import Account, Store, acting
from indicators.store.accounts import login_key

FIRST_LASTS = 3600.0
"""Seconds for which the link to make the first administrator is good."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What came of a try to sign in: a token and its session, or a sentence that says why not."""

    token: str = ""
    session: Session | None = None
    refused: str = ""


class Door:
    """One for each store that this process serves; safe for threads."""

    def __init__(self, path: Path, terms: Terms) -> None:
        self.path, self.terms = path, terms
        self.sessions = Sessions(idle=terms.idle, longest=terms.longest)
        self.accounts_throttle = accounts_throttle(path)
        self.addresses_throttle = Throttle(ADDRESS)
        self.pages = Pages()
        self.quota = quota.Quota()
        self.secret = secrets.token_bytes(32)
        self._first: tuple[str, float] | None = None
        self._lock = threading.Lock()

    def store(self) -> Store | None:
        """The store behind the door; None while there is none."""
        return runtime.shared_store(self.path) if runtime.exists(self.path) else None

    def required(self) -> bool:
        """Whether one has to sign in: from the first account on."""
        store = self.store()
        return store is not None and store.accounts.any()

    def session(self, token: str | None) -> Session | None:
        """The session of a token while it and its account stand."""
        found = self.sessions.of(token)
        return found if found is not None and self.stands(found) else None

    def stands(self, session: Session) -> bool:
        """Whether a session still counts; one whose account was disabled or changed its password is ended."""
        account = self.account(session.login)
        if account is None or not account.active or account.stamp != session.stamp:
            self.sessions.end(session)
        return self.sessions.alive(session)

    def account(self, login: str) -> Account | None:
        """The account of a login."""
        store = self.store()
        return store.accounts.find(login) if store else None

    async def sign_in(self, login: str, password: str, address: str, mark: str = "") -> Entry:
        """Try a password; a wrong one and an unknown name get the same answer in the same time.

        `mark`: that of a browser in which this account signed in before. Its failures count for
        themselves, so that nobody can lock people out of their own browsers by guessing.
        """
        name = login_key(login)[:100]
        store = self.store()
        account = store.accounts.find(login) if store else None
        kept = store.accounts.password(login) if store else None
        nonce = device.nonce_of(mark, kept, name)
        key = own_key(name, nonce) if nonce else name
        place = own_key(address, nonce) if nonce else address
        # an address that has to wait counts nothing against the names it tries
        wait = self.addresses_throttle.wait(place) or self.accounts_throttle.attempt(key)
        if wait := wait or self.addresses_throttle.attempt(place):
            return Entry(refused=_patience(wait))
        try:
            right = await passwords.aside(lambda: passwords.matches(kept, password[:1000]))
        except passwords.Busy:
            self._take_back(key, place)
            return Entry(refused="同时登录的人太多，请过几秒再试。")
        if not right or account is None:
            locked = self.accounts_throttle.locked(key)
            note(store, "sign_in_locked" if locked else "sign_in_failed", account, address, by=None)
            return Entry(refused=_patience(float("inf")) if locked else "用户名或密码不对，请重新输入。")
        self._take_back(None, place)
        self.accounts_throttle.passed(key)
        return self.admit(account, how="password", address=address)

    def admit(self, account: Account, *, how: str, address: str) -> Entry:
        """Sign in somebody who has proved who they are."""
        if not account.active:
            note(self.store(), "sign_in_failed", account, address, by=None)
            return Entry(refused="这个账号已经停用，请联系管理员。")
        token, session = self.sessions.begin(account.login, account.stamp, how=how, address=address)
        note(self.store(), "sign_in", account, address, by=account)
        return Entry(token, session)

    def sign_out(self, session: Session) -> None:
        """End one browser's session."""
        self.sessions.end(session)
        account = self.account(session.login)
        note(self.store(), "sign_out", account, session.address, by=account)

    async def change_password(self, session: Session, old: str, new: str, again: str) -> Entry:
        """Change one's own password: every session ends, and a new one begins here."""
        key = own_key(login_key(session.login), session.digest)  # strangers who guess do not hinder it
        store, account = self.store(), self.account(session.login)
        if store is None or account is None:
            return Entry(refused="账号已经不在了，请联系管理员。")
        if wait := self.accounts_throttle.attempt(key):
            return Entry(refused=_patience(wait))
        kept = store.accounts.password(session.login)
        if not await passwords.aside(lambda: passwords.matches(kept, old[:1000])):
            note(store, "password_failed", account, session.address, by=account)
            return Entry(refused="原来的密码不对，密码没有改。")
        self.accounts_throttle.passed(key)
        if passwords.bare(new) != passwords.bare(again):
            return Entry(refused="两次输入的新密码不一样，密码没有改。")
        if passwords.bare(new) == passwords.bare(old):
            return Entry(refused="新密码不能与原来的相同。")
        if weak := passwords.weakness(new, account.login, account.name):
            return Entry(refused=weak)

        def keep() -> Account:
            with acting(account.login, str(account.role), session.address, account.name):
                return store.accounts.set_password(
                    account.login, passwords.hashed(new), must_change=False, by=account.name
                )

        changed = await passwords.aside(keep)
        self.sessions.end_all(account.login)
        return self.admit(changed, how="password", address=session.address)

    def too_many(self, session: Session, size: int) -> str:
        """Why a file of so many bytes may not be uploaded now; empty where it may, and is counted."""
        store = self.store()
        bounds = quota.bounds_of(store.settings() if store else {})
        if self.quota.take(session.login, size, bounds):
            return ""
        if self.quota.to_note(session.login):
            account = self.account(session.login)
            note(store, "upload_refused", account, session.address, by=account)
        return bounds.sentence()

    def mark_for(self, session: Session) -> str:
        """What a browser keeps after signing in with a password; empty for other ways."""
        store = self.store()
        kept = store.accounts.password(session.login) if store and session.how == "password" else None
        return device.made(kept, login_key(session.login)[:100]) if kept else ""

    def open_first(self) -> str:
        """The secret of the link by which the first administrator is made; a new one once that is too old."""
        with self._lock:
            if self._first is None or clock() >= self._first[1]:
                self._first = (secrets.token_urlsafe(24), clock() + FIRST_LASTS)
            return self._first[0]

    def first_open(self, token: str) -> bool:
        """Whether the link's secret is right, in time, and still nobody has an account."""
        with self._lock:
            first = self._first
        right = first is not None and secrets.compare_digest(first[0].encode(), token.encode())
        return right and first is not None and clock() < first[1] and not self.required()

    def close_first(self) -> None:
        """The link was used."""
        with self._lock:
            self._first = None

    def _take_back(self, key: str | None, address: str) -> None:
        self.addresses_throttle.forgive(address)
        if key is not None:
            self.accounts_throttle.forgive(key)


def _patience(wait: float) -> str:
    if wait == float("inf"):
        return "输错次数太多，这个用户名已被锁定。请联系管理员解锁。"
    return f"输错次数较多，请等 {max(1, round(wait + 0.5))} 秒再试。"


_doors: dict[Path, Door] = {}


def open_door(path: Path, terms: Terms) -> Door:
    """The door of the store that this server serves."""
    _doors[path.resolve()] = made = Door(path, terms)
    return made


def door_of(path: Path) -> Door | None:
    """The door of a store in this process; None where no server of ours serves it."""
    return _doors.get(path.resolve())
