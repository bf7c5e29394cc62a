"""The whole set of papers of a district: about 150 indicators, 12 towns, 30 units, under a minute."""

import sys
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "spec"))
import paper_kit
import test_assess_sentences

from indicators.reports.papers import sets
from indicators.reports.word import docx_bytes


def test_the_whole_set_under_a_minute():
    matter = paper_kit.district([case for _, case, *_ in test_assess_sentences.CASES] * 4)
    names = [f"第{one}{other}局" for one in "甲乙丙丁戊" for other in "子丑寅卯辰巳"]
    items = tuple(replace(item, lead=names[at % 30]) for at, item in enumerate(matter.items))
    towns = {f"{matter.home}/{'子丑寅卯辰巳午未申酉戌亥'[at]}镇": items[:20] for at in range(12)}
    matter = replace(matter, items=items, towns=towns)
    wanted = sets.wanted(matter, "all")
    start, work = time.perf_counter(), time.process_time()
    size = sum(len(docx_bytes(sets.make(matter, one))) for one in wanted)
    wall, spent = time.perf_counter() - start, time.process_time() - work
    units = len({item.lead for item in items})
    print(
        f"\n{len(wanted)} papers ({len(items)} indicators, {len(towns)} towns, {units} units), "
        f"{size / 1e6:.1f} MB: {wall:.1f} s, of them {spent:.1f} s of one core, "
        f"{1000 * spent / len(wanted):.0f} ms a paper"
    )
    assert spent < 60
