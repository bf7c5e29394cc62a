"""How loading, verdicts and pages grow with the province, on a file and on a lake; the fit is printed.

`pytest -m long tests/bench/test_province_growth.py -s`. Scales to build come from TWOPLANS_GROWTH
("0.01 0.03 0.1" unless given; 1 is the whole province, some 40 million figures). Seconds are seconds of
processor: other programs on the computer weigh on both sides of a ratio alike, but not evenly in time.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from indicators.store import Store
from indicators.store.lake_place import path_at
from tests.bench.growth import slope
from tests.bench.province import PROVINCE, Size, district, fill

pytestmark = [pytest.mark.bench, pytest.mark.long, pytest.mark.timeout(4 * 3600)]
ROOT = Path(__file__).resolve().parents[2]
SCALES = tuple(float(text) for text in os.environ.get("TWOPLANS_GROWTH", "0.01 0.03 0.1").split())
NATION = 31 * 40_000_000


def measured(place, *names):
    """What a process of its own measured: {name: (seconds of processor, peak GB)}."""
    command = [sys.executable, "-m", "tests.bench.growth", str(place), "", *names]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment, cwd=ROOT)
    rows = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return {row["name"]: (row["cpu"], row["peak"]) for row in rows}


def one_scale(place, scale, disk):
    """Build a province and measure in it; {what: number}."""
    size = Size.of(scale)
    first = district(size, 0)
    begun = time.process_time()
    with Store.create(place) as store:
        count = fill(store, size)
    found = {"figures": count, "filled": count / (time.process_time() - begun), "disk MB": disk() / 2**20}
    village = first.areas[-1].path
    names = {
        "village": f"overview={village}",
        "district verdicts": f"verdicts={first.path}",
        "district page": f"overview={first.path}",
        "bare roll-up": f"bare={PROVINCE}",
        "province page": f"overview={PROVINCE}",
        "accept": f"accepting={first.path}",
        "append": f"appending={first.path}",
    }
    told = measured(place, *names.values())
    found |= {what: told[name][0] for what, name in names.items()}
    found["peak GB"] = max(peak for _, peak in told.values())
    return found


def show(rows):
    """Print a line a measure: its number at each scale, the exponent, and what the fit gives beyond."""
    sizes = [row["figures"] for row in rows]
    print(f"\n{'':18}" + "".join(f"{size:>13,}" for size in sizes) + "   exponent    40 million   a nation")
    for name in rows[0]:
        line = f"{name:18}" + "".join(f"{row[name]:13,.2f}" for row in rows)
        if name != "figures" and len(rows) > 1:
            exponent, start = slope(dict(zip(sizes, (row[name] for row in rows), strict=True)))
            line += f"   {exponent:8.2f}"
            line += "".join(f"   {start * size**exponent:11,.1f}" for size in (40_000_000, NATION))
        print(line)


def judge(rows):
    """What must hold at every scale, against the smallest: one district with its province."""
    alone = rows[0]
    for row in rows:
        assert row["accept"] <= 3 * row["append"] + 0.1, "accepting beside bare append"
        assert row["district verdicts"] <= 1.5 * alone["district verdicts"], "a district beside itself alone"
        assert row["province page"] <= 2 * row["bare roll-up"] + alone["province page"], "a province's page"
        assert row["peak GB"] < 8


def test_growth_of_a_file(tmp_path):
    rows = []
    for scale in SCALES:
        path = tmp_path / f"{scale}.duckdb"
        rows.append(one_scale(path, scale, lambda path=path: path.stat().st_size))
        path.unlink()
        show(rows)
    judge(rows)


def test_growth_of_a_lake(lake_place, monkeypatch):
    """The same in a lake, one scale a run: the catalogue and the data files begin empty."""
    monkeypatch.setenv("TWOPLANS_DATA_PATH", str(lake_place.data_path))
    place = path_at(lake_place.store, str(lake_place.data_path))

    def disk():
        return sum(file.stat().st_size for file in lake_place.data_path.rglob("*") if file.is_file())

    row = one_scale(place, SCALES[0], disk)
    show([row])
    judge([row])
