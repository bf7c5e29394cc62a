"""What an administrator does with accounts: each ends the sign-ins it must end, and stands in the audit."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from dashboard.auth import passwords
from dashboard.auth.door import door_of
from dashboard.auth.throttle import Throttle, accounts_throttle
from dashboard.messages import UserError
from indicators.model import Role
from indicators.office import seats
from indicators.store import Account, Store
from indicators.store.accounts import login_key, shown


def told(account: Account | None) -> dict[str, Any] | None:
    """An account as it may be recorded and shown: no hash, no stamp."""
    if account is None:
        return None
    record = asdict(account) | {"role": str(account.role)}
    return {key: value for key, value in record.items() if key not in ("stamp", "at", "by")}


def add(
    store: Store,
    login: str,
    name: str,
    role: Role,
    *,
    by: str,
    unit: str | None = None,
    password: str | None = None,
    subject: str | None = None,
    must_change: bool = True,
    area: str | None = None,
) -> tuple[Account, str]:
    """Make an account; the first password comes back: the one given, or a random one.

    Raises AccountRefused, UserError for a weak password.
    """
    if password is not None and (weak := passwords.weakness(password, login, name)):
        raise UserError(weak)
    first = password or passwords.first_password()
    made = store.accounts.add(
        login, name, role, unit=unit, password=passwords.hashed(first), subject=subject,
        must_change=must_change, by=by, area=_seat(store, area),
    )  # fmt: skip
    return made, first


def change(store: Store, login: str, *, by: str, **new: Any) -> Account:
    """Change an account; disabling it ends its sign-ins. Raises AccountRefused."""
    if "area" in new:
        new["area"] = _seat(store, new["area"])
    after = store.accounts.change(login, by=by, **new)
    if not after.active:
        _end(store, after.login)
    return after


def _seat(store: Store, area: str | None) -> str | None:
    """The path of an area with an office, given by its path or its only name. Raises UserError."""
    if not area:
        return None
    known = [seat.path for seat in seats(store) if area in (seat.path, seat.name)]
    exact = [path for path in known if path == area] or known
    if len(exact) != 1:
        why = "有不止一个" if exact else "没有"
        raise UserError(f"库里{why}“{shown(area)}”，请写明省、市、县一级的完整路径，例如：示例省/甲市/东县。")
    return exact[0]


def reset_password(store: Store, login: str, *, by: str, password: str | None = None) -> tuple[Account, str]:
    """Give a new first password, to be changed at the next sign-in; all sign-ins end, a lock is opened.

    Raises AccountRefused, UserError for a weak password.
    """
    account = store.accounts.one(login)
    if password is not None and (weak := passwords.weakness(password, account.login, account.name)):
        raise UserError(weak)
    first = password or passwords.first_password()
    made = store.accounts.set_password(login, passwords.hashed(first), must_change=True, by=by)
    _end(store, made.login)
    unlock(store, made.login, by=by)
    return made, first


def end_all(store: Store, login: str, *, by: str) -> Account:
    """Sign an account out everywhere. Raises AccountRefused."""
    made = store.accounts.end_all(login, by=by)
    _end(store, made.login)
    return made


def unlock(store: Store, login: str, *, by: str) -> bool:
    """Open the lock on an account after too many wrong passwords; whether there was one."""
    account = store.accounts.one(login)
    was = _throttle(store).unlock(login_key(account.login)[:100])
    if was:
        store.audit.record("account_unlocked", account.login, by=by)
    return was


def locked(store: Store, login: str) -> bool:
    """Whether an account waits to be unlocked."""
    return _throttle(store).locked(login_key(login)[:100])


def _throttle(store: Store) -> Throttle:
    """That of the server in this process; without one, what it left beside the store."""
    door = door_of(store.path)
    return door.accounts_throttle if door is not None else accounts_throttle(store.path)


def sessions(store: Store, login: str) -> int:
    """In how many browsers an account is signed in."""
    door = door_of(store.path)
    return len(door.sessions.every(login)) if door is not None else 0


def _end(store: Store, login: str) -> None:
    door = door_of(store.path)
    if door is not None:
        door.sessions.end_all(login)


def add_first(store: Store, login: str, name: str, *, password: str) -> tuple[Account, str]:
    """Make the first administrator, while nobody has an account. Raises as `add`."""
    with store.alone():
        if store.accounts.any():
            raise UserError("已经有账号了，请用已有的管理员账号登录。")
        return add(store, login, name, Role.ADMIN, by=login, password=password, must_change=False)
