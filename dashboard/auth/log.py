"""What happens at the door, told to the store's journal of deeds where the store keeps one."""

from __future__ import annotations

from typing import Any

from indicators.store import Store


def note(
    store: Store | None, kind: str, ref: str, *, by: str, origin: str, before: Any = None, after: Any = None
) -> None:
    """Record what happened: `kind`, to which account, by whom, from which address; never a password."""
    audit = getattr(store, "audit", None)
    if audit is not None:
        audit.record(kind, ref, by=by, origin=origin, before=before, after=after)
