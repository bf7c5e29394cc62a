"""The door to the accounts, for the page 用户."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dashboard import data, state
from dashboard.auth import keeping, quota
from dashboard.auth.door import door_of
from dashboard.guard import needs
from dashboard.rights import Right
from indicators.model import Role
from indicators.office import seats
from indicators.store import Account


@dataclass(frozen=True, slots=True)
class Shown:
    """An account with how it stands at this moment."""

    account: Account
    locked: bool
    browsers: int


@needs(Right.USERS)
def accounts() -> list[Shown]:
    """All accounts, in the order in which they were made."""
    store = data.store()
    return [
        Shown(item, keeping.locked(store, item.login), keeping.sessions(store, item.login))
        for item in store.accounts.every()
    ]


@needs(Right.USERS)
def units() -> list[str]:
    """The names of the units in the registers of all seats."""
    held = data.store()
    every = (unit.name for seat in seats(held) for unit in held.desk_of(seat.path).units())
    return list(dict.fromkeys(every))


@needs(Right.USERS)
def bounds() -> list[str]:
    """The areas that an account can be bound to; none in a store of one district."""
    every = [seat.path for seat in seats(data.store())]
    return every if len(every) > 1 else []


@needs(Right.USERS)
def add(
    login: str, name: str, role: Role, unit: str | None, subject: str, area: str | None = None
) -> tuple[Account, str]:
    """Make an account; its first password is told once. Raises AccountRefused."""
    return keeping.add(
        data.store(), login, name, role, unit=unit, subject=subject or None, area=area, by=state.uploader()
    )


@needs(Right.USERS)
def change(login: str, **new: Any) -> Account:
    """Change an account. Raises AccountRefused."""
    return keeping.change(data.store(), login, by=state.uploader(), **new)


@needs(Right.USERS)
def reset(login: str) -> str:
    """A new first password, told once. Raises AccountRefused."""
    return keeping.reset_password(data.store(), login, by=state.uploader())[1]


@needs(Right.USERS)
def sign_out(login: str) -> None:
    """Sign an account out everywhere. Raises AccountRefused."""
    keeping.end_all(data.store(), login, by=state.uploader())


@needs(Right.USERS)
def unlock(login: str) -> None:
    """Open an account's lock. Raises AccountRefused."""
    keeping.unlock(data.store(), login, by=state.uploader())


@needs(Right.USERS)
def upload_bounds() -> quota.Bounds:
    """How much one person may upload in an hour."""
    return quota.bounds_of(data.store().settings())


@needs(Right.USERS)
def put_upload_bounds(files: int, megabytes: int) -> None:
    """Set how much one person may upload in an hour."""
    now = upload_bounds()
    for name, old, new in ((quota.FILES, now.files, files), (quota.MEGABYTES, now.megabytes, megabytes)):
        if old != new:
            data.store().put_setting(name, str(new), by=state.uploader())
    data.refresh()


@needs(Right.USERS)
def first_link() -> str | None:
    """The link by which the first administrator is made; None where our server is not before the page."""
    door = door_of(state.store_path())
    return f"/account/first?key={door.open_first()}" if door and not door.required() else None
