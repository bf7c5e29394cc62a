"""The figures that count as a long table with SDMX names: one row a figure, one column a breakdown."""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from indicators.assess import settings_in_force, settings_of
from indicators.assess.disclosure import as_table, kept_back, sensitive_codes
from indicators.exports.csv_out import write_csv
from indicators.exports.files import replaced
from indicators.exports.progress import Progress, nobody
from indicators.neutral import neutral, neutral_sql
from indicators.store import Published, Store

if TYPE_CHECKING:
    import duckdb

TURN = 500_000
"""Figures ordered in one turn, where no single indicator has more."""

BATCH = 50_000
"""Rows held at a time on their way out."""

WHOLE = "_T"
_FIXED = ("SEX", "URBANISATION")
_LEADING = ("REF_AREA", "INDICATOR", "TIME_PERIOD")
_TRAILING = (
    "PERIOD_LABEL", "UNIT_MEASURE", "OBS_VALUE", "OBS_STATUS", "OBS_COMMENT", "REF_AREA_NAME",
    "INDICATOR_NAME", "AS_OF",
)  # fmt: skip
_HIDDEN = (
    "(h.hidden IS NOT NULL OR coalesce(a.level, 'village') IN ('town', 'village')"
    " AND list_contains(getvariable('x_sensitive'), i.code))"
)
_ORIGINS = {
    "SOURCE_FILE": "coalesce(o.file, s.file)", "SOURCE_SHEET": "o.sheet", "SOURCE_CELL": "o.cell",
    "SUBMISSION": "CAST(o.submission AS VARCHAR)",
}  # fmt: skip


@cache
def words() -> dict[str, Any]:
    """Names and codes of the long table."""
    return tomllib.loads((resources.files("indicators.exports") / "sdmx.toml").read_text(encoding="utf-8"))


@cache
def _sql() -> dict[str, str]:
    text = (resources.files("indicators.exports") / "sdmx.sql").read_text(encoding="utf-8")
    parts = re.split(r"^-- name: (\w+)\n", text, flags=re.M)[1:]
    return dict(zip(parts[::2], (part.strip() for part in parts[1::2]), strict=True))


@dataclass(frozen=True, slots=True)
class Long:
    """The long table as asked for: `dimensions` are its breakdown columns with the store's name of each.

    `year`: of this year alone. `public`: as it may be given out, small counts of sensitive indicators
    kept back and origins left out.
    """

    cursor: duckdb.DuckDBPyConnection
    dimensions: Mapping[str, str] = field(default_factory=dict)
    year: int | None = None
    public: bool = False
    home: str | None = None

    @property
    def columns(self) -> list[str]:
        """The names of the columns in their order."""
        origins = () if self.public else tuple(_ORIGINS)
        return [*_LEADING, *self.dimensions, *_TRAILING, *origins]

    def fields(self) -> list[dict[str, Any]]:
        """The columns as fields of a Table Schema."""
        kinds = {"TIME_PERIOD": "integer", "OBS_VALUE": "number", "AS_OF": "date"}
        said = words()["columns"]
        found = []
        for name in self.columns:
            about = said.get(name) or f"分组：{self.dimensions.get(name, name)}（{WHOLE} 合计）"
            found.append({"name": name, "type": kinds.get(name, "string"), "description": about})
        return found

    def tables(self, progress: Progress = nobody) -> Iterator[pa.Table]:
        """The rows, some at a time: by indicator in the catalogue's order, area, year, breakdown."""
        sizes = self.cursor.execute(_sql()["sizes"]).fetchall()
        whole, done = max(1, sum(count for _, count in sizes)), 0
        statement = self._statement()
        for turn in _turns(sizes) or [[]]:
            progress(done / whole, f"有效数据（{done}/{whole}）")
            values = {"indicators": [key for key, _ in turn], "year": self.year, "home": self.home}
            reader = self.cursor.execute(statement, values).to_arrow_reader(BATCH)
            yield reader.schema.empty_table().select(self.columns)
            for batch in reader:
                yield pa.Table.from_batches([batch]).select(self.columns)
            done += sum(count for _, count in turn)

    def _statement(self) -> str:
        shown = ", ".join(
            f"coalesce(b.d{at}, '{WHOLE}') AS {_quoted(name)}" for at, name in enumerate(self.dimensions)
        )
        veiled = self.public
        origins = ""
        if not veiled:
            origins = "".join(f", {neutral_sql(text)} AS {name}" for name, text in _ORIGINS.items())
        filled = {
            "dimensions": shown, "origins": origins,
            "neutral_area": neutral_sql("coalesce(nullif(a.code, ''), a.path)"),
            "neutral_code": neutral_sql("i.code"), "neutral_label": neutral_sql("o.period_label"),
            "neutral_unit": neutral_sql("i.unit"), "neutral_path": neutral_sql("a.path"),
            "neutral_name": neutral_sql("i.name"),
        }  # fmt: skip
        return self.filled("rows", filled)

    def of_area(self, home: str, year: int) -> list[dict[str, Any]]:
        """The figures of an area (path) and of the areas right below it up to a year, with their origins."""
        return self._ask(self.filled("of_area", {}), {"home": home, "year": year})

    def findings(self, moment: dt.datetime) -> list[dict[str, Any]]:
        """The findings of files that stood at a moment (UTC without zone), the gravest first."""
        return self._ask(_sql()["findings"], {"moment": moment})

    def _ask(self, statement: str, values: dict[str, Any]) -> list[dict[str, Any]]:
        found = self.cursor.execute(statement, values)
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def filled(self, name: str, words_: Mapping[str, str]) -> str:
        """A statement with its places filled, those for what is kept back among them."""
        keys = ("indicator", "area", "year", "period", "breakdown")
        join = "LEFT JOIN x_hidden h ON " + " AND ".join(f"h.{key} = o.{key}" for key in keys)
        kept = {"hidden": _HIDDEN if self.public else "FALSE", "hidden_join": join if self.public else ""}
        text = _sql()[name]
        for word, value in {**kept, **words_}.items():
            text = text.replace("{" + word + "}", value)
        return text


def long_table(
    cursor: duckdb.DuckDBPyConnection,
    store: Store,
    *,
    result: Published | None = None,
    year: int | None = None,
    public: bool = False,
    home: str | None = None,
) -> Long:
    """Prepare the long table on a cursor of its own (which keeps it in temporary relations).

    `result`: as the store stood when that result was made. `public`: without what may not be given out,
    by the office's constants of now or of that result. `home`: an area (path) and those below it alone.
    """
    _choose(cursor, result)
    dimensions = _dimensions(cursor, home)
    _codes(cursor)
    if public:
        codes = sensitive_codes(store)
        least = (settings_of(result) if result else settings_in_force(store)).disclose_from
        cursor.register("x_hidden_in", as_table(kept_back(cursor, codes, least, figures="x_observation")))
        cursor.execute(
            "CREATE OR REPLACE TEMP TABLE x_hidden AS SELECT DISTINCT *, TRUE AS hidden FROM x_hidden_in"
        )
        cursor.unregister("x_hidden_in")
        listed = ", ".join("'" + code.replace("'", "''") + "'" for code in codes)
        cursor.execute(f"SET VARIABLE x_sensitive = CAST([{listed}] AS VARCHAR[])")
    return Long(cursor, dimensions, year, public, home)


def write_long_csv(
    store: Store,
    out: Path,
    *,
    result: Published | None = None,
    year: int | None = None,
    public: bool = False,
    home: str | None = None,
    progress: Progress = nobody,
) -> int:
    """Write the long CSV to `out`, whole or not at all; how many rows. Raises OSError, StoreError kinds.

    `public`: what may be given out; `home`: of an area (path) and those below it alone.

    UTF-8 with a byte order mark: without it, spreadsheet programs on Chinese computers read GBK and
    show garbage; programs that read UTF-8 skip the mark (pandas: encoding utf-8-sig).
    """
    cursor = store.cursor().cursor()
    try:
        cursor.begin()
        table = long_table(cursor, store, result=result, year=year, public=public, home=home)
        with replaced(out) as draft, draft.open("wb") as stream:
            rows, _, _ = write_csv(table.tables(progress), stream, bom=True)
    finally:
        cursor.close()
    progress(1.0, "完成")
    return rows


def _choose(cursor: duckdb.DuckDBPyConnection, result: Published | None) -> None:
    if result is None:
        cursor.execute(_sql()["now"])
        return
    from indicators.assess.stored import at_moment

    at_moment(cursor, result.at)
    cursor.execute(f"SET VARIABLE x_version = {int(result.catalog_version or 0)}")
    cursor.execute("SET VARIABLE x_change = '" + (result.data_version or "0" * 32) + "'")
    cursor.execute(_sql()["then"])


def _dimensions(cursor: duckdb.DuckDBPyConnection, home: str | None) -> dict[str, str]:
    """The breakdown columns (name -> the store's name); the members stand in x_breakdown as d0, d1, …"""
    used = (
        "SELECT DISTINCT b.breakdown, b.text FROM breakdown b SEMI JOIN ("
        "SELECT o.breakdown FROM x_observation o LEFT JOIN x_area a USING (area)"
        " WHERE CAST($home AS VARCHAR) IS NULL OR a.path = $home OR starts_with(a.path, $home || '/')"
        ") o USING (breakdown)"
    )
    rows = cursor.execute(used, {"home": home}).fetchall()
    texts = [(key, text, json.loads(text)) for key, text in rows if key]
    known = words()["dimensions"]
    columns = {said["column"]: name for name, said in known.items()}
    taken = {*columns, *_LEADING, *_TRAILING, *_ORIGINS}
    for name in sorted({part for _, _, parts in texts for part in parts} - set(known)):
        shown = neutral(name)
        while shown.upper() in {one.upper() for one in taken} or not shown:
            shown = f"{shown}_"
        columns[shown] = name
        taken.add(shown)
    data: dict[str, pa.Array] = {
        "breakdown": pa.array([key for key, _, _ in texts], pa.int64()),
        "text": pa.array([text for _, text, _ in texts], pa.string()),
    }
    for at, name in enumerate(columns.values()):
        members = known.get(name, {}).get("members", {})
        found = [_member(parts.get(name), members) for _, _, parts in texts]
        data[f"d{at}"] = pa.array(found, pa.string())
    cursor.register("x_breakdown_in", pa.table(data))
    cursor.execute("CREATE OR REPLACE TEMP TABLE x_breakdown AS FROM x_breakdown_in")
    cursor.unregister("x_breakdown_in")
    return columns


def _member(value: Any, members: Mapping[str, str]) -> str | None:
    return None if value is None else members.get(str(value), neutral(str(value)))


def _codes(cursor: duckdb.DuckDBPyConnection) -> None:
    said = words()
    for name, table in (("x_status", said["status"]), ("x_comment", said["comment"])):
        pairs = ", ".join(f"'{key}': '{value}'" for key, value in table.items() if key != "hidden")
        cursor.execute(f"SET VARIABLE {name} = MAP {{{pairs}}}")
        cursor.execute(f"SET VARIABLE x_hidden_{name[2:]} = '{table['hidden']}'")


def _turns(sizes: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    turns: list[list[tuple[int, int]]] = []
    held = TURN
    for key, count in sizes:
        if held + count > TURN:
            turns.append([])
            held = 0
        turns[-1].append((key, count))
        held += count
    return turns


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
