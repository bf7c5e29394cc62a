"""The one exception to "nothing is removed": an authorised purge of a file uploaded by mistake."""

from __future__ import annotations

import mmap
import os
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from uuid import UUID

import duckdb

from indicators.store import lake_tidy
from indicators.store.database import Change, Cursor, Database
from indicators.store.errors import UnknownSubmission
from indicators.store.handed_in import PURGED
from indicators.store.locks import refuse_locked
from indicators.store.statements import statements
from indicators.store.submissions import number_of

_PIECE = 1 << 20
_PATIENCE = 100
_ROUNDS, _SAMPLES, _WINDOW = 6, 16, 48
_EMPTIED = ("observation", "held_observation", "finding", "explanation", "file_bytes", "handed_in_finding")
_WORDED = ("submission", "handed_in")
"""Tables whose rows stay without their words."""


def purge(database: Database, submission: str, reason: str, by: str) -> int:
    """Remove the bytes of a submission's file, and all that was read from it, from every submission of it."""
    row = database.row(statements("desk")["digest"], [number_of(submission)])
    if row is None:
        raise UnknownSubmission(number=submission)
    return purge_bytes(database, row[0], submission, reason, by)


def purge_bytes(database: Database, digest: str, reference: str, reason: str, by: str) -> int:
    """Remove bytes and all that was read from them, wherever they were accepted or handed in for approval.

    How many submissions held them, or files handed in where none was accepted. Raises OfficeRefused where
    a locked year's figures rest on them.
    """

    def work(cursor: Cursor, change: Change) -> tuple[int, str]:
        sql = statements("desk")
        rows = cursor.execute(sql["same_file"], [digest]).fetchall()
        refuse_locked(cursor, [row[0] for row in rows], "删除")
        change.before.update(files=[{"file": file, "sha256": digest} for _, file, _, _ in rows])
        for held, file, _, size in rows:
            _empty(cursor, change, held, reason)
            record = [change.id, held, file, digest, size, reason, change.at, by]
            cursor.execute(sql["insert_purge"], record)
        handed_in = _empty_handed_in(cursor, change, digest, reason, in_lake=database.lake)
        change.after.update(purged=len(rows) or handed_in, reason=reason)
        return len(rows) or handed_in, reference

    before = _contents(database, digest)
    count = database.write("purge", by, work)
    if database.lake:
        lake_tidy.forget(database)
        return count
    database.maintain(_write_over)
    for _ in range(_ROUNDS):
        database.maintain(_settle)
        if not _traces(database.path, before - _said_elsewhere(database)):
            break
    return count


def _contents(database: Database, digest: str) -> set[bytes]:
    """Pieces of a file's bytes, and the texts read from it, by which a trace can be known."""
    pieces: set[bytes] = set()
    for topic in ("desk", "approvals"):
        sql = statements(topic)["texts_of"]
        pieces |= {text.encode() for (text,) in database.read(sql, [digest] * sql.count("?")).fetchall()}
    for (data,) in database.read(statements("desk")["bytes_of"], [digest]).fetchall():
        step = max(1, len(data) // _SAMPLES)
        windows = (data[at : at + _WINDOW] for at in range(0, len(data), step))
        pieces |= {piece for piece in windows if len(set(piece)) > _WINDOW // 3}  # blanks prove nothing
    return pieces


def _said_elsewhere(database: Database) -> set[bytes]:
    """Texts of findings that still stand: general words, no trace."""
    read = (database.read(statements(topic)["texts_left"]).fetchall() for topic in ("desk", "approvals"))
    return {text.encode() for rows in read for (text,) in rows}


def _traces(path: Path, pieces: set[bytes]) -> bool:
    """Whether any of the pieces can still be found in the database file or its log."""
    for held in (path, path.with_name(f"{path.name}.wal")):
        with (
            suppress(OSError, ValueError),  # no such file, an empty one, or one that the system locks
            held.open("rb") as file,
            mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as raw,
        ):
            if any(raw.find(piece) >= 0 for piece in pieces):
                return True
    return False


def _empty(cursor: Cursor, change: Change, submission: UUID, reason: str) -> None:
    """Remove what was kept and read of a submission; it counts as withdrawn."""
    sql = statements("desk")
    for table in _EMPTIED[:-2]:
        _drop_rows(cursor, table, sql[f"gone_{table}"], submission)
    _write_anew(cursor, "submission", sql["gone_words"], [submission] * 2)
    state = cursor.execute(statements("submissions")["state"], [submission]).fetchall()
    if not state[0][1]:
        row = [submission, reason, change.by, change.at]
        cursor.execute(statements("submissions")["insert_withdrawal"], row)


def _empty_handed_in(cursor: Cursor, change: Change, digest: str, reason: str, *, in_lake: bool) -> int:
    """Remove the bytes themselves, and what files handed in keep of them; how many those were.

    In a lake the table of bytes is not written anew (that could bring all of them into its catalogue): the
    rows are deleted, and `lake_tidy.forget` writes the data files anew that held them.
    """
    sql = statements("approvals")
    if in_lake:
        cursor.execute(f"DELETE FROM file_bytes WHERE {statements('desk')['gone_file_bytes']}", [digest])  # noqa: S608 - a condition of the store's own, values bound
    else:
        _drop_rows(cursor, "file_bytes", statements("desk")["gone_file_bytes"], digest)
    rows = cursor.execute(sql["purge_list"], [digest]).fetchall()
    if not rows:
        return 0
    _drop_rows(cursor, "handed_in_finding", sql["gone_handed_in_finding"], digest)
    _write_anew(cursor, "handed_in", sql["gone_words"], [digest] * 2)
    for (number,) in rows:
        step = [change.id, number, PURGED, reason, None, change.at, change.by]
        cursor.execute(sql["insert_step"], step)
    return len(rows)


def _drop_rows(cursor: Cursor, table: str, gone: str, value: object) -> None:
    """Write a table anew without the rows that `gone` names, if there are any."""
    values = [value] * gone.count("?")
    found = cursor.execute(f"SELECT count(*) FROM {table} WHERE {gone}", values).fetchall()  # noqa: S608 - tables and conditions of this module, values bound
    if found[0][0]:
        _write_anew(cursor, table, f"SELECT * FROM {table} WHERE NOT coalesce({gone}, FALSE)", values)  # noqa: S608 - tables and conditions of this module, values bound


def _write_anew(cursor: Cursor, table: str, kept: str, values: Sequence[object]) -> None:
    """Replace a table by its kept rows: rows only deleted stay readable in the file's blocks."""
    cursor.execute("CREATE TABLE purge_kept AS FROM " + table + " LIMIT 0")
    cursor.execute(f"INSERT INTO purge_kept {kept}", values)
    cursor.execute(f"DROP TABLE {table}")
    cursor.execute(f"ALTER TABLE purge_kept RENAME TO {table}")


def _settle(cursor: Cursor) -> None:
    """Write the touched tables once more: the unused ends of their blocks held what memory held before.

    By now memory and free blocks are full of noise; the blocks that this frees are filled as well.
    """
    cursor.begin()
    try:
        for table in (*_EMPTIED[1:], *_WORDED):
            _write_anew(cursor, table, f"FROM {table}", [])
        cursor.commit()
    except BaseException:
        cursor.rollback()
        raise
    _write_over(cursor)


def _checkpoint(cursor: Cursor) -> None:
    """Write the log into the file; readers at work are waited for, some seconds at most."""
    for _ in range(_PATIENCE - 1):
        try:
            cursor.execute("CHECKPOINT")
            return
        except duckdb.TransactionException:
            time.sleep(0.1)
    cursor.execute("CHECKPOINT")


def _write_over(cursor: Cursor) -> None:
    """Fill the file's free blocks with noise, so that a reader of the raw file finds nothing.

    DuckDB gives freed blocks back to itself but leaves their content; a table of noise as large as
    all free blocks takes them into use once, and is dropped again.
    """
    _checkpoint(cursor)
    [(room,)] = cursor.execute("SELECT free_blocks * block_size FROM pragma_database_size()").fetchall()
    if not room:
        return
    cursor.execute("CREATE OR REPLACE TABLE purge_noise (piece BLOB)")
    try:
        for _ in range(room // _PIECE + 2):
            cursor.execute("INSERT INTO purge_noise VALUES (?)", [os.urandom(_PIECE)]).fetchall()
        _checkpoint(cursor)
    finally:
        with suppress(duckdb.Error):
            cursor.execute("DROP TABLE purge_noise")
            cursor.execute("CHECKPOINT")
