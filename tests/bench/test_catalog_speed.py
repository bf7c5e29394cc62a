"""What the catalogue costs at start-up, beside the bare parse of the same files."""

import time
import tomllib
from importlib import resources

import pytest

from indicators.catalog import load_definitions

FOLDER = resources.files("indicators") / "definitions"


def best(work, times: int = 5) -> float:
    spans = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        spans.append(time.perf_counter() - start)
    return min(spans)


@pytest.mark.bench
def test_loading_costs_little_more_than_parsing_the_files():
    files = [entry for entry in FOLDER.iterdir() if entry.name.endswith(".toml")]
    bare = best(lambda: [tomllib.loads(file.read_text("utf-8")) for file in files])
    load = best(lambda: load_definitions(FOLDER, phrases=False))
    print(
        f"\ncatalogue: load {load * 1000:.0f} ms, bare tomllib {bare * 1000:.0f} ms, ratio {load / bare:.2f}"
    )
    assert load <= 2 * bare
