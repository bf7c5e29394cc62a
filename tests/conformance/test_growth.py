"""The second opinion against all series that Statistics Canada publishes with inputs, value and verdict."""

import csv
import sys
from collections import Counter
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import assess_kit

VERDICTS = {
    "achieved": "target_achieved",
    "on_track": "substantial_progress",
    "moderate": "moderate_progress",
    "limited": "limited_progress",
    "deteriorating": "deterioration",
    None: "not_available",
}


def number(text):
    return float(text) if text else None


def case_of(row):
    target, up = number(row["target"]), row["direction"] == "1"
    value, base = number(row["current_value"]), number(row["base_value"])
    year = int(float(row["current_year"] or row["base_year"] or 2024))
    case = {
        "year": year,
        "series": {} if value is None else {year: (value, 9)},
        "direction": "higher" if up else "lower",
        "kind": "none" if target is None else "at_least" if up else "at_most",
        "ops": [] if target is None else [(int(float(row["target_year"])), ">=" if up else "<=", target)],
        "limits": (None, number(row["limit"])),
        "period": (int(float(row["base_year"] or 2015)) + 1, int(float(row["target_year"] or 2030))),
    }
    if base is not None and row["base_year"]:
        case |= {"base_year": int(float(row["base_year"])), "base_value": base}
        if target is None and case["base_year"] != year:
            case["series"] |= {case["base_year"]: (base, 9)}
    return case


@pytest.fixture(scope="module")
def published(shared):
    with (shared / "conformance" / "statcan.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return list(zip(rows, assess_kit.rows([case_of(row) for row in rows]), strict=True))


def test_all_series_of_statistics_canada(published, capsys):
    agreed, wrong = Counter(), []
    for row, found in published:
        wanted, got = number(row["progress_value"]), found["second_ratio"]
        verdict = VERDICTS[found["second"]]
        same = (wanted is None and got is None) or (
            wanted is not None and got is not None and abs(wanted - got) <= 1e-9 * max(1, abs(wanted))
        )
        if same and verdict == row["status"]:
            agreed[verdict] += 1
        else:
            wrong.append((row["series"], wanted, got, row["status"], verdict))
    with capsys.disabled():
        print("\nStatistics Canada, 379 series: value to 1e-9 and verdict")
        for verdict, count in agreed.most_common():
            print(f"  {verdict:<22}{count:>4} agree")
        for line in wrong:
            print("  DIFFERS", *line)
    assert wrong == []
    assert sum(agreed.values()) == 379
