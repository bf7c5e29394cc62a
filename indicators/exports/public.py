"""The public data package: figures, areas, indicators, targets and verdicts that may be given out."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from indicators.assess import assess, settings_in_force
from indicators.assess.disclosure import for_publication, sensitive_codes
from indicators.exports.files import replaced
from indicators.exports.package import (
    PUBLIC_KIND,
    description,
    entry_for,
    figures_resource,
    json_text,
    resource,
    words,
    write_entry,
)
from indicators.exports.progress import Progress, nobody
from indicators.exports.sdmx import long_table
from indicators.model import Assessment
from indicators.neutral import neutral
from indicators.office import is_within
from indicators.store import Published, Store

_TARGETS = """
SELECT i.code, t.plan, t.target_set, t.target_version, t.period_start, t.period_end, t.phrase
FROM current_target t JOIN known_indicator i USING (indicator) LEFT JOIN current_area a USING (area)
WHERE t.parent IS NULL AND t.version <= $version AND (CAST($home AS VARCHAR) IS NULL OR a.path IS NULL
    OR a.path = $home OR starts_with(a.path, $home || '/') OR starts_with($home, a.path || '/'))
ORDER BY i.ordinal, i.code, t.plan, t.target_set, t.in_force_from, t.ordinal, t.target
"""
_KINDS = {"integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}


def write_public(
    store: Store,
    out: Path,
    *,
    year: int | None = None,
    result: Published | None = None,
    licence: str = "",
    home: str | None = None,
    progress: Progress = nobody,
) -> dict[str, int]:
    """Write the public package to `out` (a zip), whole or not at all; the number of rows by table.

    `home`: of an area (path) and those below it alone, with their plans and those of the areas above. It
    is a part of the whole store's public package: what is kept back there, because a total and its other
    parts would give it away, is kept back here, too.

    `year`: figures of this year alone, and its verdicts (else the newest year's). `result`: figures and
    verdicts as they were given out. Raises OSError, StoreError kinds.
    """
    cursor = store.cursor().cursor()
    counts: dict[str, int] = {}
    found: list[dict[str, Any]] = []
    try:
        cursor.begin()
        long = long_table(cursor, store, result=result, year=year, public=True, home=home)
        asked = {"version": result.catalog_version if result else 2**31 - 1, "home": home}
        targets = cursor.execute(_TARGETS, asked).fetchall()
        verdicts = [
            item for item in _verdicts(store, year, result) if home is None or is_within(str(item.area), home)
        ]
        with replaced(out) as draft, zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, rows in _tables(store, targets, verdicts, home).items():
                fields = words()["public"][name]
                path = f"data/{name}.csv"
                counts[name], size, digest = write_entry(archive, path, [_arrow(rows, fields)])
                schema = {"fields": _schema(fields), "missingValues": [""]}
                found.append(resource(name, path, size, digest, schema, words()["public_titles"][name]))
            counts["figures"], size, digest = write_entry(
                archive, "data/figures.csv", long.tables(lambda share, said: progress(0.9 * share, said))
            )
            found.append(figures_resource(long.fields(), size, digest))
            about = description(store, found, PUBLIC_KIND, units=[], licence=licence, home=home)
            archive.writestr(entry_for("datapackage.json"), json_text(about))
    finally:
        cursor.close()
    progress(1.0, "完成")
    return counts


def _verdicts(store: Store, year: int | None, result: Published | None) -> list[Assessment]:
    if result is not None:
        return store.published_verdicts(result.id)
    settings = settings_in_force(store)
    return for_publication(assess(store, year=year, settings=settings), store, settings)


def _tables(
    store: Store, targets: Iterable[tuple], verdicts: Iterable[Assessment], home: str | None
) -> dict[str, list[dict[str, Any]]]:
    secret = set(sensitive_codes(store))
    names = ("code", "plan", "target_set", "target_version", "period_start", "period_end", "phrase")
    return {
        "areas": [
            {"code": item.code, "path": item.path, "name": item.name, "level": str(item.level)}
            for item in store.areas(closed=True)
            if home is None or is_within(item.path, home)
        ],
        "indicators": [
            {"code": item.code, "name": item.name, "plans": "、".join(item.plans), "domain": item.domain,
             "unit": item.unit, "direction": str(item.direction), "numerator": item.numerator,
             "denominator": item.denominator, "multiplier": item.multiplier, "sensitive": item.code in secret}
            for item in store.catalog().indicators
        ],
        "targets": [dict(zip(names, row, strict=True)) for row in targets],
        "verdicts": [
            {"code": item.code, "plan": item.plan, "area": item.area, "year": item.year, "value": item.value,
             "unit": item.unit, "target": item.target, "word": item.word, "alert": item.alert,
             "sentence": item.sentence}
            for item in verdicts
        ],
    }  # fmt: skip


def _arrow(rows: list[dict[str, Any]], fields: Mapping[str, Mapping[str, str]]) -> pa.Table:
    kinds = {name: _KINDS.get(said["type"], pa.string()) for name, said in fields.items()}
    return pa.table(
        {name: pa.array([_safe(row.get(name)) for row in rows], kind) for name, kind in kinds.items()}
    )


def _safe(value: Any) -> Any:
    return neutral(value) if isinstance(value, str) else value


def _schema(fields: Mapping[str, Mapping[str, str]]) -> list[dict[str, Any]]:
    true = {"trueValues": ["true"], "falseValues": ["false"]}
    return [
        {"name": name, **said, **(true if said["type"] == "boolean" else {})} for name, said in fields.items()
    ]
