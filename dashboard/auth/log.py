"""What happens at the door, noted in the store's audit by a thread of its own.

A note waits while the store is written, and the server's loop must not wait with it.
"""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor

from indicators.store import Account, Store, StoreError, acting

log = logging.getLogger(__name__)
NOBODY = "（没有这个账号）"
_writer = ThreadPoolExecutor(1, thread_name_prefix="door-notes")


def note(store: Store | None, kind: str, account: Account | None, origin: str, *, by: Account | None) -> None:
    """Note what happened: `kind`, to which account, by whom, from which address.

    What was typed as the name of an account that is not there is not kept: it may be a password.
    """
    if store is not None:
        _writer.submit(_write, store, kind, account.login if account else NOBODY, origin, by)


def _write(store: Store, kind: str, ref: str, origin: str, by: Account | None) -> None:
    who = (by.login, str(by.role), origin, by.name) if by else ("", "", origin, "")
    try:
        with acting(*who):
            store.audit.record(kind, ref, by=by.name if by else "", origin=origin)
    except StoreError as error:
        log.warning("not noted: %s %s: %s", kind, ref, error)


def settle() -> None:
    """Wait until every note so far is kept."""
    _writer.submit(lambda: None).result()
