"""How much the guard, the cage and the scan of formats cost beside bare calamine, in one run.

Each pair is measured alternately and the best of several turns counts, so that other work on the
machine weighs on neither side.
"""

import io
import subprocess
import sys
import time
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import makers

from indicators.sheets.container import open_bytes

pytestmark = pytest.mark.bench
TURNS = 5
WHOLE_WAY = 2.0  # from bytes to records; a reader that takes all of it leaves the tables nothing
ROOT = Path(__file__).resolve().parents[2]
MEMORY = """
import io, resource, sys, threading, time
sys.path.insert(0, {root!r})
data = open({path!r}, "rb").read()
def peak():
    return int(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1])
if {ours!r}:
    from indicators.sheets.container import open_bytes
    from indicators.sheets import cage
    before = peak()
    made = []
    real = cage.Worker.close
    def close(self):
        with open(f"/proc/{{self.process.pid}}/status") as status:
            made.append(int(next(line for line in status if line.startswith("VmHWM")).split()[1]))
        real(self)
    cage.Worker.close = close
    opened = open_bytes(data, "a.xlsx")
    cage.close_all()
    print(peak() - before + sum(made))
else:
    from python_calamine import CalamineWorkbook
    before = peak()
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    print(peak() - before)
"""


def bare(data: bytes) -> float:
    start = time.perf_counter()
    CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    return time.perf_counter() - start


def ours(data: bytes) -> float:
    start = time.perf_counter()
    assert open_bytes(data, "a.xlsx").workbooks
    return time.perf_counter() - start


def ratio(data: bytes, turns: int = TURNS) -> tuple[float, float, float]:
    """Best of ours, best of calamine, their ratio."""
    pairs = [(ours(data), bare(data)) for _ in range(turns)]
    mine, theirs = (min(column) for column in zip(*pairs, strict=True))
    return mine, theirs, mine / theirs


def village_book(rows: int) -> bytes:
    """Names, codes as text, a unit, and figures, the last of them as percent."""
    head = b'<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>'
    lines = [head]
    for r in range(2, rows + 1):
        texts = "".join(
            f'<c r="{x}{r}" t="inlineStr"><is><t>{text}</t></is></c>'
            for x, text in zip("ABCD", (f"示例村{r}", f"{r:06d}", "筛查率", "%"), strict=True)
        )
        figures = "".join(f'<c r="{x}{r}"><v>{r * 37 % 9973 / 100}</v></c>' for x in "EFG")
        lines.append(
            f'<row r="{r}">{texts}{figures}<c r="H{r}" s="1"><v>0.{r % 97:02d}</v></c></row>'.encode()
        )

    def edit(sheet):
        sheet["H1"] = 0.5
        sheet["H1"].number_format = "0.0%"

    book = makers.xlsx(rows=(), edit=edit)
    body = b"<sheetData>" + b"".join(lines) + b"</sheetData>"

    def change(name, old):
        if not name.endswith("sheet1.xml"):
            return old
        start, end = old.index(b"<sheetData>"), old.index(b"</sheetData>") + len(b"</sheetData>")
        return old[:start] + body + old[end:]

    return makers.rezip(book, change)


def test_a_hundred_thousand_rows(capsys):
    mine, theirs, times = ratio(village_book(100_000))
    with capsys.disabled():
        print(f"\n100,000 x 8 xlsx to grid: {mine:.2f} s, calamine {theirs:.2f} s, ratio {times:.2f}")
    assert times < WHOLE_WAY


def test_the_county_table(shared, capsys):
    data = (shared / "data" / "county_census_2010_169col.xlsx").read_bytes()
    mine, theirs, times = ratio(data)
    with capsys.disabled():
        print(f"\n3,280 x 169 xlsx to grid: {mine:.2f} s, calamine {theirs:.2f} s, ratio {times:.2f}")
    assert times < WHOLE_WAY


def test_small_files(capsys):
    """The cage must not cost a process a file."""
    data = makers.xlsx(rows=[["指标", 2020]] * 30)
    open_bytes(data, "a.xlsx")
    mine = min(ours(data) for _ in range(20))
    with capsys.disabled():
        print(f"\nsmall xlsx to grid: {mine * 1000:.1f} ms (limit 20 ms)")
    assert mine < 0.02


def test_cost_grows_with_the_rows_only(capsys, whole):
    sizes = (1_000, 10_000, 100_000, 1_000_000) if whole else (1_000, 10_000, 100_000)
    costs = {}
    for size in sizes:
        data = village_book(size)
        costs[size] = min(ours(data) for _ in range(3))
    with capsys.disabled():
        told = ", ".join(f"{size:,}: {cost * 1e6 / size:.1f} us" for size, cost in costs.items())
        print(f"\ncost per row: {told}")
    assert costs[sizes[-1]] / sizes[-1] < 2 * costs[10_000] / 10_000


@pytest.mark.skipif(sys.platform != "linux", reason="reads peaks from /proc")
def test_peak_memory(tmp_path, capsys):
    path = tmp_path / "a.xlsx"
    path.write_bytes(village_book(100_000))
    peaks = []
    for mine in (True, False):
        code = MEMORY.format(root=str(ROOT), path=str(path), ours=mine)
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        peaks.append(int(done.stdout) >> 10)
    with capsys.disabled():
        print(f"\npeak memory, server and child: {peaks[0]} MB, calamine {peaks[1]} MB (limit 3-fold)")
    assert peaks[0] < 3 * peaks[1]
