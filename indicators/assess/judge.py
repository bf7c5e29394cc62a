"""Judging a file without a store: the same SQL over relations made from its rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import duckdb
import pyarrow as pa

from indicators.assess import engine, records
from indicators.assess.judge_rows import Row, read_rows
from indicators.assess.judge_targets import Asked, asked_of, direction_of
from indicators.assess.settings import Settings
from indicators.catalog import Catalog, builtin
from indicators.findings import Finding, finding
from indicators.model import Assessment, Direction, Indicator, Target

_RANDOM_UNITS = re.compile(r"‰|/\s*(?:10\s*)?万|十万")
_LEVELS = {
    "nation": ("全国",),
    "province": ("省", "自治区"),
    "city": ("市", "州"),
    "county": ("县", "区", "旗"),
    "town": ("镇", "乡", "街道"),
    "village": ("村", "社区"),
}


def judge_csv(
    data: bytes, *, settings: Settings | None = None, catalog: Catalog | None = None
) -> tuple[list[Assessment], list[Finding]]:
    """Judge every row of a CSV file at its own year, knowing only the figures up to that year.

    Columns: indicator, year, value, and optionally unit, direction, base_year, base_value, target,
    target_year, area, numerator, denominator. Rows of one indicator, unit and area form a series. One
    assessment a row, in the file's order; rows that cannot be judged come as `no_data` and carry a
    finding. What the catalogue knows of an indicator of that name (limits, random events) is used.
    """
    rows, found = read_rows(data)
    if not rows:
        return [], found
    tables = _Tables(rows, catalog if catalog is not None else builtin(), found)
    with duckdb.connect(":memory:") as cursor:
        tables.fill(cursor)
        engine.run(cursor, settings or Settings())
        judged = {int(item[0]): item[1] for item in _numbered(cursor)}
    return [judged.get(row.line) or _unjudged(row) for row in rows], found


def _numbered(cursor: duckdb.DuckDBPyConnection) -> list[tuple[int, Assessment]]:
    lines = [row[0] for row in cursor.execute("SELECT case_id FROM j_result ORDER BY case_id").fetchall()]
    return list(zip(lines, records.fetch(cursor), strict=True))


def _unjudged(row: Row) -> Assessment:
    return Assessment(
        code="",
        indicator=row.indicator,
        plan=None,
        domain=None,
        area=row.area,
        year=row.year or 0,
        value=row.value.value if row.value else None,
        unit=row.unit,
        target=row.target,
        reasons=("这一行无法评估",),
        sentence=f"第{row.line}行写得不完整或年份有误，无法评估。",
    )


class _Tables:
    """The input relations of the SQL, made from rows; keys are positions of first mention."""

    def __init__(self, rows: Sequence[Row], catalog: Catalog, found: list[Finding]) -> None:
        self.rows = [row for row in rows if row.year is not None]
        self.catalog, self.found = catalog, found
        self.indicators: dict[tuple[str, str | None], int] = {}
        self.areas: dict[str, int] = {}
        self.targets: dict[tuple[Any, ...], int] = {}
        self.out: dict[str, list[dict[str, Any]]] = {name: [] for name in engine.RELATIONS}
        self.figures: dict[tuple[int, int, int], dict[str, Any]] = {}

    def fill(self, cursor: duckdb.DuckDBPyConnection) -> None:
        for row in self.rows:
            self._add(row)
        self.out["a_series"] = list(self.figures.values())
        self._limit()
        cursor.execute(engine.script("inputs_tables.sql"))
        for name, rows in self.out.items():
            if rows:
                incoming = pa.Table.from_pylist(rows)
                cursor.register("incoming", incoming)
                cursor.execute(f"INSERT INTO {name} BY NAME SELECT * FROM incoming")  # noqa: S608 - names of our own tables
                cursor.unregister("incoming")

    def _add(self, row: Row) -> None:
        known = self._known(row)
        indicator, area = self._indicator(row, known), self._area(row)
        target = self._target(row, known, indicator)
        assert row.year is not None  # noqa: S101 - narrows the type: callers have made sure
        self.out["a_case"].append(
            {"case_id": row.line, "target": target, "indicator": indicator, "area": area, "year": row.year}
        )
        if row.value is not None:  # a figure of a conditional target says that the target holds the area
            self.out["a_applies"].append(
                {"indicator": indicator, "area": area, "year": row.year, "applies": True, "turn": row.line}
            )
        place = (indicator, area, row.year)
        if place in self.figures and row.value:
            self.found.append(finding("judge_twice", indicator=row.indicator, year=row.year, row=row.line))
        if row.value or place not in self.figures:
            self.figures[place] = {
                "indicator": indicator, "area": area, "breakdown": 0, "year": row.year,
                "value": row.value.value if row.value else None,
                "decimals": row.value.decimals if row.value else None,
                "numerator": row.numerator, "denominator": row.denominator,
                "missing": None if row.value else "blank",
            }  # fmt: skip

    def _known(self, row: Row) -> Indicator | None:
        found = self.catalog.named(row.indicator) or self.catalog.find(row.indicator)
        return found if found and (row.unit is None or _same_unit(row.unit, found.unit)) else None

    def _indicator(self, row: Row, known: Indicator | None) -> int:
        key = (row.indicator, row.unit)
        if key not in self.indicators:
            self.indicators[key] = len(self.indicators) + 1
            self.out["a_indicator"].append(_indicator_row(self.indicators[key], row, known))
        return self.indicators[key]

    def _area(self, row: Row) -> int:
        name = row.area or ""
        if name not in self.areas:
            self.areas[name] = len(self.areas) + 1
            level = next((level for level, ends in _LEVELS.items() if name.endswith(ends)), None)
            self.out["a_area"].append(
                {"area": self.areas[name], "name": name, "path": row.area, "level": level, "parent": None}
            )
        return self.areas[name]

    def _target(self, row: Row, known: Indicator | None, indicator: int) -> int:
        base = row.base_value.value if row.base_value else None
        key = (indicator, row.direction, row.target, row.target_year, row.base_year, base, row.year if not (
            row.target_year and row.base_year) else None)  # fmt: skip
        if key not in self.targets:
            asked = asked_of(row, known)
            self.found.extend(_at(item, row) for item in asked.findings)
            self.targets[key] = len(self.out["a_target"]) + 1
            self._put(asked, asked.target, row, indicator, None)
        return self.targets[key]

    def _put(self, asked: Asked, target: Target, row: Row, indicator: int, parent: int | None) -> None:
        number = len(self.out["a_target"]) + 1
        self.out["a_target"].append(_target_row(number, parent, asked, target, row, indicator))
        self.out["a_milestone"] += [
            {"target": number, "ordinal": order, "year": stone.year, "op": stone.op, "value": stone.value,
             "unit": stone.unit}
            for order, stone in enumerate(target.milestones)
        ]  # fmt: skip
        for part in target.parts:
            self._put(asked, part, row, indicator, number)

    def _limit(self) -> None:
        """Shares end at 100 and rates at 0 unless a figure of the file itself goes beyond."""
        for item in self.out["a_indicator"]:
            if item.pop("known"):
                continue
            own = [f["value"] for f in self.out["a_series"] if f["indicator"] == item["indicator"]]
            own += [t["base_value"] for t in self.out["a_target"] if t["indicator"] == item["indicator"]]
            held = [value for value in own if value is not None]
            item["lower_limit"] = 0.0 if min(held, default=0) >= 0 else None
            share = (item["unit"] or "").strip() in ("%", "%")
            item["upper_limit"] = 100.0 if share and max(held, default=0) <= 100 else None


def _same_unit(given: str, known: str) -> bool:
    def bare(unit: str) -> str:
        return re.sub(r"[\s1]*/\s*", "/", unit.replace("%", "%").strip())

    return bare(given) == bare(known)


def _indicator_row(number: int, row: Row, known: Indicator | None) -> dict[str, Any]:
    direction = direction_of(row, known) or Direction.NONE
    unit = row.unit or (known.unit if known else None)
    by_chance = direction is Direction.LOWER and bool(unit and _RANDOM_UNITS.search(unit))
    plan = str(known.plans[0]) if known and known.plans else None
    return {
        "indicator": number, "code": known.code if known else row.indicator, "name": row.indicator,
        "plan": plan,
        "domain": known.domain if known else None, "unit": unit, "direction": str(direction),
        "multiplier": known.multiplier if known else None, "lower_limit": known.lower if known else None,
        "upper_limit": known.upper if known else None, "frequency": "annual",
        "random_events": known.random_events if known else by_chance, "lead": known.lead if known else None,
        "ordinal": number, "known": known is not None,
    }  # fmt: skip


def _target_row(
    number: int, parent: int | None, asked: Asked, target: Target, row: Row, indicator: int
) -> dict[str, Any]:
    change = target.change
    base = row.base_value.value if row.base_value else None
    return {
        "target": number, "parent": parent, "target_set": None, "plan": None, "indicator": indicator,
        "period_start": asked.period[0], "period_end": asked.period[1], "target_version": None,
        "phrase": (row.target if parent is None else target.phrase) or None, "kind": str(target.kind),
        "direction": str(target.direction),
        "base_year": target.base_year if target.base_year is not None else row.base_year,
        "base_value": target.base_value if target.base_value is not None else base,
        "change_amount": change.amount if change else None, "change_unit": change.unit if change else None,
        "change_per_year": change.per_year if change else None, "hold": target.hold, "every": target.every,
        "breakdown": target.breakdown, "comparator": target.comparator, "cumulative": target.cumulative,
        "lead": None, "ordinal": number,
    }  # fmt: skip


def _at(item: Finding, row: Row) -> Finding:
    return replace(item, indicator=item.indicator or row.indicator)
