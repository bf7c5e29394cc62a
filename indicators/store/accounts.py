"""The people who may sign in: their accounts as records, of which the newest counts."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

from indicators.model import Person, ReportingUnit, Role
from indicators.store.database import Change, Cursor, Database
from indicators.store.desk import Desk
from indicators.store.errors import AccountRefused
from indicators.store.statements import statements

LONGEST = 40
"""Most characters of a login and of a name."""
LONGEST_SUBJECT = 255


@dataclass(frozen=True, slots=True)
class Account:
    """An account as it stands; its password's hash is not in it.

    `subject`: the name by which an outside sign-in service knows the person. `stamp` changes with the
    password, and whenever every sign-in is to end. `has_password`: one was set. `area`: the path of the
    area that the account reaches no further than, None for the whole store.
    """

    login: str
    name: str
    role: Role
    unit: str | None = None
    active: bool = True
    must_change: bool = False
    subject: str | None = None
    stamp: str = ""
    has_password: bool = False
    at: dt.datetime | None = None
    by: str = ""
    area: str | None = None

    def person(self) -> Person:
        """The person whose account it is."""
        return Person(self.login, self.name, self.role, self.unit, self.area)


@dataclass(frozen=True, slots=True)
class _State:
    """The columns of a record that one record hands on to the next."""

    login: str
    name: str
    role: str
    unit: str | None
    active: bool
    password: str | None
    must_change: bool
    stamp: Any
    subject: str | None
    area: str | None


Alter = Callable[[_State, Change], _State]
"""What a record's values become."""


class Accounts:
    """Reached as `store.accounts`; every method raises kinds of StoreError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def every(self) -> tuple[Account, ...]:
        """All accounts, disabled ones too, in the order in which they were made."""
        return self._database.kept.get("accounts", self._read)

    def _read(self) -> tuple[Account, ...]:
        rows = self._database.read(statements("accounts")["accounts"]).fetchall()
        return tuple(
            Account(
                login, name, Role(role), unit, active, must_change, subject, stamp, has,
                at.replace(tzinfo=dt.UTC), by, area,
            )
            for login, name, role, unit, active, must_change, subject, stamp, has, at, by, area in rows
        )  # fmt: skip

    def any(self) -> bool:
        """Whether there is an account: from then on nobody comes in without one."""
        return bool(self.every())

    def administered(self) -> bool:
        """Whether an active administrator of the whole store is there."""
        return any(item.active and item.role is Role.ADMIN and not item.area for item in self.every())

    def find(self, login: str) -> Account | None:
        """The account of a login, however it is typed (case, full width), or None."""
        wanted = login_key(login)
        return next((item for item in self.every() if item.login == wanted), None)

    def one(self, login: str) -> Account:
        """The account of a login. Raises AccountRefused."""
        found = self.find(login)
        if found is None:
            raise AccountRefused("account_unknown", login=shown(login))
        return found

    def by_subject(self, subject: str) -> Account | None:
        """The account tied to an outside service's name for a person, or None."""
        return next((item for item in self.every() if item.subject and item.subject == subject), None)

    def password(self, login: str) -> str | None:
        """The hash of an account's password, or None."""
        row = self._database.row(statements("accounts")["newest"], [login_key(login)])
        return row[5] if row else None

    def add(
        self,
        login: str,
        name: str,
        role: Role,
        *,
        by: str,
        unit: str | None = None,
        password: str | None = None,
        must_change: bool = True,
        subject: str | None = None,
        area: str | None = None,
    ) -> Account:
        """Make an account; `password` is a hash. Raises AccountRefused."""
        login = login_of(login)

        def work(cursor: Cursor, change: Change) -> tuple[None, str]:
            if _newest(cursor, login) is not None:
                raise AccountRefused("account_exists", login=login)
            self._subject_free(login, subject)
            state = _State(
                login, name_of(name), str(role), self._unit(role, unit, area), True, password,
                must_change and password is not None, change.id, subject_of(subject), area or None,
            )  # fmt: skip
            change.after.update(_told(state))
            _put(cursor, change, state)
            return None, login

        self._database.write("account", by, work)
        return self.one(login)

    def change(self, login: str, *, by: str, **new: Any) -> Account:
        """Change name, role, unit, active, subject or area. Raises AccountRefused, TypeError for other words.

        An active administrator of the whole store must remain.
        """
        if wrong := set(new) - {"name", "role", "unit", "active", "subject", "area"}:
            raise TypeError(f"an account has no {', '.join(sorted(wrong))} to change")

        def alter(state: _State, change: Change) -> _State:
            role = Role(new.get("role", state.role))
            unit = new.get("unit", state.unit if role is Role.UNIT else None)
            area = new.get("area", state.area) or None
            self._subject_free(state.login, new.get("subject"))
            altered = replace(
                state, name=name_of(new.get("name", state.name)), role=str(role),
                unit=self._unit(role, unit, area),
                active=bool(new.get("active", state.active)),
                subject=subject_of(new.get("subject", state.subject)),
                area=area,
            )  # fmt: skip
            # a disabled account's sign-ins end, and stay ended when it is enabled again
            return replace(altered, stamp=change.id) if state.active and not altered.active else altered

        return self._alter(login, by, "account", alter)

    def set_password(self, login: str, password: str, *, must_change: bool, by: str) -> Account:
        """Record a new password's hash; every sign-in of the account ends. Raises AccountRefused."""

        def alter(state: _State, change: Change) -> _State:
            return replace(state, password=password, must_change=must_change, stamp=change.id)

        return self._alter(login, by, "account_password", alter)

    def end_all(self, login: str, *, by: str) -> Account:
        """Record that every sign-in of an account so far is over. Raises AccountRefused."""
        return self._alter(login, by, "account_ended", lambda state, change: replace(state, stamp=change.id))

    def _alter(self, login: str, by: str, kind: str, alter: Alter) -> Account:
        login = self.one(login).login

        def work(cursor: Cursor, change: Change) -> tuple[None, str | None]:
            state = _newest(cursor, login)
            if state is None:
                raise AccountRefused("account_unknown", login=login)
            altered = alter(state, change)
            if altered == state:
                return None, None
            self._administrator_remains(state, altered)
            was, now = _told(state), _told(altered)
            change.before.update((name, was[name]) for name in was if was[name] != now[name])
            change.after.update((name, now[name]) for name in now if was[name] != now[name])
            _put(cursor, change, altered)
            return None, login

        self._database.write(kind, by, work)
        return self.one(login)

    def _administrator_remains(self, old: _State, altered: _State) -> None:
        if not _administers(old) or _administers(altered):
            return
        others = [item for item in self.every() if item.login != altered.login]
        if not any(item.active and item.role is Role.ADMIN and not item.area for item in others):
            raise AccountRefused("account_last_admin", login=altered.login)

    def _subject_free(self, login: str, subject: str | None) -> None:
        holder = self.by_subject(subject) if subject else None
        if holder is not None and holder.login != login:
            raise AccountRefused("account_subject_taken", login=holder.login)

    def _unit(self, role: Role, unit: str | None, area: str | None) -> str | None:
        """The register's own name of a unit of an area's office; None for a role that speaks for no unit."""
        if role is not Role.UNIT:
            return None
        wanted = (unit or "").strip()
        if not wanted:
            raise AccountRefused("account_no_unit")
        seat = area if area and "/" in area else None  # the top area's register is the store's own
        known: list[ReportingUnit] = Desk(self._database, seat).units()
        found = next((item.name for item in known if wanted in (item.name, *item.aliases)), None)
        if found is None:
            raise AccountRefused("account_unknown_unit", unit=shown(wanted))
        return found


def _administers(state: _State) -> bool:
    return state.active and state.role == Role.ADMIN and not state.area


def login_key(login: str) -> str:
    """A login as it is kept: full-width and capital letters make no other name."""
    return unicodedata.normalize("NFKC", login).strip().casefold()


def login_of(login: str) -> str:
    """A login fit to be kept: letters, digits, `.`, `_`, `-`, `@`. Raises AccountRefused."""
    key = login_key(login)
    if not 0 < len(key) <= LONGEST or not all(sign.isalnum() or sign in "._-@" for sign in key):
        raise AccountRefused("account_login_wrong", login=shown(login), longest=LONGEST)
    return key


def name_of(name: str) -> str:
    """A name fit to be kept, composed (NFC), without signs that do not show. Raises AccountRefused."""
    name = unicodedata.normalize("NFC", name).strip()
    hidden = any(unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") for sign in name)
    if not 0 < len(name) <= LONGEST or hidden:
        raise AccountRefused("account_name_wrong", longest=LONGEST)
    return name


def subject_of(subject: str | None) -> str | None:
    """An outside service's name for a person, fit to be kept; None for none. Raises AccountRefused."""
    subject = unicodedata.normalize("NFC", subject or "").strip()
    if len(subject) > LONGEST_SUBJECT or any(unicodedata.category(sign)[0] == "C" for sign in subject):
        raise AccountRefused("account_subject_wrong", longest=LONGEST_SUBJECT)
    return subject or None


def shown(text: str) -> str:
    """A text somebody typed, short and without hidden signs, to be said back."""
    return "".join(sign for sign in text if unicodedata.category(sign)[0] != "C")[:LONGEST]


def _told(state: _State) -> dict[str, Any]:
    """An account for the audit: nothing of its password."""
    return {
        name: getattr(state, name)
        for name in ("name", "role", "unit", "active", "must_change", "subject", "area")
    }


def _newest(cursor: Cursor, login: str) -> _State | None:
    rows = cursor.execute(statements("accounts")["newest"], [login]).fetchall()
    return _State(*rows[0]) if rows else None


def _put(cursor: Cursor, change: Change, state: _State) -> None:
    values = list(asdict(state).values())
    cursor.execute(statements("accounts")["put"], [change.id, *values, change.at, change.by])
