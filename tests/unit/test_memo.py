"""What is made once and kept: one value a key, bounded, made once however many ask at the same time."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from dashboard import data, drawn, state
from dashboard.memo import Kept, kept
from indicators.model.people import Person, Role


def test_a_value_is_made_once_a_key():
    made = []

    @kept(8)
    def double(number, *, plus=0):
        made.append((number, plus))
        return number * 2 + plus

    assert [double(1), double(1), double(2), double(1, plus=1), double(1, plus=1)] == [2, 2, 4, 3, 3]
    assert made == [(1, 0), (2, 0), (1, 1)]


def test_the_longest_unused_is_dropped_first():
    values, made = Kept(2), []
    for key in "abacab":
        values.get(key, lambda key=key: made.append(key))
    assert made == ["a", "b", "c", "b"]  # b went for c, the a just used stayed; then c went for b
    assert len(values) == 2


def test_many_who_ask_at_once_wait_for_one():
    values, made, ready = Kept(4), [], threading.Barrier(8)

    def slow():
        time.sleep(0.05)
        made.append(1)
        return object()

    def ask(_):
        ready.wait()
        return values.get("key", slow)

    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(ask, range(8)))
    assert len(found) == len(made) == 1


def test_what_went_wrong_is_not_kept():
    values = Kept(4)
    with pytest.raises(ZeroDivisionError):
        values.get("key", lambda: 1 / 0)
    assert values.get("key", lambda: "made") == "made"


def test_a_value_may_be_made_of_the_same_kind_of_values():
    @kept(8)
    def sum_to(number):
        return number + sum_to(number - 1) if number else 0

    assert sum_to(5) == 15


@pytest.fixture
def page(monkeypatch):
    """A page's run in which version, person and address are what the test says."""
    now = {"version": "1", "person": Person("", "", Role.ADMIN), "carried": (("2024",),), state.SEARCH: None}
    monkeypatch.setattr(data, "version", lambda: now["version"])
    monkeypatch.setattr(state, "person", lambda: now["person"])
    monkeypatch.setattr(state, "carried", lambda: now["carried"])
    monkeypatch.setattr(state, "param", now.get)
    return now


@pytest.mark.parametrize(
    ("what", "other", "anew"),
    [
        ("version", "2", True),
        ("carried", (("2023",),), True),
        ("person", Person("wang", "王", Role.UNIT, "县教育局"), True),
        ("person", Person("li", "李", Role.ADMIN), False),  # another who may see the same
        (state.SEARCH, "gja", True),
    ],
)
def test_a_piece_is_made_anew_for_other_data_other_links_and_other_eyes(page, what, other, anew):
    made = []

    @drawn.drawn
    def piece(area):
        made.append(area)
        return f"<p>{area}</p>"

    assert piece("县") == piece("县") == "<p>县</p>"
    page[what] = other
    assert piece("县") == "<p>县</p>"
    assert made == ["县"] * (2 if anew else 1)


def test_what_was_searched_for_is_not_kept(page):
    made = []

    @drawn.drawn
    def piece():
        made.append(1)

    page[state.SEARCH] = "gja"
    piece(), piece()
    assert len(made) == 2


def test_bytes_named_with_an_underscore_are_no_part_of_the_key():
    @kept(4)
    def size(digest, _content):
        return len(_content)

    assert [size("a", b"123"), size("a", b"12345"), size("b", b"12")] == [3, 3, 2]
