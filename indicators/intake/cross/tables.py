"""The tables that the checks between figures read: figures, indicators, areas and relations, as Arrow."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import compute

from indicators.catalog.relations import Relations, owner
from indicators.checks.additive import adds_up, kind_of
from indicators.model import Area, AreaLevel, Frequency, Indicator

pc: Any = compute  # made at run time: type checkers see nothing in it

KEY = ["indicator", "area", "year", "breakdown", "period_label"]
_FIGURE = pa.schema(
    [
        ("indicator", pa.string()), ("area", pa.string()), ("year", pa.int32()), ("breakdown", pa.string()),
        ("period_label", pa.string()), ("value", pa.float64()), ("decimals", pa.int32()),
        ("numerator", pa.float64()), ("denominator", pa.float64()),
        ("file", pa.string()), ("sheet", pa.string()), ("cell", pa.string()),
    ]
)  # fmt: skip


def new_figures(observations: pd.DataFrame, file: str) -> pa.Table:
    """The incoming figures; `row` is their place in `observations`. Reasons for having none are left out."""
    rows = np.flatnonzero(observations["value"].notna().to_numpy())
    table = _figures(observations.iloc[rows], file)
    return table.append_column("row", pa.array(rows, pa.int64()))


def old_figures(earlier: pd.DataFrame) -> pa.Table:
    """The accepted figures with the department (`unit`), submission (`against`) and day (`sent`) of each."""
    frame = earlier[earlier["value"].notna()]
    table = _figures(frame, "")
    for name in ("unit", "against"):
        table = table.append_column(name, _texts(frame[name]))
    return table.append_column("sent", pa.array(frame["at"].to_numpy("datetime64[D]"), pa.date32()))


def _figures(frame: pd.DataFrame, file: str) -> pa.Table:
    columns = []
    for item in _FIGURE:
        source = "code" if item.name == "indicator" else item.name
        if source not in frame:
            columns.append(pa.nulls(len(frame), item.type))
        elif pa.types.is_string(item.type):
            blank = file if item.name == "file" else "" if item.name in KEY else None
            columns.append(_texts(frame[source], blank))
        else:
            numbers = frame[source].to_numpy(dtype="float64", na_value=np.nan)
            numbers = np.clip(np.nan_to_num(numbers, nan=9), 0, 9) if item.name == "decimals" else numbers
            columns.append(pa.array(numbers, pa.float64(), from_pandas=True).cast(item.type))
    return pa.table(columns, schema=_FIGURE)


def _texts(column: pd.Series, blank: str | None = None) -> pa.Array:
    found: Any = pa.Array.from_pandas(column)
    if isinstance(found, pa.ChunkedArray):
        found = found.combine_chunks()
    if isinstance(found, pa.DictionaryArray):
        found = found.dictionary_decode()
    found = found.cast(pa.string())
    return found if blank is None else pc.fill_null(found, blank)


def items(indicators: Sequence[Indicator], relations: Relations) -> pa.Table:
    """What the checks need of the indicators.

    `kind`: count (things counted one by one, `size` each), share (a part in 100, 1000, …), level (any
    other amount), flag (yes or no, words). `additive`: a total is the sum of the places below.
    """
    rows = [_item(item, relations) for item in indicators]
    schema = pa.schema(
        [
            ("indicator", pa.string()), ("kind", pa.string()), ("size", pa.float64()),
            ("multiplier", pa.float64()), ("upper_limit", pa.float64()), ("additive", pa.bool_()),
            ("annual", pa.bool_()), ("random", pa.bool_()), ("hundred", pa.bool_()),
        ]
    )  # fmt: skip
    return pa.Table.from_pylist(rows, schema=schema)


def _item(item: Indicator, relations: Relations) -> dict:
    kind, size = kind_of(item)
    return {
        "indicator": item.code,
        "kind": kind,
        "size": size,
        "multiplier": item.multiplier,
        "upper_limit": item.upper,
        "additive": adds_up(item, relations),
        "annual": item.frequency is Frequency.ANNUAL,
        "random": item.random_events,
        "hundred": item.code in relations.sums_to_hundred,
    }


def area_table(areas: Sequence[Area]) -> pa.Table:
    """Path, parent's path (null at the top) and whether it is a village, of every area."""
    paths = [area.path for area in areas]
    parents = [path.rpartition("/")[0] or None for path in paths]
    villages = [area.level is AreaLevel.VILLAGE for area in areas]
    schema = pa.schema([("area", pa.string()), ("parent", pa.string()), ("village", pa.bool_())])
    return pa.table([paths, parents, villages], schema=schema)


def village_counts(areas: Sequence[Area], wanted: Sequence[str]) -> pa.Table:
    """How many villages lie below each of the wanted areas; none where the district has no list of them."""
    villages = [area.path for area in areas if area.level is AreaLevel.VILLAGE] if wanted else []
    counts = {path: sum(one.startswith(f"{path}/") for one in villages) for path in wanted}
    known = {path: count for path, count in counts.items() if count}
    schema = pa.schema([("area", pa.string()), ("villages", pa.int64())])
    return pa.table([list(known), list(known.values())], schema=schema)


def pair_table(relations: Relations, indicators: Sequence[Indicator], codes: set[str]) -> pa.Table:
    """The relations between two indicators or counts of which one is of `codes`."""
    every = {
        "at_most": relations.pairs(),
        "one_a_village": [(code, code) for code in sorted(relations.one_a_village)],
        "sibling": relations.siblings(),
        "hundred": [pair for pair in relations.complements(indicators) if pair[0] < pair[1]],
    }
    rows = [
        {"relation": name, "one": one, "two": two}
        for name, pairs in every.items()
        for one, two in pairs
        if owner(one) in codes or owner(two) in codes
    ]
    schema = pa.schema([("relation", pa.string()), ("one", pa.string()), ("two", pa.string())])
    return pa.Table.from_pylist(rows, schema=schema)


def piece_table(breakdowns: Sequence[str], relations: Relations) -> pa.Table:
    """Each breakdown as a part of a whole: {"城乡":"城市","性别":"女"} is 城市 of {"性别":"女"}.

    `needed` is how many parts make the whole; only breakdowns of a known partition are there.
    """
    rows = []
    for text in breakdowns:
        for name, part in (json.loads(text) if text.startswith("{") else {}).items():
            parts = relations.partitions.get(name, ())
            if part in parts:
                rest = {key: value for key, value in json.loads(text).items() if key != name}
                said = json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
                rows.append(
                    {
                        "breakdown": text,
                        "rest": said if rest else "",
                        "dimension": name,
                        "part": part,
                        "needed": len(parts),
                    }
                )
    schema = pa.schema(
        [
            ("breakdown", pa.string()), ("rest", pa.string()), ("dimension", pa.string()),
            ("part", pa.string()), ("needed", pa.int64()),
        ]
    )  # fmt: skip
    return pa.Table.from_pylist(rows, schema=schema)
