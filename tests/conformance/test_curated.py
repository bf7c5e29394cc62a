"""The hard cases that others published: those that concern a method of ours, with every deviation explained."""

# ruff: noqa: E501

import csv
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import assess_kit

from indicators.assess import Settings, attainment_rate
from indicators.model import Assessment
from indicators.targets import parse_target, required_value

SECOND = {
    "achieved": {"target_achieved", "significant_progress"},
    "on_track": {"substantial_progress", "on_track", "significant_progress"},
    "moderate": {"moderate_progress"},
    "limited": {"limited_progress"},
    "deteriorating": {"deterioration", "significant_deterioration"},
}
# Rows whose published verdict is not ours, and why.
DEVIATIONS = {
    "EU03": "no change at all: published as deterioration, ours is limited (ratio 0), as the table advises",
}
OTHERS = {
    "SC31": "a mean of scores over several series; no such score is given here",
    "AR01": "a total decline in percent, no verdict",
    "AR02": "the log form of a yearly reduction; the second opinion uses the compound form (7.237 %)",
    "AR03": "a regression rate; the outlook uses Theil-Sen instead",
    "CN11": "the wording of a change",
    "CN12": "the wording of a change",
    "CN13": "a county's tally without its indicators",
}


def number(text):
    return float(text) if text else None


@pytest.fixture(scope="module")
def curated(shared):
    with (shared / "conformance" / "curated.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def growth_case(row):
    up, target = row["direction"] == "1", number(row["target"])
    year, base_year = int(float(row["current_year"])), int(float(row["base_year"]))
    last = int(float(row["target_year"])) if row["target_year"] else 2030
    return {
        "year": year,
        "series": {year: (number(row["current_value"]), 9)},
        "direction": "higher" if up else "lower",
        "kind": "none" if target is None else "at_least" if up else "at_most",
        "ops": [] if target is None else [(last, ">=" if up else "<=", target)],
        "base_year": base_year,
        "base_value": number(row["base_value"]),
        "limits": (None, number(row["limit"])),
        "period": (base_year + 1, last),
    }


def test_compound_growth(curated, capsys):
    rows = [row for key, row in curated.items() if key[:2] in ("SC", "OS", "EU") and row["current_value"]]
    lines, wrong = [], []
    for row, found in zip(rows, assess_kit.rows([growth_case(row) for row in rows]), strict=True):
        wanted, got = number(row["expected_value"]), found["second_ratio"]
        near = wanted == got or (
            None not in (wanted, got) and abs(wanted - got) <= 1e-9 * max(1, abs(wanted))
        )
        same = near and row["expected_verdict"] in SECOND.get(found["second"], ())
        why = "agrees" if same else DEVIATIONS.get(row["id"]) or "DIFFERS"
        lines.append(f"  {row['id']:<6}{row['expected_verdict']:<26}{found['second'] or '-':<15}{why}")
        if why == "DIFFERS" or not near:
            wrong.append((row["id"], wanted, got, row["expected_verdict"], found["second"]))
    with capsys.disabled():
        print("\nCurated cases of compound growth: published, ours")
        print("\n".join(lines))
    assert wrong == []


# The levels of the national bureau's reports: row, kind, operator, the word it published, ours.
LEVELS = [
    ("CN01", "at_most", "<", "提前达标", "提前达标", ""),
    ("CN02", "at_most", "<", "提前达标", "提前达标", ""),
    ("CN03", "at_most", "<", "提前实现", "提前达标", "another word for the same"),
    ("CN04", "at_most", "<", "提前实现", "提前达标", "another word for the same"),
    ("CN05", "at_most", "<=", "基本实现", "基本达标", "another word for the same; missed by 0.5 %"),
    (
        "CN08",
        "at_least",
        ">=",
        "仍有差距",
        "预期可达标",
        "not met two years early; at 76 % of time and 76 % of the way",
    ),
    ("CN09", "at_least", ">=", "提前实现", "提前达标", "another word for the same"),
    ("CN10", "hold", ">=", "超过目标", "达标", "a target to hold is met, not met early"),
]


def level_case(row, kind, op):
    year = int(row["current_year"])
    case = {
        "year": year, "series": {year: number(row["current_value"])}, "kind": kind, "period": (2011, 2020),
        "direction": "higher" if op.startswith(">") else "lower",
        "ops": [(int(row["target_year"]), op, number(row["target"]))], "hold": kind == "hold",
    }  # fmt: skip
    if row["base_value"]:
        case |= {"base_year": int(row["base_year"]), "base_value": number(row["base_value"])}
    return case


def test_levels_of_the_national_reports(curated, capsys):
    cases = [level_case(curated[key], kind, op) for key, kind, op, *_ in LEVELS]
    with capsys.disabled():
        print("\nCurated cases of the level: published, ours")
        for (key, _, _, published, word, why), found in zip(LEVELS, assess_kit.judge(cases), strict=True):
            print(f"  {key:<6}{published}  {found.word}  {why or 'agrees'}")
            assert found.word == word, key


def test_rates_of_the_national_reports(curated):
    for key, missed in (("CN06", 2), ("CN07", 10)):
        met, judged = (int(float(curated[key][name])) for name in ("current_value", "target"))
        assert judged - met == missed
        items = (
            [item("met")] * (met - 1) + [item("nearly_met")] + [item("not_met")] * missed + [item("no_data")]
        )
        rate = attainment_rate(items, Settings())
        assert (rate.met, rate.judged, f"{rate.share:.1f}") == (met, judged, curated[key]["expected_value"])


def item(attainment):
    return Assessment("c", "x", None, None, None, 2016, None, None, attainment=attainment)


def test_percent_is_no_percentage_point(curated):
    row = curated["WH01"]
    target = parse_target("比2018年下降30%", unit="%").target
    case = {
        "year": 2025, "series": {2025: 63.0}, "base_year": 2018, "base_value": 90.0, "period": (2019, 2025),
        "kind": str(target.kind), "direction": "lower",
        "change": (target.change.amount, target.change.unit, False),
    }  # fmt: skip
    (found,) = assess_kit.judge([case])
    assert (found.milestone_value, found.attainment) == (float(row["expected_value"]), "met")


def test_the_straight_path(curated):
    row = curated["WH02"]
    target = parse_target("2025年达到99%以上", unit="%").target
    base, last = float(row["base_value"]), float(row["target"])
    for year in range(2019, 2026):
        wanted = base + (last - base) * (year - 2018) / 7
        assert required_value(target, year, base_year=2018, base_value=base) == pytest.approx(wanted)
        case = {
            "year": year, "series": {year: 70.0}, "kind": "at_least", "ops": [(2025, ">=", last)],
            "base_year": 2018, "base_value": base, "period": (2019, 2025),
        }  # fmt: skip
        assert assess_kit.judge([case])[0].required == pytest.approx(wanted)


def test_every_row_is_accounted_for(curated):
    used = {key for key in curated if key[:2] in ("SC", "OS", "EU")} | {row[0] for row in LEVELS}
    used |= {"CN06", "CN07", "WH01", "WH02"} | set(OTHERS)
    assert set(curated) - used == set()
