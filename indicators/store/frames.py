"""Frames of accepted figures -> Arrow tables in the shape of the store's tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import compute

from indicators.findings import Finding
from indicators.store.errors import UnknownName
from indicators.store.keys import breakdown_key, breakdown_text, period_key

pc: Any = compute  # made at run time: type checkers see nothing in it

_TYPES: Mapping[str, pa.DataType] = {
    "year": pa.int16(),
    "as_of": pa.date32(),
    "period_label": pa.string(),
    "value": pa.float64(),
    "text": pa.string(),
    "decimals": pa.int8(),
    "numerator": pa.float64(),
    "denominator": pa.float64(),
    "qualifier": pa.string(),
    "missing": pa.string(),
    "file": pa.string(),
    "sheet": pa.string(),
    "cell": pa.string(),
    "raw": pa.string(),
    "flags": pa.string(),
}
BREAKDOWNS = pa.schema([("breakdown", pa.int64()), ("text", pa.string())])


def observation_table(
    frame: pd.DataFrame, codes: Mapping[str, int], areas: Mapping[str, int], *, file: str
) -> tuple[pa.Table, pa.Table]:
    """The rows of `observation` (without submission), and the breakdowns they use (key, text).

    `frame` has columns code, area (path), year and those of `observation`; a column left out is
    null. `file` (of the submission) is not repeated in the rows. Raises UnknownName for a code or
    area that the store does not hold, ValueError for figures that are infinite or rows without
    year or without both value and reason.
    """
    frame = frame.reset_index(drop=True)
    columns = {name: _column(frame, name, kind) for name, kind in _TYPES.items()}
    if "decimals" not in frame:
        columns["decimals"] = _decimals(columns["text"])
    _refuse_broken(columns)
    texts: dict[int, str] = {}

    def keyed_breakdown(raw: str) -> int:
        text = breakdown_text(raw)
        found = breakdown_key(text)
        if found:
            texts[found] = text
        return found

    columns["indicator"] = _keys(frame["code"], _looked_up(codes, "指标"))
    columns["area"] = _keys(frame["area"], _looked_up(areas, "地区"))
    columns["breakdown"] = _keys(_filled(frame, "breakdown"), keyed_breakdown)
    columns["period"] = _keys(_filled(frame, "period_label"), period_key)
    columns["file"] = _without(columns["file"], file)
    columns["rec"] = pa.array(np.arange(len(frame), dtype=np.int32))
    table = pa.table(columns)
    return table, pa.table([list(texts), list(texts.values())], schema=BREAKDOWNS)


def held_table(
    frame: pd.DataFrame | None,
    codes: Mapping[str, int],
    areas: Mapping[str, int],
    *,
    file: str,
    start: int,
) -> tuple[pa.Table, pa.Table]:
    """The rows of `held_observation` (without submission), numbered from `start`, and their breakdowns.

    `frame` has the columns of `observation_table` and `against` (a submission's number as text),
    `against_rec`; None is an empty one.
    """
    if frame is None or not len(frame):
        return _nothing_held()
    table, breakdowns = observation_table(frame, codes, areas, file=file)
    numbers = pa.array(np.arange(start, start + len(frame), dtype=np.int32))
    table = table.set_column(table.schema.get_field_index("rec"), "rec", numbers)
    against = pa.array(frame["against"].tolist(), pa.string())
    against_rec = pa.array([int(number) for number in frame["against_rec"]], pa.int32())
    return table.append_column("against", against).append_column("against_rec", against_rec), breakdowns


@cache
def _nothing_held() -> tuple[pa.Table, pa.Table]:
    frame = pd.DataFrame(columns=["code", "area", "year", "value", "text"])
    table, breakdowns = observation_table(frame, {}, {}, file="")
    for name, kind in (("against", pa.string()), ("against_rec", pa.int32())):
        table = table.append_column(name, pa.nulls(0, kind))
    return table, breakdowns


def _looked_up(known: Mapping[str, int], what: str) -> Callable[[str], int]:
    def look(name: str) -> int:
        if name not in known:
            raise UnknownName(what=what, name=name)
        return known[name]

    return look


def _column(frame: pd.DataFrame, name: str, kind: pa.DataType) -> pa.Array:
    """A column as Arrow of the store's type; NaN, NaT and empty text are null."""
    if name not in frame:
        absent = pa.scalar("exact" if name == "qualifier" else None, kind)
        return pa.repeat(absent, len(frame))
    column: Any = frame[name]
    if name == "flags":
        codes, sets = pd.factorize(column.astype(object), use_na_sentinel=False)
        column = pd.Series(np.array([_flags(item) for item in sets], dtype=object)[codes])
    if pa.types.is_integer(kind):
        column = column.astype("Float64")
    found: Any = pa.Array.from_pandas(column)
    if isinstance(found, pa.ChunkedArray):
        found = found.combine_chunks()
    found = found.cast(kind)
    if name == "decimals":
        found = pc.if_else(pc.less(found, 0), pa.scalar(None, kind), found)
    if pa.types.is_string(kind):
        found = pc.if_else(pc.equal(found, ""), pa.scalar(None, kind), found)
    return pc.fill_null(found, "exact") if name == "qualifier" else found


def _decimals(texts: pa.Array) -> pa.Array:
    """Digits after the point of each figure as reported; null where there is no text."""
    return pc.cast(pc.utf8_length(pc.replace_substring_regex(texts, r"^[^.]*\.?", "")), pa.int8())


def _flags(flags: object) -> str | None:
    if flags is None or isinstance(flags, str):
        return flags or None
    return ",".join(flags) or None if isinstance(flags, (tuple, list)) else None


def _filled(frame: pd.DataFrame, name: str) -> pd.Series:
    if name not in frame:
        return pd.Series([""] * len(frame), dtype=object)
    column: Any = frame[name].astype(object)
    return column.where(column.notna(), "")


def _keys(column: Any, key: Callable[[str], int]) -> pa.Array:
    """Keys of a text column, each distinct text looked up once."""
    codes, names = pd.factorize(column, use_na_sentinel=False)
    keys = np.array([key(name) for name in names], dtype=np.int64)
    return pa.array(keys[codes] if len(codes) else keys)


def _without(column: pa.Array, repeated: str) -> pa.Array:
    return pc.if_else(pc.equal(column, repeated), pa.scalar(None, pa.string()), column)


def _refuse_broken(columns: Mapping[str, pa.Array]) -> None:
    if columns["year"].null_count:
        raise ValueError("a figure without a year")
    for name in ("value", "numerator", "denominator"):
        if pc.any(pc.is_inf(columns[name])).as_py():
            raise ValueError(f"an infinite {name}")
    neither = pc.and_(pc.is_null(columns["value"]), pc.is_null(columns["missing"]))
    if pc.any(neither).as_py():
        raise ValueError("a figure with neither a value nor a reason for having none")


_FINDINGS = pa.schema(
    [
        ("rec", pa.int32()),
        ("code", pa.string()),
        ("severity", pa.string()),
        ("file", pa.string()),
        ("sheet", pa.string()),
        ("cell", pa.string()),
        ("indicator", pa.string()),
        ("area", pa.string()),
        ("year", pa.int32()),
        ("message", pa.string()),
        ("hint", pa.string()),
        ("value", pa.string()),
    ]
)


def finding_table(findings: Sequence[Finding]) -> pa.Table:
    """The rows of `finding` (without submission), in the given order."""
    rows: list[dict[str, Any]] = [item.as_record() | {"rec": rec} for rec, item in enumerate(findings)]
    return pa.Table.from_pylist(rows, schema=_FINDINGS)
