"""States of an action: which moves there are, and what a deadline says on a day."""

import datetime as dt

import pytest

from indicators.store.action_states import STATES, due, goes_back, moves

MOVES = {
    # from -> onward, back (with a reason)
    "立项": (["交办"], []),
    "交办": (["办理中"], ["立项"]),
    "办理中": (["办结"], ["交办"]),
    "办结": (["销号"], ["办理中"]),
    "销号": ([], ["办理中"]),
}


@pytest.mark.parametrize("word", MOVES)
def test_moves(word):
    state = next(key for key, name in STATES.items() if name == word)
    found = [(STATES[to], goes_back(state, to)) for to in moves(state)]
    onward, back = MOVES[word]
    assert found == [(to, False) for to in onward] + [(to, True) for to in back]


@pytest.mark.parametrize(
    ("deadline", "state", "within", "expected"),
    [
        ("2026-06-30", "working", 15, "later"),
        ("2026-06-16", "working", 15, "soon"),  # fifteen days left
        ("2026-06-17", "working", 15, "later"),
        ("2026-06-01", "opened", 15, "soon"),  # today
        ("2026-05-31", "assigned", 15, "overdue"),
        ("2026-05-31", "done", 15, "ended"),
        ("2026-05-31", "closed", 15, "ended"),
        ("2026-06-02", "working", 0, "later"),
        ("2026-06-30", "working", 30, "soon"),
    ],
)
def test_due_on_the_first_of_june(deadline, state, within, expected):
    assert due(dt.date.fromisoformat(deadline), state, dt.date(2026, 6, 1), within) == expected
