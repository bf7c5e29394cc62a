"""Catalogue versions in the store: indicators with their definitions, and the targets in force."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import pyarrow as pa
from pydantic import TypeAdapter

from indicators.catalog import Catalog, PlanGoal
from indicators.model import Indicator, Target
from indicators.store.database import Change, Cursor, Database
from indicators.store.demands import Demand, from_catalog, from_goals, rows_of
from indicators.store.errors import UnknownName
from indicators.store.keys import area_key, indicator_key
from indicators.store.statements import statements


@cache
def _indicators() -> TypeAdapter[Indicator]:
    return TypeAdapter(Indicator)


@cache
def _targets() -> TypeAdapter[Target]:
    return TypeAdapter(Target)


def target_text(target: Target) -> str:
    """A target as JSON text, from which `target_of` makes the same target again."""
    return _targets().dump_json(target, exclude_defaults=True).decode()


def target_of(text: str) -> Target:
    """The target that `target_text` wrote."""
    return _targets().validate_json(text)


def put(
    database: Database, catalog: Catalog, goals: Sequence[PlanGoal], area: str | None, source: str, by: str
) -> int:
    """Record a catalogue and a district's goals as a new version; its number.

    The same catalogue, goals and area as in the newest version are not recorded again. Indicators
    that a plan brought along stay in the catalogue when the next one lacks them.
    """
    digest = _digest(catalog, goals, area)

    def work(cursor: Cursor, change: Change) -> tuple[int, str | None]:
        sql = statements("definitions")
        newest = cursor.execute(sql["newest"]).fetchone() or (0, "")
        if newest[1] == digest:
            return newest[0], None
        version = newest[0] + 1
        areas = cursor.execute(sql["areas"]).fetchall()
        if area is not None and area_key(area) not in {key for key, _, _ in areas}:
            raise UnknownName(what="地区", name=area)
        own = _own(cursor, catalog, goals)
        whole = catalog.extended(own.values())
        keys = _keys(whole, dict(cursor.execute(sql["first_keys"]).fetchall()))
        demands = [*from_catalog(whole, keys, areas), *from_goals(goals, keys, area)]
        cursor.execute(sql["insert_version"], [version, source, digest, change.at, change.by])
        _insert(cursor, "indicator", version, _indicator_rows(whole, keys, own))
        _insert(cursor, "code", version, _code_rows(whole, keys))
        _insert_demands(cursor, version, demands)
        change.before.update({"version": newest[0]} if newest[0] else {})
        change.after.update(version=version, source=source, area=area)
        change.after.update(indicators=len(whole.indicators), goals=len(goals))
        return version, str(version)

    return database.write("catalog", by, work)


def _own(cursor: Cursor, catalog: Catalog, goals: Sequence[PlanGoal]) -> dict[str, Indicator]:
    """Indicators that plans defined for themselves: this one's, and earlier ones' not yet superseded."""
    rows = cursor.execute(statements("definitions")["own"]).fetchall()
    earlier = [_indicators().validate_json(text) for (text,) in rows]
    found = {item.code: item for item in earlier if item.code not in catalog.by_code}
    return found | {goal.definition.code: goal.definition for goal in goals if goal.definition}


def _definition(item: Indicator) -> str:
    return _indicators().dump_json(item, exclude_defaults=True).decode()


def _digest(catalog: Catalog, goals: Sequence[PlanGoal], area: str | None) -> str:
    whole = [[_definition(item) for item in catalog.indicators], [repr(goal) for goal in goals], area]
    return hashlib.sha256(json.dumps(whole, ensure_ascii=False).encode()).hexdigest()


def _keys(catalog: Catalog, known: Mapping[str, int]) -> dict[str, int]:
    """Each code's key: the one it had, else the one an old code of it had, so that figures follow it."""
    codes = {item.code for item in catalog.indicators}
    taken: dict[int, str] = {}
    keys: dict[str, int] = {}
    for item in catalog.indicators:
        old = (known[code] for code in item.old_codes if code in known and code not in codes)
        found = known.get(item.code) or next(old, None) or indicator_key(item.code)
        if found in taken:
            found = indicator_key(item.code)
        if taken.setdefault(found, item.code) != item.code:
            raise ValueError(f"two indicators share a key: {taken[found]}, {item.code}")
        keys[item.code] = found
    return keys


def _indicator_rows(
    catalog: Catalog, keys: Mapping[str, int], own: Mapping[str, Indicator]
) -> list[dict[str, Any]]:
    return [
        {
            "indicator": keys[item.code],
            "code": item.code,
            "name": item.name,
            "plan": str(plan),
            "domain": item.domain_in(plan),
            "ordinal": ordinal,
            "unit": item.unit,
            "direction": str(item.direction),
            "numerator": item.numerator,
            "denominator": item.denominator,
            "multiplier": item.multiplier,
            "lower_limit": item.lower,
            "upper_limit": item.upper,
            "decimals": item.decimals,
            "frequency": str(item.frequency),
            "random_events": item.random_events,
            "sensitive": item.sensitive,
            "lead": item.lead,
            "coop": "、".join(item.coop) or None,
            "definition": _definition(item),
            "origin": "goals" if item.code in own else "catalog",
        }
        for ordinal, item in enumerate(catalog.indicators)
        for plan in item.plans
    ]


def _code_rows(catalog: Catalog, keys: Mapping[str, int]) -> list[dict[str, Any]]:
    """Codes in use, and old codes that mean one indicator only (a split one means none)."""
    meant = Counter(old for item in catalog.indicators for old in item.old_codes)
    rows = [{"code": code, "indicator": key} for code, key in keys.items()]
    for item in catalog.indicators:
        single = (old for old in item.old_codes if meant[old] == 1 and old not in keys)
        rows += [{"code": old, "indicator": keys[item.code]} for old in single]
    return rows


def _insert(cursor: Cursor, table: str, version: int, rows: Sequence[dict[str, Any]]) -> None:
    if not rows:
        return
    name = f"incoming_{table}"
    cursor.register(name, pa.Table.from_pylist(list(rows)))
    cursor.execute(statements("definitions")[f"insert_{table}s"], [version])
    cursor.unregister(name)


def _insert_demands(cursor: Cursor, version: int, demands: Iterable[Demand]) -> None:
    targets: list[dict[str, Any]] = []
    milestones: list[dict[str, Any]] = []
    details: list[dict[str, Any]] = []
    for ordinal, demand in enumerate(demands):
        some_targets, some_milestones = rows_of(demand, version, ordinal, target_text)
        if demand.detail:
            details.append({"target": some_targets[0]["target"], "detail": demand.detail})
        targets += some_targets
        milestones += some_milestones
    _insert(cursor, "target", version, targets)
    _insert(cursor, "milestone", version, milestones)
    if details:
        cursor.register("incoming_detail", pa.Table.from_pylist(details))
        cursor.execute(statements("plans")["insert_details"], [version])
        cursor.unregister("incoming_detail")


def definition_of(text: str) -> Indicator:
    """The indicator that was kept as this JSON text."""
    return _indicators().validate_json(text)


def catalog_of(database: Database) -> Catalog:
    """The catalogue of the newest version; an empty one for a store that has none."""

    def make() -> Catalog:
        rows = database.read(statements("definitions")["definitions"]).fetchall()
        return Catalog(tuple(_indicators().validate_json(text) for (text,) in rows))

    return database.kept.get("catalog", make)
