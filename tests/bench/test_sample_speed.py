"""How long the sample district takes, beside bare calamine on the same files in the same run."""

import io
import time

import pytest
from python_calamine import CalamineWorkbook

from indicators import sample
from indicators.assess import assess
from indicators.catalog import builtin, read_areas
from indicators.checks import check_reading
from indicators.paths import sample_folder
from indicators.sheets import read_file

pytestmark = pytest.mark.bench

ROUNDS = 3


def best(work, rounds=ROUNDS):
    """Shortest CPU time of a few rounds: other programs' load counts little."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def bare_calamine():
    for path in sample.sample_files():
        data = path.read_bytes()
        if path.suffix == ".csv":
            data.decode("gb18030", errors="replace")
            continue
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()


def test_load_check_and_assess_beside_bare_calamine(tmp_path, capsys):
    places, _ = read_areas(
        (sample_folder() / "areas.csv").read_bytes(), "areas.csv", district=sample.DISTRICT
    )
    catalog = builtin()
    vocabulary = catalog.vocabulary(places)
    files = [(path.name, path.read_bytes()) for path in sample.sample_files()]
    bare = best(bare_calamine)
    readings = [read_file(data, name, vocabulary) for name, data in files]
    read = best(lambda: [read_file(data, name, vocabulary) for name, data in files])
    check = best(lambda: [check_reading(item, catalog, places) for item in readings])
    numbers = iter(range(ROUNDS))

    def load():
        sample.build_sample_store(tmp_path / f"{next(numbers)}.duckdb").close()

    loaded = best(load)
    with sample.build_sample_store(tmp_path / "judged.duckdb") as store:
        judged = best(lambda: assess(store))
    start = time.perf_counter()
    sample.build_sample_store(tmp_path / "wall.duckdb").close()
    wall = time.perf_counter() - start
    records = sum(len(item.records) for item in readings)
    with capsys.disabled():
        print(f"\nsample: {len(files)} files, {records} records; CPU seconds of this process, wall beside")
        print(f"  bare calamine    {bare:7.3f}")
        print(f"  read             {read:7.3f}  {read / bare:6.0f} x (child processes not counted)")
        print(f"  check            {check:7.3f}  {check / bare:6.0f} x")
        print(f"  init, load all   {loaded:7.3f}  {loaded / bare:6.0f} x (wall {wall:.1f} s)")
        print(f"  assess           {judged:7.3f}  {judged / bare:6.0f} x")
        print(f"  load + assess    {loaded + judged:7.3f}  {(loaded + judged) / bare:6.0f} x (goal 5 x)")
    assert loaded + judged < 30


def test_half_a_million_figures_checked(capsys):
    """Figures of 200 indicators in 250 areas over 10 years, all in order."""
    import numpy as np
    import pandas as pd

    from indicators.checks import check_frame
    from indicators.model import Area, AreaLevel

    catalog = builtin()
    shares = [item for item in catalog.indicators if item.unit == "%" and item.upper == 100][:100]
    areas = [Area("0", "县", "县", AreaLevel.COUNTY)]
    areas += [Area(str(at), f"村{at}", f"县/村{at}", AreaLevel.VILLAGE, "0") for at in range(1, 501)]
    ind, place, year = (axis.ravel() for axis in np.meshgrid(range(len(shares)), range(500), range(10)))
    size = len(ind)
    drift = np.random.default_rng(1).random(size) * 2
    value = np.round(60 + drift + ind % 30, 1)
    frame = pd.DataFrame(
        {
            "file": "a.xlsx", "sheet": "S", "cell": [f"B{at}" for at in range(size)],
            "indicator": np.array([item.name for item in shares], dtype=object)[ind],
            "code": np.array([item.code for item in shares], dtype=object)[ind],
            "area": np.array([area.name for area in areas[1:]], dtype=object)[place],
            "year": 2015 + year, "value": value, "unit": "%", "raw": value.astype(str).astype(object),
            "qualifier": "exact", "breakdown": "", "missing": None, "component": None,
        }
    )  # fmt: skip
    check_frame(frame.head(100), catalog, areas)
    start, cpu = time.perf_counter(), time.process_time()
    checked = check_frame(frame, catalog, areas)
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu
    assert checked.findings == []
    assert len(checked.observations) == size
    with capsys.disabled():
        print(f"\nchecks: {size:,} figures in {wall:.2f} s ({cpu:.2f} s CPU)")
