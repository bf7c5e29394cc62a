"""Years with a figure that counts, beside the same question put to the current view."""

import pytest

from indicators.assess.stored import latest_year
from indicators.store import Store
from tests.store_kit import COUNTY, figures, fill

SLOW = "SELECT DISTINCT year FROM current_observation WHERE value IS NOT NULL ORDER BY year"


@pytest.fixture
def store():
    with Store.memory() as made:
        yield fill(made)


def years(store):
    found = store.whereabouts.years(store.cursor())[::-1]
    assert found == [year for (year,) in store.cursor().execute(SLOW).fetchall()]
    return found


def accept(store, name, *rows):
    frame = figures(*rows)
    frame["missing"] = frame["value"].isna().map({True: "not_collected", False: None})
    return store.accept(frame, file=name, data=name.encode(), by="t")


def test_a_year_counts_while_any_figure_of_it_does(store):
    assert years(store) == []
    accept(store, "a", ("T1", COUNTY, 2023, 50.0), ("T2", COUNTY, 2023, 5.0), ("T1", COUNTY, 2024, 51.0))
    assert years(store) == [2023, 2024]
    last = accept(store, "b", ("T1", COUNTY, 2024, None), ("T1", COUNTY, 2023, None))
    assert years(store) == [2023]  # its other figure, of an earlier submission, still counts
    assert latest_year(store) == 2023
    store.undo(last.id, by="t", reason="误报")
    assert years(store) == [2023, 2024]


def test_of_one_submission_the_last_record_counts(store):
    accept(store, "a", ("T1", COUNTY, 2022, 50.0), ("T1", COUNTY, 2022, None))
    assert years(store) == []
