"""Commands for accounts: make, list, change, new password, disable, enable, unlock, sign out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.auth import keeping
from dashboard.commands import Files, Outcome
from indicators.model import Role
from indicators.store import Account, Store


def account_record(store: Store, item: Account) -> dict[str, Any]:
    """An account as a record; no hash."""
    shown = keeping.told(item) or {}
    return {
        "record": "account",
        **shown,
        "locked": keeping.locked(store, item.login),
        "signed_in": keeping.sessions(store, item.login),
    }


def user_add(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """Make an account with a password, to be changed at the first sign-in unless it is the first of all."""
    del files
    first = not store.accounts.any()
    made, _ = keeping.add(
        store, options["login"], options["name"], Role(options["role"]), unit=options.get("unit"),
        password=options["password"], subject=options.get("subject"), must_change=not first,
        area=options.get("area"), by=options["by"],
    )  # fmt: skip
    outcome = Outcome([account_record(store, made)])
    if first and made.role is not Role.ADMIN:
        outcome.messages.append("提醒：还没有管理员账号。请接着建立一个：twoplans user add … --role admin。")
    return outcome


def user_list(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """All accounts."""
    del files, options
    return Outcome([account_record(store, item) for item in store.accounts.every()])


def user_passwd(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """Give an account a new password, to be changed at the next sign-in."""
    del files
    made, _ = keeping.reset_password(store, options["login"], password=options["password"], by=options["by"])
    return Outcome([account_record(store, made)])


def user_change(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """Change what is given of role, unit, name, active, subject."""
    del files
    new = {
        key: options[key]
        for key in ("name", "unit", "active", "subject", "area")
        if options.get(key) is not None
    }
    if options.get("role"):
        new["role"] = Role(options["role"])
    made = keeping.change(store, options["login"], by=options["by"], **new)
    return Outcome([account_record(store, made)])


def user_unlock(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """Open the lock after too many wrong passwords."""
    del files
    was = keeping.unlock(store, options["login"], by=options["by"])
    made = store.accounts.one(options["login"])
    return Outcome(
        [account_record(store, made)], messages=["已解锁。" if was else "这个账号没有被锁定，不用解锁。"]
    )


def user_sign_out(store: Store, files: Files, options: Mapping[str, Any]) -> Outcome:
    """End every sign-in of an account."""
    del files
    made = keeping.end_all(store, options["login"], by=options["by"])
    return Outcome([account_record(store, made)], messages=["已在所有浏览器上退出登录。"])


COMMANDS = {
    "user_add": user_add,
    "user_list": user_list,
    "user_passwd": user_passwd,
    "user_change": user_change,
    "user_unlock": user_unlock,
    "user_sign_out": user_sign_out,
}
