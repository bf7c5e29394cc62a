"""The evidence on which roles rest: sums of lines, looks of cells, words of several languages."""

import numpy as np
import pytest

from indicators.sheets.facts import MARK, NUMBER_TEXT, TEXT, gather
from indicators.sheets.grid import Grid
from indicators.sheets.line_fit import distances, fits, runs
from indicators.sheets.looks import figures, says, shapes
from indicators.sheets.sums import sums, telling

NONE = float("nan")


@pytest.mark.parametrize(
    ("lines", "indents", "expected"),
    [
        # a total over its parts, and one under them
        ([[7, 70], [1, 10], [2, 20], [4, 40]], [0, 0, 0, 0], [1, 0, 0, 0]),
        ([[1, 10], [2, 20], [4, 40], [7, 70]], [0, 0, 0, 0], [0, 0, 0, 2]),
        # the parts of a part are set deeper and count once
        ([[9, 90], [4, 40], [1, 10], [3, 30], [5, 50]], [0, 1, 2, 2, 1], [3, 3, 0, 0, 0]),
        # a missing figure among the parts
        ([[5, 60], [NONE, 10], [2, 20], [3, 30]], [0, 0, 0, 0], [1, 0, 0, 0]),
        # one line repeated is no sum; zeros add up to nothing
        ([[5, 50], [5, 50], [7, 71], [9, 92]], [0, 0, 0, 0], [0, 0, 0, 0]),
        ([[0, 0], [0, 0], [0, 0], [0, 0]], [0, 0, 0, 0], [0, 0, 0, 0]),
        # only one of two columns adds up
        ([[7, 71], [1, 10], [2, 20], [4, 40]], [0, 0, 0, 0], [0, 0, 0, 0]),
    ],
)
def test_lines_that_add_up_others(lines, indents, expected):
    assert sums(np.array(lines, dtype=float), np.array(indents)).tolist() == expected


def test_the_columns_with_most_figures_tell():
    numbers = np.array([[1, 0, 1], [1, 0, 1], [1, 1, 1], [1, 1, 0]], dtype=bool)
    assert telling(numbers).tolist() == [0, 2]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("£5.20", NUMBER_TEXT), ("(1,234)", NUMBER_TEXT), ("12 kW", NUMBER_TEXT), ("≥3.5%", NUMBER_TEXT),
        ("[c]", MARK), ("(S)", MARK), ("\\4", MARK), ("*", MARK),
        ("2nd", TEXT), ("16-24", TEXT), ("Norfolk", TEXT), ("青石镇", TEXT),
    ],
)  # fmt: skip
def test_looks_of_a_text(text, kind):
    facts = gather(Grid("", [["x", text]]))
    assert shapes(facts, np.array([0]))[0, 1] == kind


def test_figures_kept_as_text_count_in_sums():
    facts = gather(Grid("", [["a", "1,200"], ["b", 3.0], ["c", "x"]]))
    assert figures(facts, np.arange(3), 1)[:2].tolist() == [1200.0, 3.0]
    assert np.isnan(figures(facts, np.arange(3), 1)[2])


@pytest.mark.parametrize(
    ("words", "text", "start"),
    [
        ("total", "Sub-total, men", False), ("total", "Insgesamt", False), ("total", "Total général", False),
        ("total", "城乡合计", False), ("total", "総数", False), ("note", "Quelle: Statistisches Amt", True),
        ("note", "Fuente: INE", True), ("note", "資料：総務省", True), ("note", "(注) 年度末", True),
        ("table", "Tabelle 3.1", True), ("source", "Statistik, www.amt.example", False),
    ],
)  # fmt: skip
def test_words_of_several_languages(words, text, start):
    assert says(words, text, start=start)


@pytest.mark.parametrize(
    ("words", "text", "start"),
    [
        ("total", "Totalitarian", False), ("total", "Ballroom", False), ("note", "Notebook sales", True),
        ("note", "Sales, see note 3", True), ("table", "Tablets", True),
    ],
)  # fmt: skip
def test_parts_of_other_words_do_not_count(words, text, start):
    assert not says(words, text, start=start)


def test_a_head_does_not_fit_the_figures_below():
    shape = np.array([[1, 1, 1], [1, 2, 2], [1, 2, 2]])
    below, above = fits(shape)
    assert below[0] == pytest.approx(1 / 3)
    assert below[1] == 1
    assert above[2] == pytest.approx(2 / 3)


def test_runs_and_distances():
    assert [r.tolist() for r in runs(np.array([False, True, True, False]))] == [[0, 1, 2, 0], [2, 1, 0, 0]]
    up, down = distances(np.array([False, True, False, True]))
    assert up[1:].tolist() == [0, 1, 0]
    assert down.tolist() == [1, 0, 1, 0]
    assert up[0] > 90
