"""Changes of areas in the store: recorded with the figures that go on under the areas that follow."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from itertools import groupby

import pyarrow as pa

from indicators.catalog.area_moves import MOVE, SPLIT, WORDS, Step
from indicators.model import Area, AreaEvent
from indicators.store.areas import insert_changed
from indicators.store.database import Change, Cursor, Database
from indicators.store.errors import UnknownName
from indicators.store.keys import area_key
from indicators.store.statements import statements
from indicators.store.submissions import undo

READER = "area-change"
ADDITIVE = (
    "人", "名", "个", "户", "件", "份", "张", "所", "处", "家", "例", "对", "场", "次", "人次", "项", "套",
    "台", "间", "座", "床", "张床", "支", "组", "条", "万人", "万户", "万人次", "万册", "万元", "亿元",
    "公里", "亩", "公顷",
)  # fmt: skip
"""Units in which the figures of two areas add up; yuan are left out, as they are mostly means."""


class AreaChanges:
    """Reached as `store.area_changes`; every method raises kinds of StoreError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, steps: Sequence[Step], happened: dt.date, *, note: str = "", by: str = "") -> AreaEvent:
        """Keep a change (see `catalog.area_moves.plan_move`): areas, and the figures that go on.

        The figures come as a submission of their own, each with its origins' file, sheet and cells, flags
        and lineage; nothing is changed in place. Raises UnknownName for an area not held.
        """

        def work(cursor: Cursor, change: Change) -> tuple[str, str]:
            known = dict(cursor.execute(statements("submissions")["areas"]).fetchall())
            for step in steps:
                if step.source not in known:
                    raise UnknownName(what="地区", name=step.source)
            text = _words(steps, happened, note)
            change.after.update(change=text.splitlines()[0], areas=text.splitlines()[1], note=note)
            insert_changed(cursor, change, _new(steps, known))
            for step in steps:
                row = [change.id, step.kind, happened, known[step.source], area_key(step.target.path), note]
                cursor.execute(statements("areas")["insert_event"], [*row, change.id, change.at, change.by])
            carried = _carry(cursor, change, steps, known) if any(_carries(step) for step in steps) else 0
            _submit(cursor, change, text, happened, note or text.splitlines()[1], carried)
            return str(change.id), str(change.id)

        number = self._database.write("area_change", by, work)
        return next(event for event in self.events() if event.id == number)

    def undo(self, event: str, *, reason: str, by: str) -> None:
        """Take a change back: areas and figures are as before.

        Raises AreaInUse, UnknownSubmission, AlreadyWithdrawn.
        """
        undo(self._database, event, by, reason)

    def events(self, *, undone: bool = True) -> list[AreaEvent]:
        """All changes, the newest first; without `undone` only those that stand."""
        rows = self._database.read(statements("areas")["events"], {}).fetchall()
        found = [_event(list(group)) for _, group in groupby(rows, key=lambda row: row[0])]
        return [event for event in found if undone or not event.undone]

    def followed(self) -> dict[str, tuple[str, dt.date, tuple[str, ...]]]:
        """Path of an area that ended -> (kind, day, paths of what followed it), through later changes too."""
        rows = self._database.names(statements("areas")["followed"])
        direct: dict[str, tuple[str, dt.date, tuple[str, ...]]] = {}
        for source, target, kind, happened in rows:
            targets = direct.get(source, ("", happened, ()))[2]
            direct[source] = (kind, happened, (*targets, target))
        return {source: (*found[:2], _last(found[2], direct)) for source, found in direct.items()}


def _last(
    targets: tuple[str, ...], direct: dict[str, tuple[str, dt.date, tuple[str, ...]]]
) -> tuple[str, ...]:
    """Where a chain of single followers ends."""
    seen = set()
    while len(targets) == 1 and targets[0] in direct and targets[0] not in seen:
        seen.add(targets[0])
        targets = direct[targets[0]][2]
    return targets


def _event(rows: list[tuple]) -> AreaEvent:
    kinds = {row[1] for row in rows}
    kind = next(iter(kinds - {MOVE}), MOVE)
    main = [row for row in rows if row[1] == kind]
    if kind == MOVE:
        main = main[:1]
    moved = tuple((row[3], row[4]) for row in rows if row not in main)
    first = rows[0]
    return AreaEvent(
        first[0], kind, first[2], tuple(dict.fromkeys(row[3] for row in main)),
        tuple(dict.fromkeys(row[4] for row in main)), moved, first[5], first[7] or "",
        first[8].replace(tzinfo=dt.UTC), first[10], first[11], first[9],
    )  # fmt: skip


def _words(steps: Sequence[Step], happened: dt.date, note: str) -> str:
    """The change in words: what is kept as the submission's file."""
    kind = next((step.kind for step in steps if step.kind != MOVE), MOVE)
    main = [step for step in steps if step.kind == kind][: None if kind != MOVE else 1]
    old = "、".join(dict.fromkeys(step.source for step in main))
    new = "、".join(dict.fromkeys(step.target.path for step in main))
    lines = [f"区划调整（{WORDS[kind]}），{happened.isoformat()}", f"区划调整：{old} → {new}", note]
    lines += [f"{step.source} → {step.target.path}" for step in steps if step not in main]
    return "\n".join(lines)


def _submit(cursor: Cursor, change: Change, text: str, happened: dt.date, note: str, carried: int) -> None:
    data = text.encode()
    digest = hashlib.sha256(data).hexdigest()
    cursor.execute(statements("submissions")["store_bytes"], [digest, data, change.at])
    note = note if note.startswith("区划调整：") else f"区划调整：{note}"
    who = [change.id, f"区划调整 {happened.isoformat()}.txt", digest, len(data), None, change.by, None, None]
    cursor.execute(
        statements("submissions")["insert_submission"], [*who, carried, 0, note, READER, None, change.at]
    )


def _new(steps: Sequence[Step], known: dict[str, int]) -> list[Area]:
    """Each area that comes out of a change once, those above first; one that keeps its path is as it was."""
    found = {step.target.path: step.target for step in steps if step.target.path not in known}
    again = {step.target.path: step.target for step in steps if step.target.path in known and not step.joins}
    return sorted((found | again).values(), key=lambda area: area.path.count("/"))


def _carry(cursor: Cursor, change: Change, steps: Sequence[Step], known: dict[str, int]) -> int:
    """Write the figures that go on; how many."""
    sql = statements("areas")
    pairs = {
        "source": [known[step.source] for step in steps],
        "target": [area_key(step.target.path) for step in steps],
        "kind": [step.kind for step in steps],
        "source_name": [step.source.rpartition("/")[2] for step in steps],
    }
    cursor.register("incoming_pair", pa.table(pairs))
    carried = cursor.execute(sql["carried"], {"additive": list(ADDITIVE)}).to_arrow_table()
    cursor.register("carried", carried)
    cursor.execute(sql["insert_lineage"], [change.id])
    cursor.execute(sql["insert_carried"], [change.id])
    cursor.unregister("carried")
    cursor.unregister("incoming_pair")
    return carried.num_rows


def _carries(step: Step) -> bool:
    return step.kind != SPLIT
