"""Cases of the method as plain dicts -> the input relations of the SQL, judged all at once.

A case has `year` and `series` ({year: value} or {year: (value, decimals)}), and optionally `kind`,
`direction`, `ops` ([(year, op, value[, unit])]), `base_year`, `base_value`, `change` (amount, unit,
per_year), `hold`, `period`, `limits`, `frequency`, `counts` ({year: (n, d)}), `missing` ({year: why}),
`breakdowns` ({label: series}), `children` ({name: series}), `others` ({area name: series}), `every`,
`comparator`, `label`, `cumulative`, `unit`, `multiplier`, `random`, `parts` (cases of their own),
`judgements` ([(year, yes/partly/no)]) and `answers` ([(year, holds or not)]) in the order of their recording.
"""

# ruff: noqa: E501

import duckdb
import pyarrow as pa

from indicators.assess import Settings, engine, records

DIMENSION = {"城市": "城乡", "农村": "城乡", "城镇": "城乡", "男": "性别", "女": "性别"}


def judge(cases, settings=None):
    """The Assessment of every case, in order."""
    return run(cases, settings, records.fetch)


def rows(cases, settings=None):
    """The raw result rows of every case, as dicts, in order."""
    return run(cases, settings, _raw)


def _raw(cursor):
    found = cursor.execute("SELECT * FROM j_result ORDER BY case_id")
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def run(cases, settings, fetch):
    tables = {name: [] for name in engine.RELATIONS}
    for number, case in enumerate(cases, start=1):
        _add(tables, number, case)
    for number, label in enumerate(DIMENSION, start=1):
        tables["a_breakdown"].append({"breakdown": number, "text": f'{{"{DIMENSION[label]}":"{label}"}}'})
    with duckdb.connect(":memory:") as cursor:
        cursor.execute(engine.script("inputs_tables.sql"))
        for name, content in tables.items():
            if content:
                names = {name: None for row in content for name in row}
                cursor.register("incoming", pa.Table.from_pylist([names | row for row in content]))
                cursor.execute(f"INSERT INTO {name} BY NAME SELECT * FROM incoming")
                cursor.unregister("incoming")
        engine.run(cursor, settings or Settings())
        return fetch(cursor)


def _add(tables, number, case):
    low, high = case.get("limits", (None, None))
    tables["a_indicator"].append(
        {
            "indicator": number, "code": f"C{number}", "name": f"指标{number}", "plan": "women", "domain": "健康",
            "unit": case.get("unit", "%"), "direction": case.get("own_direction", case.get("direction", "higher")),
            "multiplier": case.get("multiplier"), "lower_limit": low, "upper_limit": high,
            "frequency": case.get("frequency", "annual"), "random_events": case.get("random", False),
            "ordinal": number,
        }
    )  # fmt: skip
    area = number * 1000
    tables["a_area"].append(
        {"area": area, "name": f"甲县{number}", "path": f"甲县{number}", "level": "county"}
    )
    _series(tables, number, area, 0, case["series"], case.get("counts", {}))
    for year, why in case.get("missing", {}).items():
        tables["a_series"].append(
            {"indicator": number, "area": area, "breakdown": 0, "year": year, "missing": why}
        )
    for turn, (year, verdict) in enumerate(case.get("judgements", [])):
        tables["a_judgement"].append(
            {
                "indicator": number,
                "area": area,
                "year": year,
                "verdict": verdict,
                "evidence": "文件",
                "turn": turn,
            }
        )
    for turn, (year, applies) in enumerate(case.get("answers", [])):
        tables["a_applies"].append(
            {
                "indicator": number,
                "area": area,
                "year": year,
                "applies": applies,
                "reason": "人口",
                "turn": turn,
            }
        )
    for label, series in case.get("breakdowns", {}).items():
        _series(tables, number, area, 1 + list(DIMENSION).index(label), series, {})
    for place, (name, series) in enumerate(case.get("children", {}).items(), start=1):
        tables["a_area"].append(
            {
                "area": area + place,
                "name": name,
                "path": f"甲县{number}/{name}",
                "level": "town",
                "parent": area,
            }
        )
        _series(tables, number, area + place, 0, series, {})
    for place, (name, series) in enumerate(case.get("others", {}).items(), start=500):
        level = "nation" if name == "全国" else "province"
        tables["a_area"].append({"area": area + place, "name": name, "path": name, "level": level})
        _series(tables, number, area + place, 0, series, {})
    target = None
    case = {"kind": "none", **case}
    if case["kind"] != "none" or "base_year" in case:
        target = number * 100
        _target(tables, target, None, number, case)
    tables["a_case"].append(
        {"case_id": number, "target": target, "indicator": number, "area": area, "year": case["year"]}
    )


def _series(tables, number, area, breakdown, series, counts):
    for year, given in series.items():
        value, decimals = given if isinstance(given, tuple) else (given, None)
        top, bottom = counts.get(year, (None, None))
        tables["a_series"].append(
            {
                "indicator": number, "area": area, "breakdown": breakdown, "year": year, "value": value,
                "decimals": decimals, "numerator": top, "denominator": bottom,
            }
        )  # fmt: skip


def _target(tables, key, parent, number, case):
    start, end = case.get("period", (2021, 2030))
    amount, unit, per_year = case.get("change", (None, None, False))
    tables["a_target"].append(
        {
            "target": key, "parent": parent, "target_set": "本级规划", "plan": "women", "indicator": number,
            "period_start": start, "period_end": end, "target_version": "规划2021", "phrase": case.get("phrase", "目标"),
            "kind": case["kind"], "direction": case.get("direction", "higher"), "base_year": case.get("base_year"),
            "base_value": case.get("base_value"), "change_amount": amount, "change_unit": unit,
            "change_per_year": per_year, "hold": case.get("hold", False), "every": case.get("every"),
            "breakdown": case.get("label"), "comparator": case.get("comparator"),
            "cumulative": case.get("cumulative", False), "ordinal": key,
        }
    )  # fmt: skip
    for order, (year, op, value, *rest) in enumerate(case.get("ops", [])):
        tables["a_milestone"].append(
            {"target": key, "ordinal": order, "year": year, "op": op, "value": value,
             "unit": rest[0] if rest else None}
        )  # fmt: skip
    for place, part in enumerate(case.get("parts", []), start=1):
        _target(tables, key + place, key, number, {"period": (start, end), **part})
