"""Bytes to columnar records beside bare calamine on the same bytes: time, growth with the rows, memory.

Both sides are measured in turn and each side's best turn counts, so that other work on the machine
weighs on neither.
"""

import io
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import python_calamine
from big_tables import VOCABULARY, long_table

from indicators.sheets import read_file

pytestmark = [pytest.mark.bench, pytest.mark.long, pytest.mark.timeout(1800)]
TURNS = 7
STEEPEST = 1.1
"""Largest exponent that counts as linear: a row may cost a quarter more per tenfold rows (caches, noise)."""
PEAK = """
import io, sys
def peak(pid="self"):  # not ru_maxrss: that begins with the size of the process that started this one
    with open(f"/proc/{pid}/status") as status:
        return int(next(line for line in status if line.startswith("VmHWM")).split()[1])
data, child = open(sys.argv[1], "rb").read(), []
if sys.argv[2] == "ours":
    sys.path.insert(0, sys.argv[3])
    from big_tables import VOCABULARY
    from indicators.sheets import cage, read_file
    real = cage.Worker.close
    def close(self):
        child.append(peak(self.process.pid))
        real(self)
    cage.Worker.close = close
    read_file("地区,2010年\\n甲县,1\\n".encode(), "a.csv", VOCABULARY)  # imports and tables
    before = peak()
    reading = read_file(data, "a.xlsx", VOCABULARY)
    assert len(reading.records)
    cage.close_all()
else:
    from python_calamine import CalamineWorkbook
    before = peak()
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
print(before, peak(), sum(child))
"""


def timed(action) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def bare(data) -> None:
    python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def beside(data, turns=TURNS, name="大表.xlsx", **more):
    """Best seconds of ours and of bare calamine, measured in turn."""
    pairs = [
        (timed(lambda: read_file(data, name, VOCABULARY, **more)), timed(lambda: bare(data)))
        for _ in range(turns)
    ]
    return tuple(min(column) for column in zip(*pairs, strict=True))


@pytest.mark.parametrize(
    ("texts", "villages"),
    [("shared", 3000), ("inline", 3000), ("references", 3000), ("shared", 100_000)],
)
def test_a_table_of_100_000_lines(texts, villages, capsys):
    ours, theirs = beside(long_table(100_000, texts, villages))
    with capsys.disabled():
        told = f"100,000 x 8 xlsx, {texts}, {villages:,} villages: {ours:.2f} s, calamine {theirs:.2f} s"
        print(f"\n{told}, {ours / theirs:.2f} x (at most 2)", end=" ")
    assert ours <= 2 * theirs


def test_the_county_table(shared, capsys):
    data = (shared / "data" / "county_census_2010_169col.xlsx").read_bytes()
    ours, theirs = beside(data, name="county.xlsx", year=2010)
    with capsys.disabled():
        print(f"\ncounty table of 169 columns: {ours / theirs:.2f} x bare calamine (at most 3)", end=" ")
    assert ours <= 3 * theirs


def test_cost_is_linear_in_the_rows(capsys):
    """The exponent of a power law through the costs of 10^3 to 10^6 rows, a fixed cost allowed for."""
    sizes = (1_000, 10_000, 100_000, 1_000_000)
    costs = []
    for size in sizes:
        read = partial(read_file, long_table(size), "a.xlsx", VOCABULARY)
        costs.append(min(timed(read) for _ in range(2 if size > 100_000 else TURNS)))
    steps = np.diff(np.log10(costs))
    exponent = float(steps[1:].mean())  # 10^4 to 10^6: below, the fixed cost of a file is most of it
    with capsys.disabled():
        told = ", ".join(
            f"{size:,}: {cost * 1e6 / size:.1f} us" for size, cost in zip(sizes, costs, strict=True)
        )
        print(f"\ncost per row {told}; exponent {exponent:.2f} (at most {STEEPEST})", end=" ")
    assert exponent <= STEEPEST
    assert costs[-1] / sizes[-1] <= 1.5 * min(cost / size for cost, size in zip(costs, sizes, strict=True))


def peaks(path, whose) -> list[int]:
    """Megabytes of a fresh process: before the read, at its peak, and the peak of its own child."""
    command = [sys.executable, "-c", PEAK, str(path), whose, str(Path(__file__).parent)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return [int(word) >> 10 for word in done.stdout.split()]


@pytest.mark.skipif(sys.platform != "linux", reason="reads peaks from /proc")
@pytest.mark.parametrize("rows", [100_000, 1_000_000])
@pytest.mark.parametrize("texts", ["shared", "inline"])
def test_peak_memory(rows, texts, tmp_path, capsys):
    """What a read adds to a process at its peak, the caged child counted whole, beside what calamine adds."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(long_table(rows, texts))
    before, ours, child = peaks(path, "ours")
    bare_before, theirs, _ = peaks(path, "calamine")
    ratio = (ours - before + child) / (theirs - bare_before)
    with capsys.disabled():
        told = f"{rows:,} rows, {texts}: {ours - before} MB and child {child} MB over {before} MB"
        print(f"\n{told}, calamine {theirs - bare_before} MB over {bare_before} MB; ", end="")
        print(f"{ratio:.2f} x (at most 3), whole processes {(ours + child) / theirs:.2f} x", end=" ")
    assert ratio <= 3
