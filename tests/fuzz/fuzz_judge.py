"""Compares what was read with what was written: exact, asked, or wrong."""

from __future__ import annotations

from collections import Counter

from fuzz_maker import Case, canonical

from indicators.model import Vocabulary
from indicators.sheets import Reading, read_workbooks

DECLINED = {"not_a_table", "name_list"}


def read_case(case: Case, vocabulary: Vocabulary) -> Reading:
    """Read a case's workbook without bytes."""
    return read_workbooks((case.workbook,), case.workbook.file, vocabulary)


def judge(case: Case, reading: Reading) -> tuple[str, str]:
    """("exact" | "asked" | "wrong", what differs)."""
    want = Counter(
        (canonical(f.name), f.area, f.year, f.part, _number(f.value), f.missing, f.unit) for f in case.facts
    )
    got, unsure = Counter(), []
    for r in reading.records:
        part = next(iter(r.breakdown.items()), None) if len(r.breakdown) <= 1 else tuple(r.breakdown.items())
        row = (
            canonical(r.code or r.indicator or ""),
            r.area,
            r.year,
            part,
            _number(r.value),
            r.missing,
            r.unit,
        )
        got[row] += 1
        unsure.append(row)
    if _same(want, got):
        return "exact", ""
    told = bool(reading.questions) or any(f.code in DECLINED for f in reading.findings)
    wrong = _contradictions(want, got, {q.kind for q in reading.questions})
    if told and not wrong:
        return "asked", ",".join(sorted({q.kind for q in reading.questions}))
    return (
        "wrong",
        f"missing {list(want - got)[:3]} extra {list(got - want)[:3]} questions {[q.kind for q in reading.questions]}",  # noqa: E501
    )


def _number(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def _same(want: Counter, got: Counter) -> bool:
    """Equal, where a unit the sheet does not state for sure may be anything it does state."""
    if want == got:
        return True

    def loose(counter: Counter, keep: set) -> Counter:
        out: Counter = Counter()
        for row, n in counter.items():
            out[row[:6] + ((row[6],) if row[:6] in keep else ())] += n
        return out

    sure = {row[:6] for row in want if row[6] is not None}
    return loose(want, sure) == loose(got, sure)


def _contradictions(want: Counter, got: Counter, asked: set[str]) -> list:
    """Records that no written fact allows, even with what was asked left open."""
    left = list((want - got).elements())
    bad = []
    for row in (got - want).elements():
        match = next((w for w in left if _allows(w, row, asked)), None)
        if match is None:
            bad.append(row)
        else:
            left.remove(match)
    return bad


def _allows(want: tuple, got: tuple, asked: set[str]) -> bool:
    named = bool(asked & {"indicator", "table_indicator", "columns", "rows"})
    checks = (
        want[0] == got[0] or named,
        want[1] == got[1],
        want[2] == got[2] or (got[2] is None and "year" in asked),
        want[3] == got[3],
        want[4] == got[4],
        want[5] == got[5],
        want[6] is None or want[6] == got[6] or named,
    )
    return all(checks)
