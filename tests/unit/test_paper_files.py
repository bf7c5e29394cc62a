"""Where papers are written: nothing that lies there is lost, and no two take one place."""

import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "spec"))
import paper_kit
import test_assess_sentences

from dashboard.paper_files import put, told
from indicators.reports.papers import sets
from indicators.reports.word import docx_bytes

MATTER = paper_kit.district([case for _, case, *_ in test_assess_sentences.CASES[:6]])


def brief():
    return docx_bytes(sets.make(MATTER, sets.wanted(MATTER, "brief")[0]))


def test_what_lies_there_stays_unless_it_is_to_go(tmp_path):
    target = tmp_path / "简报.docx"
    assert put(target, brief(), force=False).path == target
    target.write_bytes(b"with a person's words")
    second = put(target, brief(), force=False)
    assert (second.path.name, second.beside) == ("简报（2）.docx", True)
    assert target.read_bytes() == b"with a person's words"
    assert put(target, brief(), force=False).same, "made again, it is found beside"
    assert put(target, b"new", force=True).path.read_bytes() == target.read_bytes() == b"new"
    assert sorted(file.name for file in tmp_path.glob("*.docx")) == ["简报.docx", "简报（2）.docx"]


def test_what_was_there_is_said(tmp_path):
    target = tmp_path / "a.docx"
    put(target, b"1", force=False)
    written = [put(target, b"1", force=False), put(target, b"2", force=False)]
    same, beside = told(written)
    assert "1份与原有文件内容相同" in same
    assert "a（2）.docx" in beside
    assert "--force" in beside


def with_units(*names):
    items = tuple(
        replace(item, lead=names[at % len(names)]) for at, item in enumerate(MATTER.items[: len(names)])
    )
    return replace(MATTER, items=items, units=())


@pytest.mark.parametrize(
    "names", [("A/局", "A:局"), ("abc局", "ABC局"), ("长" * 70 + "甲", "长" * 70 + "乙")]
)
def test_names_that_a_system_takes_for_one_are_told_apart(names):
    for order in (names, names[::-1]):
        matter = with_units(*order)
        found = sets.file_names(matter, sets.wanted(matter, "unit"))
        assert len({name.casefold() for name in found.values()}) == 2
        stems = {one.of: name for one, name in found.items()}
        assert stems == {one: stems[one] for one in names}, "whatever the order"
    alone = with_units(names[0])
    (kept,) = sets.file_names(alone, sets.wanted(alone, "unit")).values()
    assert not re.search(r"_[0-9a-f]{6}\.docx$", kept)


@pytest.mark.parametrize(("year", "extra", "more"), [
    (2024, (), []), (2025, (), ["midterm"]), (2030, (), ["final"]), (2024, ("midterm",), ["midterm"]),
    (2025, ("final", "midterm"), ["midterm", "final"]),
])  # fmt: skip
def test_evaluations_join_the_set_when_the_year_or_a_person_asks_for_them(year, extra, more):
    matter = replace(MATTER, year=year)
    kinds = list(dict.fromkeys(one.kind for one in sets.wanted(matter, "all", extra=extra)))
    assert [kind for kind in kinds if kind in sets.EVALUATIONS] == more
    assert kinds[0] == "annual"
