"""Whether the audit's chain is whole: which row is the first that was changed, removed, added or moved."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from indicators.store.audit import BEGAN, Cursor, Entry, Head, journal_state
from indicators.store.statements import statements

PIECE = 20_000
"""Rows read at a time."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What a check found: how many rows are sound from the first on, the head they make, what is wrong.

    `broken` names the first row that is not as it was written, None for a whole chain; `kind` says how:
    changed, missing, added, moved, cut (rows at the end are gone), journal (the journal differs from the
    chain), empty. `problem` is the sentence for a person.
    """

    rows: int
    head: str
    broken: int | None = None
    kind: str = ""
    problem: str = ""

    @property
    def whole(self) -> bool:
        """Nothing is wrong."""
        return not self.kind


def verify(cursor: Cursor, noted: str | None = None) -> Verified:
    """Check every row of the chain and the journal beside it; `noted` is a head written down elsewhere.

    Give a cursor of its own: the check reads in pieces.
    """
    (number, seal), met = (0, ""), not noted
    states: list[dict[str, Any]] = []
    for row in _rows(cursor):
        if found := _fault(cursor, row, (number, seal)):
            return found
        number, seal = row.number, row.hash
        met = met or seal.startswith(str(noted))
        if row.kind == BEGAN:
            states.append(json.loads(row.after or "{}"))
    if not number:
        return Verified(0, "", 1, "empty", "操作记录是空的：全部记录都被删掉了。")
    if not met:
        return Verified(
            number, seal, number + 1, "cut",
            f"记下的校验值不在这份操作记录里：第{number}条之后的记录被删掉了，或者整份记录被换过。",
        )  # fmt: skip
    return _beside_journal(cursor, (number, seal), states[-1] if states else {})


def _rows(cursor: Cursor) -> Iterator[Entry]:
    found = cursor.execute(statements("audit")["chain"])
    while rows := found.fetchmany(PIECE):
        yield from (Entry(*row) for row in rows)


def _fault(cursor: Cursor, row: Entry, head: Head) -> Verified | None:
    """What is wrong with the row that follows `head`, if anything."""
    wanted = head[0] + 1
    if row.number == wanted and row.previous == head[1] and row.hash == row.sealed():
        return None
    number = row.number
    if number is None or number < 1 or (number <= head[0]):
        kind, told = "added", f"编号{number}的记录重复或者不该有：有人加进了一条。"
        return Verified(*head, min(wanted, max(number or 1, 1)), kind, told)
    moved = _moved(cursor, head)
    if moved is not None:
        told = f"第{wanted}条被挪了位置：它现在排在第{moved}条，次序被改过。"
        return Verified(*head, wanted, "moved", told)
    if number > wanted:
        gone = f"第{wanted}条" if number == wanted + 1 else f"第{wanted}条到第{number - 1}条"
        return Verified(*head, wanted, "missing", f"{gone}记录被删掉了。")
    if row.previous != head[1] and row.hash == row.sealed():
        return Verified(*head, wanted, "added", f"第{wanted}条接不上前一条：它是后来加进去或者换过的。")
    return Verified(*head, wanted, "changed", f"第{wanted}条的内容被改过。")


def _moved(cursor: Cursor, head: Head) -> int | None:
    """The number under which the row that was written right after `head` stands now, if it is another's."""
    for found in cursor.execute(statements("audit")["followers"], [head[1]]).fetchall():
        row = Entry(*found)
        if row.number != head[0] + 1 and replace(row, number=head[0] + 1).sealed() == row.hash:
            return row.number
    return None


def _beside_journal(cursor: Cursor, head: Head, state: dict[str, Any]) -> Verified:
    """The chain is whole in itself; does the journal say the same?"""
    rows = cursor.execute(statements("audit")["differing"]).fetchall()
    if rows:
        number = rows[0][0]
        told = f"第{number}条与写入日志不一致：日志里的那一条被改过或者删掉了。"
        return Verified(*head, number, "journal", told)
    now = journal_state(cursor)
    extra = now["journal"] - int(state.get("journal", 0))
    if now["digest"] == state.get("digest") and not extra:
        return Verified(*head)
    if extra > 0:
        told = f"写入日志里有{extra}条没有操作记录：第{head[0]}条之后的操作记录被删掉了，或者日志被加过。"
        return Verified(*head, head[0] + 1, "cut", told)
    told = "启用操作记录之前的写入日志被改过或者删过。"
    return Verified(*head, 1, "journal", told)
