"""A synthetic province of any size, as real submissions: `python -m tests.bench.province PLACE SCALE`.

Whole (scale 1): 100 districts in 12 cities, 1,500 towns, 25,000 villages, 200 indicators, ten years, some 40
million figures. A smaller scale has fewer districts, each as it is in the whole; below one district fewer
towns, villages and indicators. Every figure is made of hashes of the seed and its own keys, so that a
district alone in a store (`only`) has the figures that it has among the others. All names are invented.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from indicators.catalog import Catalog, PlanGoal, builtin
from indicators.model import Area, AreaLevel, Direction, Indicator, PlanKind, ReportingUnit
from indicators.store import Store
from indicators.store.keys import area_key, indicator_key
from indicators.targets import parse_target

PROVINCE, BY = "示例省", "示例"
SQL = (Path(__file__).parent / "province.sql").read_text(encoding="utf-8")
COUNTS = ("人", "个", "件", "名", "户", "所", "张", "人次")
UNITS = ("卫生健康局", "教育局", "民政局", "公安局", "妇联")
PHRASES = (
    "2025年达到50%以上，2030年达到70%以上", "2030年达到85%以上", "保持在60%左右", "逐步提高", "达到90%以上",
)  # fmt: skip
LOWER = ("控制在40%以下", "逐步降低", "2030年下降到30%以下")
NUMBERS = ("逐年增加", "逐步提高")


@dataclass(frozen=True, slots=True)
class Size:
    """How much is made; `villages` is a district's. `years` end with 2024."""

    districts: int = 100
    cities: int = 12
    towns: int = 15
    villages: int = 250
    indicators: int = 200
    years: int = 10

    @classmethod
    def of(cls, scale: float) -> Size:
        """The whole province (1), or a part of it that is proportionally smaller."""
        count = round(100 * scale)
        if count:
            return cls(districts=count, cities=max(1, round(count * 12 / 100)))
        part = (100 * scale) ** 0.5
        towns, indicators = max(2, round(15 * part)), max(12, round(200 * part))
        return cls(1, 1, towns, max(4, round(250 * part)), indicators)

    @property
    def span(self) -> range:
        """The years."""
        return range(2025 - self.years, 2025)


@dataclass(frozen=True, slots=True)
class District:
    """A district's place in the province, its areas and the paths above."""

    number: int
    city: str
    path: str
    areas: tuple[Area, ...]

    def table(self) -> pa.Table:
        """Its areas as the SQL reads them: key, key of the area above, level."""
        rows = [
            {
                "area": area_key(item.path),
                "parent": area_key(item.path.rpartition("/")[0]),
                "level": ("county", "town", "village").index(str(item.level)) + 1,
                "ordinal": place,
            }
            for place, item in enumerate(self.areas)
        ]
        return pa.Table.from_pylist(rows)


def district(size: Size, number: int) -> District:
    """The district of this number (from 0)."""
    city = f"{PROVINCE}/示例市{number * size.cities // size.districts + 1:02}"
    path = f"{city}/示例区{number + 1:03}"
    code = f"99{number + 1:04}"
    areas = [Area(code, path.rpartition("/")[2], path, AreaLevel.COUNTY, _city_code(city))]
    for town in range(size.towns):
        name, own = f"示例镇{number * size.towns + town + 1:04}", f"{code}{town + 1:03}"
        areas.append(Area(own, name, f"{path}/{name}", AreaLevel.TOWN, code))
        first = town * size.villages // size.towns
        for village in range(first, (town + 1) * size.villages // size.towns):
            name_below = f"示例村{number * size.villages + village + 1:05}"
            below = f"{path}/{name}/{name_below}"
            areas.append(Area(f"{own}{village + 1:03}", name_below, below, AreaLevel.VILLAGE, own))
    return District(number, city, path, tuple(areas))


def _city_code(city: str) -> str:
    return f"98{int(city[-2:]):02}"


def catalog(size: Size) -> Catalog:
    """Rates and counts of the shipped catalogue, and generated ones for the rest."""
    shipped = builtin().indicators
    rates = [item for item in shipped if _is_rate(item)]
    counts = [item for item in shipped if not item.multiplier and item.unit in COUNTS]
    chosen = [*rates[: size.indicators * 2 // 5], *counts[: size.indicators // 5]]
    made = [_generated(number) for number in range(size.indicators - len(chosen))]
    return Catalog(tuple(replace(item, targets=()) for item in [*chosen, *made]))


def _is_rate(item: Indicator) -> bool:
    way = item.direction in (Direction.HIGHER, Direction.LOWER)
    return bool(item.multiplier and item.denominator and way and str(item.frequency) == "annual")


def _generated(number: int) -> Indicator:
    plan = (PlanKind.WOMEN, PlanKind.CHILDREN)[number % 2]
    way = Direction.LOWER if number % 5 == 4 else Direction.HIGHER
    return Indicator(
        f"Z{number + 1:04}", f"示例指标{number + 1:03}占比", "%", (plan,), f"示例领域{number % 6 + 1}", way,
        numerator=f"示例分子{number + 1:03}", denominator=f"示例分母{number + 1:03}", multiplier=100.0,
        lower=0.0, upper=100.0, decimals=2,
    )  # fmt: skip


def indicator_table(known: Catalog) -> pa.Table:
    """What the SQL reads of the indicators; `reach`: 3 villages report it, 2 towns, 1 districts only."""
    rows = []
    for place, item in enumerate(known.indicators):
        reach = 1 if place % 20 in (6, 13, 19) else 2 if place % 20 in (3, 10) else 3
        rows.append(
            {
                "indicator": indicator_key(item.code),
                "multiplier": item.multiplier,
                "decimals": item.decimals or 0,
                "falls": item.direction is Direction.LOWER,
                "reach": reach,
                "ordinal": place,
            }
        )
    return pa.Table.from_pylist(rows)


def goals(known: Catalog, share: int, lead: str, set_name: str = "") -> list[PlanGoal]:
    """A plan that asks something of every `share`-th indicator."""
    found = []
    for place, item in enumerate(known.indicators):
        if place % share:
            continue
        choice = NUMBERS if not item.multiplier else LOWER if item.direction is Direction.LOWER else PHRASES
        phrase = choice[place % len(choice)].replace("%", item.unit if item.unit in "%‰" else "")
        target = parse_target(phrase, unit=item.unit, direction=item.direction).target
        found.append(
            PlanGoal(item.code, item.name, item.plans[0], phrase, target, lead=lead, set_name=set_name)
        )
    return found


def lay_out(store: Store, size: Size, numbers: Sequence[int]) -> Catalog:
    """Areas, catalogue, plans and units of the province and of the districts with these numbers."""
    found = [district(size, number) for number in numbers]
    cities = dict.fromkeys(item.city for item in found)
    areas = [Area("97", PROVINCE, PROVINCE, AreaLevel.PROVINCE)]
    areas += [Area(_city_code(c), c.rpartition("/")[2], c, AreaLevel.CITY, "97") for c in cities]
    store.put_areas([*areas, *(area for item in found for area in item.areas)], by=BY)
    known = catalog(size)
    store.put_catalog(known, goals=goals(known, 2, "省妇联", "省规划"), area=PROVINCE, by=BY)
    for item in found:
        own = goals(known, 3, _unit(item, UNITS[0]))
        store.put_catalog(known, goals=own, area=item.path, source=f"{item.areas[0].name}规划", by=BY)
    store.desk.put_units(
        [ReportingUnit(_unit(item, name), area=item.path) for item in found for name in UNITS], by=BY
    )
    store.put_setting("sample", "示例省（虚构）", by=BY)
    return known


def _unit(item: District, name: str) -> str:
    return f"{item.areas[0].name}{name}"


def fill(store: Store, size: Size, *, seed: int = 1, only: int | None = None) -> int:
    """Fill an empty store with the province, or with one district of it; how many figures came in.

    One submission a district and year; every tenth is followed by a late correction, some by figures
    that contradict (held for a decision), some by a batch that was withdrawn again.
    """
    numbers = range(size.districts) if only is None else [only]
    table = indicator_table(lay_out(store, size, numbers))
    count = 0
    for year in size.span:
        for number in numbers:
            place = district(size, number)
            for kind in _batches(number, year):
                count += _submit(store, place, table, year, seed, kind)
    return count


def _batches(number: int, year: int) -> Iterator[str]:
    """What a district sends in of a year, in its order."""
    yield "whole"
    if (number + year) % 10 == 4:
        yield "correction"
    if (number * 3 + year) % 20 == 4:
        yield "withdrawn"
    if year == 2024 and number % 5 == 0:
        yield "contradiction"


def _submit(store: Store, place: District, table: pa.Table, year: int, seed: int, kind: str) -> int:
    """One file of a district, through the store's own transaction with journal and audit."""
    file = f"{place.areas[0].name}_{year}{'' if kind == 'whole' else '_' + kind}.csv"
    data = f"{file}，种子{seed}".encode()
    digest, unit = hashlib.sha256(data).hexdigest(), _unit(place, UNITS[place.number % len(UNITS)])
    told = {"seed": seed, "year": year}

    def work(cursor: Any, change: Any) -> tuple[tuple[str, int], str]:
        tables = {"g_area": place.table(), "g_indicator": table}
        for name, rows in tables.items():
            cursor.register(name, rows)
        count, held = 0, 0
        if kind == "contradiction":
            cursor.execute(_statement("contradiction"), {**told, "submission": change.id})
            held = 5
        else:
            cursor.execute(_statement(kind), {**told, "submission": change.id})
            count = cursor.fetchall()[0][0]
        for name in tables:
            cursor.unregister(name)
        cursor.execute("INSERT INTO file_bytes VALUES (?, ?, ?)", [digest, data, change.at])
        row = [change.id, file, digest, len(data), unit, BY, area_key(place.path), year, count, change.at]
        cursor.execute(_statement("submission"), row)
        change.after.update(file=file, unit=unit, area=place.path, year=year, accepted=count, held=held)
        return (str(change.id), count), str(change.id)

    number, count = store._database.write("submission", BY, work)
    if kind == "withdrawn":
        store.undo(number, by=BY, reason="错报：重复报送")
    return count


def _statement(name: str) -> str:
    """One of the statements of province.sql, with the parts that they share put in."""
    parts = {part.split("\n", 1)[0]: part.split("\n", 1)[1] for part in SQL.split("-- name: ")[1:]}
    text = parts[name]
    for shared in ("figures", "columns"):
        text = text.replace(f"{{{shared}}}", parts[shared])
    return text


def build(path: Path, scale: float, *, seed: int = 1, only: int | None = None) -> int:
    """Make a store at `path` with a province of this scale; how many figures came in."""
    with Store.create(path) as store:
        return fill(store, Size.of(scale), seed=seed, only=only)


if __name__ == "__main__":
    print(build(Path(sys.argv[1]), float(sys.argv[2])))
