"""Which submissions hold figures of which areas, learned once by each process and added to as they come."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from indicators.store.database import Cursor, Database

MOST = 2000
"""More submissions than this are not worth naming to DuckDB one by one."""

_NEW = """
SELECT DISTINCT CAST(o.submission AS VARCHAR) AS submission, o.area
FROM observation o SEMI JOIN incoming_number n ON CAST(n.submission AS UUID) = o.submission
"""


class Whereabouts:
    """The pairs of submission and area that a store's records have; records are never changed or moved."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers: dict[str, int] = {}
        self._known: set[str] = set()
        self._at: npt.NDArray[np.int32] = np.empty(0, np.int32)
        self._area: npt.NDArray[np.int64] = np.empty(0, np.int64)

    def of(self, cursor: Cursor, areas: Sequence[int]) -> list[str] | None:
        """The numbers of the submissions with a record of one of the areas; None where they are most of all.

        A submission whose records were removed since may be among them.
        """
        with self._lock:
            self._learn(cursor)
            found = np.unique(self._at[np.isin(self._area, np.asarray(areas, np.int64))])
            if len(found) > MOST or 2 * len(found) > len(self._numbers):
                return None
            numbers = list(self._numbers)
            return sorted(numbers[int(at)] for at in found)

    def _learn(self, cursor: Cursor) -> None:
        every = cursor.execute("SELECT CAST(submission AS VARCHAR) FROM submission").fetchall()
        new = [number for (number,) in every if number not in self._known]
        if not new:
            return
        cursor.register("incoming_number", pa.table({"submission": pa.array(new, pa.string())}))
        pairs = cursor.execute(_NEW).fetchnumpy()
        cursor.unregister("incoming_number")
        at = [self._numbers.setdefault(number, len(self._numbers)) for number in pairs["submission"]]
        self._at = np.concatenate([self._at, np.asarray(at, np.int32)])
        self._area = np.concatenate([self._area, np.asarray(pairs["area"], np.int64)])
        self._known.update(new)


_held: weakref.WeakKeyDictionary[Database, Whereabouts] = weakref.WeakKeyDictionary()
_holding = threading.Lock()


def whereabouts(database: Database) -> Whereabouts:
    """What is known of this database."""
    with _holding:
        return _held.setdefault(database, Whereabouts())
