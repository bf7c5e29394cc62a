"""The only door to DuckDB: append-only tables, views, migrations."""

from indicators.store.accounts import Account
from indicators.store.action_records import Action, ActionText, Step
from indicators.store.annotations import ANNOTATIONS, Annotation
from indicators.store.approvals import Approvals, Given, refuse_step
from indicators.store.audit import acting, ask_who
from indicators.store.desk import Desk, unit_key
from indicators.store.errors import (
    AccountRefused,
    AlreadyRetracted,
    AlreadyWithdrawn,
    AreaInUse,
    DataMoved,
    NotAStore,
    NotHeld,
    OfficeRefused,
    StoreClosed,
    StoreDamaged,
    StoreError,
    StoreExists,
    StoreFolderMissing,
    StoreFull,
    StoreLocked,
    StoreLogDamaged,
    StoreMissing,
    StoreNoMemory,
    StoreNoPermission,
    StoreStopped,
    StoreTooNew,
    UnknownName,
    UnknownRecord,
    UnknownResult,
    UnknownSeat,
    UnknownSubmission,
    YearState,
)
from indicators.store.flags import LEVELS, Flag
from indicators.store.handed_in import HandedIn
from indicators.store.judgements import VERDICTS, Applicability, Judgement
from indicators.store.keys import NATION, area_key, breakdown_key, breakdown_text, indicator_key, period_key
from indicators.store.plans import PlanVersion
from indicators.store.published import MethodSetting, Published
from indicators.store.records import RecordColumn, RecordTable
from indicators.store.restoring import BadRecords
from indicators.store.store import Store, repeat_finding

__all__ = [
    "ANNOTATIONS",
    "LEVELS",
    "NATION",
    "VERDICTS",
    "Account",
    "AccountRefused",
    "Action",
    "ActionText",
    "AlreadyRetracted",
    "AlreadyWithdrawn",
    "Annotation",
    "Applicability",
    "Approvals",
    "AreaInUse",
    "BadRecords",
    "DataMoved",
    "Desk",
    "Flag",
    "Given",
    "HandedIn",
    "Judgement",
    "MethodSetting",
    "NotAStore",
    "NotHeld",
    "OfficeRefused",
    "PlanVersion",
    "Published",
    "RecordColumn",
    "RecordTable",
    "Step",
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
    "StoreNoMemory",
    "StoreNoPermission",
    "StoreStopped",
    "StoreTooNew",
    "UnknownName",
    "UnknownRecord",
    "UnknownResult",
    "UnknownSeat",
    "UnknownSubmission",
    "YearState",
    "acting",
    "area_key",
    "ask_who",
    "breakdown_key",
    "breakdown_text",
    "indicator_key",
    "period_key",
    "refuse_step",
    "repeat_finding",
    "unit_key",
]
