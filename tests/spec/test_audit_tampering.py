"""The audit tampered with by SQL in every way: the check names the first row that is not as written."""

import pytest
from store_kit import COUNTY, figures, fill

from indicators.store import Store
from indicators.store.audit_check import verify

LATER = "UPDATE audit SET number = number + {by} WHERE number >= {at}"
COPY = "INSERT INTO audit SELECT * REPLACE ({what}) FROM audit WHERE number = {of}"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A chain of nine rows; 1 began, 2 areas, 3 catalogue, 4 and 5 files, 6 setting, 7 sign-in, 8 undo, 9."""
    path = tmp_path_factory.mktemp("audit") / "s.duckdb"
    with Store.create(path) as store:
        fill(store)
        for year in (2023, 2024):
            last = store.accept(figures(("T1", COUNTY, year, 1)), file="a", data=b"%d" % year, by="张")
        store.put_setting("a", "1", by="王")
        store.audit.record("sign_in", "wang", by="王")
        store.undo(last.id, "张", "错了")
        store.put_setting("a", "2", by="王")
        yield store


def after(store, *changes, noted=None):
    """What the check says after changes made by raw SQL, which are rolled back."""
    writer = store._database._writer
    writer.begin()
    try:
        for sql in changes:
            writer.execute(sql)
        return verify(writer, noted)
    finally:
        writer.rollback()


def test_an_untouched_chain_is_whole(made):
    found = made.audit.verify()
    assert (found.whole, found.rows, found.head) == (True, 9, made.audit.head()[1])
    assert after(made).whole
    assert after(made, noted=found.head).whole


@pytest.mark.parametrize(
    "column", ["recorded_at", "login", "name", "role", "origin", "kind", "ref", "before", "after", "hash"]
)
@pytest.mark.parametrize("number", [1, 5, 9])
def test_an_edited_field(made, number, column):
    value = "recorded_at + INTERVAL 1 SECOND" if column == "recorded_at" else f"coalesce({column}, '') || 'x'"
    found = after(made, f"UPDATE audit SET {column} = {value} WHERE number = {number}")
    assert (found.broken, found.kind, found.rows) == (number, "changed", number - 1)
    assert f"第{number}条的内容被改过" in found.problem


def test_a_write_cut_from_its_journal_row(made):
    found = after(made, "UPDATE audit SET change = NULL WHERE number = 5")
    assert (found.broken, found.kind) == (5, "changed")


@pytest.mark.parametrize("gone", [(1, 1), (4, 4), (4, 6)])
def test_deleted_rows(made, gone):
    found = after(made, f"DELETE FROM audit WHERE number BETWEEN {gone[0]} AND {gone[1]}")
    assert (found.broken, found.kind) == (gone[0], "missing")


@pytest.mark.parametrize("gone", [1, 4])
def test_deleted_and_the_gap_closed(made, gone):
    found = after(made, f"DELETE FROM audit WHERE number = {gone}", LATER.format(by=-1, at=gone))
    assert found.broken == gone
    assert not found.whole


def test_all_deleted(made):
    assert after(made, "DELETE FROM audit").kind == "empty"


@pytest.mark.parametrize(("one", "other"), [(4, 5), (2, 8)])
def test_rows_that_changed_places(made, one, other):
    swap = f"UPDATE audit SET number = {one} + {other} - number WHERE number IN ({one}, {other})"
    found = after(made, swap)
    assert (found.broken, found.kind) == (one, "moved")
    assert f"现在排在第{other}条" in found.problem


@pytest.mark.parametrize(
    ("changes", "broken"),
    [
        ([COPY.format(what="number AS number", of=4)], 4),
        ([COPY.format(what="10 AS number", of=4)], 10),
        ([LATER.format(by=1, at=5), COPY.format(what="5 AS number", of=4)], 5),
        ([COPY.format(what="0 AS number", of=4)], 1),
        ([COPY.format(what="NULL AS number", of=4)], 1),
    ],
)
def test_an_inserted_row(made, changes, broken):
    found = after(made, *changes)
    assert not found.whole
    assert found.broken == broken


@pytest.mark.parametrize("kept", [5, 7, 8])
def test_a_tail_cut_off_shows_in_the_journal(made, kept):
    found = after(made, f"DELETE FROM audit WHERE number > {kept}")
    assert (found.broken, found.kind, found.rows) == (kept + 1, "cut", kept)


def test_a_tail_cut_off_with_its_journal_shows_by_a_noted_head(made):
    noted = made.audit.head()[1]
    cut = [
        "DELETE FROM journal WHERE change IN (SELECT change FROM audit WHERE number > 7)",
        "DELETE FROM audit WHERE number > 7",
    ]
    assert after(made, *cut).whole  # nothing in the file tells
    found = after(made, *cut, noted=noted)
    assert (found.broken, found.kind) == (8, "cut")
    assert after(made, *cut, noted=made.audit.entries()[1].hash[:16]).kind == "cut"
    assert after(made, *cut, noted=made.audit.entries()[3].hash[:16]).whole


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE journal SET recorded_by = '李' WHERE kind = 'withdrawal'",
        "UPDATE journal SET kind = 'x' WHERE kind = 'withdrawal'",
        "DELETE FROM journal WHERE kind = 'withdrawal'",
    ],
)
def test_a_changed_journal(made, change):
    found = after(made, change)
    assert (found.broken, found.kind) == (8, "journal")


def test_an_older_journal_is_covered_by_the_first_row(tmp_path):
    """As in a store of before: rows without a row of their own, named by the chain's beginning."""
    with Store.create(tmp_path / "s.duckdb") as store:
        fill(store)
        writer = store._database._writer
        writer.execute("DELETE FROM audit")
        store._database._head = (0, "")
        store._database.cover()
        store.put_setting("a", "1", by="王")
        assert store.audit.verify().whole
        for change in (
            "UPDATE journal SET recorded_by = 'x' WHERE kind = 'areas'",
            "DELETE FROM journal WHERE kind = 'areas'",
        ):
            assert after(store, change).kind == "journal"
        assert after(store, "INSERT INTO journal SELECT uuid(), 'a', 'b', now()::TIMESTAMP, ''").kind == "cut"
