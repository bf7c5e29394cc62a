"""What plans say and how it is read: the table target_phrases.txt, line by line."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from pathlib import Path

import pytest

from indicators.model import Target, TargetKind
from indicators.targets import parse_target, reading_en, reading_zh, write_target

TABLE = Path(__file__).with_name("target_phrases.txt")


def rows():
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            phrase, kind, reading, codes = ([cell.strip() for cell in line.split(" |")] + [""])[:4]
            yield phrase, kind, reading, [f"target_{code}" for code in codes.split()]


def check_stable(phrase: str, target: Target, **known):
    """What was read, written in canonical words and read again, is the same target."""
    if target.kind in (TargetKind.QUALITATIVE, TargetKind.YES_NO, TargetKind.NONE):
        return
    again = parse_target(write_target(target), **known)
    assert replace(again.target, phrase="") == replace(target, phrase=""), write_target(target)


@pytest.mark.parametrize(("phrase", "kind", "reading", "codes"), list(rows()), ids=[row[0] for row in rows()])
def test_phrase_is_read_as(phrase, kind, reading, codes):
    parsed = parse_target(phrase)
    assert (str(parsed.target.kind), reading_zh(parsed.target)) == (kind, reading)
    assert [item.code for item in parsed.findings] == codes
    assert parsed.target.phrase == phrase
    assert reading_en(parsed.target)
    check_stable(phrase, parsed.target)


UNREADABLE = {"见C0304", "见C0305", "98/96", "广东98/96"}


def published(shared):
    with (shared / "domain" / "indicators.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            for column in ("target_2030_text", "target_2025_or_other_interim", "target_prev_cycle_2020"):
                for piece in filter(None, row[column].split(";")):
                    yield (
                        row,
                        re.sub(r"^[^\d:至以]{2,20}:|^[^\d:至以]{2,10}(?=\d+(?:$|%))", "", piece).strip(),
                    )


def test_published_phrases_are_all_read(shared):
    """Every phrase of the researched list is read without an error, but for references to other rows."""
    count = 0
    for row, phrase in published(shared):
        unit = row["unit"] if row["unit"] not in ("文字", "是/否") else None
        sense = row["direction"] if row["direction"] in ("higher", "lower", "around") else None
        parsed = parse_target(phrase, unit=unit, direction=sense)
        assert parsed.readable == (phrase not in UNREADABLE), (phrase, parsed.findings)
        check_stable(phrase, parsed.target, unit=unit, direction=sense)
        count += 1
    assert count > 150
