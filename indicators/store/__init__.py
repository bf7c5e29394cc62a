"""The only door to DuckDB: append-only tables, views, migrations."""

from indicators.store.errors import (
    AlreadyWithdrawn,
    NotAStore,
    StoreClosed,
    StoreDamaged,
    StoreError,
    StoreExists,
    StoreFolderMissing,
    StoreFull,
    StoreLocked,
    StoreLogDamaged,
    StoreMissing,
    StoreNoPermission,
    StoreTooNew,
    UnknownName,
    UnknownSubmission,
)
from indicators.store.keys import NATION, area_key, breakdown_key, breakdown_text, indicator_key, period_key
from indicators.store.store import Store, repeat_finding

__all__ = [
    "NATION",
    "AlreadyWithdrawn",
    "NotAStore",
    "Store",
    "StoreClosed",
    "StoreDamaged",
    "StoreError",
    "StoreExists",
    "StoreFolderMissing",
    "StoreFull",
    "StoreLocked",
    "StoreLogDamaged",
    "StoreMissing",
    "StoreNoPermission",
    "StoreTooNew",
    "UnknownName",
    "UnknownSubmission",
    "area_key",
    "breakdown_key",
    "breakdown_text",
    "indicator_key",
    "period_key",
    "repeat_finding",
]
