"""The store's records as a Frictionless Data Package: one zip of CSV files and datapackage.json.

Everything that the office ever recorded travels: figures that count and figures that were replaced or
withdrawn, with file, sheet and cell, findings and explanations, decisions, plans, published results, and the
uploaded files themselves. `unpack.load_package` makes a store with the same content from it. The table
`figures` (the figures that count, with SDMX names) follows from the others and is for readers.
"""

from __future__ import annotations

import json
import tomllib
import zipfile
from collections.abc import Iterable
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import indicators
from indicators.exports.csv_out import write_csv
from indicators.exports.files import replaced
from indicators.exports.progress import Progress, nobody
from indicators.exports.sdmx import long_table
from indicators.neutral import neutral
from indicators.store import Published, RecordTable, Store

FORMAT = 1
KIND, PUBLIC_KIND = "records", "public"
_LONG_AGO = (2021, 1, 1, 0, 0, 0)
_TYPES: dict[str, dict[str, Any]] = {
    "DOUBLE": {"type": "number"},
    "BOOLEAN": {"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]},
    "DATE": {"type": "date"},
    "TIMESTAMP": {"type": "datetime", "format": "%Y-%m-%dT%H:%M:%S.%fZ"},
    "UUID": {"type": "string", "format": "uuid"},
}


@cache
def words() -> dict[str, Any]:
    """Titles and descriptions of the tables and columns that travel."""
    text = (resources.files("indicators.exports") / "package.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def write_package(
    store: Store,
    out: Path,
    *,
    files: bool = True,
    result: Published | None = None,
    licence: str = "",
    progress: Progress = nobody,
) -> dict[str, int]:
    """Write the package to `out` (a zip), whole or not at all; the number of rows by table.

    `files`: with the uploaded files. `result`: what had been recorded when that result was made.
    `licence`: under which terms the data are given; without it the package says that none are named.
    The same records give the same bytes. Raises OSError, StoreError kinds.
    """
    counts: dict[str, int] = {}
    found: list[dict[str, Any]] = []
    with (
        replaced(out) as draft,
        zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive,
        store.reader(result) as reader,
    ):
        tables = [table for table in reader.tables() if files or table.name != "file_bytes"]
        sizes = {table.name: reader.count(table) for table in tables}
        whole, done = max(1, sum(sizes.values())), 0
        for table in tables:
            progress(0.8 * done / whole, f"{_title(table.name)}（{sizes[table.name]}行）")
            path = f"data/{table.name}.csv"
            rows, size, digest = write_entry(archive, path, reader.rows(table))
            found.append(_resource(table, path, size, digest))
            counts[table.name], done = rows, done + rows
        progress(0.8, "有效数据")
        figures = long_table(reader.cursor, store, result=result)
        _, size, digest = write_entry(archive, "data/figures.csv", figures.tables())
        found.append(figures_resource(figures.fields(), size, digest))
        if files:
            for position, (name, data) in enumerate(reader.files()):
                progress(0.9 + 0.1 * position / max(1, counts["file_bytes"]), "原始文件")
                archive.writestr(entry_for(f"files/{name}"), data, zipfile.ZIP_DEFLATED)
        about = description(store, found, KIND, units=reader.units(), licence=licence)
        archive.writestr(entry_for("datapackage.json"), json_text(about), zipfile.ZIP_DEFLATED)
    progress(1.0, "完成")
    return counts


def write_entry(archive: zipfile.ZipFile, path: str, tables: Iterable[Any]) -> tuple[int, int, str]:
    """Write tables as one CSV of the archive: rows, bytes, digest."""
    with archive.open(entry_for(path), "w", force_zip64=True) as stream:
        return write_csv(tables, stream)


def entry_for(name: str) -> zipfile.ZipInfo:
    """An entry without the moment of writing, so that the same data give the same bytes."""
    entry = zipfile.ZipInfo(name, _LONG_AGO)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def json_text(value: Any) -> str:
    """JSON for people too."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _title(table: str) -> str:
    return str(words()["tables"].get(table, {}).get("title", table))


def _resource(table: RecordTable, path: str, size: int, digest: str) -> dict[str, Any]:
    said = words()["tables"].get(table.name, {})
    fields = [_field(column.name, column.kind, column.means) for column in table.columns]
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if key := said.get("key"):
        schema["primaryKey"] = key
    if links := said.get("links"):
        schema["foreignKeys"] = [
            {"fields": [one], "reference": {"resource": other, "fields": [two]}} for one, other, two in links
        ]
    return resource(table.name, path, size, digest, schema, said)


def resource(
    name: str, path: str, size: int, digest: str, schema: dict[str, Any], said: dict[str, Any]
) -> dict[str, Any]:
    """A tabular resource's entry."""
    entry = {
        "name": name,
        "path": path,
        "profile": "tabular-data-resource",
        "title": said.get("title", name),
        "description": said.get("description", ""),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": size,
        "hash": f"sha256:{digest}",
        "schema": schema,
    }
    return {key: value for key, value in entry.items() if value != ""}


def _field(name: str, kind: str, means: str | None) -> dict[str, Any]:
    said = words()["columns"].get(name, "")
    if means:
        said = words()["keys"].get(means, said)
    whole = kind.endswith("INT") or kind == "INTEGER"
    field: dict[str, Any] = {"name": name, "type": "integer" if whole and not means else "string"}
    if not means:
        field |= _TYPES.get(kind, {})
    return field | ({"description": said} if said else {})


def figures_resource(fields: list[dict[str, Any]], size: int, digest: str) -> dict[str, Any]:
    """The entry of the table of figures with SDMX names."""
    schema = {"fields": fields, "missingValues": [""]}
    return resource("figures", "data/figures.csv", size, digest, schema, words()["tables"]["figures"])


def description(
    store: Store,
    found: list[dict[str, Any]],
    kind: str,
    *,
    units: list[str],
    licence: str = "",
    home: str | None = None,
) -> dict[str, Any]:
    """The content of datapackage.json. `home`: the area (path) whose figures it has, else the store's."""
    top = home.rpartition("/")[2] if home else next((area.name for area in store.areas()), "")
    said = words()["package"][kind]
    terms = licence or store.settings().get("licence", "")
    return {
        "name": "two-plans",
        "profile": "tabular-data-package",
        "title": f"{top}{said['title']}",
        "description": said["description"],
        "version": str(FORMAT),
        "licenses": [{"name": "other", "title": terms}] if terms else [dict(words()["no_licence"])],
        "sources": [{"title": neutral(unit)} for unit in units] or [{"title": words()["no_source"]}],
        "twoplans": {"format": FORMAT, "kind": kind, "schema_version": store.schema_version,
                     "program": indicators.__version__},
        "resources": found,
    }  # fmt: skip
