"""What DuckDB, DuckLake and libpq say when something is wrong with a lake: which of them is meant."""

from __future__ import annotations

import re

import duckdb

from indicators.store.errors import (
    CatalogLost,
    CatalogRefused,
    DataFolderMissing,
    StoreError,
    translate,
)

_LOST = re.compile(
    r"server closed the connection|connection refused|terminating connection|connection reset|broken pipe"
    r"|could not (receive data|send data|connect)|connection timed out|timeout expired|no route to host"
    r"|the database system is (starting up|shutting down|in recovery|not yet accepting)|not translate host"
    r"|connection (already |was )?(closed|lost)|connection not open|ssl connection has been closed"
    r"|no connection to the server|network is unreachable|too many clients|consuming input failed"
    r"|remaining connection slots|the connection is (closed|lost)|not yet accepting connections"
    r"|unable to connect to postgres|crash of another server process",
    re.IGNORECASE,
)
_REFUSED = re.compile(
    r"password authentication failed|no password supplied|role \"[^\"]*\" does not exist"
    r"|database \"[^\"]*\" does not exist|no pg_hba.conf entry|authentication failed"
    r"|permission denied for (database|schema|table)",
    re.IGNORECASE,
)
_CONFLICT = re.compile(r"ducklake_max_retry_count|conflict|could not serialize|duplicate key", re.IGNORECASE)
_ABORTED = re.compile(r"transaction is aborted|no transaction is active", re.IGNORECASE)


def is_lost(error: BaseException) -> bool:
    """Whether the catalogue could not be reached, so that the same may work a little later."""
    if isinstance(error, CatalogLost):
        return True
    text = str(error)
    return bool(_LOST.search(text)) and not _REFUSED.search(text)


def is_conflict(error: BaseException) -> bool:
    """Whether another process wrote meanwhile, so that the work must look again."""
    text = str(error)
    return isinstance(error, duckdb.Error) and bool(_CONFLICT.search(text)) and not is_lost(error)


def is_aborted(error: BaseException) -> bool:
    """Whether a transaction was broken off by an error told before."""
    return isinstance(error, duckdb.Error) and bool(_ABORTED.search(str(error)))


def told(error: Exception, shown: str) -> StoreError:
    """The StoreError for a person; `shown` is the lake's place without a password."""
    if isinstance(error, StoreError):
        return error
    text = str(error)
    if _REFUSED.search(text):
        found: StoreError = CatalogRefused(shown, detail=_line(text, _REFUSED))
    elif is_lost(error) or is_aborted(error):
        found = CatalogLost(shown, detail=_line(text, _LOST))
    elif re.search(r"does not match existing data path", text):
        paths = re.findall(r'"([^"]*)"', text)
        given, known = [*paths, "?", "?"][:2]
        found = DataFolderMissing(shown, shown=given, detail="和建立时的不一样", known=known)
    else:
        return translate(error, shown)
    found.__cause__ = error
    return found


def _line(text: str, sign: re.Pattern[str]) -> str:
    """The words that tell what is the matter, without host names' and passwords' neighbourhood."""
    found = sign.search(text)
    return found[0] if found else "连接已中断"
