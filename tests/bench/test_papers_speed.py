"""The whole set of papers of a district: 150 indicators, 12 towns, 30 units, in a store, under a minute."""

import base64
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import paper_store

from dashboard.commands_reports import report_list, report_make

OPTIONS = {"kind": "all", "year": 2024, "pitch": 28.95, "with": ["midterm"]}
AT_ONCE = 16


def test_the_whole_set_from_a_store_under_a_minute(tmp_path):
    with paper_store.build(tmp_path / "s.duckdb", years=range(2016, 2025), seed=9704) as store:
        figures = len(store.current())
        start, work = time.perf_counter(), time.process_time()
        listed = report_list(store, {}, OPTIONS).records
        known = time.process_time() - work
        papers = [(one["kind"], one["of"]) for one in listed]
        size = 0
        for at in range(0, len(papers), AT_ONCE):
            some = report_make(store, {}, {**OPTIONS, "papers": papers[at : at + AT_ONCE]}).records
            size += sum(len(base64.b64decode(one["data"])) for one in some)
        wall, spent = time.perf_counter() - start, time.process_time() - work
    assert len({one["file"] for one in listed}) == len(papers) > 220
    print(
        f"\n{len(papers)} papers of 150 indicators, 12 towns, 30 units, {figures} figures, "
        f"{size / 1e6:.1f} MB: {wall:.1f} s, {spent:.1f} s of processor time, "
        f"{known:.1f} s of it before the first paper"
    )
    assert spent < 45
