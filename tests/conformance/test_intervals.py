"""Chance limits against published vectors: Wilson, Byar, exact Poisson, by the product's SQL."""

import csv
import json
from collections import Counter
from statistics import NormalDist

import duckdb
import pytest

from indicators.assess import Settings, engine
from indicators.assess.intervals import chance_limits, poisson_limits


@pytest.fixture(scope="module")
def sql():
    with duckdb.connect(":memory:") as cursor:
        engine.prepare(cursor, Settings())
        cursor.execute(engine.script("00_macros.sql"))
        yield cursor


def limits(sql, row):
    n, d = (float(row[name]) if row[name] else None for name in ("numerator", "denominator"))
    scale, confidence = float(row["multiplier"] or 1), float(row["confidence"])
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    if row["method"].startswith("wilson"):
        found = sql.execute("SELECT wilson($n, $d, $z, -1), wilson($n, $d, $z, 1)", {"n": n, "d": d, "z": z})
        return tuple(side * scale for side in found.fetchone())
    if row["method"] == "rate_exact":
        return tuple(side / d * scale for side in poisson_limits(int(n), confidence))
    low, high = sql.execute("SELECT byar_low($n, $z), byar_high($n, $z)", {"n": n, "z": z}).fetchone()
    return low / (d or 1) * scale, high / (d or 1) * scale


def test_published_vectors(shared, sql, capsys):
    with (shared / "conformance" / "intervals.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    agreed, left, wrong = Counter(), Counter(), []
    for row in rows:
        if not 0 < float(row["confidence"]) < 1:
            left[f"{row['method']}: confidence {row['confidence']} has no finite limits"] += 1
            continue
        sides = [(side, float(text)) for side, text in enumerate((row["lower"], row["upper"])) if text]
        digits = max(len(row[side].partition(".")[2]) for side in ("lower", "upper"))
        rough = 0.51 * 10.0**-digits if digits < 10 else 0
        found = limits(sql, row)
        if all(abs(found[side] - b) <= max(rough, 1e-9 * max(1, abs(b))) for side, b in sides):
            agreed[row["method"]] += 1
        else:
            wrong.append((row["id"], row["method"], found, sides))
    with capsys.disabled():
        print("\nIntervals, published vectors")
        for method, count in agreed.most_common():
            print(f"  {method:<22}{count:>4} agree to 1e-9 (or to the digits printed)")
        for why, count in left.items():
            print(f"  left out {count}: {why}")
        for line in wrong:
            print("  DIFFERS", *line)
    assert wrong == []
    assert sum(agreed.values()) + sum(left.values()) == len(rows)


def test_the_table_of_the_product_is_the_exact_one(sql):
    for events, low, high in sql.execute("SELECT * FROM a_poisson ORDER BY events").fetchall():
        assert (low, high) == poisson_limits(int(events))
    assert poisson_limits(0)[1] == pytest.approx(3.6889, abs=5e-5)
    assert json.loads(Settings().to_json())["byar_from"] == 10


@pytest.mark.parametrize("scale", [100, 1000, 100_000])
@pytest.mark.parametrize(
    ("n", "d"), [(1, 7), (3, 3000), (9, 41), (10, 41), (250, 8000), (0, 900), (5, 5), (6, 5)]
)
def test_the_band_of_the_charts_is_the_verdict_s_interval(sql, n, d, scale):
    """The charts' limits of earlier years are those that the SQL gives the year it judges."""
    plain = Settings()
    found = chance_limits(n, d, scale, z=plain.z, confidence=plain.confidence, byar_from=plain.byar_from)
    if n >= d or (scale == 100 and n == 0):
        assert found is None
        return
    method = "wilson" if scale == 100 else "rate_exact" if n < plain.byar_from else "byar"
    row = {
        "numerator": str(n),
        "denominator": str(d),
        "multiplier": scale,
        "confidence": 0.95,
        "method": method,
    }
    assert found == pytest.approx(limits(sql, row), rel=1e-12)
