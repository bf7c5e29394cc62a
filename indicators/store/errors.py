"""What can go wrong with the store itself: each error carries a finding to show a person."""

# ruff: noqa: N818 - the names say what is the matter
from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import duckdb

from indicators.findings import Finding, finding
from indicators.model import Place


class StoreError(Exception):
    """Something is wrong with the store; `finding` says what and how to mend it, in Chinese."""

    code = "store_failed"

    def __init__(self, path: Path | str | None = None, **words: Any) -> None:
        name = str(path) if path is not None else ""
        self.finding: Finding = finding(self.code, Place(file=name or None), **words)
        super().__init__(self.finding.message)


class StoreMissing(StoreError):
    """There is no file at this path."""

    code = "store_missing"


class StoreExists(StoreError):
    """There is already a file where a store was to be made."""

    code = "store_exists"


class StoreFolderMissing(StoreError):
    """The folder (or the disk it is on) is not there."""

    code = "store_folder_missing"


class StoreLocked(StoreError):
    """Another process has the store open."""

    code = "store_locked"


class StoreNoPermission(StoreError):
    """The file or its folder may not be read or written by this user."""

    code = "store_no_permission"


class NotAStore(StoreError):
    """The file is no database of this product."""

    code = "store_not_a_store"


class StoreTooNew(StoreError):
    """A newer version of the product (or of DuckDB) made this file."""

    code = "store_too_new"


class StoreDamaged(StoreError):
    """The database file is damaged."""

    code = "store_damaged"


class StoreLogDamaged(StoreError):
    """The write-ahead log beside the database file is damaged."""

    code = "store_log_damaged"


class StoreFull(StoreError):
    """No room to write."""

    code = "store_full"


class StoreStopped(StoreError):
    """An earlier fatal error stopped the database; it works again after a restart."""

    code = "store_stopped"


class StoreNoMemory(StoreError):
    """Too little memory for what was asked."""

    code = "store_no_memory"


class StoreClosed(StoreError):
    """The store was closed."""

    code = "store_closed"


class UnknownName(StoreError):
    """A figure names an indicator or area that the store does not know."""

    code = "store_unknown_name"


class UnknownSeat(UnknownName):
    """An area is asked for that has no office of its own in the store."""

    code = "seat_unknown"


class UnknownSubmission(StoreError):
    """No submission has this number."""

    code = "store_unknown_submission"


class AlreadyWithdrawn(StoreError):
    """The submission was withdrawn before."""

    code = "store_already_withdrawn"


class OfficeRefused(StoreError):
    """A judgement, an answer, a constant or a published result lacks something."""

    def __init__(self, code: str, **words: Any) -> None:
        self.code = code
        super().__init__(None, **words)


class AccountRefused(StoreError):
    """An account cannot be made or changed like this; the finding says why."""

    def __init__(self, code: str, **words: Any) -> None:
        self.code = code
        super().__init__(None, **words)


class UnknownRecord(StoreError):
    """No judgement or answer has this number."""

    code = "office_unknown_record"


class AlreadyRetracted(StoreError):
    """The judgement or answer was taken back before."""

    code = "office_already_retracted"


class UnknownResult(StoreError):
    """No published result has this number."""

    code = "office_unknown_result"


class DataMoved(StoreError):
    """The data changed between judging and publishing."""

    code = "office_data_moved"


class NotHeld(StoreError):
    """A figure does not wait for a decision."""

    code = "store_not_held"


class AreaInUse(StoreError):
    """A change of areas cannot be taken back: later records rest on it."""

    code = "store_area_in_use"


class YearState(StoreError):
    """A step that the reporting year's state does not allow."""

    code = "store_year_state"


class BadPlace(StoreError):
    """A place of a store that is written wrong."""

    def __init__(self, code: str, **words: Any) -> None:
        self.code = code
        super().__init__(None, **words)


class NoCluster(StoreError):
    """What a lake needs is not installed."""

    code = "store_no_cluster"


class CatalogLost(StoreError):
    """The lake's catalogue cannot be reached."""

    code = "store_catalog_lost"


class CatalogDoubt(StoreError):
    """The catalogue went at the very commit and stayed away: nobody knows whether it came through."""

    code = "store_catalog_doubt"


class CatalogRefused(StoreError):
    """The lake's catalogue lets this user not in, or has no such database."""

    code = "store_catalog_refused"


class DataFolderMissing(StoreError):
    """The lake's data path is not there, or is another one than the catalogue's."""

    code = "store_data_missing"


class LakeMissing(StoreError):
    """The catalogue's database holds no store."""

    code = "store_lake_missing"


class LakeExists(StoreExists):
    """The catalogue's database holds a store already."""

    code = "store_lake_exists"


class LakeBusy(StoreError):
    """Others wrote so much meanwhile that a write found no turn."""

    code = "store_lake_busy"


class LakeUpgraded(StoreTooNew):
    """A newer version of the product changed the lake's tables while this one had it open."""

    code = "store_lake_upgraded"


class NotOnLake(StoreError):
    """Something that only a store in a file can do."""

    code = "store_not_on_lake"


_SIGNS: tuple[tuple[str, type[StoreError]], ...] = (
    (r"could not set lock|being used by another process|conflicting lock", StoreLocked),
    (r"permission denied|read-only file ?system|access is denied|operation not permitted", StoreNoPermission),
    (r"no space left|file too large|disk quota|not enough space", StoreFull),
    (r"not a valid duckdb database|not a duckdb database", NotAStore),
    (r"version number|newer version|newer duckdb|storage version", StoreTooNew),
    (r"\bwal\b|write-ahead", StoreLogDamaged),
    (r"corrupt|checksum|could not read enough bytes|deseriali[sz]", StoreDamaged),
    (r"failed to load metadata", StoreDamaged),
    (r"database has been invalidated", StoreStopped),
    (r"out of memory", StoreNoMemory),
    (r"connection (has )?(already )?(been )?closed|connection was never established", StoreClosed),
)

_DAMAGE = (duckdb.InternalException, duckdb.FatalException, duckdb.SerializationException)


def translate(error: Exception, path: Path | str) -> StoreError:
    """The StoreError that tells a person what DuckDB's or the system's error means.

    Recognised by the words of the message, as DuckDB gives most of these one exception class.
    """
    text = str(error)
    lowered = text.lower()
    for sign, kind in _SIGNS:
        if re.search(sign, lowered):
            found = kind(path, **_words(kind, text))
            break
    else:
        damaged = isinstance(
            error, (duckdb.InternalException, duckdb.FatalException, duckdb.SerializationException)
        )
        found = (
            StoreDamaged(path) if damaged else StoreError(path, detail=text.splitlines()[0] if text else "")
        )
    found.__cause__ = error
    return found


def _words(kind: type[StoreError], text: str) -> dict[str, str]:
    if kind is not StoreLocked:
        return {}
    process = re.search(r"PID (\d+)", text)
    return {"holder": f"（进程号 {process[1]}）" if process else ""}
