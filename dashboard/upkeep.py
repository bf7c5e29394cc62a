"""The daily upkeep of a lake, by whichever server comes first."""

from __future__ import annotations

import datetime as dt

from indicators.store import Store
from indicators.store.audit_log import Wanted
from indicators.store.lake_tidy import KEEP_DAYS, Tidied

EVERY = dt.timedelta(hours=23)
KIND = "lake_tidied"


def tidy(store: Store, *, by: str, keep_days: int = KEEP_DAYS) -> Tidied:
    """Tidy the lake and note it in the audit. Raises StoreError."""
    done = store.tidy(keep_days)
    counts = {"rows": done.rows, "merged": done.merged, "snapshots": done.snapshots, "cleaned": done.files}
    store.audit.record(KIND, "", by=by, after=counts)
    return done


def due(store: Store, now: dt.datetime) -> bool:
    """Whether nobody tidied the lake for a day; `now` is UTC without zone."""
    last = store.audit.entries(Wanted(kinds=[KIND]), limit=1)
    return not last or now - last[0].at >= EVERY


def tidy_when_due(store: Store, now: dt.datetime) -> None:
    """Tidy the lake if it is time. Raises StoreError."""
    if due(store, now):
        tidy(store, by="定时整理")
