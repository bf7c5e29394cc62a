"""What changes no figure, verdict or finding leaves the figures' version as it is; all else moves it on."""

import pytest
from store_kit import COUNTY, figures, fill

from indicators.model import Role
from indicators.store import Given, Store


def hand_in(store, *steps):
    given = Given(file="a.csv", data=b"x", unit="卫健局", figures=1, latest=2024)
    number = store.approvals.hand_in(given, by="张").id
    for state in steps:
        store.approvals.step(number, state, note="分母不对", by="王")


def accept(store):
    return store.accept(figures(("T1", COUNTY, 2023, 5.0)), file="a.csv", data=b"x", by="王").id


def withdraw(store):
    store.undo(accept(store), "王", "重报")


QUIET = {
    "a file handed in": hand_in,
    "signed off": lambda store: hand_in(store, "reviewed"),
    "returned": lambda store: hand_in(store, "returned"),
    "taken back": lambda store: hand_in(store, "withdrawn"),
    "an account": lambda store: store.accounts.add("wang", "王芳", Role.ADMIN, by="x", password="$h"),
    "a remark": lambda store: store.annotations.add("T1", COUNTY, 2023, "method", "改口径", by="王"),
    "a row of the audit": lambda store: store.audit.record("download", "x", by="王"),
}
LOUD = {
    "a submission": accept,
    "its withdrawal": withdraw,
    "a setting": lambda store: store.put_setting("district", "甲", by="王"),
    "a constant": lambda store: store.put_method({"near_miss": 0.07}, reason="试", by="王"),
    "an applicability": lambda store: store.put_applicability(
        "T1", COUNTY, 2023, False, "无此类机构", by="王"
    ),
    "a lock": lambda store: store.approvals.lock("卫健局", 2023, by="王"),
    "a reporting year": lambda store: store.desk.open_year(2023, None, by="王"),
}


@pytest.fixture
def store():
    with Store.memory() as made:
        yield fill(made)


@pytest.mark.parametrize("what", QUIET)
def test_what_leaves_all_figures_as_they_are_is_passed_over(store, what):
    if store.is_lake:
        pytest.skip("others write a lake, too: there it is the version of all data")
    before = store.figures_version()
    assert before == store.data_version()
    QUIET[what](store)
    assert store.figures_version() == before


@pytest.mark.parametrize("what", LOUD)
def test_what_may_change_a_figure_or_verdict_moves_it_on(store, what):
    before = store.figures_version()
    LOUD[what](store)
    assert store.figures_version() != before
    assert store.figures_version() == store.data_version()


def test_a_store_opened_again_has_a_version_that_none_of_its_earlier_contents_had(tmp_path):
    with Store.create(tmp_path / "s.duckdb") as store:
        fill(store)
        seen = {store.figures_version()}
        accept(store)
        seen.add(store.figures_version())
        hand_in(store)
        last = store.data_version()
    with Store.open(tmp_path / "s.duckdb") as store:
        assert store.figures_version() == last not in seen
